"""Parquet: rows are left out and texts cut, row group by row group; schema, metadata and packing stay.

A row group is held in memory while it is written. One of which no row is kept is left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError, cut_value, is_text_of
from dedup.errors import MissingExtraError


def write_parquet(path: Path, out: BinaryIO, decisions: FileDecisions) -> None:
    """Write the rows of a file that are kept; NotWrittenError for a file that is damaged."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("Parquet is written with pyarrow: pip install 'newsdedup[parquet]'") from error
    try:
        with parquet.ParquetFile(path, memory_map=True) as stored:
            packing = _packing_of_columns(stored)
            with parquet.ParquetWriter(out, stored.schema_arrow, compression=packing) as writer:
                first = 1
                for number in range(stored.num_row_groups):
                    group = stored.read_row_group(number)
                    kept = _kept_rows(group, first, decisions)
                    if len(kept):
                        writer.write_table(kept, row_group_size=len(kept))
                    first += len(group)
    except pyarrow.ArrowException as error:
        raise NotWrittenError(f"not Parquet that can be read: {str(error).partition(chr(10))[0]}") from error


def _packing_of_columns(stored: Any) -> Any:
    """The packing of each column, as PyArrow names it."""
    if not stored.num_row_groups:
        return "snappy"
    group = stored.metadata.row_group(0)
    columns = [group.column(place) for place in range(group.num_columns)]
    return {column.path_in_schema: column.compression.replace("UNCOMPRESSED", "NONE") for column in columns}


def _kept_rows(group: Any, first: int, decisions: FileDecisions) -> Any:
    """The rows of a group that are kept, with texts cut; `first` is the number of its first row."""
    numbers = range(first, first + len(group))
    cut_rows = [number for number in numbers if number in decisions.cuts]
    if cut_rows:
        group = _with_cut_texts(group, cut_rows, first, decisions)
    if decisions.drops.isdisjoint(numbers):
        return group
    return group.filter([number not in decisions.drops for number in numbers])


def _with_cut_texts(group: Any, numbers: list[int], first: int, decisions: FileDecisions) -> Any:
    """The group with the texts of some rows cut, in every column of strings that holds them."""
    from pyarrow import types

    done: set[int] = set()
    for place, field in enumerate(group.schema):
        if types.is_string(field.type) or types.is_large_string(field.type):
            column = group.column(place)
            changes = {
                number - first: cut_value(text, decisions.cuts[number])
                for number in numbers
                if is_text_of(text := column[number - first].as_py(), decisions.cuts[number])
            }
            done |= {row + first for row in changes}
            group = group.set_column(place, field, _changed(column, changes)) if changes else group
    for number in numbers:
        if number not in done:
            decisions.leave(number)
    return group


def _changed(column: Any, changes: dict[int, str]) -> Any:
    """The column with other values in some rows."""
    import pyarrow

    chunks, end = [], 0
    for row, text in changes.items():
        chunks += [*column.slice(end, row - end).chunks, pyarrow.array([text], column.type)]
        end = row + 1
    return pyarrow.chunked_array([*chunks, *column.slice(end).chunks], column.type)
