"""How many words of a text are function words of each language."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel
from dedup.kernels.hash_table import find_slot
from dedup.kernels.scalars import ONE, ZERO


@kernel
def count_language_votes(
    hashes: NDArray[np.uint64], slots: NDArray[np.uint64], languages: NDArray[np.uint64], votes: NDArray[np.int64]
) -> None:
    """Add to votes[l] the words that are function words of language l: bit l of `languages` beside their slot."""
    for w in range(len(hashes)):
        bits = languages[find_slot(hashes[w], slots)]
        language = 0
        while bits != ZERO:
            votes[language] += np.int64(bits & ONE)
            bits >>= ONE
            language += 1
