"""Words looked up by their hash, character by character: the longest entry of a table that stands at a place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, stage
from dedup.kernels.hash_table import find_slot
from dedup.kernels.hashing import K1
from dedup.kernels.scalars import U, signed
from dedup.kernels.translate.key_parts import (
    DIGIT,
    FIRST_BITS,
    LETTER,
    NOTHING,
    PREFIX,
    Characters,
    EntryTable,
    WordTable,
)

STEP = U(0x100000001B3)
FIRST_MASK = (1 << FIRST_BITS) - 1
UNDERSCORE = 95


@inlined
def with_character(hashed: U, code: int) -> U:
    """Return the hash of a word with one more character; that of none is K1."""
    return (hashed ^ U(code)) * STEP


@stage
def value_of(hashed: U, table: WordTable) -> int:
    """Return the value of a word; NOTHING where there is no such word."""
    slot = find_slot(hashed, table.slots)
    value: int = table.values[slot] if table.slots[slot] == hashed else NOTHING
    return value


@inlined
def is_word_character(code: int, characters: Characters) -> bool:
    """Return whether a character is a letter, a digit or an underscore."""
    return bool(characters.classes[code] & (LETTER | DIGIT)) or code == UNDERSCORE


@stage
def is_word_edge(text: NDArray[np.uint32], place: int, end: int, characters: Characters) -> bool:
    """Return whether a word ends, or begins, between a character and the next one."""
    before = is_word_character(text[place], characters)
    return bool(before != (place + 1 < end and is_word_character(text[place + 1], characters)))


@stage
def longest_entry(
    text: NDArray[np.uint32], first: int, end: int, is_spaced: bool, characters: Characters, table: EntryTable
) -> tuple[int, int]:
    """Return how long the longest entry is that begins at a place, 0 for none, and its value; where words are spaced,
    of whole words, in any case.
    """
    hashed, length, value = K1, 0, NOTHING
    for place in range(first, end):
        code = signed(text[place])
        if is_spaced:
            code += characters.lower[code]
        hashed = with_character(hashed, code)
        held = value_of(hashed, table.words)
        if held == NOTHING:
            break
        if held != PREFIX and (not is_spaced or is_word_edge(text, place, end, characters)):
            length, value = place + 1 - first, held
    return length, value


@stage
def letters_end(text: NDArray[np.uint32], first: int, end: int, characters: Characters) -> int:
    """Return where the letters end that begin at a place."""
    while first < end and characters.classes[text[first]] & LETTER:
        first += 1
    return first


@stage
def lower_value(text: NDArray[np.uint32], first: int, end: int, characters: Characters, table: WordTable) -> int:
    """Return the value of a whole word in lower case; NOTHING where there is no such word."""
    hashed = K1
    for place in range(first, end):
        code = signed(text[place])
        hashed = with_character(hashed, code + characters.lower[code])
    return value_of(hashed, table)
