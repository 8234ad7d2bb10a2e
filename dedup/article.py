"""The input: an article, a span of its text, and the place that it was read from.

Offsets are code points of the original `Article.text`, half-open, everywhere in dedup: `text[span.start:span.end]`
is what a span denotes, whatever folding or cleaning was used to find it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from dedup.errors import InputError

_MAX_REPR_CHARACTERS = 60
_MAX_TEXT_CHARACTERS = 1 << 28  # of four bytes at most: an index stores a thousand million bytes in one record
_LANGUAGE = re.compile(
    r"(?!.*\.\.)[^\W_][\w .,;=@()\u0300-\u036f-]{0,79}"
)  # no path, and nothing that a terminal obeys


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of an article's text, in code points. InputError unless 0 <= start <= end.

    >>> Span(4, 9).of("The quick fox")
    'quick'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise InputError(f"a span needs 0 <= start <= end, not {self.start} and {self.end}")

    def of(self, text: str) -> str:
        """The text in this range."""
        return text[self.start : self.end]


class Place(NamedTuple):
    """Where an article was read: the path as given, and the number of its record in that file, from 1.

    `record_number` is None if the file holds one article. `str` gives the id of an article without an id of its own.

    >>> str(Place("feed.jsonl", 12)), str(Place("folder/a.txt"))
    ('feed.jsonl:12', 'folder/a.txt')
    """

    path: str
    record_number: int | None = None

    def __str__(self) -> str:
        return self.path if self.record_number is None else f"{self.path}:{self.record_number}"


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Article:
    """One article as it was found; `text` is never altered. A field that is not known is None.

    `outlet` is the publisher's domain, its name or its folder. `published` must have a time zone. `language` is a
    BCP 47 tag. `canonical` is the URL that the page states as its original; `links` are the URLs that its text links
    to. `place` says where the article was read; it takes no part in comparisons and is not written to JSON.

    InputError for a value of another type, a text of more than 268 million characters, a language that is neither tag
    nor name, and a `published` that has no time zone or is outside the years 1 to 9999 in UTC. `links` may be a list.

    >>> Article("a", "Rain is expected at the coast.", outlet="example.org")
    Article('a', 'Rain is expected at the coast.', outlet='example.org')
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
    place: Place | None = field(compare=False)

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
        place: Place | None = None,
    ) -> None:
        if not isinstance(id, str) or not isinstance(text, str):
            raise InputError(f"an article's id and text are strings, not {type(id).__name__} and {type(text).__name__}")
        if len(text) > _MAX_TEXT_CHARACTERS:
            raise InputError(f"article {id!r}: a text has at most {_MAX_TEXT_CHARACTERS:,} characters")
        for value in (title, url, outlet, language, author, canonical):
            if value is not None and not isinstance(value, str):
                raise InputError(f"article {id!r}: {_not_a_string(value)}")
        if published is not None:
            _check_published(id, published)
        if language is not None and not _is_language(language):
            raise InputError(f"article {id!r}: the language is a tag such as 'pt-BR', not {_shortened(language)}")
        if links != ():
            links = _checked_links(id, links)
        _set_id(self, id)
        _set_text(self, text)
        _set_title(self, title)
        _set_url(self, url)
        _set_outlet(self, outlet)
        _set_published(self, published)
        _set_language(self, language)
        _set_author(self, author)
        _set_canonical(self, canonical)
        _set_links(self, links)
        _set_place(self, place)

    def __repr__(self) -> str:
        stated = [f"{name}={_shortened(value)}" for name in _SHOWN if (value := getattr(self, name)) is not None]
        return f"Article({', '.join([_shortened(self.id), _shortened(self.text), *stated])})"


def _not_a_string(value: object) -> str:
    names = "title, url, outlet, language, author and canonical"
    return f"{names} are strings or None, not {type(value).__name__} ({_shortened(value)})"


def _check_published(article_id: str, published: object) -> None:
    if not isinstance(published, datetime):
        raise InputError(
            f"article {article_id!r}: published is a datetime with a time zone, not {type(published).__name__} "
            f"({_shortened(published)}); datetime.fromisoformat reads '2025-03-04T09:30+00:00'"
        )
    try:
        if published.utcoffset() is None:
            raise InputError(f"article {article_id!r}: published needs a time zone: {published.isoformat()}")
        published.astimezone(UTC)
    except OverflowError:
        raise InputError(f"article {article_id!r}: published is outside the years 1 to 9999 in UTC") from None


@lru_cache(maxsize=1024)
def _is_language(language: str) -> bool:
    """Whether it is a tag, or the name of a language, which `sources.languages` understands."""
    return _LANGUAGE.fullmatch(language) is not None


def _checked_links(article_id: str, links: object) -> tuple[str, ...]:
    if not isinstance(links, list | tuple) or not all(isinstance(link, str) for link in links):
        raise InputError(f"article {article_id!r}: links are a tuple of strings, not {_shortened(links)}")
    return tuple(links)


def _shortened(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and len(value) > _MAX_REPR_CHARACTERS:
        return repr(f"{value[: _MAX_REPR_CHARACTERS - 1]}\N{HORIZONTAL ELLIPSIS}")
    shown = repr(value)
    return shown if isinstance(value, str) else shown[:_MAX_REPR_CHARACTERS]


_SHOWN = ("title", "outlet", "published")

# The setters of the slots, called directly: articles are made by the million, and one takes 1.5 us in this way. The
# generated `__init__` of a frozen dataclass takes 2.5 us, as does a loop over these setters.
(
    _set_id,
    _set_text,
    _set_title,
    _set_url,
    _set_outlet,
    _set_published,
    _set_language,
    _set_author,
    _set_canonical,
    _set_links,
    _set_place,
) = (vars(Article)[each.name].__set__ for each in fields(Article))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or record that could not be read, and why.

    `record_number` is its line or place in the file, from 1, or None if the whole file was skipped.
    """

    path: str
    record_number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something that was read with a doubt, or passed over, and why: a date not understood, an encoding guessed.

    `path` and `record_number` are those of the article, as in its `place`; or `path` is that of a folder whose files
    were passed over.
    """

    path: str
    record_number: int | None
    reason: str


def skipped_article(article: Article, error: Exception) -> Skipped:
    """What is said of an article that some stage fails at, for a reason that nobody foresaw.

    >>> skipped_article(Article("a", "Rain fell."), OverflowError("too large")).reason
    'cannot be worked on: OverflowError: too large'
    """
    reason = f"cannot be worked on: {type(error).__name__}: {error!s:.200}"
    return Skipped(*(article.place or Place(article.id)), reason)


# What reading yields: an article, followed by the warnings about it; or what could not be read.
ReadItem = Article | Skipped | ReadWarning
