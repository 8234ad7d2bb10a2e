"""Words in Latin letters, and by their consonants: what is left of a name in any script and spelling.

A name is romanised letter by letter, what languages write with several letters becomes one, vowels are dropped, and
consonants become one of six classes, doubled ones one. Scripts have rules of their own, where romanising letter by
letter says something else than is spoken. The soft form leaves out w, and an r without a vowel behind it, as scripts
do that write whole syllables.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, stage
from dedup.kernels.hashing import K1
from dedup.kernels.scalars import U, signed
from dedup.kernels.translate.key_parts import (
    CLASS_BASE,
    FIRST_NAME,
    FIRST_SPELT,
    MAX_CLASSES,
    MAX_SPELT,
    MIN_CLASSES,
    MIN_SPELT,
    PREFIX_CLASSES,
    PREFIX_SHIFT,
    SHAPE_SHIFT,
    Characters,
)
from dedup.kernels.translate.reading.word_tables import with_character

MAX_LETTERS = 256  # of a word: more are cut off
NO_KEY = -1
NO_LETTER = 0
A, C, E, F, G, H, J, K, L, N, P, Q, R, S, T, W, Y, Z = map(ord, "acefghjklnpqrstwyz")
MAX_UNCUT = 4  # letters of a word that keeps its last vowels
LETTER_I, LETTER_O, LETTER_U = map(ord, "iou")
APOSTROPHE, GRAVE, HYPHEN = map(ord, "'`-")
SMALL_TSU, LONG_VOWEL, SMALL_HIRAGANA_TSU = ord("ッ"), ord("ー"), ord("っ")  # romanised as letters, and no sound

Letters = NDArray[np.uint8]
Text = NDArray[np.uint32]


class WordRoom(NamedTuple):
    """Room for one word: in Latin letters, one letter a consonant, in its soft form, and as a script has it."""

    latin: Letters
    roman: Letters
    soft: Letters
    word: Text


@stage
def write_latin(word: Text, first: int, end: int, characters: Characters, latin: Letters) -> int:
    """Write a word in Latin letters, in lower case; return how many."""
    total = 0
    for place in range(first, end):
        entry = signed(characters.roman[word[place]])
        for letter in range(entry >> 8, (entry >> 8) + (entry & 255)):
            if total < len(latin):
                latin[total] = characters.letters[letter]
                total += 1
    return total


@stage
def stem_span(latin: Letters, count: int) -> tuple[int, int]:
    """Return where the stem of a word begins and ends: without the vowels at its end, which change with its case."""
    first = 0
    while first < count and latin[first] == APOSTROPHE:
        first += 1
    while count > first and latin[count - 1] == APOSTROPHE:
        count -= 1
    if count - first > MAX_UNCUT:
        while count > first and (is_vowel(latin[count - 1]) or latin[count - 1] == J):
            count -= 1
    return first, count


@stage
def stem_hash(latin: Letters, count: int) -> U:
    """Return the hash of the stem of a word."""
    first, end = stem_span(latin, count)
    hashed = K1
    for letter in range(first, end):
        hashed = with_character(hashed, signed(latin[letter]))
    return hashed


@inlined
def is_vowel(letter: int) -> bool:
    """Return whether a letter is one of a, e, i, o, u, y."""
    return bool(letter in (A, E, LETTER_I, LETTER_O, LETTER_U, Y))


@stage
def write_roman(word: Text, first: int, end: int, characters: Characters, roman: Letters) -> int:
    """Write a word with one letter a consonant; return how many letters."""
    total = 0
    for place in range(first, end):
        code = word[place]
        if code in (SMALL_TSU, LONG_VOWEL, SMALL_HIRAGANA_TSU):
            continue
        entry = signed(characters.roman[code])
        for place_of_letter in range(entry >> 8, (entry >> 8) + (entry & 255)):
            letter = characters.letters[place_of_letter]
            if letter != APOSTROPHE and letter != GRAVE and letter != HYPHEN and total < len(roman):
                roman[total] = letter
                total += 1
    return _respell(roman, total)


@stage
def _respell(roman: Letters, count: int) -> int:
    """Write one letter for what languages write with several; return how many are left.

    In order: shch, sch, sh, ch, zh, ts, cz are s; th is t; ph is f; ck, qu, kh are k; wh is w; ng without a vowel
    behind it is n; c before a, o, u, k, l, r and at the end is k.
    """
    read, total = 0, 0
    while read < count:
        letter = signed(roman[read])
        after = signed(roman[read + 1]) if read + 1 < count else NO_LETTER
        third = signed(roman[read + 2]) if read + 2 < count else NO_LETTER
        used = 1
        if letter == S:
            if after == H:
                used = 4 if third == C and read + 3 < count and roman[read + 3] == H else 2
            elif after == C and third == H:
                used = 3
        elif letter == C:
            if after in (H, Z):
                letter, used = S, 2
            elif after == K:
                letter, used = K, 2
            elif _hardens(after, third):
                letter = K
        elif letter == Z:
            if after == H:
                letter, used = S, 2
        elif letter == T:
            if after == S:
                letter, used = S, 2
            elif after == H:
                used = 2
        elif letter == P:
            if after == H:
                letter, used = F, 2
        elif letter == Q:
            if after == LETTER_U:
                letter, used = K, 2
        elif letter in (K, W):
            if after == H:
                used = 2
        elif letter == N and after == G and not is_vowel(third):
            used = 2
        roman[total] = letter
        total += 1
        read += used
    return total


@inlined
def _hardens(after: int, third: int) -> bool:
    """Return whether a c is spoken as k before two letters."""
    if after in (NO_LETTER, A, LETTER_O, LETTER_U, L, R):
        return True
    return bool((after == Q and third == LETTER_U) or (after == C and third == K))  # what is k by now


@stage
def write_soft(roman: Letters, count: int, soft: Letters) -> int:
    """Write the soft form; return how many letters."""
    total = 0
    for place in range(count):
        letter = roman[place]
        after = roman[place + 1] if place + 1 < count else NO_LETTER
        if letter != R or is_vowel(after) or after == R:
            soft[total] = letter
            total += 1
    kept, before = 0, NO_LETTER
    for place in range(total):
        letter = signed(soft[place])
        after = signed(soft[place + 1]) if place + 1 < total else NO_LETTER
        if letter != W or not (is_vowel(before) or is_vowel(after)):
            soft[kept] = letter
            kept += 1
        before = letter
    return kept


@stage
def write_chinese_w(roman: Letters, count: int) -> int:
    """Write w for hu before a, o and i; return how many letters are left."""
    read, total = 0, 0
    while read < count:
        letter, used = signed(roman[read]), 1
        if letter == H and read + 2 < count and roman[read + 1] == LETTER_U:
            third = roman[read + 2]
            if third in (A, LETTER_O, LETTER_I):
                letter, used = W, 2
        roman[total] = letter
        total += 1
        read += used
    return total


@stage
def key_of_classes(roman: Letters, count: int, characters: Characters) -> int:
    """Return the key of a name by its consonants; NO_KEY where it has fewer than two."""
    classes, last, prefix, rest = 0, 0, 0, 0
    for place in range(count):
        sound = signed(characters.sounds[roman[place]])
        if sound and sound != last and classes < MAX_CLASSES:
            last = sound
            if classes < PREFIX_CLASSES:
                prefix = prefix * CLASS_BASE + sound
            else:
                rest = rest * CLASS_BASE + sound
            classes += 1
    if classes < MIN_CLASSES:
        return NO_KEY
    for filled in range(classes, MAX_CLASSES):
        if filled < PREFIX_CLASSES:
            prefix *= CLASS_BASE
        else:
            rest *= CLASS_BASE
    return (FIRST_NAME + classes - MIN_CLASSES) << SHAPE_SHIFT | prefix << PREFIX_SHIFT | rest


@stage
def key_of_spelling(latin: Letters, count: int, characters: Characters) -> int:
    """Return the key of a word by its first letters."""
    count = min(count, MAX_SPELT)
    return (FIRST_SPELT + max(count, MIN_SPELT) - MIN_SPELT) << SHAPE_SHIFT | checksum(latin, count, characters)


@stage
def checksum(letters: Letters, count: int, characters: Characters) -> int:
    """Return the CRC-32 of some letters, as many bits as a key has below its shape."""
    found = U(0xFFFFFFFF)
    for place in range(count):
        found = found >> U(8) ^ U(characters.checksums[(found ^ U(letters[place])) & U(255)])
    return signed((found ^ U(0xFFFFFFFF)) & U((1 << SHAPE_SHIFT) - 1))
