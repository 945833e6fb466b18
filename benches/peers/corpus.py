#!/usr/bin/env python3
"""A news corpus of invented words with planted copies of known kinds; the same for the same seed.

    corpus.py --articles 100000 --out DIR [--seed 1] [--no-jaccard]

DIR/docs.jsonl   {"id", "title", "text"}, an article a line, in the order of publication
DIR/labels.tsv   id_source, id_copy, kind, jaccard5, containment5
DIR/meta.json    what was made

Each kind of copy is 4 % of the articles:

    exact     the same title and text
    light     1-10 % of the words exchanged, dropped or inserted
    trimmed   30-60 % of the paragraphs, mostly the first ones
    reworded  of each sentence 25-45 % of the content words exchanged, function words drawn anew, clauses moved; a
              tenth of the sentences dropped. Figures stay; few runs of three words survive
    heavy     15-30 % of the sentences, all others written anew: shared passages in another copy

jaccard5 and containment5 are true values over the sets of word 5-grams of title and text: a copy whose jaccard5 is
below a tool's threshold is one that the tool does not promise to find.

Words are 130 real function words at the top ranks and invented ones by the law of Zipf and Mandelbrot. An article
has one of 64 topics with a vocabulary of its own; stock phrases are shared as those of agencies are; a fifth of the
articles carries the boilerplate of its site; three in ten have curly quotes, and some words have accents.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from itertools import accumulate
from pathlib import Path

FUNCTION_WORDS = tuple(
    dict.fromkeys(
        """
    the of to and a in that said for is on was with he it as at by his from be has have are an not will who but
    its had they which this were been their or one would more when she also after up out about there new than
    people two year we percent last her other could first over all no into president years can some state time
    against if government what so company him do many now while most before made under market years week where
    three how because day still may only week such these between including through then them during since former
    did since any million told group money down back much should them country being part just police off city
    another national her own police reported according officials minister monday tuesday wednesday thursday friday
    saturday sunday report court public members
    """.split()
    )
)
IS_FUNCTION_WORD = frozenset(FUNCTION_WORDS)
ONSETS = "b c d f g h j k l m n p r s t v w b c d f g l m n p r s t br cl cr dr fl gr pl pr sh sp st th tr ch".split()
NUCLEI = "a e i o u a e i o u a e i o ea ou".split()
CODAS = [""] * 12 + "n r l s t m d nt st ck".split()
SUFFIXES = [""] * 14 + "s s s ed ed ing er ly tion ment al ity".split()
ACCENTS = str.maketrans("aeoucn", "áéöüçñ")

VOCABULARY = 120_000
TOPICS = 64
DRAWS = 65_536  # entries of a topic's table: a draw of 16 bits gives a word
LENGTHS = 4_096  # sentence lengths drawn beforehand, a power of two
PARAGRAPHS = 1_024  # sentences of a paragraph drawn beforehand, a power of two
SITES = 60
STOCK_PHRASES = 3_000
RECENT = 4_000  # articles that may still be copied
WIRE = 40  # stories of an agency that a third of the copies are of

KINDS = ("exact", "light", "trimmed", "reworded", "heavy")
COPIES = 0.20
WORD = re.compile(r"\w+")


def vocabulary(rng: random.Random) -> list[str]:
    """Words in the order of their ranks, the most common ones first."""
    seen, words = set(FUNCTION_WORDS), list(FUNCTION_WORDS)
    while len(words) < VOCABULARY:
        rank = len(words)
        short = rank < 600 and rng.random() < 0.6
        syllables = 1 if short else rng.choice((2, 2, 2, 3, 3) if rank > 6000 else (1, 2, 2, 2, 3))
        parts = (rng.choice(ONSETS) + rng.choice(NUCLEI) + rng.choice(CODAS) for _ in range(syllables))
        word = "".join(parts) + rng.choice(SUFFIXES)
        kind = rng.random()
        if rank > 400:
            if kind < 0.12:
                word = word.capitalize()
            elif kind < 0.124:
                word = word.translate(ACCENTS)
            elif kind < 0.145:
                figures = rng.randrange(1900, 2030), rng.randrange(1, 100), rng.randrange(100, 10**6)
                word = str(rng.choice(figures))
        if len(word) <= 16 and word not in seen:
            seen.add(word)
            words.append(word)
    return words


def topic_tables(rng: random.Random, words: list[str]) -> list[list[str]]:
    """A table for each topic in which words stand as often as they are to be drawn."""
    weights = [1.0 / (rank + 2.7) ** 1.05 for rank in range(len(words))]
    total = sum(weights)
    entries = [round(weight / total * DRAWS) for weight in weights]
    rare = next(rank for rank, count in enumerate(entries) if count < 2)
    common = [word for word, count in zip(words[:rare], entries) for _ in range(count)]
    tail, tail_weights = words[rare:], weights[rare:]
    own_entries = DRAWS // 10
    tables = []
    for _ in range(TOPICS):
        own = rng.sample(tail, 400)
        table = common[: DRAWS - own_entries - 1000]
        table += rng.choices(own, weights=[1 / (i + 3) for i in range(400)], k=own_entries)
        table += rng.choices(tail, weights=tail_weights, k=DRAWS - len(table))
        tables.append(table)
    return tables


class Newsroom:
    """Writes articles and copies of them. A story is a dict of title, paragraphs (lists of sentences) and manners."""

    def __init__(self, seed: int) -> None:
        rng = self.rng = random.Random(seed)
        self.tables = topic_tables(rng, vocabulary(rng))
        self.lengths = [max(4, min(45, int(rng.lognormvariate(2.86, 0.42)))) for _ in range(LENGTHS)]
        self.paragraph_lengths = [rng.choice((1, 2, 2, 3, 3, 4)) for _ in range(PARAGRAPHS)]
        self.stock = [" ".join(self.words(rng.choice(self.tables), rng.randrange(4, 10))) for _ in range(STOCK_PHRASES)]
        self.stock_weights = list(accumulate(1 / (i + 10) for i in range(STOCK_PHRASES)))
        self.sites = [self.boilerplate() for _ in range(SITES)]

    def boilerplate(self) -> list[str]:
        rng = self.rng
        table = rng.choice(self.tables)
        paragraphs = []
        for _ in range(rng.randrange(2, 5)):
            lengths = (rng.randrange(8, 20) for _ in range(rng.randrange(1, 4)))
            paragraphs.append(" ".join(self.sentence(self.words(table, n), 1.0) for n in lengths))
        return paragraphs

    def words(self, table: list[str], count: int) -> list[str]:
        return list(map(table.__getitem__, memoryview(self.rng.randbytes(2 * count)).cast("H")))

    def sentence(self, words: list[str], shape: float) -> str:
        """A sentence of these words; `shape`, from 0 to 1, says of which form."""
        middle = len(words) // 2
        if shape < 0.16:
            words.insert(middle, self.rng.choices(self.stock, cum_weights=self.stock_weights)[0])
        elif shape < 0.40 and len(words) > 8:
            words[middle] += ","
        words[0] = words[0][:1].upper() + words[0][1:]
        text = " ".join(words)
        if 0.40 <= shape < 0.48:
            return f'"{text}," said {words[-1].capitalize()}.'
        return text + ("." if shape < 0.97 else "?")

    def sentences(self, table: list[str], count: int) -> list[str]:
        words = self.words(table, count + 45)
        at, turn = 0, self.rng.randrange(LENGTHS)
        sentences = []
        while at < count:
            length = self.lengths[turn % LENGTHS]
            sentences.append(self.sentence(words[at : at + length], self.rng.random()))
            at += length
            turn += 1
        return sentences

    def paragraphs(self, sentences: list[str]) -> list[list[str]]:
        at, turn = 0, self.rng.randrange(PARAGRAPHS)
        paragraphs = []
        while at < len(sentences):
            length = self.paragraph_lengths[turn % PARAGRAPHS]
            paragraphs.append(sentences[at : at + length])
            at += length
            turn += 1
        return paragraphs

    def headline(self, table: list[str]) -> str:
        title = " ".join(self.words(table, self.rng.randrange(6, 13)))
        return title[:1].upper() + title[1:]

    def site(self) -> list[str] | None:
        return self.rng.choice(self.sites) if self.rng.random() < 0.20 else None

    def original(self) -> dict:
        table = self.rng.choice(self.tables)
        length = max(60, min(1500, int(self.rng.lognormvariate(5.83, 0.42))))  # a median of 340 words
        return {
            "table": table,
            "title": self.headline(table),
            "paragraphs": self.paragraphs(self.sentences(table, length)),
            "curly": self.rng.random() < 0.30,
            "site": self.site(),
        }

    def copy_of(self, story: dict, kind: str) -> dict:
        copy = {key: value for key, value in story.items() if key != "shingles"}
        if kind != "exact":
            copy["site"] = self.site()
            getattr(self, kind)(copy)
        return copy

    def light(self, copy: dict) -> None:
        rng, table = self.rng, copy["table"]
        share = rng.uniform(0.01, 0.10)

        def edited(word: str) -> str:
            if rng.random() >= share:
                return word
            how, new = rng.random(), table[rng.getrandbits(16)]
            return new if how < 0.6 else f"{word} {new}" if how < 0.8 else ""

        def rewritten(sentence: str) -> str:
            return " ".join(filter(None, map(edited, sentence.split(" "))))

        copy["paragraphs"] = [[rewritten(sentence) for sentence in part] for part in copy["paragraphs"]]
        if rng.random() < 0.5:
            copy["title"] = self.headline(table)

    def trimmed(self, copy: dict) -> None:
        rng, all_of_it = self.rng, copy["paragraphs"]
        count = max(1, round(len(all_of_it) * rng.uniform(0.30, 0.60)))
        # Editors cut from the bottom; now and then a paragraph goes from the middle.
        keep = range(count) if rng.random() < 0.6 else sorted(rng.sample(range(len(all_of_it)), count))
        copy["paragraphs"] = [all_of_it[i] for i in keep]

    def reworded(self, copy: dict) -> None:
        share = self.rng.uniform(0.25, 0.45)
        paragraphs = []
        for part in copy["paragraphs"]:
            kept = [self.reword(sentence, share, copy["table"]) for sentence in part if self.rng.random() >= 0.1]
            if kept:
                paragraphs.append(kept)
        copy["paragraphs"] = paragraphs or copy["paragraphs"]
        copy["title"] = self.headline(copy["table"])

    def reword(self, sentence: str, share: float, table: list[str]) -> str:
        rng = self.rng
        words = []
        for word in sentence.split(" "):
            bare = word.strip('".,?').lower()
            if bare in IS_FUNCTION_WORD:
                if rng.random() < 0.6:
                    word = rng.choice(FUNCTION_WORDS)
            elif not bare[:1].isdigit() and rng.random() < share:
                word = table[rng.getrandbits(16)]
            words.append(word)
        cut = rng.randrange(2, max(3, len(words) - 2))
        if rng.random() < 0.6 and 2 <= cut < len(words):
            words = words[cut:] + words[:cut]
        return " ".join(words)

    def heavy(self, copy: dict) -> None:
        rng, table = self.rng, copy["table"]
        sentences = [sentence for part in copy["paragraphs"] for sentence in part]
        count = max(1, round(len(sentences) * rng.uniform(0.15, 0.30)))
        kept = set(rng.sample(range(len(sentences)), count))
        fresh = self.sentences(table, sum(sentence.count(" ") + 1 for sentence in sentences))
        mixed = [s if i in kept else fresh[i % len(fresh)] for i, s in enumerate(sentences)]
        copy["paragraphs"] = self.paragraphs(mixed)
        copy["title"] = self.headline(table)


def render(story: dict) -> tuple[str, str]:
    """The title and the text of a story."""
    paragraphs = [" ".join(part) for part in story["paragraphs"]]
    if story["site"]:
        first, *rest = story["site"]
        paragraphs = [first, *paragraphs, *rest]
    text = "\n\n".join(paragraphs)
    if story["curly"]:
        text = text.replace(' "', " “").replace('\n"', "\n“").replace('"', "”")
    return story["title"], text


def shingles(title: str, text: str, length: int = 5) -> set[tuple[str, ...]]:
    words = WORD.findall(f"{title}\n{text}".lower())
    return set(zip(*(words[i:] for i in range(length)))) if len(words) >= length else {tuple(words)}


def similarity(story: dict, title: str, text: str) -> str:
    """Jaccard and containment of word 5-grams, tab-separated. Keeps the story's shingles for its next copy."""
    if "shingles" not in story:
        story["shingles"] = shingles(*render(story))
    a, b = story["shingles"], shingles(title, text)
    common = len(a & b)
    return f"{common / (len(a) + len(b) - common):.4f}\t{common / min(len(a), len(b)):.4f}"


def generate(count: int, out: Path, seed: int = 1, jaccard: bool = True) -> dict:
    """Writes a corpus and returns what was made."""
    out.mkdir(parents=True, exist_ok=True)
    start = time.time()
    newsroom = Newsroom(seed)
    rng = newsroom.rng
    recent: list[tuple[str, dict]] = []
    wire: list[tuple[str, dict]] = []
    copies = dict.fromkeys(KINDS, 0)
    size = 0
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with (
        open(out / "docs.jsonl", "w", encoding="utf-8") as docs,
        open(out / "labels.tsv", "w", encoding="utf-8") as labels,
    ):
        labels.write("id_source\tid_copy\tkind\tjaccard5\tcontainment5\n")
        for number in range(count):
            name = f"n{number:08d}"
            draw = rng.random()
            kind = KINDS[int(draw / COPIES * len(KINDS))] if draw < COPIES and len(recent) > 20 else None
            if kind:
                # A third of the copies are of a few wire stories, so that families of several form.
                of_wire = wire and rng.random() < 0.33
                pool = wire if of_wire else recent
                source_name, source = pool[rng.randrange(len(pool))]
                story = newsroom.copy_of(source, kind)
                copies[kind] += 1
            else:
                story = newsroom.original()
                if len(recent) < RECENT:
                    recent.append((name, story))
                else:
                    recent[rng.randrange(RECENT)] = (name, story)
                if rng.random() < 0.02:
                    wire.append((name, story))
                    del wire[:-WIRE]
            title, text = render(story)
            line = encode({"id": name, "title": title, "text": text}) + "\n"
            docs.write(line)
            size += len(line)
            if kind:
                columns = similarity(source, title, text) if jaccard else "\t"
                labels.write(f"{source_name}\t{name}\t{kind}\t{columns}\n")
    seconds = round(time.time() - start, 1)
    meta = {"documents": count, "seed": seed, "characters": size, "copies": copies, "seconds": seconds}
    # Written last: a corpus without it was broken off.
    (out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n")
    return meta


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-jaccard", action="store_true", help="leave out the true similarities, which is faster")
    args = parser.parse_args()
    print(json.dumps(generate(args.articles, args.out, args.seed, not args.no_jaccard)))


if __name__ == "__main__":
    main()
