"""Sorting: whole numbers, eight bits at a time from the lowest (radix sort), so that what is equal keeps its order.

numpy sorts in vector registers, which is as fast on some processors; on Zen 4, whose compressed stores are slow, it
takes four times as long. Bits that are the same in all numbers cost nothing, and low bits that need no sorting neither.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.compiled import kernel, stage

U = np.uint64
DIGITS, VALUES, LOWEST = 8, 256, U(255)  # eight bits are a digit


@stage
def _counts(numbers, low_bit):
    """Count the numbers by each of their digits, from `low_bit` on."""
    counts = np.zeros((DIGITS, VALUES), np.int64)
    for n in range(len(numbers)):
        rest = numbers[n] >> U(low_bit)
        for digit in range(DIGITS):
            counts[digit, rest & LOWEST] += 1
            rest >>= U(DIGITS)
    return counts


@stage
def _begin(counts):
    """Turn counts by digit into the places where each digit's numbers begin; tell whether there is but one digit."""
    total, most = 0, 0
    for value in range(VALUES):
        count = counts[value]
        counts[value] = total
        total += count
        most = max(most, count)
    return most == total


@kernel
def sort_numbers(numbers, low_bit, spare):
    """Sort numbers of 64 bits where they lie, by their bits from `low_bit` on; `spare` is room for as many."""
    counts = _counts(numbers, low_bit)
    source, target = numbers, spare
    for digit in range(DIGITS):
        shift, places = U(low_bit + DIGITS * digit), counts[digit]
        if low_bit + DIGITS * digit > 63 or _begin(places):
            continue
        for n in range(len(source)):
            number = source[n]
            value = number >> shift & LOWEST
            target[places[value]] = number
            places[value] += 1
        source, target = target, source
    if source is not numbers:
        for n in range(len(source)):
            numbers[n] = source[n]


@kernel
def order_numbers(numbers, order):
    """Write the places of numbers of 64 bits in order, those of equal ones rising; fewer than 2**31 numbers."""
    counts = _counts(numbers, 0)
    source, target = numbers.copy(), np.empty_like(numbers)
    places, moved = np.arange(len(numbers)).astype(np.int32), np.empty(len(numbers), np.int32)
    for digit in range(DIGITS):
        shift, begins = U(DIGITS * digit), counts[digit]
        if _begin(begins):
            continue
        for n in range(len(source)):
            number = source[n]
            value = number >> shift & LOWEST
            place = begins[value]
            target[place], moved[place] = number, places[n]
            begins[value] += 1
        source, target, places, moved = target, source, moved, places
    for n in range(len(places)):
        order[n] = places[n]
