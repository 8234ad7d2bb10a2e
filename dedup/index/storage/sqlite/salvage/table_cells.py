"""Rows of a database file, read page by page, whatever became of the pages above them.

SQLite reaches a row through the interior pages of its table, and gives up a page of which one byte is wrong. Here every
page that says to be a leaf of a table is searched for a row by its number (https://www.sqlite.org/fileformat2.html,
sections 1.6 and 2.1). What is found may be damaged or deleted: the caller knows by checksums and indexes.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

LEAF_OF_TABLE = 13
HEADER_BYTES = 8  # of a leaf page
FIRST_PAGE_OFFSET = 100  # of the first page's header
MAX_VARINT_BYTES = 9
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
Values = list[int | bytes | None]


class TableCells:
    """The rows of all tables in a closed database file, by row number; to be closed."""

    def __init__(self, path: Path, page_bytes: int) -> None:
        self._page_bytes = page_bytes
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._places: dict[int, list[int]] = {}
        for place in self._cells():
            with suppress(IndexError):
                _, number_place = _varint(self._data, place)
                number, _ = _varint(self._data, number_place)
                self._places.setdefault(number, []).append(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._data.close()

    def rows(self, number: int) -> Iterator[Values]:
        """The values of every row with a number, in whatever table; floats are left out as None."""
        for place in self._places.get(number, ()):
            with suppress(IndexError, ValueError):
                yield _values(self._payload(place))

    def _cells(self) -> Iterator[int]:
        """Where the cells of leaf pages begin."""
        for start in range(0, len(self._data) - self._page_bytes + 1, self._page_bytes):
            head = start or FIRST_PAGE_OFFSET
            if self._data[head] != LEAF_OF_TABLE:
                continue
            count = min(self._number(head + 3, 2), (self._page_bytes - HEADER_BYTES) // 2)
            for place in range(head + HEADER_BYTES, head + HEADER_BYTES + 2 * count, 2):
                offset = self._number(place, 2)
                if HEADER_BYTES < offset < self._page_bytes:
                    yield start + offset

    def _number(self, place: int, size: int) -> int:
        return int.from_bytes(self._data[place : place + size], "big")

    def _payload(self, place: int) -> bytes:
        """The record of a cell, with what stands on overflow pages; ValueError if it cannot be one."""
        size, place = _varint(self._data, place)
        _, place = _varint(self._data, place)
        if size > len(self._data):
            raise ValueError("no record is larger than its file")
        here = self._local_bytes(size)
        parts, left = [self._data[place : place + here]], size - here
        page = self._number(place + here, 4) if left else 0
        while left:
            start = (page - 1) * self._page_bytes
            if not 0 < page * self._page_bytes <= len(self._data):
                raise ValueError("the rest of a record is nowhere")
            parts.append(self._data[start + 4 : start + 4 + min(left, self._page_bytes - 4)])
            left -= len(parts[-1])
            page = self._number(start, 4)
        return b"".join(parts)

    def _local_bytes(self, size: int) -> int:
        """How many bytes of a record stand in its cell."""
        most, least = self._page_bytes - 35, (self._page_bytes - 12) * 32 // 255 - 23
        if size <= most:
            return size
        fitting = least + (size - least) % (self._page_bytes - 4)
        return fitting if fitting <= most else least


def _varint(data: bytes | mmap.mmap, place: int) -> tuple[int, int]:
    """A number of variable length, and the place behind it."""
    value = 0
    for behind in range(place + 1, place + MAX_VARINT_BYTES):
        byte = data[behind - 1]
        value = value << 7 | byte & 127
        if byte < 128:
            return value, behind
    return value << 8 | data[place + MAX_VARINT_BYTES - 1], place + MAX_VARINT_BYTES


def _values(record: bytes) -> Values:
    """The columns of a record."""
    end, place = _varint(record, 0)
    values: Values = []
    start = end
    while place < end:
        kind, place = _varint(record, place)
        value, start = _value(record, kind, start)
        values.append(value)
    if start > len(record):
        raise ValueError("the columns are longer than the record")
    return values


def _value(record: bytes, kind: int, start: int) -> tuple[int | bytes | None, int]:
    """The value of a column by its serial type, and the place behind it."""
    if kind in _INTEGER_BYTES:
        end = start + _INTEGER_BYTES[kind]
        return int.from_bytes(record[start:end], "big", signed=True), end
    if kind in (8, 9):
        return kind - 8, start
    if kind >= 12:
        end = start + (kind - 12) // 2
        return record[start:end], end
    return None, start + (8 if kind == 7 else 0)
