// When the articles of a cluster were published, and which was made from which.

const LINE = { row: 26, top: 8, bottom: 30, dot: 5, most: 30 };
const STEPS = [1, 3, 6, 12, 24, 48, 168, 336, 720, 2160, 8760, 26280, 87600].map((hours) => hours * 3600);

/** The timeline, drawn anew when its width changes; `null` where fewer than two articles have a date. */
function timeline(group) {
  const dated = group.members.filter((member) => ARTICLES[member.article].time !== undefined);
  if (dated.length < 2) return null;
  // Of several at one time those that others were made from come first.
  const originals = new Set(dated.map((member) => member.original));
  const rank = (member) => (originals.has(member.article) ? 0 : 1);
  dated.sort((x, y) => ARTICLES[x.article].time - ARTICLES[y.article].time || rank(x) - rank(y));
  const shown = dated.slice(0, LINE.most);
  const left = group.members.length + group.more - shown.length;
  const caption = el("figcaption", {}, "Timeline", left ? ` (${counted(left, "article")} later or without a date)` : "");
  const figure = el("figure", { class: "timeline" }, caption);
  let width = 0;
  const draw = () => {
    if (figure.clientWidth === width || figure.clientWidth === 0) return;
    width = figure.clientWidth;
    figure.replaceChildren(caption, drawn(group, shown, width));
  };
  new ResizeObserver(draw).observe(figure);
  return figure;
}

function drawn(group, shown, width) {
  const times = shown.map((member) => ARTICLES[member.article].time);
  const [first, last] = [times[0], times.at(-1)];
  const label = Math.min(220, width * 0.35);
  const from = label + 14;
  const room = width - from - 40;
  const x = (time) => from + (last === first ? room / 2 : (room * (time - first)) / (last - first));
  const y = (row) => LINE.top + row * LINE.row + LINE.row / 2;
  const height = LINE.top + shown.length * LINE.row + LINE.bottom;
  const row = new Map(shown.map((member, at) => [member.article, at]));
  const rows = shown.flatMap((member, at) => timelineRow(group, member, x(times[at]), y(at), width, label));
  const arrows = shown.filter((member) => row.has(member.original)).map((member) => {
    const [a, b] = [row.get(member.original), row.get(member.article)];
    const [xa, xb] = [x(times[a]), x(times[b])];
    const bend = xa === xb ? xa + 10 + 4 * Math.abs(a - b) : (xa + xb) / 2;
    return svg("path", { class: "made", d: `M${xa},${y(a)} C${bend},${y(a)} ${bend},${y(b)} ${xb},${y(b)}` });
  });
  const said = shown.map((member) => `${nameOf(member.article)}, ${moment(member.article)}`).join("; ");
  const size = { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Published: ${said}` };
  // Where nobody said the hour, none is shown.
  const least = times.every((time) => time % 86_400 === 0) ? 86_400 : 0;
  return svg("svg", size, ...ticks(first, last, least, x, height), ...arrows, ...rows);
}

function timelineRow(group, member, x, y, width, label) {
  const kept = group.is_cluster && member === group.members[0];
  const name = el("span", { class: kept ? "kept" : "", dir: "auto" }, nameOf(member.article));
  const box = svg("foreignObject", { x: 0, y: y - LINE.row / 2, width: label, height: LINE.row }, name);
  const guide = svg("line", { class: "guide", x1: label + 6, x2: width, y1: y, y2: y });
  const dot = svg("circle", { class: `fill-${kept ? "kept" : (member.verdict ?? "cluster")}`, cx: x, cy: y, r: LINE.dot });
  dot.append(svg("title", {}, `${nameOf(member.article)}, ${moment(member.article)}`));
  return [guide, box, dot];
}

function ticks(first, last, least, x, height) {
  const step = STEPS.find((step) => step >= least && (last - first) / step <= 5) ?? STEPS.at(-1);
  const format = { timeZone: "UTC", day: "numeric", month: "short" };
  if (step < 86_400) Object.assign(format, { hour: "2-digit", minute: "2-digit" });
  const written = new Intl.DateTimeFormat("en-GB", format);
  const found = [];
  for (let time = Math.ceil(first / step) * step; time <= last; time += step) found.push(time);
  if (found.length === 0) found.push(first);
  return found.flatMap((time) => [
    svg("line", { class: "guide", x1: x(time), x2: x(time), y1: LINE.top, y2: height - LINE.bottom + 4 }),
    svg("text", { class: "tick", x: x(time), y: height - 10 }, written.format(new Date(time * 1000))),
  ]);
}
