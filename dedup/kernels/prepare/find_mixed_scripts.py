"""Which texts have words in two scripts: a Latin letter beside a Greek, Cyrillic or Armenian one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel

FIRST_BYTE, LAST_BYTE = np.uint8(0xCD), np.uint8(0xD6)  # the first of two bytes, from U+0340 to U+05BF


@kernel
def find_mixed_scripts(buffer: NDArray[np.uint8], ends: NDArray[np.int64], is_mixed: NDArray[np.bool_]) -> None:
    """Write whether text a, which ends at `ends[a]`, may have a word in two scripts.

    Such a word has a letter of two bytes with an ASCII letter right before or behind it. Where marks stand between
    them, or the word is a text's last, it may not be seen.
    """
    for a in range(len(ends)):
        start, meetings = int(ends[a - 1]) if a else 0, 0
        for i in range(start, ends[a] - 2):
            is_other = np.uint8(buffer[i] - FIRST_BYTE) <= LAST_BYTE - FIRST_BYTE
            before, behind = np.uint8((buffer[i - 1] | 0x20) - 97) < 26, np.uint8((buffer[i + 2] | 0x20) - 97) < 26
            meetings += int(is_other & (before | behind))
        is_mixed[a] = meetings > 0
