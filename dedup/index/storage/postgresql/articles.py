"""Articles in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from dedup.index.storage.postgresql.database import Database
from dedup.index.storage.protocols import Record, RecoveredRow

ROWS_PER_READ = 500


class PostgresArticles:
    """An `ArticleStore` in the table `articles`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, records: Sequence[Record]) -> None:
        """Store new articles."""
        columns = [
            [getattr(record, name) for record in records]
            for name in ("number", "id", "url", "timestamp_us", "body", "checksum")
        ]
        self._database.execute(
            "INSERT INTO articles SELECT * FROM unnest(%b::bigint[], %b::bytea[], %b::bytea[], %b::bigint[], "
            "%b::bytea[], %b::bigint[])",
            columns,
        )

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete articles."""
        self._database.execute("DELETE FROM articles WHERE number = ANY(%b::bigint[])", (list(numbers),))

    def records(self, numbers: Sequence[int]) -> list[Record]:
        """The existing ones of these articles, in order of number."""
        found: list[Record] = []
        for start in range(0, len(numbers), ROWS_PER_READ):
            chunk = list(map(int, numbers[start : start + ROWS_PER_READ]))
            rows = self._database.query("SELECT * FROM articles WHERE number = ANY(%b::bigint[])", (chunk,))
            found += [Record(*row) for row in rows]
        return sorted(found, key=lambda record: record.number)

    def records_from(self, number: int, limit: int) -> list[Record]:
        """Up to `limit` articles from a number on, in order."""
        query = "SELECT * FROM articles WHERE number >= %b ORDER BY number LIMIT %b"
        return [Record(*row) for row in self._database.query(query, (number, limit))]

    def numbers(self) -> list[int]:
        """The numbers of all articles, in order."""
        return [number for (number,) in self._database.query("SELECT number FROM articles ORDER BY number")]

    def ids(self) -> list[tuple[int, bytes]]:
        """The number and id of every article."""
        return [(number, name) for number, name in self._database.query("SELECT number, id FROM articles")]

    def existing(self, numbers: Sequence[int]) -> set[int]:
        """Those of some numbers whose articles exist."""
        query = "SELECT number FROM articles WHERE number = ANY(%b::bigint[])"
        return {number for (number,) in self._database.query(query, (list(map(int, numbers)),))}

    def numbers_of(self, ids: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of those ids that exist."""
        query = "SELECT id, number FROM articles WHERE sha256(id) = ANY(%b::bytea[])"
        return dict(self._database.query(query, (_digests(ids),)) if ids else ())

    def numbers_at_urls(self, urls: Sequence[bytes], limit: int) -> dict[bytes, list[int]]:
        """Up to `limit` articles of each URL that has any, the newest first."""
        if not urls:
            return {}
        rows = self._database.query(
            "SELECT a.address, a.number FROM unnest(%b::bytea[]) u(digest) CROSS JOIN LATERAL (SELECT address, number "
            "FROM articles WHERE sha256(address) = u.digest AND address IS NOT NULL ORDER BY number DESC LIMIT %b) a",
            (_digests(urls), limit),
        )
        found: dict[bytes, list[int]] = {}
        for url, number in rows:
            found.setdefault(url, []).append(number)
        return found

    def numbers_before(self, timestamp_us: int) -> list[int]:
        """The articles dated before a moment, in order."""
        query = "SELECT number FROM articles WHERE moment < %b ORDER BY number"
        return [number for (number,) in self._database.query(query, (timestamp_us,))]

    def recover(self) -> Iterator[RecoveredRow]:
        """All articles, in order of number: a row that the server reads is whole, or its checksum tells."""
        number = -1
        while records := self.records_from(number + 1, ROWS_PER_READ):
            yield from (RecoveredRow(record.number, record.id, record) for record in records)
            number = records[-1].number


def _digests(names: Sequence[bytes]) -> list[bytes]:
    return [sha256(name).digest() for name in names]
