// What the page knows: the summary and the groups at once, texts and pairs when they are asked for.

function parsed(id) {
  const block = byId(id);
  return block && JSON.parse(block.textContent);
}

const SUMMARY = parsed("summary");
const ARTICLES = SUMMARY.articles;
const GROUPS = parsed("groups");
const GROUP_OF = new Map(GROUPS.map((group) => [group.key, group]));

const VERDICTS = ["identical", "near-duplicate", "rewrite", "partial", "distinct"];

const remembered = new Map();

/** A block behind the script, `null` where there is none. One that is still being read is waited for. */
async function block(id) {
  if (remembered.has(id)) return remembered.get(id);
  while (document.readyState === "loading" && !byId(id)?.nextElementSibling) await somethingRead();
  const value = parsed(id);
  remembered.set(id, value);
  return value;
}

function somethingRead() {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

/** The pairs of a group that can be shown, `null` where its texts were left out. */
function pairsOf(group) {
  return block(`pairs-${group.key}`);
}

function textOf(article) {
  return block(`text-${article}`);
}

function titleOf(article) {
  return ARTICLES[article].title || "(untitled)";
}

/** What an article is called in a few words. */
function nameOf(article) {
  const { source, id } = ARTICLES[article];
  return source || id;
}

/** A link to where the article was published, if that is a page of the web: an address of the input may be anything. */
function published(article) {
  const { url } = ARTICLES[article];
  const target = url && URL.canParse(url) ? new URL(url) : null;
  if (!target || !["http:", "https:"].includes(target.protocol)) return null;
  return el("a", { href: target.href, target: "_blank", rel: "noopener noreferrer" }, target.hostname);
}

/** What the table needs to know of a group, made once. */
function facts(group) {
  const articles = group.members.map((member) => ARTICLES[member.article]);
  const times = articles.map((article) => article.time).filter((time) => time !== undefined);
  const titled = group.members.find((member) => ARTICLES[member.article].title);
  const sources = [...new Set(articles.map((article) => article.source).filter(Boolean))];
  const first = times.length ? Math.min(...times) : null;
  return {
    group,
    title: titled ? titleOf(titled.article) : "(untitled)",
    size: group.members.length + group.more,
    sources,
    first,
    span: times.length > 1 ? Math.max(...times) - first : null,
    least: Math.min(...group.members.map((member) => member.overlap)),
    verdicts: new Set(group.members.map((member) => member.verdict).filter(Boolean)),
    haystack: articles.map(({ title, source, id }) => `${title ?? ""}\n${source ?? ""}\n${id}`).join("\n").toLowerCase(),
  };
}

const FACTS = GROUPS.map(facts);

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const MINUTE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

function day(seconds) {
  return seconds === null ? "" : DAY.format(new Date(seconds * 1000));
}

/** When an article was published, as exactly as is known. */
function moment(article) {
  const { time } = ARTICLES[article];
  if (time === undefined) return "";
  return time % 86_400 === 0 ? day(time) : `${MINUTE.format(new Date(time * 1000))} UTC`;
}

/** A time that passed, in the unit a person would use. */
function lasting(seconds) {
  if (seconds === null) return "";
  const hours = seconds / 3600;
  if (hours < 1) return counted(Math.round(seconds / 60), "minute");
  return hours < 48 && hours % 24 !== 0 ? counted(Math.round(hours), "hour") : counted(Math.round(hours / 24), "day");
}
