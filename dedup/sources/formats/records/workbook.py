"""Workbooks of Excel and LibreOffice, by calamine: the rows of every sheet that names a column of texts.

Dates come as dates. A sheet without such a column is named, and so is a row without a text. The whole file is
unpacked into memory: its sizes are checked before.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

from dedup.errors import InputError, MissingExtraError
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.decoding.bounded_reading import read_one_article
from dedup.sources.fields.record_parts import FieldNames, check_text_column
from dedup.sources.formats.format import BadRecord, InputFormat, OpenFile, ReadOptions, SourceRecord
from dedup.sources.formats.records.table_dialect import MAX_PREAMBLE_LINES, clean_name

Rows = Sequence[Sequence[object]]


def read_workbook(file: OpenFile, options: ReadOptions) -> Iterator[SourceRecord | BadRecord]:
    """The rows below the names of the columns, numbered through all sheets; MissingExtraError without calamine."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise MissingExtraError("workbooks are read with calamine: pip install 'newsdedup[excel]'") from error
    source = read_one_article(file.stream, options.limits)
    _check_unpacked(source, options.limits)
    number = 0
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(source))
        sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except CalamineError as error:
        raise InputError(f"not a workbook that can be read: {error}") from error
    for name, rows in sheets:
        try:
            names, below = _start(rows, options.fields)
        except InputError as error:
            if rows:
                yield BadRecord(None, f"the sheet {name!r} is not read: {error}")
            continue
        for row in below:
            if any(cell != "" for cell in row):
                number += 1
                yield SourceRecord(number, dict(zip(names, row, strict=False)))


def _start(rows: Rows, fields: FieldNames) -> tuple[list[str], Rows]:
    """The names of the columns and the rows below them; InputError if none of the first rows names a text."""
    named = [[clean_name(str(cell)) for cell in row] for row in rows[:MAX_PREAMBLE_LINES]]
    for place, names in enumerate(named):
        if "text" in fields.find(names):
            return names, rows[place + 1 :]
    check_text_column(named[0] if named else [], fields)
    return [], []


def _check_unpacked(source: bytes, limits: LimitSettings) -> None:
    """InputError for a workbook that is a decompression bomb."""
    if not zipfile.is_zipfile(BytesIO(source)):
        return
    try:
        with zipfile.ZipFile(BytesIO(source)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError) as error:  # a version of ZIP that there is not
        raise InputError(f"not a workbook that can be read: {error}") from error
    if size > limits.max_json_bytes or size > max(limits.max_source_bytes, len(source) * limits.max_unpacked_ratio):
        raise InputError(f"unpacks to {size:,} bytes: too large, or a decompression bomb")


FORMATS = (InputFormat(name="workbook", endings=("xlsx", "xlsm", "xlsb", "xls", "ods"), read=read_workbook),)
