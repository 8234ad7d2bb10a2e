"""What the link score of two articles is made of: what their terms have in common.

Articles' terms stand end to end: article a has ids[ends[a]:ends[a + 1]], in order. What the features mean is explained
in `dedup.stories.link_model`, the typed side of these loops.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.flags import LEAD, NAME, NUMERAL, TITLE, TOP_NAME
from dedup.kernels.layouts import LINK, SUM
from dedup.kernels.parameters import LinkNumbers
from dedup.kernels.relate.select_terms import WEIGHT_UNIT
from dedup.kernels.scalars import LOW_HALF, U, signed
from dedup.kernels.sets import count_common, next_common


class ComparedTerms(NamedTuple):
    """The terms of articles, end to end, and what else they are compared by: `dedup.stories.terms.Terms`."""

    ends: NDArray[np.int64]  # (articles + 1,)
    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]
    early_shares: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    bigram_ends: NDArray[np.int64]
    bigram_ids: NDArray[np.uint32]
    bigram_weights: NDArray[np.uint16]
    quote_ends: NDArray[np.int64]
    quoted_trigrams: NDArray[np.uint32]
    word_counts: NDArray[np.int32]


@kernel
def sum_terms(terms: ComparedTerms, sums: NDArray[np.float64]) -> None:
    """Write sums over each article's terms, in columns as `SumColumns` names them."""
    for a in range(len(terms.ends) - 1):
        for t in range(terms.ends[a], terms.ends[a + 1]):
            weight, flags = np.float64(terms.weights[t]) / WEIGHT_UNIT, terms.flags[t]
            early = weight * terms.early_shares[t] / 255.0
            sums[a, SUM.squares] += weight * weight
            sums[a, SUM.early_squares] += early * early
            sums[a, SUM.name_squares] += weight * weight if flags & NAME else 0.0
            sums[a, SUM.numbers] += weight if flags & NUMERAL else 0.0
            sums[a, SUM.top_names] += weight if flags & TOP_NAME else 0.0
            sums[a, SUM.lead_names] += weight if flags & NAME and flags & (LEAD | TITLE) else 0.0
            sums[a, SUM.titles] += weight if flags & TITLE else 0.0
            sums[a, SUM.plain_squares] += weight * weight if not flags & (NAME | NUMERAL) else 0.0


@stage
def ratio(part: float, whole: float) -> float:
    """Return a share, 0 of nothing."""
    return part / whole if whole > 0.0 else 0.0


@stage
def _bigram_cosine(terms: ComparedTerms, a: int, z: int) -> float:
    """Return the cosine of two articles over their rare words in a row."""
    left, right = (
        slice(terms.bigram_ends[a], terms.bigram_ends[a + 1]),
        slice(terms.bigram_ends[z], terms.bigram_ends[z + 1]),
    )
    left_ids, left_weights = terms.bigram_ids[left], terms.bigram_weights[left]
    right_ids, right_weights = terms.bigram_ids[right], terms.bigram_weights[right]
    dot = left_squares = right_squares = 0.0
    i, j = next_common(left_ids, 0, right_ids, 0)
    while i < len(left_ids):
        dot += np.float64(left_weights[i]) * np.float64(right_weights[j])
        i, j = next_common(left_ids, i + 1, right_ids, j + 1)
    for i in range(len(left_weights)):
        left_squares += np.float64(left_weights[i]) ** 2
    for j in range(len(right_weights)):
        right_squares += np.float64(right_weights[j]) ** 2
    return ratio(dot, math.sqrt(left_squares * right_squares))


@stage
def _quote_share(terms: ComparedTerms, a: int, z: int) -> float:
    """Return how much of the shorter list of quoted words two articles share."""
    left = terms.quoted_trigrams[terms.quote_ends[a] : terms.quote_ends[a + 1]]
    right = terms.quoted_trigrams[terms.quote_ends[z] : terms.quote_ends[z + 1]]
    return ratio(count_common(left, right), min(len(left), len(right)))


@kernel
def write_link_features(
    pairs: NDArray[np.uint64],
    terms: ComparedTerms,
    sums: NDArray[np.float64],
    numbers: LinkNumbers,
    features: NDArray[np.float64],
) -> None:
    """Write the features of every pair (low << 32 | high) of articles, in columns as `LinkColumns` names them.

    `sums` are those that `sum_terms` writes.
    """
    for p in range(len(pairs)):
        a, z = signed(pairs[p] >> U(32)), signed(pairs[p] & LOW_HALF)
        first, other_first = terms.ends[a], terms.ends[z]
        ids, other_ids = terms.ids[first : terms.ends[a + 1]], terms.ids[other_first : terms.ends[z + 1]]
        dot = early = names = plain = number_weight = titles = 0.0
        left_top = right_top = left_lead = right_lead = 0.0
        rare = 0
        i, j = next_common(ids, 0, other_ids, 0)
        while i < len(ids):
            t, u = first + i, other_first + j
            left, right = np.float64(terms.weights[t]) / WEIGHT_UNIT, np.float64(terms.weights[u]) / WEIGHT_UNIT
            left_flags, right_flags = terms.flags[t], terms.flags[u]
            both, either = left_flags & right_flags, left_flags | right_flags
            product = left * right
            dot += product
            early += product * terms.early_shares[t] * terms.early_shares[u] / 65025.0
            names += product if both & NAME else 0.0
            plain += product if not either & (NAME | NUMERAL) else 0.0
            number_weight += min(left, right) if both & NUMERAL else 0.0
            titles += min(left, right) if both & TITLE else 0.0
            left_top += left if left_flags & TOP_NAME else 0.0
            right_top += right if right_flags & TOP_NAME else 0.0
            left_lead += left if left_flags & NAME and left_flags & (LEAD | TITLE) else 0.0
            right_lead += right if right_flags & NAME and right_flags & (LEAD | TITLE) else 0.0
            rare += bool((either & (NAME | NUMERAL)) != 0 and min(left, right) >= numbers.min_rare_weight)
            i, j = next_common(ids, i + 1, other_ids, j + 1)
        left_sums, right_sums, row = sums[a], sums[z], features[p]
        cosine = ratio(dot, math.sqrt(left_sums[SUM.squares] * right_sums[SUM.squares]))
        early_cosine = ratio(early, math.sqrt(left_sums[SUM.early_squares] * right_sums[SUM.early_squares]))
        row[LINK.cosine] = cosine
        row[LINK.early_cosine] = min(cosine, numbers.early_factor * early_cosine)
        row[LINK.names] = ratio(names, math.sqrt(left_sums[SUM.name_squares] * right_sums[SUM.name_squares]))
        row[LINK.numbers] = min(1.0, ratio(number_weight, min(left_sums[SUM.numbers], right_sums[SUM.numbers])))
        row[LINK.quotes] = _quote_share(terms, a, z)
        row[LINK.bigrams] = _bigram_cosine(terms, a, z)
        row[LINK.top_names] = min(
            ratio(left_top, left_sums[SUM.top_names]), ratio(right_top, right_sums[SUM.top_names])
        )
        row[LINK.lead_names] = max(
            ratio(left_lead, left_sums[SUM.lead_names]), ratio(right_lead, right_sums[SUM.lead_names])
        )
        row[LINK.titles] = min(1.0, ratio(titles, min(left_sums[SUM.titles], right_sums[SUM.titles])))
        row[LINK.length] = math.log(min(terms.word_counts[a], terms.word_counts[z]) + 1.0)
        row[LINK.shared_rare_terms] = rare
        row[LINK.plain_cosine] = ratio(plain, math.sqrt(left_sums[SUM.plain_squares] * right_sums[SUM.plain_squares]))
