"""JSON lines: an object on each line. A line that is broken is a bad record; the next one is read.

One line is read at a time, so that a feed of any length fits in memory. What people write beside it is read, too:
values that run over several lines, several on one line, commas behind them, an array around all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import NamedTuple

import orjson

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.decoding.bounded_reading import line_too_long, read_lines
from dedup.sources.decoding.line_reader import LineReader
from dedup.sources.fields.record_parts import FieldNames, holds_text
from dedup.sources.formats.format import BadRecord, InputFormat, OpenFile, ReadOptions, SourceRecord, SourceWarning
from dedup.sources.formats.records.json_shapes import records_in
from dedup.sources.formats.records.json_values import all_values

# With a line feed after the brace, it is one JSON value.
_BEGINNING = lazy_pattern(rb"(?:\xef\xbb\xbf)?\s*\{[^\S\n]*[\"}]")

_TOKEN = lazy_pattern(r'"(?:[^"\\]|\\.)*("|$)|[\[{]|[\]}]')  # a string, which ends with its line; a bracket
_BRACKETS = lazy_pattern(r"[\[\],;\s\x1e]*")  # a line of these is around records
_ARRAY_OPENED = lazy_pattern(r"[\s\x1e]*\[\s*(?=[\[{])")
_GOES_ON = ("[", ",")  # what a line ends with before a member of an array
_MAX_KNOWN_SHAPES = 1000  # names of fields that were looked at: the records of a file have few
Item = SourceRecord | BadRecord | SourceWarning


class _Line(NamedTuple):
    number: int
    text: str
    value: object = None  # if the line is a JSON value by itself


def read_jsonl(file: OpenFile, options: ReadOptions) -> Iterator[Item]:
    """The records of a file of JSON lines."""
    return read_json_lines(file.stream, options)


def read_json_lines(stream: BufferedReader, options: ReadOptions) -> Iterator[Item]:
    """The record on each line; empty lines are passed over."""
    around = _LinesApart(options.fields, options.limits)
    reader = LineReader(read_lines(stream, options.limits, options.encoding))
    plain: set[tuple[str, ...]] = set()  # names of the fields of records that hold texts
    for number, line in enumerate(reader, 1):
        if line is None:
            yield from around.end()
            yield BadRecord(number, line_too_long(options.limits))
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            if text := reader.decode(line).rstrip():
                yield from around.take(_Line(number, text))
            continue
        if isinstance(value, dict) and not around.is_open:
            names = tuple(value)
            if names in plain:
                yield SourceRecord(number, value)
                continue
            if len(plain) < _MAX_KNOWN_SHAPES and holds_text(value, options.fields):
                plain.add(names)
        yield from around.take(_Line(number, reader.decode(line).rstrip(), value))
    yield from around.end()
    yield from map(SourceWarning, reader.doubts())


class _LinesApart:
    """Reads lines that are not simply a record: it waits until the value that they begin is whole."""

    def __init__(self, fields: FieldNames, limits: LimitSettings) -> None:
        self._fields = fields
        self._max_characters, self._max_values = limits.max_source_bytes, limits.max_json_values
        self._lines: list[_Line] = []
        self._depth = self._characters = 0
        self._is_indented = False

    @property
    def is_open(self) -> bool:
        """Whether a value has begun and is not yet whole."""
        return bool(self._lines)

    def take(self, line: _Line) -> Iterator[Item]:
        """What is whole with this line."""
        if self._lines:
            if self._is_beginning(line):
                yield from self.end()
            else:
                yield from self._go_on(line)
                return
        if line.value is not None:
            yield from records_in(line.value, self._fields, line.number)
            return
        if _BRACKETS.fullmatch(line.text):
            return
        if opened := _ARRAY_OPENED.match(line.text):
            line = line._replace(text=line.text[opened.end() :])
        depth, is_broken = _depth_of(line.text)
        if depth > 0 and not is_broken and line.text.lstrip().startswith(("{", "[")):
            self._lines, self._depth, self._characters = [line], depth, len(line.text)
            self._is_indented = False
        else:
            yield from self._parsed(line.number, line.text)

    def end(self) -> Iterator[Item]:
        """What was waited for, as far as it can be read: of a value that is not whole, the records within it."""
        lines, self._lines = self._lines, []
        for number, line in enumerate(lines):
            if line.value is not None and isinstance(line.value, dict) and holds_text(line.value, self._fields):
                yield SourceRecord(line.number, line.value)
            elif number == 0 or isinstance(lines[number - 1].value, dict):
                yield from self._parsed(line.number, line.text)

    def _is_beginning(self, line: _Line) -> bool:
        """Whether a line begins a record, so that the value before it was never closed."""
        last = self._lines[-1].text
        if not line.text.startswith("{"):
            return False
        if isinstance(line.value, dict) and line.value:
            return not last.endswith(_GOES_ON)
        return self._is_indented and last.rstrip(",") == "}"

    def _go_on(self, line: _Line) -> Iterator[Item]:
        self._is_indented = self._is_indented or line.text[:1] in " \t"
        self._lines.append(line)
        self._depth += _depth_of(line.text)[0]
        self._characters += len(line.text) + 1
        if self._depth > 0 and self._characters <= self._max_characters:
            return
        whole = "\n".join(each.text for each in self._lines)
        try:
            found = all_values(whole, self._max_values)
        except InputError:
            yield from self.end()
            return
        number, self._lines = self._lines[0].number, []
        for value in found.values:
            yield from records_in(value, self._fields, number)
        if found.problem is not None:
            yield BadRecord(number, found.problem)

    def _parsed(self, number: int, text: str) -> Iterator[Item]:
        """The records in the text of a line."""
        try:
            found = all_values(text, self._max_values)
        except InputError as error:
            yield BadRecord(number, str(error))
            return
        for value in found.values:
            yield from records_in(value, self._fields, number)
        if found.problem is not None:
            yield BadRecord(number, found.problem)


def _depth_of(text: str) -> tuple[int, bool]:
    """How many brackets a line opens and leaves open, and whether a string in it is not closed."""
    depth, is_broken = 0, False
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        if first == '"':
            is_broken = is_broken or not token[1]
        else:
            depth += 1 if first in "[{" else -1
    return depth, is_broken


def _sniff(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None


FORMATS = (
    InputFormat(name="jsonl", endings=("jsonl", "jl", "jsonlines", "ldjson", "ndjson"), read=read_jsonl, sniff=_sniff),
)
