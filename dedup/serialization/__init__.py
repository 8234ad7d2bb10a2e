"""Values to plain data and back: what JSON can hold, and nothing else.

One writer and one reader serve every value. Both follow the fields that the values themselves declare, so a field added
to a value is a field of the document, and the two sides cannot drift apart. Written otherwise than field by field:

    Span      [start, end]
    datetime  ISO 8601, with its offset from UTC
    Article   without its text, unless asked for; read back, the text is empty then
    Match     with `passages` and `digests` only when asked for, since they are looked for only when somebody wants them
    Cluster   its matches by the ids of their two sides, and Story its clusters by their article ids: both stand whole
              once, in the report, which therefore can be read only as a whole

A document is the fields of a `Report` or a `Match` behind a head: what it holds, and the version of this form. Reading
is strict: a field that is missing, unknown or of the wrong kind is an `InputError` that names its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from dedup.errors import InputError
from dedup.serialization.from_plain import DocumentReader
from dedup.serialization.json_lines import dumps, loads
from dedup.serialization.to_plain import to_builtins

__all__ = ["VERSION", "dumps", "from_document", "from_json", "loads", "to_builtins", "to_document", "to_json"]

VERSION = 1

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


def from_document(kind: type[Kind], document: object) -> Kind:
    """Read the report or match that `to_document` wrote.

    A match that was written without its passages raises InputError when it is asked for them.
    """
    name = kind.__name__.lower()
    if not isinstance(document, Mapping) or document.get("dedup") != name:
        raise InputError(f"this is not a {name} that dedup wrote: its head does not say so")
    if document.get("version") != VERSION:
        raise InputError(f"this {name} is of version {document.get('version')!r}; this dedup reads version {VERSION}")
    return DocumentReader().document(kind, {key: document[key] for key in document if key not in ("dedup", "version")})
