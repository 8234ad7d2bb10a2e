"""Dates in bare digits, by their size: seconds to nanoseconds since 1970, and the digits of a calendar date.

Between 1990 and now the sizes do not meet: 20250304 is a day, 1741077000 a second. What is of no such size is no date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.dates.bounds import doubt_about, is_counted

_UNITS = (1, 10**3, 10**6, 10**9)  # of a second
# YYYYMMDD, and behind it hhmm, hhmmss or hhmmss with milliseconds, as GDELT, CDX and databases write them.
_CALENDAR = lazy_pattern(r"(\d{4})(\d\d)(\d\d)(?:[T _-]?(\d\d)(\d\d)(?:(\d\d)(?:\.?(\d{3}))?)?Z?)?")
_MIN_NANOSECONDS = 10**9 * 10**9  # the year 2001: .NET counts 100 ns since the year 1, which would give 1990


def moment_of_number(number: float) -> datetime | None:
    """The moment of a number; None if it has the size of none.

    >>> moment_of_number(20250304) == moment_of_number(1741046400) == moment_of_number(1741046400000)
    True
    >>> moment_of_number(2025) is None
    True
    """
    return _counted(number) or (moment_of_digits(str(int(number))) if number == int(number) else None)


def moment_of_digits(digits: str) -> datetime | None:
    """The moment of a string of digits; None if it has the size of none.

    >>> moment_of_digits("20250304T083000Z").isoformat()
    '2025-03-04T08:30:00+00:00'
    """
    found = _CALENDAR.fullmatch(digits)
    if found is not None and (moment := _calendar_moment(found)) is not None:
        return moment
    return _counted(int(digits)) if digits.isdecimal() and digits.isascii() and len(digits) < len("9" * 20) else None


def _calendar_moment(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second, thousandth = (int(group or 0) for group in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second, thousandth * 1000, tzinfo=UTC)
    except ValueError:
        return None
    return None if doubt_about(moment) else moment


def _counted(number: float) -> datetime | None:
    for unit in _UNITS:
        if is_counted(number / unit):
            is_old = unit == _UNITS[-1] and number < _MIN_NANOSECONDS
            return None if is_old else datetime.fromtimestamp(number / unit, UTC)
    return None
