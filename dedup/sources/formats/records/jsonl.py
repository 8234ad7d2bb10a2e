"""JSON lines: an object on each line. A line that is broken is a bad record; the next one is read.

One line is read at a time, so that a feed of any length fits in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BufferedReader

import orjson

from dedup.errors import InputError
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.decoding.bounded_reading import line_too_long, read_lines
from dedup.sources.decoding.decode import LineDecoder, replace_lone_surrogates
from dedup.sources.formats.format import BadRecord, InputFormat, OpenFile, ReadOptions, SourceRecord

# With a line feed after the brace, it is one JSON value.
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[^\S\n]*[\"}]")


def read_jsonl(file: OpenFile, options: ReadOptions) -> Iterator[SourceRecord | BadRecord]:
    """The records of a file of JSON lines."""
    return read_json_lines(file.stream, options.limits)


def read_json_lines(stream: BufferedReader, limits: LimitSettings) -> Iterator[SourceRecord | BadRecord]:
    """The object on each line; empty lines are passed over."""
    decoder = LineDecoder()
    for number, line in enumerate(read_lines(stream, limits), 1):
        if line is None:
            yield BadRecord(number, line_too_long(limits))
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            if text := decoder.decode(line).rstrip():
                yield parse_record(number, text)
        else:
            yield as_record(number, value)


def parse_record(number: int, line: str) -> SourceRecord | BadRecord:
    """The record in the text of a line."""
    try:
        return as_record(number, parse_json(line))
    except InputError as error:
        return BadRecord(number, str(error))


def as_record(number: int | None, value: object) -> SourceRecord | BadRecord:
    """A JSON value as a record; only an object is one."""
    if isinstance(value, dict):
        return SourceRecord(number, value)
    return BadRecord(number, "not an object with fields, but another JSON value")


def parse_json(text: str) -> object:
    """One JSON value; InputError for what is no JSON. Lone surrogates and NaN need the slower standard library."""
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


def _sniff(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None


FORMATS = (
    InputFormat(name="jsonl", endings=("jsonl", "jl", "jsonlines", "ldjson", "ndjson"), read=read_jsonl, sniff=_sniff),
)
