"""A small town of outlets that copy from each other, in any number of articles: what the tests of the index store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import made_news as news
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE, text

from dedup import Article

MENU = ["Home | News | Sport | Weather", "Sign in or register", "Most read this week"]
FOOTER = ["Contact the editors", "© 2026 Valley Courier"]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
STORIES = [FERRY, LIBRARY, ORCHARD, TELESCOPE]


def small_corpus() -> list[Article]:
    """Pages of one site, copies of four stories in many shapes, excerpts, retellings, and things without words."""
    site = [
        Article(f"courier-{n}", text(MENU, news.story(n, 9), FOOTER), outlet="courier.example", title=f"Story {n}")
        for n in range(4)
    ]
    return [
        *site,
        Article("wire", text(FERRY), published=START, outlet="wire.example", url="https://wire.example/ferry"),
        Article("courier-ferry", text(MENU, FERRY, FOOTER), outlet="courier.example"),
        Article("page", news.page(text(FERRY), 7), published=START + timedelta(hours=3)),
        Article("edited", news.edited(text(FERRY), 0.08), author="A. Body"),
        Article("tripled", "".join(text(LIBRARY) for _ in range(3))),
        Article("once", text(LIBRARY), published=START - timedelta(days=40)),
        Article("again", text(LIBRARY).upper(), links=("https://wire.example/a", "https://wire.example/b")),
        Article("quoting", text(TELESCOPE[:3], FERRY[2:5], TELESCOPE[3:])),
        Article("alone", text(ORCHARD)),
        Article("told", text(reversed_story(FERRY)), title="Ferry Marit on a sandbank outside Torvik"),
        Article("empty", ""),
        Article("marks", "... !"),
        Article("odd\udc80", "a lone \udfff surrogate, and nothing else", title="x\udc80"),
    ]


def reversed_story(sentences: Sequence[str]) -> list[str]:
    """The same facts, a few of them, the other way round."""
    return [sentences[place] for place in (6, 3, 0)]


def many(count: int, seed: int = 0) -> list[Article]:
    """So many articles, a third of them copies, edited or quoting others."""
    random = Random(seed)
    articles: list[Article] = []
    for number in range(count):
        body = news.story(1000 * seed + number)
        if articles and random.random() < 0.3:
            other = random.choice(articles).text
            kind = random.randrange(4)
            quoting = text(body, other[: len(other) // 3])
            shapes = (other, news.edited(other, 0.06, number), quoting, news.page(other, number))
            articles.append(Article(f"n{number}", shapes[kind], published=START + timedelta(hours=number)))
        else:
            articles.append(Article(f"n{number}", text(body), outlet=f"outlet{number % 5}.example"))
    return articles
