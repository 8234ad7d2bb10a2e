"""Reads the dates of articles: a moment, or no moment and the reason.

ISO 8601, RFC 822 and 2822, digits by their size, what databases and feed readers wrap a date in, dates in words and
numbers of a hundred languages, and by dateparser what is left of those it knows. A date without a time zone counts as
UTC, one without a time as midnight.

What is ambiguous or implausible is no date: a wrong one makes the wrong article the first. `03/04/2024` is another day
in America than in Europe; `2 hours ago` is no day.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.dates.bounds import NO_DOUBT_FROM, NO_DOUBT_TO, doubt_about
from dedup.sources.dates.by_dateparser import moment_by_dateparser
from dedup.sources.dates.digits import moment_of_digits, moment_of_number
from dedup.sources.dates.time_zones import ZoneError
from dedup.sources.dates.written import DateError, read_written
from dedup.sources.languages import language_tag

_ABSENT = frozenset(("", "null", "none", "nan", "nat", "n/a", "na", "nil", "-", "--", "unknown", "undefined", "false"))
_ZERO_DATE = "0000-00-00"  # of MySQL
_MAX_SHOWN_CHARACTERS = 60
_BEHIND_ISO_DAY = ("", "T", " ", "t", "_")
_DIGITS = lazy_pattern(r"[\d T_Z-]{8,20}|\d{9,13}\.\d{1,9}")
_RFC_822 = lazy_pattern(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC|([+-])(\d\d)([0-5]\d))"
)
_MONTH_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: month for month, name in enumerate(_MONTH_NAMES.split(), 1)}
_DOT_NET = lazy_pattern(r"\\?/Date\((-?\d+)(?:[+-]\d{4})?\)\\?/")
# Where programs put the date inside of an object: MongoDB, JSON-LD, Firestore, Parse, calendars.
_INNER_NAMES = (
    *("$date", "@value", "iso", "value", "$numberLong", "dateTime", "datetime", "date", "raw", "_seconds", "seconds"),
    *("timestamp", "date-parts"),
)
_MAX_DEPTH = 4
_MAX_PARTS = 9  # of a struct_time


class DateReading(NamedTuple):
    """The moment that a value names, with its time zone; or why it names none, in one line.

    Both are None where nothing is stated: an empty field, `null`, `N/A`.
    """

    moment: datetime | None
    problem: str | None = None


_NOTHING = DateReading(None)


def read_date(value: object, language: str | None = None) -> DateReading:
    """The moment of a value; `language` is a label of the language of the text that it stands in.

    >>> read_date("2024-03-05T08:30:00Z").moment.isoformat()
    '2024-03-05T08:30:00+00:00'
    >>> read_date("05.03.2024 9.30 Uhr", "de").moment.isoformat()
    '2024-03-05T09:30:00+00:00'
    >>> read_date("03/04/2024").problem
    "the date '03/04/2024' is ambiguous: which number is the day, which the month: no date"
    """
    if not isinstance(value, str):
        return _read_value(value, language, 0)
    if value[4:8:3] == "--" and value[10:11] in _BEHIND_ISO_DAY:  # the usual case, and the fastest one
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return _read_text(value, language)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return DateReading(moment) if NO_DOUBT_FROM <= moment.year < NO_DOUBT_TO else _plausible(moment, value)
    return _read_text(value, language)


def _read_value(value: object, language: str | None, depth: int) -> DateReading:
    """The moment of a value of another type than a text."""
    if isinstance(value, str):
        return read_date(value, language)
    if value is None or isinstance(value, bool):
        return _NOTHING
    if isinstance(value, int | float):
        return _read_number(value)
    if isinstance(value, date):
        return _read_moment(value)
    if depth < _MAX_DEPTH and isinstance(value, Mapping):
        inner = next((value[name] for name in _INNER_NAMES if value.get(name) not in (None, "")), None)
        return _problem(value, "is not understood") if inner is None else _read_value(inner, language, depth + 1)
    if depth < _MAX_DEPTH and isinstance(value, Sequence) and not isinstance(value, bytes):
        return _read_parts(value, language, depth)
    return _problem(value, "is not understood")


def _read_number(value: float) -> DateReading:
    if isinstance(value, float) and math.isnan(value):
        return _NOTHING
    moment = moment_of_number(value) if abs(value) < 1e20 else None
    return DateReading(moment) if moment else _problem(value, "is a number of no plausible moment")


def _read_moment(value: date) -> DateReading:
    if value != value:  # pandas' NaT is a datetime
        return _NOTHING
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    return _plausible(moment if moment.tzinfo else moment.replace(tzinfo=UTC), value)


def _read_parts(value: Sequence[object], language: str | None, depth: int) -> DateReading:
    """A date alone in a list; or the parts of one, as in a struct_time: year, month, day, hour, minute, second."""
    if len(value) <= 1:
        return _read_value(value[0], language, depth + 1) if value else _NOTHING
    parts = [part for part in value[:6] if isinstance(part, int) and not isinstance(part, bool)]
    try:
        if 3 <= len(parts) == min(len(value), 6) and len(value) <= _MAX_PARTS:
            return _plausible(datetime(*parts, tzinfo=UTC), list(value))  # type: ignore[arg-type, misc]
    except (ValueError, OverflowError):
        pass
    return _problem(value, "is not understood")


@lru_cache(maxsize=4096)  # the articles of a day have the same date
def _read_text(value: str, language: str | None) -> DateReading:
    text = value.strip()
    if text.lower() in _ABSENT or text.startswith(_ZERO_DATE):
        return _NOTHING
    if (wrapped := _DOT_NET.fullmatch(text)) is not None:
        return _read_number(int(wrapped[1]))
    if text.isascii() and text.count("-") < 2 and (text.isdecimal() or _DIGITS.fullmatch(text)):
        moment = moment_of_number(float(text)) if "." in text else moment_of_digits(text)
        return DateReading(moment) if moment else _problem(value, "is a number of no plausible moment")
    tag = language_tag(language)
    try:
        found = _read_rfc_822(text) or read_written(text, tag) or moment_by_dateparser(text, tag)
    except (DateError, ZoneError) as doubt:
        return _problem(value, str(doubt))
    except (ValueError, OverflowError):
        found = None
    return _plausible(found, value) if found else _problem(value, "is not understood")


def _read_rfc_822(text: str) -> datetime | None:
    """The moment of a date as feeds have it, ten times as fast as by its words; None for another form."""
    found = _RFC_822.fullmatch(text)
    if found is None or found[2] not in _MONTHS:
        return None
    offset = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
    zone = timezone(-offset if found[7] == "-" else offset) if offset else UTC
    clock = int(found[4]), int(found[5]), int(found[6])
    return datetime(int(found[3]), _MONTHS[found[2]], int(found[1]), *clock, tzinfo=zone)


def _plausible(moment: datetime, value: object) -> DateReading:
    try:
        doubt = doubt_about(moment)
    except OverflowError:  # the first or last day of all, in another time zone
        doubt = "is the end of the calendar"
    return _problem(value, doubt) if doubt else DateReading(moment)


def _problem(value: object, reason: str) -> DateReading:
    shown = value if isinstance(value, str) else str(value)
    if len(shown) > _MAX_SHOWN_CHARACTERS:
        shown = f"{shown[:_MAX_SHOWN_CHARACTERS]}\N{HORIZONTAL ELLIPSIS}"
    return DateReading(None, f"the date {shown!r} {reason}: no date")
