"""Years of other calendars that news is dated by: Thailand's, Iran's, Japan's eras and Taiwan's.

Months and days of the first, third and fourth are those of the Gregorian calendar; Iran's year begins in March.
"""

from __future__ import annotations

from datetime import date, timedelta

from dedup.runtime.patterns import lazy_pattern

BUDDHIST_AHEAD = 543
_BUDDHIST_YEARS = range(2443, 2643)  # 1900 to 2099
_IRANIAN_YEARS = range(1300, 1500)  # 1921 to 2120
_NOWRUZ_1403 = date(2024, 3, 20)
_LEAP_YEARS_OF_33 = frozenset((1, 5, 9, 13, 17, 22, 26, 30))  # exact from 1300 to 1500 but for the last decades
_IRANIAN_MONTHS = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
]
IRANIAN_MONTHS = {name: number for number, name in enumerate(_IRANIAN_MONTHS, 1)}
_ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "民國": 1911,
    "民国": 1911,
}  # the year before the first
_ERA_YEAR = lazy_pattern(rf"({'|'.join(_ERAS)})\s*(\d{{1,3}}|元)\s*年")
_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_WRITTEN_NUMBER = lazy_pattern(rf"(?<![{''.join(_NUMERALS)}十])[{''.join(_NUMERALS)}十]++(?=\s*[年月日号號時时點点分])")


def gregorian_day(year: int, month: int, day: int, *, is_thai: bool, is_iranian: bool) -> date:
    """The day of a year, month and day in a text of Thailand or Iran, or elsewhere; ValueError if there is none.

    >>> gregorian_day(2568, 3, 4, is_thai=True, is_iranian=False) == gregorian_day(
    ...     1403, 12, 14, is_thai=False, is_iranian=True
    ... )
    True
    """
    if is_thai and year in _BUDDHIST_YEARS:
        return date(year - BUDDHIST_AHEAD, month, day)
    if is_iranian and year in _IRANIAN_YEARS:
        return _iranian_day(year, month, day)
    return date(year, month, day)


def with_western_years(text: str) -> str:
    """A text with the years of Japan's and Taiwan's eras, and numbers in ideographs, as western numbers.

    >>> with_western_years("令和7年3月4日"), with_western_years("二〇二五年三月十四日")
    ('2025年3月4日', '2025年3月14日')
    """
    if "年" not in text:
        return text
    text = _WRITTEN_NUMBER.sub(lambda found: _number(found[0]), text)
    return _ERA_YEAR.sub(lambda found: f"{_ERAS[found[1]] + int(found[2].replace('元', '1'))}年", text)


def _number(written: str) -> str:
    """三 is 3, 十四 is 14, 三十 is 30, 二〇二五 is 2025."""
    tens, has_tens, units = written.partition("十")
    if not has_tens:
        return "".join(str(_NUMERALS[numeral]) for numeral in written)
    if len(tens) > 1 or len(units) > 1 or "十" in units:
        return written
    return str(10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(units, 0))


def _iranian_day(year: int, month: int, day: int) -> date:
    leap_day = 1 if _is_leap(year) else 0
    lengths = [31] * 6 + [30] * 5 + [29 + leap_day]
    if not 1 <= month <= len(lengths) or not 1 <= day <= lengths[month - 1]:
        raise ValueError(f"no day of Iran's calendar: {year}-{month}-{day}")
    between = range(min(year, 1403), max(year, 1403))
    days = sum(366 if _is_leap(each) else 365 for each in between)
    first = _NOWRUZ_1403 + timedelta(days=days if year >= 1403 else -days)
    return first + timedelta(days=sum(lengths[: month - 1]) + day - 1)


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP_YEARS_OF_33
