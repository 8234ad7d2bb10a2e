"""CSV and TSV: tables with a header. A row that is broken is a bad record; the next one is read.

One line is read at a time, so that a table of any length fits in memory. The delimiter of CSV is the commonest of `,`,
`;` and tab in the header.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial

from dedup.errors import InputError
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.decoding.bounded_reading import line_too_long, read_lines
from dedup.sources.decoding.decode import LineDecoder
from dedup.sources.fields.record_parts import check_text_column
from dedup.sources.formats.format import BadRecord, InputFormat, OpenFile, ReadOptions, SourceRecord


def read_table(
    file: OpenFile, options: ReadOptions, delimiter: str | None = None
) -> Iterator[SourceRecord | BadRecord]:
    """The rows below the header; their numbers count rows, not lines."""
    limits = options.limits
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_source_bytes))  # one for the process; never lowered
    lines = map(LineDecoder().decode, _bounded(read_lines(file.stream, limits), limits))
    header = next(lines, "")
    if not header.strip():
        raise InputError("empty")
    delimiter = delimiter or max(",;\t", key=header.count)
    names = next(_rows(iter([header]), delimiter), csv.Error("empty"))
    if isinstance(names, csv.Error):
        raise InputError(f"no header of a table: {names}")
    check_text_column(names, options.fields)
    for number, row in enumerate(_rows(lines, delimiter), 1):
        if isinstance(row, csv.Error):
            yield BadRecord(number, f"not a row of the table: {row}")
        else:
            yield _record(number, names, row)


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str] | csv.Error]:
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield error
        else:
            if row:
                yield row


def _record(number: int, names: list[str], row: list[str]) -> SourceRecord | BadRecord:
    if len(row) != len(names):
        return BadRecord(number, f"the row has {len(row)} fields, the header names {len(names)}")
    if any("\0" in value for value in row):
        return BadRecord(number, "the row holds a NUL character: the file is damaged there")
    return SourceRecord(number, dict(zip(names, row, strict=True)))


def _bounded(lines: Iterator[bytes | None], limits: LimitSettings) -> Iterator[bytes]:
    for line in lines:
        if line is None:
            raise InputError(line_too_long(limits))
        yield line


FORMATS = (
    InputFormat(name="csv", endings=("csv",), read=read_table),
    InputFormat(name="tsv", endings=("tsv",), read=partial(read_table, delimiter="\t")),
)
