"""Articles in SQLite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from operator import attrgetter

from dedup.errors import DedupError
from dedup.index.storage.protocols import Record, RecoveredRow
from dedup.index.storage.sqlite.database import Database
from dedup.index.storage.sqlite.salvage.article_recovery import ArticleRecovery

_columns_of = attrgetter(*(field.name for field in fields(Record)))


class SqliteArticles:
    """An `ArticleStore` in the table `articles`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, records: Sequence[Record]) -> None:
        """Store new articles."""
        self._database.execute_many("INSERT INTO articles VALUES(?, ?, ?, ?, ?, ?)", map(_columns_of, records))

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete articles."""
        self._database.execute_many("DELETE FROM articles WHERE number = ?", [(number,) for number in numbers])

    def records(self, numbers: Sequence[int]) -> list[Record]:
        """The existing ones of these articles, in order of number."""
        query = "SELECT * FROM articles WHERE number IN ({}) ORDER BY number"
        return [Record(*row) for row in self._database.query_in(query, sorted(numbers))]

    def records_from(self, number: int, limit: int) -> list[Record]:
        """Up to `limit` articles from a number on, in order."""
        query = "SELECT * FROM articles WHERE number >= ? ORDER BY number LIMIT ?"
        return [Record(*row) for row in self._database.query(query, (number, limit))]

    def numbers(self) -> list[int]:
        """The numbers of all articles, in order."""
        return [number for (number,) in self._database.query("SELECT number FROM articles ORDER BY number")]

    def ids(self) -> list[tuple[int, bytes]]:
        """The number and id of every article."""
        return self._database.query("SELECT number, id FROM articles")

    def existing(self, numbers: Sequence[int]) -> set[int]:
        """Those of some numbers whose articles exist."""
        query = "SELECT number FROM articles WHERE number IN ({})"
        return {number for (number,) in self._database.query_in(query, numbers)}

    def numbers_of(self, ids: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of those ids that exist."""
        return dict(self._database.query_in("SELECT id, number FROM articles WHERE id IN ({})", ids))

    def numbers_at_urls(self, urls: Sequence[bytes], limit: int) -> dict[bytes, list[int]]:
        """Up to `limit` articles of each URL that has any, the newest first."""
        query = "SELECT address, max(number), count(*) FROM articles WHERE address IN ({}) GROUP BY address"
        found: dict[bytes, list[int]] = {}
        for url, newest, count in self._database.query_in(query, urls):
            found[url] = [newest] if count == 1 else self._newest_at(url, limit)
        return found

    def _newest_at(self, url: bytes, limit: int) -> list[int]:
        query = "SELECT number FROM articles WHERE address = ? ORDER BY number DESC LIMIT ?"
        return [number for (number,) in self._database.query(query, (url, limit))]

    def numbers_before(self, timestamp_us: int) -> list[int]:
        """The articles dated before a moment, in order."""
        query = "SELECT number FROM articles WHERE moment < ? ORDER BY number"
        return [number for (number,) in self._database.query(query, (timestamp_us,))]

    def recover(self) -> Iterator[RecoveredRow]:
        """Whatever can be read of the articles, in order of number, in spite of damage."""
        return ArticleRecovery(self._database, self._readable_records).rows()

    def _readable_records(self, numbers: list[int]) -> list[Record]:
        try:
            return self.records(numbers)
        except DedupError:
            if len(numbers) == 1:
                return []
            middle = len(numbers) // 2
            return self._readable_records(numbers[:middle]) + self._readable_records(numbers[middle:])
