"""Postings in SQLite: a memtable of the latest articles, and segments of all others.

Single postings in a B-tree would be written all over the file; segments are written in a row. The memtable is a cache:
whoever opens the file computes it from the texts of the articles that no segment covers, and what other processes
commit is taken in at the next look-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from dedup.errors import StorageError
from dedup.index.postings.memtable import MemTable
from dedup.index.postings.segment_lookup import SegmentLookup
from dedup.index.postings.segments import compact, compact_all, flush
from dedup.index.postings.shared_memtable import shared_memtable
from dedup.index.postings.sorted_postings import (
    Hits,
    Keys,
    Numbers,
    SortedPostings,
    concatenated_hits,
    sort_postings,
)
from dedup.index.storage.protocols import ArticleStore, HeldKeys, KeyReader, PostingCounts
from dedup.index.storage.sqlite.counters import Counters
from dedup.index.storage.sqlite.database import Database
from dedup.index.storage.sqlite.key_checksums import SegmentKeyChecker
from dedup.index.storage.sqlite.segment_table import SegmentTable

RECORDS_PER_READ = 1000


class SegmentTuning(NamedTuple):
    """When the memtable is flushed, and when postings of removed articles are cleared away. No result depends on it."""

    memtable_articles: int = 4096
    bulk_articles: int = 1 << 16  # in a bulk load: 80 MB, and three seconds to read again should the process die
    max_tombstone_share: float = 0.5  # of the articles


DEFAULT_TUNING = SegmentTuning()


class SqlitePostings:
    """A `PostingStore` as a log-structured merge tree. `writing` begins a transaction of the store."""

    def __init__(
        self,
        database: Database,
        articles: ArticleStore,
        counters: Counters,
        writing: Callable[[], AbstractContextManager[None]],
        read_keys: KeyReader,
        tuning: SegmentTuning,
    ) -> None:
        self.segments = SegmentTable(database)
        self._articles = articles
        self._counters = counters
        self._writing = writing
        self._read_keys = read_keys
        self._tuning = tuning
        self._lookup = SegmentLookup()
        self._memtable = MemTable(0)
        self.shared = shared_memtable(database.path)
        self._pending: list[HeldKeys] = []  # of the transaction that is under way
        self._has_read = False  # whether the memtable has read articles in it

    def add(self, keys: Keys, numbers: Numbers) -> None:
        """Note which new article holds which key; the memtable takes them in when the transaction commits."""
        self._refresh()
        self._pending.append(HeldKeys(keys, numbers))

    def find(self, keys: Keys) -> Hits:
        """All articles that hold any of the keys, which ascend."""
        self._refresh()
        first = self._counters.state_before().next_number
        pending = [sort_postings(*held, first).find(keys) for held in self._pending]
        recent = self._memtable.find(keys)
        if self._memtable.end > first:  # taken over from a connection that sees more
            is_seen = recent.numbers < first
            recent = Hits(recent.positions[is_seen], recent.numbers[is_seen])
        return concatenated_hits([recent, self._lookup.find(self.segments, keys), *pending])

    def held_since(self, number: int) -> None:
        """Nothing: writers judge while they hold the file, where the memtable answers at once."""

    def _refresh(self) -> None:
        """Bring the memtable up to date with what was committed before this transaction."""
        before = self._counters.state_before()
        if self._memtable.first != before.flushed_until:
            self._memtable = MemTable(before.flushed_until)
        if self._memtable.end < before.next_number:
            shared = self.shared.newer(before.flushed_until, self._memtable.end, before.next_number)
            self._memtable = shared or self._memtable
        while self._memtable.end < before.next_number:
            self._has_read = True
            records = self._articles.records_from(self._memtable.end, RECORDS_PER_READ)
            end = records[-1].number + 1 if len(records) == RECORDS_PER_READ else before.next_number
            known = [record for record in records if record.number < before.next_number]
            self._memtable.add(*self._read_keys(known), min(end, before.next_number))

    def committed(self) -> None:
        """Take in what the transaction that has been committed added."""
        if self._pending and self._memtable.end == self._counters.state_before().next_number:
            keys, numbers = (np.concatenate(column) for column in zip(*self._pending, strict=True))
            self._memtable.add(keys, numbers, self._counters.state().next_number)
            self.shared.publish(self._memtable)
        self._end_transaction()

    def rolled_back(self) -> None:
        """Drop what the transaction added, and what was read in it after it may have deleted articles."""
        if self._has_read:
            self._memtable = MemTable(0)
        self._end_transaction()

    def _end_transaction(self) -> None:
        self._pending, self._has_read = [], False

    def compact(self, *, is_bulk: bool = False) -> None:
        """Flush the memtable if it is full, and merge segments; without room on the disk, some other time."""
        count = self._memtable.end - self._memtable.first
        if is_bulk:
            if count >= self._tuning.bulk_articles:
                with self._writing():
                    flush(self.segments, *self._take_memtable())
        elif count >= self._tuning.memtable_articles:
            try:
                with self._writing():
                    self._merge()
            except StorageError:
                return

    def end_bulk(self, count: int) -> None:
        """Merge the postings of the last `count` articles, which were loaded, into one segment."""
        with self._writing():
            recent, end = self._take_memtable()
            compact(self.segments, recent, end, end - count)

    def _take_memtable(self) -> tuple[SortedPostings, int]:
        """Count the articles of the memtable as flushed; their postings, to be written now, and the number behind."""
        state = self._counters.state()
        self._refresh()
        self._counters.set_state(replace(state, flushed_until=state.next_number))
        return self._memtable.merged(), state.next_number

    def _merge(self) -> None:
        recent, end = self._take_memtable()
        state = self._counters.state()
        if state.tombstones > self._tuning.max_tombstone_share * state.articles:
            compact_all(self.segments, recent, end, np.array(self._articles.numbers(), np.int64))
            self._counters.set_state(replace(state, tombstones=0))
        else:
            compact(self.segments, recent, end)
        self._lookup.write_missing_filters(self.segments)

    def rebuild(self, chunks: Iterable[tuple[HeldKeys, int]]) -> None:
        """Write the keys of all articles as segments, within a transaction of an empty store."""
        recent, end = MemTable(1), 1
        for held, end in chunks:
            recent.add(*held, end)
            if end - recent.first >= self._tuning.bulk_articles:
                compact(self.segments, recent.merged(), end)
                recent = MemTable(end)
        compact(self.segments, recent.merged(), end)

    def counts(self) -> PostingCounts:
        """How many segments there are, and how many articles have their postings in the memtable."""
        state = self._counters.state()
        return PostingCounts(len(self.segments.segments()), state.next_number - state.flushed_until)

    def checker(self) -> SegmentKeyChecker:
        """Compares stored postings with the keys of texts, within one `reading`."""
        return SegmentKeyChecker(self.segments, self._counters)
