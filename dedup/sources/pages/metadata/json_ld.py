"""The JSON-LD of a page: its scripts parsed, mended where they are broken in a usual way, and their objects.

A script holds an object, a list, or a graph whose objects name each other by `@id`. An object that stands under a
property like `itemListElement` or `isPartOf` is as a rule another thing than the page's article.
"""

from __future__ import annotations

import html
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern

_MAX_OBJECTS = 2_000  # of a page; real pages have some dozen, with all comments some hundred
_MAX_VALUES = 50  # that are read of one property: authors, types
# The properties whose objects describe the page, or hold what does.
_OWN_PROPERTIES = frozenset(("@graph", "@list", "@set", "mainEntity", "mainEntityOfPage"))
_BEFORE = lazy_pattern(r"(?:\s|//|/\*|<!\[CDATA\[|\*/|<!--)+")  # comments and CDATA marks around the JSON
_TRAILING_COMMA = lazy_pattern(r",(?=\s*[}\]])")
_WRONG_ESCAPE = lazy_pattern(r'\\(?!["\\/bfnrtu])')

JsonObject = Mapping[str, object]


class FoundObject(NamedTuple):
    """An object of the page's JSON-LD, and whether it stands where objects describe the page itself."""

    value: JsonObject
    is_own: bool


class JsonLd:
    """All objects in the JSON-LD of a page."""

    def __init__(self, scripts: Iterable[str]) -> None:
        self.objects: list[FoundObject] = []
        for script in scripts:
            self.objects += _objects(parse_json_ld(script), _MAX_OBJECTS - len(self.objects))
        self._named: dict[str, JsonObject] = {}
        for value, _ in self.objects:
            name = value.get("@id")
            if isinstance(name, str) and len(value) > len(self._named.get(name, ())):
                self._named[name] = value

    def values(self, value: object) -> list[object]:
        """The values of a property; a mere reference is replaced by the object that it names.

        >>> JsonLd(['[{"@id": "#ada", "name": "Ada"}]']).values([{"@id": "#ada"}, "Bo"])
        [{'@id': '#ada', 'name': 'Ada'}, 'Bo']
        """
        given = value if isinstance(value, list) else [] if value is None else [value]
        return [self._resolved(each) for each in given[:_MAX_VALUES]]

    def strings(self, value: object) -> list[str]:
        """The strings among the values of a property; of an object its `@value`, `@id` and `url`."""
        found: list[object] = []
        for each in value if isinstance(value, list) else [value]:
            found += map(each.get, ("@value", "@id", "url")) if isinstance(each, dict) else [each]
        return [html.unescape(each).strip() for each in found[:_MAX_VALUES] if isinstance(each, str) and each.strip()]

    def _resolved(self, value: object) -> object:
        if isinstance(value, str):
            return self._named.get(value, value)
        if isinstance(value, dict) and isinstance(name := value.get("@id"), str) and "name" not in value:
            return self._named.get(name, value)
        return value


def parse_json_ld(script: str) -> object:
    """The JSON of a script; None if it is broken beyond what is mended.

    Mended are comments and CDATA marks around it, a comma before a closing bracket, control characters, wrong escapes,
    and JSON that was escaped for HTML. Of several values in a row, the first counts.

    >>> parse_json_ld('<!-- {"headline": "Rain",} -->')
    {'headline': 'Rain'}
    """
    before = _BEFORE.match(script)
    script = script[before.end() :] if before else script
    for mend in (str, _mended, _unescaped):
        with suppress(ValueError, RecursionError):
            value: object = _DECODER.raw_decode(mend(script))[0]
            return value
    return None


_DECODER = json.JSONDecoder(strict=False)


def _mended(script: str) -> str:
    return _TRAILING_COMMA.sub("", _WRONG_ESCAPE.sub(r"\\\\", script))


def _unescaped(script: str) -> str:
    return _mended(html.unescape(script)) if "&quot;" in script else ""


def _objects(value: object, max_objects: int) -> Iterator[FoundObject]:
    """All objects inside a JSON value, outer ones first."""
    waiting = deque([(value, True)])
    while waiting and max_objects > 0:
        node, is_own = waiting.popleft()
        if isinstance(node, dict):
            max_objects -= 1
            yield FoundObject(node, is_own)
            waiting += ((each, is_own and name in _OWN_PROPERTIES) for name, each in node.items())
        elif isinstance(node, list):
            waiting += ((each, is_own) for each in node)
