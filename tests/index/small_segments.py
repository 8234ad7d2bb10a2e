"""An index whose memtable is flushed after a few articles, so that a small test has segments, and merges them."""

from __future__ import annotations

from pathlib import Path

from dedup import Index
from dedup.index.article_keys import read_keys
from dedup.index.storage.sqlite.postings import SegmentTuning
from dedup.index.storage.sqlite.store import SqliteStore


def small_store(path: Path, memtable_articles: int) -> SqliteStore:
    """A store that flushes every so many articles, and twice as many in a bulk load."""
    tuning = SegmentTuning(memtable_articles=memtable_articles, bulk_articles=2 * memtable_articles)
    return SqliteStore(path, read_keys, lock_seconds=120, tuning=tuning)


def small_index(path: Path, memtable_articles: int = 10, *, stories: bool = False) -> Index:
    """An index in such a store."""
    return Index(small_store(path, memtable_articles), stories=stories)
