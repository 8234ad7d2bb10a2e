"""One suite for the drivers on one machine: an index in a file, in PostgreSQL and behind a server gives the report of a
scan, in any order and batches, on collections of all kinds. Spark's part is in `tests/spark`.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import made_news as news
import orjson
import pytest
from made_translations import ENGLISH, GERMAN, RUSSIAN
from other_processes import NIGHTLY
from planting import needed, plant
from postgres_server import schema_of
from report_comparison import assert_same
from served import ServedIndex
from stored_news import START, many, small_corpus

import dedup
from dedup import Article, Index, Relation, Report
from dedup.sources.reader import read_articles

SAMPLES = Path(__file__).parents[2] / "samples"
CORPORA = Path(os.environ.get("DEDUP_CORPORA", "."))
REUTERS, SEEDS = CORPORA / "reuters21578.jsonl.gz", CORPORA / "seeds"
DRIVERS = ("file", "postgres", "server")


def samples() -> Iterator[Article]:
    """The pages, texts and tables of `samples/`."""
    yield from (item for item in read_articles([str(SAMPLES)]) if isinstance(item, Article))


def town() -> Iterator[Article]:
    """Everything that an index may hold, ids that are no text left out: a scan would read them as others."""
    yield from (each for each in [*small_corpus(), *many(24, seed=3)] if "\udc80" not in each.id)


def planted() -> Iterator[Article]:
    """Copies of twelve kinds among pages of made-up outlets."""
    bases = [news.text(news.story(number, 40)) for number in range(needed(60, 2))]
    corpus = plant(bases, 60, 2, seed=7)
    yield from (Article(name, body, outlet=corpus.outlets.get(name)) for name, body in corpus.texts.items())


def languages() -> Iterator[Article]:
    """Translations, whole and in part, among articles of one language."""
    yield Article("en", ENGLISH)
    yield Article("de", GERMAN, published=START)
    yield Article("ru", RUSSIAN, outlet="vestnik.example")
    yield Article("ru-again", RUSSIAN)
    yield Article("de-part", GERMAN[: len(GERMAN) // 2])
    yield from small_corpus()[:6]


def seeds() -> Iterator[Article]:
    """Real pages with doubled blocks."""
    yield from (item for item in read_articles([str(SEEDS)]) if isinstance(item, Article))


def reuters() -> Iterator[Article]:
    """All that Reuters wrote in half a year; in a short run, the first reports."""
    with gzip.open(REUTERS) as records:
        for number, record in enumerate(map(orjson.loads, records)):
            if number < 20_000 if NIGHTLY else number < 300:
                yield Article(record["id"], record["text"], title=record["title"])


needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="DEDUP_CORPORA names no folder that holds seeds/")
needs_reuters = pytest.mark.skipif(not REUTERS.exists(), reason="DEDUP_CORPORA names no folder with Reuters-21578")
COLLECTIONS = [
    samples,
    town,
    planted,
    languages,
    pytest.param(seeds, marks=needs_seeds),
    pytest.param(reuters, marks=needs_reuters),
]


@cache
def scanned(collection: Callable[[], Iterator[Article]]) -> Report:
    """What a scan says of a collection."""
    return dedup.scan(list(collection()))


@pytest.fixture(params=DRIVERS)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An empty index that finds stories, by each driver."""
    path = tmp_path / "news.dedup"
    if request.param == "server":
        opened: Index = ServedIndex(path, stories=True)
    elif request.param == "postgres":
        opened = Index(f"{request.getfixturevalue('postgres').url}?schema={schema_of(path)}", stories=True)
    else:
        opened = Index(path, stories=True)
    with opened:
        yield opened


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_driver_gives_the_report_of_a_scan(
    collection: Callable[[], Iterator[Article]], index: Index, request: pytest.FixtureRequest
) -> None:
    random = Random(request.node.name)
    articles = list(collection())
    random.shuffle(articles)
    size = len(articles)
    cut = random.randrange(size)
    list(index.add_many(articles[:cut], batch=random.randrange(1, size)))
    index.regroup()
    list(index.add_many(articles[cut:], batch=random.randrange(1, size)))
    index.regroup()
    assert_same(index.export(), scanned(collection))
    assert index.check() == []


def test_the_collections_hold_every_relation() -> None:
    reports = [scanned(collection) for collection in (samples, town, planted, languages)]
    found = {match.relation for report in reports for match in report.matches}
    assert found >= set(Relation) - {Relation.BOILERPLATE, Relation.DISTINCT}
    assert all(len(report.clusters) for report in reports)
