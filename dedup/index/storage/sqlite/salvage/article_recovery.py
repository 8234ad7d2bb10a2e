"""Finds the articles of a damaged file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import chain, product
from pathlib import Path
from typing import Any

from dedup.errors import DedupError
from dedup.index.codecs.article_codec import is_record_valid
from dedup.index.storage.protocols import Record, RecoveredRow
from dedup.index.storage.sqlite.database import VALUES_PER_QUERY, Database, remove_database
from dedup.index.storage.sqlite.salvage.copies import CELLS_END
from dedup.index.storage.sqlite.salvage.table_cells import TableCells, Values

BOTH_WAYS = ("", " DESC")  # what a scan cannot reach, because a page is damaged, one from the other end may
MAX_MOVED_ROWS = 1000  # rows that no index names; more of them say that the index is damaged, and not the rows


class ArticleRecovery:
    """Finds the articles of a damaged file: by the table, by its indexes, and page by page.

    An index repeats a column of every row. So where a row is not what was written, its id, address and date are tried
    as the indexes have them, and its number as that of its id: a checksum says which was meant.
    """

    def __init__(self, database: Database, read: Callable[[list[int]], list[Record]]) -> None:
        self._database = database
        self._read = read
        self._numbers = set(self._column("SELECT number FROM articles NOT INDEXED ORDER BY number{}"))
        self._ids = self._indexed("id", "articles_id")
        self._urls = self._indexed("address", "articles_address", "WHERE address IS NOT NULL")
        self._timestamps = self._indexed("moment", "articles_moment")
        self._number_of = {name: number for number, name in self._ids.items()}
        self._cells: TableCells | None = None
        self._has_cells = True

    def rows(self) -> Iterator[RecoveredRow]:
        """All articles, in order of number: also those of which but a number is left."""
        moved = self._moved()
        elsewhere = {*self._column("SELECT DISTINCT newer FROM matches ORDER BY newer{}")}
        elsewhere |= {*self._column("SELECT DISTINCT number FROM groups NOT INDEXED ORDER BY number{}")}
        gone = {record.number for record in moved.values()}
        numbers = sorted((self._numbers | self._ids.keys() | elsewhere | gone) - moved.keys())
        whole_again = {record.number: record for record in moved.values()}
        try:
            for start in range(0, len(numbers), VALUES_PER_QUERY):
                chunk = numbers[start : start + VALUES_PER_QUERY]
                found = {record.number: record for record in self._read(chunk)} | whole_again
                for number in chunk:
                    record = self._whole(number, found.get(number))
                    yield RecoveredRow(number, record.id if record else self._name(number, found.get(number)), record)
        finally:
            if self._cells:
                self._cells.__exit__()
                remove_database(Path(f"{self._database.path}{CELLS_END}"))

    def _moved(self) -> dict[int, Record]:
        """Rows under a number that is not theirs: as they were, by the number under which they stand now."""
        unnamed = sorted(self._numbers - self._ids.keys())
        if len(unnamed) > MAX_MOVED_ROWS:
            return {}
        found = {record.number: self._mended(record) for record in self._read(unnamed)}
        return {number: record for number, record in found.items() if record and record.number != number}

    def _whole(self, number: int, record: Record | None) -> Record | None:
        """The record as it was written; None where nothing that is left is that."""
        mended = self._mended(record) if record else None
        if mended is not None:
            return mended if mended.number == number else None
        if number not in self._ids:
            return None
        for values in self._rows_of_pages(number):
            if len(values) == len(fields(Record)):
                mended = self._mended(Record(number, *values[1:]))  # type: ignore[arg-type]  # any types; it checks them
                if mended is not None and mended.number == number:
                    return mended
        return None

    def _mended(self, record: Record) -> Record | None:
        if is_record_valid(record):
            return record
        known = record.number
        tried = product(
            {known, self._number_of.get(record.id, known)},
            {self._ids.get(known): None, record.id: None},
            {self._urls.get(known): None, record.url: None},
            {self._timestamps.get(known): None, record.timestamp_us: None},
        )
        candidates = (
            replace(record, number=number, id=name, url=url, timestamp_us=timestamp)
            for number, name, url, timestamp in tried
        )
        return next(filter(is_record_valid, candidates), None)

    def _name(self, number: int, record: Record | None) -> bytes | None:
        """The id of an article whose row is damaged: as the index has it, or else the row."""
        name = self._ids.get(number) or (record.id if record else None)
        return name if isinstance(name, bytes) else None

    def _rows_of_pages(self, number: int) -> Iterator[Values]:
        if self._cells is None and self._has_cells:
            copy = Path(f"{self._database.path}{CELLS_END}")
            try:
                remove_database(copy)
                self._database.copy_to(copy)
                self._cells = TableCells(copy, self._database.page_bytes())
            except (OSError, DedupError):  # without room for a copy, the pages are not looked at
                self._has_cells = False
                remove_database(copy)
        yield from self._cells.rows(number) if self._cells else ()

    def _indexed(self, column: str, index: str, condition: str = "") -> dict[int, Any]:
        """A column by number, as an index has it."""
        query = f"SELECT number, {column} FROM articles INDEXED BY {index} {condition} ORDER BY {column}"  # noqa: S608
        rows = chain.from_iterable(self._database.rows_as_far(f"{query}{way}")[0] for way in BOTH_WAYS)
        return {number: value for number, value in rows if isinstance(number, int)}

    def _column(self, query: str) -> list[int]:
        rows = chain.from_iterable(self._database.rows_as_far(query.format(way))[0] for way in BOTH_WAYS)
        return [number for (number,) in rows if isinstance(number, int)]
