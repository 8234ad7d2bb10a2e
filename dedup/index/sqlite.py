"""The store in one SQLite file, in WAL mode.

A commit appends to the write-ahead log; `synchronous=NORMAL` does not wait for the disk, so what was committed survives
the death of the process at any moment, and a power cut may cost the last commits but never breaks the file. Writers
take turns by `BEGIN IMMEDIATE`; readers see the moment at which they began.

The schema, in the order in which a row is written:

    articles   a row an article; numbers are never given twice
    runs       what each run of postings is
    buckets    the postings of run r, bucket b under r << 32 | b: rows are only ever added behind the last
    matches    what was found when the newer of two articles came
    groups     which article is in which cluster and story
    stories    what is known of a story beside its articles
    notes      what the index was built with; what all articles taught
    state      one row of counters
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import astuple, fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from dedup.errors import DamagedDataError, InputError, StorageError
from dedup.index.store import Found, Grouping, Record, Run, State

APPLICATION = 0x64656475  # "dedu": what a file says it is
WAIT_SECONDS = 120.0  # for other writers: the longest merge of ten million articles takes less
CACHE_KIB = 32 << 10
MAPPED_BYTES = 1 << 32  # of the file: reads need no call of the system
FULL, READ_ONLY = "SQLITE_FULL", "SQLITE_READONLY"
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
AT_ONCE = 500  # values of one question

SCHEMA = f"""
CREATE TABLE articles(number INTEGER PRIMARY KEY, id BLOB NOT NULL, address BLOB, moment INTEGER NOT NULL,
    body BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE UNIQUE INDEX articles_id ON articles(id);
CREATE INDEX articles_address ON articles(address) WHERE address IS NOT NULL;
CREATE INDEX articles_moment ON articles(moment);
CREATE TABLE runs(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, number_bits INTEGER NOT NULL,
    bucket_bits INTEGER NOT NULL, entries INTEGER NOT NULL);
CREATE TABLE buckets(place INTEGER PRIMARY KEY, entries BLOB NOT NULL);
CREATE TABLE matches(newer INTEGER, older INTEGER, body BLOB NOT NULL, PRIMARY KEY(newer, older)) WITHOUT ROWID;
CREATE TABLE groups(grouping TEXT, number INTEGER, "group" INTEGER NOT NULL, PRIMARY KEY(grouping, number))
    WITHOUT ROWID;
CREATE INDEX groups_members ON groups(grouping, "group");
CREATE TABLE stories(story INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE notes(name TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE state({", ".join(f"{field.name} INTEGER NOT NULL" for field in fields(State))});
INSERT INTO state VALUES({", ".join(str(value) for value in astuple(State()))});
PRAGMA application_id = {APPLICATION};
"""


RECORD = attrgetter(*(field.name for field in fields(Record)))
FOUND = attrgetter(*(field.name for field in fields(Found)))


class SqliteStore:
    """A `Store` in a file; made where there is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            self._db = sqlite3.connect(path, WAIT_SECONDS, isolation_level=None, check_same_thread=False)
            try:
                self._set_up()
            except BaseException:
                self._db.close()
                raise

    def _set_up(self) -> None:
        run = self._db.execute
        if not self._is_ours():
            run("PRAGMA auto_vacuum = NONE")
            run("PRAGMA journal_mode = WAL")
            with self.writing():
                if not self._is_ours():  # nobody was faster
                    for statement in SCHEMA.split(";"):
                        run(statement)
        run("PRAGMA synchronous = NORMAL")
        run("PRAGMA secure_delete = OFF")
        run(f"PRAGMA cache_size = -{CACHE_KIB}")
        run(f"PRAGMA mmap_size = {MAPPED_BYTES}")

    def _is_ours(self) -> bool:
        """Whether there is an index in the file; InputError where there is something else."""
        (application,) = self._db.execute("PRAGMA application_id").fetchone()
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application != APPLICATION and tables:
            raise InputError(f"{self.path}: a database, but not an index that dedup made")
        return bool(application == APPLICATION)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn errors of SQLite into ours."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "") or ""
            if name.startswith(DAMAGED):
                raise DamagedDataError(f"{self.path}: {error}; see `check` and `rebuild`") from error
            if name.startswith(FULL):
                raise StorageError(f"{self.path}: the disk is full; nothing is lost, make room to go on") from error
            if name.startswith(READ_ONLY):
                raise StorageError(f"{self.path}: cannot be written") from error
            raise StorageError(f"{self.path}: {error}") from error

    @contextmanager
    def _step(self, begin: str) -> Iterator[None]:
        with self._told():
            self._db.execute(begin)
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def reading(self) -> AbstractContextManager[None]:
        """See one moment, whatever others write meanwhile."""
        return self._step("BEGIN")

    def writing(self) -> AbstractContextManager[None]:
        """Do everything within as one step, alone; nothing of it where an exception leaves."""
        return self._step("BEGIN IMMEDIATE")

    def state(self) -> State:
        """The counters."""
        return State(*self._db.execute("SELECT * FROM state").fetchone())

    def set_state(self, state: State) -> None:
        """Write the counters."""
        names = ", ".join(f"{field.name} = ?" for field in fields(State))
        self._db.execute(f"UPDATE state SET {names}", astuple(state))  # noqa: S608 - names of our own

    def insert(self, records: Sequence[Record]) -> None:
        """Keep new articles."""
        self._db.executemany("INSERT INTO articles VALUES(?, ?, ?, ?, ?, ?)", map(RECORD, records))

    def delete(self, numbers: Sequence[int]) -> None:
        """Forget articles, the groups they are in, and the matches found when they came."""
        rows = [(number,) for number in numbers]
        self._db.executemany("DELETE FROM articles WHERE number = ?", rows)
        self._db.executemany("DELETE FROM matches WHERE newer = ?", rows)
        for grouping in Grouping:
            keys = [(grouping.value, number) for number in numbers]
            self._db.executemany("DELETE FROM groups WHERE grouping = ? AND number = ?", keys)

    def records(self, numbers: Sequence[int]) -> list[Record]:
        """The articles of these numbers, as far as they are there, in order of number."""
        rows = self._among("SELECT * FROM articles WHERE number IN ({}) ORDER BY number", sorted(numbers))
        return [Record(*row) for row in rows]

    def records_from(self, number: int, most: int) -> list[Record]:
        """So many articles from a number on, in order."""
        rows = self._db.execute("SELECT * FROM articles WHERE number >= ? ORDER BY number LIMIT ?", (number, most))
        return [Record(*row) for row in rows]

    def numbers(self) -> list[int]:
        """The numbers of all articles, in order."""
        return [number for (number,) in self._db.execute("SELECT number FROM articles ORDER BY number")]

    def ids(self) -> Iterator[tuple[int, bytes]]:
        """The number and id of every article."""
        return iter(self._db.execute("SELECT number, id FROM articles").fetchall())

    def numbers_of(self, ids: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of those ids that are there."""
        return dict(self._among("SELECT id, number FROM articles WHERE id IN ({})", ids))

    def number_at(self, address: bytes) -> int | None:
        """The newest article of an address."""
        row = self._db.execute("SELECT max(number) FROM articles WHERE address = ?", (address,)).fetchone()
        return row[0] if row else None

    def numbers_before(self, moment: int) -> list[int]:
        """The articles of before a moment."""
        rows = self._db.execute("SELECT number FROM articles WHERE moment < ? ORDER BY number", (moment,))
        return [number for (number,) in rows]

    def runs(self) -> list[Run]:
        """All runs, the one of the oldest articles first."""
        return [Run(*row) for row in self._db.execute("SELECT * FROM runs ORDER BY first, id")]

    def write_run(self, run: Run, buckets: Iterable[bytes]) -> None:
        """Keep a new run, given bucket by bucket."""
        self._db.execute("INSERT INTO runs VALUES(?, ?, ?, ?, ?)", astuple(run))
        self._db.executemany("INSERT INTO buckets VALUES(?, ?)", enumerate(buckets, run.id << 32))

    def drop_runs(self, runs: Sequence[Run]) -> None:
        """Forget runs."""
        self._db.executemany("DELETE FROM runs WHERE id = ?", [(run.id,) for run in runs])
        places = [(run.id << 32, run.id + 1 << 32) for run in runs]
        self._db.executemany("DELETE FROM buckets WHERE place >= ? AND place < ?", places)

    def buckets(self, run: Run, places: Sequence[int]) -> list[bytes]:
        """Some buckets of a run, in order of place; `places` rise."""
        start = run.id << 32
        asked = [start | place for place in places]
        rows = self._among("SELECT entries FROM buckets WHERE place IN ({}) ORDER BY place", asked)
        return [entries for (entries,) in rows]

    def bucket_range(self, run: Run, start: int, end: int) -> list[bytes]:
        """The buckets of a run from one place up to another."""
        first = run.id << 32
        rows = self._db.execute(
            "SELECT entries FROM buckets WHERE place >= ? AND place < ? ORDER BY place", (first + start, first + end)
        )
        return [entries for (entries,) in rows]

    def insert_matches(self, found: Iterable[Found]) -> None:
        """Keep matches."""
        self._db.executemany("INSERT OR REPLACE INTO matches VALUES(?, ?, ?)", map(FOUND, found))

    def matches(self, since: int = 0) -> Iterator[Found]:
        """All matches that were found when an article came, from a number on."""
        rows = self._db.execute("SELECT * FROM matches WHERE newer >= ? ORDER BY newer, older", (since,))
        return (Found(*row) for row in rows)

    def matches_of(self, newer: Sequence[int]) -> list[Found]:
        """The matches that were found when some articles came."""
        return [Found(*row) for row in self._among("SELECT * FROM matches WHERE newer IN ({})", newer)]

    def delete_matches(self, before: int) -> None:
        """Forget what was found when the articles before a number came."""
        self._db.execute("DELETE FROM matches WHERE newer < ?", (before,))

    def groups_of(self, grouping: Grouping, numbers: Sequence[int]) -> dict[int, int]:
        """The group of each article that is in one."""
        question = f"""SELECT number, "group" FROM groups WHERE grouping = '{grouping.value}' AND number IN ({{}})"""  # noqa: S608 - one of our own names
        return dict(self._among(question, numbers))

    def members(self, grouping: Grouping, group: int) -> list[int]:
        """The articles of one group, in order."""
        rows = self._db.execute(
            'SELECT number FROM groups WHERE grouping = ? AND "group" = ? ORDER BY number', (grouping.value, group)
        )
        return [number for (number,) in rows]

    def groups(self, grouping: Grouping) -> dict[int, list[int]]:
        """All groups with their articles, in order."""
        found: dict[int, list[int]] = {}
        rows = self._db.execute(
            'SELECT "group", number FROM groups WHERE grouping = ? ORDER BY "group", number', (grouping.value,)
        )
        for group, number in rows:
            found.setdefault(group, []).append(number)
        return found

    def set_groups(self, grouping: Grouping, groups: Mapping[int, int]) -> None:
        """Put articles into groups."""
        rows = [(grouping.value, number, group) for number, group in groups.items()]
        self._db.executemany("INSERT OR REPLACE INTO groups VALUES(?, ?, ?)", rows)

    def clear_groups(self, grouping: Grouping) -> None:
        """Forget all groups."""
        self._db.execute("DELETE FROM groups WHERE grouping = ?", (grouping.value,))

    def set_stories(self, stories: Mapping[int, bytes]) -> None:
        """Keep what is known of each story beside its articles, in place of all that was known."""
        self._db.execute("DELETE FROM stories")
        self._db.executemany("INSERT INTO stories VALUES(?, ?)", stories.items())

    def stories(self) -> dict[int, bytes]:
        """What is known of each story."""
        return dict(self._db.execute("SELECT story, body FROM stories").fetchall())

    def note(self, name: str) -> bytes | None:
        """What was noted under a name."""
        row = self._db.execute("SELECT body FROM notes WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_note(self, name: str, body: bytes) -> None:
        """Note something, in place of what was noted before."""
        self._db.execute("INSERT OR REPLACE INTO notes VALUES(?, ?)", (name, body))

    def size_bytes(self) -> int:
        """What all of it takes on disk."""
        beside = [Path(f"{self.path}{end}") for end in ("", "-wal", "-shm")]
        return sum(path.stat().st_size for path in beside if path.exists())

    def close(self) -> None:
        """Let go of it; who closes last folds the log into the file."""
        with self._told():
            self._db.close()

    def _among(self, question: str, values: Sequence[int] | Sequence[bytes]) -> list[tuple[Any, ...]]:
        """Ask for so many values at a time."""
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(values), AT_ONCE):
            asked = values[start : start + AT_ONCE]
            rows += self._db.execute(question.format(", ".join("?" * len(asked))), asked)
        return rows
