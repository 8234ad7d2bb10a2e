"""JSON as people write it: one value, or several behind each other, with or without commas between them.

Strict JSON costs what orjson costs. What it refuses is given to readers that take more: half characters, NaN and line
feeds in strings (the standard library), comments, trailing commas and single quotes (JSON5), dictionaries as Python
prints them.
"""

from __future__ import annotations

import ast
import json
import re
from typing import NamedTuple

import orjson

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.settings.limit_settings import DEFAULT_LIMITS
from dedup.sources.decoding.decode import replace_lone_surrogates

_DECODER = json.JSONDecoder(strict=False)  # a line feed in a string is a line feed
_BETWEEN = lazy_pattern(r"[\s,;\]\x1e]*(?:\[(?=\s*[\[{]))?[\s\x1e]*")  # an array that was never closed is opened here
_FIRST_RECORD = lazy_pattern(r"\[\s*(?=\{)")
_MAX_LITERAL_CHARACTERS = 1 << 20  # of a dictionary that Python printed: its parser takes a hundredfold in memory
_MAX_LENIENT_CHARACTERS = 1 << 26  # of JSON5
_MIN_COUNTED_CHARACTERS = 1 << 24  # what is shorter takes less memory than a page
_COUNTED_AT_ONCE = 1 << 20  # characters: a bomb is known before its end
_STRING = lazy_pattern(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)


class TooManyValuesError(InputError):
    """A text holds more values than there is memory for."""


class FoundValues(NamedTuple):
    """The values in a text, and why there are no more; None if all of the text was read."""

    values: list[object]
    problem: str | None


def parse_json(text: str, max_values: int = DEFAULT_LIMITS.max_json_values) -> object:
    """One JSON value; InputError for what is no JSON, or holds more values.

    >>> parse_json("{'text': 'Rain.', /* one */ 'score': NaN,}")["text"]
    'Rain.'
    """
    _check_count(text, max_values)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return _without_lone_surrogates(_DECODER.decode(text))
    except RecursionError as error:
        raise InputError("not JSON that can be read: nested too deeply") from error
    except ValueError as error:
        problem = InputError(f"not JSON: {error}")
    value = _lenient_value(text.strip())
    if value is None:
        raise problem
    return _without_lone_surrogates(value)


def _check_count(text: str, max_values: int) -> None:
    """InputError for more values than any news holds: each takes some sixty bytes, even one that is written in two."""
    if len(text) <= max_values or len(text) < _MIN_COUNTED_CHARACTERS <= max_values:
        return
    if _has_more_values(text, max_values) and ('"' not in text or _has_more_values(_STRING.sub("", text), max_values)):
        raise TooManyValuesError(f"not JSON that can be read: more than {max_values:,} values")


def _has_more_values(text: str, most: int) -> bool:
    """Whether a text has more marks before which a value stands; those in strings count, too."""
    found = 0
    for start in range(0, len(text), _COUNTED_AT_ONCE):
        found += sum(text.count(mark, start, start + _COUNTED_AT_ONCE) for mark in ",[{")
        if found > most:
            return True
    return False


def all_values(text: str, max_values: int = DEFAULT_LIMITS.max_json_values) -> FoundValues:
    """The values that stand behind each other in a text, as far as it can be read; at least one, else InputError.

    >>> all_values('{"a": 1}{"a": 2},')
    FoundValues(values=[{'a': 1}, {'a': 2}], problem=None)
    """
    try:
        return FoundValues([parse_json(text, max_values)], None)
    except TooManyValuesError:
        raise
    except InputError as error:
        problem = error
    values, rest = _values_in_turn(text, 0)
    if not values and (first := _FIRST_RECORD.search(text)):  # in an object that was cut off
        values, rest = _values_in_turn(text, first.end())
    if not values:
        try:
            return FoundValues([parse_json(text.strip(" \t\r\n,\x1e"), max_values)], None)
        except InputError:
            raise problem from None
    return FoundValues(values, rest)


def _values_in_turn(text: str, start: int) -> tuple[list[object], str | None]:
    values: list[object] = []
    while (start := _end_of_gap(text, start)) < len(text):
        try:
            value, start = _DECODER.raw_decode(text, start)
        except RecursionError:
            return values, "not JSON that can be read: nested too deeply"
        except ValueError as error:
            return values, f"not JSON: {error}"
        values.append(_without_lone_surrogates(value))
    return values, None


def _end_of_gap(text: str, start: int) -> int:
    gap = _BETWEEN.match(text, start)
    return gap.end() if gap else start


def _lenient_value(text: str) -> object:
    """The value of JSON5, or of a dictionary or list as Python prints it; None for anything else."""
    if not text.startswith(("{", "[", "/")) or len(text) > _MAX_LENIENT_CHARACTERS:
        return None
    import pyjson5

    try:
        value: object = pyjson5.decode(text)
    except (pyjson5.Json5Exception, ValueError, RecursionError):
        pass
    else:
        return value
    if len(text) > _MAX_LITERAL_CHARACTERS or not text.startswith(("{'", "[{'")):
        return None
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value


def _without_lone_surrogates(value: object) -> object:
    """The same value with strings that UTF-8 can hold, and names that are strings."""
    if isinstance(value, str):
        return replace_lone_surrogates(value)
    if isinstance(value, list):
        return [_without_lone_surrogates(member) for member in value]
    if isinstance(value, dict):
        return {replace_lone_surrogates(str(name)): _without_lone_surrogates(each) for name, each in value.items()}
    return value
