"""Figures by their value: 34 000, 34.000, 34 thousand and 3.4万 are one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from dedup.tokens.number_scales import NUMBER_SCALES
from dedup.translations.keys.key_shapes import day_key
from dedup.translations.written_languages import written_language

# What may be a digit, to search for: a set of characters is looked up, where \d asks Unicode for each.
MAYBE_DIGIT = "".join(chr(code) for code in range(0x10000) if chr(code).isdecimal()) + "\U00010000-\U0010ffff"
FIGURE_REST = r"(?:[\d.,\u202f\u00a0\u2009\u066b\u066c'’]*\d)?"  # behind its first digit
_SPACED = re.compile(r"(?: \d{3}(?!\d))+")
_PERCENTAGE = 100  # the scale of a percentage, which scales nothing here
_SIGN_SCALES = {
    "十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4,
    "億": 1e8, "亿": 1e8, "兆": 1e12, "만": 1e4, "억": 1e8, "조": 1e12
}  # fmt: skip
_SIGNS = re.compile(f"[ \u00a0]?[多余餘]?([{''.join(_SIGN_SCALES)}]+)")  # 300 万, 1000多万
_MONEY_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
_CURRENCIES = "$£€¥₹"
_MONEY = re.compile(rf"({'|'.join(sorted(_MONEY_SCALES, key=len, reverse=True))})\b", re.IGNORECASE)  # £10m, €2.5bn
_SEPARATORS = re.compile(r"[\s\u202f\u00a0\u2009'’]")
_MORE_SIGNS = re.compile(r"(\d{1,4})([万千百億亿]?)")
_NEXT_WORD = re.compile(r"[\s\u00a0\u202f-]?([^\W\d_]+)")
_DIGITS = re.compile(rf"[{MAYBE_DIGIT}](?<=\d)\d*")
_WORD_BACKWARDS = re.compile(r"\s++\.?([^\W\d_]{3,}+)")
_DAY_BEHIND_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\b(?!\s*[%:])")
_DAY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+|of\s+)?([^\W\d_]{3,})"
    r"|(\d{1,2})月(\d{1,2})日|(\d{1,2})월\s*(\d{1,2})일"
)


@cache
def _word_scales() -> dict[str, float]:
    return {"billionen": 1e12} | {  # its first letters are those of an English billion, which decide elsewhere
        word: 10.0**power for power, words in NUMBER_SCALES.items() if power != _PERCENTAGE for word in words.split()
    }


def figure_at(text: str, start: int, end: int, language: str) -> tuple[float, int] | None:
    """The value of the digits from `start` to `end` with what scales them, and where these end; None for no number.

    >>> figure_at("34 tysiące samochodów", 0, 2, "pl"), figure_at("3.4万辆", 0, 3, "zh")
    ((34000.0, 10), (34000.0, 4))
    """
    value = _value(text[start:end], language)
    if value is None:
        return None
    money = _MONEY.match(text, end) if start and text[start - 1] in _CURRENCIES else None
    return (value * _MONEY_SCALES[money[1].lower()], money.end()) if money else _scaled(value, text, end)


def spaced_end(text: str, start: int, end: int) -> int:
    """Where digits end that are grouped by plain spaces: "34 000"."""
    grouped = _SPACED.match(text, end) if end - start <= 3 else None
    return grouped.end() if grouped else end


def days_in(text: str, month_of: dict[str, int]) -> Iterator[tuple[int, int]]:
    """The keys of the days of a year in a text, and where each begins; `month_of` has the stems of names of months.

    >>> [place for _, place in days_in("on May 12, 3 June", {"may": 5, "june": 6})]
    [3, 11]
    """
    end = taken = 0
    for digits in _DIGITS.finditer(text):  # of which there are few: words are read backwards from them
        before, (start, end) = end, digits.span()
        if start < taken:
            continue
        word = _WORD_BACKWARDS.match(text[before:start][::-1]) if end - start <= 2 else None
        begin = start - word.end() if word else start
        match = _DAY_BEHIND_WORD.match(text, start) if word and begin >= taken else None
        month, day = (_month(word[1][::-1], month_of), int(match[1])) if word and match else (0, 0)
        if not month:
            match = _DAY.match(text, max(start, end - 2))
            if match is None:
                continue
            begin = match.start()
            month, day = _month_and_day(match, month_of)
        if match and 1 <= month <= 12 and 1 <= day <= 31:
            taken = match.end()
            yield day_key(month, day), begin


def _month_and_day(match: re.Match[str], month_of: dict[str, int]) -> tuple[int, int]:
    day, name, month, month_day, korean_month, korean_day = match.groups()
    if day:
        return _month(name, month_of), int(day)
    return int(month or korean_month), int(month_day or korean_day)


def _month(name: str, month_of: dict[str, int]) -> int:
    from dedup.translations.keys.place_names import stem_of_name

    return month_of.get(stem_of_name(name), 0)


def _value(digits: str, language: str) -> float | None:
    """The value of digits and marks: one mark with three digits behind it groups, unless the language writes decimals
    with that mark.
    """
    text = _SEPARATORS.sub("", digits).replace("\u066b", ".").replace("\u066c", ",")
    parts = re.split("[.,]", text)
    if len(parts) > 1:
        decimal = "." if written_language(language).point else ","
        last = text[-len(parts[-1]) - 1]
        is_single = last == decimal and len(parts) == 2
        groups = len(parts[-1]) == 3 and not (
            is_single and (decimal == "." or len(parts[0]) > 3 or parts[0].startswith("0"))
        )
        text = "".join(parts) if groups else "".join(parts[:-1]) + "." + parts[-1]
    try:
        return float(text)
    except ValueError:
        return None


def _scaled(value: float, text: str, end: int) -> tuple[float, int]:
    """3.5 million, 3,5 Mio., 350万, 3億5000万."""
    signs = _SIGNS.match(text, end)
    if signs:
        end = signs.end()
        value *= math.prod(_SIGN_SCALES[sign] for sign in signs[1])
        more = _MORE_SIGNS.match(text, end)
        if more is None:
            return value, end
        return value + float(more[1]) * _SIGN_SCALES.get(more[2], 1.0), more.end()
    word = _NEXT_WORD.match(text, end)
    scale = _word_scales().get(word[1].lower()) if word else None
    return (value * scale, word.end()) if word and scale else (value, end)
