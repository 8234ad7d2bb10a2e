"""From a record to an article: which of its fields holds what.

A field is found by its usual names, without regard to case, `_` and `-`; of several names the first that holds
something counts. A name that is given counts alone, exactly as written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from dedup.article import Article
from dedup.errors import InputError
from dedup.sources.dates import parse_date
from dedup.sources.outlet import outlet_of

_USUAL = {
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
}
# The part that a folded name stands for, and how usual the name is for it, 0 the most.
_MEANINGS = {name: (part, rank) for part, names in _USUAL.items() for rank, name in enumerate(names.split())}
_NO_RANK = 100  # behind every name
_WITHOUT_MARKS = str.maketrans("", "", "_- ")
_EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Fields:
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


DEFAULT_FIELDS = Fields()


def article_from(values: Mapping[str, object], fields: Fields, place: str, folder: str | None) -> Article:
    """The article in a record; `place` is its id if it has none of its own; InputError if it has no text."""
    parts = _parts(values, fields)
    url = _as_text(parts.get("url"))
    return Article(
        id=_as_text(parts.get("id")) or place,
        text=_article_text(parts.get("text"), fields.text),
        title=_as_text(parts.get("title")),
        url=url,
        outlet=outlet_of(_as_text(parts.get("outlet")), url, folder),
        published=parse_date(parts.get("published")),
        language=_as_text(parts.get("language")),
        author=_as_text(parts.get("author")),
        canonical=_as_text(parts.get("canonical")),
    )


def holds_text(values: Mapping[str, object], fields: Fields) -> bool:
    """Whether a record has a text of its own."""
    return isinstance(_parts(values, fields).get("text"), str)


def can_hold_text(names: list[str], fields: Fields) -> bool:
    """Whether records with these fields can hold a text at all."""
    return holds_text(dict.fromkeys(names, "some"), fields)


def _parts(values: Mapping[str, object], fields: Fields) -> dict[str, object]:
    """The value of each part of an article that the record has."""
    parts: dict[str, object] = {}
    ranks: dict[str, int] = {}
    for name, value in values.items():
        part, rank = _meaning(name)
        if value not in _EMPTY and rank < ranks.get(part, _NO_RANK):
            parts[part], ranks[part] = value, rank
    for part, name in _given_names(fields):
        parts[part] = values.get(name)
    return parts


@lru_cache(maxsize=1024)
def _meaning(name: str) -> tuple[str, int]:
    return _MEANINGS.get(name.lower().translate(_WITHOUT_MARKS), ("", _NO_RANK))


@lru_cache(maxsize=16)
def _given_names(fields: Fields) -> tuple[tuple[str, str], ...]:
    return tuple((part, name) for part, name in asdict(fields).items() if name is not None)


def _article_text(value: object, given: str | None) -> str:
    if isinstance(value, list) and all(isinstance(paragraph, str) for paragraph in value):
        value = "\n".join(value)
    if isinstance(value, str):
        return value
    if value is None:
        raise InputError(
            f"no text in the field {given!r}" if given else "no field holds a text (text, body, content...)"
        )
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
