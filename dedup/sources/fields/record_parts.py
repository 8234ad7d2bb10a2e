"""From a record to an article: which of its fields holds which part.

A field is found by its usual names, without regard to case, `_` and `-`. If several fields have a usual name, the most
usual one that holds something counts. A name that is given counts alone, exactly as written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from typing import Any

from dedup.article import Article, Place
from dedup.errors import InputError
from dedup.sources.article_parts import ArticleParts
from dedup.sources.dates.read_date import read_date
from dedup.sources.markup.shown_text import shown_parts

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
# The part that a folded name stands for, and its rank among the names of that part, 0 for the most usual.
_PART_AND_RANK = {name: (part, rank) for part, names in _USUAL_NAMES.items() for rank, name in enumerate(names.split())}
_NO_RANK = 100  # behind every name
_WITHOUT_SEPARATORS = str.maketrans("", "", "_- ")
_EMPTY: tuple[object, ...] = (None, "", [], {})
_NO_TEXT = "no field holds a text (text, body, content...)"
_ValueReader = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The names of the fields that hold an article's parts; None means: find the field by its usual names.

    >>> FieldNames(text="corpo", title="titolo").url is None
    True
    """

    text: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    id: str | None = None
    language: str | None = None
    author: str | None = None
    canonical: str | None = None
    links: str | None = None

    def find(self, names: Iterable[str]) -> dict[str, list[str]]:
        """The fields, of those with these names, that may hold each part of an article, the most usual first.

        A part that no field can hold is left out.

        >>> FieldNames(title="titolo").find(["Body", "headline", "maintext", "titolo"])
        {'text': ['Body', 'maintext'], 'title': ['titolo']}
        """
        return {part: list(found) for part, found, _ in _readers_of_parts(tuple(names), self)}


DEFAULT_FIELD_NAMES = FieldNames()
ARTICLE_PARTS = tuple(part.name for part in fields(FieldNames))


def article_from_record(
    record: Mapping[str, object],
    fields: FieldNames = DEFAULT_FIELD_NAMES,
    *,
    default_id: str = "",
    folder: str | None = None,
    place: Place | None = None,
) -> Article:
    """The article in a record; InputError if it has no text.

    If the record has no id, it gets `default_id`, else that of its `place`; if it has neither outlet nor URL, it gets
    the outlet of the `folder` that its file lies in.

    >>> article_from_record({"headline": "Late", "body": "The ferry is late.", "id": 7})
    Article('7', 'The ferry is late.', title='Late')
    """
    parts = parts_of_record(record, fields)
    article = parts.article(place or Place(default_id), folder)
    return replace(article, place=place, id=parts.id or default_id or str(place or ""))


def parts_of_record(record: Mapping[str, object], fields: FieldNames = DEFAULT_FIELD_NAMES) -> ArticleParts:
    """The parts of the article in a record; InputError if it has no text.

    >>> parts_of_record({"headline": "Late", "body": "The ferry is late.", "id": 7}).title
    'Late'
    """
    parts: dict[str, Any] = {}
    for part, names, read in _readers_of_parts(tuple(record), fields):
        for name in names:
            value = record[name]
            if value or value not in _EMPTY:
                parts[part] = read(value)
                break
    if "text" not in parts:
        raise InputError(f"no text in the field {fields.text!r}" if fields.text else _NO_TEXT)
    if "published" in parts:
        parts |= _dated(parts["published"], parts.get("language"))
    return shown_parts(ArticleParts(**parts))


def _dated(value: object, language: str | None) -> dict[str, Any]:
    """The date of a record in this language, and the warning where it has none."""
    moment, problem = read_date(value, language)
    return {"published": moment, "warnings": (problem,)} if problem else {"published": moment}


def has_text_field(record: Mapping[str, object], fields: FieldNames) -> bool:
    """Whether the field that holds the text of a record holds one."""
    texts = (record[name] for name in fields.find(record).get("text", ()))
    return isinstance(next((text for text in texts if text not in _EMPTY), None), str)


def check_text_column(names: list[str], fields: FieldNames) -> None:
    """InputError if none of a table's columns can hold a text."""
    if "text" not in fields.find(names):
        raise InputError(f"no column holds a text (text, body, content...): {', '.join(names)[:200]}")


@lru_cache(maxsize=1024)  # the records of a file have the same fields, or nearly so
def _readers_of_parts(
    names: tuple[str, ...], fields: FieldNames
) -> tuple[tuple[str, tuple[str, ...], _ValueReader], ...]:
    """Each part that records with these fields can have: the fields that may hold it, and how its value is read."""
    holders = ((part, _names_for_part(part, names, fields)) for part in ARTICLE_PARTS)
    return tuple((part, found, _VALUE_READERS.get(part, _as_line)) for part, found in holders if found)


def _names_for_part(part: str, names: Iterable[str], fields: FieldNames) -> tuple[str, ...]:
    given = dict(_given_names(fields)).get(part)
    found = [name for name in names if name == given or (given is None and _part_and_rank(name)[0] == part)]
    return tuple(sorted(found, key=lambda name: _part_and_rank(name)[1]))


@lru_cache(maxsize=1024)
def _part_and_rank(name: str) -> tuple[str, int]:
    return _PART_AND_RANK.get(name.lower().translate(_WITHOUT_SEPARATORS), ("", _NO_RANK))


@lru_cache(maxsize=16)
def _given_names(fields: FieldNames) -> tuple[tuple[str, str], ...]:
    return tuple((part, name) for part, name in asdict(fields).items() if name is not None)


def _as_text(value: object) -> str:
    """A text, or a list of paragraphs as one."""
    if isinstance(value, list) and all(isinstance(paragraph, str) for paragraph in value):
        return "\n".join(value)
    if isinstance(value, str):
        return value
    raise InputError("the field that should hold the text holds something else")


def _as_line(value: object) -> str | None:
    """A value as one line: a number as digits, an object by its name, a list by its parts."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return _as_line(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_as_line, value))) or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _as_is(value: object) -> object:
    """A date: it is read when the language of its record is known."""
    return value


def _as_links(value: object) -> tuple[str, ...]:
    return tuple(link for link in value if isinstance(link, str)) if isinstance(value, list) else ()


# Every other part is one line.
_VALUE_READERS: dict[str, _ValueReader] = {"text": _as_text, "published": _as_is, "links": _as_links}
