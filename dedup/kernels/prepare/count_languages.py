"""How many words of a text are function words of each language."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel
from dedup.kernels.hash_table import find_slot
from dedup.kernels.layouts import Matrix
from dedup.kernels.scalars import ONE, ZERO


@kernel
def count_language_votes(
    hashes: NDArray[np.uint64],
    ends: NDArray[np.int64],
    most: int,
    slots: NDArray[np.uint64],
    languages: NDArray[np.uint64],
    votes: Matrix[np.int64],
) -> None:
    """Add to votes[a, l] those of the first words of text a that are function words of language l: bit l of `languages`
    beside their slot. The words of text a are `hashes[ends[a]:ends[a + 1]]`.
    """
    for a in range(len(ends) - 1):
        for w in range(ends[a], min(ends[a + 1], ends[a] + most)):
            bits = languages[find_slot(hashes[w], slots)]
            language = 0
            while bits != ZERO:
                votes[a, language] += np.int64(bits & ONE)
                bits >>= ONE
                language += 1
