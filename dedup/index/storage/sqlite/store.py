"""The store in one SQLite file, in WAL mode.

A commit appends to the write-ahead log; `synchronous=NORMAL` does not wait for the disk, so what was committed survives
the death of the process at any moment, and a power cut may cost the last commits but never breaks the file. Writers
take turns by `BEGIN IMMEDIATE`; readers see the moment at which they began.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from dedup.errors import DamagedDataError, DedupError, InputError, StorageError
from dedup.index.checksums import checksum_of
from dedup.index.storage.protocols import GroupKind, MatchRow, Record, RecoveredRow, Segment, State
from dedup.index.storage.sqlite.schema import APPLICATION_ID, SCHEMA, STATE_COLUMNS

LOCK_SECONDS = 120.0  # for other writers: the longest merge of ten million articles takes less
PAGE_BYTES = 16384  # of a new file: a commit writes whole pages, and large ones in fewer calls
CACHE_KIB = 32 << 10
MAPPED_BYTES = 1 << 32  # of the file: reads need no call of the system
LOG_BYTES = 64 << 20  # of the write-ahead log that are kept for the next commits
VALUES_PER_QUERY = 500  # values of one question

RECORD = attrgetter(*(field.name for field in fields(Record)))
FOUND = attrgetter(*(field.name for field in fields(MatchRow)))
KINDS = {grouping: kind for kind, grouping in enumerate(GroupKind)}


# Ways to come across the articles: what one cannot reach, because a page is damaged, another may.
RECOVERY_QUERIES = (
    "SELECT number, id FROM articles NOT INDEXED ORDER BY number",
    "SELECT number, id FROM articles NOT INDEXED ORDER BY number DESC",
    "SELECT number, id FROM articles INDEXED BY articles_id ORDER BY id",
    "SELECT number, id FROM articles INDEXED BY articles_id ORDER BY id DESC",
)


class SqliteStore:
    """A `Store` in a file; made where there is none."""

    def __init__(self, path: Path, page_bytes: int = PAGE_BYTES) -> None:
        self.path = path
        self._page_bytes = page_bytes  # where it is made
        try:
            self._db = sqlite3.connect(path, LOCK_SECONDS, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._translated(error) from error
        try:
            self._set_up()
        except BaseException:
            self._db.close()
            raise

    def _set_up(self) -> None:
        self._db.text_factory = bytes  # a text whose kind was damaged is still no reason to fail
        if not self._is_ours():
            self._query(f"PRAGMA page_size = {self._page_bytes}")
            self._enter_wal()
            with self.writing():
                if not self._is_ours():  # nobody was faster
                    for statement in SCHEMA:
                        self._query(statement)
        for setting in (
            "synchronous = NORMAL",
            "secure_delete = OFF",
            f"journal_size_limit = {LOG_BYTES}",
            f"cache_size = -{CACHE_KIB}",
            f"mmap_size = {MAPPED_BYTES}",
        ):
            self._query(f"PRAGMA {setting}")

    def _enter_wal(self) -> None:
        """Switch to WAL mode: SQLite does not wait when another process does the same, so we do."""
        end = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                self._query("PRAGMA journal_mode = WAL")
                return
            except StorageError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)

    def _is_ours(self) -> bool:
        """Whether there is an index in the file; InputError where there is something else."""
        ((application,),) = self._query("PRAGMA application_id")
        ((tables,),) = self._query("SELECT count(*) FROM sqlite_master")
        if application != APPLICATION_ID and tables:
            raise InputError(f"{self.path}: a database, but not an index that dedup made")
        return bool(application == APPLICATION_ID)

    def _translated(self, error: sqlite3.Error) -> DedupError:
        """An error of SQLite as one of ours."""
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_TOOBIG:
                return DamagedDataError(f"{self.path}: {error}; `check` tells what is damaged, `rebuild` mends it")
            case sqlite3.SQLITE_FULL:
                return StorageError(f"{self.path}: the disk is full; nothing is lost, make room to go on")
            case sqlite3.SQLITE_BUSY:
                return StorageError(f"{self.path}: another process has been writing for {LOCK_SECONDS:.0f} seconds")
            case _:
                return StorageError(f"{self.path}: {error}")

    def _query(self, question: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(question, values).fetchall()
        except sqlite3.Error as error:
            raise self._translated(error) from error

    def _execute_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._db.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._translated(error) from error

    def _query_in(self, question: str, values: Sequence[int] | Sequence[bytes]) -> list[tuple[Any, ...]]:
        """Ask for so many values at a time."""
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(values), VALUES_PER_QUERY):
            asked = values[start : start + VALUES_PER_QUERY]
            rows += self._query(question.format(", ".join("?" * len(asked))), asked)
        return rows

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one moment, whatever others write meanwhile; within a step, the moment of that step."""
        if self._db.in_transaction:
            yield
            return
        self._query("BEGIN")
        try:
            yield
        finally:
            self._db.rollback()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Do everything within as one step, alone; nothing of it where an exception leaves."""
        self._query("BEGIN IMMEDIATE")
        try:
            yield
            self._query("COMMIT")
        except BaseException:
            self._db.rollback()
            raise

    def state(self) -> State:
        """The counters."""
        rows = self._query("SELECT * FROM state")
        if len(rows) != 1 or checksum_of(rows[0][:-1]) != rows[0][-1]:
            raise DamagedDataError(f"{self.path}: the counters are damaged; `rebuild` counts again")
        return State(*rows[0][:-1])

    def set_state(self, state: State) -> None:
        """Write the counters."""
        values = astuple(state)
        names = ", ".join(f"{name} = ?" for name in (*STATE_COLUMNS, "checksum"))
        self._query(f"UPDATE state SET {names}", (*values, checksum_of(values)))  # noqa: S608 - names of our own

    def insert(self, records: Sequence[Record]) -> None:
        """Keep new articles."""
        self._execute_many("INSERT INTO articles VALUES(?, ?, ?, ?, ?, ?)", map(RECORD, records))

    def delete(self, numbers: Sequence[int]) -> None:
        """Forget articles, the groups they are in, and the matches found when they came."""
        rows = [(number,) for number in numbers]
        self._execute_many("DELETE FROM articles WHERE number = ?", rows)
        self._execute_many("DELETE FROM matches WHERE newer = ?", rows)
        for kind in KINDS.values():
            self._execute_many(
                "DELETE FROM groups WHERE kind = ? AND number = ?", [(kind, number) for number in numbers]
            )

    def records(self, numbers: Sequence[int]) -> list[Record]:
        """The articles of these numbers, as far as they are there, in order of number."""
        rows = self._query_in("SELECT * FROM articles WHERE number IN ({}) ORDER BY number", sorted(numbers))
        return [Record(*row) for row in rows]

    def records_from(self, number: int, most: int) -> list[Record]:
        """So many articles from a number on, in order."""
        rows = self._query("SELECT * FROM articles WHERE number >= ? ORDER BY number LIMIT ?", (number, most))
        return [Record(*row) for row in rows]

    def numbers(self) -> list[int]:
        """The numbers of all articles, in order."""
        return [number for (number,) in self._query("SELECT number FROM articles ORDER BY number")]

    def ids(self) -> list[tuple[int, bytes]]:
        """The number and id of every article."""
        return self._query("SELECT number, id FROM articles")

    def existing(self, numbers: Sequence[int]) -> set[int]:
        """Those of some numbers whose articles are there."""
        return {number for (number,) in self._query_in("SELECT number FROM articles WHERE number IN ({})", numbers)}

    def numbers_of(self, ids: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of those ids that are there."""
        return dict(self._query_in("SELECT id, number FROM articles WHERE id IN ({})", ids))

    def newest_at_url(self, address: bytes) -> int | None:
        """The newest article of an address."""
        ((number,),) = self._query("SELECT max(number) FROM articles WHERE address = ?", (address,))
        return None if number is None else int(number)

    def numbers_before(self, moment: int) -> list[int]:
        """The articles of before a moment."""
        return [number for (number,) in self._query("SELECT number FROM articles WHERE moment < ?", (moment,))]

    def segments(self) -> list[Segment]:
        """All runs, the one of the oldest articles first."""
        return [Segment(*row) for row in self._query("SELECT * FROM runs ORDER BY first, id")]

    def write_segment(self, run: Segment, buckets: Iterable[bytes]) -> None:
        """Keep a new run, given bucket by bucket."""
        self._query("INSERT INTO runs VALUES(?, ?, ?, ?, ?)", astuple(run))
        self._execute_many("INSERT INTO buckets VALUES(?, ?)", enumerate(buckets, run.id << 32))

    def drop_segments(self, runs: Sequence[Segment]) -> None:
        """Forget runs."""
        self._execute_many("DELETE FROM runs WHERE id = ?", [(run.id,) for run in runs])
        places = [(run.id << 32, run.id + 1 << 32) for run in runs]
        self._execute_many("DELETE FROM buckets WHERE place >= ? AND place < ?", places)

    def buckets(self, run: Segment, places: Sequence[int]) -> list[bytes]:
        """Some buckets of a run, in order of place; `places` rise."""
        start = run.id << 32
        asked = [start | place for place in places]
        rows = self._query_in("SELECT entries FROM buckets WHERE place IN ({}) ORDER BY place", asked)
        return self._blobs(rows)

    def bucket_range(self, run: Segment, start: int, end: int) -> list[bytes]:
        """The buckets of a run from one place up to another."""
        first = run.id << 32
        question = "SELECT entries FROM buckets WHERE place >= ? AND place < ? ORDER BY place"
        return self._blobs(self._query(question, (first + start, first + end)))

    def _blobs(self, rows: list[tuple[Any, ...]]) -> list[bytes]:
        found = [entries for (entries,) in rows]
        if not set(map(type, found)) <= {bytes}:
            raise DamagedDataError(f"{self.path}: postings are damaged; `rebuild` computes them again")
        return found

    def insert_matches(self, found: Iterable[MatchRow]) -> None:
        """Keep matches."""
        self._execute_many("INSERT OR REPLACE INTO matches VALUES(?, ?, ?)", map(FOUND, found))

    def matches(self, since: int = 0) -> list[MatchRow]:
        """All matches that were found when an article came, from a number on."""
        rows = self._query("SELECT * FROM matches WHERE newer >= ? ORDER BY newer, older", (since,))
        return [MatchRow(*row) for row in rows]

    def matches_of(self, newer: Sequence[int]) -> list[MatchRow]:
        """The matches that were found when some articles came."""
        return [MatchRow(*row) for row in self._query_in("SELECT * FROM matches WHERE newer IN ({})", newer)]

    def delete_matches(self, before: int) -> None:
        """Forget what was found when the articles before a number came."""
        self._query("DELETE FROM matches WHERE newer < ?", (before,))

    def groups_of(self, grouping: GroupKind, numbers: Sequence[int]) -> dict[int, int]:
        """The group of each article that is in one."""
        question = f'SELECT number, "group" FROM groups WHERE kind = {KINDS[grouping]} AND number IN ({{}})'  # noqa: S608 - a number of our own
        return dict(self._query_in(question, numbers))

    def members(self, grouping: GroupKind, group: int) -> list[int]:
        """The articles of one group, in order."""
        question = 'SELECT number FROM groups WHERE kind = ? AND "group" = ? ORDER BY number'
        return [number for (number,) in self._query(question, (KINDS[grouping], group))]

    def groups(self, grouping: GroupKind) -> dict[int, list[int]]:
        """All groups with their articles, in order."""
        found: dict[int, list[int]] = {}
        question = 'SELECT "group", number FROM groups WHERE kind = ? ORDER BY "group", number'
        for group, number in self._query(question, (KINDS[grouping],)):
            found.setdefault(group, []).append(number)
        return found

    def set_groups(self, grouping: GroupKind, groups: Mapping[int, int]) -> None:
        """Put articles into groups."""
        rows = [(KINDS[grouping], number, group) for number, group in groups.items()]
        self._execute_many("INSERT OR REPLACE INTO groups VALUES(?, ?, ?)", rows)

    def clear_groups(self, grouping: GroupKind) -> None:
        """Forget all groups."""
        self._query("DELETE FROM groups WHERE kind = ?", (KINDS[grouping],))

    def set_stories(self, stories: Mapping[int, bytes]) -> None:
        """Keep what is known of each story beside its articles, in place of all that was known."""
        self._query("DELETE FROM stories")
        self._execute_many("INSERT INTO stories VALUES(?, ?)", stories.items())

    def stories(self) -> dict[int, bytes]:
        """What is known of each story."""
        return dict(self._query("SELECT story, body FROM stories"))

    def delete_stories(self, stories: Iterable[int]) -> None:
        """Forget what was known of some stories beside their articles."""
        self._execute_many("DELETE FROM stories WHERE story = ?", [(story,) for story in stories])

    def metadata(self, name: str) -> bytes | None:
        """What was noted under a name."""
        rows = self._query("SELECT body FROM notes WHERE name = ?", (name.encode(),))
        return rows[0][0] if rows else None

    def metadata_range(self, first: str, end: str) -> Iterator[bytes]:
        """What was noted under the names from one up to another, in their order."""
        question = "SELECT body FROM notes WHERE name >= ? AND name < ? ORDER BY name"
        yield from (body for (body,) in self._query(question, (first.encode(), end.encode())))

    def delete_metadata(self, first: str, end: str) -> None:
        """Forget what was noted under the names from one up to another."""
        self._query("DELETE FROM notes WHERE name >= ? AND name < ?", (first.encode(), end.encode()))

    def set_metadata(self, name: str, body: bytes) -> None:
        """Note something, in place of what was noted before."""
        self._query("INSERT OR REPLACE INTO notes VALUES(?, ?)", (name.encode(), body))

    def recover(self) -> Iterator[RecoveredRow]:
        """Whatever can be read of the articles, in order of number, in spite of damage."""
        ids: dict[int, bytes | None] = {}
        for question in RECOVERY_QUERIES:
            for number, name in self._readable_rows(question):
                ids[number] = ids.get(number) or (name if isinstance(name, bytes) else None)
        numbers = sorted(ids)
        for start in range(0, len(numbers), VALUES_PER_QUERY):
            chunk = numbers[start : start + VALUES_PER_QUERY]
            found = {record.number: record for record in self._readable_records(chunk)}
            yield from (RecoveredRow(number, ids[number], found.get(number)) for number in chunk)

    def _readable_rows(self, question: str) -> Iterator[tuple[Any, ...]]:
        """Rows as far as they can be read."""
        try:
            yield from self._db.execute(question)
        except sqlite3.Error:
            return

    def _readable_records(self, numbers: list[int]) -> list[Record]:
        try:
            return self.records(numbers)
        except DedupError:
            if len(numbers) == 1:
                return []
            middle = len(numbers) // 2
            return self._readable_records(numbers[:middle]) + self._readable_records(numbers[middle:])

    def integrity_errors(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        try:
            return [line for (row,) in self._query("PRAGMA integrity_check") if (line := row.decode()) != "ok"]
        except DedupError as error:
            return [str(error)]

    @contextmanager
    def replacement(self) -> Iterator[SqliteStore]:
        """An empty store that takes the place of all that is here, in one step, when everything within is done."""
        beside = Path(f"{self.path}-rebuild")
        self._query("PRAGMA locking_mode = EXCLUSIVE")
        try:
            with self.writing():
                pass
            _remove(beside)
            fresh = SqliteStore(beside, self._own_page_bytes())
            try:
                yield fresh
                fresh._db.backup(self._db)
            finally:
                fresh.close()
                _remove(beside)
        except sqlite3.Error as error:
            raise self._translated(error) from error
        finally:
            self._query("PRAGMA locking_mode = NORMAL")
            list(self._readable_rows("SELECT * FROM state"))  # only a read gives the lock back

    def _own_page_bytes(self) -> int:
        """What a file that is put in this one's place must have, too."""
        ((page_bytes,),) = self._query("PRAGMA page_size")
        return int(page_bytes)

    def size_bytes(self) -> int:
        """What all of it takes on disk."""
        return sum(path.stat().st_size for path in _files(self.path) if path.exists())

    def close(self) -> None:
        """Let go of it; who closes last folds the log into the file."""
        self._db.close()


def _files(path: Path) -> list[Path]:
    """A database and what SQLite keeps beside it."""
    return [Path(f"{path}{end}") for end in ("", "-wal", "-shm")]


def _remove(path: Path) -> None:
    for file in _files(path):
        file.unlink(missing_ok=True)
