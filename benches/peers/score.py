#!/usr/bin/env python3
"""Scores what a tool found against the planted copies of a corpus.

    score.py --labels DIR/labels.tsv FOUND [FOUND...]

FOUND holds tab-separated ids, a pair or a cluster (all of its pairs) a line, or is a report of `samecopy scan --format
json`. Recall is given by kind of copy, over all planted pairs of source and copy, and over those whose true Jaccard of
word 5-grams is at least 0.5, which is what a threshold of 0.5 promises. Precision is the share of the found pairs that
are of one planted family.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

PROMISED = 0.5
"""Jaccard from which a tool with the customary threshold promises to find a pair."""
LARGEST = 200
"""Articles of a cluster beyond which its pairs count for recall and not for precision: they are too many to list."""


@dataclass(frozen=True)
class Label:
    source: str
    copy: str
    kind: str
    jaccard: float | None


@dataclass(frozen=True)
class Score:
    recall: dict[str, float]
    """By kind of copy."""
    recall_promised: float | None
    """Of the copies whose true Jaccard is at least 0.5."""
    precision: float | None
    """Of pairs, by family; `None` where nothing was found."""
    pairs: int
    clusters_not_counted: int


def labels(path: Path) -> list[Label]:
    with open(path, encoding="utf-8") as lines:
        next(lines)
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return [Label(source, copy, kind, float(j) if j else None) for source, copy, kind, j, _ in rows]


def found(path: Path) -> Iterable[list[str]]:
    """The pairs and clusters of an output."""
    with open(path, encoding="utf-8") as lines:
        if lines.read(1) == "{":
            lines.seek(0)
            return [[pair["a"], pair["b"]] for pair in json.load(lines)["pairs"]]
        lines.seek(0)
        return [line.rstrip("\n").split("\t") for line in lines]


def score(planted: list[Label], groups: Iterable[list[str]]) -> Score:
    families = Families(planted)
    pairs: set[tuple[str, str]] = set()
    large: dict[str, int] = {}
    not_counted = 0
    for number, group in enumerate(groups):
        if len(group) > LARGEST:
            not_counted += 1
            large.update(dict.fromkeys(group, number))
        else:
            pairs.update(ordered(a, b) for a, b in combinations(group, 2))

    def is_found(label: Label) -> bool:
        in_large = label.source in large and large[label.source] == large.get(label.copy)
        return in_large or ordered(label.source, label.copy) in pairs

    hits = [label for label in planted if is_found(label)]
    all_of, found_of = (Counter(label.kind for label in which) for which in (planted, hits))
    promised, kept = (sum((label.jaccard or 0) >= PROMISED for label in which) for which in (planted, hits))
    right = sum(families.same(a, b) for a, b in pairs)
    return Score(
        recall={kind: found_of[kind] / all_of[kind] for kind in all_of},
        recall_promised=kept / promised if promised else None,
        precision=right / len(pairs) if pairs else None,
        pairs=len(pairs),
        clusters_not_counted=not_counted,
    )


def ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


class Families:
    """Articles that come from one original, by whatever steps."""

    def __init__(self, planted: list[Label]) -> None:
        self.parent: dict[str, str] = {}
        for label in planted:
            self.parent[self.root(label.copy)] = self.root(label.source)

    def root(self, article: str) -> str:
        while self.parent.setdefault(article, article) != article:
            self.parent[article] = article = self.parent[self.parent[article]]
        return article

    def same(self, a: str, b: str) -> bool:
        return self.root(a) == self.root(b)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("found", type=Path, nargs="+")
    args = parser.parse_args()
    planted = labels(args.labels)
    for path in args.found:
        print(json.dumps({"found": str(path), **asdict(score(planted, found(path)))}))


if __name__ == "__main__":
    main()
