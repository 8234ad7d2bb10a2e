"""Several processes at one index: nothing is lost or doubled, and nobody is told that it is locked."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from made_news import text
from other_processes import NIGHTLY, needs_fork, start
from small_segments import small_index
from stored_news import STORIES, many

from dedup import Article, Index
from dedup.index.storage.sqlite.companion import Companion
from dedup.index.storage.sqlite.database import Database

WRITERS, SECONDS = (20, 600) if NIGHTLY else (6, 4)
MAX_PASSED_BY = 0  # writers that asked later and came first: what docs/algorithms/index-file.md states
PROCESSES = 4
OWN = 25


@needs_fork
def test_four_processes_add_at_once(tmp_path: Path) -> None:
    """All bring the same stories, and each some of its own: of each story exactly one came first."""
    path = tmp_path / "news.dedup"

    def adds(process: int) -> Callable[[Callable[[str], None]], None]:
        own = [Article(f"{process}-{article.id}", article.text) for article in many(OWN, seed=process)]
        shared = [Article(f"{process}-story{number}", text(story)) for number, story in enumerate(STORIES)]

        def work(tell: Callable[[str], None]) -> None:
            with small_index(path, 30) as index:
                for article in shared:
                    exact = [match for match in index.add(article).matches if match.relation == "exact"]
                    tell(f"{article.id[2:]} {len(exact)}")
                for article in own[:10]:
                    index.add(article)
                for _ in index.add_many(own[10:], batch=5):
                    pass
                tell("done")

        return work

    children = [start(adds(process)) for process in range(PROCESSES)]
    lines = [line for child in children for line in child.lines()]
    assert [line for line in lines if line.startswith("failed")] == []
    assert Counter(lines)["done"] == PROCESSES
    told = Counter(line for line in lines if line != "done")
    assert told == Counter(
        {f"story{story} {before}": 1 for story in range(len(STORIES)) for before in range(PROCESSES)}
    )
    with Index(path) as index:
        ids = [article.id for article in index]
        assert len(ids) == len(set(ids)) == len(index) == PROCESSES * (OWN + len(STORIES))
        assert index.check() == []


@needs_fork
def test_a_reader_sees_what_others_add_and_remove(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    wire = Article("wire", text(STORIES[0]))
    with Index(path) as index:
        assert index.query(wire).matches == ()

        def work(tell: Callable[[str], None]) -> None:
            with Index(path) as other:
                other.add(Article("theirs", wire.text))
                other.regroup()
            tell("done")

        assert start(work).lines() == ["done"]
        (match,) = index.query(wire).matches
        assert match.right_id == "theirs"
        index.remove("theirs")
        assert index.query(wire).matches == ()


def adding(path: Path, process: int) -> Callable[[Callable[[str], None]], None]:
    """Add articles one by one for a while; tell of each the number that was drawn for it, and its own."""

    def work(tell: Callable[[str], None]) -> None:
        tickets: list[int | None] = []
        draw = Companion._draw

        def noted(self: Companion, seconds: float) -> int | None:
            tickets.append(draw(self, seconds))
            return tickets[-1]

        Companion._draw = noted  # type: ignore[method-assign]
        articles, end = many(1500 if NIGHTLY else 60, seed=100 + process), time.monotonic() + SECONDS
        with small_index(path, 200) as index:
            for article in articles:
                tickets.clear()
                named = f"{process}-{article.id}"
                index.add(Article(named, article.text))
                with index._reading():
                    number = index._transactions.number_of(named)
                tell(f"added {tickets[0]} {number} {named}")
                if time.monotonic() > end:
                    return

    return work


def looking_after(path: Path) -> Callable[[Callable[[str], None]], None]:
    """Regroup, export, check and remove what is the first's, for a while."""

    def work(tell: Callable[[str], None]) -> None:
        end, chosen = time.monotonic() + SECONDS, random.Random(1)
        with small_index(path, 200) as index:
            while time.monotonic() < end:
                index.regroup(stories=False)
                assert len(index.export().clusters) >= 0
                for article_id in chosen.sample([article.id for article in index], k=min(2, len(index))):
                    index.remove(article_id)
                    tell(f"removed {article_id}")
                if faults := index.check():
                    tell(f"failed: {faults}")
                    return

    return work


@needs_fork
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere writers poll")
def test_many_add_while_others_look_after_the_index_and_nobody_is_passed_by(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    Index(path).close()
    children = [start(adding(path, process)) for process in range(WRITERS)] + [start(looking_after(path))]
    lines = [line.split() for child in children for line in child.lines()]
    assert [line for line in lines if line[0] not in ("added", "removed")] == []
    numbered = (line for line in lines if line[0] == "added" and line[2] != "None")  # some are removed at once
    came = sorted((int(ticket), int(number)) for _, ticket, number, _ in numbered)
    assert passed_by([number for _, number in came]) <= MAX_PASSED_BY
    added = Counter(line[3].partition("-")[0] for line in lines if line[0] == "added")
    assert len(added) == WRITERS
    expected = {line[3] for line in lines if line[0] == "added"} - {line[1] for line in lines if line[0] == "removed"}
    with Index(path) as index:
        assert {article.id for article in index} == expected
        assert len(index) == len(expected)
        assert index.check() == []


def passed_by(numbers: list[int]) -> int:
    """In the order of asking, the most later ones that any had before it."""
    most, waiting = 0, list[int]()
    for number in reversed(numbers):
        most = max(most, sum(later < number for later in waiting[-200:]))
        waiting.append(number)
    return most


def test_what_others_add_while_an_index_is_checked_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.dedup"
    with Index(path) as index, Index(path) as other:
        index.add(Article("first", text(STORIES[0])))

        def add_meanwhile(database: Database) -> list[str]:
            database.identity()  # what is read first is the moment that is seen
            other.add(Article("meanwhile", text(STORIES[1])))
            return []

        monkeypatch.setattr(Database, "integrity_errors", add_meanwhile)
        assert index.check() == []
        assert len(index) == 2
