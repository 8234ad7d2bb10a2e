"""Postings in PostgreSQL: a row a key, of which the server finds the first holders.

A key is looked up by the server, and its holders are sent: over a network, what is sent counts. Rows of removed
articles stay until many are removed; a partition is dropped when none of its articles is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dedup.errors import StorageError
from dedup.index.postings.sorted_postings import MAX_HOLDERS_PER_KEY, NO_HITS, Hits, Keys, Numbers
from dedup.index.storage.postgresql.counters import Counters
from dedup.index.storage.postgresql.database import Bigints, Database
from dedup.index.storage.postgresql.recent_keys import RecentKeys
from dedup.index.storage.postgresql.schema import PARTITION_ARTICLES
from dedup.index.storage.protocols import HeldKeys, PostingCounts, State

LOCK_MS_TO_DROP = 20  # a partition is dropped when nobody reads; who writes waits so long for readers
MAX_TOMBSTONE_SHARE = 0.5  # of the articles, before rows of removed ones are deleted
FIND = f"""SELECT k.place - 1, p.number FROM unnest(%b::bigint[]) WITH ORDINALITY k(key, place) CROSS JOIN LATERAL
    (SELECT number FROM postings WHERE key = k.key ORDER BY number LIMIT {MAX_HOLDERS_PER_KEY}) p"""  # noqa: S608 - a number
ROWS_PER_STATEMENT = 1 << 17  # of a load: the server keeps them until all are there


class PostgresPostings:
    """A `PostingStore` in the table `postings`. `writing` begins a transaction of the store."""

    def __init__(
        self, database: Database, counters: Counters, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._database = database
        self._counters = counters
        self._writing = writing
        self._recent = RecentKeys(database)
        self._known_partitions: set[int] = set()
        self._compacted_tombstones = 0  # that were left the last time

    def add(self, keys: Keys, numbers: Numbers) -> None:
        """Note which new article holds which key."""
        if not len(keys):
            return
        self._make_partitions(int(numbers.min()), int(numbers.max()))
        pairs = unique_pairs(keys, numbers)
        columns = pairs["key"].view(np.int64), pairs["number"]
        for start in range(0, len(pairs), ROWS_PER_STATEMENT):
            rows = (Bigints(column[start : start + ROWS_PER_STATEMENT]) for column in columns)
            self._database.execute("INSERT INTO postings SELECT * FROM unnest(%b::bigint[], %b::bigint[])", (*rows,))
        self._recent.add(pairs["key"], pairs["number"])

    def find(self, keys: Keys) -> Hits:
        """All articles that hold any of the keys."""
        if not len(keys):
            return NO_HITS
        rows = self._database.query(FIND, (Bigints(keys.view(np.int64)),))
        found = np.array(rows, np.int64).reshape(-1, 2)
        return Hits(found[:, 0], found[:, 1])

    def held_since(self, number: int) -> HeldKeys | None:
        """The keys of all articles from a number on; None where they are not at hand."""
        return self._recent.since(number, self._counters.state().next_number)

    def compact(self, *, is_bulk: bool = False) -> None:
        """Drop partitions of which no article is left, and delete rows when those of removed articles are many."""
        tombstones = self._counters.last.tombstones
        if is_bulk or tombstones == self._compacted_tombstones:
            return
        try:
            with self._writing():
                self._compact()
        except StorageError:  # another time: what was to be stored is stored
            return

    def _compact(self) -> None:
        self._database.execute(f"SET LOCAL lock_timeout = {LOCK_MS_TO_DROP}")
        state = self._counters.state()
        tombstones = max(0, state.tombstones - self._drop_partitions(state))
        if tombstones > MAX_TOMBSTONE_SHARE * state.articles:
            self._database.execute(
                "DELETE FROM postings p WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.number = p.number)"
            )
            tombstones = 0
        if tombstones != state.tombstones:
            self._counters.set_state(replace(state, tombstones=tombstones))
        self._compacted_tombstones = tombstones

    def end_bulk(self, count: int) -> None:
        """Let the server count what was loaded, by which it plans."""
        if count:
            self._database.execute("ANALYZE postings")
            self._database.execute("ANALYZE articles")

    def rebuild(self, chunks: Iterable[tuple[HeldKeys, int]]) -> None:
        """Store the keys of all articles anew."""
        for held, _ in chunks:
            self.add(*held)

    def counts(self) -> PostingCounts:
        """There are no segments, and nothing is in memory only."""
        return PostingCounts(segments=0, unflushed=0)

    def checker(self) -> PostgresKeyChecker:
        """Compares stored postings with the keys of texts, within one `reading`."""
        return PostgresKeyChecker(self._database)

    def _make_partitions(self, first: int, last: int) -> None:
        wanted = set(range(first // PARTITION_ARTICLES, last // PARTITION_ARTICLES + 1))
        if wanted <= self._known_partitions:
            return
        self._known_partitions = self._partitions()  # others may have made them; ours count once they are committed
        for place in sorted(wanted - self._known_partitions):
            start, end = place * PARTITION_ARTICLES, (place + 1) * PARTITION_ARTICLES
            self._database.execute(
                f"CREATE TABLE postings_{place} PARTITION OF postings FOR VALUES FROM ({start}) TO ({end})"
            )

    def _partitions(self) -> set[int]:
        rows = self._database.query(
            "SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = 'postings'::regclass"
        )
        return {int(name.rpartition("_")[2]) for (name,) in rows}

    def _drop_partitions(self, state: State) -> int:
        """Drop the partitions before that of the first article that is left, or of the next; of how many articles."""
        ((first,),) = self._database.query("SELECT min(number) FROM articles")
        oldest = (state.next_number if first is None else first) // PARTITION_ARTICLES
        dropped = [place for place in self._partitions() if place < oldest]
        for place in dropped:
            self._database.execute(f"DROP TABLE postings_{place}")
        return sum((place + 1) * PARTITION_ARTICLES - max(1, place * PARTITION_ARTICLES) for place in dropped)


class PostgresKeyChecker:
    """A `KeyChecker`: the number and the exclusive or of each article's keys, found in one pass, tell what changed."""

    errors: Sequence[str] = ()

    def __init__(self, database: Database) -> None:
        rows = database.query("SELECT number, count(*), bit_xor(key) FROM postings GROUP BY number")
        self._sums = {number: (count, mixed) for number, count, mixed in rows}

    def wrong(self, held: HeldKeys, numbers: Numbers) -> list[int]:
        """Those of some articles whose postings are not the keys that they should hold."""
        pairs = unique_pairs(*held)
        order = np.argsort(pairs["number"], kind="stable")
        keys = pairs["key"].view(np.int64)[order]
        sorted_numbers = pairs["number"][order]
        wrong = []
        for number in numbers.tolist():
            start, end = np.searchsorted(sorted_numbers, [number, number + 1])
            expected = (int(end - start), int(np.bitwise_xor.reduce(keys[start:end])) if end > start else None)
            if self._sums.get(number, (0, None)) != expected:
                wrong.append(number)
        return sorted(wrong)


def unique_pairs(keys: Keys, numbers: Numbers) -> NDArray[np.void]:
    """Keys with the numbers of the articles that hold them, each pair once."""
    pairs = np.empty(len(keys), [("key", np.uint64), ("number", np.int64)])
    pairs["key"], pairs["number"] = keys, numbers
    found: NDArray[np.void] = np.unique(pairs)
    return found
