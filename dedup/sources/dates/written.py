"""Dates that are written out: `4. März 2025, 14.30 Uhr`, `04/03/2025`, `Tue Mar 04 09:30:00 CET 2025`, `2025年3月4日`.

A text is taken apart: the date in numbers, the time and its zone, then words and numbers that are left. A date is found
if it names one day, month and year side by side and no number is left over; other words (by whom, updated) do not
matter. Which of two numbers is the month is for the language to say, or for the weekday, where only one of them fits:
America's order is never assumed, for pages all over the world are labelled `en-US`. With dots, the day comes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from itertools import pairwise
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.dates.bounds import EARLIEST_YEAR
from dedup.sources.dates.calendars import BUDDHIST_AHEAD, IRANIAN_MONTHS, gregorian_day, with_western_years
from dedup.sources.dates.month_names import date_words, fold_letters, months_of_any_language
from dedup.sources.dates.time_zones import read_zone, with_short_names

MAX_WRITTEN_CHARACTERS = 120  # no date is longer, with weekday, zone and a few words beside it
_MAX_OTHER_WORDS = 8
_MAX_WORDS_BETWEEN = 1  # of day, month and year: 4 de marzo de 2025

_DATE = lazy_pattern(
    r"(?<![\d:])(?<!\d[./-])(\d{1,4})\s?(?P<mark>[./-])\s?(\d{1,2})\s?(?P=mark)\s?(\d{1,4})(?!\d)(?!(?P=mark)\d)"
)
_FRACTION = r"(?:[.,]\d{1,9})?"
_TIMES = tuple(
    lazy_pattern(pattern)
    for pattern in (
        rf"(?<![\d:+-])(\d{{1,2}}):(\d\d)(?::(\d\d){_FRACTION})?(?![\d:])",
        r"(?<!\d)(\d{1,2})\s?(?:[時时點点]|시)\s?(?:(\d{1,2})\s?[分분])?\s?(?:(\d{1,2})\s?[秒초])?(?!\d)",
        r"(?<![\d.])(\d{1,2})\s?[hH]\s?([0-5]\d)?(?:\s?m(?:in)?\b)?(?![\w])()",
        r"(?<![\d.])(\d{1,2})\.([0-5]\d)(?![\d.]*\d)()",
        r"(?<![\d.])(\d{1,2})()()(?=\s?(?:[ap]\.?\s?m\b|[AP]\.?\s?M\b|Uhr\b))",
    )
)
_HALF = lazy_pattern(r"\s?([ap])\.?\s?m\b\.?|([ap])\b\.?(?!\w)", re.IGNORECASE)
_OFFSET_BEHIND_DATE = lazy_pattern(r"(?:[+-]\d\d:\d\d|Z)\Z")
_REMARK = lazy_pattern(r"\(([^()]*)\)")
_WORD_LETTER = r"[^\s\d!-/:-@\[-`{-~،؛。、·…«»“”„‘’]"
_DOT_INSIDE_WORD = lazy_pattern(rf"(?<={_WORD_LETTER})\.(?={_WORD_LETTER})")
_TOKEN = lazy_pattern(rf"(?P<number>\d+)(?:\s?(?P<role>[年月日号號년월일](?!\w*曜)))?|(?P<word>{_WORD_LETTER}+)")
_ROLES = {"年": "year", "년": "year", "月": "month", "월": "month"} | dict.fromkeys("日号號일", "day")
_ROLES_BEFORE = {"ngay": "day", "thang": "month", "thg": "month", "nam": "year"}  # Vietnamese names no months
_THAI, _IRANIAN = lazy_pattern("[\u0e00-\u0e7f]"), lazy_pattern("[\u06f0-\u06f9]")  # letters, digits
_LOG_COLON = lazy_pattern(r"(/\d{4}):(?=\d\d:)")  # of web servers: 04/Mar/2025:08:30:00
_HEBREW_IN = "ב"  # a preposition that is written with the word behind it
_DASHES = lazy_pattern("[\u2010-\u2015\u2212]")
_EARLIEST_SHORT = 1990  # of years of two digits in Thailand's calendar: 68 is 2025
_ORDINALS = str.maketrans("ºª°", "   ")
_NO_DAY = "names no day of the calendar"
_DAY_FIRST, _YEAR_FIRST = "dmy", "ymd"


class DateError(ValueError):
    """Why a text that looks like a date names no one moment."""


class _Token(NamedTuple):
    """A number or a folded word; `role` says which part of the date a number is, if a sign beside it does."""

    word: str = ""
    number: int = 0
    digits: int = 0
    role: str | None = None


class _Month(NamedTuple):
    """A month: the places of the words or the number that name it; `is_iranian` if it is one of Iran's calendar."""

    places: list[int]
    month: int
    is_iranian: bool


class _Found:
    """What was taken from a text so far, and `rest`, the text without it."""

    def __init__(self, text: str, language: str | None, *, is_thai: bool, is_iranian: bool) -> None:
        self.rest, self.language, self.is_thai, self.is_iranian = text, language, is_thai, is_iranian
        self.words = date_words(language or "en")
        self.clock, self.has_clock = time(), False
        self.half = ""
        self.zone: tzinfo | None = None


def read_written(text: str, language: str | None) -> datetime | None:
    """The moment of a date in a text; None if the text is no date. DateError, ZoneError where it could be several.

    >>> read_written("4. März 2025, 14.30 Uhr", "de").isoformat()
    '2025-03-04T14:30:00+00:00'
    >>> read_written("two weeks ago", "en") is None
    True
    """
    if len(text) > MAX_WRITTEN_CHARACTERS or "://" in text:
        return None
    plain = with_short_names(_plain(text))
    found = _Found(
        plain,
        language,
        is_thai=_primary(language) == "th" or bool(_THAI.search(text)),
        is_iranian=_primary(language) in ("fa", "ps") or bool(_IRANIAN.search(text)),
    )
    numbers = _take_date(found)
    _take_clock(found)
    tokens = list(_tokens(found))
    day = _day_of_numbers(numbers, tokens, found) if numbers else _day_of_words(tokens, found)
    return None if day is None else datetime.combine(day, _clock(found, tokens), found.zone or UTC)


def _primary(language: str | None) -> str:
    return (language or "").replace("_", "-").partition("-")[0].lower()


def _plain(text: str) -> str:
    """The text with one kind of digits, dashes and spaces, and western years."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text.translate(_ORDINALS)))
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
        text = with_western_years("".join(c for c in text if unicodedata.category(c) != "Cf"))
    return " ".join(_LOG_COLON.sub(r"\1 ", text.replace("[", " ").replace("]", " ")).split())


def _take_date(found: _Found) -> tuple[str, str, str, str] | None:
    """The three numbers of a date and the mark between them, taken from the text; DateError if there are two dates."""
    matches = list(_DATE.finditer(found.rest))
    if not matches:
        return None
    dates = {tuple(re.split(r"\s?[./-]\s?", match[0])) for match in matches}
    if len(dates) > 1:
        raise DateError("names several days")
    first = matches[0]
    if _OFFSET_BEHIND_DATE.match(found.rest, first.end()):
        found.zone, end = read_zone(found.rest, first.end(), found.language)
        found.rest = found.rest[: first.end()] + found.rest[end:]
    found.rest = _DATE.sub(" ", found.rest)
    return first[1], first[3], first[4], first["mark"]


def _take_clock(found: _Found) -> None:
    """Take the time of day and its zone from the text; DateError if there are two times."""
    for pattern in _TIMES:
        matches = list(pattern.finditer(found.rest))
        if len(matches) > 1:
            raise DateError("names several times of the day")
        if matches:
            break
    else:
        return
    hour, minute, second = (int(group or 0) for group in matches[0].groups())
    try:
        found.clock = time(hour, minute, second)
    except ValueError as error:
        raise DateError("names a time of no clock") from error
    found.has_clock = True
    end = matches[0].end()
    if (half := _HALF.match(found.rest, end)) is not None:
        found.half, end = (half[1] or half[2]).lower(), half.end()
    end = _take_zone(found, end)
    found.rest = f"{found.rest[: matches[0].start()]} {found.rest[end:]}"


def _take_zone(found: _Found, end: int) -> int:
    """Read the zone behind the time, or at the end of the text; the place behind it."""
    start = end + len(found.rest[end:]) - len(found.rest[end:].lstrip(" ,("))
    found.zone, after = read_zone(found.rest, start, found.language)
    if found.zone is not None:
        remark = _REMARK.match(found.rest, after + found.rest[after : after + 1].isspace())
        return remark.end() if remark else after
    last = found.rest.rstrip(" ).").rfind(" ") + 1
    if last > end:
        found.zone, after = read_zone(found.rest, last + found.rest[last:].startswith("("), found.language)
        if found.zone is not None:
            found.rest = found.rest[:last]
    return end


def _tokens(found: _Found) -> Iterator[_Token]:
    """The words and numbers that are left."""
    folded = _DOT_INSIDE_WORD.sub("", fold_letters(found.rest))
    role = None
    for match in _TOKEN.finditer(folded):
        if match["number"]:
            stated = _ROLES.get(match["role"] or "") or role
            yield _Token(number=int(match["number"][:9]), digits=len(match["number"]), role=stated)
            role = None
        else:
            role = _ROLES_BEFORE.get(match["word"]) if _primary(found.language) in ("vi", "") else None
            yield _Token(word=match["word"])


def _clock(found: _Found, tokens: list[_Token]) -> time:
    half = {"a": 0, "p": 12}.get(found.half)
    if half is None and found.has_clock:
        half = next((found_half for token in tokens if (found_half := _half_of(token.word, found)) is not None), None)
    hour = found.clock.hour
    if half is None or (half == 12 and hour > 12):
        return found.clock
    if hour > 12:
        raise DateError("names an hour after noon as one before it")
    return found.clock.replace(hour=hour % 12 + half)


def _half_of(word: str, found: _Found) -> int | None:
    if found.words is not None and word in found.words.halves:
        return found.words.halves[word]
    return next((half for words, half in _HALVES if word in words), None)


_HALVES = (
    (("上午", "午前", "오전", "凌晨", "早上", "清晨", "ص", "قبلازظهر"), 0),
    (("下午", "午後", "오후", "晚上", "晚", "傍晚", "中午", "م", "بعدازظهر"), 12),
)


def _day_of_numbers(numbers: tuple[str, str, str, str], tokens: list[_Token], found: _Found) -> date | None:
    """The day of three numbers; DateError if it could be two days."""
    first, second, third, mark = numbers
    if any(not token.word for token in tokens) or len(tokens) > _MAX_OTHER_WORDS:
        return None
    if len(first) == 4:
        return _existing_day(int(first), int(second), int(third), found) if len(third) <= 2 else None
    if len(first) > 2 or len(third) == 3 or len(third) == 1:
        return None
    orders = _orders(mark, len(third), found)
    days = {order: day for order in orders if (day := _in_order(order, (first, second, third), found)) is not None}
    fitting = {day for day in days.values() if day.weekday() in set(_weekdays(tokens, found))}
    possible = fitting if len(fitting) == 1 else set(days.values())
    if len(possible) == 1:
        return possible.pop()
    raise DateError("is ambiguous: which number is the day, which the month" if possible else _NO_DAY)


def _orders(mark: str, year_digits: int, found: _Found) -> tuple[str, ...]:
    """The orders in which a language could mean numbers with this mark between them."""
    order = found.words.order if found.words is not None and found.language else None
    is_english = _primary(found.language) == "en"
    if year_digits == 4:
        if order == _DAY_FIRST or (mark == "." and not is_english):
            return (_DAY_FIRST,)
        return (_DAY_FIRST, "mdy")
    if order == _DAY_FIRST:
        return (_DAY_FIRST,)
    return (_DAY_FIRST, "mdy", _YEAR_FIRST) if order != _YEAR_FIRST or mark == "." else (_YEAR_FIRST, _DAY_FIRST)


def _in_order(order: str, numbers: tuple[str, ...], found: _Found) -> date | None:
    """The day of three numbers in an order, or of the other order if it is no day in this one."""
    part = dict(zip(order, numbers, strict=True))
    year = int(part["y"]) if len(part["y"]) == 4 else _full_year(int(part["y"]), found)
    return _day(year, int(part["m"]), int(part["d"]), found) or (
        _day(year, int(part["d"]), int(part["m"]), found) if order == _DAY_FIRST else None
    )


def _full_year(year: int, found: _Found) -> int:
    """The year of its last two digits, the latest up to the next one; DateError if its calendar is not known."""
    this_year = datetime.now(UTC).year
    if found.is_iranian or found.is_thai:
        buddhist = 2500 + year
        if found.is_iranian or not _EARLIEST_SHORT <= buddhist - BUDDHIST_AHEAD <= this_year + 1:
            raise DateError("is ambiguous: which calendar its year is of")
        return buddhist
    return max(century + year for century in (1900, 2000, 2100) if century + year <= this_year + 1)


def _day(year: int, month: int, day: int, found: _Found) -> date | None:
    try:
        return gregorian_day(year, month, day, is_thai=found.is_thai, is_iranian=found.is_iranian)
    except ValueError:
        return None


def _existing_day(year: int, month: int, day: int, found: _Found) -> date:
    found_day = _day(year, month, day, found)
    if found_day is None:
        raise DateError(_NO_DAY)
    return found_day


def _weekdays(tokens: list[_Token], found: _Found) -> Iterator[int]:
    for words in (found.words, date_words("en")):
        if words is not None:
            yield from (words.weekdays[token.word] for token in tokens if token.word in words.weekdays)


def _day_of_words(tokens: list[_Token], found: _Found) -> date | None:
    """The day of a month that is named, or of numbers whose signs say what they are."""
    by_role = {token.role: token for token in tokens if token.role}
    numbers = [place for place, token in enumerate(tokens) if token.digits]
    if len(tokens) - len(numbers) > _MAX_OTHER_WORDS:
        return None
    if len(by_role) == 3 and len(numbers) == 3:
        return _existing_day(by_role["year"].number, by_role["month"].number, by_role["day"].number, found)
    named = _numbered_month(tokens, found) or _named_month(tokens, found)
    numbers = [place for place in numbers if tokens[place].role != "month"]
    if named is None or len(numbers) != 2:
        return None
    places = sorted({*numbers, *named.places})
    if any(right - left > _MAX_WORDS_BETWEEN + 1 for left, right in pairwise(places)):
        return None
    year, day = _year_and_day(tokens, numbers, named.places[0], found)
    if year is None or day is None:
        return None
    if named.is_iranian and year >= EARLIEST_YEAR:
        return None
    found.is_iranian = named.is_iranian
    return _existing_day(year, named.month, day, found)


def _year_and_day(
    tokens: list[_Token], numbers: list[int], month_place: int, found: _Found
) -> tuple[int | None, int | None]:
    """The year and the day of two numbers beside the name of a month; one of two digits stands last: 4-Mar-25."""
    left, right = (tokens[place] for place in numbers)
    if right.digits == 4 and left.digits <= 2:
        return right.number, left.number
    if left.digits == 4 and right.digits <= 2:
        return left.number, right.number
    is_day_first = found.words is None or found.words.order != _YEAR_FIRST
    if left.digits <= 2 and right.digits == 2 and numbers[0] < month_place < numbers[1] and is_day_first:
        return _full_year(right.number, found), left.number
    return None, None


def _numbered_month(tokens: list[_Token], found: _Found) -> _Month | None:
    """The month that a sign beside its number shows: 3月."""
    places = [place for place, token in enumerate(tokens) if token.role == "month"]
    return _Month(places, tokens[places[0]].number, found.is_iranian) if len(places) == 1 else None


def _named_month(tokens: list[_Token], found: _Found) -> _Month | None:
    """The only month whose name stands in a text; None if there is none, or several.

    DateError if its name is that of two months in two languages.
    """
    months = {place: months for place in range(len(tokens)) if (months := _months_at(tokens, place, found))}
    words = found.words
    plain = [place for place in months if words is None or tokens[place].word not in words.weekdays] or list(months)
    named = {months[place] for place in plain}
    if len(named) != 1:
        return None
    ((possible, is_iranian),) = named
    if len(possible) > 1:
        raise DateError("is ambiguous: its month is another one in another language")
    return _Month(plain, min(possible), is_iranian)


def _months_at(tokens: list[_Token], place: int, found: _Found) -> tuple[frozenset[int], bool] | None:
    """The months that the word at a place names, alone or with the next one; in the text's language, English, any."""
    word = tokens[place].word
    if not word:
        return None
    behind = tokens[place + 1].word if place + 1 < len(tokens) else ""
    bare = word.removeprefix(_HEBREW_IN)
    for name in dict.fromkeys((word, bare, word + behind)):
        if found.is_iranian and name in IRANIAN_MONTHS:
            return frozenset((IRANIAN_MONTHS[name],)), True
        for words in (found.words, date_words("en")):
            if words is not None and (month := words.month(name)):
                return frozenset((month,)), False
        if months := months_of_any_language().get(name):
            return months, False
    return (frozenset((IRANIAN_MONTHS[word],)), True) if word in IRANIAN_MONTHS else None
