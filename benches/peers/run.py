#!/usr/bin/env python3
"""Runs samecopy and its peers on the same articles, in turn, and prints what each costs and finds.

    python3 benches/peers/run.py --articles 100000

Everything that is needed is installed into, and everything that is made is left in, the folder `--work`
(`target/peers`): peers from PyPI in virtual environments, peers from crates.io, corpora, outputs. The table is also
written there, as Markdown and JSON, and again after every round. A tool that cannot be installed or fails is a row
that says so.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from corpus import generate
from measure import Cost, machine, measure
from score import Score, found, labels, score
from table import markdown
from tools import REPOSITORY, TOOLS, CannotInstall, Tool

FEW = 10_000
"""Articles for the tools that need minutes for more."""


@dataclass
class Row:
    """What is known of a tool."""

    tool: Tool
    articles: int
    runs: list[Cost] = field(default_factory=list)
    score: Score | None = None
    failure: str | None = None

    def median(self, what: str) -> float:
        return statistics.median(getattr(run, what) for run in self.runs)

    def record(self) -> dict:
        return {
            "tool": self.tool.name,
            "what": self.tool.what,
            "articles": self.articles,
            "failure": self.failure,
            "median": {what: self.median(what) for what in ("wall", "cpu", "memory")} if self.runs else None,
            "runs": [asdict(run) for run in self.runs],
            "score": asdict(self.score) if self.score else None,
        }


def corpus(work: Path, articles: int, seed: int) -> Path:
    """The folder of a corpus, which is generated if it is not there."""
    folder = work / "corpora" / f"{articles}-{seed}"
    if not (folder / "meta.json").exists():
        print(f"generating {articles:,} articles", flush=True)
        generate(articles, folder, seed)
    return folder


def install(row: Row, work: Path) -> None:
    try:
        row.tool.install(work)
    except CannotInstall as why:
        row.failure = f"not installed: {why}"


def run(row: Row, folder: Path, work: Path, threads: int) -> None:
    """Measures a tool once, and scores it the first time."""
    out = work / "found" / f"{row.tool.name.replace(', ', '-').replace(' ', '-')}-{row.articles}"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)  # or a run that fails would be scored by what an older one found
    log = out.with_suffix(".log")
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    cost = measure(row.tool.command(work, folder / "docs.jsonl", out, threads), log, offline)
    if cost.status or not out.exists():
        row.failure = f"failed with status {cost.status}, see {log}"
        return
    row.runs.append(cost)
    print(
        f"{row.tool.name}: {cost.wall:.2f} s, {cost.cpu:.2f} CPU s, {cost.memory:.0f} MB", file=sys.stderr, flush=True
    )
    if row.score is None:
        row.score = score(labels(folder / "labels.tsv"), found(out))


def chosen(args: argparse.Namespace) -> list[Tool]:
    by_name = {tool.name: tool for tool in TOOLS}
    if args.tools:
        if unknown := set(args.tools) - set(by_name):
            sys.exit(f"no such tool: {', '.join(sorted(unknown))}; there are {'; '.join(by_name)}")
        return [by_name[name] for name in args.tools]
    return [tool for tool in TOOLS if args.slow or not tool.slow]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5, help="how often each tool is run, in turn with the others")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tools", nargs="+", metavar="NAME", help="these only, the slow ones not excepted")
    parser.add_argument("--slow", action="store_true", help=f"also those that are measured on {FEW:,} articles only")
    parser.add_argument("--work", type=Path, default=REPOSITORY / "target" / "peers", metavar="DIR")
    args = parser.parse_args()
    args.work = args.work.resolve()
    args.work.mkdir(parents=True, exist_ok=True)

    rows = [Row(tool, min(args.articles, FEW) if tool.slow else args.articles) for tool in chosen(args)]
    for row in rows:
        install(row, args.work)
    folders = {articles: corpus(args.work, articles, args.seed) for articles in {row.articles for row in rows}}
    for done in range(1, args.rounds + 1):
        for row in rows:
            # A slow tool is run once: that it is slow needs no median.
            if not row.failure and not (row.tool.slow and row.runs):
                run(row, folders[row.articles], args.work, args.threads)
        facts = {
            "date": datetime.now(timezone.utc).date().isoformat(),
            "machine": machine(),
            "threads": args.threads,
            "rounds": done,
            "seed": args.seed,
            "megabytes": {n: round((at / "docs.jsonl").stat().st_size / 1e6) for n, at in folders.items()},
        }
        records = [row.record() for row in rows]
        text = markdown(facts, records)
        result = args.work / f"results-{args.articles}"
        result.with_suffix(".md").write_text(text)
        result.with_suffix(".json").write_text(json.dumps({**facts, "tools": records}, indent=1) + "\n")
    print(text)


if __name__ == "__main__":
    main()
