"""What `dedup.kernels.translate.reading.read_keys` finds in a text, with regular expressions and dictionaries."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile
from zlib import crc32

from skeleton_twin import chinese_skeleton, hebrew_skeletons, latin_letters, skeleton, soft_skeleton

import dedup
from dedup.kernels.translate.key_parts import (
    DAY,
    DECIMAL,
    FIRST_NAME,
    FIRST_SPELT,
    MAX_CLASSES,
    PREFIX_CLASSES,
    PREFIX_SHIFT,
    SHAPE_SHIFT,
    SIGNIFICANT,
    SMALL_FIGURE,
)
from dedup.tokens.number_scales import NUMBER_SCALES
from dedup.translations.keys.composed_text import composed_text
from dedup.translations.keys.key_shapes import place_key
from dedup.translations.written_languages import written_language

TABLES = Path(dedup.__file__).parent / "translations" / "keys"
MIN_CLASSES = 2
SPELT, NAME, DECIMALS = (
    range(FIRST_SPELT, FIRST_SPELT + 4),
    range(FIRST_NAME, FIRST_NAME + 4),
    range(DECIMAL, DECIMAL + 3),
)

# --- keys --------------------------------------------------------------------------------------------------------


def figure_key(value: Decimal | float) -> int:
    """The key of a figure, by its value in six digits."""
    value = min(Decimal(str(value)), Decimal("1e100"))
    return figure_shape(value) << SHAPE_SHIFT | hashed(f"{float(Context(6, ROUND_HALF_EVEN).plus(value)):.6g}")


def day_key(month: int, day: int) -> int:
    return DAY << SHAPE_SHIFT | hashed(f"{month}-{day}")


def spelt_key(letters: str) -> int:
    return SPELT[max(0, min(len(letters), 6) - 3)] << SHAPE_SHIFT | hashed(letters[:6])


def key_of_name(classes: str) -> int:
    digits = (classes[:MAX_CLASSES] + "0" * MAX_CLASSES)[:MAX_CLASSES]
    shape = NAME[min(len(classes), MAX_CLASSES) - 2]
    prefix, rest = int(digits[:PREFIX_CLASSES], 7), int(digits[PREFIX_CLASSES:], 7)
    return shape << SHAPE_SHIFT | prefix << PREFIX_SHIFT | rest


def figure_shape(value: Decimal) -> int:
    if value != int(value):
        written = f"{float(Context(6, ROUND_HALF_EVEN).plus(value)):.6g}"
        return DECIMALS[min(4, max(2, len(written) - 1)) - 2]
    number = int(value)
    if number <= 31:
        return SMALL_FIGURE + (number > 12)
    if 1980 <= number <= 2035:
        return 4
    if number < 100:
        return 2 if number % 10 == 0 else 3
    return SIGNIFICANT + min(5, len(str(number).rstrip("0")))


def hashed(text: str) -> int:
    return crc32(text.encode()) & (1 << SHAPE_SHIFT) - 1


# --- figures -----------------------------------------------------------------------------------------------------

# What may be a digit, to search for: a set of characters is looked up, where \d asks Unicode for each.
MAYBE_DIGIT = "".join(chr(code) for code in range(0x10000) if chr(code).isdecimal()) + "\U00010000-\U0010ffff"
FIGURE_REST = r"(?:[\d.,\u202f\u00a0\u2009\u066b\u066c'’]*\d)?"  # behind its first digit
_SPACED = re.compile(r"(?: \d{3}(?!\d))+")
_PERCENTAGE = 100  # the scale of a percentage, which scales nothing here
_SIGN_SCALES = {
    "十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "億": 8, "亿": 8, "兆": 12, "만": 4, "억": 8, "조": 12
}  # fmt: skip
_SIGNS = re.compile(f"[ \u00a0]?[多余餘]?([{''.join(_SIGN_SCALES)}]+)")  # 300 万, 1000多万
_MONEY_SCALES = {"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "tn": 12}
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
def _word_scales() -> dict[str, int]:
    return {"billionen": 12} | {  # its first letters are those of an English billion, which decide elsewhere
        word: power for power, words in NUMBER_SCALES.items() if power != _PERCENTAGE for word in words.split()
    }


def figure_at(text: str, start: int, end: int, language: str) -> tuple[Decimal, int]:
    """The value of the digits from `start` to `end` with what scales them, and where these end; None for no number."""
    value = _value(text[start:end], language)
    money = _MONEY.match(text, end) if start and text[start - 1] in _CURRENCIES else None
    return (value.scaleb(_MONEY_SCALES[money[1].lower()]), money.end()) if money else _scaled(value, text, end)


def spaced_end(text: str, start: int, end: int) -> int:
    """Where digits end that are grouped by plain spaces: "34 000"."""
    grouped = _SPACED.match(text, end) if end - start <= 3 else None
    return grouped.end() if grouped else end


def days_in(text: str, month_of: dict[str, int]) -> Iterator[tuple[int, int]]:
    """The keys of the days of a year in a text, and where each begins; `month_of` has the stems of names of months."""
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
    return month_of.get(stem_of_name(name), 0)


def _value(digits: str, language: str) -> Decimal:
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
    whole, _, fraction = "".join(mark if mark == "." else str(int(mark)) for mark in text).partition(".")
    digits = (whole + fraction).lstrip("0") or "0"
    kept = digits[:18]  # a number of 64 bits has no more
    return Decimal(kept).scaleb(len(digits) - len(kept) - len(fraction))


def _scaled(value: Decimal, text: str, end: int) -> tuple[Decimal, int]:
    """3.5 million, 3,5 Mio., 350万, 3億5000万."""
    signs = _SIGNS.match(text, end)
    if signs:
        end = signs.end()
        value = value.scaleb(sum(_SIGN_SCALES[sign] for sign in signs[1]))
        more = _MORE_SIGNS.match(text, end)
        if more is None:
            return value, end
        return value + Decimal(int(more[1])).scaleb(_SIGN_SCALES.get(more[2], 0)), more.end()
    word = _NEXT_WORD.match(text, end)
    scale = _word_scales().get(word[1].lower()) if word else None
    return (value.scaleb(scale), word.end()) if word and scale else (value, end)


# --- figures that are written as words ---------------------------------------------------------------------------

_NUMBERS_WITHOUT_SPACES = ("zh", "ja")


class _NumberWords(NamedTuple):
    pattern: re.Pattern[str]
    key_of: dict[str, int]


def number_word_keys(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The keys of the figures that a text writes as words, and where each begins."""
    words = _number_words(language)
    if words:
        for match in words.pattern.finditer(text):
            key = words.key_of.get(match[1].lower())
            if key is not None:
                yield key, match.start()


@cache
def _number_words(language: str) -> _NumberWords | None:
    listed = json.loads((TABLES / "number_words.json").read_text(encoding="utf-8")).get(language)
    if not listed:
        return None
    keys = {word: figure_key(float(value)) for word, value in listed.items()}
    longest_first = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
    if language in _NUMBERS_WITHOUT_SPACES:
        return _NumberWords(re.compile(f"(?<![周期])({longest_first})"), keys)
    first, second = (re.escape("".join({word[at] + word[at].upper() for word in keys})) for at in (0, 1))
    # Searched are the first two letters, which is quick; from these the word is looked back at.
    return _NumberWords(re.compile(rf"[{first}][{second}](?<!\w..)(?<=(?=(?i:({longest_first}))\b)..)"), keys)


# --- places ------------------------------------------------------------------------------------------------------

_WITHOUT_SPACES = ("zh", "ja", "th", "km", "lo", "my")
_MIN_STEM, _MAX_GAP = 3, 2  # letters of a first word, characters between the words of a name
_ENDING = re.compile("[aeiouyj]+$")
_WORD = re.compile(r"[^\W\d_]+")


class CapitalisedWord(NamedTuple):
    """A word that may begin the name of a place."""

    stem: str
    start: int
    end: int


class PlaceNames(NamedTuple):
    """The places and months of one language.

    `by_first` are the stems of a name and its key, longest first, by the stem of the first word, and `stems` those of
    all words; where words are not spaced, `pattern` finds names and `key_of` knows them.
    """

    by_first: dict[str, list[tuple[list[str], int]]]
    stems: frozenset[str]
    pattern: re.Pattern[str] | None
    key_of: dict[str, int]
    months: dict[str, int]

    def in_unspaced(self, text: str) -> Iterator[tuple[int, int]]:
        """The keys of the places in a text without spaces, and where each begins."""
        if self.pattern:
            for match in self.pattern.finditer(text):
                yield self.key_of[match.group()], match.start()

    def among(self, words: Sequence[CapitalisedWord]) -> Iterator[tuple[int, int]]:
        """The keys of the places that capitalised words name, and where each begins: of words whose stem is known."""
        for number, word in enumerate(words):
            for stems, key in self.by_first.get(word.stem, ()):
                if _stand_together(words[number : number + len(stems)], stems):
                    yield key, word.start
                    break


@cache
def place_names(language: str) -> PlaceNames:
    """The places and months of a language; none for one that is not known."""
    own = _listed_names(language)
    months = {stem_of_name(name): number for name, number in own["months"].items()}
    if language in _WITHOUT_SPACES:
        names = sorted((name for name in own["places"] if len(name) > 1 and not name.isascii()), key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, names)) or "(?!)")
        return PlaceNames({}, frozenset(), pattern, {name: place_key(own["places"][name]) for name in names}, months)
    by_first = defaultdict[str, list[tuple[list[str], int]]](list)
    for name, place in own["places"].items():
        stems = [stem_of_name(word) for word in _WORD.findall(name)]
        if stems and len(stems[0]) >= _MIN_STEM:
            by_first[stems[0]].append((stems, place_key(place)))
    for listed in by_first.values():
        listed.sort(key=lambda entry: -len(entry[0]))
    known = frozenset(stem for listed in by_first.values() for stems, _ in listed for stem in stems)
    return PlaceNames(dict(by_first), known, None, {}, months)


@cache
def stem_of_name(word: str) -> str:
    """A word in Latin letters without the vowels at its end, which change with its case."""
    letters = latin_letters(word).strip("'")
    return _ENDING.sub("", letters) if len(letters) > 4 else letters


def _stand_together(words: Sequence[CapitalisedWord], stems: Sequence[str]) -> bool:
    if [word.stem for word in words] != list(stems):
        return False
    return all(after.start - word.end <= _MAX_GAP for word, after in itertools.pairwise(words))


def _listed_names(language: str) -> dict[str, Any]:
    with ZipFile(TABLES / "place_names.zip") as packed:
        names = f"{language}.json"
        return dict(json.loads(packed.read(names))) if names in packed.namelist() else {"places": {}, "months": {}}


# --- Chinese names ----------------------------------------------------------------------------------------------


class _Signs(NamedTuple):
    sounds: frozenset[str]
    families: frozenset[str]
    places: frozenset[str]


def chinese_name_keys(run: str) -> Iterator[tuple[int, int]]:
    """The keys of names in a run of signs, and where in the run each begins."""
    signs, at = _signs(), 0
    while at < len(run):
        end = at
        while end < len(run) and run[end] in signs.sounds:
            end += 1
        if end - at >= 2:
            for first, last in ((at, end), (at + 1, end), (at, end - 1)):
                if last - first >= 2:
                    yield from _keyed(chinese_skeleton(run[first:last]), first)
        at = max(end, at + 1)
    for place, sign in enumerate(run):
        if sign in signs.families and place + 2 < len(run):
            yield from _keyed(skeleton(run[place + 1 : place + 3]), place)
        if sign in signs.places and place >= 2:
            yield from _keyed(skeleton(run[place - 2 : place]), place - 2)


def _keyed(classes: str, start: int) -> Iterator[tuple[int, int]]:
    if len(classes) >= MIN_CLASSES:
        yield key_of_name(classes), start


@cache
def _signs() -> _Signs:
    listed = json.loads((TABLES / "chinese_signs.json").read_text(encoding="utf-8"))
    return _Signs(*(frozenset(listed[name]) for name in _Signs._fields))


# --- texts -------------------------------------------------------------------------------------------------------

_UNCASED = "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff\u1200-\u137f\uac00-\ud7af"
_KATAKANA, _IDEOGRAPHS = "\u30a1-\u30fa\u30fc", "\u4e00-\u9fff"
_LETTER = r"[^\W\d_\u3040-\u30ff\u4e00-\u9fff]"
_IS_UNCASED, _IS_HEBREW = re.compile(f"[{_UNCASED}]"), re.compile("[\u0590-\u05ff]")
_MIN_UNCASED, _MIN_HANGUL, _HANGUL = 4, 2, "\uac00"
_MIN_NAME = 3  # letters, but for two capitals
_MAX_KEYS = 4000  # of one text: a table of figures is no article


def keys_of(text: str, language: str) -> list[tuple[int, int]]:
    """The keys of one text, each with its place, in order of place."""
    plain = _plain(text)
    names = place_names(language)
    found = [
        *days_in(plain.text, names.months),
        *names.in_unspaced(plain.text),
        *number_word_keys(plain.text, language),
    ]
    _read_words(plain.text, language, names, found)
    found.sort(key=_place)
    del found[_MAX_KEYS:]
    if plain.places is not None:
        places = plain.places.tolist()
        return [(key, places[place]) for key, place in found]
    return found


@cache
def _words_pattern(other_script: bool) -> re.Pattern[str]:
    """What figures and names are in a text; among other letters a Latin word is one too, as it is spelt.

    One set of first characters stands in front, which is searched quickly; each kind looks back at its own.
    """
    upper = "".join(re.escape(chr(code)) for code in range(0x41, 0x2000) if chr(code).isupper() or chr(code).istitle())
    latin = r"|(?<=[a-z])(?<![^\W\d_].)(?P<latin>[a-z]{2,})" if other_script else ""
    return re.compile(
        rf"[{upper}{MAYBE_DIGIT}{_UNCASED}{_KATAKANA}{_IDEOGRAPHS}{'a-z' if other_script else ''}](?:"
        rf"(?P<name>(?<=[{upper}])(?<![^\W\d_].){_LETTER}+(?:[’']{_LETTER}+)?|(?<=[{_UNCASED}])(?<!\d){_LETTER}+)"
        rf"|(?<=\d)(?P<figure>{FIGURE_REST})|(?<=[{_KATAKANA}])(?P<katakana>[{_KATAKANA}]+)"
        rf"|(?<=[{_IDEOGRAPHS}])(?P<signs>[{_IDEOGRAPHS}]*){latin})"
    )


def _place(entry: tuple[int, int]) -> int:
    return entry[1]


def _read_words(text: str, language: str, names: PlaceNames, found: list[tuple[int, int]]) -> None:
    """Add the keys of figures and names, with their places."""
    capitalised, grouped_end = list[CapitalisedWord](), 0
    for match in _words_pattern(written_language(language).other_script).finditer(text):
        kind, word, place = match.lastgroup, match.group(), match.start()
        if kind == "name":
            keys, stem = _keys_of_name(word)
            if stem in names.stems:
                capitalised.append(CapitalisedWord(stem, place, match.end()))
            for key in keys:
                found.append((key, place))  # noqa: PERF401 - at most three: a list of them costs more
        elif kind == "figure":
            if place >= grouped_end:
                grouped_end = _read_figure(text, place, match.end(), language, found)
        elif kind == "latin":
            found.append((spelt_key(word), place))
        elif kind == "katakana":
            found += [(key, place) for key in _keys_of_katakana(word)]
        elif language == "zh":
            found += [(key, place + first) for key, first in chinese_name_keys(word)]
    found += names.among(capitalised)


def _read_figure(text: str, start: int, digits_end: int, language: str, found: list[tuple[int, int]]) -> int:
    """Add the key of a figure; where what belongs to it ends."""
    digits_end = spaced_end(text, start, digits_end)
    figure = figure_at(text, start, digits_end, language)
    found.append((_key_of_figure(figure[0]), start))
    return figure[1]


@cache
def _key_of_figure(value: Decimal) -> int:
    return figure_key(value)


@cache
def _keys_of_katakana(word: str) -> tuple[int, ...]:
    classes = soft_skeleton(word)
    return (key_of_name(classes),) if len(classes) >= MIN_CLASSES else ()


@cache
def _keys_of_name(word: str) -> tuple[tuple[int, ...], str]:
    """The keys of a word that may be a name, and its stem, by which it may be the name of a place."""
    word = _without_clitic(word)
    uncased = bool(_IS_UNCASED.match(word))
    is_short = len(word) < _MIN_NAME and not (len(word) == 2 and all(map(_is_capital, word)))
    if is_short or (uncased and len(word) < (_MIN_HANGUL if word[0] >= _HANGUL else _MIN_UNCASED)):
        return (), stem_of_name(word)
    if _IS_HEBREW.match(word):
        forms = hebrew_skeletons(word)
    else:
        forms = frozenset({skeleton(word)} if uncased else {skeleton(word), soft_skeleton(word)})
    keys = sorted({key_of_name(classes) for classes in forms if len(classes) >= MIN_CLASSES})
    if word[0].isascii() and len(word) >= _MIN_NAME:
        keys.append(spelt_key(latin_letters(word)))
    return tuple(keys), stem_of_name(word)


def _without_clitic(word: str) -> str:
    """The name in "Ankara'da", "L'Oréal", "Trump's"."""
    if "’" not in word and "'" not in word:
        return word
    head, tail = re.split("[’']", word, maxsplit=1)
    return head if len(head) > 2 or len(tail) <= 2 else tail


def _is_capital(letter: str) -> bool:
    return ord(letter) < 0x2000 and (letter.isupper() or letter.istitle())


def _plain(text: str) -> Any:
    plain = composed_text(text)
    return plain._replace(
        text=re.sub("[\uff01-\uff9d]", lambda match: unicodedata.normalize("NFKC", match.group()), plain.text)
    )
