"""What all drivers share: arguments, reading, shingles, writing.

A driver is run as

    driver.py --docs docs.jsonl --out found.tsv [--threads 2] [--threshold 0.5]

and writes tab-separated ids, a pair or a cluster a line. All take the text as title, line break, text.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

try:
    from orjson import loads
except ImportError:
    loads = json.loads

WORD = re.compile(r"\w+")
VALUES = 128
BANDS = 25
SHINGLE = 5


def arguments() -> argparse.Namespace:
    """Parses the arguments and limits the threads, which has to be done before a peer is imported."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--threshold", type=float, default=0.5)
    args = parser.parse_args()
    os.environ["RAYON_NUM_THREADS"] = str(args.threads)
    os.environ["OMP_NUM_THREADS"] = "1"
    return args


def read(path: Path) -> Iterator[tuple[str, str]]:
    """The id and the text of each article."""
    with open(path, "rb") as docs:
        for line in docs:
            article = loads(line)
            yield article["id"], article["title"] + "\n" + article["text"]


def shingles(text: str) -> list[str]:
    words = WORD.findall(text.lower())
    if len(words) < SHINGLE:
        return [" ".join(words)]
    return [" ".join(run) for run in zip(*(words[i:] for i in range(SHINGLE)))]


def write_lines(path: Path, lines: Iterable[Iterable[str]]) -> None:
    with open(path, "w", encoding="utf-8") as out:
        out.writelines("\t".join(ids) + "\n" for ids in lines)


def clusters(groups: Iterable[list[str]]) -> list[list[str]]:
    """What the groups connect, as lists of two or more."""
    parent: dict[str, str] = {}

    def find(item: str) -> str:
        while parent.setdefault(item, item) != item:
            parent[item] = item = parent[parent[item]]
        return item

    for first, *others in groups:
        root = find(first)
        for item in others:
            parent[find(item)] = root
    members: dict[str, list[str]] = {}
    for item in list(parent):
        members.setdefault(find(item), []).append(item)
    return [group for group in members.values() if len(group) > 1]
