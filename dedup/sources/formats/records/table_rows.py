"""The rows of a table, one at a time; a row that is broken costs itself, and what it swallowed is read again.

A quotation mark that is never closed would take all rows behind it. The lines of a row that fails are given back but
for the first, so that each of them is judged by itself. No line is read more than twice or so: the search for the
closing mark ends at the next mark of the file.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from sys import intern

from dedup.settings.limit_settings import LimitSettings
from dedup.sources.decoding.bounded_reading import line_too_long
from dedup.sources.formats.records.table_dialect import Dialect, Marks, rows_by_any_means


class TableRows:
    """The rows below the names of the columns: each as its fields, or as the reason why it has none."""

    def __init__(self, lines: Iterator[str | None], dialect: Dialect, size: int, limits: LimitSettings) -> None:
        self._lines = lines
        self._dialect = dialect
        self._size = size
        self._limits = limits
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._empty: list[str] = []

    @property
    def source(self) -> list[str]:
        """The lines of the row that was given last, behind those of empty rows before it."""
        return [*self._empty, *self._taken]

    def __iter__(self) -> Iterator[list[str] | str]:
        taken = self._taken
        rows = self._dialect.rows(self._next_lines())
        while True:
            taken.clear()
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._mended(f"not a row of the table: {error}")
                self._empty.clear()
                rows = self._dialect.rows(self._next_lines())
                continue
            if not any(row):  # spreadsheets write a million rows of delimiters below a table
                self._empty += map(intern, taken)
                continue
            yield row if len(row) == self._size and len(taken) == 1 else self._checked(row)
            self._empty.clear()

    def _next_lines(self) -> Iterator[str]:
        again, lines, taken = self._again, self._lines, self._taken  # a text has a score of lines
        max_characters = self._limits.max_source_bytes
        characters = 0  # of the row
        while True:
            try:
                line = again.popleft() if again else next(lines)
            except StopIteration:
                return
            if line is None:
                raise csv.Error(line_too_long(self._limits))
            characters = characters + len(line) if taken else len(line)
            taken.append(line)
            if characters > max_characters:
                raise csv.Error(f"a field of more than {max_characters:,} characters: a quotation mark is open")
            yield line

    def _checked(self, row: list[str]) -> list[str] | str:
        """The row, if it has all fields, without empty ones behind them, and has not swallowed others."""
        reason = f"the row has {len(row)} fields, the header names {self._size}"
        if len(row) > self._size and not any(row[self._size :]):
            row = row[: self._size]
        if len(self._taken) > 1 and self._has_swallowed():
            return self._mended("not a row of the table: a quotation mark is not closed")
        if len(row) == self._size:
            return row
        return reason if len(self._taken) > 1 else self._mended(reason)

    def _has_swallowed(self) -> bool:
        """Whether each line of a row is one by itself, with a number at its beginning."""
        mark = self._dialect.delimiter
        return all(line.count(mark) == self._size - 1 and line.partition(mark)[0].isdecimal() for line in self._taken)

    def _mended(self, reason: str) -> list[str] | str:
        """The first line as a row, if it can be read otherwise; the lines behind it are read again."""
        if not self._taken:
            return reason
        self._again.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]
        first = self._taken[0]
        is_cut_off = not first.endswith("\n") and first.count('"') % 2 == 1
        if is_cut_off or self._dialect.marks is Marks.ESCAPES:
            return reason
        return rows_by_any_means(first, self._dialect, self._size) or reason
