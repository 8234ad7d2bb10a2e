"""What a key is made of, in bits, and what a character and a language are to those who read keys.

    bits 27-31    the shape: what is a key's kind, and how rare such keys are
    bits 18-26    the beginning of a name: its first three consonants
    bits 0-17     the rest; of a figure, day or spelling bits 0-26 are a hash

Plain numbers and tuples, in one place for both sides; nothing here loads numba.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHAPE_SHIFT, PREFIX_SHIFT = 27, 18
MAX_CLASSES, PREFIX_CLASSES, CLASS_BASE = 5, 3, 7  # consonants of a name

# Shapes.
SMALL_FIGURE, ROUND_FIGURE, OTHER_FIGURE, YEAR_FIGURE = 0, 2, 3, 4  # to 12 and to 31; below 100; years
SIGNIFICANT = 4  # and the number of significant digits, up to five
DECIMAL = 10  # with 2, 3, 4 and more digits
DAY, PLACE = 13, 14
FIRST_SPELT, MIN_SPELT, MAX_SPELT = 15, 3, 6  # letters
FIRST_NAME, MIN_CLASSES = 19, 2  # consonants

# Classes of characters.
LETTER, NAME_LETTER, DIGIT, UPPER, UNCASED, KATAKANA, SIGN, SPACE = (1 << bit for bit in range(8))
FIGURE_MARK, CURRENCY, SOUND, FAMILY, PLACE_SIGN, COMBINING, KNOWN, WIDE = (1 << bit for bit in range(8, 16))
UNKNOWN = 1 << 16  # of a character that was not met before

FIRST_BITS = 12
NOTHING, PREFIX = -2, -1  # in a table of words: no word, nor the beginning of one; the beginning of one


class Characters(NamedTuple):
    """Characters by their code point: bits of classes, what makes the lower case of it, and where in `letters` it
    stands in Latin letters (place << 8 | count). `sounds` are the classes of consonants by Latin letter, 0 for none;
    `checksums` is the table of CRC-32.
    """

    classes: NDArray[np.uint16]
    lower: NDArray[np.int32]
    roman: NDArray[np.uint32]
    letters: NDArray[np.uint8]
    sounds: NDArray[np.uint8]
    checksums: NDArray[np.uint32]


class WordTable(NamedTuple):
    """Words by their hash, each with a value; `PREFIX` for the beginning of one."""

    slots: NDArray[np.uint64]
    values: NDArray[np.int64]


class EntryTable(NamedTuple):
    """Words that are found where they begin, in lower case: the beginnings of each are in the table, too. `firsts` says
    by the low bits of a character whether an entry may begin with it.
    """

    words: WordTable
    firsts: NDArray[np.bool_]  # (1 << FIRST_BITS,)


class PlaceTable(NamedTuple):
    """Names of places. Where words are spaced, `stems` numbers the stems of their words from 1; the names whose first
    stem is s are those from firsts[s] to firsts[s + 1], longest first; name n is the stems from ends[n] to ends[n + 1]
    of `words`, and has keys[n]. Elsewhere `whole` has the names, and their keys.
    """

    stems: WordTable
    firsts: NDArray[np.int32]
    ends: NDArray[np.int32]
    words: NDArray[np.int32]
    keys: NDArray[np.uint32]
    whole: EntryTable


class KeyTables(NamedTuple):
    """What is known of a language: months by the stems of their names, figures that are written as words, words that
    scale a figure by a power of ten, and places.
    """

    months: WordTable
    number_words: EntryTable
    scales: WordTable
    places: PlaceTable


class KeyTraits(NamedTuple):
    """How a language is written."""

    has_point: bool  # decimals stand behind a point
    has_latin_terms: bool  # words in Latin letters stand among others, and are names or terms
    is_spaced: bool
    is_chinese: bool


class HeavyKeys(NamedTuple):
    """The heaviest distinct keys of texts, end to end, in order of key; weights are in 1/1024."""

    ends: NDArray[np.int64]  # (texts + 1,)
    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]
    norms: NDArray[np.float32]  # (texts,) the length of the vector of all keys of a text
