"""The keys of texts of one language: days, places, figures, names and terms, in order of place.

A word that begins with a capital is a name; in scripts without capitals, any word of some letters may be one; among
other letters a Latin word is a term, as it is spelt.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel, stage
from dedup.kernels.scalars import signed
from dedup.kernels.translate.key_parts import (
    DIGIT,
    KATAKANA,
    LETTER,
    NAME_LETTER,
    SIGN,
    UNCASED,
    UPPER,
    Characters,
    KeyTables,
    KeyTraits,
)
from dedup.kernels.translate.reading.find_days import find_days
from dedup.kernels.translate.reading.find_places import NamedWords, find_places, find_whole_names
from dedup.kernels.translate.reading.found_keys import FoundKeys, put_key, write_sorted
from dedup.kernels.translate.reading.known_names import KnownNames, read_known_name
from dedup.kernels.translate.reading.read_figures import digits_end, grouped_end, key_of_figure, scaled_value
from dedup.kernels.translate.reading.read_names import read_chinese, read_katakana
from dedup.kernels.translate.reading.romanise import (
    MAX_LETTERS,
    Text,
    WordRoom,
    key_of_spelling,
    stem_hash,
    stem_span,
    write_latin,
)
from dedup.kernels.translate.reading.word_tables import FIRST_MASK, is_word_character, longest_entry

MIN_TERM = 3  # letters
SMALL_A, SMALL_Z = ord("a"), ord("z")
APOSTROPHE, CURLY_APOSTROPHE = ord("'"), ord("’")
OF_WEEKS = (ord("周"), ord("期"))  # before a figure: a day of the week
NO_APOSTROPHE = -1


class KeyRoom(NamedTuple):
    """Room for what is found in one text, and for one word; and the names that are known, none at first.

    Arrays that a kernel makes are counted at every step through them: those that it is given are not.
    """

    found: FoundKeys
    word: WordRoom
    names: KnownNames
    named: NamedWords


@kernel
def read_translation_keys(
    codes: NDArray[np.uint32],
    ends: NDArray[np.int64],
    characters: Characters,
    tables: KeyTables,
    traits: KeyTraits,
    max_keys: int,
    room: KeyRoom,
    key_ends: NDArray[np.int64],
    ids: NDArray[np.uint32],
    places: NDArray[np.int32],
) -> None:
    """Write the keys of texts with their places in order, those of text a from key_ends[a] to key_ends[a + 1].

    Text a is `codes[ends[a]:ends[a + 1]]`, code points of composed letters. A text has `max_keys` at most.
    """
    found, word, names, named = room
    key_ends[0] = total = 0
    for a in range(len(ends) - 1):
        text = codes[ends[a] : ends[a + 1]]
        count = find_days(text, characters, tables.months, word, found, 0)
        if not traits.is_spaced:
            count = find_whole_names(text, characters, tables.places, found, count)
        if len(tables.number_words.words.slots) > 1:
            count = _find_number_words(text, characters, tables, traits, word, found, count)
        count = _read_words(text, characters, tables, traits, word, names, named, found, count)
        most = min(max_keys, len(ids) - total)
        total += write_sorted(found, count, ids[total : total + most], places[total : total + most])
        key_ends[a + 1] = total


@kernel
def hash_word_stems(
    codes: NDArray[np.uint32],
    ends: NDArray[np.int64],
    characters: Characters,
    hashes: NDArray[np.uint64],
    lengths: NDArray[np.int64],
) -> None:
    """Write the hash of the stem of each word, by which places and months are known, and how many letters it has.

    Word w is `codes[ends[w]:ends[w + 1]]`.
    """
    latin = np.empty(MAX_LETTERS, np.uint8)
    for w in range(len(ends) - 1):
        letters = write_latin(codes, ends[w], ends[w + 1], characters, latin)
        first, end = stem_span(latin, letters)
        hashes[w], lengths[w] = stem_hash(latin, letters), end - first


@stage
def _find_number_words(
    text: Text,
    characters: Characters,
    tables: KeyTables,
    traits: KeyTraits,
    room: WordRoom,
    found: FoundKeys,
    count: int,
) -> int:
    """Add the figures that are written as words to the keys found; return how many they are."""
    place, firsts = 0, tables.number_words.firsts
    while place < len(text):
        code = signed(text[place])
        code += characters.lower[code] if traits.is_spaced else 0
        if not firsts[code & FIRST_MASK]:
            place += 1
            continue
        before = signed(text[place - 1]) if place else 0
        may_begin = before != OF_WEEKS[0] and before != OF_WEEKS[1]
        if traits.is_spaced:
            may_begin = not (place and is_word_character(before, characters))
        length, number = 0, 0
        if may_begin:
            length, number = longest_entry(text, place, len(text), traits.is_spaced, characters, tables.number_words)
        if length:
            count = put_key(found, count, key_of_figure(number, 0, room.latin, characters), place)
        place += max(1, length)
    return count


@stage
def _read_words(
    text: Text,
    characters: Characters,
    tables: KeyTables,
    traits: KeyTraits,
    room: WordRoom,
    names: KnownNames,
    named: NamedWords,
    found: FoundKeys,
    count: int,
) -> int:
    """Add figures, names, terms and the places that names are to the keys found; return how many they are."""
    place = figures_end = words = 0
    wanted = UPPER | DIGIT | UNCASED | KATAKANA | SIGN
    while place < len(text):
        classes = characters.classes[text[place]]
        if not classes & wanted and not (traits.has_latin_terms and SMALL_A <= text[place] <= SMALL_Z):
            place += 1
            continue
        end, apostrophe = _name_end(text, place, characters)
        if end:
            first, name_end = _name_span(place, end, apostrophe)
            count, number = read_known_name(
                text, first, name_end, place, characters, tables.places.stems, names, room, found, count
            )
            if number > 0:
                named.stems[words], named.starts[words], named.ends[words] = number, place, end
                words += 1
        elif classes & DIGIT:
            end = digits_end(text, place, characters)
            if place >= figures_end:
                figures_end = grouped_end(text, place, end, characters)
                number, power, figures_end = scaled_value(text, place, figures_end, traits, characters, tables.scales)
                count = put_key(found, count, key_of_figure(number, power, room.latin, characters), place)
        elif classes & KATAKANA and place + 1 < len(text) and characters.classes[text[place + 1]] & KATAKANA:
            end = _run_end(text, place, KATAKANA, characters)
            count = read_katakana(text, place, end, characters, room, found, count)
        elif classes & SIGN:
            end = _run_end(text, place, SIGN, characters)
            if traits.is_chinese:
                count = read_chinese(text, place, end, characters, room, found, count)
        elif traits.has_latin_terms:
            end = _term_end(text, place, characters)
            if end:
                letters = write_latin(text, place, end, characters, room.latin)
                count = put_key(found, count, key_of_spelling(room.latin, letters, characters), place)
        place = max(end, place + 1)
    return find_places(named, words, tables.places, found, count)


@stage
def _name_end(text: Text, first: int, characters: Characters) -> tuple[int, int]:
    """Return where a word ends that may be a name, 0 for none, and where in it an apostrophe stands."""
    classes = characters.classes[text[first]]
    is_capital = classes & UPPER and not (first > 0 and characters.classes[text[first - 1]] & LETTER)
    if not is_capital and not (classes & UNCASED and not classes & DIGIT):
        return 0, NO_APOSTROPHE
    end = _run_end(text, first, NAME_LETTER, characters)
    if end == first + 1:
        return 0, NO_APOSTROPHE
    has_apostrophe = end + 1 < len(text) and (text[end] == APOSTROPHE or text[end] == CURLY_APOSTROPHE)
    if is_capital and has_apostrophe and characters.classes[text[end + 1]] & NAME_LETTER:
        return _run_end(text, end, NAME_LETTER, characters), end
    return end, NO_APOSTROPHE


@inlined
def _run_end(text: Text, first: int, classes: int, characters: Characters) -> int:
    """Return where characters of a class end that stand behind one character."""
    end = first + 1
    while end < len(text) and characters.classes[text[end]] & classes:
        end += 1
    return end


@inlined
def _name_span(first: int, end: int, apostrophe: int) -> tuple[int, int]:
    """Return from where to where the name stands in a word: in "Ankara'da", "L'Oréal", "Trump's" it is a part."""
    if apostrophe == NO_APOSTROPHE:
        return first, end
    if apostrophe - first > 2 or end - apostrophe - 1 <= 2:
        return first, apostrophe
    return apostrophe + 1, end


@stage
def _term_end(text: Text, first: int, characters: Characters) -> int:
    """Return where a word in small Latin letters ends, 0 for none."""
    if not SMALL_A <= text[first] <= SMALL_Z or (first > 0 and characters.classes[text[first - 1]] & LETTER):
        return 0
    end = first
    while end < len(text) and SMALL_A <= text[end] <= SMALL_Z:
        end += 1
    return end if end - first >= MIN_TERM else 0
