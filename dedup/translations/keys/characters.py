"""What is known of each character, as kernels read it: its classes, its lower case, and its Latin letters.

A character is looked at when a text first holds it: most of Unicode is in no text.
"""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.translate.key_parts import (
    COMBINING,
    CURRENCY,
    DIGIT,
    FAMILY,
    FIGURE_MARK,
    KATAKANA,
    KNOWN,
    LETTER,
    NAME_LETTER,
    PLACE_SIGN,
    SIGN,
    SOUND,
    SPACE,
    UNCASED,
    UNKNOWN,
    UPPER,
    WIDE,
    Characters,
)
from dedup.runtime.arrays import distinct

_CODE_POINTS = 0x110000
FIRST_WIDE, LAST_WIDE = 0xFF01, 0xFF9D  # letters and digits of half and double width
_CONSONANTS = ("bpvfw", "dt", "szxjc", "kgqh", "lr", "mn")  # by class, from 1 on
_MARKS, _CURRENCIES = ".,\u202f\u00a0\u2009\u066b\u066c'’", "$£€¥₹"
_FIRST_CAPITAL, _LAST_CAPITAL = 0x41, 0x1FFF
_UNCASED = (
    (0x590, 0x6FF), (0x900, 0xDFF), (0xE00, 0xEFF), (0x10A0, 0x10FF), (0x1200, 0x137F), (0xAC00, 0xD7AF)
)  # fmt: skip
_KATAKANA, _KANA, _SIGNS = ((0x30A1, 0x30FA), (0x30FC, 0x30FC)), ((0x3040, 0x30FF),), ((0x4E00, 0x9FFF),)
_WIDE = ((FIRST_WIDE, LAST_WIDE),)
_COMBINING = ((0x300, 0x36F), (0x3099, 0x309A), (0xFF9E, 0xFF9F))

_WRITTEN = "bdgnzιב"  # what kernels write for letters of a script

Ranges = tuple[tuple[int, int], ...]


class MetCharacters(NamedTuple):
    """The table of characters, and the classes of those that a text holds, as bits."""

    table: Characters
    classes: int


class _CharacterTable:
    """Characters as far as they have been met; it grows, and what it says of one never changes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._letters = bytearray()
        sounds = np.zeros(256, np.uint8)
        for number, letters in enumerate(_CONSONANTS, 1):
            sounds[list(letters.encode())] = number
        checksums = np.array([zlib.crc32(bytes([n ^ 0xFF])) ^ 0xFF000000 for n in range(256)], np.uint32)
        self._known = Characters(
            np.zeros(_CODE_POINTS, np.uint16),
            np.zeros(_CODE_POINTS, np.int32),
            np.zeros(_CODE_POINTS, np.uint32),
            np.zeros(0, np.uint8),
            sounds,
            checksums,
        )
        self.meet(text_code_points(_WRITTEN))

    def meet(self, codes: NDArray[np.uint32]) -> MetCharacters:
        """The table, which knows these code points, and all classes that they have."""
        from dedup.kernels.translate.meet_characters import classes_met

        with self._lock:
            met: int = classes_met(codes, self._known.classes)
            if met & UNKNOWN:
                for code in distinct(codes[self._known.classes[codes] == 0]).tolist():
                    self._add(code)
                    self._add(code + int(self._known.lower[code]))
                self._known = self._known._replace(letters=np.frombuffer(bytes(self._letters), np.uint8))
                met = classes_met(codes, self._known.classes)
            return MetCharacters(self._known, met)

    def _add(self, code: int) -> None:
        from anyascii import anyascii

        if self._known.classes[code]:
            return
        letter, classes, lower, roman, *_ = chr(code), *self._known
        romanised: str = str(int(letter)) if letter.isdecimal() else anyascii(letter).lower()
        classes[code] = _classes_of(letter)
        lower[code] = ord(letter.lower()) - code if len(letter.lower()) == 1 else 0
        roman[code] = len(self._letters) << 8 | len(romanised)
        self._letters += romanised.encode("ascii")


def _classes_of(letter: str) -> int:
    code, signs = ord(letter), _chinese_signs()
    is_letter = letter.isalnum() and not letter.isdecimal()
    classes = (
        (LETTER, is_letter),
        (NAME_LETTER, is_letter and not _is_in(code, _KANA) and not _is_in(code, _SIGNS)),
        (DIGIT, letter.isdecimal()),
        (UPPER, _FIRST_CAPITAL <= code <= _LAST_CAPITAL and (letter.isupper() or letter.istitle())),
        (UNCASED, _is_in(code, _UNCASED)),
        (KATAKANA, _is_in(code, _KATAKANA)),
        (SIGN, _is_in(code, _SIGNS)),
        (SPACE, letter.isspace()),
        (FIGURE_MARK, letter in _MARKS),
        (CURRENCY, letter in _CURRENCIES),
        (SOUND, letter in signs["sounds"]),
        (FAMILY, letter in signs["families"]),
        (PLACE_SIGN, letter in signs["places"]),
        (COMBINING, _is_in(code, _COMBINING)),
        (WIDE, _is_in(code, _WIDE)),
    )
    return KNOWN | sum(bit for bit, holds in classes if holds)


def _is_in(code: int, ranges: Ranges) -> bool:
    return any(first <= code <= last for first, last in ranges)


@cache
def _chinese_signs() -> dict[str, frozenset[str]]:
    listed = json.loads(Path(__file__).with_name("chinese_signs.json").read_text(encoding="utf-8"))
    return {name: frozenset(signs) for name, signs in listed.items()}


@cache
def character_table() -> _CharacterTable:
    """The one table of this process."""
    return _CharacterTable()


def text_code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
