"""Agencies and syndicates by all their names, for the forms of text that prove a name to be one.

An ambiguous name ("AA", "Beta", "共同") counts only in such a form: in a dateline, in brackets behind the text, on a
line of its own (`dedup.attribution.agency_phrases`). Two agencies may have one abbreviation (APA): the language of the
text decides, then the order of the registry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from dedup.article import Span
from dedup.attribution.names.outlet_matcher import OutletMention
from dedup.attribution.names.outlet_patterns import RUN_TOGETHER, is_run_together
from dedup.attribution.names.outlets import Outlet, Outlets
from dedup.runtime.patterns import lazy_pattern

_PREFIX_CHARACTERS = 2
_CACHED_TEXTS = 256  # lines are asked for several times in a row, and agencies end many texts with the same one
# Written languages that read alike: the same agencies write for them, under the same ambiguous names.
_READ_ALIKE = {code: group for group in ("bs cnr hr me sh sr", "id ms", "nb nn no") for code in group.split()}
# Hebrew and Arabic write "and" together with the name that follows: AP ורויטרס.
_AND = lazy_pattern(r"(?<![^\W_])[וو](?=[^\W_]{2})")
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("A"), ord("Z") + 1)}  # ＡＦＰ, in Japanese
_MAX_FULL_WIDTH = 5
_APOSTROPHES = "'’‘ʻ"
_APOSTROPHE = lazy_pattern(rf"[{_APOSTROPHES}]")
_SMALL_WORD = lazy_pattern(r"[^\W\d_]{2,5}(?![^\W_])")  # that may be an abbreviation
# "dpa-infocom", "dpa's", "ТАСС-у": what may be written together with a name.
_SMALL = "a-zß-ÿа-яёіїєґα-ωά-ώ"
_NO_LETTER = r"(?![^\W_\u0300-\u036f\u0900-\u0903\u093a-\u094f])"
_ENDING = lazy_pattern(rf"(?:[-‑](?=[{_SMALL}])[\w-]{{1,12}}|['’]\w{{1,4}})?{_NO_LETTER}")
# "Reutersin", "Интерфакса": grammatical endings of long names that are no other word's beginning.
_GRAMMATICAL_ENDING = lazy_pattern(rf"(?<=[{_SMALL}])[{_SMALL}]{{1,4}}{_NO_LETTER}")
_MIN_INFLECTED_LETTERS = 6
_MAX_ENDING_CHARACTERS = 20  # more than any ending has
# The first letters of each run of letters, as many as no ending reaches. Runs in lower case are passed over: most words
# of a text are such, and few names. The second pattern is for texts that write words together.
_KEY_LETTERS = _MIN_INFLECTED_LETTERS
_RUN = lazy_pattern(r"[^\W_]+")
_PLAIN_KEYS = lazy_pattern(rf"[^\W_{_SMALL}][^\W_]{{0,{_KEY_LETTERS - 1}}}+")
_KEYS = lazy_pattern(rf"[^\W_{_SMALL}{RUN_TOGETHER}][^\W_{RUN_TOGETHER}]{{0,{_KEY_LETTERS - 1}}}+")
_NOT_PLAIN = lazy_pattern("[^\u0000-\u0dff\u2000-\u206f]")


class AgencyName(NamedTuple):
    """One name of an agency, and the languages that the agency writes in."""

    name: str
    outlet: Outlet
    languages: frozenset[str]


class AgencyNames:
    """All names of agencies, ambiguous ones included, looked up at a place of a text.

    >>> from dedup.attribution.names.outlets import shipped_outlets
    >>> names = agency_names(shipped_outlets())
    >>> names.match_at("dpa-infocom", 0, "de").outlet.name, names.match_at("SID", 0, "de").outlet.name
    ('dpa', 'Agence France-Presse')
    """

    def __init__(self, names: Iterable[AgencyName]) -> None:
        by_prefix: dict[str, list[AgencyName]] = defaultdict(list)
        names = list(names)
        self._languages = frozenset().union(*(each.languages for each in names))
        for each in names:
            for written in _written_forms(each.name):
                by_prefix[written[:_PREFIX_CHARACTERS]].append(AgencyName(written, each.outlet, each.languages))
        self._by_prefix: Mapping[str, list[AgencyName]] = {
            prefix: sorted(found, key=lambda each: -len(each.name)) for prefix, found in by_prefix.items()
        }
        all_written = {each.name for found in by_prefix.values() for each in found}
        self._max_characters = max(map(len, all_written), default=0) + _MAX_ENDING_CHARACTERS
        by_key: dict[str | None, list[str]] = defaultdict(list)
        for name in all_written:
            by_key[_key_of(name)].append(name)
        without_key = _shortest(by_key.pop(None, ()))
        self._plain_without_key = tuple(name for name in without_key if not _NOT_PLAIN.search(name))
        self._other_without_key = lazy_pattern("|".join(map(re.escape, without_key)) or "(?!)")
        self._by_key = {key: _shortest(found) for key, found in by_key.items()}
        self._keys = frozenset(self._by_key)
        self._may_be_in = lru_cache(_CACHED_TEXTS)(self._search)

    def may_be_in(self, text: str) -> bool:
        """Whether the letters of any name stand in a short text. False proves that it names no agency."""
        return self._may_be_in(text)

    def _search(self, text: str) -> bool:
        if text.isascii() or _NOT_PLAIN.search(text) is None:
            keys = self._keys.intersection(_PLAIN_KEYS.findall(text))
            if _AND.search(text):
                keys |= self._keys.intersection(_PLAIN_KEYS.findall(_AND.sub(" ", text)))
            is_without_key = any(map(text.__contains__, self._plain_without_key))
        else:
            keys = self._keys.intersection(_KEYS.findall(text))
            is_without_key = self._other_without_key.search(text) is not None
        return is_without_key or any(name in text for key in keys for name in self._by_key[key])

    def match_at(
        self, text: str, start: int, language: str | None, *, small_letters: bool = False
    ) -> OutletMention | None:
        """The agency with the longest name that begins at `start` and ends as a word does.

        With `small_letters`, abbreviations may be in lower case: (sda/afp).
        """
        is_inside = start and _is_letter(text[start : start + 1]) and _is_letter(text[start - 1])
        if is_inside and not _AND.match(text, start - 1):
            return None
        if small_letters and (word := _SMALL_WORD.match(text, start)) and word[0] != word[0].upper():
            mention = self.match_at(word[0].upper() + text[word.end() : start + self._max_characters], 0, language)
            return mention and OutletMention(mention.outlet, Span(start, start + mention.span.end))
        found: list[tuple[AgencyName, int]] = []
        for each in self._by_prefix.get(text[start : start + _PREFIX_CHARACTERS], ()):
            if found and len(each.name) < len(found[0][0].name):
                break
            if language in self._languages and _is_foreign(each, language):
                continue
            if text.startswith(each.name, start) and (end := _end_of_name(text, start, each)) is not None:
                found.append((each, end))
        if not found:
            return None
        spoken = next((pair for pair in found if (language or "") in pair[0].languages), found[0])
        return OutletMention(spoken[0].outlet, Span(start, spoken[1]))

    def match_end(self, text: str, start: int, end: int, language: str | None) -> OutletMention | None:
        """The agency with the longest name that begins at `start` or later and ends at `end`."""
        mentions = (self.match_at(text, place, language) for place in range(start, end))
        return next((mention for mention in mentions if mention and mention.span.end == end), None)


def _written_forms(name: str) -> set[str]:
    """How a name is written: also in capitals, an abbreviation in wide ones, and with any apostrophe (O‘zA)."""
    is_short = name.isascii() and name.isalpha() and name.isupper() and len(name) <= _MAX_FULL_WIDTH
    forms = {name, name.upper(), *([name.translate(_FULL_WIDTH)] if is_short else [])}
    if not _APOSTROPHE.search(name):
        return forms
    return {_APOSTROPHE.sub(sign, form) for form in forms for sign in _APOSTROPHES}


def _is_foreign(name: AgencyName, language: str | None) -> bool:
    """Whether an ambiguous name is that of an agency that does not write in a language: AKP in Turkish."""
    is_ambiguous = name.name in name.outlet.ambiguous
    read = {language} if language not in _READ_ALIKE else set(_READ_ALIKE[language].split())
    return is_ambiguous and bool(name.languages) and read.isdisjoint(name.languages)


def _is_letter(sign: str) -> bool:
    """Whether a character is a letter or digit of a script with spaces between words."""
    return sign.isalnum() and not is_run_together(sign)


def _end_of_name(text: str, start: int, name: AgencyName) -> int | None:
    """Where a name ends, with what is written together with it; None if a longer word goes on."""
    end = start + len(name.name)
    if not _is_letter(text[end - 1]):
        return end
    ending = _ENDING.match(text, end)
    if ending is None and len(name.name) >= _MIN_INFLECTED_LETTERS and name.name not in name.outlet.ambiguous:
        ending = _GRAMMATICAL_ENDING.match(text, end)
    return ending.end() if ending else None


def _key_of(name: str) -> str | None:
    """The first letters of the longest word of a name that does not begin in lower case; None if it has no such word.

    A last word may have an ending, which a key of fewer letters would not show.
    """
    if _NOT_PLAIN.search(name):
        name = "".join(sign if _is_letter(sign) else " " for sign in name)
    *words, last = _RUN.findall(name) or [""]
    if not words or len(last) >= _KEY_LETTERS:
        words.append(last)
    keys = [word[:_KEY_LETTERS] for word in words if _PLAIN_KEYS.match(word)]
    return max(keys, key=len, default=None)


def _shortest(names: Sequence[str]) -> tuple[str, ...]:
    """Names in which no other is contained."""
    if len(names) == 1:
        return (names[0],)
    shortest: list[str] = []
    for name in sorted(names, key=lambda name: (len(name), name)):
        if not any(other in name for other in shortest):
            shortest.append(name)
    return tuple(shortest)


@cache
def agency_names(outlets: Outlets) -> AgencyNames:
    """The names of all agencies and syndicates of a registry."""
    return AgencyNames(
        AgencyName(name, outlet, frozenset(outlet.languages))
        for outlet in outlets.entries
        if outlet.agency or outlet.languages
        for name in dict.fromkeys((outlet.name, *outlet.aliases, *outlet.ambiguous, *outlet.services))
    )
