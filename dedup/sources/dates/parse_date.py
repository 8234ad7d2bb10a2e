"""Parses the dates of articles, in the forms in which files and pages write them.

ISO 8601, RFC 2822, seconds or milliseconds since 1970, and dates with the month as an English word. A date without a
time zone counts as UTC. `03/04/2024` is not parsed: it is another day in America than in Europe.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

_MILLISECONDS_FROM = 1e11  # as seconds, the year 5138
_EPOCH_DIGITS = (10, 13)  # of seconds and of milliseconds, since 2001
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DECORATION = re.compile(r"^[A-Za-z]+day\b|,|\bat\b|(?<=\d)(?:st|nd|rd|th)\b|(?<=[A-Za-z])\.")
_WRITTEN_OUT = re.compile(
    r"(?:(?P<month>[a-z]{3,9}) (?P<day>\d{1,2})|(?P<day_first>\d{1,2})[ -](?P<month_second>[a-z]{3,9}))"
    r"[ -](?P<year>\d{4})"
    r"(?: (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?: ?(?P<half>[ap]) ?m)?)?",
    re.IGNORECASE,
)


def parse_date(value: object) -> datetime | None:
    """The date and time of a value, with its time zone; None if it has no such form.

    >>> parse_date("Sunday, March 3rd, 2024 at 5:04 PM").isoformat()
    '2024-03-03T17:04:00+00:00'
    """
    if isinstance(value, str):
        return _parse_text(value.strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_epoch(value)
    if isinstance(value, date):
        return _aware(value if isinstance(value, datetime) else datetime.combine(value, time()))
    return None


def _parse_text(value: str) -> datetime | None:
    if value.isdecimal() and len(value) in _EPOCH_DIGITS:
        return _from_epoch(int(value))
    for parse in (datetime.fromisoformat, _parse_words, parsedate_to_datetime):
        try:
            return _aware(parse(value))
        except (ValueError, OverflowError):
            continue
    return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse_words(value: str) -> datetime:
    found = _WRITTEN_OUT.fullmatch(" ".join(_DECORATION.sub(" ", value).split()))
    if found is None:
        raise ValueError(value)
    month, half = (found["month"] or found["month_second"]).lower(), (found["half"] or "").lower()
    number = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(month)), 0)
    hour = int(found["hour"] or 0)
    hour = hour % 12 + 12 * (half == "p") if half else hour
    day = int(found["day"] or found["day_first"])
    return datetime(
        int(found["year"]), number, day, hour, int(found["minute"] or 0), int(found["second"] or 0), tzinfo=UTC
    )


def _from_epoch(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS_FROM else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
