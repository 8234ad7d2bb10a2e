"""Finds the phrases of `phrases.toml` in a text.

They are written in `phrases.toml` and read from `phrases.json`, which holds them by what they are looked up by and is
read in a tenth of the time. After a change: `python -m dedup.sources.notices.write_phrases`.

A phrase is looked up by its longest part, so a word of the text costs one question to a dictionary, however many
phrases there are; only where that part stands is the whole phrase searched for. In scripts without spaces, all phrases
in these scripts are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import orjson

from dedup.runtime.patterns import lazy_pattern

PHRASES_PATH = Path(__file__).with_suffix(".json")
MAX_WORDS_BETWEEN = 4  # between two parts of a phrase: "the page [that you asked for] was not found"
MAX_CHARACTERS_BETWEEN = 12  # the same in scripts without spaces
MIN_PART_LETTERS = 3  # a shorter part is a whole word: "we" does not begin "website"
MARKS = ("", ".", ",", ":", ";", "!", "?")  # what may stand behind a word where a text is split at white space
KEY_LENGTH = 5  # letters of a part by which its phrase is looked up; a shorter part is looked up as a whole word

# A word with its vowel signs, which are no letters to `\w`; or the sign of a currency.
_WORD = lazy_pattern(r"[\w\u0900-\u0dff]+(?:['\u2019]\w+)*|[$€£₽]")
# The same for texts without currencies, and for those without apostrophes, too: in a third of the time.
_WORD_OF_LETTERS = lazy_pattern(r"\w+(?:['\u2019]\w+)*")
_PLAIN_WORD = lazy_pattern(r"\w+")
_VOWEL_SIGN = lazy_pattern("[\u0900-\u0dff]")
_MAY_BE_VOWEL_SIGN = 0xE0  # the first byte of each in UTF-8
UNSPACED = lazy_pattern("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def words_of(text: str) -> list[str]:
    """The words of a text, and the signs of currencies in it.

    >>> words_of("It's $5.")
    ["It's", '$', '5']
    """
    if "$" in text or "€" in text or "£" in text or "₽" in text or _has_vowel_signs(text):
        return _WORD.findall(text)
    return (_WORD_OF_LETTERS if "'" in text or "\u2019" in text else _PLAIN_WORD).findall(text)


def _has_vowel_signs(text: str) -> bool:
    if text.isascii() or _MAY_BE_VOWEL_SIGN not in text.encode(errors="replace"):
        return False
    return _VOWEL_SIGN.search(text) is not None


class Found(NamedTuple):
    """A phrase and where it stands: words, or characters in scripts without spaces; half-open."""

    phrase: Phrase
    start: int
    end: int


class Phrase(NamedTuple):
    """One phrase; `kind` is None for what any notice may hold.

    `parts` are beginnings of words, in order, those of less than three letters whole words; the one at `longest` is
    looked up. A phrase that `is_whole` is a whole sentence.
    """

    kind: str | None
    language: str
    parts: tuple[str, ...]
    longest: int
    is_whole: bool

    @classmethod
    def of(cls, kind: str | None, language: str, text: str) -> Phrase:
        """The phrase of a text of `phrases.toml`."""
        parts = tuple(text.removeprefix("=").split())
        longest = max(range(len(parts)), key=lambda place: len(parts[place]))
        return cls(kind, language, parts, longest, text.startswith("="))

    def found_at(self, words: list[str], position: int) -> Found | None:
        """The phrase, if its longest part begins the word at a position, and the others stand before and behind it."""
        if not words[position].startswith(self.parts[self.longest]) or (self.is_whole and len(words) > len(self.parts)):
            return None
        end = _follow(self.parts[self.longest + 1 :], words, position, 1)
        start = None if end is None else _follow(self.parts[: self.longest][::-1], words, position, -1)
        return None if start is None or end is None else Found(self, start, end + 1)


def _follow(parts: tuple[str, ...], words: list[str], position: int, step: int) -> int | None:
    """Where the last of some parts stands that follow each other from a position on, forward or backward."""
    for part in parts:
        for at in range(position + step, position + step * (MAX_WORDS_BETWEEN + 2), step):
            if 0 <= at < len(words) and _begins(words[at], part):
                position = at
                break
        else:
            return None
    return position


def _begins(word: str, part: str) -> bool:
    return word.startswith(part) if len(part) >= MIN_PART_LETTERS else word == part


Written = tuple[str | None, str, str]  # a phrase in `phrases.json`: its kind, its language, and its text


class PhraseFinder:
    """Finds some phrases: those in scripts with spaces by the first letters of their longest part."""

    def __init__(self, by_key: Mapping[str, list[Written]], unspaced: Sequence[Written]) -> None:
        self._written = by_key
        self._read: dict[str, list[Phrase]] = {}
        self._unspaced = unspaced

    @cached_property
    def unspaced(self) -> list[Phrase]:
        """The phrases in scripts without spaces."""
        return [Phrase.of(*written) for written in self._unspaced]

    def phrases_at(self, key: str) -> list[Phrase]:
        """The phrases whose longest part begins with a key: made when they are first asked for, as nearly none are."""
        if key not in self._read:
            self._read[key] = [Phrase.of(*written) for written in self._written[key]]
        return self._read[key]

    def find(self, words: list[str], *, is_unspaced: bool) -> Iterator[Found]:
        """The phrases among words in lower case, some of them more than once."""
        written = self._written
        for position in [at for at, word in enumerate(words) if word[:KEY_LENGTH] in written]:
            for phrase in self.phrases_at(words[position][:KEY_LENGTH]):
                if (found := phrase.found_at(words, position)) is not None:
                    yield found
        if is_unspaced:
            joined = " ".join(words)
            for phrase in self.unspaced:
                if phrase.parts[phrase.longest] in joined:
                    yield from (Found(phrase, *match.span()) for match in _pattern(phrase.parts).finditer(joined))


class NoticePhrases(NamedTuple):
    """What only a notice says; what goes with it, by kind; and the words of address of each language."""

    saying: PhraseFinder
    adding: PhraseFinder
    address: Mapping[str, frozenset[str]]
    kinds: tuple[str, ...]  # the first is taken where two fit alike
    rare_words: frozenset[str]  # whole words of what notices say that reports rarely hold, with marks behind them


@cache
def notice_phrases() -> NoticePhrases:
    """The phrases that ship with dedup."""
    data = orjson.loads(PHRASES_PATH.read_bytes())
    address = {language: frozenset(words.split()) for language, words in data["address"].items()}
    rare_words = frozenset(word + mark for word in data["rare_words"].split() for mark in MARKS)
    saying, adding = PhraseFinder(**data["saying"]), PhraseFinder(**data["adding"])
    return NoticePhrases(saying, adding, address, tuple(data["kinds"]), rare_words)


@cache
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f".{{0,{MAX_CHARACTERS_BETWEEN}}}?".join(map(re.escape, parts)))
