"""From a record to an article: which of its fields holds what.

A field is found by its usual names, without regard to case, `_` and `-`; of several names the first that holds
something counts. A name that is given counts alone, exactly as written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from dedup.article import Article
from dedup.errors import InputError
from dedup.sources.dates import parse_date
from dedup.sources.site_outlet import outlet_of

_USUAL_NAMES = {
    "text": "text body content maintext articlebody articletext fulltext bodytext plaintext rawcontent article story",
    "title": "title headline name heading subject",
    "url": "url link address permalink href sourceurl pageurl articleurl uri",
    "outlet": "outlet publisher source sourcename sitename site domain hostname host newspaper publication",
    "published": "published publishedat publisheddate publishedtime publicationdate publishdate pubdate datepublished"
    " datepublish date datetime timestamp time created createdat",
    "id": "id articleid docid documentid uid uuid guid key",
    "language": "language lang locale",
    "author": "author authors byline creator writer",
    "canonical": "canonical canonicalurl canonicallink",
    "links": "links",
}
ARTICLE_PARTS = tuple(_USUAL_NAMES)
# The part that a folded name stands for, and how usual the name is for it, 0 the most.
_PART_AND_RANK = {name: (part, rank) for part, names in _USUAL_NAMES.items() for rank, name in enumerate(names.split())}
_NO_RANK = 100  # behind every name
_WITHOUT_MARKS = str.maketrans("", "", "_- ")
_EMPTY: tuple[object, ...] = (None, "", [], {})
_NO_TEXT = "no field holds a text (text, body, content...)"
_ValueReader = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The names of the fields that hold an article's parts; None means: find it by its usual names.

    >>> Fields(text="corpo", title="titolo").url is None
    True
    """

    text: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    id: str | None = None
    language: str | None = None


DEFAULT_FIELD_NAMES = FieldNames()


def article_from_record(
    values: Mapping[str, object], fields: FieldNames, default_id: str, folder: str | None
) -> Article:
    """The article in a record; `place` is its id if it has none of its own; InputError if it has no text."""
    parts: dict[str, Any] = {}
    for part, names, read in _part_columns(tuple(values), fields):
        for name in names:
            value = values[name]
            if value or value not in _EMPTY:
                parts[part] = read(value)
                break
    if "text" not in parts:
        raise InputError(f"no text in the field {fields.text!r}" if fields.text else _NO_TEXT)
    parts["id"] = parts.get("id") or default_id
    parts["outlet"] = outlet_of(parts.get("outlet"), parts.get("url"), folder)
    return Article(**parts)


def has_text_field(values: Mapping[str, object], fields: FieldNames) -> bool:
    """Whether a record has a text of its own."""
    texts = (values[name] for name in names_for_part("text", values, fields))
    return isinstance(next((text for text in texts if text not in _EMPTY), None), str)


def check_text_column(names: list[str], fields: FieldNames) -> None:
    """Refuse a table when none of its columns can hold a text."""
    if not names_for_part("text", names, fields):
        raise InputError(f"no column holds a text (text, body, content...): {', '.join(names)[:200]}")


def names_for_part(part: str, names: Iterable[str], fields: FieldNames) -> list[str]:
    """The fields, of those with these names, that may hold this part of an article, the most usual first.

    >>> names_of("text", ["Body", "headline", "maintext"], Fields())
    ['Body', 'maintext']
    """
    given = dict(_given_names(fields)).get(part)
    found = [name for name in names if name == given or (given is None and _part_and_rank(name)[0] == part)]
    return sorted(found, key=lambda name: _part_and_rank(name)[1])


@lru_cache(maxsize=1024)  # the records of a file have the same fields, or nearly so
def _part_columns(names: tuple[str, ...], fields: FieldNames) -> tuple[tuple[str, list[str], _ValueReader], ...]:
    """Each part that records with these fields can have: the fields that may hold it, and how its value is read."""
    holders = ((part, names_for_part(part, names, fields)) for part in ARTICLE_PARTS)
    return tuple((part, found, _VALUE_READERS.get(part, _as_text)) for part, found in holders if found)


@lru_cache(maxsize=1024)
def _part_and_rank(name: str) -> tuple[str, int]:
    return _PART_AND_RANK.get(name.lower().translate(_WITHOUT_MARKS), ("", _NO_RANK))


@lru_cache(maxsize=16)
def _given_names(fields: FieldNames) -> tuple[tuple[str, str], ...]:
    return tuple((part, name) for part, name in asdict(fields).items() if name is not None)


def _article_text(value: object) -> str:
    if isinstance(value, list) and all(isinstance(paragraph, str) for paragraph in value):
        return "\n".join(value)
    if isinstance(value, str):
        return value
    raise InputError("the field that should hold the text holds something else")


def _as_text(value: object) -> str | None:
    """A value as one line: a number as digits, an object by its name, a list by its parts."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return _as_text(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_as_text, value))) or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _links(value: object) -> tuple[str, ...]:
    return tuple(link for link in value if isinstance(link, str)) if isinstance(value, list) else ()


# Other parts are one line.
_VALUE_READERS: dict[str, _ValueReader] = {"text": _article_text, "published": parse_date, "links": _links}
