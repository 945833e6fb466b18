"""The table of results as Markdown."""

from __future__ import annotations

KINDS = ("exact", "light", "trimmed", "reworded", "heavy")
HEAD = ("tool", "articles", "wall s", "CPU s", "MB", "articles a CPU s", *KINDS, "J ≥ 0.5", "precision")


def markdown(facts: dict, records: list[dict]) -> str:
    sizes = "; ".join(f"{articles:,} articles, {size:,} MB" for articles, size in facts["megabytes"].items())
    lines = [
        f"{facts['date']}, {facts['machine']}; {facts['threads']} threads; {sizes}; medians of {facts['rounds']} "
        "rounds in turn, in brackets the least and the greatest CPU seconds.",
        "",
        line(HEAD),
        line(["---", *["--:"] * (len(HEAD) - 1)]),
        *map(row, records),
        "",
        *(f"- {record['tool']}: {record['what']}" for record in records),
    ]
    return "\n".join(lines) + "\n"


def row(record: dict) -> str:
    name, articles = record["tool"], f"{record['articles']:,}"
    if record["failure"]:
        return line([name, articles, record["failure"].replace("|", "/"), *[""] * (len(HEAD) - 3)])
    median, score = record["median"], record["score"]
    cpu = [run["cpu"] for run in record["runs"]]
    spread = f" ({min(cpu):.1f}-{max(cpu):.1f})" if len(cpu) > 1 else ""
    return line(
        [
            name,
            articles,
            f"{median['wall']:.1f}",
            f"{median['cpu']:.1f}{spread}",
            f"{median['memory']:,.0f}",
            f"{record['articles'] / median['cpu']:,.0f}",
            *(share(score["recall"].get(kind)) for kind in KINDS),
            share(score["recall_promised"]),
            share(score["precision"]),
        ]
    )


def share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def line(cells) -> str:
    return "| " + " | ".join(cells) + " |"
