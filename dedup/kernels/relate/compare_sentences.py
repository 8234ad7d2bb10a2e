"""What two wordings have in common sentence by sentence.

    compare_without_equal   many pairs -> features of dependence without the sentences that both texts have
    count_replaced_numbers  many pairs -> how many numbers of aligned sentences were replaced by others, how many kept

The words of all articles stand end to end, and so do the parts of their wordings (`relate.compare_wordings`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.flags import NUMERIC, REPEATED
from dedup.kernels.layouts import REPLACEMENT, Matrix
from dedup.kernels.parameters import WordingNumbers
from dedup.kernels.relate.compare_wordings import compare_parts
from dedup.kernels.relate.extract_wordings import Wording, WordingEnds, extract, wording_of
from dedup.kernels.relate.weigh_words import WeighedWords
from dedup.kernels.scalars import ZERO
from dedup.kernels.sets import count_common
from dedup.kernels.sorting import sort_distinct

# --- equal sentences ---------------------------------------------------------------------------------------------


@stage
def _has_sentence(one: Wording, sentence: int, other: Wording) -> bool:
    """Return whether a wording has a sentence with the same terms as a sentence of another."""
    first, end = one.member_ends[sentence], one.member_ends[sentence + 1]
    for s in range(len(other.lengths)):
        start = other.member_ends[s]
        if other.member_ends[s + 1] - start != end - first:
            continue
        is_equal = True
        for m in range(end - first):
            if one.terms[one.members[first + m]] != other.terms[other.members[start + m]]:
                is_equal = False
                break
        if is_equal:
            return True
    return False


@stage
def _shares_sentence(one: Wording, other: Wording) -> bool:
    for s in range(len(one.lengths)):
        if _has_sentence(one, s, other):
            return True
    return False


@stage
def _without_equal(
    a: int, words: WeighedWords, word_ends: NDArray[np.int64], one: Wording, other: Wording, numbers: WordingNumbers
) -> Wording:
    """Return the wording of article a without the sentences that another has with the same terms."""
    own = slice(word_ends[a], word_ends[a + 1])
    flags = words.flags[own].copy()
    for s in range(len(one.lengths)):
        if _has_sentence(one, s, other):
            for w in range(one.firsts[s], one.ends[s]):
                flags[w] |= REPEATED
    return extract(WeighedWords(words.terms[own], words.weights[own], flags, words.sentences[own]), numbers)


@kernel
def compare_without_equal(
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    words: WeighedWords,
    word_ends: NDArray[np.int64],
    ends: WordingEnds,
    parts: Wording,
    numbers: WordingNumbers,
    features: Matrix[np.float64],
) -> None:
    """Write the features of pairs of wordings without the sentences that both have; pairs that have none in common keep
    what is there.
    """
    none, nothing = np.empty((0, 2), np.int32), np.empty(0, np.float32)
    for p in range(len(left)):
        one, other = wording_of(left[p], ends, parts), wording_of(right[p], ends, parts)
        if _shares_sentence(one, other):
            compare_parts(
                _without_equal(left[p], words, word_ends, one, other, numbers),
                _without_equal(right[p], words, word_ends, other, one, numbers),
                numbers, features[p], none, nothing,
            )  # fmt: skip


# --- numbers of aligned sentences --------------------------------------------------------------------------------


@stage
def _numbers_between(words: WeighedWords, first: int, end: int, found: NDArray[np.uint64]) -> int:
    """Write the distinct numbers among some words, in order; return how many they are."""
    count = 0
    for w in range(first, end):
        if words.terms[w] != ZERO and words.flags[w] & NUMERIC:
            found[count] = words.terms[w]
            count += 1
    return sort_distinct(found[:count])


@kernel
def count_replaced_numbers(
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    words: WeighedWords,
    word_ends: NDArray[np.int64],
    ends: WordingEnds,
    parts: Wording,
    aligned: Matrix[np.int32],
    shown: NDArray[np.int64],
    counts: Matrix[np.int64],
) -> None:
    """Add up the numbers of the aligned sentences of pairs, in columns as `ReplacementColumns` names them.

    Pair p has `shown[p]` aligned sentences, from row `p * len(aligned) // len(left)` of `aligned` on.
    """
    for p in range(len(left)):
        a, z = left[p], right[p]
        room = len(aligned) // len(left)
        for row in range(p * room, p * room + shown[p]):
            s, t = ends.sentences[a] + aligned[row, 0], ends.sentences[z] + aligned[row, 1]
            one = np.empty(parts.ends[s] - parts.firsts[s], np.uint64)
            other = np.empty(parts.ends[t] - parts.firsts[t], np.uint64)
            own = _numbers_between(words, word_ends[a] + parts.firsts[s], word_ends[a] + parts.ends[s], one)
            others = _numbers_between(words, word_ends[z] + parts.firsts[t], word_ends[z] + parts.ends[t], other)
            kept = count_common(one[:own], other[:others])
            counts[p, REPLACEMENT.kept] += kept
            counts[p, REPLACEMENT.replaced] += min(own - kept, others - kept)
