"""Parquet files, by PyArrow: a few rows at a time, and of those only the columns that an article can use.

The file is mapped, not read, and a column of strings becomes strings in one call; what is no string (a date, a list of
paragraphs) takes Arrow's slower way. Parquet packs its own columns and is read from its end: it can neither be packed
again nor come on standard input.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dedup.errors import InputError
from dedup.sources.fields import ARTICLE_PARTS, FieldNames, check_text_column, names_for_part
from dedup.sources.formats.records import SourceRecord

_ROWS_PER_BATCH = 256  # at a time: a megabyte of news


def read_parquet_rows(path: Path, fields: FieldNames) -> Iterator[SourceRecord]:
    """The rows of a file, numbered from 1; InputError when it is damaged, has no texts, or PyArrow is not there."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise InputError("Parquet is read with pyarrow, which is not installed: pip install dedup[parquet]") from error
    try:
        with parquet.ParquetFile(path, memory_map=True) as file:
            names = _article_columns(file.schema_arrow.names, fields)
            yield from (SourceRecord(number, values) for number, values in enumerate(_rows(file, names), 1))
    except pyarrow.ArrowException as error:
        raise InputError(f"not Parquet that can be read: {str(error).partition(chr(10))[0]}") from error


def _article_columns(names: list[str], fields: FieldNames) -> list[str]:
    check_text_column(names, fields)
    return [name for part in ARTICLE_PARTS for name in names_for_part(part, names, fields)]


def _rows(file: Any, names: list[str]) -> Iterator[dict[str, object]]:
    for batch in file.iter_batches(_ROWS_PER_BATCH, columns=names, use_threads=False):
        found = batch.schema.names
        for row in zip(*map(_values, batch.columns), strict=True):
            yield dict(zip(found, row, strict=True))


def _values(column: Any) -> list[object]:
    """The values of a column; damaged UTF-8 becomes U+FFFD."""
    import pyarrow
    from pyarrow import types

    kind = column.type.value_type if types.is_dictionary(column.type) else column.type
    if not (types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)):
        values: list[object] = column.to_pylist()
        return values
    try:
        strings: list[object] = column.to_numpy(zero_copy_only=False).tolist()
        return strings
    except pyarrow.ArrowException:
        return [value and value.decode(errors="replace") for value in column.cast(pyarrow.binary()).to_pylist()]
