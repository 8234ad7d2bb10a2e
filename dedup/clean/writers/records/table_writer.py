"""CSV and TSV: the lines of a row are left out, or the field of its text is written anew; every other byte stays.

Rows are read as `dedup.sources` reads them, so that their numbers are the same. Only tables in UTF-8 are written.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BufferedReader, StringIO
from itertools import chain
from typing import BinaryIO

from dedup.clean.decision import CutDecision
from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError, cut_value, is_text_of
from dedup.settings.limit_settings import DEFAULT_LIMITS
from dedup.sources.decoding.decode import unicode_encoding
from dedup.sources.fields.record_parts import FieldNames
from dedup.sources.formats.records.csv import first_lines
from dedup.sources.formats.records.table_dialect import Dialect, find_start
from dedup.sources.formats.records.table_rows import TableRows

_MARK = b"\xef\xbb\xbf"  # of UTF-8
_QUOTE = '"'


def write_table(
    stored: BufferedReader, out: BinaryIO, decisions: FileDecisions, fields: FieldNames, delimiter: str | None = None
) -> None:
    """Write the rows of a table that are kept; NotWrittenError for a table that is not in UTF-8."""
    _check_encoding(stored.peek())
    if stored.peek().startswith(_MARK):
        out.write(stored.read(len(_MARK)))
    csv.field_size_limit(max(csv.field_size_limit(), DEFAULT_LIMITS.max_source_bytes))
    read: list[str] = []
    lines = _lines(stored)
    sample = first_lines(_recorded(lines, read), DEFAULT_LIMITS)
    start = find_start(sample, fields, delimiter)
    body = sample[start.lines_above + start.has_names :]
    out.writelines(line.encode() for line in read[: len(read) - len(body)])
    rows = TableRows(chain(body, lines), start.dialect, len(start.names), DEFAULT_LIMITS)
    for number, row in enumerate(rows, 1):
        if number in decisions.drops:
            continue
        source = "".join(rows.source)
        if number in decisions.cuts:
            source = _cut_row(source, row, number, start.dialect, decisions)
        out.write(source.encode())
    out.write("".join(rows.source).encode())


def _check_encoding(head: bytes) -> None:
    if unicode_encoding(head) not in (None, "utf-8-sig"):
        raise NotWrittenError("a table in UTF-16; as UTF-8 it could be written")
    if b"\r" in head and b"\n" not in head:
        raise NotWrittenError("the lines of the table end with a carriage return alone")


def _lines(stored: BufferedReader) -> Iterator[str | None]:
    try:
        for line in stored:
            yield line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotWrittenError("the table is not in UTF-8; as UTF-8 it could be written") from error


def _recorded(lines: Iterator[str | None], read: list[str]) -> Iterator[str | None]:
    """The same lines, each noted in a list."""
    for line in lines:
        read.append(line or "")
        yield line


def _cut_row(source: str, row: list[str] | str, number: int, dialect: Dialect, decisions: FileDecisions) -> str:
    """The row with its text cut; as it is, where its text is not written there in a known way."""
    cuts = decisions.cuts[number]
    texts = {value for value in row if is_text_of(value, cuts)} if isinstance(row, list) else set()
    for text in texts:
        for before, after in _written_forms(text, cut_value(text, cuts)):
            changed = source.replace(before, after)
            if changed != source and _rows(changed, dialect) == _with_cuts(_rows(source, dialect), cuts):
                return changed
    decisions.leave(number)
    return source


def _written_forms(text: str, cut: str) -> Iterator[tuple[str, str]]:
    """The ways in which a text and the cut text may be written: in quotation marks, with backslashes, plainly."""
    yield f'"{text.replace(_QUOTE, _QUOTE * 2)}"', f'"{cut.replace(_QUOTE, _QUOTE * 2)}"'
    yield text.replace(_QUOTE, f"\\{_QUOTE}"), cut.replace(_QUOTE, f"\\{_QUOTE}")


def _rows(source: str, dialect: Dialect) -> list[list[str]] | None:
    try:
        return list(dialect.rows(iter(StringIO(source, newline="\n"))))
    except csv.Error:
        return None


def _with_cuts(rows: list[list[str]] | None, cuts: list[CutDecision]) -> list[list[str]] | None:
    """The rows with every field that is the text cut."""
    return rows and [[cut_value(each, cuts) if is_text_of(each, cuts) else each for each in row] for row in rows]
