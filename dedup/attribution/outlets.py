"""Outlets and agencies by name: the registry that credits are read against.

`outlets.json` lists a few hundred newspapers, broadcasters, sites and agencies, one a line: the name used in reports,
the other names they go by in any script, their domains, whether it is an agency (which is named in datelines and has no
reader of its own), and whether its name is also a common word (Time, People, Metro). Users add their own with
`Outlets.extended`.

A name is read at a place of a text, forwards or backwards: the longest run of words that the registry knows wins.
Endings that grammar adds are forgiven (Reuters'a, Reutersin, Интерфакса); in scripts that put no spaces between words
the names are compared letter by letter. Case counts: "people told" is not the magazine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dedup.article import Span
from dedup.attribution.outlet_patterns import AGENCY_WORDS, looks_like_agency
from dedup.errors import DamagedDataError, InputError
from dedup.sources.urls import host_of

# Scripts that are written without spaces, and Hangul, whose particles stick to the name.
UNSPACED = "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W_{UNSPACED}]"
_WORD = re.compile(rf"{_LETTER}(?:[^\s_{UNSPACED},;:()\[\]«»“”„\"]*(?:{_LETTER}|!))?|[{UNSPACED}ー]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_APOSTROPHE = re.compile("['’ʼ]")
MAX_NAME_WORDS = 6
MAX_ENDING_LETTERS = 4  # letters that grammar adds to a name: Reuters-ille
MIN_DOMAIN_LABEL = 6  # a shorter label is more likely another word
MIN_INFLECTED_LETTERS = 4  # a shorter name with an ending is more likely another word
OPENING_MARKS = "\"'«“„‘「『《【 "  # what may stand between a cue and a name


@dataclass(frozen=True, slots=True)
class Outlet:
    """One publisher: the name used in reports, the other names it goes by, its domains."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    agency: bool = False
    common_word: bool = False

    @property
    def is_generic(self) -> bool:
        """Whether its name may begin another's: Time Warner, the Independent Police Commission."""
        return self.common_word or (self.name.startswith("The ") and self.name.count(" ") == 1)


@dataclass(frozen=True, slots=True)
class OutletMention:
    """An outlet named at a place of a text."""

    outlet: Outlet
    span: Span


def name_key(name: str) -> str:
    """What two spellings of one outlet have in common: its name as a domain would write it, without spaces and marks;
    of a domain, its longest label.

    >>> namesake("Meridian News Agency"), namesake("www.meridiannewsagency.example")
    ('meridiannewsagency', 'meridiannewsagency')
    """
    if "." in name.strip(".") and " " not in name:
        name = max((host_of(name) or "").split(".")[:-1], key=len, default=name)
    return re.sub(r"[\W_]+", "", name).casefold()


class Outlets:
    """A registry of outlets, to look names and domains up in.

    >>> outlets = known_outlets()
    >>> outlets.forwards("Reuters'a göre", 0).outlet.name, outlets.of_host("uk.reuters.com").name
    ('Reuters', 'Reuters')
    """

    def __init__(self, entries: Iterable[Outlet]) -> None:
        self.entries = tuple(entries)
        self._by_name = {
            _normalised_name(name): entry for entry in self.entries for name in (entry.name, *entry.aliases)
        }
        agency_names = (name.casefold() for name, entry in self._by_name.items() if entry.agency)
        self._agency_words = AGENCY_WORDS | {re.findall(r"[^\W_]+", name)[-1] for name in agency_names}
        self._by_domain = {domain: entry for entry in self.entries for domain in entry.domains}
        self._unspaced_names = sorted(
            (name for name in self._by_name if re.search(f"[{UNSPACED}]", name)), key=lambda name: (-len(name), name)
        )
        self._local_domains: dict[str, str] = {}
        self._name_prefixes = {_name_prefix(name) for name in self._by_name} | {"the"}
        self._by_folded_name = {
            name.casefold(): entry for name, entry in self._by_name.items() if len(name) >= 5 or not name.isupper()
        }

    def with_local_domains(self, places: Iterable[str]) -> Outlets:
        """The same, which also knows outlets by the label of their domain: "Harbour Bits" is harbourbits.example.

        `places` are the domains or names of outlets whose articles are at hand.
        """
        larger = copy(self)
        labels = {name_key(place): place for place in sorted(set(places))}
        larger._local_domains = {label: place for label, place in labels.items() if len(label) >= MIN_DOMAIN_LABEL}
        return larger

    def may_name_agency(self, text: str) -> bool:
        """Whether a text holds a word that some agency's name ends with: false says quickly that it names none."""
        words = re.findall(r"[^\W_]+", text.casefold())
        return not self._agency_words.isdisjoint(words) or bool(_UNSPACED.search(text))

    def extended(self, entries: Iterable[Outlet]) -> Outlets:
        """Make a larger registry; a later entry wins where two share a name or a domain."""
        return Outlets((*self.entries, *entries))

    def by_name(self, name: str) -> Outlet | None:
        """The outlet of that name, in any case; an agency that is none of these is known by its form."""
        plain = _normalised_name(name)
        found = self._by_name.get(plain) or self._by_folded_name.get(plain.casefold())
        return found or (Outlet(plain, agency=True) if looks_like_agency(plain) else None)

    def by_host(self, address: str) -> Outlet | None:
        """The outlet that an address or domain belongs to; subdomains count."""
        labels = (host_of(address) or "").split(".")
        tails = (".".join(labels[first:]) for first in range(len(labels) - 1))
        return next((self._by_domain[tail] for tail in tails if tail in self._by_domain), None)

    def match_at(self, text: str, start: int) -> OutletMention | None:
        """The outlet whose name begins at `start`, behind an article or an opening quotation mark."""
        words = list(_words_after(text, start))
        if not words:
            return None
        if re.match(f"[{UNSPACED}]", text[words[0].start]):
            return self._unspaced_match_at(text, words[0].start)
        for count in range(len(words), 0, -1):
            span = Span(words[0].start, words[count - 1].end)
            entry = self._registered(span.of(text))
            if entry is not None:
                return OutletMention(entry, span)
        return None

    def match_before(self, text: str, end: int) -> OutletMention | None:
        """The outlet whose name ends at `end`, before a closing quotation mark."""
        words = _words_before(text, end)
        if not words:
            return None
        if re.match(f"[{UNSPACED}]", text[words[-1].end - 1]):
            return self._unspaced_match_before(text, words[-1].end)
        for first in range(len(words)):
            span = Span(words[first].start, words[-1].end)
            entry = self._registered(span.of(text))
            if entry is not None:
                return OutletMention(entry, span)
        return None

    def match_domain_at(self, text: str, start: int) -> OutletMention | None:
        """The name that begins at `start` and that the domain of an outlet at hand is made of."""
        words = list(_words_after(text, start)) if self._local_domains else []
        return self._match_domain(text, (Span(words[0].start, word.end) for word in reversed(words)))

    def match_domain_before(self, text: str, end: int) -> OutletMention | None:
        """The same for a name that ends at `end`."""
        words = _words_before(text, end) if self._local_domains else []
        return self._match_domain(text, (Span(word.start, words[-1].end) for word in words))

    def _match_domain(self, text: str, spans: Iterable[Span]) -> OutletMention | None:
        for span in spans:
            name = _normalised_name(span.of(text))
            place = self._local_domains.get(name_key(name)) if name[:1].isupper() else None
            if place is not None:
                return OutletMention(Outlet(name, domains=(place,)), span)
        return None

    def _registered(self, name: str) -> Outlet | None:
        if _name_prefix(name) not in self._name_prefixes:
            return None
        plain = _normalised_name(name)
        found = self._by_name.get(plain)
        if found is None and plain[:1].isupper():
            found = self._by_folded_name.get(plain.casefold())
        return found or self._inflected(plain)

    def _inflected(self, plain: str) -> Outlet | None:
        for letters in range(1, MAX_ENDING_LETTERS + 1):
            stem, ending = plain[:-letters], plain[-letters:]
            if len(stem) < MIN_INFLECTED_LETTERS or not ending.isalpha() or not ending.islower():
                return None
            found = self._by_name.get(stem.rstrip("-"))
            if found is not None and not found.common_word:
                return found
        return None

    def _unspaced_match_at(self, text: str, start: int) -> OutletMention | None:
        name = next((name for name in self._unspaced_names if text.startswith(name, start)), None)
        return None if name is None else OutletMention(self._by_name[name], Span(start, start + len(name)))

    def _unspaced_match_before(self, text: str, end: int) -> OutletMention | None:
        name = next((name for name in self._unspaced_names if text.endswith(name, 0, end)), None)
        return None if name is None else OutletMention(self._by_name[name], Span(end - len(name), end))


def _name_prefix(name: str) -> str:
    """The first three characters, in one case: most words begin no outlet's name, and need not be read on."""
    return name[:3].replace("’", "'").replace("ʼ", "'").casefold()


def _normalised_name(name: str) -> str:
    """A name without quotation marks, the English article, and what follows an apostrophe in its last word."""
    name = re.sub(r"\s+", " ", name).strip(' ."«»“”„《》「」『』')
    head, apostrophe, tail = name.rpartition("'" if "'" in name else "’")
    if (apostrophe and len(head) > 2 and " " not in tail and tail[:1].islower()) or name.endswith(("'", "’")):
        name = head
    name = _APOSTROPHE.sub("'", name)
    return name[4:] if name[:4] in ("The ", "the ") and len(name) > 6 else name


def _words_after(text: str, start: int) -> Iterator[Span]:
    """Up to six words in a row, nothing but a space between them."""
    place = start
    while place < len(text) and text[place] in OPENING_MARKS:
        place += 1
    for _ in range(MAX_NAME_WORDS):
        found = _WORD.match(text, place)
        if found is None:
            return
        yield Span(*found.span())
        place = found.end()
        if text[place : place + 1] not in (" ", "\u00a0", "\n"):
            return
        place += 1


def _words_before(text: str, end: int) -> list[Span]:
    """Up to six words in a row that end at `end`, quotation marks and spaces behind them aside."""
    start = max(0, end - 70)
    window = text[start:end].rstrip(" \"'»“”’」』》】")
    words: list[Span] = []
    for found in _WORD.finditer(window):
        gap = window[words[-1].end - start : found.start()] if words else ""
        if words and gap not in ("", " ", "\u00a0"):
            words = []
        words.append(Span(found.start() + start, found.end() + start))
    if not words or words[-1].end - start != len(window):
        return []
    return words[-MAX_NAME_WORDS:]


def read_outlets(path: Path) -> list[Outlet]:
    """Read a list of outlets written like `outlets.json`: a JSON list of objects with `name`, `aliases`, `domains`,
    `agency`.

    Raises `InputError` with the path and reason when it is not such a list.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [
            Outlet(
                row["name"],
                tuple(row.get("aliases", ())),
                tuple(row.get("domains", ())),
                bool(row.get("agency", False)),
                bool(row.get("common_word", False)),
            )
            for row in rows
        ]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{path} is no list of outlets: {error!r}") from error


@cache
def shipped_outlets() -> Outlets:
    """The outlets that ship with dedup."""
    try:
        return Outlets(read_outlets(Path(__file__).with_name("outlets.json")))
    except InputError as error:
        raise DamagedDataError(f"a file of dedup itself is damaged, install it again: {error}") from error
