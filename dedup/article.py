"""The input: an article, and a place inside it.

Offsets are code points of the original `Article.text`, half-open, everywhere in dedup: `text[span.start:span.end]`
is what a span stands for, whatever folding or cleaning happened on the way to finding it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dedup.errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text, in code points, half-open.

    >>> Span(4, 9).of("The quick fox")
    'quick'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise InputError(f"a span runs from 0 upwards, not from {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """The stretch itself."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, init=False)
class Article:
    """One article as it was found; `text` is never altered. What is not known is None.

    `outlet` is the publisher's domain or the folder; `published` must know its time zone; `language` is a BCP 47 tag;
    `canonical` is the address that the page itself names as its original; `links` are the addresses it links to.

    >>> Article("a", "Rain is expected.", outlet="example.org").outlet
    'example.org'
    """

    id: str
    text: str
    title: str | None
    url: str | None
    outlet: str | None
    published: datetime | None
    language: str | None
    author: str | None
    canonical: str | None
    links: tuple[str, ...]

    def __init__(
        self,
        id: str,  # noqa: A002  # the name of the field
        text: str,
        title: str | None = None,
        url: str | None = None,
        outlet: str | None = None,
        published: datetime | None = None,
        language: str | None = None,
        author: str | None = None,
        canonical: str | None = None,
        links: tuple[str, ...] = (),
    ) -> None:
        if not isinstance(id, str) or not isinstance(text, str):
            raise InputError(f"an article's id and text are strings, not {type(id).__name__} and {type(text).__name__}")
        if published is not None and published.tzinfo is None:
            raise InputError(f"article {id!r}: published must know its time zone: {published.isoformat()}")
        _put_id(self, id)
        _put_text(self, text)
        _put_title(self, title)
        _put_url(self, url)
        _put_outlet(self, outlet)
        _put_published(self, published)
        _put_language(self, language)
        _put_author(self, author)
        _put_canonical(self, canonical)
        _put_links(self, links)


def _put(name: str) -> Callable[[Article, object], None]:
    """What fills one place of an article, without a look at its name.

    Articles are made by the million; the usual way to fill what is frozen takes three times as long.
    """
    fill: Callable[[Article, object], None] = vars(Article)[name].__set__
    return fill


_put_id = _put("id")
_put_text = _put("text")
_put_title = _put("title")
_put_url = _put("url")
_put_outlet = _put("outlet")
_put_published = _put("published")
_put_language = _put("language")
_put_author = _put("author")
_put_canonical = _put("canonical")
_put_links = _put("links")


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be read, and why: `record` is its line or place in the file, from 1, or None for a whole file."""

    path: str
    record_number: int | None
    reason: str
