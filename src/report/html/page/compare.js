// Two articles side by side.

const SIDES = ["A", "B"];

/** Shows the pair asked for, as `3-7`, or the first one. */
async function comparePair(group, pairs, asked) {
  const section = byId("compare");
  const title = el("h2", { id: "compare-title" }, "Side by side");
  if (!pairs) {
    const why = "The texts of this cluster were left out to keep the page small; `--html-texts all` takes all of them in.";
    section.replaceChildren(title, el("p", { class: "note" }, why));
    return;
  }
  const pair = pairs.find(({ a, b }) => `${a}-${b}` === asked) ?? pairs[0];
  const texts = await Promise.all([textOf(pair.a), textOf(pair.b)]);
  if (!section.isConnected || texts.includes(null)) return;
  const passages = passagesOf(pair);
  section.replaceChildren(
    title,
    ...(pairs.length > 1 ? [choice(group, pairs, pair)] : []),
    scores(pair, passages, texts),
    keyOf(pair, passages),
    steps(section, passages.length),
    panes(pair, passages, texts),
  );
  link(section);
  for (const row of byId("opened").querySelectorAll("tr[data-article]")) {
    row.classList.toggle("shown", [pair.a, pair.b].includes(Number(row.dataset.article)));
  }
  if (asked) title.scrollIntoView({ block: "start" });
}

/** Which two: B is one of those that A can be set beside. */
function choice(group, pairs, pair) {
  const open = (a, b) => {
    const found = pairs.find((p) => (p.a === a && p.b === b) || (p.a === b && p.b === a));
    if (found) history.replaceState(null, "", `#${group.key}/${found.a}-${found.b}`);
    if (found) comparePair(group, pairs, `${found.a}-${found.b}`).then(() => byId(a === pair.a ? "choose-B" : "choose-A")?.focus());
  };
  const partners = (article) => pairs.filter((p) => p.a === article || p.b === article).map((p) => (p.a === article ? p.b : p.a));
  const option = (article, selected) => {
    const text = `${nameOf(article)}: ${titleOf(article)}`;
    return el("option", { value: article, selected }, text.length > 80 ? `${text.slice(0, 79)}…` : text);
  };
  const select = (side, articles, current, change) =>
    el("label", {}, `${side} `, el("select", { id: `choose-${side}`, onchange: (event) => change(Number(event.target.value)) },
      ...articles.map((article) => option(article, article === current))));
  const firsts = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  return el("div", { class: "choice" },
    select("A", firsts, pair.a, (a) => open(a, partners(a).includes(pair.b) ? pair.b : partners(a)[0])),
    select("B", partners(pair.a), pair.b, (b) => open(pair.a, b)));
}

/** What the two are to each other, in figures. */
function scores({ scores, figures }, passages, texts) {
  const held = (side) => {
    const length = passages.reduce((sum, passage) => sum + passage.sides[side].end - passage.sides[side].start, 0);
    return percent(length / Math.max(1, texts[side].text.trim().length));
  };
  const shown = scores
    ? [["Verdict", verdictOf(scores.verdict)], ["Overlap", share(scores.overlap)]]
    : [["Verdict", "not a pair of the same copy; together by way of others"]];
  shown.push(["In passages", `${held(0)} of A, ${held(1)} of B`]);
  if (scores && scores.figures !== null) shown.push(["Figures agreeing", percent(scores.figures)]);
  if (scores && scores.names !== null) shown.push(["Names agreeing", percent(scores.names)]);
  for (const side of [0, 1]) {
    const alone = [...new Set(ranges(figures[side]).map(([start, end]) => texts[side].text.slice(start, end)))];
    if (alone.length) shown.push([`Figures only in ${SIDES[side]}`, listOf(alone)]);
  }
  return el("dl", { class: "scores" }, ...shown.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function listOf(figures) {
  const shown = figures.slice(0, 12).flatMap((figure, at) => [at ? ", " : "", told(figure)]);
  return el("span", {}, ...shown, figures.length > 12 ? ` and ${figures.length - 12} more` : "");
}

function keyOf(pair, passages) {
  const entry = (name, text) => el("li", {}, el("span", { class: `sample ${name}` }, "text"), ` ${text}`);
  return el("ul", { class: "key", "aria-label": "What the marks mean" },
    ...(passages.length ? [entry("passage hue-0 run", "the same words"), entry("passage hue-0", "in a passage, other words")] : []),
    entry("figure", "a figure only one has"),
    entry("furniture", "page furniture, not compared"));
}

/** Buttons that go from passage to passage, in the order of A. */
function steps(section, count) {
  if (count === 0) return el("p", { class: "note" }, "No passage in common.");
  const place = el("span", { role: "status" }, counted(count, "passage"));
  let current = 0;
  const go = (by) => {
    current = ((current + by - 1 + count) % count) + 1;
    place.textContent = `Passage ${current} of ${count}`;
    for (const side of [0, 1]) reveal(section, side, current);
  };
  // From "none" one step back is the last one.
  const back = () => (current === 0 ? go(count) : go(-1));
  return el("div", { class: "steps" },
    el("button", { type: "button", onclick: back }, "Previous passage"),
    el("button", { type: "button", onclick: () => go(1) }, "Next passage"), place);
}

function panes(pair, passages, texts) {
  const pane = (side) => {
    const article = side === 0 ? pair.a : pair.b;
    const { source } = ARTICLES[article];
    const when = moment(article);
    const name = `Text of ${SIDES[side]}`;
    return el("section", { class: "pane" },
      el("header", {}, el("p", { class: "kicker" }, el("span", { class: "side" }, SIDES[side]), source ? told(source) : "", source && when ? " · " : "", when),
        el("h3", {}, told(titleOf(article)))),
      el("div", { class: "text", tabindex: "0", role: "region", "aria-label": name, dir: "auto", "data-side": side },
        ...marked(texts[side], passages, pair.figures[side], side)));
  };
  return el("div", { class: "panes" }, pane(0), pane(1));
}

/** Lets each passage light up with its counterpart, and lead to it. */
function link(section) {
  const texts = section.querySelector(".panes");
  const light = (event) => {
    const number = event.target.closest?.(".passage")?.dataset.passage;
    for (const mark of texts.querySelectorAll(".passage")) mark.classList.toggle("lit", mark.dataset.passage === number);
  };
  for (const kind of ["mouseover", "focusin"]) texts.addEventListener(kind, light);
  texts.addEventListener("mouseleave", light);
  texts.addEventListener("click", (event) => {
    const mark = event.target.closest(".passage");
    if (!mark || !getSelection().isCollapsed) return;
    const other = 1 - Number(mark.dataset.side);
    reveal(section, other, mark.dataset.passage);
    // A key pressed on the button goes on in the other text; a click leaves the reader where he is.
    if (event.detail === 0) section.querySelector(`[data-side="${other}"] [data-passage="${mark.dataset.passage}"] button`).focus();
  });
}

/** Scrolls a text, and nothing else, to a passage. */
function reveal(section, side, number) {
  const text = section.querySelector(`.text[data-side="${side}"]`);
  const mark = text.querySelector(`[data-passage="${number}"]`);
  for (const other of section.querySelectorAll(".passage")) other.classList.toggle("lit", other.dataset.passage === String(number));
  const top = mark.getClientRects()[0].top - text.getBoundingClientRect().top + text.scrollTop;
  text.scrollTo({ top: Math.max(0, top - text.clientHeight / 4) });
}
