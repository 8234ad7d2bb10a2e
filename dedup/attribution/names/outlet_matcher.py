"""Finds names of outlets at a place of a text, forwards or backwards.

The longest sequence of words that the registry knows wins. Grammatical endings are allowed (Reuters'a, Reutersin,
Интерфакса). In scripts without spaces between words, names are compared character by character. Case counts: in
"people say", people is not the magazine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from dedup.article import Span
from dedup.attribution.names.outlet_patterns import UNSPACED, holds_unspaced, is_unspaced
from dedup.attribution.names.outlets import Outlet, Outlets, name_key, normalised_name
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import AttributionSettings

OPENING_MARKS = "\"'«“„‘「『《【 "  # what may stand between a cue and a name
CLOSING_MARKS = " \"'»“”’」』》】"
_WORD = lazy_pattern(r"[^\W_](?:[^\s_,;:()\[\]«»“”„\"]*(?:[^\W_]|!))?")
_LETTER = rf"[^\W_{UNSPACED}]"
_WORD_OR_UNSPACED = lazy_pattern(
    rf"{_LETTER}(?:[^\s_{UNSPACED},;:()\[\]«»“”„\"]*(?:{_LETTER}|!))?|[{UNSPACED}]+"
)  # takes milliseconds to compile
_NO_LETTERS = lazy_pattern(r"[\W_]+")
_BEGINNING_LETTERS, _WINDOW_CHARACTERS = 4, 24  # of the domain of a publisher at hand; of the text that has them
_MAX_WORD_CHARACTERS = 100  # no name has a longer word


@dataclass(frozen=True, slots=True)
class OutletMention:
    """An outlet that is named at a place of a text."""

    outlet: Outlet
    span: Span


class OutletMatcher:
    """Finds the names of the outlets of a registry, and of those whose domains are at hand.

    `publishers` are names or domains of outlets whose articles are at hand. They are recognised by the label of the
    domain: "Harbour Bits" is harbourbits.example.

    >>> from dedup.attribution.names.outlets import shipped_outlets
    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> matcher = OutletMatcher(shipped_outlets(), DEFAULT_SETTINGS, ["harbourbits.example"])
    >>> matcher.match_at("Reuters'a göre", 0).outlet.name, matcher.match_domain_at("Harbour Bits says", 0).outlet.name
    ('Reuters', 'Harbour Bits')
    """

    def __init__(self, outlets: Outlets, settings: AttributionSettings, publishers: Iterable[str] = ()) -> None:
        self.outlets = outlets
        self._settings = settings
        labels = {name_key(publisher): publisher for publisher in sorted(set(publishers))}
        min_letters = settings.min_domain_label_letters
        self._publishers = {label: publisher for label, publisher in labels.items() if len(label) >= min_letters}
        self._label_beginnings = tuple({label[:_BEGINNING_LETTERS] for label in self._publishers})

    @property
    def keys_at_hand(self) -> AbstractSet[str]:
        """The keys of the publishers at hand that are recognised by their domains."""
        return self._publishers.keys()

    def match_at(self, text: str, start: int) -> OutletMention | None:
        """The outlet whose name begins at `start`, or after an article or opening quotation marks there."""
        place = after_opening_marks(text, start)
        if is_unspaced(text[place : place + 1]):
            return self._unspaced_match_at(text, place)
        if not self.outlets.may_begin(text, place):
            return None
        words = list(self._words_after(text, place))
        return self._longest_registered(text, (Span(words[0].start, word.end) for word in reversed(words)))

    def match_before(self, text: str, end: int) -> OutletMention | None:
        """The outlet whose name ends at `end`, or before closing quotation marks there."""
        words = self._words_before(text, end)
        if not words:
            return None
        if is_unspaced(text[words[-1].end - 1]):
            return self._unspaced_match_before(text, words[-1].end)
        spans = (Span(word.start, words[-1].end) for word in words if self.outlets.may_begin(text, word.start))
        return self._longest_registered(text, spans)

    def match_domain_at(self, text: str, start: int) -> OutletMention | None:
        """The publisher at hand whose domain is made of the name that begins at `start`."""
        place = after_opening_marks(text, start)
        words = list(self._words_after(text, place)) if self._may_begin_at_hand(text, place) else []
        return self._longest_at_hand(text, (Span(words[0].start, word.end) for word in reversed(words)))

    def match_domain_before(self, text: str, end: int) -> OutletMention | None:
        """The publisher at hand whose domain is made of the name that ends at `end`."""
        words = self._words_before(text, end) if self._publishers else []
        return self._longest_at_hand(text, (Span(word.start, words[-1].end) for word in words))

    def _may_begin_at_hand(self, text: str, start: int) -> bool:
        """Whether a name that makes the domain of a publisher at hand may begin at a place."""
        window = text[start : start + _WINDOW_CHARACTERS]
        if window[:3].lower() == "the":
            return bool(self._publishers)
        letters = _NO_LETTERS.sub("", window).casefold()
        return window[:1].isupper() and (letters.startswith(self._label_beginnings) or "." in window)

    def _longest_registered(self, text: str, spans: Iterable[Span]) -> OutletMention | None:
        for span in spans:
            entry = self._registered(span.of(text))
            if entry is not None:
                return OutletMention(entry, span)
        return None

    def _longest_at_hand(self, text: str, spans: Iterable[Span]) -> OutletMention | None:
        for span in spans:
            name = normalised_name(span.of(text))
            publisher = self._publishers.get(name_key(name)) if name[:1].isupper() else None
            if publisher is not None:
                return OutletMention(Outlet(name, domains=(publisher,)), span)
        return None

    def _registered(self, name: str) -> Outlet | None:
        plain = normalised_name(name)
        entry = self.outlets.exact_names.get(plain)
        if entry is None and plain[:1].isupper():
            entry = self.outlets.folded_names.get(plain.casefold())
        return entry or self._inflected(plain)

    def _inflected(self, name: str) -> Outlet | None:
        for letters in range(1, self._settings.max_name_ending_letters + 1):
            stem, ending = name[:-letters], name[-letters:]
            if len(stem) < self._settings.min_inflected_name_letters or not ending.isalpha() or not ending.islower():
                return None
            entry = self.outlets.exact_names.get(stem.rstrip("-"))
            if entry is not None and not entry.common_word:
                return entry
        return None

    def _unspaced_match_at(self, text: str, start: int) -> OutletMention | None:
        if not text.startswith(self.outlets.unspaced_names, start):
            return None
        name = next(name for name in self.outlets.unspaced_names if text.startswith(name, start))
        return OutletMention(self.outlets.exact_names[name], Span(start, start + len(name)))

    def _unspaced_match_before(self, text: str, end: int) -> OutletMention | None:
        if not text.endswith(self.outlets.unspaced_names, 0, end):
            return None
        name = next(name for name in self.outlets.unspaced_names if text.endswith(name, 0, end))
        return OutletMention(self.outlets.exact_names[name], Span(end - len(name), end))

    def _words_after(self, text: str, start: int) -> Iterator[Span]:
        """The next words from `start`, with single spaces between them."""
        place = after_opening_marks(text, start)
        for _ in range(self._settings.max_outlet_name_words):
            window = text[place : place + _MAX_WORD_CHARACTERS]
            found = _word_in(window).match(window)
            if found is None or found.end() == _MAX_WORD_CHARACTERS:
                return
            yield Span(place, place + found.end())
            place += found.end()
            if text[place : place + 1] not in (" ", "\u00a0", "\n"):
                return
            place += 1

    def _words_before(self, text: str, end: int) -> list[Span]:
        """The last words before `end`, with single spaces between them; none if they do not reach `end`."""
        start = max(0, end - self._settings.max_outlet_name_characters)
        window = text[start:end].rstrip(CLOSING_MARKS)
        words: list[Span] = []
        for found in _word_in(window).finditer(window):
            gap = window[words[-1].end - start : found.start()] if words else ""
            if words and gap not in ("", " ", "\u00a0"):
                words = []
            words.append(Span(found.start() + start, found.end() + start))
        if not words or words[-1].end - start != len(window):
            return []
        return words[-self._settings.max_outlet_name_words :]


def _word_in(window: str) -> re.Pattern[str]:
    return _WORD_OR_UNSPACED if holds_unspaced(window) else _WORD


def after_opening_marks(text: str, start: int) -> int:
    """The place after spaces and opening quotation marks."""
    while start < len(text) and text[start] in OPENING_MARKS:
        start += 1
    return start
