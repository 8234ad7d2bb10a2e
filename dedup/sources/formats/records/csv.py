"""CSV and TSV: tables, whose way of writing is found from their first lines. A row that is broken is a bad record.

One line is read at a time, so that a table of any length fits in memory. A table without names of columns has its
longest column for the text, and a warning says which columns are read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from io import BufferedReader
from itertools import chain

from dedup.errors import InputError
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.decoding.bounded_reading import in_utf_8, line_too_long, read_lines
from dedup.sources.decoding.line_reader import LineReader
from dedup.sources.fields.record_parts import check_text_column, parts_of_record
from dedup.sources.formats.format import (
    BadRecord,
    InputFormat,
    OpenFile,
    ReadOptions,
    SourceDocument,
    SourceRecord,
    SourceWarning,
)
from dedup.sources.formats.records.table_dialect import TableStart, find_start
from dedup.sources.formats.records.table_rows import TableRows

_SAMPLE_CHARACTERS = 1 << 16  # of the first lines: twenty rows of news
_SAMPLE_LINES = 400
_MIN_TEXT_CHARACTERS = 100  # of a field in the first line that is no name of a column
_MIN_TITLE_WORDS = 3  # a category or a name has fewer
_READ_BYTES = 1 << 16
Item = SourceRecord | SourceDocument | BadRecord | SourceWarning


def read_table(file: OpenFile, options: ReadOptions, delimiter: str | None = None) -> Iterator[Item]:
    """The rows below the header; their numbers count rows, not lines."""
    limits = options.limits
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_source_bytes))  # one for the process; never lowered
    reader = _line_reader(file.stream, options)
    lines = reader.texts()
    sample = first_lines(lines, limits)
    if not sample:
        raise InputError("empty")
    start = find_start(sample, options.fields, delimiter)
    if not start.has_names and (options.fields.text is not None or not _is_row(start.names)):
        check_text_column(start.names, options.fields)
    above = [line for line in sample[: start.lines_above] if line.strip().strip('"')[:4].lower() != "sep="]
    if above:
        yield BadRecord(None, f"no rows, but what stands above the names of the columns: {len(above)} lines")
    body = sample[start.lines_above + start.has_names :]
    rows = TableRows(chain(body, lines), start.dialect, len(start.names), limits)
    yield from _records(rows, start) if start.has_names else _without_names(rows, start, options)
    yield from map(SourceWarning, reader.doubts())


def _records(rows: TableRows, start: TableStart) -> Iterator[Item]:
    names = start.names
    is_unique = len(set(names)) == len(names)
    for number, row in enumerate(rows, 1):
        if isinstance(row, str):
            yield BadRecord(number, row)
        elif any("\0" in value for value in row):
            yield BadRecord(number, "the row holds a NUL character: the file is damaged there")
        else:
            yield SourceRecord(number, dict(zip(names, row, strict=True)) if is_unique else _merged(names, row))


def _merged(names: list[str], row: list[str]) -> dict[str, object]:
    """The record of a row in which several columns have one name: the first that holds something counts."""
    record: dict[str, object] = {}
    for name, value in zip(names, row, strict=True):
        record[name] = record.get(name) or value
    return record


def _is_row(names: list[str]) -> bool:
    """Whether the first line of a table holds a text, and no names of columns."""
    return any(len(name) >= _MIN_TEXT_CHARACTERS for name in names)


def _without_names(rows: TableRows, start: TableStart, options: ReadOptions) -> Iterator[Item]:
    """The rows of a table without names: which columns are the text, the title and the URL, its first row shows."""
    names, warning = _guessed_names(start.names)
    is_first = True
    for item in _records(rows, start._replace(names=names)):
        if is_first and isinstance(item, SourceRecord):
            parts = parts_of_record(item.values, options.fields)
            yield SourceDocument(item.number, parts._replace(warnings=(warning, *parts.warnings)))
            is_first = False
        else:
            yield item


def _guessed_names(row: list[str]) -> tuple[list[str], str]:
    """Names for the columns of a table by its first row, and the warning that says which were guessed.

    The text is the longest field, the title the longest other one of some words, the URL the first that is one.
    """
    names = [f"column {place}" for place in range(1, len(row) + 1)]
    by_length = sorted(range(len(row)), key=lambda place: -len(row[place]))
    urls = [place for place in range(len(row)) if row[place].startswith(("http://", "https://"))]
    titles = [place for place in by_length[1:] if len(row[place].split()) >= _MIN_TITLE_WORDS]
    warning = f"the table names no columns: {names[by_length[0]]}, the longest, is read as the text"
    for name, places in (("title", titles), ("url", urls)):
        if places:
            warning += f", {names[places[0]]} as the {name}"
            names[places[0]] = name
    names[by_length[0]] = "text"
    return names, warning


def first_lines(lines: Iterator[str | None], limits: LimitSettings) -> list[str]:
    """The lines that show how the table is written, from the first that is not empty."""
    sample: list[str] = []
    characters = 0
    for line in lines:
        if line is None:
            raise InputError(line_too_long(limits))
        if sample or line.strip():
            sample.append(line)
            characters += len(line)
        if characters > _SAMPLE_CHARACTERS or len(sample) >= _SAMPLE_LINES:
            break
    return sample


def _line_reader(stream: BufferedReader, options: ReadOptions) -> LineReader:
    head = stream.peek()
    if b"\r" in head and b"\n" not in head:
        return LineReader(in_utf_8(_split_at_returns(stream, options.limits), options.encoding))
    return LineReader(read_lines(stream, options.limits, options.encoding))


def _split_at_returns(stream: BufferedReader, limits: LimitSettings) -> Iterator[bytes | None]:
    """The lines of a table of the old Macintosh, which end with a carriage return alone."""
    rest = b""
    while block := stream.read(_READ_BYTES):
        *whole, rest = (rest + block).split(b"\r")
        yield from (line + b"\n" for line in whole)
        if len(rest) > limits.max_source_bytes:
            yield None
            rest = b""
    if rest:
        yield rest


FORMATS = (
    InputFormat(name="csv", endings=("csv", "psv"), read=read_table),
    InputFormat(name="tsv", endings=("tsv", "tab"), read=partial(read_table, delimiter="\t")),
)
