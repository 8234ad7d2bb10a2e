"""Where the records are in a JSON value: in an array, in an object around arrays, in a data frame that was written out.

    {"items": [{...}, {...}]}                               a feed, a service's answer, hits of a search
    {"text": {"0": ..., "1": ...}, "title": {...}}          columns of a data frame
    {"columns": ["id", "text"], "data": [[...], [...]]}     its names and rows apart
    {"a1": {...}, "a2": {...}}                              records by their ids
    {"text": [..., ...], "title": [..., ...]}               columns as lists
    [["id", "text"], [...], [...]]                          rows below their names
    ["...", "..."] or {"a1": "...", "a2": "..."}            texts

Of several arrays, all are read whose members hold texts. A record is never taken for what is around it: an object with
a text of its own is one record, whatever arrays it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeGuard

from dedup.sources.fields.record_parts import FieldNames, holds_own_text, holds_text
from dedup.sources.fields.usual_names import OTHER_THINGS, part_and_rank
from dedup.sources.formats.format import BadRecord, Number, SourceRecord

# The usual names of the array of records in an object that has several arrays, none of which holds texts.
_ARRAY_NAMES = ("articles", "items", "data", "results", "records", "documents", "docs", "entries", "posts", "hits")
_MAX_DEPTH = 6  # of arrays in objects: `data.posts.edges[].node` has four
_SAMPLE = 8  # records that are looked at to know what an array holds
_MIN_TEXT_CHARACTERS = 100  # of the strings in an object of texts by their ids
_NO_RECORD = "not an object with fields, but another JSON value"
_NOT_ROWS = "a row without the names of its columns"
_ID = "id"
Record = Mapping[str, object]


def records_in(value: object, fields: FieldNames, number: Number = None) -> Iterator[SourceRecord | BadRecord]:
    """The records in a JSON value; they are numbered from 1, or all have the number that is given."""
    found = _records(value, fields, 0)
    if found is None:
        yield _as_record(number, value, fields)
        return
    for place, member in enumerate(found, 1):
        yield _as_record(place if number is None else number, member, fields)


def _as_record(number: Number, value: object, fields: FieldNames) -> SourceRecord | BadRecord:
    """A value as a record: an object, or a text alone."""
    if isinstance(value, dict):
        return SourceRecord(number, value)
    if isinstance(value, str):
        return SourceRecord(number, {fields.text or "text": value})
    return BadRecord(number, _NOT_ROWS if isinstance(value, list) else _NO_RECORD)


def _records(value: object, fields: FieldNames, depth: int) -> list[object] | None:
    """The records in a value; None if the value is the only one."""
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, list):
        return _rows_below_names(value, fields) or _members(value, fields, depth)
    if not isinstance(value, dict) or not value or holds_own_text(value, fields):
        return None
    return (
        _split_frame(value, fields)
        or _columns_of_objects(value, fields)
        or _columns_of_lists(value, fields)
        or _records_by_id(value, fields)
        or _arrays_in(value, fields, depth)
    )


def _members(members: list[object], fields: FieldNames, depth: int) -> list[object]:
    """The members of an array; where they are no records but hold arrays of them, as pages of answers do, those."""
    if any(isinstance(member, str) or _is_record(member, fields) for member in islice(members, _SAMPLE)):
        return members
    inner = [_records(member, fields, depth + 1) if isinstance(member, dict) else None for member in members]
    if not any(inner):
        return members
    return [each for member, found in zip(members, inner, strict=True) for each in (found or [member])]


def _arrays_in(value: Record, fields: FieldNames, depth: int) -> list[object] | None:
    """The records in all arrays of an object that hold some; else in the only array of objects, or the usual one."""
    good: list[object] = []
    arrays: dict[str, list[object]] = {}
    for name, member in value.items():
        if name.lower() in OTHER_THINGS or part_and_rank(name)[0] not in ("", "text", "outlet"):
            continue
        if _is_array_of_objects(member):
            arrays[name] = member
            found = _members(member, fields, depth)
            if _hold_articles(found, fields, part_and_rank(name)[0] == "text"):
                good += found
        elif isinstance(member, dict) and not holds_text(member, fields):
            good += _records(member, fields, depth + 1) or []
        elif isinstance(member, list) and _are_texts(name, member):
            good += member
    if good:
        return good
    if len(arrays) == 1 and not holds_text(value, fields):
        return next(iter(arrays.values()))
    return next((arrays[name] for name in _ARRAY_NAMES if name in arrays), None)


def _hold_articles(members: list[object], fields: FieldNames, may_be_blocks: bool) -> bool:
    """Whether members of an array are articles; the blocks of a text have no headline, no URL and no date."""
    sample = [member for member in islice(members, _SAMPLE) if _is_record(member, fields)]
    if not may_be_blocks:
        return bool(sample)
    return any({"title", "url", "published"} & set(fields.find(member)) for member in sample)


def _is_record(value: object, fields: FieldNames) -> TypeGuard[Record]:
    return isinstance(value, dict) and holds_text(value, fields)


def _is_array_of_objects(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and bool(value) and all(isinstance(member, dict) for member in value)


def _are_texts(name: str, members: list[object]) -> bool:
    """Whether a list holds texts, and not the paragraphs of one: `texts`, `articles`."""
    is_plural = not part_and_rank(name)[0] and part_and_rank(name.removesuffix("s"))[0] == "text"
    return is_plural and all(isinstance(member, str) for member in members)


def _rows_below_names(rows: list[object], fields: FieldNames) -> list[object] | None:
    """Rows of values whose first row names the columns."""
    if len(rows) < 2 or not all(isinstance(row, list) for row in rows):
        return None
    return _named_rows(rows[0], rows[1:], fields)


def _split_frame(value: Record, fields: FieldNames) -> list[object] | None:
    """A data frame whose names and rows are apart."""
    names, rows = value.get("columns"), value.get("data")
    return _named_rows(names, rows, fields) if isinstance(rows, list) else None


def _named_rows(names: object, rows: list[object], fields: FieldNames) -> list[object] | None:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    if "text" not in fields.find(names):
        return None
    return [dict(zip(names, row, strict=False)) if isinstance(row, list) else row for row in rows]


def _columns_of_objects(value: Record, fields: FieldNames) -> list[object] | None:
    """Columns, each an object with a value for each row."""
    columns = {name: column for name, column in value.items() if isinstance(column, dict)}
    if len(columns) < len(value) or "text" not in fields.find(columns):
        return None
    rows = list(next(iter(columns.values())))
    if any(list(column) != rows for column in columns.values()) or not (len(rows) > 1 or "".join(rows).isdecimal()):
        return None
    return [{name: column[row] for name, column in columns.items()} for row in rows]


def _columns_of_lists(value: Record, fields: FieldNames) -> list[object] | None:
    """Columns, each a list with a value for each row."""
    columns = {name: column for name, column in value.items() if isinstance(column, list)}
    sizes = {len(column) for column in columns.values()}
    texts = columns.get(fields.find(columns).get("text", [""])[0])
    if len(columns) < max(len(value), 2) or len(sizes) != 1 or not texts or not _is_column_of_texts(texts):
        return None
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _is_column_of_texts(column: list[object]) -> bool:
    return all(value is None or isinstance(value, str) for value in column)


def _records_by_id(value: Record, fields: FieldNames) -> list[object] | None:
    """Records or texts, each under its id."""
    if _are_texts_by_id(value):
        return [{_ID: name, fields.text or "text": text} for name, text in value.items()]
    if len(value) < 2 or not all(isinstance(member, dict) for member in value.values()):
        return None
    if not all(_is_record(member, fields) for member in islice(value.values(), _SAMPLE)):
        return None
    return [_with_id(name, member, fields) for name, member in value.items() if isinstance(member, dict)]


def _are_texts_by_id(value: Record) -> bool:
    texts = [text for text in value.values() if isinstance(text, str)]
    if len(texts) < len(value) or any(part_and_rank(name)[0] for name in value):
        return False
    return all(map(str.isdecimal, value)) or (len(texts) > 1 and min(map(len, texts)) >= _MIN_TEXT_CHARACTERS)


def _with_id(name: str, record: Record, fields: FieldNames) -> Record:
    return record if name.isdecimal() or "id" in fields.find(record) else {_ID: name, **record}
