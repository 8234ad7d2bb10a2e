"""Agencies and syndicates by all their names, for the forms of text that prove a name to be one.

An ambiguous name ("AA", "Beta", "共同") counts only in such a form: in a dateline, in brackets behind the text, on a
line of its own (`dedup.attribution.agency_phrases`). Two agencies may have one abbreviation (APA): the language of the
text decides, then the order of the registry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from dedup.article import Span
from dedup.attribution.names.outlet_matcher import OutletMention
from dedup.attribution.names.outlet_patterns import RUN_TOGETHER
from dedup.attribution.names.outlets import Outlet, Outlets

_PREFIX_CHARACTERS = 2
_SMALL_WORD = re.compile(r"[^\W\d_]{2,5}(?![^\W_])")  # that may be an abbreviation
_LETTER = re.compile(rf"[^\W_{RUN_TOGETHER}]")
# "dpa-infocom", "dpa's", "ТАСС-у": what may be written together with a name.
_SMALL = "a-zß-ÿа-яёіїєґα-ωά-ώ"
_NO_LETTER = r"(?![^\W_\u0300-\u036f\u0900-\u0903\u093a-\u094f])"
_ENDING = re.compile(rf"(?:[-‑](?=[{_SMALL}])[\w-]{{1,12}}|['’]\w{{1,4}})?{_NO_LETTER}")
# "Reutersin", "Интерфакса": grammatical endings of long names that are no other word's beginning.
_GRAMMATICAL_ENDING = re.compile(rf"(?<=[{_SMALL}])[{_SMALL}]{{1,4}}{_NO_LETTER}")
_MIN_INFLECTED_LETTERS = 6


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
            for written in {each.name, each.name.upper()}:
                by_prefix[written[:_PREFIX_CHARACTERS]].append(each._replace(name=written))
        self._by_prefix: Mapping[str, list[AgencyName]] = {
            prefix: sorted(found, key=lambda each: -len(each.name)) for prefix, found in by_prefix.items()
        }

    def match_at(
        self, text: str, start: int, language: str | None, *, small_letters: bool = False
    ) -> OutletMention | None:
        """The agency with the longest name that begins at `start` and ends as a word does.

        With `small_letters`, abbreviations may be in lower case: (sda/afp).
        """
        if start and _LETTER.match(text, start) and _LETTER.match(text, start - 1):
            return None
        found: list[tuple[AgencyName, int]] = []
        if small_letters and (word := _SMALL_WORD.match(text, start)):
            text = text[:start] + word[0].upper() + text[word.end() :]
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


def _is_foreign(name: AgencyName, language: str | None) -> bool:
    """Whether an ambiguous name is that of an agency that does not write in a language: AKP in Turkish."""
    is_ambiguous = name.name in name.outlet.ambiguous
    return is_ambiguous and bool(name.languages) and language not in name.languages


def _end_of_name(text: str, start: int, name: AgencyName) -> int | None:
    """Where a name ends, with what is written together with it; None if a longer word goes on."""
    end = start + len(name.name)
    if not _LETTER.match(text[end - 1]):
        return end
    ending = _ENDING.match(text, end)
    if ending is None and len(name.name) >= _MIN_INFLECTED_LETTERS and name.name not in name.outlet.ambiguous:
        ending = _GRAMMATICAL_ENDING.match(text, end)
    return ending.end() if ending else None


@cache
def agency_names(outlets: Outlets) -> AgencyNames:
    """The names of all agencies and syndicates of a registry."""
    return AgencyNames(
        AgencyName(name, outlet, frozenset(outlet.languages))
        for outlet in outlets.entries
        if outlet.agency or outlet.languages
        for name in dict.fromkeys((outlet.name, *outlet.aliases, *outlet.ambiguous, *outlet.services))
    )
