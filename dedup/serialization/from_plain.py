"""Reading: plain data to values, checked by the types that the values declare.

A document of version 1 has some fields under older names (`RENAMED_FIELDS`); fields that documents did not have at
first have defaults (`FIELD_DEFAULTS`), and so has every setting.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, NoReturn, TypeVar, cast, get_args, get_origin, get_type_hints

from dedup.alignment.passage import Alignment
from dedup.article import Article, Span
from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.errors import InputError, SettingsError
from dedup.runtime.lazy import Lazy
from dedup.serialization.to_plain import serialized_fields
from dedup.stories.story import Story

Kind = TypeVar("Kind")
ArticleIds = tuple[str, ...]
Align = Callable[[str, str], Alignment]

# Fields that documents of version 1 hold under another name: old name, new name.
RENAMED_FIELDS: dict[str, dict[str, str]] = {
    "Report": {"furniture": "boilerplate", "reference": "reference_ids"},
    "ScanStats": {
        "reference": "reference_articles",
        "pairs beyond reach": "capped_by_band",
        "pairs beyond expansion": "capped_by_group",
        "common anchors": "frequent_anchors",
    },
    "Skipped": {"record": "record_number"},
    "Match": {"digests": "summaries"},
    "Passage": {"reused": "reuse_share"},
    "Edit": {"changed": "sensitive"},
}
# Fields that documents did not have at first, and the value of a document without them.
FIELD_DEFAULTS: dict[str, object] = {"reference_ids": [], "settings": None, "warnings": [], "series": []}

# Records whose fields have defaults, which count for a field that a document does not have.
RECORDS_WITH_DEFAULTS = {"ScanStats", "Settings", "Repeat"}


class DocumentReader:
    """Reads one document of the current version, or of an older one whose `renamed_fields` are given.

    `path` leads to the value that is being read, so that a fault can name it.
    """

    def __init__(self, renamed_fields: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.renamed_fields = renamed_fields or {}
        self.path: list[str | int] = []
        self.matches: dict[ArticleIds, Match] = {}
        self.clusters: dict[ArticleIds, Cluster] = {}
        self.readers_by_type: dict[type, Callable[[dict[str, Any]], object]] = {
            Article: self.article,
            Match: self.match,
            Cluster: self.cluster,
            Story: self.story,
        }

    def document(self, kind: type[Kind], data: dict[str, Any]) -> Kind:
        """Read a whole value, or raise InputError with the place of the fault."""
        try:
            return cast(Kind, self.value(kind, data))
        except (InputError, SettingsError, OverflowError) as error:  # whole numbers may be too large for a float
            raise InputError(f"{self.location()}: {error}") from error

    def location(self) -> str:
        """The path as text: `matches[3].relation`."""
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return steps.removeprefix(".") or "the document"

    def at(self, step: str | int, kind: Any, data: object) -> Any:
        """Read a value inside the current one; after a fault, the path still leads to it."""
        self.path.append(step)
        value = self.value(kind, data)
        self.path.pop()
        return value

    def value(self, kind: Any, data: object) -> Any:
        """Read a value of a type: simple, record, one of an enumeration, or a generic of these."""
        if kind in _SIMPLE:
            return _SIMPLE[kind](data)
        if is_dataclass(kind):
            record = self.readers_by_type.get(cast(type, kind))
            members = self.current_names(cast(type, kind), _expect(dict, data))
            return record(members) if record else self.fields(cast(type, kind), members)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return _member(kind, data)
        return self.generic(kind, data)

    def generic(self, kind: Any, data: object) -> Any:
        """Read an optional value, a mapping from names, or a sequence."""
        inner = get_args(kind)
        if NoneType in inner:
            return None if data is None else self.value(inner[0], data)
        if get_origin(kind) is Mapping:
            return {name: self.at(name, inner[1], entry) for name, entry in _expect(dict, data).items()}
        return tuple([self.at(place, inner[0], entry) for place, entry in enumerate(_expect(list, data))])

    def current_names(self, kind: type, data: dict[str, Any]) -> dict[str, Any]:
        """A record under the names that its fields have today, with defaults for fields that came later."""
        renamed = self.renamed_fields.get(kind.__name__, {})
        defaults = {name: default for name, default in FIELD_DEFAULTS.items() if name in _hints(kind)}
        if kind.__name__ in RECORDS_WITH_DEFAULTS:
            defaults = {each.name: each.default for each in fields(kind) if each.default is not MISSING}
        return defaults | {renamed.get(name, name): value for name, value in data.items()}

    def fields(self, kind: type, data: dict[str, Any], **known: object) -> Any:
        """Read a record field by field; those in `known` have been read already."""
        hints = _hints(kind)
        if missing := hints.keys() - data.keys() - known.keys():
            raise InputError(f"{min(missing)!r} is missing")
        if unknown := data.keys() - hints.keys():
            raise InputError(f"{min(unknown)!r} is unknown")
        # Most optional fields are None: that is seen at once, for an index is sent thousands of articles a second.
        present = ((name, data[name]) for name in hints if name not in known)
        optional = _optional(kind)
        read = {
            name: None if value is None and name in optional else self.at(name, optional.get(name, hints[name]), value)
            for name, value in present
        }
        return kind(**read, **known)

    def article(self, data: dict[str, Any]) -> Article:
        """Read an article, whose text may not have been written."""
        return cast(Article, self.fields(Article, {"text": "", **data}))

    def match(self, data: dict[str, Any]) -> Match:
        """Read a match, whose passages may not have been written, and keep it for clusters."""
        aligned = {name: data[name] for name in serialized_fields(Alignment) if name in data}
        align = Lazy.of(self.fields(Alignment, aligned)) if aligned else Lazy(_passages_not_stored)
        rest = {name: data[name] for name in data if name not in aligned}
        match = cast(Match, self.fields(Match, rest, _align=align))
        self.matches[match.left_id, match.right_id] = match
        return match

    def cluster(self, data: dict[str, Any]) -> Cluster:
        """Read a cluster, whose matches were read before, and keep it for stories."""
        rest, origin = self.origin(data)
        matches = self.resolve_names("matches", self.matches, data)
        cluster = cast(Cluster, self.fields(Cluster, rest, matches=matches, _find_origin=origin))
        self.clusters[cluster.article_ids] = cluster
        return cluster

    def story(self, data: dict[str, Any]) -> Story:
        """Read a story, whose clusters were read before."""
        rest, origin = self.origin(data)
        clusters = self.resolve_names("clusters", self.clusters, data)
        return cast(Story, self.fields(Story, rest, clusters=clusters, _find_origin=origin))

    def origin(self, data: dict[str, Any]) -> tuple[dict[str, Any], Lazy[Origin | None]]:
        """Read the origin of a cluster or story, and return the rest of its record beside it."""
        origin = self.at("origin", cast(type, Origin | None), data.get("origin"))
        return {name: data[name] for name in data if name != "origin"}, Lazy.of(origin)

    def resolve_names(self, field: str, known: Mapping[ArticleIds, Kind], data: dict[str, Any]) -> tuple[Kind, ...]:
        """The values whose article ids a field lists; all of them stand earlier in the report."""
        names: tuple[ArticleIds, ...] = self.at(field, tuple[ArticleIds, ...], data.get(field))
        absent = next((name for name in names if name not in known), None)
        if absent is not None:
            raise InputError(f"{field} names {list(absent)}, which the report does not hold")
        return tuple(known[name] for name in names)


class LookupReader(DocumentReader):
    """Reads matches without passages; these are looked up by `align` when they are read, and articles by `read`."""

    def __init__(self, align: Align, read: Callable[[str], Article]) -> None:
        super().__init__()
        self._align = align
        self._read = read

    def match(self, data: dict[str, Any]) -> Match:
        """Read a match, and keep it for clusters."""
        match = super().match(data)
        if "passages" in data:
            return match
        ids = match.left_id, match.right_id
        articles = Lazy(_both, self._read, *ids)
        self.matches[ids] = match = replace(match, _align=Lazy(self._align, *ids), _articles=articles)
        return match


def _both(read: Callable[[str], Article], left: str, right: str) -> tuple[Article, ...]:
    return read(left), read(right)


def _passages_not_stored() -> NoReturn:
    raise InputError("this match was written without its passages: write it with passages=True")


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in serialized_fields(kind)}


@cache
def _optional(kind: type) -> dict[str, Any]:
    """The fields that may be None, and what they are otherwise."""
    return {name: get_args(hint)[0] for name, hint in _hints(kind).items() if NoneType in get_args(hint)}


def _expect(kind: type[Kind], data: object) -> Kind:
    if not isinstance(data, kind) or isinstance(data, bool):
        raise InputError(f"should be {_NAMES[kind]}, not {_NAMES.get(type(data), 'nothing')}")
    return data


def _member(kind: type[Enum], data: object) -> Enum:
    try:
        return kind(data)
    except ValueError:
        raise InputError(f"should be one of {', '.join(str(member.value) for member in kind)}, not {data!r}") from None


def _truth(data: object) -> bool:
    if not isinstance(data, bool):
        raise InputError(f"should be true or false, not {_NAMES.get(type(data), 'nothing')}")
    return data


def _number(data: object) -> float:
    number = float(_expect(int, data) if isinstance(data, int) else _expect(float, data))
    if not math.isfinite(number):
        raise InputError(f"should be a finite number, not {number}")
    return number


def _datetime(data: object) -> datetime:
    try:
        return datetime.fromisoformat(_expect(str, data))
    except ValueError as error:
        raise InputError(f"should be a date and time in ISO 8601, not {data!r}") from error


def _span(data: object) -> Span:
    match data:
        case [start, end]:
            return Span(_expect(int, start), _expect(int, end))
        case _:
            raise InputError("should be a span: [start, end]")


_NAMES: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "an object",
    bool: "true or false",
}
_SIMPLE: dict[Any, Callable[[object], object]] = {
    str: lambda data: _expect(str, data),
    int: lambda data: _expect(int, data),
    bool: _truth,
    float: _number,
    datetime: _datetime,
    Span: _span,
}
