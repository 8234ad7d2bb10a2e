"""The store in one SQLite file."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dedup.errors import DamagedDataError, LostChangesWarning
from dedup.index.storage.protocols import KeyReader, State
from dedup.index.storage.sqlite.articles import SqliteArticles
from dedup.index.storage.sqlite.companion import Witness
from dedup.index.storage.sqlite.counters import Counters
from dedup.index.storage.sqlite.database import Database, remove_database
from dedup.index.storage.sqlite.postings import DEFAULT_TUNING, SegmentTuning, SqlitePostings
from dedup.index.storage.sqlite.results import SqliteResults
from dedup.index.storage.sqlite.salvage.copies import REBUILD_END, leftovers
from dedup.index.storage.sqlite.schema import PAGE_BYTES


class SqliteStore:
    """A `Store` in a file, made where there is none; `lock_seconds` is how long it waits for other writers."""

    has_many_writers = False

    def __init__(
        self,
        path: Path,
        read_keys: KeyReader,
        *,
        lock_seconds: float,
        is_durable: bool = True,
        tuning: SegmentTuning = DEFAULT_TUNING,
        page_bytes: int = PAGE_BYTES,
    ) -> None:
        self.database = Database(path, lock_seconds, page_bytes, is_durable=is_durable)
        for leftover in leftovers(path):  # nobody makes it anew while it can be opened
            remove_database(leftover)
        self._counters = Counters(self.database)
        self._options = read_keys, lock_seconds, tuning
        self.articles = SqliteArticles(self.database)
        self.postings = SqlitePostings(self.database, self.articles, self._counters, self.writing, read_keys, tuning)
        self.results = SqliteResults(self.database)
        self._noted: Witness | None = None  # what had been acknowledged when the last reading began
        if lost := self._lost():
            warnings.warn(f"{path}: {lost}", LostChangesWarning, stacklevel=4)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one moment, whatever others write meanwhile; within a transaction, the state of that transaction."""
        if self.database.is_in_transaction:
            yield
            return
        self._noted = self.database.companion.witness()  # first: what others add later is noted, and not seen
        with self.database.reading():
            try:
                yield
            finally:
                self._counters.end_transaction()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, and commit everything done within as a whole; roll back when an exception leaves."""
        try:
            with ExitStack() as publishing:
                with self.database.writing():
                    yield
                    witness = self._new_witness()
                    publishing.enter_context(self.postings.shared.publishing())
                if witness:
                    self.database.companion.note(witness)
                self.postings.committed()
        except BaseException:
            self.postings.rolled_back()
            raise
        finally:
            self._counters.end_transaction()

    def state(self) -> State:
        """The counters."""
        return self._counters.state()

    def set_state(self, state: State) -> None:
        """Write the counters."""
        self._counters.set_state(state)

    def metadata(self, name: str) -> bytes | None:
        """What is stored under a name."""
        rows = self.database.query("SELECT body FROM notes WHERE name = ?", (name.encode(),))
        return rows[0][0] if rows else None

    def metadata_range(self, first: str, end: str) -> Iterator[bytes]:
        """What is stored under the names from `first` up to `end`, in order of names."""
        query = "SELECT body FROM notes WHERE name >= ? AND name < ? ORDER BY name"
        yield from (body for (body,) in self.database.query(query, (first.encode(), end.encode())))

    def set_metadata(self, name: str, body: bytes) -> None:
        """Store bytes under a name, in place of what was there."""
        self.database.query("INSERT OR REPLACE INTO notes VALUES(?, ?)", (name.encode(), body))

    def delete_metadata(self, first: str, end: str) -> None:
        """Delete what is stored under the names from `first` up to `end`."""
        self.database.query("DELETE FROM notes WHERE name >= ? AND name < ?", (first.encode(), end.encode()))

    def integrity_errors(self) -> list[str]:
        """What SQLite itself finds wrong with the file, and what is missing of its log."""
        return [*self.database.integrity_errors(), *filter(None, [self._lost()])]

    def _new_witness(self) -> Witness | None:
        """What is to be noted when this transaction is committed; nothing if it adds and removes nothing."""
        before, changes = self._counters.changes()
        if before == changes:
            return None
        identity = self.database.identity()
        noted = self.database.companion.witness()
        if noted is None or noted.identity != identity:
            return Witness(identity, changes, 0)
        return Witness(identity, changes, noted.lost + max(0, noted.changes - before))

    def _lost(self) -> str | None:
        """How much of what was acknowledged is not there: the log ended before it should."""
        try:
            with self.reading():
                noted = self._noted
                identity, changes = self.database.identity(), self.state().changes
        except DamagedDataError:
            return None
        if noted is None:
            return None
        lost = noted.lost + max(0, noted.changes - changes)
        if noted.identity != identity or not lost:
            return None
        return (
            f"{lost + changes:,} additions and removals were acknowledged, {changes:,} are there: the log was damaged, "
            f"or an older copy put in its place; make the last {lost:,} again, then `rebuild`"
        )

    @contextmanager
    def replacement(self) -> Iterator[SqliteStore]:
        """An empty store that takes the place of everything here, in one step, when the block ends."""
        beside = Path(f"{self.database.path}{REBUILD_END}")
        self.database.query("PRAGMA locking_mode = EXCLUSIVE")
        try:
            with self.writing():
                pass
            remove_database(beside)
            read_keys, lock_seconds, tuning = self._options
            fresh = SqliteStore(
                beside,
                read_keys,
                lock_seconds=lock_seconds,
                is_durable=False,
                tuning=tuning,
                page_bytes=self.database.page_bytes(),
            )
            try:
                yield fresh
                fresh.database.connection.backup(self.database.connection)
                self.postings.shared.clear()
            finally:
                fresh.close()
                remove_database(beside)
        except sqlite3.Error as error:
            raise self.database.translated(error) from error
        finally:
            self.database.query("PRAGMA locking_mode = NORMAL")
            self.database.rows_as_far("SELECT * FROM state")  # only a read releases the lock

    def size_bytes(self) -> int:
        """Bytes on disk."""
        return self.database.size_bytes()

    def close(self) -> None:
        """Close the file."""
        self.database.close()
