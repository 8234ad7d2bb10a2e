"""Writing: any value of dedup as plain data, by the fields that it declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any

from dedup.article import Article, Span
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.stories.story import Story


def to_builtins(value: object, *, texts: bool = False, passages: bool = False) -> Any:
    """Write any value of dedup as plain data; `texts` adds the articles' texts, `passages` aligns every match.

    >>> to_builtins(Span(3, 7))
    [3, 7]
    """
    return _Writer(texts, passages).convert(value)


@cache
def serialized_fields(kind: type) -> tuple[str, ...]:
    """The names of the fields that are written: all that take part in comparisons."""
    return tuple(field.name for field in fields(kind) if field.compare)


_PLAIN = frozenset({NoneType, bool, int, str, float})  # most values, and seen first


@dataclass(frozen=True, slots=True)
class _Writer:
    texts: bool
    passages: bool

    def convert(self, value: object) -> Any:
        if type(value) in _PLAIN:
            return value
        match value:
            case Enum():
                return value.value
            case int() | str():
                return value
            case float():
                return float(value)  # numpy's floats are floats too
            case Span():
                return [value.start, value.end]
            case datetime():
                return value.isoformat()
            case Mapping():
                return {name: self.convert(value[name]) for name in sorted(value)}  # equal mappings, equal bytes
            case Sequence():
                return [self.convert(entry) for entry in value]
            case _:
                return self.record(value)

    def record(self, value: object) -> dict[str, Any]:
        match value:
            case Article() if not self.texts:
                return self.fields(value, excluding="text")
            case Match() if self.passages:
                return {**self.fields(value), **self.fields(value._align())}
            case Cluster():
                pairs = [[match.left_id, match.right_id] for match in value.matches]
                written = self.fields(value, excluding="matches")
                return {**written, "matches": pairs, "origin": self.convert(value.origin)}
            case Story():
                clusters = [list(cluster.article_ids) for cluster in value.clusters]
                written = self.fields(value, excluding="clusters")
                return {**written, "clusters": clusters, "origin": self.convert(value.origin)}
            case _:
                return self.fields(value)

    def fields(self, value: object, *, excluding: str = "") -> dict[str, Any]:
        kind: type = type(value)
        return {name: self.convert(getattr(value, name)) for name in serialized_fields(kind) if name != excluding}
