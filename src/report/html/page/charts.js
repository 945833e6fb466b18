// Histograms, drawn once each.

const CHART = { width: 480, height: 190, top: 18, bottom: 26, side: 14, widest: 34 };

/**
 * Stacked columns. `columns` are lists of parts of a `kind` and a `count`; `ticks` are pairs of a place, in columns from the
 * left, and a label; `said` tells in words what there is to see.
 */
function histogram(title, columns, ticks, said) {
  const totals = columns.map((parts) => parts.reduce((sum, part) => sum + part.count, 0));
  const most = Math.max(1, ...totals);
  const step = (CHART.width - 2 * CHART.side) / columns.length;
  const floor = CHART.height - CHART.bottom;
  const scale = (count) => (count === 0 ? 0 : Math.max(2, ((floor - CHART.top) * count) / most));
  const drawn = columns.flatMap((parts, at) => {
    const middle = CHART.side + (at + 0.5) * step;
    let y = floor;
    const width = Math.min(CHART.widest, step - 3);
    const rects = parts.filter(({ count }) => count > 0).map(({ kind, count }) => {
      y -= scale(count);
      return svg("rect", { class: `fill-${kind}`, x: middle - width / 2, y, width, height: scale(count) });
    });
    const total = svg("text", { class: "value", x: middle, y: y - 5 }, totals[at] ? WHOLE.format(totals[at]) : "");
    return [...rects, total];
  });
  const labels = ticks.map(([place, label]) => svg("text", { x: CHART.side + place * step, y: floor + 17 }, label));
  const axis = svg("line", { class: "axis", x1: 0, x2: CHART.width, y1: floor + 0.5, y2: floor + 0.5 });
  const size = { viewBox: `0 0 ${CHART.width} ${CHART.height}`, role: "img", "aria-label": said };
  return el("figure", { class: "chart" }, el("figcaption", {}, title), svg("svg", size, ...drawn, axis, ...labels));
}

/** How alike the pairs are, by verdict. */
function overlapChart(bars) {
  const kinds = ["identical", "near-duplicate", "rewrite", "partial"];
  const columns = bars.map((bar) => kinds.map((kind) => ({ kind, count: bar[kind] })));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((overlap) => [overlap * bars.length, overlap.toFixed(2)]);
  const total = (kind) => bars.reduce((sum, bar) => sum + bar[kind], 0);
  const present = kinds.filter((kind) => total(kind) > 0);
  const said = `Pairs by overlap. ${present.map((kind) => `${kind}: ${total(kind)}`).join(", ")}.`;
  const chart = histogram("Pairs by overlap", columns, ticks, said);
  chart.append(legend(present.map((kind) => [`fill-${kind}`, `${kind} ${WHOLE.format(total(kind))}`])));
  return chart;
}

/** How many clusters have how many articles. */
function sizeChart(sizes) {
  const ends = [2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, Infinity];
  const steps = ends.map((to, at) => {
    const from = at === 0 ? 2 : ends[at - 1] + 1;
    const label = to === Infinity ? `${from}+` : from === to ? `${to}` : `${from}–${to}`;
    return { label, count: sizes.filter((size) => size >= from && size <= to).length };
  });
  while (steps.length > 6 && steps.at(-1).count === 0) steps.pop();
  const columns = steps.map(({ count }) => [{ kind: "cluster", count }]);
  const ticks = steps.map(({ label }, at) => [at + 0.5, label]);
  const present = steps.filter(({ count }) => count > 0);
  const said = present.map(({ label, count }) => `${counted(count, "cluster")} of ${label} articles`).join(", ");
  return histogram("Clusters by number of articles", columns, ticks, said || "No clusters.");
}

function legend(entries) {
  const items = entries.map(([kind, text]) => el("li", {}, el("span", { class: `swatch ${kind}` }), text));
  return el("ul", { class: "legend" }, ...items);
}
