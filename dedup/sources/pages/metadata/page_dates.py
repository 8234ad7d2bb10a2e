"""When a page's own article was published, by what the page states and shows, the surest place first.

JSON-LD of the own article, `<meta>` tags of publication, marks near the headline, the day in the address, then what is
shown near the headline in words. A date of a change is not asked for; nor is a clock in the page's head, for it stands
far from the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from dedup.sources.dates.parse_date import parse_date
from dedup.sources.pages.metadata.near_marks import Mark, NearMarks

_MIN_YEAR = 1990  # there was no web
_MAX_AHEAD = timedelta(days=2)  # an embargo, a clock in another time zone
_CHANGED = re.compile(
    r"updat|modif|last edit|aktualis|geänder|mis à jour|mise à jour|maj\b|actualiz|atualiz|aggiornat|bijgewerkt|gewijzigd"
    r"|oppdater|uppdater|opdater|ändrad|redigert|güncel|обновл|изменен|оновлен|aktualiz|zmian|zaktual|更新|修正|수정|업데이트"
    r"|تحديث|ενημέρωση|cập nhật|diperbarui|עודכן",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"publi|posted|erstellt|veröffentlich|erschien|yayın|опублик|発行|公開|配信|입력|نشر|oprettet|utgitt")
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/-]?)(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01]|[1-9])(?=[/_.-]|$|[a-zA-Z])")
_YEAR_FIRST = r"\d{4}\s?[年년./-]\s?\d{1,2}\s?[月월./-]\s?\d{1,2}(?:\s?[日일])?"
_DAY_FIRST = r"\d{1,2}(?:st|nd|rd|th|er|º|ª|\.)?[ -](?:de |d['’]|of )?[^\W\d_]{3,15}\.?,?[ -](?:de |del )?\d{4}"
_MONTH_FIRST = r"[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
_DIGITS = r"\d{1,2}[./-]\d{1,2}[./-]\d{4}"
_CLOCK = r"(?:[\s,|–·-]{1,3}(?:(?:at|um|à|às|a las|alle|ore|kl\.?|om|saat|в|o godz\.|godz\.|g\.)\s)?(\d{1,2}[:.h]\d\d(?:\s?[ap]\.?m\b)?))?"
_SHOWN_DATE = re.compile(f"(?<![\\w/])({_YEAR_FIRST}|{_DAY_FIRST}|{_MONTH_FIRST}|{_DIGITS})(?!\\d){_CLOCK}", re.IGNORECASE)
_MAX_SHOWN_CHARACTERS = 120  # of a piece of text that is a date line, and no sentence with a date in it
_MAX_SENTENCES = 2  # behind the headline, after which the article has begun
_MIN_SENTENCE_CHARACTERS = 200


class PublishedDate(NamedTuple):
    """The moment, and the doubts: dates that the page states and that cannot be."""

    moment: datetime | None
    doubts: tuple[str, ...] = ()


class DatePlaces(NamedTuple):
    """Where a page may say when its article was published."""

    json_ld: Sequence[object]
    metas: Iterable[str]
    address: str | None
    near: NearMarks | None


def find_published(places: DatePlaces, language: str | None = None) -> PublishedDate:
    """When the article was published; `language` is that of the page.

    >>> places = DatePlaces(["0001-01-01"], [], "https://example.org/2025/03/04/rain", None)
    >>> find_published(places).moment.isoformat()
    '2025-03-04T00:00:00+00:00'
    """
    doubts: list[str] = []
    for value in _values(places):
        moment = parse_date(value)
        if moment is None:
            continue
        if is_plausible(moment):
            return PublishedDate(moment)
        doubts.append(f"the date {str(value)!r} cannot be that of publication: not used")
    return PublishedDate(None, tuple(dict.fromkeys(doubts)))


def is_plausible(moment: datetime) -> bool:
    """Whether a page can have been published then: neither before there were any nor long after today."""
    return moment.year >= _MIN_YEAR and moment <= datetime.now(UTC) + _MAX_AHEAD


def _values(places: DatePlaces) -> Iterator[object]:
    yield from places.json_ld
    yield from places.metas
    if places.near:
        yield from _marked(places.near.dates())
    yield from filter(None, [_day_of_address(places.address or "")])
    if places.near:
        yield from shown_dates(places.near.texts())


def _marked(marks: Sequence[Mark]) -> Iterator[str]:
    """The dates of the marks, those of publication first, then the nearest to the headline; none of a change."""
    said = [(mark, f"{mark.said} {mark.names} {mark.tag.get('itemprop', '')}") for mark in marks]
    published = [mark for mark, names in said if _is_named_published(mark)]
    others = [mark for mark, names in said if not _is_named_published(mark) and not _CHANGED.search(names)]
    for mark in (*published, *others):
        tag = mark.tag
        text = " ".join(tag.get_text(" ").split())
        stated = tag.get("datetime") or tag.get("content") or (tag.get("title") if tag.name == "abbr" else None)
        if stated:
            yield str(stated)
        yield from shown_dates([text])


def _is_named_published(mark: Mark) -> bool:
    tag = mark.tag
    return (
        "datePublished" in str(tag.get("itemprop") or tag.get("property") or "")
        or tag.has_attr("pubdate")
        or ("publish" in str(tag.get("class")) and not _CHANGED.search(str(tag.get("class"))))
    )


def _day_of_address(address: str) -> str | None:
    found = _URL_DAY.search(address.partition("?")[0])
    return f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}" if found else None


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
        if len(text) > _MAX_SHOWN_CHARACTERS:
            said = ""
            continue
        start = 0
        for found in _SHOWN_DATE.finditer(text):
            before = f"{said} {text[start : found.start()]}"
            start = found.end()
            if _CHANGED.search(before) and not _PUBLISHED.search(before):
                continue
            if re.match(r"\s*(?:更新|수정|güncelle)", text[found.end() :]):
                continue
            yield f"{found[1]} {found[2]}" if found[2] else found[1]
        said = text[start:] if start else text
