"""One connection to PostgreSQL: opening it, queries, transactions, and errors in our own terms.

Writers take turns by an advisory lock of the transaction, so numbers are given in the order of commits; readers see the
moment at which they began. Every open store holds a shared lock of its session: whoever has none beside him may replace
the tables. A connection that was lost is made anew when it is next needed: what was under way is rolled back by the
server, and a StorageError says so.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import numpy as np
from numpy.typing import NDArray

from dedup.errors import DedupError, InputError, MissingExtraError, StorageError
from dedup.index.storage.postgresql.schema import MARK, MARK_OF_ANY_FORMAT, TABLES

try:
    import psycopg
    from psycopg import sql
    from psycopg.adapt import Dumper
    from psycopg.pq import Format
except ImportError as missing:
    raise MissingExtraError("PostgreSQL needs psycopg: pip install 'newsdedup[postgres]'") from missing

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # it would write of a lost connection, as an error does
_BIGINT, _BIGINT_ARRAY = 20, 1016  # PostgreSQL's numbers of the types
DEFAULT_SCHEMA = "dedup"
CONNECT_SECONDS = 10
WRITING, OPEN = 1, 2  # the locks: of the writer, and of everyone who has the store open
SESSION = (
    "SET jit = off",  # it compiles look-ups of many keys for longer than they take
    "SET enable_seqscan = off",  # a fresh table has no statistics; every question has an index, but for `check`
)


class Bigints:
    """An array of numbers as a parameter: packed by numpy, for psycopg takes 3 us a number of a list."""

    def __init__(self, numbers: NDArray[np.int64]) -> None:
        items = np.empty(len(numbers), [("size", ">i4"), ("number", ">i8")])
        items["size"], items["number"] = 8, numbers
        head = (1, 0, _BIGINT, len(numbers), 1) if len(numbers) else (0, 0, _BIGINT)  # of one dimension, or of none
        self.packed = np.array(head, ">i4").tobytes() + items.tobytes()


class _BigintsDumper(Dumper):
    format = Format.BINARY
    oid = _BIGINT_ARRAY

    def dump(self, obj: Bigints) -> bytes:
        """The binary form of the array."""
        return obj.packed


class Place(NamedTuple):
    """Where an index is: the connection as psycopg takes it, the schema, and a name to show, without a password."""

    connection: str
    schema: str
    name: str


def read_place(url: str) -> Place:
    """The place that a URL names; `?schema=NAME` is one of several indexes in a database.

    >>> read_place("postgresql://me:secret@db/news?schema=wire")
    Place(connection='postgresql://me:secret@db/news', schema='wire', name='postgresql://me@db/news?schema=wire')
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise InputError(f"{url}: no address: {error}") from error
    given = dict(parse_qsl(parts.query))
    schema = given.pop("schema", DEFAULT_SCHEMA)
    if not schema.isidentifier() or not schema.isascii() or len(schema) > 40 or schema.startswith("pg_"):
        raise InputError(f"schema={schema!r}: the name of a schema has up to 40 letters, digits and '_'")
    user, at, host = parts.netloc.rpartition("@")
    shown = {name: value for name, value in given.items() if name != "password"}
    shown |= {"schema": schema} if schema != DEFAULT_SCHEMA else {}
    name = urlunsplit((parts.scheme, user.partition(":")[0] + at + host, parts.path, urlencode(shown), ""))
    query = urlencode(given, quote_via=quote)  # a plus is no space there
    return Place(urlunsplit(parts._replace(query=query)), schema, name)


class Database:
    """An open index in a database, made where there is none; rows are bytes and numbers.

    `lock_seconds` is how long it waits for other writers. Errors are StorageError, and InputError where the schema is
    something else.
    """

    def __init__(self, place: Place, lock_seconds: float) -> None:
        self.name = place.name
        self._place = place
        self._lock_seconds = lock_seconds
        self._keys = [zlib.crc32(f"dedup {kind} {place.schema}".encode()) for kind in (WRITING, OPEN)]
        self._is_closed = False
        self._is_in_transaction = False
        self._connection = self._connect()

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            made = psycopg.connect(self._place.connection, autocommit=True, connect_timeout=CONNECT_SECONDS)
        except psycopg.Error as error:
            raise StorageError(f"{self.name}: {_first_line(error)}") from error
        except ValueError as error:  # a name that no host can have; UnicodeError is one
            raise InputError(f"{self.name}: no address: {error}") from error
        try:
            made.adapters.register_dumper(Bigints, _BigintsDumper)
            for statement in (*SESSION, f"SET lock_timeout = {max(1, round(1000 * self._lock_seconds))}"):
                made.execute(statement)
            self._make_tables(made)
            made.execute("SELECT pg_advisory_lock_shared(%s)", (self._keys[1],))
        except psycopg.Error as error:
            made.close()
            raise self.translated(error) from error
        except BaseException:
            made.close()
            raise
        return made

    def _make_tables(self, made: psycopg.Connection[Any]) -> None:
        """Use the schema, and make it where there is none; InputError if it is not ours."""
        schema = sql.Identifier(self._place.schema)
        made.execute(sql.SQL("SET search_path = {}").format(schema))
        with made.transaction():
            made.execute("SELECT pg_advisory_xact_lock(%s)", (self._keys[0],))
            found = made.execute(
                "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s",
                (self._place.schema,),
            ).fetchall()
            self._check_mark([mark or "" for (mark,) in found])
            if not found:
                made.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
                made.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(schema, sql.Literal(MARK)))
                for statement in TABLES:
                    made.execute(sql.SQL(statement))

    def _check_mark(self, marks: Sequence[str]) -> None:
        """InputError for a schema that is not ours, or of another format."""
        for mark in marks:
            if not mark.startswith(MARK_OF_ANY_FORMAT):
                raise InputError(f"{self.name}: there is a schema {self._place.schema!r} that dedup did not make")
            if mark != MARK:
                raise InputError(f"{self.name}: {mark}, which another version of dedup made; export it with that one")

    def translated(self, error: psycopg.Error) -> DedupError:
        """An error of PostgreSQL as one of ours."""
        match error:
            case psycopg.errors.LockNotAvailable():
                return StorageError(f"{self.name}: others have been writing for {self._lock_seconds:.0f} seconds")
            case psycopg.errors.DiskFull():
                return StorageError(f"{self.name}: the disk is full; nothing is lost, make room to go on")
            case psycopg.OperationalError() if not error.sqlstate or error.sqlstate.startswith(("57", "08")):
                return StorageError(f"{self.name}: the connection is lost: {_first_line(error)}")
            case _:
                return StorageError(f"{self.name}: {_first_line(error)}")

    @property
    def connection(self) -> psycopg.Connection[Any]:
        """The connection; a new one in place of one that was lost."""
        if self._is_closed:
            raise StorageError(f"{self.name}: the index is closed")
        if self._connection.closed:
            self._connection = self._connect()
        return self._connection

    def query(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Execute one statement; its rows."""
        try:
            return self.connection.execute(statement, values, binary=True).fetchall()
        except psycopg.Error as error:
            raise self.translated(error) from error

    def execute(self, statement: str, values: Sequence[object] = ()) -> None:
        """Execute one statement that has no rows; within a transaction it is sent with the next that has some, or with
        the end, and its error is raised there.
        """
        try:
            self.connection.execute(statement, values, binary=True)
        except psycopg.Error as error:
            raise self.translated(error) from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment of the database; within a transaction, the state of that transaction."""
        if self._is_in_transaction:
            yield
            return
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", "ROLLBACK"):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction of the only writer, from its first question on; rolled back when an exception leaves the block.
        Whoever waited for the lock sees what was done meanwhile, so each statement sees its own moment.
        """
        with self._transaction("BEGIN ISOLATION LEVEL READ COMMITTED", "COMMIT"):
            self.execute("SELECT pg_advisory_xact_lock(%s)", (self._keys[0],))
            yield

    @contextmanager
    def _transaction(self, begin: str, end: str) -> Iterator[None]:
        """Statements without rows wait for one that has some: each trip to the server costs more than the statement."""
        connection = self.connection
        try:
            with connection.pipeline():
                self._is_in_transaction = True
                self.execute(begin)
                yield
                self.execute(end)
        except psycopg.Error as error:
            raise self.translated(error) from error
        finally:
            self._is_in_transaction = False
            with suppress(psycopg.Error):  # a connection that is lost has been rolled back
                if not connection.closed:
                    connection.rollback()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everyone else from opening; StorageError while anyone else has it open."""
        ((is_alone,),) = self.query("SELECT pg_try_advisory_lock(%s)", (self._keys[1],))
        if not is_alone:
            raise StorageError(f"{self.name}: another program has the index open")
        try:
            yield
        finally:
            self.execute("SELECT pg_advisory_unlock(%s)", (self._keys[1],))

    def beside(self) -> Place:
        """The place of an index that is to take this one's; what an earlier attempt left there is dropped."""
        schema = f"{self._place.schema}_rebuild"
        self.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        return self._place._replace(schema=schema)

    def take_place(self, other: Place) -> None:
        """Put another schema in the place of this one, in one step."""
        mine = self._place.schema
        with self.writing():
            self.execute(f'DROP SCHEMA "{mine}" CASCADE')
            self.execute(f'ALTER SCHEMA "{other.schema}" RENAME TO "{mine}"')

    def drop(self) -> None:
        """Drop all tables."""
        self.execute(f'DROP SCHEMA IF EXISTS "{self._place.schema}" CASCADE')

    def size_bytes(self) -> int:
        """Bytes of all tables and their indexes."""
        ((size,),) = self.query(
            "SELECT coalesce(sum(pg_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relkind IN ('r', 'i', 't')",
            (self._place.schema,),
        )
        return int(size)

    def close(self) -> None:
        """Close the connection."""
        self._is_closed = True
        self._connection.close()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
