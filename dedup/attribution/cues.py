"""Cues: the phrases beside which a source is named, in 26 languages, read from `cues.json` once.

The file has templates with the name at `{}`, by language and by kind of credit ("according to", "reported"...). Three
forms:

    according to {}        the name follows, after words such as "a report by the newspaper" (fillers)
    {} によると             the name precedes, with or without fillers
    {}は…と報じた            the name is the subject of a sentence that ends in the verb

Besides cues, a language has labels ("Source:"), words after a name that exclude it ("poll", "host"), and headings of
related articles ("Read more"). For all languages there are names that are no outlets: ministries, platforms, picture
agencies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from pathlib import Path

from dedup.attribution.credit import CreditKind
from dedup.attribution.names.outlet_patterns import holds_unspaced
from dedup.runtime.lazy import Lazy

_KEYS_OF_FIRST_APPEARED = ("reprinted", "teased on")  # rows of `cues.json` beside the row of that kind
_MAX_FILLERS_AFTER_CUE, _MAX_FILLERS_BEFORE_CUE = 7, 4
_SCRIPTS = {
    "ru": "[\u0400-\u04ff]",
    "uk": "[\u0400-\u04ff]",
    "el": "[\u0370-\u03ff]",
    "ar": "[\u0600-\u06ff]",
    "hi": "[\u0900-\u097f]",
    "zh": "[\u3400-\u9fff]",
    "ja": "[\u3040-\u30ff\u3400-\u9fff]",
    "ko": "[\uac00-\ud7af]",
}


class NameSide(Enum):
    """Where the name stands: after the phrase of a cue, before it, or as the subject of its sentence."""

    AFTER = auto()
    BEFORE = auto()
    SUBJECT = auto()


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase beside which a name is a credit.

    `particle` follows a name that is the subject. `closing` must follow a name after the phrase: wie X berichtet.
    `rarest_word`, the longest word of the phrase, must occur in the text; "" in scripts without spaces.
    """

    kind: CreditKind
    phrase: str
    side: NameSide
    particle: str
    closing: str
    rarest_word: str


@dataclass(frozen=True, slots=True)
class CueLanguage:
    """The cues of one language.

    `numbers_by_word`: the numbers of the cues of each rarest word. `fillers`: what may stand between a cue and a name.
    `agency_nouns`: after them a name must be an agency's ("the news agency X"). `followers_excluding`: words after a
    name by which it is no source (poll, host). `results_excluding`: words after a verb by which the outlet reports on
    its own business (profit).
    """

    cues: tuple[Cue, ...]
    numbers_by_word: Mapping[str, tuple[int, ...]]
    source_labels: tuple[str, ...]
    title_labels: tuple[str, ...]
    related_headings: tuple[str, ...]
    fillers: tuple[str, ...]
    fillers_after_cue: Lazy[re.Pattern[str]]
    fillers_before_cue: Lazy[re.Pattern[str]]
    agency_nouns: tuple[str, ...]
    followers_excluding: tuple[str, ...]
    results_excluding: frozenset[str]

    def cues_among(self, words: AbstractSet[str]) -> list[Cue]:
        """The cues whose rarest word is among some words, and those without one, in order."""
        found = {"", *words} & self.numbers_by_word.keys()
        return [self.cues[number] for number in sorted(n for word in found for n in self.numbers_by_word[word])]


@dataclass(frozen=True, slots=True)
class CueLists:
    """The cues of all languages, by code, and what holds in each of them.

    `excluded_words`, `excluded_fragments`: a name with one of them is no outlet's. `picture_words`: before a label they
    show that it is a picture's. `teaser_opening`: what precedes the title of a teaser.
    """

    languages: dict[str, CueLanguage]
    excluded_words: frozenset[str]
    excluded_fragments: tuple[str, ...]
    picture_words: tuple[str, ...]
    teaser_opening: re.Pattern[str]


@cache
def shipped_cues() -> CueLists:
    """The cues that ship with dedup."""
    rows = json.loads(Path(__file__).with_name("cues.json").read_text(encoding="utf-8"))
    everywhere = rows.pop("*")
    openings = "|".join(map(re.escape, everywhere["post opening"]))
    return CueLists(
        {name: _cue_language(name, row) for name, row in rows.items()},
        frozenset(everywhere["not outlets"]),
        tuple(everywhere["not outlets within"]),
        tuple(everywhere["pictures"]),
        re.compile(rf"\b(?:{openings})\b[\s:]*"),
    )


def cue_languages(language: str | None, text: str) -> list[CueLanguage]:
    """The cues to look for: those of `language` and English; if it is unknown, all that the scripts of `text` allow."""
    known = shipped_cues().languages
    code = language_code(language)
    if code in known:
        return [known[name] for name in dict.fromkeys((code, "en"))]
    return [known[name] for name in known if name not in _SCRIPTS or re.search(_SCRIPTS[name], text)]


def language_code(language: str | None) -> str:
    """The part of a tag that names the language: "pt" of "pt-BR"; "" if it is unknown."""
    return (language or "").partition("-")[0].casefold()


def _cue_language(name: str, row: dict[str, list[str]]) -> CueLanguage:
    templates = ((key, template) for key, listed in row.items() for template in listed if "{}" in template)
    fillers, is_spaced = tuple({word.casefold() for word in row["fillers"]}), name not in ("zh", "ja", "ko")
    cues = tuple(_cue(key, template) for key, template in templates)
    numbers_by_word: dict[str, tuple[int, ...]] = {}
    for number, cue in enumerate(cues):
        numbers_by_word[cue.rarest_word] = (*numbers_by_word.get(cue.rarest_word, ()), number)
    return CueLanguage(
        cues=cues,
        numbers_by_word=numbers_by_word,
        source_labels=tuple(row["label"]),
        title_labels=tuple(row["original title"]),
        related_headings=tuple(row["related"]),
        fillers=fillers,
        fillers_after_cue=Lazy(_fillers_after_cue, fillers, is_spaced),
        fillers_before_cue=Lazy(_fillers_before_cue, fillers, is_spaced),
        agency_nouns=tuple(row.get("agency nouns", ())),
        followers_excluding=tuple(row["not after"]),
        results_excluding=frozenset(row.get("not reported", ())),
    )


def _fillers_after_cue(listed: tuple[str, ...], is_spaced: bool) -> re.Pattern[str]:
    """The fillers between a cue and the name after it."""
    ends = r"(?:(?<=')|(?!\w))" if is_spaced else ""
    return re.compile(rf"(?:[\s\"'«“„「《]*(?:{_any_of(listed)}){ends}){{0,{_MAX_FILLERS_AFTER_CUE}}}[\s\"'«“„「《]*")


def _fillers_before_cue(listed: tuple[str, ...], is_spaced: bool) -> re.Pattern[str]:
    """The fillers between a name and the cue after it."""
    begins = r"(?<!\w)" if is_spaced else ""
    return re.compile(rf"(?:{begins}(?:{_any_of(listed)})[\s\"'»”」》]*){{1,{_MAX_FILLERS_BEFORE_CUE}}}$")


def _any_of(listed: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(listed, key=lambda word: (-len(word), word)))) or "(?!)"


def _cue(key: str, template: str) -> Cue:
    kind = CreditKind.FIRST_APPEARED if key in _KEYS_OF_FIRST_APPEARED else CreditKind(key)
    head, _, tail = template.replace("’", "'").partition("{}")
    side, particle, phrase, closing = NameSide.AFTER, "", head, tail.strip()
    if "…" in tail:
        particle, _, phrase = tail.partition("…")
        side, closing = NameSide.SUBJECT, ""
    elif tail and not head:
        side, phrase, closing = NameSide.BEFORE, tail, ""
    words = [] if holds_unspaced(phrase) else re.findall(r"[^\W_]+", phrase)
    return Cue(kind, phrase.strip(), side, particle.strip(), closing, max(words, key=len, default=""))
