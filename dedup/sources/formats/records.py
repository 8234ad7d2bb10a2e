"""Files of records: JSON lines, JSON, and tables. A record that is broken is a flaw of its own; the next is read.

Lines are read one at a time, so a feed of any length fits in memory; a `.json` file is one value and is read whole.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import BufferedReader, BytesIO
from typing import NamedTuple, TypeGuard

import orjson

from dedup.errors import InputError
from dedup.sources.decoding import LineDecoder, decode, refuse_binary, replace_lone_surrogates, unicode_encoding
from dedup.sources.fields import FieldNames, check_text_column, has_text_field
from dedup.sources.limits import Limits

# The usual names of the array of records in an object that has several arrays.
_ARRAY_NAMES = ("articles", "items", "data", "results", "records", "documents", "docs", "entries", "posts", "hits")


class SourceRecord(NamedTuple):
    """One record and its number: its line in JSON lines, else its place, from 1; None when it is a whole file."""

    number: int | None
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that cannot be read, and why."""

    number: int | None
    reason: str


def read_json_lines(stream: BufferedReader, limits: Limits) -> Iterator[SourceRecord | BadRecord]:
    """The object on each line; empty lines are passed over."""
    decoder = LineDecoder()
    for number, line in enumerate(_lines(stream, limits), 1):
        if line is None:
            yield BadRecord(number, _too_long(limits))
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            if text := decoder.decode(line).rstrip():
                yield _read(number, text)
        else:
            yield _record(number, value)


def read_json_file(stream: BufferedReader, fields: FieldNames, limits: Limits) -> Iterator[SourceRecord | BadRecord]:
    """The objects of a JSON file: the only one, those of an array, or those of the array that an object holds.

    JSON lines in a file with this ending are read as such.
    """
    text = _read_whole(stream, limits)
    if not text.strip():
        raise InputError("empty")
    try:
        value = _loads(text)
    except InputError:
        if "\n" not in text.strip() or isinstance(_read(1, text.lstrip().partition("\n")[0]), BadRecord):
            raise
        yield from read_json_lines(_as_stream(text), limits)
        return
    members = _record_array(value, fields)
    if members is None:
        yield _record(None, value)
    else:
        yield from (_record(number, member) for number, member in enumerate(members, 1))


def read_table(
    stream: BufferedReader, fields: FieldNames, limits: Limits, delimiter: str | None
) -> Iterator[SourceRecord | BadRecord]:
    """The rows of a table under its header; without a delimiter, the commonest of `,`, `;` and tab in the header."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_source_bytes))  # one for the process; never lowered
    lines = map(LineDecoder().decode, _bounded(_lines(stream, limits), limits))
    header = next(lines, "")
    if not header.strip():
        raise InputError("empty")
    delimiter = delimiter or max(",;\t", key=header.count)
    names = next(_rows(iter([header]), delimiter), csv.Error("empty"))
    if isinstance(names, csv.Error):
        raise InputError(f"no header of a table: {names}")
    check_text_column(names, fields)
    for number, row in enumerate(_rows(lines, delimiter), 1):
        yield (
            BadRecord(number, f"not a row of the table: {row}")
            if isinstance(row, csv.Error)
            else _row(number, names, row)
        )


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


def _row(number: int, names: list[str], row: list[str]) -> SourceRecord | BadRecord:
    if len(row) != len(names):
        return BadRecord(number, f"the row has {len(row)} fields, the header names {len(names)}")
    if any("\0" in value for value in row):
        return BadRecord(number, "the row holds a NUL character: the file is damaged there")
    return SourceRecord(number, dict(zip(names, row, strict=True)))


def _lines(stream: BufferedReader, limits: Limits) -> Iterator[bytes | None]:
    """The lines of a file, in UTF-8 if a mark names another encoding; None for one that is too long."""
    head = stream.peek()
    encoding = unicode_encoding(head)
    if encoding == "utf-8-sig":
        stream.read(len(codecs.BOM_UTF8))
    elif encoding is not None:
        stream = _as_stream(_read_whole(stream, limits))
    else:
        refuse_binary(head)
    return _stored_lines(stream, limits.max_source_bytes)


def _stored_lines(stream: BufferedReader, max_bytes: int) -> Iterator[bytes | None]:
    for line in iter(partial(stream.readline, max_bytes), b""):
        if len(line) < max_bytes or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(max_bytes)
        yield None


def _bounded(lines: Iterator[bytes | None], limits: Limits) -> Iterator[bytes]:
    for line in lines:
        if line is None:
            raise InputError(_too_long(limits))
        yield line


def _too_long(limits: Limits) -> str:
    return f"a line of more than {limits.max_source_bytes:,} bytes"


def _read_whole(stream: BufferedReader, limits: Limits) -> str:
    source = stream.read(limits.max_json_bytes + 1)
    if len(source) > limits.max_json_bytes:
        raise InputError(f"larger than {limits.max_json_bytes:,} bytes; as JSON lines in UTF-8 it could be read")
    return decode(source)


def _as_stream(text: str) -> BufferedReader:
    return BufferedReader(BytesIO(text.encode()))


def _record_array(value: object, fields: FieldNames) -> list[object] | None:
    """The records in the value of a file; None when the value is the only one."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or has_text_field(value, fields):
        return None
    arrays = {name: member for name, member in value.items() if _is_array_of_objects(member)}
    if len(arrays) == 1:
        return next(iter(arrays.values()))
    return next((arrays[name] for name in _ARRAY_NAMES if name in arrays), None)


def _is_array_of_objects(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and bool(value) and all(isinstance(member, dict) for member in value)


def _read(number: int, line: str) -> SourceRecord | BadRecord:
    try:
        return _record(number, _loads(line))
    except InputError as error:
        return BadRecord(number, str(error))


def _record(number: int | None, value: object) -> SourceRecord | BadRecord:
    if isinstance(value, dict):
        return SourceRecord(number, value)
    return BadRecord(number, "not an object with fields, but another JSON value")


def _loads(text: str) -> object:
    """Read one value; the slower reader of the standard library lets in lone surrogates and NaN."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return _without_lone_surrogates(json.loads(text))
    except RecursionError as error:
        raise InputError("not JSON that can be read: nested too deeply") from error
    except ValueError as error:
        raise InputError(f"not JSON: {error}") from error


def _without_lone_surrogates(value: object) -> object:
    """The same value with strings that UTF-8 can hold."""
    if isinstance(value, str):
        return replace_lone_surrogates(value)
    if isinstance(value, list):
        return [_without_lone_surrogates(member) for member in value]
    if isinstance(value, dict):
        return {_without_lone_surrogates(name): _without_lone_surrogates(member) for name, member in value.items()}
    return value
