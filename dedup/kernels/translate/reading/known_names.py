"""Names that were read before: texts say a name over and over, and what its keys are depends on nothing else.

A slot holds the last name that fell to it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import stage
from dedup.kernels.hashing import K1, K3
from dedup.kernels.scalars import ONE, U, signed
from dedup.kernels.translate.key_parts import Characters, WordTable
from dedup.kernels.translate.reading.found_keys import FoundKeys, put_key
from dedup.kernels.translate.reading.read_names import MAX_NAME_KEYS, read_name
from dedup.kernels.translate.reading.romanise import Text, WordRoom
from dedup.kernels.translate.reading.word_tables import value_of, with_character


class KnownNames(NamedTuple):
    """By slot, of which there is a power of two: the hash of a name, 0 for none, how many keys it has, these, and the
    number of its stem.
    """

    hashes: NDArray[np.uint64]
    counts: NDArray[np.uint8]
    keys: NDArray[np.uint32]  # (slots * MAX_NAME_KEYS,)
    stems: NDArray[np.int32]


@stage
def read_known_name(
    text: Text,
    first: int,
    end: int,
    place: int,
    characters: Characters,
    stems: WordTable,
    names: KnownNames,
    room: WordRoom,
    found: FoundKeys,
    count: int,
) -> tuple[int, int]:
    """Add the keys of a word that may be a name; return how many keys there are, and the number of its stem among
    those of places.
    """
    hashed = K1
    for k in range(first, end):
        hashed = with_character(hashed, signed(text[k]))
    hashed |= ONE
    slot = signed(hashed * K3 >> U(32) & U(len(names.hashes) - 1))
    at = slot * MAX_NAME_KEYS
    if names.hashes[slot] == hashed:
        for k in range(at, at + names.counts[slot]):
            count = put_key(found, count, signed(names.keys[k]), place)
        return count, signed(names.stems[slot])
    before = count
    count, stem = read_name(text, first, end, place, characters, room, found, count)
    number = value_of(stem, stems)
    names.hashes[slot], names.counts[slot], names.stems[slot] = hashed, count - before, number
    for k in range(before, count):
        names.keys[at + k - before] = found.keys[k]
    return count, number
