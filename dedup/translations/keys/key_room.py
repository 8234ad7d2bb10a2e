"""Room in which kernels read the keys of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedup.kernels.translate.reading.read_keys import KeyRoom

_KEYS_A_CHARACTER, _SPARE_KEYS = 8, 16  # at most: a character begins a day, two places, a figure and four names
_CHARACTERS_A_NAME = 8
_LEAST_NAMES, _MOST_NAMES = 8, 15  # that are known at a time: powers of two


def key_room(characters: int, longest: int) -> KeyRoom:
    """Room for texts of so many characters in all, the longest of which has so many."""
    from dedup.kernels.translate.reading.find_places import NamedWords
    from dedup.kernels.translate.reading.found_keys import FoundKeys
    from dedup.kernels.translate.reading.known_names import KnownNames
    from dedup.kernels.translate.reading.read_keys import KeyRoom
    from dedup.kernels.translate.reading.read_names import MAX_NAME_KEYS
    from dedup.kernels.translate.reading.romanise import MAX_LETTERS, WordRoom

    latin, roman, soft = (np.empty(MAX_LETTERS, np.uint8) for _ in range(3))
    most, words = _KEYS_A_CHARACTER * longest + _SPARE_KEYS, longest // 2 + 1
    names = 1 << min(_MOST_NAMES, max(_LEAST_NAMES, (characters // _CHARACTERS_A_NAME).bit_length()))
    return KeyRoom(
        FoundKeys(np.empty(most, np.uint32), np.empty(most, np.uint64)),
        WordRoom(latin, roman, soft, np.empty(MAX_LETTERS, np.uint32)),
        KnownNames(
            np.zeros(names, np.uint64),
            np.empty(names, np.uint8),
            np.empty(names * MAX_NAME_KEYS, np.uint32),
            np.empty(names, np.int32),
        ),
        NamedWords(*(np.empty(words, np.int32) for _ in range(3))),
    )
