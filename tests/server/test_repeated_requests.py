"""A request that is repeated is answered as it was: while it still waits, and after a commit that seemed to fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from stored_news import many

from dedup import Article, Index, StorageError
from dedup.index.storage.sqlite.database import Database
from dedup.serialization import loads
from dedup.server.add_jobs import AddJob, AddMode
from dedup.server.index_worker import IndexWorker
from dedup.server.measurements import Measurements

Told = list[str] | Exception


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[IndexWorker]:
    with Index(tmp_path / "news.dedup") as index:
        worker = IndexWorker(index, Measurements())
        yield worker
        worker.stop()


def told(worker: IndexWorker, *requests: tuple[str, list[Article]], mode: AddMode = AddMode.ADD) -> list[Told]:
    """What requests, by their keys, are told that wait together."""
    all_wait, answers = threading.Event(), SimpleQueue[Told]()
    worker.call(all_wait.wait, lambda _: None)
    for key, articles in requests:
        worker.add(AddJob(articles, mode, key, passages=False, done=answers.put))
    all_wait.set()
    return [answers.get(timeout=60) for _ in requests]


def statuses(answers: Told) -> list[str]:
    assert isinstance(answers, list)
    return [loads(text)["status"] for text in answers]


@pytest.mark.parametrize("mode", AddMode)
def test_one_that_waits_beside_its_repetition_is_answered_alike(worker: IndexWorker, mode: AddMode) -> None:
    requests = [(key, many(4)[start : start + 2]) for _ in range(2) for key, start in (("k1", 0), ("k2", 2))]
    first, second, *again = told(worker, *requests, mode=mode)
    assert [statuses(first), statuses(second)] == [["new", "new"]] * 2
    assert again == [first, second]


@pytest.mark.parametrize("mode", AddMode)
@pytest.mark.parametrize("is_done", [False, True], ids=["undone", "done"])
def test_a_commit_that_seems_to_fail_is_acknowledged_only_if_it_was_done(
    worker: IndexWorker, monkeypatch: pytest.MonkeyPatch, mode: AddMode, is_done: bool
) -> None:
    names = {article.id for article in many(3)}
    fail_at_commit(monkeypatch, is_done=is_done)
    (failed,) = told(worker, ("k1", many(3)[:1]), mode=mode)
    assert isinstance(failed, StorageError)
    assert len(worker.index) == is_done
    (first,) = told(worker, ("k1", many(3)), mode=mode)
    assert statuses(first) == ["new"] * 3
    assert {article.id for article in worker.index} == names
    assert told(worker, ("k1", many(3)), mode=mode) == [first]


def fail_at_commit(monkeypatch: pytest.MonkeyPatch, *, is_done: bool) -> None:
    """Let the next commit fail; or let it be done, and the news of it get lost, as with a connection."""
    query = Database.query

    def failing(database: Database, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        if statement != "COMMIT":
            return query(database, statement, *values)
        monkeypatch.undo()
        if is_done:
            query(database, statement)
        raise StorageError("the disk is full")

    monkeypatch.setattr(Database, "query", failing)
