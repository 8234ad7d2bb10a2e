"""Strings inside JSON, spliced as they are written: every other byte of the source stays."""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import Any

from dedup.article import Span
from dedup.clean.decision import CutDecision
from dedup.clean.writers.file_decisions import cut_value, is_text_of, spans_of
from dedup.runtime.patterns import lazy_pattern

_STRING = lazy_pattern(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_ESCAPE = lazy_pattern(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")


def cut_json(source: str, cuts: list[CutDecision]) -> str | None:
    """One JSON value with its text cut in every string that holds it; None where no string in it is the text."""
    pieces, end = [], 0
    for found in _STRING.finditer(source):
        if found.end() - found.start() - 2 < cuts[0].characters or not is_text_of(_decoded(found[0]), cuts):
            continue
        pieces += [source[end : found.start()], _spliced(found[0], spans_of(cuts))]
        end = found.end()
    after = "".join([*pieces, source[end:]])
    return after if pieces and json.loads(after) == _with_cuts(json.loads(source), cuts) else None


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
