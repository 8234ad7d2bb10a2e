"""Sorted keys with the ranks of articles, runs of equal keys, and pairs of articles packed into single numbers.

Articles are numbered by rank, from 0 (see `dedup.sketch.candidates`). A packed pair is the lower rank << 32 | the
higher one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.tokens.words import readonly

MIN_RADIX_SORTED = 1024  # numbers: to call the kernel takes as long as numpy takes to sort as many
LOW_HALF = np.uint64(0xFFFFFFFF)
SIGN_BIT = np.uint64(1 << 63)  # inverted, it makes signed numbers sort like unsigned ones


class KeyedRanks(NamedTuple):
    """Sorted numbers: a key in the high bits, the rank of an article with this key in the low ones."""

    values: NDArray[np.uint64]
    rank_bits: int


class KeyRuns(NamedTuple):
    """Runs of sorted entries with equal keys: where each starts, and its length."""

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    def where(self, chosen: NDArray[np.bool_]) -> KeyRuns:
        """Some of these runs."""
        return KeyRuns(self.starts[chosen], self.lengths[chosen])


def rank_bits(max_rank: int) -> int:
    """The number of bits that ranks up to `max_rank` take."""
    return max(max_rank.bit_length(), 1)


def rank_mask(bits: int) -> np.uint64:
    """A mask of the bits of an entry that hold the rank."""
    return np.uint64((1 << bits) - 1)


def keep_shared_keys(entries: NDArray[np.uint64], bits: int) -> tuple[KeyedRanks, KeyRuns]:
    """The entries whose key at least two ranks have, in order, each once; and the run of each key.

    The rank takes `bits` bits. Entries with the same key must come in the order of their ranks; the array is sorted in
    place.

    >>> entries = np.array([7 << 2 | 0, 9 << 2 | 1, 7 << 2 | 2, 7 << 2 | 3], np.uint64)
    >>> keyed_ranks, runs = keep_shared_keys(entries, bits=2)
    >>> (keyed_ranks.values & rank_mask(2)).tolist(), runs
    ([0, 2, 3], KeyRuns(starts=array([0]), lengths=array([3])))
    """
    sort_in_place(entries, low_bit=bits)
    return compact_keys(entries, bits)


def compact_keys(entries: NDArray[np.uint64], bits: int) -> tuple[KeyedRanks, KeyRuns]:
    """The same for entries that are sorted by key."""
    from dedup.kernels.pair.match_keys import compact_shared_keys

    capacity = len(entries) // 2
    starts, lengths = np.empty(capacity, np.int64), np.empty(capacity, np.int64)
    kept, runs = compact_shared_keys(entries, bits, starts, lengths)
    return KeyedRanks(entries[:kept], bits), KeyRuns(starts[:runs], lengths[:runs])


def pairs_within_runs(entries: KeyedRanks, runs: KeyRuns, max_neighbours: int) -> NDArray[np.uint64]:
    """Packed pairs of each entry of a run with up to `max_neighbours` following entries of the run."""
    from dedup.kernels.pair.match_keys import write_run_pairs

    # The last `full` entries of a run are paired with all that follow them.
    full = np.minimum(runs.lengths, max_neighbours + 1)
    pairs = np.empty((full * (full - 1) // 2 + (runs.lengths - full) * max_neighbours).sum(), np.uint64)
    write_run_pairs(*entries, *runs, max_neighbours, pairs)
    return pairs


def sort_in_place(numbers: NDArray[np.uint64], low_bit: int = 0) -> None:
    """Sort numbers in place by their bits from `low_bit` on; numbers that are equal in these keep their order.

    >>> numbers = np.array([7, 3, 6], np.uint64)
    >>> sort_in_place(numbers, low_bit=1)
    >>> numbers.tolist()
    [3, 7, 6]
    """
    from dedup.kernels.sorting import radix_sort

    if low_bit == 0 and len(numbers) < MIN_RADIX_SORTED:
        numbers.sort()
        return
    radix_sort(numbers, low_bit, np.empty_like(numbers))


def sorted_unique(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The distinct numbers, sorted; faster than `np.unique`, which hashes them.

    >>> sorted_unique(np.array([3, 1, 3], np.uint64)).tolist()
    [1, 3]
    """
    ordered = numbers.copy()
    sort_in_place(ordered)
    return ordered[first_of_equals(ordered)]


def first_of_equals(ordered: NDArray[np.uint64] | NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of sorted numbers differ from the number before, (n,).

    >>> first_of_equals(np.array([1, 3, 3], np.uint64)).tolist()
    [True, True, False]
    """
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return is_first


def stable_order(numbers: NDArray[np.uint64] | NDArray[np.int64]) -> NDArray[np.int64]:
    """The positions that sort numbers; of equal numbers, the earlier position comes first.

    >>> stable_order(np.array([3, 1, 3, -1])).tolist()
    [3, 1, 0, 2]
    """
    from dedup.kernels.sorting import radix_order

    is_signed = numbers.dtype == np.int64
    keys = numbers.view(np.uint64) ^ SIGN_BIT if is_signed else numbers.view(np.uint64)
    order = np.empty(len(numbers), np.int64)
    radix_order(readonly(keys), order)
    return order


def pack_pairs(low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Pairs as single numbers, which sort by the lower rank, then by the higher one."""
    return low.astype(np.uint64) << np.uint64(32) | high.astype(np.uint64)


def unpack_pairs(pairs: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The lower and the higher rank of every pair."""
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & LOW_HALF).astype(np.int64)
