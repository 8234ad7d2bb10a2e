"""A request that is repeated is answered as it was: while it still waits, and after a commit that seemed to fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from stored_news import many

from dedup import Article, Index
from dedup.serialization import loads
from dedup.server.add_jobs import AddJob, AddMode
from dedup.server.index_worker import IndexWorker
from dedup.server.measurements import Measurements

Told = list[list[str] | Exception]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "news.dedup") as opened:
        yield opened


def told(index: Index, *requests: tuple[str | None, list[Article]], mode: AddMode = AddMode.ADD) -> Told:
    """What requests, by their keys, are told that wait together."""
    worker = IndexWorker(index, Measurements())
    all_wait = threading.Event()
    worker.call(all_wait.wait, lambda _: None)
    answers: Told = []
    for key, articles in requests:
        worker.add(AddJob(articles, mode, key, passages=False, done=answers.append))
    all_wait.set()
    worker.stop()
    return answers


def statuses(answers: list[str] | Exception) -> list[str]:
    assert isinstance(answers, list)
    return [loads(text)["status"] for text in answers]


@pytest.mark.parametrize("mode", AddMode)
def test_one_that_waits_beside_its_repetition_is_answered_alike(index: Index, mode: AddMode) -> None:
    keys_and_articles = [(key, many(4)[start : start + 2]) for _ in range(2) for key, start in (("k1", 0), ("k2", 2))]
    first, second, *again = told(index, *keys_and_articles, mode=mode)
    assert [statuses(first), statuses(second)] == [["new", "new"]] * 2
    assert again == [first, second]
