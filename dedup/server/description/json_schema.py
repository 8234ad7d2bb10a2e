"""The JSON schemas of our values, made from the fields that they declare, as `dedup.serialization` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import datetime
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from dedup.alignment.passage import Alignment
from dedup.article import Article, Span
from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.index.remote.wire_format import OPTIONAL_PARTS
from dedup.serialization.to_plain import serialized_fields
from dedup.stories.story import Story

Schema = dict[str, Any]
SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    Span: {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2},
    NoneType: {"type": "null"},
}
LANGUAGE: Schema = {"anyOf": [{"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z]{2})?$"}, {"type": "null"}]}
IDS: Schema = {"type": "array", "items": {"type": "string"}}


class SchemaMaker:
    """Makes schemas of values, which refer to each other by name; `schemas` holds those of all that were asked for."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def of(self, kind: Any) -> Schema:
        """The schema of a type."""
        if kind in SIMPLE:
            return SIMPLE[kind]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"type": "string", "enum": [member.value for member in kind]}
        if is_dataclass(kind) and isinstance(kind, type):
            if kind.__name__ not in self.schemas:
                self.schemas[kind.__name__] = {}
                self.schemas[kind.__name__] = self._record(kind)
            return {"$ref": f"#/components/schemas/{kind.__name__}"}
        return self._generic(kind)

    def _generic(self, kind: Any) -> Schema:
        inner = get_args(kind)
        if NoneType in inner:
            return {"anyOf": [self.of(each) for each in inner]}
        if get_origin(kind) in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        return {"type": "array", "items": self.of(inner[0])} if inner else {}

    def _record(self, kind: type) -> Schema:
        hints = get_type_hints(kind)
        properties = {name: self.of(hints[name]) for name in serialized_fields(kind)}
        needed = sorted(properties)
        if kind is Article:
            properties["language"] = LANGUAGE
            needed = sorted(properties.keys() - OPTIONAL_PARTS.keys())
        elif kind is Match:
            aligned = get_type_hints(Alignment)
            properties |= {name: self.of(aligned[name]) for name in serialized_fields(Alignment)}
        elif kind is Cluster:
            properties |= {"matches": {"type": "array", "items": IDS}, "origin": self.of(Origin | None)}
        elif kind is Story:
            properties |= {"clusters": {"type": "array", "items": IDS}, "origin": self.of(Origin | None)}
        return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
