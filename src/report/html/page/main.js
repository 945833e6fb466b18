// What stands above the table, dark mode, and the way from one view to another.

function overview() {
  const { articles, clusters, clustered, dropped, problems, more_problems, options, funnel, histogram: bars } = SUMMARY.scan;
  const title = dropped
    ? `${WHOLE.format(dropped)} of ${counted(articles, "article")} ${dropped === 1 ? "repeats" : "repeat"} another`
    : articles === 1 ? "One article, and none to compare it with" : `No two of ${counted(articles, "article")} are the same copy`;
  const numbers = [
    [articles === 1 ? "article" : "articles", WHOLE.format(articles)],
    [clusters === 1 ? "cluster" : "clusters", WHOLE.format(clusters)],
    ["articles in a cluster", WHOLE.format(clustered)],
    ["would be dropped", percent(dropped / Math.max(1, articles))],
  ];
  const lines = (rows) => el("table", { class: "plain" }, el("tbody", {}, ...rows.map(([name, value]) =>
    el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value)))));
  const written = (name, value) => {
    if (name === "within") return value === null ? "any time" : lasting(value);
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  const count = problems.length + more_problems;
  const place = ({ path, line, field }) => [path, line, field].filter((part) => part !== null).join(":");
  byId("overview").append(
    el("h1", {}, title),
    el("dl", { class: "numbers" }, ...numbers.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
    el("div", { class: "charts" }, overlapChart(bars), sizeChart(FACTS.filter((f) => f.group.is_cluster).map((f) => f.size))),
    ...(count ? [el("details", { class: "problems" },
      el("summary", {}, `${counted(count, "problem")} with the input`),
      el("ul", {}, ...problems.map((problem) => el("li", {}, told(place(problem)), ": ", told(problem.message)))),
      more_problems ? el("p", {}, `and ${WHOLE.format(more_problems)} more; the JSON report lists them.`) : null)] : []),
    el("details", {}, el("summary", {}, "How they were found"),
      el("div", { class: "charts" },
        el("div", {}, el("h2", {}, "What each stage let through"), lines(funnel.map(({ stage, count, unit }) => [stage, counted(count, unit.replace(/s$/u, ""))]))),
        el("div", {}, el("h2", {}, "Settings"), lines(Object.entries(options).map(([name, value]) => [name.replaceAll("_", " "), told(written(name, value))]))))),
  );
}

/** Where the address leads: `#cluster-12`, `#cluster-12/3-7`, and to the overview otherwise. */
function route() {
  const [key, asked] = location.hash.slice(1).split("/");
  const group = GROUP_OF.get(key) ?? (SUMMARY.scan ? null : GROUPS[0]);
  const wasOpen = !byId("opened").hidden;
  byId("opened").hidden = !group;
  byId("overview").hidden = byId("listing").hidden = Boolean(group);
  if (group) return void openGroup(group, asked);
  document.title = "samecopy report";
  const left = byId("opened").dataset.key;
  delete byId("opened").dataset.key;
  byId("opened").replaceChildren();
  if (wasOpen) byId("clusters").querySelector(`a[href="#${left}"]`)?.focus();
}

function startTheme() {
  const button = byId("dark");
  const system = matchMedia("(prefers-color-scheme: dark)");
  // A page opened from a file may not be allowed to remember anything.
  const remember = (theme) => { try { localStorage.setItem("samecopy-theme", theme); } catch { /* then not */ } };
  const recall = () => { try { return localStorage.getItem("samecopy-theme"); } catch { return null; } };
  const root = document.documentElement;
  const apply = (theme) => {
    if (theme) root.dataset.theme = theme;
    button.setAttribute("aria-pressed", String((root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark"));
  };
  apply(["dark", "light"].find((theme) => theme === recall()));
  system.addEventListener("change", () => apply(null));
  button.addEventListener("click", () => {
    const theme = button.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    apply(theme);
    remember(theme);
  });
}

startTheme();
byId("edition").textContent = SUMMARY.version;
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
if (SUMMARY.scan) {
  overview();
  startTable();
}
addEventListener("hashchange", route);
route();
performance.mark("samecopy-interactive");
