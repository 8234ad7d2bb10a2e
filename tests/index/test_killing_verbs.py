"""Every verb of an index dies at any statement or moment: nothing acknowledged is lost, and nothing is half done.

A process counts the statements that it gives to SQLite, and kills itself before or after one of them, by number.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from other_processes import NIGHTLY, die, needs_fork, start
from small_segments import small_index
from stored_news import many

from dedup import Article, Index
from dedup.index.storage.sqlite.database import Database

pytestmark = needs_fork

ARTICLES = many(36, seed=5)
OLD, NEW = ARTICLES[:24], ARTICLES[24:]
KILLS = 84 if NIGHTLY else 5  # of each verb at statements, and a third as many at random moments
BATCH = 3
LIMIT = datetime(2026, 3, 3, tzinfo=UTC)
Tell = Callable[[str], None]


def ids(articles: Iterable[Article]) -> list[str]:
    return [article.id for article in articles]


def add(index: Index, tell: Tell) -> None:
    for article in NEW:
        tell(index.add(article).article_id)


def ingest(index: Index, tell: Tell) -> None:
    for results in index.ingest(NEW, batch=BATCH, at_least_once=True):
        for each in results:
            tell(each.article_id)  # type: ignore[union-attr]  # all of them are results


def load(index: Index, tell: Tell) -> None:
    for start_ in range(0, len(NEW), BATCH):
        index.add_unverified(NEW[start_ : start_ + BATCH])
        for each in ids(NEW[start_ : start_ + BATCH]):
            tell(each)


def update(index: Index, tell: Tell) -> None:
    for article in OLD[:8]:
        tell(index.update(Article(article.id, f"{article.text} Nobody knows why.")).article_id)


def remove(index: Index, tell: Tell) -> None:
    for article in OLD[:8]:
        index.remove(article.id)
        tell(article.id)


def expire(index: Index, tell: Tell) -> None:
    index.expire(LIMIT)
    tell("expired")


def regroup(index: Index, tell: Tell) -> None:
    index.regroup()
    tell("regrouped")


def rebuild(index: Index, tell: Tell) -> None:
    assert index.rebuild() == []
    tell("rebuilt")


def read(index: Index, _: Tell) -> None:
    index.query(NEW[0])
    index.check()
    index.stats()
    index.export()


VERBS: dict[str, Callable[[Index, Tell], None]] = {
    "add": add,
    "ingest": ingest,
    "load": load,
    "update": update,
    "remove": remove,
    "expire": expire,
    "regroup": regroup,
    "rebuild": rebuild,
    "read": read,
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("before") / "news.dedup"
    with small_index(path) as index:
        list(index.add_many(OLD, batch=5))
    return path


class Counting:
    """Counts the statements of this process, and ends it at one of them."""

    def __init__(self, last: int, *, after: bool) -> None:
        self.count, self._last, self._after = 0, last, after

    def install(self) -> None:
        for name in ("query", "execute_many"):
            setattr(Database, name, self._counted(getattr(Database, name)))

    def _counted(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def called(database: Database, *arguments: Any) -> Any:
            self.count += 1
            is_last = self.count == self._last
            if is_last and not self._after:
                die()
            done = method(database, *arguments)
            if is_last:
                die()
            return done

        return called


def working(path: Path, verb: str, counting: Counting | None) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        if counting:
            counting.install()
        with small_index(path) as index:
            VERBS[verb](index, tell)
        tell(f"done {counting.count if counting else 0}")

    return work


def copied(before: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copy(before, folder / "news.dedup"))


def assert_whole(path: Path, verb: str, told: list[str]) -> None:
    """What is stored is what was before, and as much of the verb as was acknowledged, or one step more."""
    assert not any(line.startswith("failed") for line in told), told
    told = [line for line in told if not line.startswith("done")]
    with small_index(path) as index:
        stored = list(index)
        assert index.check() == []
        assert len(index) == len(stored)
        match verb:
            case "add" | "ingest" | "load":
                assert stored == [*OLD, *NEW][: len(stored)]
                assert len(OLD) + len(told) <= len(stored) <= len(OLD) + len(told) + (1 if verb == "add" else BATCH)
            case "update":
                changed = [article.id for article in stored if article.text.endswith("Nobody knows why.")]
                assert changed in (told, [*told, *ids(OLD[len(told) : len(told) + 1])])
                assert sorted(ids(stored)) == sorted(ids(OLD))
            case "remove":
                assert stored in (OLD[len(told) :], OLD[len(told) + 1 :])
            case "expire":
                left = [
                    each for each in OLD if each.published is None or each.published >= datetime(2026, 3, 3, tzinfo=UTC)
                ]
                assert stored == left or (stored == OLD and not told)
            case _:
                assert stored == OLD
        list(index.add_many(NEW))
        index.regroup()
        assert index.check() == []
    beside = {file.name for file in path.parent.iterdir()}
    assert beside <= {"news.dedup", "news.dedup-witness"}


@pytest.mark.parametrize("verb", VERBS)
def test_killed_at_any_statement(verb: str, before: Path, tmp_path: Path) -> None:
    counting = Counting(0, after=False)
    lines = start(working(copied(before, tmp_path / "whole"), verb, counting)).lines()
    statements = int(lines[-1].removeprefix("done "))
    random = Random(verb)
    for turn in range(KILLS):
        path = copied(before, tmp_path / str(turn))
        last = random.randrange(1, statements + 1)
        told = start(working(path, verb, Counting(last, after=turn % 2 == 1))).lines()
        assert_whole(path, verb, told)


@pytest.mark.parametrize("verb", VERBS)
def test_killed_at_random_moments(verb: str, before: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    start(working(copied(before, tmp_path / "whole"), verb, None)).lines()
    seconds, random = time.monotonic() - began, Random(verb)
    for turn in range(max(2, KILLS // 3)):
        path = copied(before, tmp_path / str(turn))
        child = start(working(path, verb, None))
        time.sleep(seconds * random.random())
        child.kill()
        assert_whole(path, verb, child.lines())
