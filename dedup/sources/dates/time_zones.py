"""The names of time zones as news writes them: `CET`, `9:30 PM ET`, `Europe/Berlin`, `GMT+3`, `+0100`.

A name that several zones share (IST, CST) counts only where the language's region settles it: with eight hours of
doubt, the wrong article would be the first. Names of a zone with and without summer time (ET) follow its clocks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dedup.runtime.patterns import lazy_pattern

# Hours ahead of UTC.
_HOURS: Mapping[str, float] = {
    **dict.fromkeys(("UTC", "GMT", "UT", "Z", "WET", "ZULU"), 0),
    "CET": 1,
    "MEZ": 1,
    "CEST": 2,
    "MESZ": 2,
    "MET": 1,
    "MEST": 2,
    "EET": 2,
    "EEST": 3,
    "WEST": 1,
    "BST": 1,
    "MSK": 3,
    "МСК": 3,
    "TRT": 3,
    "SAMT": 4,
    "YEKT": 5,
    "OMST": 6,
    "NOVT": 7,
    "KRAT": 7,
    "IRKT": 8,
    "VLAT": 10,
    "SAST": 2,
    "CAT": 2,
    "WAT": 1,
    "EAT": 3,
    "PKT": 5,
    "NPT": 5.75,
    "ICT": 7,
    "WIB": 7,
    "WITA": 8,
    "WIT": 9,
    "SGT": 8,
    "HKT": 8,
    "MYT": 8,
    "PHT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "ACST": 9.5,
    "ACDT": 10.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "HST": -10,
    "AKST": -9,
    "AKDT": -8,
    "PST": -8,
    "PDT": -7,
    "MST": -7,
    "MDT": -6,
    "CDT": -5,
    "EST": -5,
    "EDT": -4,
    "ADT": -3,
    "NST": -3.5,
    "NDT": -2.5,
    "BRT": -3,
    "ART": -3,
    "CLT": -4,
    "CLST": -3,
    "COT": -5,
    "PET": -5,
}
_PLACES: Mapping[str, str] = {
    "ET": "America/New_York",
    "PT": "America/Los_Angeles",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "AET": "Australia/Sydney",
    "AKT": "America/Anchorage",
}
# Names that several zones share: the hours by region or language.
_SHARED: Mapping[str, Mapping[str, float]] = {
    "IST": {**dict.fromkeys(("IN", "hi", "ta", "te", "ml", "mr", "gu", "kn", "pa", "bn"), 5.5), "IL": 2, "he": 2}
    | dict.fromkeys(("IE", "ga"), 1),
    "CST": {**dict.fromkeys(("US", "CA", "MX", "CR", "GT", "HN", "SV", "NI", "BZ"), -6)}
    | dict.fromkeys(("CN", "TW", "HK", "SG", "zh"), 8),
    "AST": {**dict.fromkeys(("SA", "KW", "IQ", "BH", "QA", "YE", "ar"), 3), **dict.fromkeys(("CA", "PR", "BM"), -4)},
    "GST": {**dict.fromkeys(("AE", "OM", "ar"), 4)},
    "AMT": {"AM": 4, "hy": 4, "BR": -4, "pt": -4},
}
_OFFSET = lazy_pattern(r"(?:(?:GMT|UTC|UT)\s?)?([+-])(\d{1,2})(?::?([0-5]\d))?(?!\d|:)", re.IGNORECASE)
_NAME = lazy_pattern(r"(?:[A-Z]{1,5}|МСК)\b")
_PLACE = lazy_pattern(r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?")
_MIN_OFFSET, _MAX_OFFSET = timedelta(hours=-10), timedelta(hours=14)  # where people live
_LONG_NAMES = {
    **{
        f"{name}{middle} time": f"{letter}{end}"
        for name, letter in (("eastern", "E"), ("central", "C"))
        for middle, end in (("", "T"), (" standard", "ST"), (" daylight", "DT"))
    },
    **{
        f"{name}{middle} time": f"{letter}{end}"
        for name, letter in (("mountain", "M"), ("pacific", "P"))
        for middle, end in (("", "T"), (" standard", "ST"), (" daylight", "DT"))
    },
    "central european time": "CET",
    "central european standard time": "CET",
    "central european summer time": "CEST",
    "eastern european time": "EET",
    "eastern european summer time": "EEST",
    "british summer time": "BST",
    "greenwich mean time": "GMT",
    "coordinated universal time": "UTC",
    "moscow time": "MSK",
    "moscow standard time": "MSK",
    "japan standard time": "JST",
    "india standard time": "+0530",
    "indian standard time": "+0530",
    "china standard time": "+0800",
    "singapore time": "SGT",
    "hong kong time": "HKT",
    "korea standard time": "KST",
    "korean standard time": "KST",
}
_LONG_NAME = lazy_pattern(rf"\b(?:{'|'.join(sorted(_LONG_NAMES, key=len, reverse=True))})\b", re.IGNORECASE)


class ZoneError(ValueError):
    """A time zone that cannot be known from its name."""


def with_short_names(text: str) -> str:
    """A text with the abbreviations of time zones that it writes out.

    >>> with_short_names("9:30 PM Eastern Time")
    '9:30 PM ET'
    """
    if "time" not in text and "Time" not in text:
        return text
    return _LONG_NAME.sub(lambda found: _LONG_NAMES[found[0].lower()], text)


def read_zone(text: str, start: int, language: str | None) -> tuple[tzinfo | None, int]:
    """The time zone at a position of a text, and where its name ends; None and the position if none stands there.

    ZoneError for an offset of no inhabited place, and for a name that several zones share, if the language does not
    settle it.

    >>> read_zone("10:30 CET", 6, None)
    (datetime.timezone(datetime.timedelta(seconds=3600)), 9)
    """
    if (found := _OFFSET.match(text, start)) is not None:
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0)) * (1 if found[1] == "+" else -1)
        if not _MIN_OFFSET <= offset <= _MAX_OFFSET:
            raise ZoneError(f"no place has the time {found[0]}")
        return timezone(offset), found.end()
    if (found := _PLACE.match(text, start)) is not None:
        return _zone_of_place(found[0]), found.end()
    if (found := _NAME.match(text, start)) is not None and (zone := _named(found[0], language)) is not None:
        return zone, found.end()
    return None, start


def _named(name: str, language: str | None) -> tzinfo | None:
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    if name in _PLACES:
        return _zone_of_place(_PLACES[name])
    if name in _SHARED:
        subtags = (language or "").replace("_", "-").split("-")
        hours = {_SHARED[name][subtag] for subtag in reversed(subtags) if subtag in _SHARED[name]}
        if len(hours) == 1:
            return timezone(timedelta(hours=hours.pop()))
        raise ZoneError(f"{name} is the name of several time zones")
    if len(name) > 2 and name.endswith(("ST", "DT")):
        raise ZoneError(f"{name} is no time zone that is known")
    return None


def _zone_of_place(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZoneError(f"{name} is no time zone that is known") from error
