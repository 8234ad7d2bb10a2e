"""The store in a schema of a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from dedup.index.storage.postgresql.articles import PostgresArticles
from dedup.index.storage.postgresql.counters import Counters
from dedup.index.storage.postgresql.database import Database, Place, read_place
from dedup.index.storage.postgresql.postings import PostgresPostings
from dedup.index.storage.postgresql.results import PostgresResults
from dedup.index.storage.protocols import State


class PostgresStore:
    """A `Store` at a URL, made where there is none; `lock_seconds` is how long it waits for other writers."""

    has_many_writers = True

    def __init__(self, place: str | Place, *, lock_seconds: float) -> None:
        self.database = Database(read_place(place) if isinstance(place, str) else place, lock_seconds)
        self._lock_seconds = lock_seconds
        self._counters = Counters(self.database)
        self.articles = PostgresArticles(self.database)
        self.postings = self._new_postings()
        self.results = PostgresResults(self.database)

    def _new_postings(self) -> PostgresPostings:
        return PostgresPostings(self.database, self._counters, self.writing)

    def reading(self) -> AbstractContextManager[None]:
        """See one moment, whatever others write meanwhile; within a transaction, the state of that transaction."""
        return self.database.reading()

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer, and commit everything done within as a whole; roll back when an exception leaves."""
        return self.database.writing()

    def state(self) -> State:
        """The counters."""
        return self._counters.state()

    def set_state(self, state: State) -> None:
        """Write the counters."""
        self._counters.set_state(state)

    def metadata(self, name: str) -> bytes | None:
        """What is stored under a name."""
        rows = self.database.query("SELECT body FROM notes WHERE name = %b", (name.encode(),))
        return rows[0][0] if rows else None

    def metadata_range(self, first: str, end: str) -> Iterator[bytes]:
        """What is stored under the names from `first` up to `end`, in order of names."""
        query = "SELECT body FROM notes WHERE name >= %b AND name < %b ORDER BY name"
        yield from (body for (body,) in self.database.query(query, (first.encode(), end.encode())))

    def set_metadata(self, name: str, body: bytes) -> None:
        """Store bytes under a name, in place of what was there."""
        query = "INSERT INTO notes VALUES(%b, %b) ON CONFLICT (name) DO UPDATE SET body = excluded.body"
        self.database.execute(query, (name.encode(), body))

    def delete_metadata(self, first: str, end: str) -> None:
        """Delete what is stored under the names from `first` up to `end`."""
        self.database.execute("DELETE FROM notes WHERE name >= %b AND name < %b", (first.encode(), end.encode()))

    def integrity_errors(self) -> list[str]:
        """Nothing: the server checks its pages itself, where it was set up to (`initdb --data-checksums`)."""
        return []

    @contextmanager
    def replacement(self) -> Iterator[PostgresStore]:
        """An empty store that takes the place of everything here, in one step, when the block ends."""
        with self.database.alone():
            place = self.database.beside()
            fresh = PostgresStore(place, lock_seconds=self._lock_seconds)
            try:
                yield fresh
            except BaseException:
                fresh.database.drop()
                raise
            finally:
                fresh.close()
            self.database.take_place(place)
            self.postings = self._new_postings()  # which knows nothing of the partitions that were there

    def size_bytes(self) -> int:
        """Bytes on the server's disk."""
        return self.database.size_bytes()

    def close(self) -> None:
        """Close the connection."""
        self.database.close()
