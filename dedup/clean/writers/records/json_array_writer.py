"""JSON: members of the array of records are left out, or their text is spliced; every other byte stays.

The array may be the whole file, or stand in objects. Records that stand in several arrays, or as the columns of a data
frame, are not written, nor is JSON with comments and the like.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError
from dedup.clean.writers.records.json_strings import cut_json
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.fields.record_parts import FieldNames
from dedup.sources.formats.format import SourceRecord
from dedup.sources.formats.records.json_shapes import records_in

_MARK = b"\xef\xbb\xbf"  # of UTF-8
_SPACE = lazy_pattern(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_MAX_DEPTH = 6  # as the reader looks for arrays

Range = tuple[int, int]


def write_json_array(stored: BinaryIO, out: BinaryIO, decisions: FileDecisions, fields: FieldNames) -> None:
    """Write a JSON file without what was decided; NotWrittenError where its records are no members of one array."""
    source = stored.read()
    text, value = _parsed(source.removeprefix(_MARK))
    if None in decisions.cuts:
        after = cut_json(text, decisions.cuts[None])
        if after is None:
            decisions.leave(None)
    else:
        after = _kept_members(text, _member_ranges(text, value, fields), decisions)
    out.write(source if after is None else source[: len(source) - len(text.encode())] + after.encode())


def _parsed(source: bytes) -> tuple[str, object]:
    try:
        return source.decode(), orjson.loads(source)
    except ValueError as error:  # of JSON, or of UTF-8
        raise NotWrittenError(f"not JSON as the standard has it, in UTF-8: {error}") from error


def _member_ranges(text: str, value: object, fields: FieldNames) -> list[Range]:
    """Where the records stand in a file, by number."""
    records = list(records_in(value, fields))
    found = (_ranges_in(text, path) for path, array in _arrays(value, ()) if _are_members(records, array))
    ranges = next(found, None)
    if ranges is None or len(ranges) != len(records):
        raise NotWrittenError("its records are not the members of one array")
    return ranges


def _are_members(records: list[Any], array: list[object]) -> bool:
    """Whether the records are the members of an array, in order."""
    return len(records) == len(array) and all(
        not isinstance(record, SourceRecord)
        or record.values is member
        or (isinstance(member, str) and [*record.values.values()] == [member])
        for record, member in zip(records, array, strict=True)
    )


def _arrays(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[object]]]:
    """The arrays in a value that no other array holds, and the names that lead to each."""
    if isinstance(value, list):
        yield path, value
    elif isinstance(value, dict) and len(path) < _MAX_DEPTH:
        for name, member in value.items():
            yield from _arrays(member, (*path, name))


def _ranges_in(text: str, path: tuple[str, ...]) -> list[Range]:
    """Where the members of the array stand that some names lead to; of a name that stands twice, the last counts."""
    place = _behind_space(text, 0)
    for name in path:
        place = {json.loads(text[slice(*key)]): member for key, (member, _) in _pairs(text, place)}[name]
    return [each for _, each in _pairs(text, place)]


def _pairs(text: str, place: int) -> Iterator[tuple[Range, Range]]:
    """Where names and members stand in the object, or members in the array, that begins at a place."""
    is_object, place = text[place] == "{", _behind_space(text, place + 1)
    while text[place] not in "]}":
        key = (place, place)
        if is_object:
            key = (place, _DECODER.raw_decode(text, place)[1])
            place = _behind_space(text, _behind_space(text, key[1]) + 1)  # the colon
        end = _DECODER.raw_decode(text, place)[1]
        yield key, (place, end)
        place = _behind_space(text, end)
        if text[place] == ",":
            place = _behind_space(text, place + 1)


def _behind_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _kept_members(text: str, ranges: list[Range], decisions: FileDecisions) -> str:
    """The text with the members that are kept, each but the first behind what stood before it."""
    pieces = [text[: ranges[0][0]]]
    is_first = True
    for number, (start, end) in enumerate(ranges, 1):
        if number in decisions.drops:
            continue
        member = text[start:end]
        if number in decisions.cuts:
            cut = cut_json(member, decisions.cuts[number])
            if cut is None:
                decisions.leave(number)
            member = member if cut is None else cut
        pieces += [member] if is_first else [text[ranges[number - 2][1] : start], member]
        is_first = False
    return "".join([*pieces, text[ranges[-1][1] :]])
