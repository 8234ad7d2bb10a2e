"""The phrases beside which a source is named, in 26 languages: `cues.json`, read and compiled once.

The file has templates with the name at `{}`, by language and by what they say ("according to", "told"...). Three
shapes:

    according to {}        the name follows, behind words such as "a report by the newspaper" ("fillers")
    {} によると             the name stands before, with or without fillers
    {}は…と報じた            the name is the subject of a sentence that ends in the verb

Beside them: labels ("Source:"), words that make a name something else when they follow it ("poll", "host"), headings
under which other articles begin ("Read more"), and, for all languages, names that are no outlets (ministries,
platforms, picture agencies).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dedup.attribution.outlets import UNSPACED


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase beside which a name stands: before it, behind it, or as the subject of a sentence that ends in it."""

    kind: str
    phrase: str
    side: str  # "behind": the name follows; "before": the name ends where the phrase begins; "subject"
    particle: str  # what marks the subject, for "subject"
    closing: str  # what must follow the name, for "behind": wie X berichtet
    rarest_word: str  # its longest word, without which a text cannot hold it; "" in scripts without spaces


@dataclass(frozen=True, slots=True)
class CueLanguage:
    """What is looked for in texts of one language."""

    cues: tuple[Cue, ...]
    source_labels: tuple[str, ...]
    title_labels: tuple[str, ...]
    related_headings: tuple[str, ...]
    fillers_after_cue: re.Pattern[str]
    fillers_before_cue: re.Pattern[str]
    agency_nouns: tuple[str, ...]  # behind which a name must be an agency's: "the news agency X"
    followers_excluding: tuple[str, ...]
    results_excluding: frozenset[str]


@dataclass(frozen=True, slots=True)
class CueLists:
    """All languages, and what holds in each of them."""

    languages: dict[str, CueLanguage]
    excluded_words: frozenset[str]
    excluded_fragments: tuple[str, ...]
    picture_words: tuple[str, ...]
    teaser_opening: re.Pattern[str]


@cache
def shipped_cues() -> CueLists:
    """The phrases that ship with dedup."""
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


def _cue_language(name: str, row: dict[str, list[str]]) -> CueLanguage:
    kinds = {"reprinted": "first appeared on", "teased on": "first appeared on"}
    listed = ((kinds.get(key, key), template) for key, templates in row.items() for template in templates)
    cues = tuple(_cue(kind, template) for kind, template in listed if "{}" in template)
    words = {word.casefold() for word in row["fillers"]}
    fillers = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"
    begins, ends = ("", "") if name in ("zh", "ja", "ko") else (r"(?<!\w)", r"(?:(?<=')|(?!\w))")
    behind = rf"(?:[\s\"'«“„「《]*(?:{fillers}){ends}){{0,7}}[\s\"'«“„「《]*"
    before = rf"(?:{begins}(?:{fillers})[\s\"'»”」》]*){{1,4}}$"
    return CueLanguage(
        cues,
        tuple(row["label"]),
        tuple(row["original title"]),
        tuple(row["related"]),
        re.compile(behind),
        re.compile(before),
        tuple(row.get("agency nouns", ())),
        tuple(row["not after"]),
        frozenset(row.get("not reported", ())),
    )


def _cue(kind: str, template: str) -> Cue:
    head, _, tail = template.replace("’", "'").partition("{}")
    side, particle, phrase, after = "behind", "", head, tail.strip()
    if "…" in tail:
        particle, _, phrase = tail.partition("…")
        side, after = "subject", ""
    elif tail and not head:
        side, phrase, after = "before", tail, ""
    key = "" if re.search(f"[{UNSPACED}]", phrase) else max(re.findall(r"[^\W_]+", phrase), key=len, default="")
    return Cue(kind, phrase.strip(), side, particle.strip(), after, key)


def cue_languages(language: str | None, text: str) -> list[CueLanguage]:
    """The cues to look for: those of the article's language and English, else all that its letters allow."""
    known = shipped_cues().languages
    wanted = (language or "").partition("-")[0].casefold()
    if wanted in known:
        return [known[name] for name in dict.fromkeys((wanted, "en"))]
    return [known[name] for name in known if name not in _SCRIPTS or re.search(_SCRIPTS[name], text)]


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
