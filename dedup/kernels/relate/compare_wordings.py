"""How much the wording of one article has in common with another's, names and quotations aside.

    compare_wordings       two      -> features of dependence, and the best aligned sentences
    compare_wording_pairs  a story  -> the features for many pairs of its articles

What the features mean is explained in `dedup.stories.wording.dependence`, the typed side of these loops.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.layouts import DEPENDENCE, Matrix
from dedup.kernels.parameters import WordingNumbers
from dedup.kernels.relate.compare_terms import ratio
from dedup.kernels.relate.extract_wordings import Flags, Places, Weights, Wording, WordingEnds, wording_of
from dedup.kernels.scalars import LOW_HALF, U
from dedup.kernels.sets import count_common, places_in
from dedup.kernels.sorting import sort_distinct, sort_few

Hashes = NDArray[np.uint64]


@stage
def _plain_pairs(
    pairs: Places, terms: NDArray[np.uint32], is_name: Flags, is_other_name: Flags, places: Places
) -> Hashes:
    """Return keys of the distinct pairs of two words that are names to neither text, in order."""
    keys = np.empty(len(pairs), np.uint64)
    found = 0
    for p in range(len(pairs)):
        first, second = pairs[p, 0], pairs[p, 1]
        has_name = is_name[first] or (places[first] >= 0 and is_other_name[places[first]])
        if not has_name and not (is_name[second] or (places[second] >= 0 and is_other_name[places[second]])):
            keys[found] = U(terms[first]) << U(32) | U(terms[second])
            found += 1
    return keys[: sort_distinct(keys[:found])]


@stage
def _plain_weight(
    rarity: Weights, is_name: Flags, is_other_name: Flags, places: Places, min_weight: float
) -> tuple[float, float]:
    """Return the weight of an article's words that are names to neither text, and of those among them that the other
    has.
    """
    whole = shared = 0.0
    for t in range(len(rarity)):
        is_shared = places[t] >= 0
        if rarity[t] > min_weight and not is_name[t] and not (is_shared and is_other_name[places[t]]):
            whole += rarity[t]
            shared += rarity[t] if is_shared else 0.0
    return whole, shared


@stage
def _cosines(left: Wording, right: Wording, to_left: Places) -> NDArray[np.float32]:
    """Return the cosine of every two sentences of two wordings."""
    cosines = np.zeros((len(left.lengths), len(right.lengths)), np.float32)
    starts = np.zeros(len(left.weights) + 1, np.int32)  # which left sentences hold a term: counted, then listed
    for m in range(len(left.members)):
        starts[left.members[m] + 1] += 1
    for t in range(len(left.weights)):
        starts[t + 1] += starts[t]
    holders, free = np.empty(len(left.members), np.int32), starts.copy()
    for s in range(len(left.lengths)):
        for m in range(left.member_ends[s], left.member_ends[s + 1]):
            holders[free[left.members[m]]] = s
            free[left.members[m]] += 1
    for r in range(len(right.lengths)):
        for m in range(right.member_ends[r], right.member_ends[r + 1]):
            t = to_left[right.members[m]]
            if t >= 0:
                square = left.weights[t] * left.weights[t]
                for h in range(starts[t], starts[t + 1]):
                    cosines[holders[h], r] += square / (left.norms[holders[h]] * right.norms[r])
    return cosines


@stage
def _best_columns(cosines: NDArray[np.float32]) -> Places:
    """Return for each row the column with the highest cosine; of equals the first."""
    best = np.zeros(cosines.shape[0], np.int32)
    for s in range(cosines.shape[0]):
        for r in range(cosines.shape[1]):
            if cosines[s, r] > cosines[s, best[s]]:
                best[s] = r
    return best


@stage
def _aligned_share(lengths: Places, cosines: NDArray[np.float32], best: Places, min_aligned: float) -> float:
    """Return the share of words in sentences that have a close one on the other side."""
    whole = aligned = 0.0
    for s in range(len(lengths)):
        whole += lengths[s]
        aligned += lengths[s] if cosines.shape[1] and cosines[s, best[s]] >= min_aligned else 0
    return ratio(aligned, whole)


@stage
def _partnered(cosines: NDArray[np.float32], best: Places, best_left: Places, numbers: WordingNumbers) -> Places:
    """Return the left sentences with a partner: one that is surely alike, or close and each other's best."""
    chosen = np.empty(len(best), np.int32)
    count = 0
    for s in range(len(best)):
        highest = cosines[s, best[s]] if cosines.shape[1] else np.float32(0.0)
        is_close = highest >= numbers.min_aligned and best_left[best[s]] == s
        if highest >= numbers.min_surely_aligned or is_close:
            chosen[count] = s
            count += 1
    return chosen[:count]


@stage
def _same_order(chosen: Places, best: Places, min_sentences: int) -> float:
    """Return how far partners follow one another in the same order, -1 to 1; fewer than `min_sentences` say less."""
    forward = backward = 0
    for i in range(len(chosen)):
        for j in range(i + 1, len(chosen)):
            forward += best[chosen[j]] > best[chosen[i]]
            backward += best[chosen[j]] < best[chosen[i]]
    return ratio(forward - backward, forward + backward) * min(1.0, len(chosen) / min_sentences)


@stage
def compare_parts(
    left: Wording,
    right: Wording,
    numbers: WordingNumbers,
    features: NDArray[np.float64],
    aligned: Matrix[np.int32],
    aligned_cosines: Weights,
) -> int:
    """Write the features of two wordings, in columns as `DependenceColumns` names them; return how many sentences are
    shown as aligned.

    The best pairs of sentences (left, right) go to `aligned`, as many as it has room for, best first, with their
    cosines.
    """
    to_right, to_left = places_in(left.terms, right.terms), places_in(right.terms, left.terms)
    left_weight, shared = _plain_weight(left.weights, left.is_name, right.is_name, to_right, numbers.min_rare_weight)
    right_weight, _ = _plain_weight(right.weights, right.is_name, left.is_name, to_left, numbers.min_rare_weight)
    features[DEPENDENCE.plain_words] = ratio(shared, min(left_weight, right_weight))
    features[DEPENDENCE.asymmetry] = abs(ratio(shared, left_weight) - ratio(shared, right_weight))
    left_pairs = _plain_pairs(left.pairs, left.terms, left.is_name, right.is_name, to_right)
    right_pairs = _plain_pairs(right.pairs, right.terms, right.is_name, left.is_name, to_left)
    fewer = max(numbers.min_bigrams, min(len(left_pairs), len(right_pairs)))
    features[DEPENDENCE.plain_pairs] = count_common(left_pairs, right_pairs) / fewer
    cosines = _cosines(left, right, to_left)
    best, best_left = _best_columns(cosines), _best_columns(cosines.T)
    one = _aligned_share(left.lengths, cosines, best, numbers.min_aligned)
    two = _aligned_share(right.lengths, cosines.T, best_left, numbers.min_aligned)
    features[DEPENDENCE.aligned_more], features[DEPENDENCE.aligned_less] = max(one, two), min(one, two)
    chosen = _partnered(cosines, best, best_left, numbers)
    features[DEPENDENCE.order] = _same_order(chosen, best, numbers.min_order_sentences)
    return _show(cosines, best, chosen, aligned, aligned_cosines)


@stage
def _show(cosines: NDArray[np.float32], best: Places, chosen: Places, aligned: Places, shown_cosines: Weights) -> int:
    """Write the best of the chosen sentences with their partners; of equals, the first."""
    count = len(chosen)
    ranked = np.empty(count, np.uint64)
    for i in range(count):
        ranked[i] = U(np.int64(cosines[chosen[i], best[chosen[i]]] * 16777216.0)) << U(32) | U(count - 1 - i)
    sort_few(ranked)
    shown = min(count, len(aligned))
    for i in range(shown):
        s = chosen[count - 1 - np.int64(ranked[count - 1 - i] & LOW_HALF)]
        aligned[i, 0], aligned[i, 1], shown_cosines[i] = s, best[s], cosines[s, best[s]]
    return shown


@kernel
def compare_wordings(
    left: Wording,
    right: Wording,
    numbers: WordingNumbers,
    features: NDArray[np.float64],
    aligned: Matrix[np.int32],
    aligned_cosines: Weights,
) -> int:
    """Write the features of two wordings and their best aligned sentences; return how many: see `compare_parts`."""
    return compare_parts(left, right, numbers, features, aligned, aligned_cosines)


@kernel
def compare_wording_pairs(
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    ends: WordingEnds,
    parts: Wording,
    numbers: WordingNumbers,
    features: Matrix[np.float64],
    aligned: Matrix[np.int32],
    aligned_cosines: Weights,
    shown: NDArray[np.int64],
) -> None:
    """Write the features of many pairs of wordings, given by their numbers; `parts` are theirs, end to end.

    The best aligned sentences of each pair go to as many rows of `aligned` as there is room for, `shown` of them:
    `len(aligned) // len(left)` rows are for each.
    """
    for p in range(len(left)):
        room = len(aligned) // len(left)
        rows = slice(p * room, p * room + room)
        shown[p] = compare_parts(
            wording_of(left[p], ends, parts), wording_of(right[p], ends, parts), numbers, features[p], aligned[rows],
            aligned_cosines[rows],
        )  # fmt: skip
