"""Which moments are plausible as those of an article's publication.

A number is believed to count seconds, milliseconds... only if that gives a moment between 1990 and now: numbers of
other kinds (ids, years, serial numbers of spreadsheets) then give none. A date that is written out is believed from the
first newspapers on, and a year ahead, for texts that wait for their day; and if it is no placeholder of a program.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

_EARLIEST_SECOND = 631_152_000  # 1990, since 1970: before it, nothing was published with a time stamp
_MAX_SECONDS_AHEAD = 2 * 86_400  # time zones, and clocks that are wrong
EARLIEST_YEAR = 1600  # the first newspaper appeared in 1605
_MAX_AHEAD_WRITTEN = timedelta(days=366)
# The zeros of Unix, Excel, COM and Windows, and of databases: what a program writes that has no date.
_PLACEHOLDERS = frozenset(
    datetime(*day, tzinfo=UTC) for day in ((1970, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1601, 1, 1))
)
# Years in which no written date is doubted, whatever its month: behind the placeholders, and before this year.
NO_DOUBT_FROM = 1971
NO_DOUBT_TO = datetime.now(UTC).year


def doubt_about(moment: datetime) -> str | None:
    """Why a moment that is written out is none of a publication, or None.

    >>> doubt_about(datetime(1, 1, 1, tzinfo=UTC))
    'lies before the first newspaper'
    """
    if NO_DOUBT_FROM <= moment.year < NO_DOUBT_TO:
        return None
    if moment.year < EARLIEST_YEAR:
        return "lies before the first newspaper"
    if moment in _PLACEHOLDERS:
        return "is what programs write in place of a date"
    return "lies in the future" if moment - datetime.now(UTC) > _MAX_AHEAD_WRITTEN else None


def is_counted(second: float) -> bool:
    """Whether a second since 1970 is plausible that a bare number gives."""
    return _EARLIEST_SECOND <= second <= time.time() + _MAX_SECONDS_AHEAD
