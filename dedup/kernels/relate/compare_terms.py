"""What two articles have in common: the features of a pair, from their terms.

Articles' terms stand end to end: article a has ids[ends[a]:ends[a + 1]], in order. What the features mean is explained
in `dedup.stories.linking.link_features`, the typed side of these loops.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.flags import LEAD, NAME, NUMERAL, TITLE, TOP
from dedup.kernels.layouts import LINK, SUM, Matrix
from dedup.kernels.relate.weigh_terms import CORPUS_UNIT, FULL_UNIT
from dedup.kernels.scalars import LOW_HALF, U, signed
from dedup.kernels.sets import count_common, next_common


class ComparedTerms(NamedTuple):
    """The terms of articles, end to end, and what else they are compared by:
    `dedup.stories.linking.term_weights.WeighedTerms`.
    """

    ends: NDArray[np.int64]  # (articles + 1,)
    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]
    full_weights: NDArray[np.uint16]
    flags: NDArray[np.uint8]
    bigram_ends: NDArray[np.int64]
    bigram_ids: NDArray[np.uint32]
    bigram_weights: NDArray[np.uint16]
    quote_ends: NDArray[np.int64]
    quoted_trigrams: NDArray[np.uint32]
    word_counts: NDArray[np.int32]
    outlets: NDArray[np.uint32]
    sums: Matrix[np.float64]


@stage
def ratio(part: float, whole: float) -> float:
    """Return a share, 0 of nothing."""
    return part / whole if whole > 0.0 else 0.0


@stage
def _bigram_product(terms: ComparedTerms, a: int, z: int) -> float:
    """Return the product of two articles over their rare words in a row."""
    first, other_first = terms.bigram_ends[a], terms.bigram_ends[z]
    ids = terms.bigram_ids[first : terms.bigram_ends[a + 1]]
    other_ids = terms.bigram_ids[other_first : terms.bigram_ends[z + 1]]
    product = 0.0
    i, j = next_common(ids, 0, other_ids, 0)
    while i < len(ids):
        left, right = terms.bigram_weights[first + i], terms.bigram_weights[other_first + j]
        product += (np.float64(left) / CORPUS_UNIT) * (np.float64(right) / CORPUS_UNIT)
        i, j = next_common(ids, i + 1, other_ids, j + 1)
    return product


@stage
def _quote_share(terms: ComparedTerms, a: int, z: int) -> float:
    """Return how much of the shorter list of quoted words two articles share."""
    left = terms.quoted_trigrams[terms.quote_ends[a] : terms.quote_ends[a + 1]]
    right = terms.quoted_trigrams[terms.quote_ends[z] : terms.quote_ends[z + 1]]
    return ratio(count_common(left, right), min(len(left), len(right)))


@stage
def _of_both_leads(flags: int, other_flags: int, kind: int) -> int:
    """Return in how many of the two leads a shared term stands as one of a kind."""
    return int(bool(flags & kind) and bool(flags & LEAD)) + int(bool(other_flags & kind) and bool(other_flags & LEAD))


@kernel
def write_link_features(pairs: NDArray[np.uint64], terms: ComparedTerms, features: Matrix[np.float64]) -> None:
    """Write the features of every pair (low << 32 | high) of articles, in columns as `LinkColumns` names them."""
    for p in range(len(pairs)):
        a, z = signed(pairs[p] >> U(32)), signed(pairs[p] & LOW_HALF)
        first, other_first = terms.ends[a], terms.ends[z]
        ids, other_ids = terms.ids[first : terms.ends[a + 1]], terms.ids[other_first : terms.ends[z + 1]]
        lead = titles = mass = left_top = right_top = plain = 0.0
        shared = numbers = names = 0
        i, j = next_common(ids, 0, other_ids, 0)
        while i < len(ids):
            t, u = first + i, other_first + j
            weight = np.float64(min(terms.weights[t], terms.weights[u])) / CORPUS_UNIT
            flags, other_flags = terms.flags[t], terms.flags[u]
            both = flags & other_flags
            shared += 1
            mass += weight
            lead += weight * weight if both & LEAD else 0.0
            titles += weight if both & TITLE else 0.0
            left_top += np.float64(terms.full_weights[t]) / FULL_UNIT if flags & TOP else 0.0
            right_top += np.float64(terms.full_weights[u]) / FULL_UNIT if other_flags & TOP else 0.0
            numbers += _of_both_leads(flags, other_flags, NUMERAL)
            names += _of_both_leads(flags, other_flags, NAME)
            plain += weight * weight if not (flags | other_flags) & (NAME | NUMERAL) else 0.0
            i, j = next_common(ids, i + 1, other_ids, j + 1)
        left, right, row = terms.sums[a], terms.sums[z], features[p]
        row[LINK.lead] = ratio(lead, math.sqrt(left[SUM.lead_squares] * right[SUM.lead_squares]))
        row[LINK.heaviest] = min(ratio(left_top, left[SUM.top]), ratio(right_top, right[SUM.top]))
        bigram_norms = math.sqrt(left[SUM.bigram_squares] * right[SUM.bigram_squares])
        row[LINK.bigrams] = math.sqrt(ratio(_bigram_product(terms, a, z), bigram_norms))
        row[LINK.titles] = ratio(titles, min(left[SUM.title], right[SUM.title]))
        row[LINK.mass] = math.log1p(mass)
        row[LINK.rarity] = ratio(mass, shared)
        row[LINK.shared_numbers] = numbers
        row[LINK.other_numbers] = left[SUM.lead_numbers] + right[SUM.lead_numbers] - numbers
        row[LINK.other_names] = left[SUM.lead_names] + right[SUM.lead_names] - names
        row[LINK.quotations] = _quote_share(terms, a, z)
        row[LINK.same_outlet] = bool(terms.outlets[a] == terms.outlets[z]) and bool(terms.outlets[a] != 0)
        row[LINK.length] = min(terms.word_counts[a], terms.word_counts[z])
        row[LINK.plain_cosine] = ratio(plain, math.sqrt(left[SUM.plain_squares] * right[SUM.plain_squares]))
