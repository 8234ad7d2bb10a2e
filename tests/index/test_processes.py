"""Several processes at one index: nothing is lost or doubled, and nobody is told that it is locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from made_news import text
from other_processes import needs_fork, start
from small_segments import small_index
from stored_news import STORIES, many

from dedup import Article, Index

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
