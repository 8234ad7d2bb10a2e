"""The names of languages, as records and pages label them, to BCP 47 tags.

`German`, `Deutsch`, `ger`, `deu`, `de_DE.UTF-8` and `DE-de` are labels of one language. The names are CLDR's in the
languages of `_NAMED_IN` and each in itself, with its codes of ISO 639; they are kept in `language_names.json`, since
loading them by Babel takes seconds. `build_language_names` makes it again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.dates.month_names import fold_letters

_FILE = Path(__file__).with_name("language_names.json")
_NAMED_IN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "da", "nb", "cs", "tr", "uk", "ar", "zh", "ja")
_OTHER_NAMES = {
    "farsi": "fa",
    "mandarin": "zh",
    "bokmal": "nb",
    "nynorsk": "nn",
    "castellano": "es",
    "castilian": "es",
    "bahasa indonesia": "id",
    "bahasa melayu": "ms",
    "bahasa malaysia": "ms",
    "serbo croatian": "sr-Latn",
}
# Codes of countries that are written for languages, and are no codes of other languages.
_COUNTRIES = {"cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "ua": "uk"}
_REGIONS = {"uk": "GB", "usa": "US", "u s": "US", "america": "US", "britain": "GB", "great britain": "GB"}
# What says that the language is not known, or that there is none.
_NOT_KNOWN = "und mul mis zxx xx unknown none null n/a na nan auto other undefined undetermined x-default"
_ABSENT = frozenset(_NOT_KNOWN.split())
_TAG = lazy_pattern(r"([a-z]{2,3})((?:-[a-z0-9]{1,8})*)")
_PRIMARY = lazy_pattern("[a-z]{2,3}")
_ENCODING = lazy_pattern(r"[.@;].*")  # of a locale, as in de_DE.UTF-8; the weight of a header, as in de;q=0.9
_PREFIX = lazy_pattern(r"(?:lang|language|locale|iso[ -]?639(?:-[123])?)[_:=/ -]\s*")
_SEPARATORS = lazy_pattern(r"(?<!\s)(?:\s*+[,/|;]\s*+|\s++and\s++|\s++[-–]\s++)")
_QUALIFIED = lazy_pattern(r"(?P<name>[^(]+?)\s*\((?P<qualifier>[^()]*)\)")
_MAX_LABEL_CHARACTERS = 80


class _Names(NamedTuple):
    """`names`: folded name to tag; `codes`: other codes to the shortest; `known`: all primary subtags.

    `regions`: the folded English name of a region to its code.
    """

    names: Mapping[str, str]
    codes: Mapping[str, str]
    regions: Mapping[str, str]
    known: frozenset[str]


@lru_cache(maxsize=4096)
def language_tag(label: str | None) -> str | None:
    """The BCP 47 tag of the language that a label names; None if it names none that is known, or several.

    >>> [language_tag(label) for label in ("German", "deutsch", "ger", "de_DE.UTF-8", "EN-us", "Chinese (Simplified)")]
    ['de', 'de', 'de', 'de-DE', 'en-US', 'zh-Hans']
    >>> language_tag("Elvish") is None
    True
    """
    if not label or len(label) > _MAX_LABEL_CHARACTERS:
        return None
    folded = fold_letters(label).strip()
    found = _tag_of_code(folded) or _tag_of_name(folded) or _tag_of_several(folded)
    return found and _tag_of_code(found.lower())  # the code of a name may be an old one, or say that there is none


@lru_cache(maxsize=4096)
def language_problem(label: str | None) -> str | None:
    """Why a label names no language, in one line; None if it names one, or says that it is not known.

    >>> language_problem("Elvish")
    "the language 'Elvish' is not known: no language"
    """
    if not label or not label.strip() or label.strip().lower() in _ABSENT or language_tag(label):
        return None
    return f"the language {label.strip()[:_MAX_LABEL_CHARACTERS]!r} is not known: no language"


def _tag_of_code(folded: str) -> str | None:
    """The tag of a code: of ISO 639, of a locale, or a tag already."""
    code = _PREFIX.sub("", _ENCODING.sub("", folded), count=1).replace("_", "-")
    found = _TAG.fullmatch(code)
    if found is None:
        return None
    stored = _stored()
    primary, subtags = found[1], found[2].split("-")[1:]
    if primary in ("zh", "ar", "sgn") and subtags and len(subtags[0]) == 3 and subtags[0] in stored.codes:
        subtags = subtags[1:]  # zh-cmn is zh
    tag = stored.codes.get(primary, primary if primary in stored.known else "")
    return "-".join([tag, *map(_cased, subtags)]) if tag else None


def _cased(subtag: str) -> str:
    """A subtag as it is usually written: a script in title case, a region in capitals."""
    if len(subtag) == 4 and subtag.isalpha():
        return subtag.title()
    return _REGIONS.get(subtag, subtag.upper()) if len(subtag) == 2 and subtag.isalpha() else subtag


def _tag_of_name(folded: str) -> str | None:
    """The tag of a name, with its variety in brackets if it has one: English (US)."""
    names = _stored().names
    plain = _PREFIX.sub("", folded, count=1)
    if (tag := names.get(_joined(plain))) is not None:
        return tag
    found = _QUALIFIED.fullmatch(plain)
    if found is None:
        return None
    tag = _tag_of_code(found["name"]) or names.get(_joined(found["name"]))
    if tag is None:
        return None
    qualifier = _joined(found["qualifier"])
    region = _stored().regions.get(qualifier) or (qualifier.upper() if len(qualifier) == 2 else None)
    return names.get(_joined(f"{qualifier} {found['name']}")) or (
        f"{tag}-{_REGIONS.get(qualifier, region)}" if region else tag
    )


def _tag_of_several(folded: str) -> str | None:
    """The tag of labels that stand side by side, if they name one language: `German / Deutsch`, `en-US,en;q=0.9`."""
    labels = [label for label in _SEPARATORS.split(folded) if label and not label.startswith("q=")]
    tags = [_tag_of_code(label) or _tag_of_name(label) for label in labels]
    primaries = {tag and tag.partition("-")[0] for tag in tags}
    return tags[0] if len(labels) > 1 and len(primaries) == 1 else None


def _joined(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip()


@cache
def _stored() -> _Names:
    import orjson  # loads much more, which the process that extracts pages does without

    loaded = orjson.loads(_FILE.read_bytes())
    tags = (tag.partition("-")[0] for tag in (*loaded["codes"].values(), *loaded["names"].values()))
    known = frozenset({*loaded["known"], *tags} - _ABSENT)
    return _Names(loaded["names"], loaded["codes"], loaded["regions"], known)


def build_language_names() -> None:
    """Write `language_names.json` from CLDR, as Babel has it."""
    import orjson
    from babel import Locale
    from babel.core import get_global
    from babel.localedata import locale_identifiers

    named: dict[str, set[str]] = {}
    english = Locale.parse("en").languages
    for language in _NAMED_IN:
        for code, name in Locale.parse(language).languages.items():
            named.setdefault(_joined(fold_letters(name)), set()).add(code)
    for identifier in locale_identifiers():
        own = Locale.parse(identifier).languages.get(identifier)
        if own and "_" not in identifier:
            named.setdefault(_joined(fold_letters(own)), set()).add(identifier)
    names = {name: min(codes).replace("_", "-") for name, codes in named.items() if name and len(codes) == 1}
    aliases = {str(code): str(tag) for code, tag in get_global("language_aliases").items()} | _COUNTRIES
    territories = Locale.parse("en").territories.items()
    sections = {
        "names": dict(sorted((names | _OTHER_NAMES).items())),
        "codes": {code: aliases[code].replace("_", "-") for code in sorted(aliases) if _PRIMARY.fullmatch(code)},
        "regions": {_joined(fold_letters(name)): code for code, name in territories if len(code) == 2} | _REGIONS,
        "known": sorted(code for code in map(str, english) if _PRIMARY.fullmatch(code) and code not in _ABSENT),
    }
    lines = (f'"{name}": {orjson.dumps(section).decode()}' for name, section in sections.items())
    _FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
