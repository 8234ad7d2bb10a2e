"""One SQLite file in WAL mode: opening it, queries, transactions, and errors in our own terms.

A commit appends to the write-ahead log. What was committed survives the death of the process at any moment, and the
loss of power too if it is durable: a commit then waits for the disk (`synchronous = FULL`). Else a loss of power may
cost the last commits, but never breaks the file. Writers come in the order in which they asked (`companion.py`);
readers see the moment at which they began.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dedup.errors import DamagedDataError, DedupError, InputError, StorageError
from dedup.index.storage.sqlite.companion import Companion
from dedup.index.storage.sqlite.schema import APPLICATION_ID, LAYOUT_QUERY, PAGE_BYTES, SCHEMA, known_layouts

CACHE_KIB = 32 << 10
MAPPED_BYTES = 1 << 32  # of the file: reads need no system call
LOG_BYTES = 64 << 20  # of the write-ahead log that are kept for the next commits
VALUES_PER_QUERY = 500
IDENTITY_BYTES = 8
ERRORS = (sqlite3.Error, UnicodeDecodeError)  # the second where a message holds a damaged name
IDENTITY_NOTE = b"~identity"  # behind all names of metadata
COMPANION_END = "-witness"
SALVAGED_END = "-salvaged"


class Database:
    """An open index file, made where there is none; rows are bytes and numbers.

    `lock_seconds` is how long it waits for other writers, `is_durable` whether commits wait for the disk. Errors are
    StorageError, DamagedDataError, and InputError where the file is something else.
    """

    def __init__(
        self, path: Path, lock_seconds: float, page_bytes: int = PAGE_BYTES, *, is_durable: bool = True
    ) -> None:
        self.path = path
        self._is_durable = is_durable
        self._lock_seconds = lock_seconds
        self._page_bytes = page_bytes  # of a new file
        self.companion = Companion(Path(f"{path.absolute()}{COMPANION_END}"))
        finish_salvage(path)
        self._was_there = path.exists() and path.stat().st_size > 0
        try:
            # An absolute path is never taken for a URI, nor for the name of a database in memory.
            file = path.absolute()
            self.connection = sqlite3.connect(file, lock_seconds, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise self.translated(error) from error
        try:
            self._set_up()
        except BaseException:
            self.close()
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
                    self.query("INSERT INTO notes VALUES(?, ?)", (IDENTITY_NOTE, self._new_identity()))
        for pragma in (
            f"synchronous = {'FULL' if self._is_durable else 'NORMAL'}",
            "secure_delete = OFF",
            f"journal_size_limit = {LOG_BYTES}",
            f"cache_size = -{CACHE_KIB}",
            f"mmap_size = {MAPPED_BYTES}",
        ):
            self.query(f"PRAGMA {pragma}")

    def _new_identity(self) -> bytes:
        """The identity of a new index; that of the witness, where a log that held all of an old one was damaged."""
        noted = self.companion.witness()
        return noted.identity if noted and self._was_there else os.urandom(IDENTITY_BYTES)

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
        layout = frozenset(self.query(LAYOUT_QUERY))
        is_known = layout in known_layouts()
        if layout and not is_known and application != APPLICATION_ID:
            raise InputError(f"{self.path}: a database, but not an index that dedup made")
        if (layout or application == APPLICATION_ID) and not (is_known and application == APPLICATION_ID):
            raise DamagedDataError(f"{self.path}: its head is damaged, or of a later version; `rebuild` mends it")
        return is_known

    def translated(self, error: sqlite3.Error | UnicodeDecodeError) -> DedupError:
        """An error of SQLite as one of ours."""
        if isinstance(error, UnicodeDecodeError):
            return DamagedDataError(f"{self.path}: its schema is damaged; `rebuild` mends it")
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_TOOBIG:
                return InputError(f"{self.path}: an article of more than a thousand million bytes cannot be stored")
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
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
        except ERRORS as error:
            raise self.translated(error) from error

    def execute_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one statement for each row of values."""
        try:
            self.connection.executemany(statement, rows)
        except ERRORS as error:
            raise self.translated(error) from error

    def query_in(self, statement: str, values: Sequence[int] | Sequence[bytes]) -> list[tuple[Any, ...]]:
        """The rows of a statement that has `IN ({})`, for so many values at a time."""
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(values), VALUES_PER_QUERY):
            chunk = values[start : start + VALUES_PER_QUERY]
            rows += self.query(statement.format(", ".join("?" * len(chunk))), chunk)
        return rows

    def rows_as_far(self, statement: str) -> tuple[list[tuple[Any, ...]], bool]:
        """The rows of a statement up to the first that cannot be read, and whether there is none such."""
        rows: list[tuple[Any, ...]] = []
        try:
            rows.extend(self.connection.execute(statement))
        except ERRORS:
            return rows, False
        return rows, True

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
        """A transaction of the only writer, who waits for its turn; rolled back when an exception leaves the block."""
        with self.companion.turn(self._lock_seconds):
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

    def copy_to(self, path: Path) -> None:
        """Copy the file as it is now, its log included, page by page."""
        target = sqlite3.connect(path)
        try:
            self.connection.backup(target)
        except sqlite3.Error as error:
            raise self.translated(error) from error
        finally:
            target.close()

    def identity(self) -> bytes:
        """What tells this index from any other that was ever at its path."""
        rows = self.query("SELECT body FROM notes WHERE name = ?", (IDENTITY_NOTE,))
        return bytes(rows[0][0]) if rows and isinstance(rows[0][0], bytes) else b""

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
        self.companion.close()


def database_files(path: Path) -> list[Path]:
    """A database, what SQLite keeps beside it, and its companion."""
    return [Path(f"{path}{end}") for end in ("", "-wal", "-shm", "-journal", COMPANION_END)]


def remove_database(path: Path) -> None:
    """Delete a database and what is kept beside it."""
    for file in database_files(path):
        file.unlink(missing_ok=True)


def finish_salvage(path: Path) -> None:
    """Put a salvaged index in its place, if that was interrupted: its old log must never be read with the new file."""
    salvaged = Path(f"{path}{SALVAGED_END}")
    if not salvaged.exists():
        return
    try:
        for file in database_files(path)[1:]:
            file.unlink(missing_ok=True)
        salvaged.replace(path)
    except OSError as error:
        raise StorageError(f"{path}: what was salvaged cannot take its place: {error.strerror}") from error
