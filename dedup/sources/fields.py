"""From a record to an article: which of its fields holds what.

A field is found by its usual names, without regard to case, `_` and `-`; of several names the first that holds
something counts. A name that is given counts alone, exactly as written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    record = _Record(values)
    url = _as_text(record.find("url", fields.url))
    return Article(
        id=_as_text(record.find("id", fields.id)) or place,
        text=_article_text(record.find("text", fields.text), fields.text),
        title=_as_text(record.find("title", fields.title)),
        url=url,
        outlet=outlet_of(_as_text(record.find("outlet", fields.outlet)), url, folder),
        published=parse_date(record.find("published", fields.published)),
        language=_as_text(record.find("language", fields.language)),
        author=_as_text(record.find("author", None)),
        canonical=_as_text(record.find("canonical", None)),
    )


def holds_text(values: Mapping[str, object], fields: Fields) -> bool:
    """Whether a record has a text of its own."""
    return isinstance(_Record(values).find("text", fields.text), str)


def can_hold_text(names: list[str], fields: Fields) -> bool:
    """Whether records with these fields can hold a text at all."""
    return holds_text(dict.fromkeys(names, "some"), fields)


class _Record:
    """The fields of a record by their folded names."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self._folded = {_fold(name): value for name, value in reversed(list(values.items()))}

    def find(self, part: str, given: str | None) -> object:
        return next((value for value in self.candidates(part, given) if value not in (None, "", [], {})), None)

    def candidates(self, part: str, given: str | None) -> Iterator[object]:
        if given is not None:
            if given in self._values:
                yield self._values[given]
            return
        yield from (self._folded[name] for name in _USUAL[part].split() if name in self._folded)


def _fold(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


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
