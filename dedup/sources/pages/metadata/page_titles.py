"""The title of a page's article: the headline, without the name of the site that titles have in front or behind.

The headline stands in several places, each with its own addition. Where two of them agree, the shorter is the headline:
the heading of the page with which `og:title` begins. Where only one is there, what a separator cuts off is the site's
name if the page names its site so, or its domain.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.pages.metadata.likeness import likeness

_CJK = "\u3000-\u9fff\uff00-\uffef"
_SEPARATOR = lazy_pattern(
    rf"(?<!\s)\s*+[|｜‖ㅣ]++\s*+|(?<!\s)\s++[-–—―:•·/<»]++\s++|(?<!\s)\s*+：\s*+|(?<=[{_CJK}])[-_—–]+(?=[{_CJK}])|_"
)
_BAR = lazy_pattern(r"[|｜ㅣ]")
_SAME_HEADLINE = 0.5
_MIN_HEADLINE = 15  # characters before a bar: a shorter piece may be a section, or the site
_MIN_BEGINNING = 8  # characters of a heading with which a title begins: shorter ones may be a kicker
_MAX_NAME = 40  # characters of a site's name
_MIN_NAME, _MORE_WORDS = 4, 2  # letters of a name, and words that may stand around it
_MAX_REMEMBERED = 64  # titles and names: a page states one title in several places
_LETTERS = lazy_pattern(r"[^\W_]+")


class StatedTitles(NamedTuple):
    """The titles of a page by their places."""

    heading: str | None
    headline: str | None
    og_title: str | None
    title: str | None


class _SiteName(NamedTuple):
    """A name of a site: its words, and its letters without spaces."""

    words: frozenset[str]
    squeezed: str

    def is_same(self, other: _SiteName) -> bool:
        """Whether two names are equal but for a few words: "Orre Post" and "The Orre Post Online"."""
        if self.squeezed == other.squeezed or self.words <= other.words:
            return True
        return (
            len(other.squeezed) >= _MIN_NAME
            and other.words <= self.words
            and len(self.words - other.words) <= _MORE_WORDS
        )


@lru_cache(_MAX_REMEMBERED)
def _site_name(name: str) -> _SiteName:
    words = _LETTERS.findall(name.casefold())
    return _SiteName(frozenset(words), "".join(words))


def find_title(stated: StatedTitles, sites: Sequence[str]) -> str | None:
    """The headline of a page whose site is called by `sites`, names or domains.

    >>> find_title(StatedTitles(None, None, "Rain at the coast - Orre Post", None), ["Orre Post"])
    'Rain at the coast'
    """
    names = [_site_name(site) for site in (*sites, *_sites_shown(stated)) if site]
    titles = [cut for text in stated if (cut := _without_site(_plain(text), names))]
    if not titles:
        return _plain(stated.og_title) or _plain(stated.title) or _plain(stated.heading) or None
    heading, *others = titles
    letters = ["".join(_LETTERS.findall(title.casefold())) for title in titles]
    if (count := Counter(letters).most_common(1)[0])[1] > 1:
        agreed = _without_kicker(titles[letters.index(count[0])], [_plain(stated.headline), _plain(stated.og_title)])
        return _shortest_beginning(agreed, [heading] if len(heading) >= _MIN_HEADLINE else [])
    if not stated.heading or any(likeness(heading, other) >= _SAME_HEADLINE for other in others):
        return _shortest_beginning(heading, others)
    return heading if not others or len(heading) >= _MIN_HEADLINE else _shortest_beginning(others[0], others[1:])


def _sites_shown(stated: StatedTitles) -> Iterator[str]:
    """The heading, if a longer title ends with it: then the logo of the site is marked as a heading."""
    heading, title = _plain(stated.heading), _plain(stated.og_title or stated.title)
    ends = [piece for _, piece in _pieces(title)]
    if len(ends) > 1 and heading == ends[-1] and 2 * len(heading) < len(title):
        yield heading


def _shortest_beginning(title: str, others: Iterable[str]) -> str:
    """A title, or the other one that it begins with."""
    return next((other for other in others if len(other) >= _MIN_BEGINNING and _begins_with(title, other)), title)


def _without_kicker(title: str, others: Iterable[str]) -> str:
    """A title, or the other one that it ends with."""
    ends = (other for other in others if len(other) >= _MIN_HEADLINE and title.endswith(f" {other}"))
    return next(ends, title)


def _begins_with(title: str, beginning: str) -> bool:
    return title.startswith(beginning) and not title[len(beginning) :][:1].isalnum()


def _plain(text: str | None) -> str:
    if not text:
        return ""
    return " ".join((html.unescape(text) if "&" in text else text).split())


def _without_site(text: str, names: Sequence[_SiteName]) -> str:
    """A title without the pieces at its ends that name the site; "" if it names nothing but the site."""
    pieces = list(_pieces(text))
    while pieces and _is_site(pieces[-1][1], names):
        pieces.pop()
    while pieces and _is_site(pieces[0][1], names):
        pieces.pop(0)
    if len(pieces) > 1 and _BAR.search(pieces[-1][0]) and len(pieces[0][1]) >= _MIN_HEADLINE:
        while len(pieces) > 1 and _BAR.search(pieces[-1][0]) and len(pieces[-1][1]) <= _MAX_NAME:
            pieces.pop()
    return "".join(f"{separator if number else ''}{piece}" for number, (separator, piece) in enumerate(pieces))


@lru_cache(_MAX_REMEMBERED)
def _pieces(text: str) -> tuple[tuple[str, str], ...]:
    """The pieces of a title, each with the separator before it."""
    start, separator = 0, ""
    pieces = []
    for found in _SEPARATOR.finditer(text):
        if piece := text[start : found.start()].strip():
            pieces.append((separator, piece))
        start, separator = found.end(), found[0]
    if piece := text[start:].strip():
        pieces.append((separator, piece))
    return tuple(pieces)


def _is_site(piece: str, names: Sequence[_SiteName]) -> bool:
    name = _site_name(piece)
    return not name.words or any(name.is_same(other) for other in names)
