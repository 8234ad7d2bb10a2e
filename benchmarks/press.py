"""A made-up press of some forty outlets: each report is carried by up to fourteen, as a press carries an agency's.

Reports are those of `news`, carried in the ways of `planting`: word for word, edited, inside a page, cut, quoted. Each
article has a title, an outlet, an address and a date; later ones follow the first within hours. Everything follows from
the seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from furniture import make_outlets
from news import blocks
from planting import MAKERS, Maker, Material, edited

from dedup.article import Article

OUTLETS = 42
CARRIED = ((14, 60), (9, 90), (5, 110), (3, 90))  # articles of a report, and how many such reports in 3,000 articles
SCALE = 3000
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAYS = 12
MEAN_LAG = 300  # minutes
WAYS: tuple[Maker, ...] = (
    MAKERS["exact"], edited(0.02), MAKERS["edited 5 %"], edited(0.15), MAKERS["wrapped"], MAKERS["wrapped, edited 5 %"],
    MAKERS["first half"], MAKERS["60 words quoted"],
)  # fmt: skip


def made_press(articles: int, seed: int = 7) -> list[Article]:
    """So many articles."""
    random = Random(seed)
    [news] = blocks(2 * articles, seed)
    bases = [
        text for text, base, number in zip(news.texts(), news.base, range(len(news)), strict=True) if base == number
    ]
    vocabulary = [token for base in bases[:300] for token in base.split() if token.isalpha()]
    outlets = make_outlets(OUTLETS, random)
    material = Material(random, vocabulary, outlets, [bases.pop() for _ in range(articles // 4)])
    made: list[Article] = []
    for size in _sizes(articles, random):
        made += _report(bases.pop(), size, material, len(made))
    return made[:articles]


def _sizes(articles: int, random: Random) -> Iterator[int]:
    """How many articles carry each report, until there are enough."""
    sizes = [size for size, count in CARRIED for _ in range(max(1, count * articles // SCALE))]
    random.shuffle(sizes)
    yield from sizes
    yield from [1] * (articles - sum(sizes))


def _report(base: str, size: int, material: Material, first: int) -> Iterator[Article]:
    random = material.random
    at = START + timedelta(minutes=random.randrange(DAYS * 24 * 60))
    title = " ".join(base.split()[:8])
    for number in range(size):
        material.outlet_name = None
        text = random.choice(WAYS)(base, material).text if number else base
        outlet = material.outlet_name or random.choice(material.outlets).name
        published = at + timedelta(minutes=random.expovariate(1 / MEAN_LAG) if number else 0)
        name = f"{outlet}/{first + number:05}"
        yield Article(name, text, title, f"https://{name}", outlet, published)
