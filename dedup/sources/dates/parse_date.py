"""The short form of `read_date`, for callers that have no place for the reason."""

from __future__ import annotations

from datetime import datetime

from dedup.sources.dates.read_date import read_date


def parse_date(value: object, language: str | None = None) -> datetime | None:
    """The date and time of a value, with its time zone; None if it has no such form.

    >>> parse_date("Sunday, March 3rd, 2024 at 5:04 PM").isoformat()
    '2024-03-03T17:04:00+00:00'
    """
    return read_date(value, language).moment
