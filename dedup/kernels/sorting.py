"""Sorting of whole numbers: many by radix, eight bits at a time from the lowest, so that what is equal keeps its order;
few by Shell's method.

numpy sorts in vector registers, which is as fast on some processors; on Zen 4, whose compressed stores are slow, it
takes four times as long. Bits that are the same in all numbers cost nothing, and low bits that need no sorting neither.
Within a kernel numpy's sort takes seconds to compile.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.scalars import U

DIGIT_BITS, DIGIT_VALUES, LOWEST_DIGIT = 8, 256, U(255)
DIGITS = 8  # of a number

Numbers = NDArray[np.uint64]
Counts = NDArray[np.int64]


@stage
def sort_few(keys: Numbers) -> None:
    """Sort a short array where it lies."""
    gap = 1
    while gap < len(keys) // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(gap, len(keys)):
            key, j = keys[i], i
            while j >= gap and keys[j - gap] > key:
                keys[j] = keys[j - gap]
                j -= gap
            keys[j] = key
        gap //= 3


@stage
def sort_distinct(keys: Numbers) -> int:
    """Sort a short array and put each number once in front; return how many they are."""
    sort_few(keys)
    found = 0
    for k in range(len(keys)):
        if found == 0 or keys[found - 1] != keys[k]:
            keys[found] = keys[k]
            found += 1
    return found


@stage
def _count_digits(numbers: Numbers, low_bit: int) -> Counts:
    """Count the numbers by each of their digits, from `low_bit` on."""
    counts = np.zeros((DIGITS, DIGIT_VALUES), np.int64)
    for n in range(len(numbers)):
        rest = numbers[n] >> U(low_bit)
        for digit in range(DIGITS):
            counts[digit, rest & LOWEST_DIGIT] += 1
            rest >>= U(DIGIT_BITS)
    return counts


@stage
def _to_starts(counts: Counts) -> bool:
    """Turn counts by digit into the places where each digit's numbers begin; return whether there is but one digit."""
    total, most = 0, 0
    for value in range(DIGIT_VALUES):
        count = counts[value]
        counts[value] = total
        total += count
        most = max(most, count)
    return most == total


@kernel
def radix_sort(numbers: Numbers, low_bit: int, spare: Numbers) -> None:
    """Sort numbers of 64 bits where they lie, by their bits from `low_bit` on; `spare` is room for as many."""
    counts = _count_digits(numbers, low_bit)
    source, target = numbers, spare
    for digit in range(DIGITS):
        shift, places = U(low_bit + DIGIT_BITS * digit), counts[digit]
        if low_bit + DIGIT_BITS * digit > 63 or _to_starts(places):
            continue
        for n in range(len(source)):
            number = source[n]
            value = number >> shift & LOWEST_DIGIT
            target[places[value]] = number
            places[value] += 1
        source, target = target, source
    if source is not numbers:
        for n in range(len(source)):
            numbers[n] = source[n]


@kernel
def radix_order(numbers: Numbers, order: NDArray[np.int64]) -> None:
    """Write the places of numbers of 64 bits in order, those of equal ones rising; fewer than 2**31 numbers."""
    counts = _count_digits(numbers, 0)
    source, target = numbers.copy(), np.empty_like(numbers)
    places, moved = np.arange(len(numbers)).astype(np.int32), np.empty(len(numbers), np.int32)
    for digit in range(DIGITS):
        shift, starts = U(DIGIT_BITS * digit), counts[digit]
        if _to_starts(starts):
            continue
        for n in range(len(source)):
            number = source[n]
            value = number >> shift & LOWEST_DIGIT
            place = starts[value]
            target[place], moved[place] = number, places[n]
            starts[value] += 1
        source, target, places, moved = target, source, moved, places
    for n in range(len(places)):
        order[n] = places[n]
