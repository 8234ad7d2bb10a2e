"""Folding: UTF-8 bytes to folded bytes, by the table of `dedup.tokens.folding`, with the way back to the source.

Arguments of a stage end with what it writes. `buffer[start:end]` is the article; the bytes around it may be read, never
used.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, stage
from dedup.kernels.lanes import EACH_BYTE, HIGH_BITS, load8, store8
from dedup.kernels.layouts import FoldingTable
from dedup.kernels.scalars import ONE, ZERO, U

FOLD_STEP = U(128)  # ASCII bytes folded at once
MAX_GROWTH = 3  # folded bytes per source byte (`tokens.folding.MAX_GROWTH`)
IDEOGRAPHS, IDEOGRAPH_COUNT = U(0x4E00), U(0x5200)  # the unified ones
NO_BREAK = np.int32(0x7FFFFFFF)
SPACE, NEWLINE = np.uint8(32), np.uint8(10)

Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]


@stage
def fold_text(buffer: Bytes, start: U, end: U, table: FoldingTable, folded: Bytes, breaks: Places, shifts: Places) -> U:
    """Write the folded text; return its length.

    From `breaks[b]` on, folded byte p came from source byte p + shifts[b]: a short list, for where the two texts run in
    step nothing is written. A separator becomes a space if it is one ASCII sign, and a newline if it is one, or is any
    other sign: those may be a boundary by themselves.

    Blocks are folded as if they were ASCII, up to the first byte that is not; from there code points go through the
    table until eight ASCII bytes follow.
    """
    i, j, b, shift = start, ZERO, ONE, start  # in step: i - j == start
    breaks[0] = shifts[0] = 0
    while i < end:
        if i + FOLD_STEP <= U(len(buffer)):
            run = min(_ascii_run(buffer, i) if _fold_block(buffer, i, folded, j) else FOLD_STEP, end - i)
            i += run
            j += run
            if run == FOLD_STEP:
                continue
        is_behind = ZERO
        while i < end:
            if buffer[i] < 0xE0 and i + ONE < end:
                low, width = _fold_short(buffer, i, table.short_rows)
                store8(folded, j, low)
                length, is_behind = low >> U(56), ZERO
            else:
                point, width = decode_point(buffer, i, end)
                low, high, length = _fold_point(point, table)
                if length > ONE and low & U(255) == U(SPACE):  # a word of its own begins behind its space
                    j -= is_behind  # one space between two ideographs is enough
                    shift, is_behind = i - j - ONE, U(low >> (length - ONE << U(3)) & U(255) == U(SPACE))
                    breaks[b], shifts[b] = j + ONE, np.int64(shift - start)
                    b += ONE
                else:
                    low, is_behind = U(NEWLINE) if low == U(SPACE) else low, ZERO
                store8(folded, j, low)
                store8(folded, j + U(8), high)
            i += width
            j += length
            breaks[b], shifts[b] = j, np.int64(i - j - start)
            b += U(i - j != shift)
            shift = i - j
            if i + U(8) <= end and load8(buffer, i) & HIGH_BITS == ZERO:
                break
    folded[j], breaks[b] = SPACE, NO_BREAK
    return j


@inlined
def _fold_block(buffer: Bytes, i: U, folded: Bytes, j: U) -> U:
    """Fold a block as if it were ASCII; return how many of its bytes are not."""
    others = ZERO
    for t in range(FOLD_STEP):
        others += U(buffer[i + t] >> 7)
    for t in range(FOLD_STEP):
        byte = buffer[i + t]
        lower = np.uint8(byte | 0x20)
        is_letter, is_kept = np.uint8(lower - 97) < 26, (np.uint8(byte - 48) < 10) | (byte == NEWLINE)
        folded[j + t] = lower if is_letter else (byte if is_kept else SPACE)
    return others


@inlined
def _fold_point(point: U, table: FoldingTable) -> tuple[U, U, U]:
    """Return what a code point of three bytes or more folds to, in two parts, and its length."""
    if point - IDEOGRAPHS < IDEOGRAPH_COUNT:
        return _fold_ideograph(U(table.ideographs[point - IDEOGRAPHS])), ZERO, U(5)
    row = U(table.blocks[point >> U(8)]) << U(8) | point & U(255)
    high = table.rows[row, 1]
    return table.rows[row, 0], high, high >> U(56)


@stage
def _fold_short(buffer: Bytes, i: U, short_rows: NDArray[np.uint64]) -> tuple[U, U]:
    """Return what a code point of one or two bytes folds to, and its width: without a branch, for words take turns with
    spaces.
    """
    first = U(buffer[i])
    is_two = first >> U(7)
    two = (first & U(31)) << U(6) | _low_bits(buffer, i, ONE)
    return short_rows[two if is_two else first], ONE + is_two


@stage
def _fold_ideograph(point: U) -> U:
    """Return the row of a folded ideograph, three bytes between two spaces; the nearest cache holds not all rows."""
    letter = U(0xE0) | point >> U(12) | (U(0x80) | point >> U(6) & U(63)) << U(8) | (U(0x80) | point & U(63)) << U(16)
    return U(SPACE) | letter << U(8) | U(SPACE) << U(32)


@stage
def decode_point(buffer: Bytes, i: U, end: U) -> tuple[U, U]:
    """Return a code point and its width; damaged or cut UTF-8 gives some number below 2**21, and no read past the
    end.
    """
    first = U(buffer[i])
    if first < U(0x80):
        return first, ONE
    if first < U(0xE0) and i + ONE < end:
        return (first & U(31)) << U(6) | _low_bits(buffer, i, ONE), U(2)
    if first < U(0xF0) and i + U(2) < end:
        return (first & U(15)) << U(12) | _low_bits(buffer, i, ONE) << U(6) | _low_bits(buffer, i, U(2)), U(3)
    if i + U(3) < end:
        high = (first & U(7)) << U(18) | _low_bits(buffer, i, ONE) << U(12)
        return high | _low_bits(buffer, i, U(2)) << U(6) | _low_bits(buffer, i, U(3)), U(4)
    return U(SPACE), ONE


@stage
def _ascii_run(buffer: Bytes, i: U) -> U:
    """Count ASCII bytes up to the next other one, eight at a step; there must be one."""
    run, high = ZERO, load8(buffer, i) & HIGH_BITS
    while high == ZERO:
        run += U(8)
        high = load8(buffer, i + run) & HIGH_BITS
    up_to_it = (high ^ high - ONE) & HIGH_BITS
    return run + ((up_to_it >> U(7)) * EACH_BYTE >> U(56)) - ONE


@stage
def _low_bits(buffer: Bytes, i: U, t: U) -> U:
    """Return the six bits that byte i + t, which goes on with a code point, adds to it."""
    return U(buffer[i + t]) & U(63)
