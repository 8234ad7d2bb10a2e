"""JSON lines: a line is left out, or the string of its text is spliced; every other byte stays.

A line that is no JSON object by itself is copied as it is; if a decision is about one, the file is not written.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import Any, BinaryIO

from dedup.article import Span
from dedup.clean.decision import CutDecision
from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError, cut_value, is_text_of, spans_of
from dedup.runtime.patterns import lazy_pattern

_MARK = b"\xef\xbb\xbf"  # of UTF-8
_STRING = lazy_pattern(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_ESCAPE = lazy_pattern(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")


def write_json_lines(stored: BinaryIO, out: BinaryIO, decisions: FileDecisions) -> None:
    """Write the lines of a file that are kept; NotWrittenError for a line that cannot be left out or cut."""
    drops, cuts = decisions.drops, decisions.cuts
    for number, line in enumerate(stored, 1):
        if number in drops:
            _record(line, number)
            if number == 1 and line.startswith(_MARK):
                out.write(_MARK)
        elif number in cuts:
            out.write(_cut_line(line, number, decisions))
        else:
            out.write(line)


def _record(line: bytes, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line.removeprefix(_MARK))
    except ValueError as error:  # of JSON, or of UTF-8
        raise NotWrittenError(f"line {number} is no JSON object by itself: {error}") from error
    if not isinstance(value, dict):
        raise NotWrittenError(f"line {number} is no JSON object by itself")
    return value


def _cut_line(line: bytes, number: int, decisions: FileDecisions) -> bytes:
    """The line with its text cut; as it is, where no string in it is the text."""
    before, cuts = _record(line, number), decisions.cuts[number]
    source = line.decode("utf-8")
    pieces, end = [], 0
    for found in _STRING.finditer(source):
        if found.end() - found.start() - 2 < cuts[0].characters or not is_text_of(_decoded(found[0]), cuts):
            continue
        pieces += [source[end : found.start()], _spliced(found[0], spans_of(cuts))]
        end = found.end()
    after = "".join([*pieces, source[end:]])
    if not pieces or json.loads(after.removeprefix("\ufeff")) != _with_cuts(before, cuts):
        decisions.leave(number)
        return line
    return after.encode("utf-8")


def _decoded(token: str) -> str:
    text: str = json.loads(token, strict=False)
    return text


def _spliced(token: str, spans: list[Span]) -> str:
    """The string as it is written, without some stretches of what it says."""
    characters, places = _ends_of_escapes(token)
    pieces, end = [], 0
    for span in sorted(spans):
        start, behind = (
            places[known] + place - characters[known]
            for place in (span.start, span.end)
            for known in [bisect_right(characters, place) - 1]
        )
        pieces.append(token[end:start])
        end = max(end, behind)
    return "".join([*pieces, token[end:]])


def _ends_of_escapes(token: str) -> tuple[list[int], list[int]]:
    """The characters behind each escape of a string, by number and by place; first of all, the first character."""
    characters, places = [0], [1]
    for escape in _ESCAPE.finditer(token):
        characters.append(characters[-1] + escape.start() - places[-1] + 1)
        places.append(escape.end())
    return characters, places


def _with_cuts(value: Any, cuts: list[CutDecision]) -> Any:
    """A JSON value with every string that is the text cut; names of fields stay."""
    if isinstance(value, dict):
        return {name: _with_cuts(member, cuts) for name, member in value.items()}
    if isinstance(value, list):
        return [_with_cuts(member, cuts) for member in value]
    return cut_value(value, cuts) if is_text_of(value, cuts) else value
