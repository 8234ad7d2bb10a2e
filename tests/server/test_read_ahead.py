"""What waits is prepared beside additions, once, and is added as it would be without."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue

import pytest
from stored_news import many

from dedup import Article, Index, Settings, StorageError
from dedup.index import transactions
from dedup.index.judging.judge import NewTexts, new_texts
from dedup.serialization import loads
from dedup.server import index_worker
from dedup.server.add_jobs import AddJob, AddMode
from dedup.server.index_worker import IndexWorker
from dedup.server.measurements import Measurements

BATCH, BROKEN = 8, "broken"


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, bool]]:
    """How often each article was prepared, and whether in the thread that adds."""
    counts = Counter[tuple[str, bool]]()

    def counted(articles: Sequence[Article], settings: Settings) -> NewTexts:
        adds = threading.current_thread().name == "dedup-index"
        counts.update((article.id, adds) for article in articles)
        if any(article.id == BROKEN for article in articles):
            raise StorageError("cannot be prepared")
        return new_texts(articles, settings)

    monkeypatch.setattr(transactions, "new_texts", counted)
    monkeypatch.setattr(index_worker, "ASKED_BATCH", BATCH)
    monkeypatch.setattr(index_worker, "QUIET_BATCH", BATCH)
    return counts


def added(path: Path, requests: Sequence[tuple[AddMode, Sequence[Article]]]) -> list[list[str] | Exception]:
    """What requests are told that wait together."""
    with Index(path) as index:
        worker = IndexWorker(index, Measurements())
        all_wait, answers = threading.Event(), SimpleQueue[list[str] | Exception]()
        worker.call(all_wait.wait, lambda _: None)
        for mode, articles in requests:
            worker.add(AddJob(articles, mode, None, passages=False, done=answers.put))
        all_wait.set()
        worker.stop()
        return [answers.get(timeout=60) for _ in requests]


def test_each_article_is_prepared_once_and_most_beside_additions(
    tmp_path: Path, prepared: Counter[tuple[str, bool]]
) -> None:
    articles = many(5 * BATCH, seed=3)
    (answers,) = added(tmp_path / "news.dedup", [(AddMode.ADD, articles)])
    assert isinstance(answers, list)
    assert set(prepared.values()) == {1}
    assert prepared.total() == len(articles)
    assert sum(adds for _, adds in prepared) == BATCH  # those of the first transaction
    with Index(tmp_path / "other.dedup") as index:
        expected = [
            [(match.right_id, str(match.relation)) for match in found.matches] for found in index.add_many(articles)
        ]
    assert [[(m["right_id"], m["relation"]) for m in loads(each)["matches"]] for each in answers] == expected


def test_what_was_prepared_and_is_not_next_is_prepared_again(
    tmp_path: Path, prepared: Counter[tuple[str, bool]]
) -> None:
    articles = many(3 * BATCH, seed=4)
    requests = [articles[:BATCH], [*articles[BATCH:12], Article(BROKEN, "Rain."), *articles[12:16]], articles[16:]]
    first, second, third = added(tmp_path / "news.dedup", [(AddMode.ADD, each) for each in requests])
    assert isinstance(second, StorageError)
    assert [len(each) for each in (first, third) if isinstance(each, list)] == [BATCH, BATCH]
    assert prepared[BROKEN, True] == prepared[BROKEN, False] == 1
