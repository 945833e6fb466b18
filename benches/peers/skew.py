"""Corpora that are hard on a search for pairs: one part of the articles has much in common.

Each is an even corpus in which some articles are replaced or lengthened, so that the number of articles stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus import Newsroom, render

Article = dict[str, str]

LINE = "Every morning our editors choose the stories that matter and explain in plain words what they mean for you."
TEMPLATE = (
    "The {city} exchange closed {way} on {day}. The leading index lost or won {points} points to end at {level}, the "
    "operator said. Volume came to {volume} million shares, compared with {before} million on the day before.\n\n"
    "Among the most active issues {first} changed hands at {price}, {second} was unchanged and {third} was not traded. "
    "Advancing issues led declining ones by {rising} to {falling} in the broader market.\n\n"
    "Brokers in {city} said that dealers were waiting for the figures on trade due later in the week."
)


def identical(articles: list[Article], newsroom: Newsroom) -> None:
    """One story 10,000 times, or in a tenth of fewer articles, word for word."""
    title, text = render(newsroom.original())
    for article in tenth(articles):
        article.update(title=title, text=text)


def reworded(articles: list[Article], newsroom: Newsroom) -> None:
    """One story as often, reworded each time."""
    story = newsroom.original()
    for article in tenth(articles):
        article["title"], article["text"] = render(newsroom.copy_of(story, "reworded"))


def line(articles: list[Article], newsroom: Newsroom) -> None:
    """One line of boilerplate at the end of every article."""
    for article in articles:
        article["text"] += "\n\n" + LINE


def template(articles: list[Article], newsroom: Newsroom) -> None:
    """A tenth of the articles is one template, filled in with other names and figures."""
    rng = newsroom.rng
    names = [word for word in dict.fromkeys(newsroom.tables[0]) if word[0].isupper()]

    def number(least: int, most: int) -> str:
        return f"{rng.randrange(least, most):,}"

    for article in articles[::10]:
        article["text"] = TEMPLATE.format(
            **{key: rng.choice(names) for key in ("city", "first", "second", "third")},
            way=rng.choice(("higher", "lower", "mixed")),
            day=rng.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")),
            points=number(1, 90),
            level=number(1_000, 40_000),
            volume=number(10, 900),
            before=number(10, 900),
            price=number(1, 400),
            rising=number(10, 2_000),
            falling=number(10, 2_000),
        )


CASES: dict[str, Callable[[list[Article], Newsroom], None]] = {
    "identical": identical,
    "reworded": reworded,
    "line": line,
    "template": template,
}


def tenth(articles: list[Article]) -> list[Article]:
    step = max(10, len(articles) // 10_000)
    return articles[::step]


def skewed(even: Path, case: str, seed: int, out: Path) -> Path:
    """Writes the corpus of a case beside the even one it is made from, unless it is there."""
    docs = out / "docs.jsonl"
    if (out / "made").exists():
        return docs
    out.mkdir(parents=True, exist_ok=True)
    articles = list(read(even))
    CASES[case](articles, Newsroom(seed + 1))
    with open(docs, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    (out / "made").touch()
    return docs


def read(docs: Path) -> Iterator[Article]:
    with open(docs, encoding="utf-8") as lines:
        yield from map(json.loads, lines)
