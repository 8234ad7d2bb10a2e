"""When a page's own article was published, by what the page states and shows, the surest place first.

JSON-LD of the own article, `<meta>` tags of publication, marks near the headline, the day in the address, then what is
shown near the headline in words. A date of a change is not asked for; nor is a clock in the page's head, which stands
far from the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.dates.read_date import read_date
from dedup.sources.pages.metadata.tags.near_marks import Mark, NearMarks
from dedup.sources.pages.metadata.tags.shown_words import CHANGED_BEHIND, CHANGED_WORDS, PUBLISHED_WORDS

_MIN_YEAR = 1990  # there was no web
_MAX_AHEAD = timedelta(days=2)  # an embargo, a clock in another time zone
_MAX_DOUBTS = 2  # of one page

_CHANGED = lazy_pattern("|".join(CHANGED_WORDS), re.IGNORECASE)
_PUBLISHED = lazy_pattern("|".join(PUBLISHED_WORDS), re.IGNORECASE)
_CHANGED_BEHIND = lazy_pattern(rf"\s*(?:{'|'.join(CHANGED_BEHIND)})")
_DAY_OF_URL = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)([/-]?)(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01]|[1-9])(?![\d])")
_MONTH = r"[^\W\d_]{3,15}\.?,?"
_DATE_FORMS = (
    r"\d{4}\s?[年년./-]\s?\d{1,2}\s?[月월./-]\s?\d{1,2}(?:\s?[日일])?",
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?[ -](?:de |d['’]|of )?{_MONTH}[ -](?:de |del )?\d{{4}}",
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}",
    r"\d{1,2}[./-]\d{1,2}[./-]\d{4}",
)
_BEFORE_CLOCK = r"[\s,|–·-]{1,3}(?:(?:at|um|à|às|a las|alle|ore|kl\.?|om|saat|в|o godz\.|godz\.|g\.)\s)?"
_SHOWN_DATE = lazy_pattern(
    rf"(?<![\w/])({'|'.join(_DATE_FORMS)})(?!\d)(?:{_BEFORE_CLOCK}(\d{{1,2}}[:.h]\d\d(?:\s?[ap]\.?m\b)?))?",
    re.IGNORECASE,
)
_DIGIT = lazy_pattern(r"\d")
_MIN_DATE_DIGITS = 4  # fewer are a clock or a duration
_MAX_SHOWN_CHARACTERS = 70  # of a piece of text that is a date line, and no sentence with a date in it
_MAX_SENTENCES = 2  # behind the headline, after which the article has begun
_MIN_SENTENCE_CHARACTERS = 200


class PublishedDate(NamedTuple):
    """The moment, and the doubts: dates that the page states and that cannot be."""

    moment: datetime | None
    doubts: tuple[str, ...] = ()


class DatePlaces(NamedTuple):
    """Where a page may say when its article was published."""

    json_ld: Sequence[object]
    published_metas: Iterable[str]
    date_metas: Iterable[str]
    address: str | None
    near: NearMarks | None


def find_published(places: DatePlaces, language: str | None = None) -> PublishedDate:
    """When the article was published; `language` is that of the page.

    >>> places = DatePlaces(["0001-01-01"], [], [], "https://example.org/2025/03/04/rain", None)
    >>> find_published(places).moment.isoformat()
    '2025-03-04T00:00:00+00:00'
    """
    doubts: list[str] = []
    for value in _values(places):
        moment, problem = read_date(value, language)
        if moment is not None and is_plausible(moment):
            return PublishedDate(moment)
        doubts.append(problem or f"the date {str(value)!r} cannot be that of publication: no date")
    return PublishedDate(None, tuple(dict.fromkeys(doubts))[:_MAX_DOUBTS])


def is_plausible(moment: datetime) -> bool:
    """Whether a page can have been published then: neither before there were any nor long after today."""
    return moment.year >= _MIN_YEAR and moment <= datetime.now(UTC) + _MAX_AHEAD


def shown_dates(texts: Iterable[str]) -> Iterator[str]:
    """The dates in short pieces of text, but for those that are said to be of a change.

    >>> list(shown_dates(["Published 4 March 2025 at 10:15", "Updated: 5 March 2025"]))
    ['4 March 2025 10:15']
    """
    said, sentences = "", 0
    for text in texts:
        sentences += len(text) >= _MIN_SENTENCE_CHARACTERS
        if sentences >= _MAX_SENTENCES:
            return
        start = 0
        for found in _SHOWN_DATE.finditer(text) if len(text) <= _MAX_SHOWN_CHARACTERS else ():
            before = f"{said} {text[start : found.start()]}"
            start, said = found.end(), ""
            if _says_changed(before) or _CHANGED_BEHIND.match(text, start):
                continue
            yield " ".join(filter(None, found.groups()))
        said = text[start:]


def _values(places: DatePlaces) -> Iterator[object]:
    yield from places.json_ld
    yield from places.published_metas
    marks = [mark for mark in (places.near.dates() if places.near else []) if not _is_of_change(mark)]
    published = list(filter(_is_of_publication, marks))
    others = [mark for mark in marks if mark not in published]
    yield from _marked(published)
    yield from places.date_metas
    yield from _marked(mark for mark in others if mark.is_near)
    if day := _DAY_OF_URL.search((places.address or "").partition("?")[0]):
        yield f"{day[1]}-{int(day[3]):02}-{int(day[4]):02}"
    if places.near:
        yield from shown_dates(places.near.texts())
    yield from _marked(mark for mark in others if not mark.is_near)


def _marked(marks: Iterable[Mark]) -> Iterator[str]:
    """The dates that marks state in an attribute, or show."""
    for mark in marks:
        tag = mark.tag
        stated = str(
            tag.get("datetime") or tag.get("content") or (tag.get("title") if tag.name == "abbr" else None) or ""
        )
        if len(_DIGIT.findall(stated)) >= _MIN_DATE_DIGITS:
            yield stated
        yield from shown_dates([" ".join(tag.get_text(" ").split())])


def _is_of_publication(mark: Mark) -> bool:
    return mark.tag.has_attr("pubdate") or "publi" in _named(mark)


def _is_of_change(mark: Mark) -> bool:
    return _CHANGED.search(_named(mark)) is not None or _says_changed(f"{mark.said} {mark.names}")


def _named(mark: Mark) -> str:
    return f"{mark.tag.get('itemprop', '')} {mark.tag.get('property', '')} {mark.tag.get('class', '')}".lower()


def _says_changed(said: str) -> bool:
    """Whether the words before a date say that it is of a change, and not of publication as well."""
    return _CHANGED.search(said) is not None and not _PUBLISHED.search(said)
