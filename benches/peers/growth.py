#!/usr/bin/env python3
"""How samecopy's cost grows: with the number of articles, with threads, and where articles have much in common.

    python3 benches/peers/growth.py --articles 10000 100000 1000000

prints, and writes into `--work`, CPU seconds and peak memory by article, the throughput of two threads against one,
and the cost of the skewed corpora of `skew.py` against the even one.
"""

from __future__ import annotations

import argparse
import json
import statistics
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from measure import Cost, machine, measure
from run import corpus
from skew import CASES, skewed
from table import line
from tools import REPOSITORY, TOOLS, Tool

MODES = {"default": "samecopy", "near-duplicates": "samecopy, near-duplicates only"}


@dataclass
class Job:
    name: str
    articles: int
    docs: Path
    threads: int
    against: Job | None = None
    """What its cost is compared with."""
    runs: list[Cost] = field(default_factory=list)

    def run(self, tool: Tool, work: Path) -> None:
        out = work / "found" / "growth"
        out.parent.mkdir(parents=True, exist_ok=True)
        log = out.with_suffix(".log")
        cost = measure(tool.command(work, self.docs, out, self.threads), log)
        if cost.status:
            raise SystemExit(f"{self.name}: failed with status {cost.status}, see {log}")
        self.runs.append(cost)
        print(
            f"{self.name}, {self.articles:,}, {self.threads} threads: {cost.wall:.2f} s, {cost.cpu:.2f} CPU s",
            flush=True,
        )

    def median(self, what: str) -> float:
        return statistics.median(getattr(run, what) for run in self.runs)

    def each(self, what: str) -> float:
        return self.median(what) / self.articles

    def ratio(self, what: str) -> str:
        return f"{self.each(what) / self.against.each(what):.2f}" if self.against else "–"

    def row(self) -> str:
        return line(
            [
                self.name,
                f"{self.articles:,}",
                str(self.threads),
                f"{self.median('wall'):.1f}",
                f"{self.median('cpu'):.1f}",
                f"{self.median('memory'):,.0f}",
                f"{self.each('cpu') * 1e6:.0f}",
                f"{self.each('memory') * 1e3:.2f}",
                f"{self.against.name}, {self.against.articles:,}" if self.against else "",
                *(self.ratio(what) for what in ("wall", "cpu", "memory")),
            ]
        )

    def record(self) -> dict:
        runs = [asdict(run) for run in self.runs]
        return {"name": self.name, "articles": self.articles, "threads": self.threads, "runs": runs}


EACH = ("CPU µs each", "kB each")
HEAD = ("articles are", "articles", "threads", "wall s", "CPU s", "MB", *EACH, "against", "wall", "CPU", "memory")


def jobs(args: argparse.Namespace) -> list[Job]:
    """Even corpora against the next smaller one; one thread, and each skewed corpus, against the middle even one."""
    even: list[Job] = []
    for count in sorted(args.articles):
        docs = corpus(args.work, count, args.seed) / "docs.jsonl"
        even.append(Job("even", count, docs, args.threads, even[-1] if even else None))
    middle = even[len(even) // 2]
    others = [Job("even", middle.articles, middle.docs, 1, middle)]
    for case in args.cases:
        docs = skewed(
            middle.docs, case, args.seed, middle.docs.parent.with_name(f"{middle.articles}-{args.seed}-{case}")
        )
        others.append(Job(case, middle.articles, docs, args.threads, middle))
    return even + others


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--cases", nargs="*", choices=tuple(CASES), default=tuple(CASES))
    parser.add_argument("--mode", choices=tuple(MODES), default="default")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=REPOSITORY / "target" / "peers", metavar="DIR")
    args = parser.parse_args()
    args.work = args.work.resolve()
    tool = next(tool for tool in TOOLS if tool.name == MODES[args.mode])
    tool.install(args.work)
    todo = jobs(args)
    for _ in range(args.rounds):
        for job in todo:
            job.run(tool, args.work)
    facts = f"{date.today()}, {machine()}; {tool.what}; medians of {args.rounds} rounds in turn. The last columns are "
    facts += "wall time, CPU seconds and memory by article, divided by those of what stands before them."
    rows = [line(HEAD), line(["---", *["--:"] * (len(HEAD) - 1)]), *(job.row() for job in todo)]
    text = "\n".join([facts, "", *rows]) + "\n"
    result = args.work / f"growth-{args.mode}"
    result.with_suffix(".md").write_text(text)
    result.with_suffix(".json").write_text(json.dumps([job.record() for job in todo], indent=1) + "\n")
    print(text)


if __name__ == "__main__":
    main()
