"""Candidates by shared terms: postings of each article's heaviest terms, and for every article the others that share
most of them.

Articles' terms stand end to end: article a has ids[ends[a]:ends[a + 1]], in order.

A posting is one number: the rest of a term (16 bits), the article that holds it (32), the weight it has there (16).
Postings lie in buckets by the first bits of their terms, in order, so that a bucket holds those of each term together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.flags import HEAVY
from dedup.kernels.parameters import CandidateNumbers
from dedup.kernels.scalars import LOW_HALF, U, pack_pair, signed
from dedup.kernels.sorting import sort_few

REST_SHIFT, ARTICLE_SHIFT, WEIGHT_MASK = U(48), U(16), U(0xFFFF)


class HeldTerms(NamedTuple):
    """The terms of articles, end to end."""

    ends: NDArray[np.int64]  # (articles + 1,)
    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]
    flags: NDArray[np.uint8]


class TermIndex(NamedTuple):
    """Postings of terms: bucket k, of the terms whose number without its low `shift` bits is k, is
    postings[starts[k]:starts[k + 1]]. `norms` are the lengths of all articles' vectors.
    """

    shift: int
    starts: NDArray[np.int32]
    postings: NDArray[np.uint64]
    norms: NDArray[np.float32]


@kernel
def enter_postings(
    terms: HeldTerms, first_article: int, shift: int, starts: NDArray[np.int32], postings: NDArray[np.uint64]
) -> None:
    """Enter the heavy terms of every article, numbered from `first_article`.

    `starts` is given as zeros, one more than there are buckets. A rest has at most 16 bits.
    """
    ends, ids, weights, flags = terms
    for t in range(len(ids)):
        if flags[t] & HEAVY:
            starts[(ids[t] >> shift) + 1] += 1
    for k in range(1, len(starts)):
        starts[k] += starts[k - 1]
    for a in range(len(ends) - 2, -1, -1):
        for t in range(ends[a], ends[a + 1]):
            if flags[t] & HEAVY:
                k = (ids[t] >> shift) + 1
                starts[k] -= 1
                rest = U(ids[t]) & ((U(1) << U(shift)) - U(1))
                postings[starts[k]] = rest << REST_SHIFT | U(first_article + a) << ARTICLE_SHIFT | U(weights[t])
    for k in range(len(starts) - 1):  # each end has come down to its bucket's start
        starts[k] = starts[k + 1]
    starts[len(starts) - 1] = len(postings)
    for k in range(len(starts) - 1):
        sort_few(postings[starts[k] : starts[k + 1]])


@stage
def _postings_of(term: np.uint32, index: TermIndex) -> tuple[int, int]:
    """Return first and end of the postings of a term."""
    shift, starts, postings = index.shift, index.starts, index.postings
    rest = U(term) & ((U(1) << U(shift)) - U(1))
    first, end = starts[term >> shift], starts[(term >> shift) + 1]
    low, high = first, end
    while low < high:
        middle = (low + high) // 2
        if postings[middle] >> REST_SHIFT < rest:
            low = middle + 1
        else:
            high = middle
    first, high = low, end
    while low < high:
        middle = (low + high) // 2
        if postings[middle] >> REST_SHIFT <= rest:
            low = middle + 1
        else:
            high = middle
    return first, low


@kernel
def list_term_candidates(
    terms: HeldTerms, first_article: int, index: TermIndex, numbers: CandidateNumbers, found: NDArray[np.uint64]
) -> int:
    """Write for every article, numbered from `first_article`, the others that share most of its heavy terms; return
    how many pairs.

    Terms of more than `max_articles` are skipped. Pairs below `min_cosine` are left out; of equals, the lower numbers
    stay. A pair is low << 32 | high; one that both sides list stands twice.
    """
    norms, postings = index.norms, index.postings
    scores, touched = np.zeros(len(norms), np.float32), np.empty(len(norms), np.int32)
    best = np.empty(numbers.max_candidates, np.uint64)
    total = 0
    for row in range(len(terms.ends) - 1):
        a = first_article + row
        count = 0
        for t in range(terms.ends[row], terms.ends[row + 1]):
            if terms.flags[t] & HEAVY:
                first, end = _postings_of(terms.ids[t], index)
                if end - first <= numbers.max_articles:
                    weight = np.float32(terms.weights[t])
                    for p in range(first, end):
                        other = signed(postings[p] >> ARTICLE_SHIFT & LOW_HALF)
                        if scores[other] == 0.0:
                            touched[count] = other
                            count += 1
                        scores[other] += weight * np.float32(postings[p] & WEIGHT_MASK)
        kept = 0
        for c in range(count):
            other = touched[c]
            cosine = scores[other] / (norms[a] * norms[other])
            scores[other] = 0.0
            if other != a and cosine >= numbers.min_cosine:
                kept = _keep_best(U(np.int64(cosine * 16777216.0)) << U(32) | LOW_HALF - U(other), best, kept)
        for h in range(kept):
            other = signed(LOW_HALF - (best[h] & LOW_HALF))
            found[total] = pack_pair(a, other)
            total += 1
    return total


@stage
def _keep_best(key: U, best: NDArray[np.uint64], kept: int) -> int:
    """Insert a key among the best, largest first, if it belongs there; return how many they are."""
    if kept == len(best) and key <= best[kept - 1]:
        return kept
    h = min(kept, len(best) - 1)
    while h > 0 and best[h - 1] < key:
        best[h] = best[h - 1]
        h -= 1
    best[h] = key
    return min(kept + 1, len(best))
