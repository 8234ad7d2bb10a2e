"""One flipped bit anywhere in an index: what changes an answer is found, and what `check` advises mends it.

Flips are drawn evenly over the header, the schema, every table and index (their inner pages and leaves apart), and the
log, so that small parts of the file are not missed. After mending, the index says what a scan of its articles says.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import pytest
from other_processes import NIGHTLY
from stored_news import many

import dedup
from dedup import Article, DedupError, Index
from dedup.index.article_keys import read_keys
from dedup.index.storage.sqlite.postings import SegmentTuning
from dedup.index.storage.sqlite.store import SqliteStore

FLIPS = 1800 if NIGHTLY else 84
LOG_FLIPS = 200 if NIGHTLY else 16
PAGE = 4096  # small pages: the tables have inner ones
ARTICLES = [
    Article(each.id, each.text, outlet=each.outlet, published=each.published, url=f"https://a.example/{each.id}")
    for each in many(60, seed=11)
]
ASKED = (ARTICLES[3], Article("copy", ARTICLES[30].text), Article("moved", ARTICLES[9].text, url=ARTICLES[9].url))


@dataclass(frozen=True, slots=True)
class Whole:
    """An index, the pages of each of its parts, and what it answers."""

    path: Path
    parts: dict[str, list[range]]
    answers: object


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    path = tmp_path_factory.mktemp("whole") / "news.dedup"
    tuning = SegmentTuning(memtable_articles=25)
    store = SqliteStore(path, read_keys, lock_seconds=5, is_durable=False, tuning=tuning, page_bytes=PAGE)
    with Index(store) as index:
        list(index.add_many(ARTICLES, batch=7))
        index.regroup()
    return Whole(path, parts_of(path), answers(path))


def parts_of(path: Path) -> dict[str, list[range]]:
    """The bytes of each part of a file."""
    data = path.read_bytes()
    parts = {"header": [range(100)], "schema": [range(100, PAGE)]}
    with sqlite3.connect(path) as db:
        roots = db.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall()
    db.close()
    for name, root in roots:
        for number in pages_below(data, root):
            kind = "inner" if data[(number - 1) * PAGE] in (2, 5) else "leaf"
            parts.setdefault(f"{name} {kind}", []).append(range((number - 1) * PAGE, number * PAGE))
    return parts


def pages_below(data: bytes, number: int) -> Iterator[int]:
    """A page of a b-tree and all below it."""
    page = data[(number - 1) * PAGE : number * PAGE]
    yield number
    if page[0] in (2, 5):
        cells = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n]) for n in range(int.from_bytes(page[3:5]))]
        for place in (8, *cells):
            yield from pages_below(data, int.from_bytes(page[place : place + 4]))


def answers(path: Path) -> object:
    """Whatever an index is asked for; nothing where it says that it cannot answer."""
    try:
        with Index(path) as index:
            found = [index.query(each) for each in ASKED]
            return (
                list(index),
                [index[article.id] for article in ARTICLES],
                index.matches(),
                {each: cluster.article_ids for each, cluster in index.clusters().items()},
                {each: (story.article_ids, story.terms) for each, story in index.stories().items()},
                index.series(),
                [(each.status, each.matches, each.cluster_id, each.story_id) for each in found],
                [index.version_of(Article("?", "", url=article.url)) for article in ARTICLES],
                (index.stats().articles, index.stats().changes, index.stats().settings),
            )
    except (DedupError, KeyError):
        return None


@cache
def scanned(left: frozenset[str]) -> list[tuple[str, ...]]:
    """The clusters of a scan over some of the articles."""
    report = dedup.scan([article for article in ARTICLES if article.id in left])
    return sorted(cluster.article_ids for cluster in report.clusters)


def faults_of(path: Path) -> list[str]:
    try:
        with Index(path) as index:
            return [f"{fault.article_id}: {fault.description}" for fault in index.check()]
    except DedupError as error:
        return [str(error)]


def test_every_flip_that_changes_an_answer_is_found_and_mended(whole: Whole, tmp_path: Path) -> None:
    random, data, parts = Random(4), whole.path.read_bytes(), list(whole.parts)
    found = lost_at_most = 0
    for turn in range(FLIPS):
        part = parts[turn % len(parts)]
        place = random.choice(random.choice(whole.parts[part]))
        folder = tmp_path / str(turn)
        folder.mkdir()
        path = folder / "news.dedup"
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << random.randrange(8)]) + data[place + 1 :])
        faults = faults_of(path)
        if answers(path) != whole.answers:
            found += 1
            assert faults, (part, place)
        if faults:
            lost_at_most = max(lost_at_most, mended(path, (part, place)))
        shutil.rmtree(folder)
    assert found > FLIPS // 10
    assert lost_at_most <= 1


def mended(path: Path, flip: tuple[str, int]) -> int:
    """Do what `check` advises, and hold the index to a scan; how many articles are lost, each by its name."""
    faults = Index.rebuild_file(path)
    with Index(path) as index:
        named = {fault.article_id for fault in faults}
        lost = {article.id for article in ARTICLES} - {article.id for article in index}
        assert lost <= named, (flip, faults)
        assert list(index) == [article for article in ARTICLES if article.id not in lost], flip
        assert index.check() == [], flip
        index.regroup()
        assert sorted(each.article_ids for each in index.clusters().values()) == scanned(
            frozenset(article.id for article in index)
        ), flip
        assert index.check() == [], flip
    return len(lost)


@pytest.mark.filterwarnings("ignore::dedup.errors.LostChangesWarning")
def test_a_flip_in_the_log_loses_nothing_untold(tmp_path: Path) -> None:
    random, path = Random(5), tmp_path / "news.dedup"
    with Index(path) as index:
        for article in ARTICLES[:20]:
            index.add(article)
        list(index.add_many(ARTICLES[20:], batch=4))
        files = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal", "-witness")}
    losses = 0
    for turn in range(LOG_FLIPS):
        folder = tmp_path / str(turn)
        folder.mkdir()
        copy = folder / "news.dedup"
        for end, content in files.items():
            flipped = bytearray(content)
            if end == "-wal":
                flipped[random.randrange(len(content))] ^= 1 << random.randrange(8)
            Path(f"{copy}{end}").write_bytes(flipped)
        with Index(copy) as index:
            stored, faults = list(index), [fault.description for fault in index.check()]
            assert stored == ARTICLES[: len(stored)]
            assert bool(faults) == (len(stored) < len(ARTICLES))
            if faults:
                losses += 1
                assert f"60 additions and removals were acknowledged, {len(stored)} are there" in faults[0]
                list(index.add_many(ARTICLES[len(stored) :]))
                assert index.rebuild() == []
                assert index.check() == []
                assert list(index) == ARTICLES
        shutil.rmtree(folder)
    assert losses
