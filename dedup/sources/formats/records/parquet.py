"""Parquet, by PyArrow: a few rows at a time, and of those only the columns that an article can use.

A file that is stored is mapped, not read. A column of strings becomes strings in one call; what is no string (a date, a
list of paragraphs) takes Arrow's slower way. Parquet is read from its end, so that one that is compressed again, is in
an archive or comes on standard input is copied first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from dedup.errors import InputError, MissingExtraError
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.fields.record_parts import FieldNames, check_text_column
from dedup.sources.formats.format import InputFormat, OpenFile, ReadOptions, SourceRecord
from dedup.sources.formats.seekable import seekable

_ROWS_PER_BATCH = 16
_MAX_TEXT_RATIO = 10  # of what a column holds to its packed form: news has 3; beyond it, one value may fill a column


def read_parquet(file: OpenFile, options: ReadOptions) -> Iterator[SourceRecord]:
    """The rows of a file, numbered from 1.

    MissingExtraError without PyArrow, InputError if the file is damaged or has no column of texts.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("Parquet is read with pyarrow: pip install 'newsdedup[parquet]'") from error
    try:
        with seekable(file) as stored, parquet.ParquetFile(_mapped_or_copied(file, stored), memory_map=True) as table:
            wanted = _wanted_columns(table.schema_arrow, options.fields)
            limits = options.limits
            columns = _stored_columns(table.metadata)
            packed = sum(column.total_compressed_size for column in columns)
            honest = max(limits.max_article_bytes, limits.max_unpacked_ratio * packed)
            left = min(honest, limits.max_unpacked_bytes)
            if sum(column.total_uncompressed_size for column in columns) > left:
                raise InputError(f"unpacks to more than {limits.max_unpacked_ratio} times its size: a bomb")
            for number, values in enumerate(_rows(table, wanted, _rows_at_once(columns, limits)), 1):
                left -= sum(len(value) for value in values.values() if isinstance(value, str))
                if left < 0:
                    raise InputError(f"unpacks to more than {limits.max_unpacked_ratio} times its size: a bomb")
                yield SourceRecord(number, values)
    except pyarrow.ArrowException as error:
        raise InputError(f"not Parquet that can be read: {str(error).partition(chr(10))[0]}") from error


def _stored_columns(metadata: Any) -> list[Any]:
    """What the file says of each column of each group of rows."""
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    return [group.column(place) for group in groups for place in range(group.num_columns)]


def _rows_at_once(columns: list[Any], limits: LimitSettings) -> int:
    """How many rows to read together: one, where each may be a text that fills its column and is stored once."""
    may_repeat = any(
        column.total_uncompressed_size > max(limits.max_article_bytes, _MAX_TEXT_RATIO * column.total_compressed_size)
        for column in columns
    )
    return 1 if may_repeat else _ROWS_PER_BATCH


def _mapped_or_copied(file: OpenFile, stored: IO[bytes]) -> Any:
    """The path of a file that is stored as it is, which PyArrow maps; else the copy."""
    return file.path if file.is_stored and stored is file.stream else stored


def _wanted_columns(schema: Any, fields: FieldNames) -> list[str]:
    """The columns that an article can use; where none holds a text, those with objects, one of which may be it."""
    found = fields.find(schema.names)
    objects = [column.name for column in schema if hasattr(column.type, "fields") and column.type.num_fields > 1]
    if "text" not in found and (fields.text is not None or not objects):
        check_text_column(schema.names, fields)
    inner = objects if "text" not in found else []
    return list(dict.fromkeys([name for names in found.values() for name in names] + inner))


def _rows(table: Any, names: list[str], at_once: int) -> Iterator[dict[str, object]]:
    for batch in table.iter_batches(at_once, columns=names, use_threads=False):
        present = batch.schema.names
        for row in zip(*map(_values, batch.columns), strict=True):
            yield dict(zip(present, row, strict=True))


def _values(column: Any) -> list[object]:
    """The values of a column; damaged UTF-8 becomes U+FFFD."""
    import pyarrow
    from pyarrow import types

    kind = column.type.value_type if types.is_dictionary(column.type) else column.type
    if not (types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)):
        return _python_values(column)
    try:
        strings: list[object] = column.to_numpy(zero_copy_only=False).tolist()
        return strings
    except pyarrow.ArrowException:
        return [value and value.decode(errors="replace") for value in column.cast(pyarrow.binary()).to_pylist()]


def _python_values(column: Any) -> list[object]:
    """The values of a column that holds no strings; a moment beyond Python's years becomes its number, which is no
    date, and one of an unknown time zone is read as what it counts from: UTC.
    """
    import pyarrow
    from pyarrow import types

    try:
        values: list[object] = column.to_pylist()
        return values
    except Exception:  # OverflowError, ValueError, errors of zones...: of one value, and all are lost
        if types.is_timestamp(column.type) and column.type.tz not in (None, "UTC"):
            return _python_values(column.cast(pyarrow.timestamp(column.type.unit, "UTC")))
        return [_python_value(cell) for cell in column]


def _python_value(cell: Any) -> object:
    try:
        return cell.as_py()
    except Exception:
        value = getattr(cell, "value", None)
        return str(value) if isinstance(value, int) else None


def _sniff(head: bytes) -> bool:
    return head.startswith(b"PAR1")


FORMATS = (InputFormat(name="parquet", endings=("parquet",), read=read_parquet, sniff=_sniff),)
