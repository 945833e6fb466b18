// The table of clusters: filtered, sorted, and filled as far as somebody scrolls.

const CHUNK = 100;

const COLUMNS = [
  { key: "title", name: "Story", of: (f) => f.title.toLowerCase(), first: 1 },
  { key: "size", name: "Articles", of: (f) => f.size, first: -1, number: true, unit: "articles" },
  { key: "sources", name: "Sources", of: (f) => f.sources.length, first: -1, number: true, wide: true },
  { key: "first", name: "First published", of: (f) => f.first, first: -1 },
  { key: "span", name: "Within", of: (f) => f.span, first: -1, wide: true },
  { key: "least", name: "Least overlap", of: (f) => f.least, first: 1 },
];

const table = { query: "", kind: "clusters", least: 2, sort: null, direction: 1, rows: [], filled: 0 };

/** Draws only what somebody scrolls to: 5,000 rows at once take a second. */
const near = new IntersectionObserver((entries) => entries.at(-1).isIntersecting && fill(), { rootMargin: "600px" });

function startTable() {
  const heads = COLUMNS.map((column) => {
    const sort = el("button", { type: "button", onclick: () => sortBy(column) }, column.name);
    return el("th", { scope: "col", class: classes(column), "data-column": column.key }, sort);
  });
  byId("clusters").tHead.replaceChildren(el("tr", {}, ...heads));
  startFilters();
  byId("more").addEventListener("click", () => {
    const next = table.filled;
    fill();
    byId("clusters").tBodies[0].rows[next]?.querySelector("a").focus();
  });
  addEventListener("beforeprint", () => fill(Infinity));
  show();
}

function startFilters() {
  const kinds = [["clusters", "all clusters"]];
  for (const verdict of VERDICTS) {
    if (FACTS.some((f) => f.group.is_cluster && f.verdicts.has(verdict))) kinds.push([verdict, `clusters with ${verdict}`]);
  }
  if (FACTS.some((f) => !f.group.is_cluster)) kinds.push(["pairs", "partial pairs, of other copy"]);
  byId("kind").append(...kinds.map(([value, name]) => el("option", { value }, name)));
  byId("least").append(...[2, 3, 5, 10, 20].map((least) => el("option", { value: least }, `${least} articles`)));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("input", () => {
    table.query = byId("query").value.trim().toLowerCase();
    table.kind = byId("kind").value;
    table.least = Number(byId("least").value);
    show();
  });
}

function sortBy(column) {
  table.direction = table.sort === column ? -table.direction : column.first;
  table.sort = column;
  show();
}

/** The rows that pass the filters, in order; the order of the page where nothing else was asked for. */
function chosen() {
  const words = table.query.split(/\s+/u).filter(Boolean);
  const passes = (f) =>
    (table.kind === "pairs" ? !f.group.is_cluster : f.group.is_cluster) &&
    (["clusters", "pairs"].includes(table.kind) || f.verdicts.has(table.kind)) &&
    f.size >= table.least &&
    words.every((word) => f.haystack.includes(word));
  const rows = FACTS.filter(passes);
  if (!table.sort) return rows;
  const { of } = table.sort;
  return rows.sort((x, y) => {
    const [a, b] = [of(x), of(y)];
    // What is unknown stands at the end in either direction.
    if (a === null || b === null) return (a === null) - (b === null);
    return table.direction * (typeof a === "string" ? a.localeCompare(b) : a - b);
  });
}

function show() {
  table.rows = chosen();
  table.filled = 0;
  byId("clusters").tBodies[0].replaceChildren();
  for (const head of byId("clusters").tHead.rows[0].cells) {
    const isSorted = table.sort?.key === head.dataset.column;
    if (isSorted) head.setAttribute("aria-sort", table.direction > 0 ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  }
  const noun = table.kind === "pairs" ? "pair" : "cluster";
  const all = FACTS.filter((f) => f.group.is_cluster === (noun === "cluster")).length;
  const found = table.rows.length;
  byId("found").textContent =
    found === all ? counted(all, noun) : `${WHOLE.format(found)} of ${counted(all, noun)}`;
  byId("clusters").hidden = found === 0;
  fill();
}

function fill(most = CHUNK) {
  const next = table.rows.slice(table.filled, table.filled + most);
  byId("clusters").tBodies[0].append(...next.map(tableRow));
  table.filled += next.length;
  const left = table.rows.length - table.filled;
  byId("more").hidden = left === 0;
  // It tells of changes only, and the button may be in sight still.
  near.unobserve(byId("more"));
  if (left > 0) near.observe(byId("more"));
  byId("more").textContent = `Show ${Math.min(CHUNK, left)} more of ${WHOLE.format(left)}`;
}

function tableRow(f) {
  const others = f.sources.length > 3 ? ` and ${f.sources.length - 3} more` : "";
  const named = f.sources.slice(0, 3).flatMap((source, at) => [at ? ", " : "", told(source)]);
  const story = [el("a", { href: `#${f.group.key}` }, told(f.title)), el("p", { class: "by" }, ...named, others)];
  const cells = {
    size: WHOLE.format(f.size),
    sources: WHOLE.format(f.sources.length),
    first: day(f.first),
    span: lasting(f.span),
    least: share(f.least),
  };
  const rest = COLUMNS.slice(1).map((column) => el("td", { class: classes(column), "data-unit": column.unit }, cells[column.key]));
  const row = el("tr", {}, el("th", { scope: "row", class: "story" }, ...story), ...rest);
  // The whole row is a target for the mouse; the link is the one for keys and screen readers.
  row.addEventListener("click", (event) => {
    if (!event.target.closest("a") && getSelection().isCollapsed) location.hash = f.group.key;
  });
  return row;
}

function classes({ number, wide }) {
  return [number && "number", wide && "wide"].filter(Boolean).join(" ");
}

/** The groups before and after one, in the order of the table. */
function neighbours(group) {
  const at = table.rows.findIndex((f) => f.group === group);
  return at < 0 ? [] : [table.rows[at - 1]?.group, table.rows[at + 1]?.group];
}
