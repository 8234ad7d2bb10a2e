"""The reading side: plain data to values, checked by the types that the values declare."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, Generic, NoReturn, TypeVar, cast, get_args, get_origin, get_type_hints

from dedup.alignment.passage import Alignment
from dedup.article import Article, Span
from dedup.clusters.values import Cluster, Origin
from dedup.comparison.match import Match
from dedup.errors import InputError
from dedup.runtime.lazy import Lazy
from dedup.serialization.to_plain import serialized_fields
from dedup.stories.story_value import Story

Kind = TypeVar("Kind")
ArticleIds = tuple[str, ...]

FIELD_DEFAULTS: dict[str, object] = {
    "reference": []
}  # fields that documents did not have at first, and what they meant then


class DocumentReader:
    """Reads one document: `path` is where it stands now, so that a fault can say so."""

    def __init__(self) -> None:
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
        older = {name: meant for name, meant in FIELD_DEFAULTS.items() if name in _hints(cast(type, kind))}
        try:
            return cast(Kind, self.value(kind, older | data))
        except (InputError, OverflowError) as error:  # whole numbers may be too large for a float
            raise InputError(f"{self.location()}: {error}") from error

    def location(self) -> str:
        """Tell the place that is being read: `matches[3].relation`."""
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return steps.removeprefix(".") or "the document"

    def at(self, step: str | int, kind: Any, data: object) -> Any:
        """Read what stands one step further in; a fault leaves the path where it happened."""
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
            members = _expect(dict, data)
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

    def fields(self, kind: type, data: dict[str, Any], **known: object) -> Any:
        """Read a record field by field; those in `known` have been read already."""
        hints = _hints(kind)
        if missing := hints.keys() - data.keys() - known.keys():
            raise InputError(f"{min(missing)!r} is missing")
        if unknown := data.keys() - hints.keys():
            raise InputError(f"{min(unknown)!r} is unknown")
        read = {name: self.at(name, hint, data[name]) for name, hint in hints.items() if name not in known}
        return kind(**read, **known)

    def article(self, data: dict[str, Any]) -> Article:
        """Read an article, whose text may not have been written."""
        return cast(Article, self.fields(Article, {"text": "", **data}))

    def match(self, data: dict[str, Any]) -> Match:
        """Read a match, whose passages may not have been written, and remember it."""
        aligned = {name: data[name] for name in serialized_fields(Alignment) if name in data}
        align = Lazy.of(self.fields(Alignment, aligned)) if aligned else Lazy(_passages_not_stored)
        rest = {name: data[name] for name in data if name not in aligned}
        match = cast(Match, self.fields(Match, rest, _align=align))
        self.matches[match.left_id, match.right_id] = match
        return match

    def cluster(self, data: dict[str, Any]) -> Cluster:
        """Read a cluster, whose matches were read before, and remember it."""
        rest, origin = self.origin(data)
        matches = self.resolve_names("matches", self.matches, data)
        cluster = cast(Cluster, self.fields(Cluster, rest, matches=matches, find_origin=origin))
        self.clusters[cluster.article_ids] = cluster
        return cluster

    def story(self, data: dict[str, Any]) -> Story:
        """Read a story, whose clusters were read before."""
        rest, origin = self.origin(data)
        clusters = self.resolve_names("clusters", self.clusters, data)
        return cast(Story, self.fields(Story, rest, clusters=clusters, find_origin=origin))

    def origin(self, data: dict[str, Any]) -> tuple[dict[str, Any], _Stored[Origin | None]]:
        """Read a group's origin, which stands for looking for it; and what else the group's record holds."""
        origin = self.at("origin", cast(type, Origin | None), data.get("origin"))
        return {name: data[name] for name in data if name != "origin"}, _Stored(origin)

    def resolve_names(self, field: str, known: Mapping[ArticleIds, Kind], data: dict[str, Any]) -> tuple[Kind, ...]:
        """Find the values that a field names, all of which stand earlier in the report."""
        names: tuple[ArticleIds, ...] = self.at(field, tuple[ArticleIds, ...], data.get(field))
        absent = next((name for name in names if name not in known), None)
        if absent is not None:
            raise InputError(f"{field} names {list(absent)}, which the report does not hold")
        return tuple(known[name] for name in names)


@dataclass(frozen=True, slots=True)
class _Stored(Generic[Kind]):
    """Stands for looking something up that was written down: a match's passages, a cluster's origin."""

    value: Kind

    def __call__(self) -> Kind:
        return self.value


def _passages_not_stored() -> NoReturn:
    raise InputError("this match was written without its passages: write it with passages=True")


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in serialized_fields(kind)}


def _expect(kind: type[Kind], data: object) -> Kind:
    if not isinstance(data, kind) or isinstance(data, bool):
        raise InputError(f"should be {_NAMES[kind]}, not {_NAMES.get(type(data), 'nothing')}")
    return data


def _member(kind: type[Enum], data: object) -> Enum:
    try:
        return kind(data)
    except ValueError:
        raise InputError(f"should be one of {', '.join(str(member.value) for member in kind)}, not {data!r}") from None


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
    float: _number,
    datetime: _datetime,
    Span: _span,
}
