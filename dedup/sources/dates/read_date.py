"""Reads the dates of articles: a moment, or no moment and the reason.

What is ambiguous or implausible is no date: a wrong one makes the wrong article the first. `03/04/2024` is another day
in America than in Europe. A date without a time zone counts as UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from dedup.sources.dates.parse_date import parse_date

_ABSENT = ("", "null", "none", "nan", "nat", "n/a", "-", "unknown")
_MAX_SHOWN_CHARACTERS = 60


class DateReading(NamedTuple):
    """The moment that a value names, with its time zone; or why it names none, in one line.

    Both are None where nothing is stated: an empty field, `null`, `N/A`.
    """

    moment: datetime | None
    problem: str | None = None


def read_date(value: object, language: str | None = None) -> DateReading:  # noqa: ARG001  # next
    """The moment of a value; `language` is the BCP 47 tag of the text that it stands in, if that is known.

    >>> read_date("2024-03-05T08:30:00Z").moment.isoformat()
    '2024-03-05T08:30:00+00:00'
    >>> read_date("soon").problem
    "the date 'soon' is not understood: no date"
    """
    moment = parse_date(value)
    if moment is not None or value is None or (isinstance(value, str) and value.strip().lower() in _ABSENT):
        return DateReading(moment)
    shown = str(value)[:_MAX_SHOWN_CHARACTERS]
    return DateReading(None, f"the date {shown!r} is not understood: no date")
