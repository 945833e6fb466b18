// One cluster: when it was printed, its members, and two of them side by side.

const REASONS = { credits: "credits", earlier: "later than", contains: "part of" };

/** Shows a group in place of the table, with the pair asked for beside each other. */
async function openGroup(group, asked) {
  const opened = byId("opened");
  if (opened.dataset.key !== group.key) {
    opened.dataset.key = group.key;
    const { title } = FACTS[GROUPS.indexOf(group)];
    const heading = el("h1", { tabindex: "-1" }, told(title));
    opened.replaceChildren(
      ...(SUMMARY.scan ? [wayBack(group)] : []),
      el("p", { class: "kicker" }, kicker(group)),
      heading,
      ...(group.is_cluster ? [el("p", { class: "lede" }, lede(group))] : []),
      ...[timeline(group)].filter(Boolean),
      membersOf(group),
      el("section", { id: "compare", "aria-labelledby": "compare-title" }),
    );
    document.title = `${title} · samecopy`;
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
  const pairs = await pairsOf(group);
  if (opened.dataset.key === group.key) comparePair(group, pairs, asked);
}

function wayBack(group) {
  const [before, after] = neighbours(group);
  const link = (other, text) => (other ? el("a", { href: `#${other.key}` }, text) : el("span", {}, text));
  const steps = before || after ? [link(before, "← Previous"), link(after, "Next →")] : [];
  return el("nav", { class: "way", "aria-label": "Clusters" }, el("a", { href: "#" }, "All clusters"), ...steps);
}

function kicker(group) {
  if (!SUMMARY.scan) return "Two articles";
  return group.is_cluster ? `Cluster ${group.key.replace("cluster-", "")}` : "Partial pair: passages shared, other copy";
}

function lede(group) {
  const f = FACTS[GROUPS.indexOf(group)];
  const sources = f.sources.length ? ` from ${counted(f.sources.length, "source")}` : "";
  const span = f.span ? `, published within ${lasting(f.span)}` : "";
  const close = `${percent(group.cohesion)} of the pairs were found to be the same copy.`;
  return `${counted(f.size, "article")}${sources}${span}. ${close}`;
}

function membersOf(group) {
  const first = group.members[0].article;
  const heads = ["Article", "Published", group.is_cluster ? "Overlap with the one kept" : "Overlap", "Verdict"];
  if (group.is_cluster) heads.push("Made from");
  const rows = group.members.map((member, at) => {
    const { source, id } = ARTICLES[member.article];
    const by = el("p", { class: "by" }, source ? told(source) : "", source ? " · " : "", told(id, { class: "id" }));
    const other = at === 0 ? group.members[1].article : first;
    const pair = at === 0 ? `${first}-${other}` : `${first}-${member.article}`;
    const title = el("a", { href: `#${group.key}/${pair}` }, told(titleOf(member.article)));
    const cells = [
      el("td", { class: "moment" }, moment(member.article), lineBreak(published(member.article))),
      el("td", {}, at === 0 ? "" : share(member.overlap)),
      el("td", {}, at === 0 && group.is_cluster ? el("strong", { class: "kept" }, "kept") : verdictOf(member.verdict)),
    ];
    if (group.is_cluster) cells.push(el("td", {}, madeFrom(group, member)));
    return el("tr", { "data-article": member.article }, el("th", { scope: "row", class: "story" }, title, by), ...cells);
  });
  const head = el("tr", {}, ...heads.map((name) => el("th", { scope: "col" }, name)));
  const caption = el("caption", { class: "unseen" }, "Articles; each title sets it beside the first one below.");
  const listed = el("table", { class: "members" }, caption, el("thead", {}, head), el("tbody", {}, ...rows));
  const more = group.more && el("p", { class: "note" }, `${counted(group.more, "further article")}: the JSON report has all.`);
  return el("section", { "aria-label": "Articles" }, listed, more || null);
}

function lineBreak(link) {
  return link && el("p", { class: "by" }, link);
}

function madeFrom(group, member) {
  if (member.original === undefined) return "";
  const name = member.original === group.members[0].article ? "the one kept" : told(nameOf(member.original));
  return el("span", {}, `${REASONS[member.reason]} `, name);
}

function verdictOf(verdict) {
  return verdict ? el("span", { class: "verdict" }, el("span", { class: `swatch fill-${verdict}` }), verdict) : "";
}
