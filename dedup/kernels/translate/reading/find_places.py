"""Places: names of one word or more, by the stems of capitalised words; where words are not spaced, whole names."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import stage
from dedup.kernels.translate.key_parts import Characters, PlaceTable
from dedup.kernels.translate.reading.found_keys import FoundKeys, put_key
from dedup.kernels.translate.reading.romanise import Text
from dedup.kernels.translate.reading.word_tables import FIRST_MASK, longest_entry

MAX_GAP = 2  # characters between the words of a name


class NamedWords(NamedTuple):
    """Words of a text that may name a place: the number of the stem, and from where to where each stands."""

    stems: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


@stage
def find_whole_names(text: Text, characters: Characters, places: PlaceTable, found: FoundKeys, count: int) -> int:
    """Add the places of a text without spaces to the keys found; return how many they are."""
    place = 0
    while place < len(text):
        if not places.whole.firsts[text[place] & FIRST_MASK]:
            place += 1
            continue
        length, key = longest_entry(text, place, len(text), False, characters, places.whole)
        if length:
            count = put_key(found, count, key, place)
        place += max(1, length)
    return count


@stage
def find_places(words: NamedWords, named: int, places: PlaceTable, found: FoundKeys, count: int) -> int:
    """Add the places that some words name to the keys found; return how many they are."""
    for word in range(named):
        stem = words.stems[word]
        for name in range(places.firsts[stem], places.firsts[stem + 1]):
            if _stands_at(words, word, named, places, name):
                count = put_key(found, count, places.keys[name], words.starts[word])
                break
    return count


@stage
def _stands_at(words: NamedWords, word: int, named: int, places: PlaceTable, name: int) -> bool:
    """Return whether words from one on are those of a name, and stand together."""
    first, end = places.ends[name], places.ends[name + 1]
    if word + end - first > named:
        return False
    for k in range(end - first):
        if words.stems[word + k] != places.words[first + k]:
            return False
        if k and words.starts[word + k] - words.ends[word + k - 1] > MAX_GAP:
            return False
    return True
