"""The input: an article, and a place inside it.

Offsets are code points of the original `Article.text`, half-open, everywhere in dedup: `text[span.start:span.end]`
is what a span stands for, whatever folding or cleaning happened on the way to finding it.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was found; `text` is never altered. What is not known is None.

    `outlet` is the publisher's domain or the folder; `published` must know its time zone; `language` is a BCP 47 tag;
    `canonical` is the address that the page itself names as its original; `links` are the addresses it links to.

    >>> Article("a", "Rain is expected.", outlet="example.org").outlet
    'example.org'
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    language: str | None = None
    author: str | None = None
    canonical: str | None = None
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not isinstance(self.text, str):
            raise InputError(
                f"an article's id and text are strings, not {type(self.id).__name__} and {type(self.text).__name__}"
            )
        if self.published is not None and self.published.tzinfo is None:
            raise InputError(f"article {self.id!r}: published must know its time zone: {self.published.isoformat()}")


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be read, and why: `record` is its line or place in the file, from 1, or None for a whole file."""

    path: str
    record: int | None
    reason: str
