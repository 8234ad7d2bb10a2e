"""Processes die at any moment: what was acknowledged is there, whole, and the index goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from other_processes import NIGHTLY, Child, die, needs_fork, start
from small_segments import small_index
from stored_news import many

from dedup import Index
from dedup.index.storage.sqlite.articles import SqliteArticles
from dedup.index.storage.sqlite.counters import Counters
from dedup.index.storage.sqlite.database import Database
from dedup.index.storage.sqlite.results import SqliteResults
from dedup.index.storage.sqlite.segment_table import SegmentTable

pytestmark = needs_fork

ARTICLES = many(40, seed=5)
BATCH = 3
STEPS: dict[str, tuple[type, str]] = {
    "insert": (SqliteArticles, "insert"),
    "insert_matches": (SqliteResults, "insert_matches"),
    "set_groups": (SqliteResults, "set_groups"),
    "set_state": (Counters, "set_state"),
    "write_segment": (SegmentTable, "write_segment"),
    "drop_segments": (SegmentTable, "drop_segments"),
    "COMMIT": (Database, "query"),
}


def add_all(path: Path) -> Callable[[Callable[[str], None]], None]:
    """Add all articles, some one by one, some in batches; tell the ids of those that are acknowledged."""

    def work(tell: Callable[[str], None]) -> None:
        with small_index(path) as index:
            for article in ARTICLES[: 2 * BATCH]:
                index.add(article)
                tell(article.id)
            for judged in index.add_many(ARTICLES[2 * BATCH :], batch=BATCH):
                tell(judged.article_id)

    return work


def assert_nothing_lost(path: Path, acknowledged: list[str]) -> None:
    with small_index(path) as index:
        assert len(index) >= len(acknowledged)
        stored = list(index)
        assert stored == ARTICLES[: len(stored)]
        assert [article.id for article in stored][: len(acknowledged)] == acknowledged
        assert len(stored) <= 2 * BATCH + 1 or (len(stored) - 2 * BATCH) % BATCH == 0 or len(stored) == len(ARTICLES)
        assert index.check() == []
        for _ in index.add_many(ARTICLES[len(stored) :]):
            pass
        assert list(index) == ARTICLES
        assert index.check() == []


def dying_at(step: str, count: int, *, after: bool) -> Callable[..., Any]:
    """A method of the store that kills the process when it is called so often: before its work, or after it."""
    owner, name = STEPS[step]
    method = getattr(owner, name)
    calls = 0

    def called(self: Any, *arguments: Any) -> Any:
        nonlocal calls
        calls += step != "COMMIT" or arguments[0] == "COMMIT"
        if calls == count and not after:
            die()
        done = method(self, *arguments)
        if calls == count:
            die()
        return done

    return called


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_a_step(step: str, after: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.dedup"
    Index(path).close()
    for count in range(1, 12 if NIGHTLY else 2):
        with monkeypatch.context() as dying:
            dying.setattr(*STEPS[step], dying_at(step, count, after=after))
            acknowledged = start(add_all(path)).lines()
        assert_nothing_lost(path, acknowledged)
        for file in tmp_path.iterdir():
            file.unlink()


def test_killed_at_random_moments(tmp_path: Path) -> None:
    random = Random(1)
    for attempt in range(50 if NIGHTLY else 6):
        path = tmp_path / f"{attempt}.dedup"
        child: Child = start(add_all(path))
        time.sleep(random.random() * 0.3)
        child.kill()
        assert_nothing_lost(path, child.lines())
