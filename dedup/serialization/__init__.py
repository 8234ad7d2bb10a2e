"""Values to plain data and back: what JSON can hold, and nothing else.

One writer and one reader serve every value. Both follow the fields that the values declare, so a new field of a value
is a new field of the document, and the two sides cannot differ. Some values are not written field by field:

    Span      [start, end]
    datetime  ISO 8601, with its offset from UTC
    Article   without its text, unless `texts` is set; the text is empty when it is read back
    Match     with `passages`, `summaries` and `evidence` only if `passages` is set, since they take time to compute
    Cluster   its matches as pairs of article ids, which refer to the matches of the report
    Story     its clusters as lists of article ids, which refer to the clusters of the report

A document is the fields of a `Report` or a `Match` behind a head: the kind of value and the version of the format.
Version 1 differs from version 2 in the names of some fields; both are read, version 2 is written. Reading is strict: a
missing field, an unknown field or a value of a wrong type is an `InputError` that names its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from dedup.errors import InputError
from dedup.serialization.from_plain import RENAMED_FIELDS, DocumentReader
from dedup.serialization.json_lines import dumps, loads
from dedup.serialization.to_plain import to_builtins

__all__ = ["VERSION", "dumps", "from_document", "from_json", "loads", "to_builtins", "to_document", "to_json"]

VERSION = 2
READABLE_VERSIONS = (1, 2)

Kind = TypeVar("Kind")


def to_json(value: object, *, texts: bool = False, passages: bool = False) -> str:
    """Write a report or match as one line of JSON; see `to_document`."""
    return dumps(to_document(value, texts=texts, passages=passages)).decode()


def from_json(kind: type[Kind], text: str | bytes) -> Kind:
    """Read the report or match that `to_json` wrote.

    Raises InputError when the text is not JSON, or not a document of this kind and version.
    """
    return from_document(kind, loads(text))


def to_document(value: object, *, texts: bool = False, passages: bool = False) -> dict[str, Any]:
    """Write a report or match as plain data; `texts` adds the articles' texts, `passages` aligns every match."""
    head = {"dedup": type(value).__name__.lower(), "version": VERSION}
    return {**head, **to_builtins(value, texts=texts, passages=passages)}


def from_document(kind: type[Kind], document: object, reader: DocumentReader | None = None) -> Kind:
    """Read the report or match that `to_document` wrote, by a reader of this version if one is given.

    Otherwise a match that was written without its passages raises InputError when it is asked for them.
    """
    name = kind.__name__.lower()
    if not isinstance(document, Mapping) or document.get("dedup") != name:
        raise InputError(f"this is not a {name} that dedup wrote: its head does not say so")
    version = document.get("version")
    if version not in READABLE_VERSIONS:
        raise InputError(f"this {name} is of version {version!r}; this dedup reads versions up to {VERSION}")
    fields = {key: document[key] for key in document if key not in ("dedup", "version")}
    reader = reader or DocumentReader(RENAMED_FIELDS if version == 1 else None)
    return reader.document(kind, fields)
