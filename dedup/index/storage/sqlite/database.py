"""One SQLite file in WAL mode: opening it, queries, transactions, and errors in our own terms.

A commit appends to the write-ahead log. `synchronous = NORMAL` does not wait for the disk, so what was committed
survives the death of the process at any moment; a power cut may cost the last commits but never breaks the file.
Writers take turns (`BEGIN IMMEDIATE`); readers see the moment at which they began.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dedup.errors import DamagedDataError, DedupError, InputError, StorageError
from dedup.index.storage.sqlite.schema import APPLICATION_ID, SCHEMA

PAGE_BYTES = 16384  # of a new file: a commit writes whole pages, and large ones in fewer calls
CACHE_KIB = 32 << 10
MAPPED_BYTES = 1 << 32  # of the file: reads need no system call
LOG_BYTES = 64 << 20  # of the write-ahead log that are kept for the next commits
VALUES_PER_QUERY = 500


class Database:
    """An open index file, made where there is none; rows are bytes and numbers.

    `lock_seconds` is how long it waits for other writers. Errors are StorageError, DamagedDataError, and InputError
    where the file is something else.
    """

    def __init__(self, path: Path, lock_seconds: float, page_bytes: int = PAGE_BYTES) -> None:
        self.path = path
        self._lock_seconds = lock_seconds
        self._page_bytes = page_bytes  # of a new file
        try:
            # An absolute path is never taken for a URI, nor for the name of a database in memory.
            self.connection = sqlite3.connect(
                path.absolute(), lock_seconds, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self.translated(error) from error
        try:
            self._set_up()
        except BaseException:
            self.connection.close()
            raise

    def _set_up(self) -> None:
        self.connection.text_factory = bytes  # a text whose type was damaged is still no reason to fail
        if not self._is_index():
            self.query(f"PRAGMA page_size = {self._page_bytes}")
            self._enter_wal()
            with self.writing():
                if not self._is_index():  # no other process was faster
                    for statement in SCHEMA:
                        self.query(statement)
        for pragma in (
            "synchronous = NORMAL",
            "secure_delete = OFF",
            f"journal_size_limit = {LOG_BYTES}",
            f"cache_size = -{CACHE_KIB}",
            f"mmap_size = {MAPPED_BYTES}",
        ):
            self.query(f"PRAGMA {pragma}")

    def _enter_wal(self) -> None:
        """Switch to WAL mode: SQLite does not wait when another process does the same, so this does."""
        end = time.monotonic() + self._lock_seconds
        while True:
            try:
                self.query("PRAGMA journal_mode = WAL")
                return
            except StorageError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)

    def _is_index(self) -> bool:
        """Whether there is an index in the file; InputError where there is something else."""
        ((application,),) = self.query("PRAGMA application_id")
        ((tables,),) = self.query("SELECT count(*) FROM sqlite_master")
        if application != APPLICATION_ID and tables:
            raise InputError(f"{self.path}: a database, but not an index that dedup made")
        return bool(application == APPLICATION_ID)

    def translated(self, error: sqlite3.Error) -> DedupError:
        """An error of SQLite as one of ours."""
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_TOOBIG:
                return DamagedDataError(f"{self.path}: {error}; `check` names what is damaged, `rebuild` mends it")
            case sqlite3.SQLITE_FULL:
                return StorageError(f"{self.path}: the disk is full; nothing is lost, make room to go on")
            case sqlite3.SQLITE_BUSY:
                waited = f"{self._lock_seconds:.0f} seconds"
                return StorageError(f"{self.path}: another process has been writing for {waited}")
            case _:
                return StorageError(f"{self.path}: {error}")

    def query(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Execute one statement; its rows."""
        try:
            return self.connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self.translated(error) from error

    def execute_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one statement for each row of values."""
        try:
            self.connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self.translated(error) from error

    def query_in(self, statement: str, values: Sequence[int] | Sequence[bytes]) -> list[tuple[Any, ...]]:
        """The rows of a statement that has `IN ({})`, for so many values at a time."""
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(values), VALUES_PER_QUERY):
            chunk = values[start : start + VALUES_PER_QUERY]
            rows += self.query(statement.format(", ".join("?" * len(chunk))), chunk)
        return rows

    def readable_rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement up to the first that cannot be read."""
        try:
            yield from self.connection.execute(statement)
        except sqlite3.Error:
            return

    @property
    def is_in_transaction(self) -> bool:
        """Whether a transaction is under way."""
        return self.connection.in_transaction

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment of the database; within a transaction, the state of that transaction."""
        if self.connection.in_transaction:
            yield
            return
        self.query("BEGIN")
        try:
            yield
        finally:
            self.connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction of the only writer; rolled back when an exception leaves the block."""
        self.query("BEGIN IMMEDIATE")
        try:
            yield
            self.query("COMMIT")
        except BaseException:
            self.connection.rollback()
            raise

    def page_bytes(self) -> int:
        """The page size of the file: a file that takes its place must have the same."""
        ((page_bytes,),) = self.query("PRAGMA page_size")
        return int(page_bytes)

    def integrity_errors(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        try:
            return [line for (row,) in self.query("PRAGMA integrity_check") if (line := row.decode()) != "ok"]
        except DedupError as error:
            return [str(error)]

    def size_bytes(self) -> int:
        """Bytes of the file and of what SQLite keeps beside it."""
        return sum(path.stat().st_size for path in database_files(self.path) if path.exists())

    def close(self) -> None:
        """Close the file; the last process to close it folds the log into it."""
        self.connection.close()


def database_files(path: Path) -> list[Path]:
    """A database and what SQLite keeps beside it."""
    return [Path(f"{path}{end}") for end in ("", "-wal", "-shm")]


def remove_database(path: Path) -> None:
    """Delete a database and what SQLite keeps beside it."""
    for file in database_files(path):
        file.unlink(missing_ok=True)
