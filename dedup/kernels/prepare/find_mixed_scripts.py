"""Which texts have words in two scripts: a Latin letter beside a Greek, Cyrillic or Armenian one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel

FIRST_BYTE, LAST_BYTE = np.uint8(0xCD), np.uint8(0xD6)  # the first of two bytes, from U+0340 to U+05BF
MARK_BYTE = np.uint8(0xCC)  # the first byte of a combining mark is this or the next


@inlined
def _is_latin(byte: np.uint8) -> np.bool_:
    return np.uint8((byte | np.uint8(0x20)) - np.uint8(97)) < 26


@inlined
def _begins_mark(byte: np.uint8) -> np.bool_:
    return np.uint8(byte - MARK_BYTE) < 2


@kernel
def find_mixed_scripts(buffer: NDArray[np.uint8], ends: NDArray[np.int64], is_mixed: NDArray[np.bool_]) -> None:
    """Write whether text a, which ends at `ends[a]`, may have a word in two scripts.

    Such a word has a letter of two bytes beside an ASCII letter, or beside a mark, which may stand between the two:
    every text with one is found, and a few without.
    """
    for a in range(len(ends)):
        start, end, meetings = int(ends[a - 1]) if a else 0, int(ends[a]), 0
        for i in range(start + 2, end - 2):
            is_other = np.uint8(buffer[i] - FIRST_BYTE) <= LAST_BYTE - FIRST_BYTE
            before = _is_latin(buffer[i - 1]) | _begins_mark(buffer[i - 2])
            meetings += int(is_other & (before | _is_latin(buffer[i + 2]) | _begins_mark(buffer[i + 2])))
        for i in (start, start + 1, end - 2):  # the first and last letters, which have not all neighbours
            if start <= i < end - 1 and np.uint8(buffer[i] - FIRST_BYTE) <= LAST_BYTE - FIRST_BYTE:
                meetings += int(i > start and _is_latin(buffer[i - 1]))
                meetings += int(i > start + 1 and _begins_mark(buffer[i - 2]))
                meetings += int(i + 2 < end and (_is_latin(buffer[i + 2]) or _begins_mark(buffer[i + 2])))
        is_mixed[a] = meetings > 0
