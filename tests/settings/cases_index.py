"""What the settings of an index change."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from effect_case import Case
from made_news import FERRY, LIBRARY, text

from dedup import Article, Index
from dedup.index.storage.opening import open_store
from dedup.index.storage.sqlite.store import SqliteStore
from dedup.settings import Settings


def copies_measured(settings: Settings) -> tuple[int, int]:
    """Of three stored copies, how many are measured against a fourth, and how many are not."""
    with Index("memory:", settings=settings) as index:
        list(index.add_many(Article(name, text(FERRY)) for name in "abc"))
        result = index.query(Article("d", text(FERRY)))
        return len(result.matches), result.not_measured


def status_of_a_third_shared(settings: Settings) -> str:
    """Another text with the id of a stored one, of which each side shares about a third."""
    with Index("memory:", settings=settings) as index:
        index.add(Article("a", text(FERRY[:3], LIBRARY[:6])))
        return str(index.add(Article("a", text(FERRY[:3], FERRY[4:]))).status)


def status_at_one_url(settings: Settings) -> str:
    """Another text at the URL of a stored one, of which each side shares about a third."""
    with Index("memory:", settings=settings) as index:
        index.add(Article("a", text(FERRY[:3], LIBRARY[:6]), url="https://wire.example/live"))
        other = Article("b", text(FERRY[:3], FERRY[4:]), url="https://wire.example/live")
        return str(index.add(other).status)


def synchronous(settings: Settings) -> int:
    """Whether SQLite waits for the disk with every commit (2), or when the log is folded in (1)."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "news.dedup", settings)
        assert isinstance(store, SqliteStore)
        ((level,),) = store.database.query("PRAGMA synchronous")
        store.close()
    return int(level)


def milliseconds_waited(settings: Settings) -> int:
    """How long SQLite waits for another writer."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "news.dedup", settings)
        assert isinstance(store, SqliteStore)
        ((milliseconds,),) = store.database.query("PRAGMA busy_timeout")
        store.close()
    return int(milliseconds)


CASES = {
    "durability": Case(value=0, outcome=synchronous, before=2, after=1),
    "index_lock_seconds": Case(value=3, outcome=milliseconds_waited, before=120_000, after=3000),
    "max_index_candidates": Case(value=2, outcome=copies_measured, before=(3, 0), after=(2, 1)),
    "min_page_overlap": Case(value=0.9, outcome=status_at_one_url, before="version", after="new"),
    "min_version_overlap": Case(value=0.2, outcome=status_of_a_third_shared, before="conflict", after="version"),
}
