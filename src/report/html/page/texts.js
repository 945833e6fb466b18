// An article's text with its passages, furniture and figures marked. Places are UTF-16 units, as strings count them.

/** The passages of a pair as objects, each with its side of the runs: `{ number, matched, sides: [{ start, end, runs }] }`. */
function passagesOf(pair) {
  return pair.passages.map((flat, at) => {
    const [startA, endA, startB, endB, matched] = flat;
    const runs = [[], []];
    let [atA, atB] = [startA, startB];
    for (let i = 5; i < flat.length; i += 4) {
      const [gapA, lengthA, gapB, lengthB] = flat.slice(i, i + 4);
      runs[0].push([atA + gapA, atA + gapA + lengthA]);
      runs[1].push([atB + gapB, atB + gapB + lengthB]);
      [atA, atB] = [atA + gapA + lengthA, atB + gapB + lengthB];
    }
    const sides = [
      { start: startA, end: endA, runs: runs[0] },
      { start: startB, end: endB, runs: runs[1] },
    ];
    return { number: at + 1, matched, sides };
  });
}

function ranges(flat) {
  const found = [];
  for (let at = 0; at < flat.length; at += 2) found.push([flat[at], flat[at + 1]]);
  return found;
}

/** The text as nodes. `side` is 0 for the first article of the pair and 1 for the second. */
function marked({ text, furniture }, passages, figures, side) {
  const aside = { name: "furniture", ranges: ranges(furniture) };
  const figure = { name: "figure", ranges: ranges(figures) };
  const inOrder = passages.map((passage) => ({ passage, ...passage.sides[side] })).sort((x, y) => x.start - y.start);
  const nodes = [];
  let at = 0;
  for (const { passage, start, end, runs } of inOrder) {
    nodes.push(...pieces(text, at, start, [aside, figure]));
    const inside = pieces(text, start, end, [aside, figure, { name: "run", ranges: runs }]);
    nodes.push(passageMark(passage, side, inside));
    at = end;
  }
  nodes.push(...pieces(text, at, text.length, [aside, figure]));
  return nodes;
}

/** A stretch of text, cut wherever a layer begins or ends. Ranges of a layer ascend and do not overlap. */
function pieces(text, from, to, layers) {
  const within = layers.map(({ name, ranges }) => ({ name, at: 0, ranges: between(ranges, from, to) }));
  const cuts = new Set([from, to]);
  for (const { ranges } of within) for (const [start, end] of ranges) cuts.add(Math.max(start, from)).add(Math.min(end, to));
  const places = [...cuts].sort((x, y) => x - y);
  return places.slice(0, -1).map((start, index) => {
    const names = within.filter((layer) => {
      while (layer.ranges[layer.at]?.[1] <= start) layer.at += 1;
      return layer.ranges[layer.at]?.[0] <= start;
    });
    const part = text.slice(start, places[index + 1]);
    return names.length ? el("span", { class: names.map(({ name }) => name).join(" ") }, part) : part;
  });
}

function between(ranges, from, to) {
  return ranges.filter(([start, end]) => start < to && end > from);
}

/** A passage, and the button that leads to its counterpart; for the mouse all of it does. */
function passageMark(passage, side, inside) {
  const other = side === 0 ? "B" : "A";
  const label = `Passage ${passage.number}, ${counted(passage.matched, "matching word")}: show it in ${other}`;
  const button = el("button", { type: "button", "aria-label": label }, String(passage.number));
  const hue = `hue-${(passage.number - 1) % 6}`;
  return el("mark", { class: `passage ${hue}`, "data-passage": passage.number, "data-side": side }, button, ...inside);
}
