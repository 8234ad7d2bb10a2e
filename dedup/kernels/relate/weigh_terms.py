"""What the terms of articles weigh in a corpus, and which are the heaviest of their article.

Articles' terms stand end to end: article a has ids[ends[a]:ends[a + 1]], in order. The formulas are explained in
`dedup.stories.linking.term_weights`, the typed side of these loops.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel
from dedup.kernels.flags import HEAVY, LEAD, NAME, NUMERAL, TITLE, TOP
from dedup.kernels.hash_table import find_slot
from dedup.kernels.layouts import SUM, Matrix
from dedup.kernels.parameters import CorpusNumbers, RankNumbers
from dedup.kernels.relate.select_terms import WEIGHT_UNIT, heaviest_places
from dedup.kernels.scalars import ONE, U

CORPUS_UNIT = 8192.0  # weights in a corpus are kept in 16 bits: a weight of 1 is 8,192
FULL_UNIT = 1024.0  # the same, times how often a term occurs: up to 64

Weights = NDArray[np.uint16]
Numbers = NDArray[np.uint32]


class RankedTerms(NamedTuple):
    """The terms of articles, end to end, with their weights in the corpus; full weights and flags are written."""

    ends: NDArray[np.int64]  # (articles + 1,)
    counts: NDArray[np.uint8]
    weights: Weights  # in 1/8192
    full_weights: Weights  # in 1/1024
    flags: NDArray[np.uint8]
    bigram_ends: NDArray[np.int64]
    bigram_weights: Weights


@kernel
def count_holders(ids: Numbers, slots: NDArray[np.uint64], holders: NDArray[np.int32]) -> None:
    """Count the texts that hold each term, in a table with more room than there are terms."""
    for t in range(len(ids)):
        key = U(ids[t]) << U(32) | ONE
        slot = find_slot(key, slots)
        slots[slot] = key
        holders[slot] += 1


@kernel
def weigh_in_corpus(
    ids: Numbers,
    language_weights: Weights,
    slots: NDArray[np.uint64],
    holders: NDArray[np.int32],
    numbers: CorpusNumbers,
    weights: Weights,
) -> None:
    """Write the weight of every term in a corpus; one that the table lacks is held by one text."""
    greatest = math.log(numbers.texts + numbers.prior)
    for t in range(len(ids)):
        slot = find_slot(U(ids[t]) << U(32) | ONE, slots)
        language = np.float64(language_weights[t]) / WEIGHT_UNIT
        held = max(1, holders[slot]) + numbers.prior * math.exp(-language)
        weight = min(language, greatest - math.log(held))
        weights[t] = np.round(max(0.0, weight) * numbers.scale / greatest * CORPUS_UNIT)


@kernel
def rank_terms(terms: RankedTerms, numbers: RankNumbers, sums: Matrix[np.float64]) -> None:
    """Write the full weights of all terms, flag the heaviest of every article, and add up what `SumColumns` names."""
    for a in range(len(terms.ends) - 1):
        first, end = terms.ends[a], terms.ends[a + 1]
        full = np.empty(end - first)
        for t in range(first, end):
            weight, flags = np.float64(terms.weights[t]) / CORPUS_UNIT, terms.flags[t]
            boost = numbers.name_boost if flags & NAME else (numbers.number_boost if flags & NUMERAL else 1.0)
            full[t - first] = min(65535.0, np.round(weight * boost * (1.0 + math.log(terms.counts[t])) * FULL_UNIT))
            terms.full_weights[t] = full[t - first]
            sums[a, SUM.squares] += (full[t - first] / FULL_UNIT) ** 2
            sums[a, SUM.lead_squares] += weight * weight if flags & LEAD else 0.0
            sums[a, SUM.title] += weight if flags & TITLE else 0.0
            sums[a, SUM.plain_squares] += weight * weight if not flags & (NAME | NUMERAL) else 0.0
            sums[a, SUM.lead_names] += bool(flags & LEAD) and bool(flags & NAME)
            sums[a, SUM.lead_numbers] += bool(flags & LEAD) and bool(flags & NUMERAL)
        is_heavy, is_top = heaviest_places(full, numbers.max_heavy), heaviest_places(full, numbers.max_top)
        for t in range(first, end):
            terms.flags[t] |= (HEAVY if is_heavy[t - first] else 0) | (TOP if is_top[t - first] else 0)
            sums[a, SUM.top] += full[t - first] / FULL_UNIT if is_top[t - first] else 0.0
        for b in range(terms.bigram_ends[a], terms.bigram_ends[a + 1]):
            sums[a, SUM.bigram_squares] += (np.float64(terms.bigram_weights[b]) / CORPUS_UNIT) ** 2
