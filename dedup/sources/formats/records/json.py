"""JSON: a file with one value, which is one record, an array of records, or an object that holds such an array.

The file is read whole. JSON lines in a file with this ending are read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

from dedup.errors import InputError
from dedup.sources.decoding.bounded_reading import as_stream, read_whole_text
from dedup.sources.fields.record_parts import FieldNames, holds_own_text
from dedup.sources.formats.format import BadRecord, InputFormat, OpenFile, ReadOptions, SourceRecord
from dedup.sources.formats.records.jsonl import as_record, parse_json, parse_record, read_json_lines

# The usual names of the array of records in an object that has several arrays.
_ARRAY_NAMES = ("articles", "items", "data", "results", "records", "documents", "docs", "entries", "posts", "hits")

_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*(?:\{\s*[\"}]|\])|\{\s*\n\s*[\"}])")


def read_json(file: OpenFile, options: ReadOptions) -> Iterator[SourceRecord | BadRecord]:
    """The records of a JSON file; the number of the only one is None."""
    text = read_whole_text(file.stream, options.limits)
    if not text.strip():
        raise InputError("empty")
    try:
        value = parse_json(text)
    except InputError:
        if not _looks_like_json_lines(text):
            raise
        yield from read_json_lines(as_stream(text), options.limits)
        return
    members = _record_array(value, options.fields)
    if members is None:
        yield as_record(None, value)
    else:
        yield from (as_record(number, member) for number, member in enumerate(members, 1))


def _looks_like_json_lines(text: str) -> bool:
    first_line = text.lstrip().partition("\n")[0]
    return "\n" in text.strip() and isinstance(parse_record(1, first_line), SourceRecord)


def _record_array(value: object, fields: FieldNames) -> list[object] | None:
    """The records in the value of a file; None if the value is the only record."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or holds_own_text(value, fields):
        return None
    arrays = {name: member for name, member in value.items() if _is_array_of_objects(member)}
    if len(arrays) == 1:
        return next(iter(arrays.values()))
    return next((arrays[name] for name in _ARRAY_NAMES if name in arrays), None)


def _is_array_of_objects(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and bool(value) and all(isinstance(member, dict) for member in value)


def _sniff(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None


FORMATS = (InputFormat(name="json", endings=("json",), read=read_json, sniff=_sniff),)
