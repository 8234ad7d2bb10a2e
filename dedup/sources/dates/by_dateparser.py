"""Dates in words that `written` does not know, by dateparser.

It is asked only where the language is known: without one it tries two hundred, for seconds. It must find day, month and
year in the text, and the numbers of its answer must stand there, so that nothing is completed from today's date.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.dates.month_names import fold_letters

_MAX_CHARACTERS = 60
_YEAR = lazy_pattern(r"(?<!\d)(\d{4})(?!\d)")
_NUMBER = lazy_pattern(r"\d+")
_SETTINGS = {
    "REQUIRE_PARTS": ["day", "month", "year"],
    "STRICT_PARSING": True,
    "PARSERS": ["absolute-time"],
    "RETURN_AS_TIMEZONE_AWARE": True,
    "TIMEZONE": "UTC",
}


def moment_by_dateparser(text: str, language: str | None) -> datetime | None:
    """The moment of a date in words; None if dateparser does not know it.

    >>> moment_by_dateparser("il 4 del mese di marzo dell'anno 2025", "it") is None
    True
    """
    folded = fold_letters(text)
    numbers = _NUMBER.findall(folded)
    has_parts = bool(_YEAR.search(folded)) and any(len(number) <= 2 for number in numbers)
    if language is None or len(text) > _MAX_CHARACTERS or not has_parts:
        return None
    primary = language.replace("_", "-").partition("-")[0].lower()
    if primary not in _known_languages():
        return None
    import dateparser

    try:
        moment: datetime | None = dateparser.parse(text, languages=[primary], settings=_SETTINGS)
    except Exception:  # it raises many kinds for odd texts
        return None
    if moment is None or not _has_these_numbers(moment, [int(number) for number in numbers]):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _has_these_numbers(moment: datetime, numbers: list[int]) -> bool:
    """Whether a moment has the year and the day of a text, and the text no other number than those and a time's.

    A month in numbers is not for dateparser, which assumes America's order.
    """
    left = Counter(numbers)
    left.subtract((moment.year, moment.day))
    if min(left.values()) < 0:
        return False
    hour = moment.hour if left[moment.hour] > 0 else moment.hour % 12 or 12
    return +left <= Counter((hour, moment.minute, moment.second))


@lru_cache(maxsize=1)
def _known_languages() -> frozenset[str]:
    from dateparser.data.languages_info import language_order

    return frozenset(language_order)
