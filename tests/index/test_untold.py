"""What was stored is told at least once: by the process that stored it, or by the next one that adds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from other_processes import die, needs_fork, start
from small_segments import small_index
from stored_news import many

from dedup import Article, Index, IndexResult
from dedup.index.storage.sqlite.database import Database

ARTICLES = many(40, seed=5)
BATCH = 5


def told_by(index: Index, articles: list[Article]) -> list[IndexResult]:
    batches = index.ingest(articles, batch=BATCH, at_least_once=True)
    return [each for results in batches for each in results if isinstance(each, IndexResult)]


def adding(path: Path, last: int) -> Callable[[Callable[[str], None]], None]:
    """Add all, tell each that is stored, and die behind the commit of so many batches, before they are told."""

    def work(tell: Callable[[str], None]) -> None:
        commits = 0
        query = Database.query

        def counted(self: Database, statement: str, values: tuple[object, ...] = ()) -> object:
            nonlocal commits
            done = query(self, statement, values)
            commits += statement == "COMMIT"
            if commits == last:
                die()
            return done

        with small_index(path, 30) as index:
            Database.query = counted  # type: ignore[assignment, method-assign]
            for results in index.ingest(ARTICLES, batch=BATCH, at_least_once=True):
                for each in results:
                    assert isinstance(each, IndexResult)
                    tell(each.article_id)

    return work


@needs_fork
@pytest.mark.parametrize("last", [1, 2, 5])
def test_what_a_killed_process_stored_is_told_by_the_next(last: int, tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    with small_index(path, 30) as index:
        index.add(Article("first", ARTICLES[0].text))
    first = start(adding(path, last)).lines()
    with small_index(path, 30) as index:
        stored = [article.id for article in index][1:]
        assert set(stored) > set(first)
        again = told_by(index, ARTICLES)
        new = [each.article_id for each in again if each.status == "new"]
        assert {*first, *new} == {article.id for article in ARTICLES}
        assert set(stored) - set(first) <= set(new)
        if last == 1:  # its matches are told with it
            assert [match.right_id for match in again[0].matches] == ["first"]
            assert again[0].cluster_id is not None
        assert {each.status for each in told_by(index, ARTICLES)} == {"unchanged"}
        assert index.check() == []


def test_what_a_running_process_has_not_told_yet_is_its_own_affair(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup") as index, Index(tmp_path / "news.dedup") as other:
        working = index.ingest(ARTICLES[:10], batch=BATCH, at_least_once=True)
        first = next(iter(working))
        assert {each.status for each in told_by(other, ARTICLES[:5])} == {"unchanged"}
        assert len(first) == BATCH
        del working


def test_an_article_that_was_removed_meanwhile_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    with small_index(path, 30) as index:
        index.add(Article("first", "Some other text about the weather in the hills."))
    assert start(adding(path, 1)).lines() == []
    with Index(path) as index:
        index.remove(ARTICLES[0].id)
        assert [each.article_id for each in told_by(index, [])] == [article.id for article in ARTICLES[1:BATCH]]
        assert told_by(index, []) == []
