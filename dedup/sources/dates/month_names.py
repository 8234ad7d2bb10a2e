"""The names of months, weekdays and halves of the day in a hundred languages, and the order of a date's numbers.

They are CLDR's, kept in `month_names.json` without accents, dots and spaces: loading them by Babel takes a second, and
the file two milliseconds. `build_month_names` makes it again.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern

_FILE = Path(__file__).with_name("month_names.json")
_LANGUAGES = (
    "af am ar as az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fo fr fy ga gd gl gu he hi hr hu hy id is "
    "it ja ka kk km kn ko ku ky lb lo lt lv mk ml mn mr ms mt my ne nl nn no or pa pl ps pt rm ro ru sd si sk sl so "
    "sq sr sv sw ta te tg th ti tk tr tt uk ur uz vi yo yue zh zu"
)
_SCRIPTS_OF_NO_NEWS = ("Dsrt", "Shaw", "Mong")
# What newsrooms write beside CLDR's names, by language and month.
_OTHER_NAMES = {
    "de": {1: ["Jaenner", "Jän"], 2: ["Feber"], 3: ["Maerz", "Mrz"]},
    "en": {6: ["June"], 7: ["July"], 9: ["Sept"]},
    "es": {9: ["setiembre", "set"]},
    "pt": {3: ["marco"]},
    "ru": {3: ["мрт"], 5: ["май"]},
    "it": {9: ["set"]},
}
_COMBINING = lazy_pattern("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic letters
_UNSEEN = lazy_pattern(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)  # soft hyphens, marks of direction
_JOINTS = lazy_pattern(r"[\s.'’\-]+")
_MIN_PREFIX_LETTERS = 3
_MIN_STEM_LETTERS = 4


def fold_letters(text: str) -> str:
    """A text in lower case, without accents and unseen characters, each digit as an ASCII one.

    >>> fold_letters("4 MÄRZ ２０２５"), fold_letters("٤ مارس")
    ('4 marz 2025', '4 مارس')
    """
    text = _UNSEEN.sub("", text).casefold()
    if text.isascii():
        return text
    text = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).replace("ı", "i")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in unicodedata.normalize("NFC", text))


class DateWords(NamedTuple):
    """The words of dates in one language, folded and joined, and the order of day, month and year: "dmy", "ymd"...

    `months` count from 1, `weekdays` from 0 for Monday; `halves` are 0 before noon, 12 after it.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    halves: Mapping[str, int]
    order: str
    has_case_endings: bool

    def month(self, word: str) -> int | None:
        """The month that a word names: whole, cut to three letters or more, or with a case ending behind it."""
        exact = self.months.get(word)
        if exact or len(word) < _MIN_PREFIX_LETTERS:
            return exact
        cut = {month for name, month in self.months.items() if name.startswith(word)}
        if not cut and self.has_case_endings:
            stems = (name for name in self.months if len(name) >= _MIN_STEM_LETTERS and word.startswith(name))
            cut = {self.months[name] for name in stems}
        return cut.pop() if len(cut) == 1 else None


@cache
def _stored() -> Mapping[str, Mapping[str, list[str] | str]]:
    loaded: Mapping[str, Mapping[str, list[str] | str]] = json.loads(_FILE.read_bytes())
    return loaded


@lru_cache(maxsize=256)
def date_words(language: str) -> DateWords | None:
    """The words of dates in the language of a BCP 47 tag; None for a language without names of its own.

    >>> date_words("de-AT").month("janner"), date_words("pt-BR").order
    (1, 'dmy')
    """
    tag = language.replace("_", "-").lower()
    primary = tag.partition("-")[0]
    stored = _stored().get({"nb": "no", "tl": "fil", "iw": "he", "in": "id"}.get(primary, primary))
    if stored is None:
        return None
    region = next((part for part in tag.split("-")[1:] if re.fullmatch("[a-z]{2}|[0-9]{3}", part)), "")
    return DateWords(
        _numbered(stored["months"], 1),
        _numbered(stored["weekdays"], 0),
        _numbered(stored["halves"], 0, 12),
        str(stored.get(region, stored["order"])),
        has_case_endings=primary != "en",
    )


def _numbered(names: list[str] | str, first: int, step: int = 1) -> dict[str, int]:
    """The names of each number; of two numbers with one name, the first."""
    numbers: dict[str, int] = {}
    for number, joined in enumerate(names):
        for name in joined.split():
            numbers.setdefault(name, first + number * step)
    return numbers


@cache
def months_of_any_language() -> Mapping[str, frozenset[int]]:
    """The months that each name stands for, in all languages together.

    >>> sorted(months_of_any_language()["listopad"])  # Croatian, Polish
    [10, 11]
    """
    found: dict[str, set[int]] = {}
    for stored in _stored().values():
        for name, month in _numbered(stored["months"], 1).items():
            found.setdefault(name, set()).add(month)
    return {name: frozenset(months) for name, months in found.items()}


def build_month_names() -> None:
    """Write `month_names.json` from CLDR, as Babel has it."""
    import orjson
    from babel import Locale
    from babel.localedata import locale_identifiers

    known = sorted(locale_identifiers())
    built: dict[str, dict[str, object]] = {}
    for language in _LANGUAGES.split():
        locales = [Locale.parse(name) for name in known if name == language or name.startswith(f"{language}_")]
        locales = [locale for locale in locales if locale.script not in _SCRIPTS_OF_NO_NEWS]
        months: list[set[str]] = [set() for _ in range(12)]
        weekdays: list[set[str]] = [set() for _ in range(7)]
        halves: list[set[str]] = [set(), set()]
        entry: dict[str, object] = {"order": _order(Locale.parse(language))}
        for locale in locales:
            _add_names(months, _widths(locale.months), first=1)
            _add_names(weekdays, _widths(locale.days), first=0)
            _add_halves(halves, locale)
            if locale.territory and not locale.script and _order(locale) != entry["order"]:
                entry[locale.territory.lower()] = _order(locale)
        for month, names in _OTHER_NAMES.get(language, {}).items():
            months[month - 1].update(map(_joined, names))
        entry |= {
            "months": [" ".join(sorted(filter(_is_name, names))) for names in months],
            "weekdays": [" ".join(sorted(filter(_is_name, names))) for names in weekdays],
            "halves": [" ".join(sorted(filter(_is_name, names))) for names in halves],
        }
        built[language] = entry
    lines = (f'"{language}": {orjson.dumps(entry).decode()}' for language, entry in built.items())
    _FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _order(locale: object) -> str:
    pattern = str(locale.date_formats["short"].pattern)  # type: ignore[attr-defined]
    return "".join(dict.fromkeys(re.sub("[^dMy]", "", pattern).lower()))


def _widths(names: Mapping[str, Mapping[str, Mapping[int, str]]]) -> Iterator[Mapping[int, str]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield names[context][width]


def _add_names(found: list[set[str]], tables: Iterator[Mapping[int, str]], first: int) -> None:
    for table in tables:
        for number, name in table.items():
            found[number - first].add(_joined(name))


def _add_halves(found: list[set[str]], locale: object) -> None:
    for width in ("wide", "abbreviated"):
        for name, text in locale.day_periods["format"][width].items():  # type: ignore[attr-defined]
            half = {"am": 0, "morning1": 0, "pm": 1, "afternoon1": 1, "evening1": 1}.get(name)
            if half is not None:
                found[half].add(_joined(text))


def _joined(name: str) -> str:
    return _JOINTS.sub("", fold_letters(name))


def _is_name(name: str) -> bool:
    return bool(name) and not any(map(str.isdigit, name))
