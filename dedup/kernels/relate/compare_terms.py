"""Linking: from the terms of many articles to pairs that may tell one story, and what each pair has in common.

    post        terms     -> postings: who holds each of the heaviest terms
    candidates  postings  -> for every article the others that share most of its heaviest terms
    describe    terms     -> sums over each article's terms
    compare     pairs     -> what the link score is made of
    components  links     -> what hangs together

Articles' terms stand end to end: article a has ids[ends[a]:ends[a + 1]], in order. What the numbers mean is told in
`dedup.stories.terms` and `dedup.stories.link_model`, the typed sides of these loops.

A posting is one number: the rest of a term (16 bits), the article that holds it (32), the weight it has there (16).
Postings lie in buckets by the first bits of their terms, in order, so that a bucket holds those of each term together.
"""

from __future__ import annotations

import math

import numpy as np

from dedup.kernels.compiled import kernel, stage

U = np.uint64
REST, ARTICLE, WEIGHT = U(48), U(16), U(0xFFFF)
WHO = U(0xFFFFFFFF)

# Flags of a term, as `dedup.kernels.marking` sets them.
NAME, NUMERAL, LEAD, TITLE, TOP_NAME, HEAVY = 1, 2, 4, 8, 16, 32
WEIGHT_UNIT = 512.0  # a weight of 1


@stage
def _sort(keys):
    """Sort in place, by Shell's method: the arrays are short, and numpy's sort takes seconds to compile."""
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


@kernel
def post(ends, ids, weights, flags, first_article, shift, starts, postings):
    """Enter the heavy terms of every article, numbered from `first_article`.

    Bucket k, of the terms whose number without its low `shift` bits is k, is postings[starts[k]:starts[k + 1]];
    `starts` is given as zeros, one more than there are buckets. A rest has at most 16 bits.
    """
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
                postings[starts[k]] = rest << REST | U(first_article + a) << ARTICLE | U(weights[t])
    for k in range(len(starts) - 1):  # each end has come down to its bucket's start
        starts[k] = starts[k + 1]
    starts[len(starts) - 1] = len(postings)
    for k in range(len(starts) - 1):
        _sort(postings[starts[k] : starts[k + 1]])


@stage
def _holders(term, shift, starts, postings):
    """First and end of the postings of a term."""
    rest = U(term) & ((U(1) << U(shift)) - U(1))
    first, end = starts[term >> shift], starts[(term >> shift) + 1]
    low, high = first, end
    while low < high:
        middle = (low + high) // 2
        if postings[middle] >> REST < rest:
            low = middle + 1
        else:
            high = middle
    first, high = low, end
    while low < high:
        middle = (low + high) // 2
        if postings[middle] >> REST <= rest:
            low = middle + 1
        else:
            high = middle
    return first, low


@kernel
def candidates(
    ends, ids, weights, flags, first_article, shift, starts, postings, norms, most_holders, most, least, out
):
    """Write for every article, numbered from `first_article`, the `most` others that share most of its heavy terms;
    return how many pairs.

    Terms with more than `most_holders` holders pair nobody. Pairs below `least` (cosine over the heavy terms, with
    `norms` of all articles) are left out; of equals, the lower numbers stay. A pair is low << 32 | high; one that both
    sides list stands twice.
    """
    scores, touched = np.zeros(len(norms), np.float32), np.empty(len(norms), np.int32)
    best = np.empty(most, np.uint64)
    found = 0
    for own in range(len(ends) - 1):
        a = first_article + own
        count = 0
        for t in range(ends[own], ends[own + 1]):
            if flags[t] & HEAVY:
                first, end = _holders(ids[t], shift, starts, postings)
                if end - first <= most_holders:
                    weight = np.float32(weights[t])
                    for p in range(first, end):
                        other = np.int64(postings[p] >> ARTICLE & WHO)
                        if scores[other] == 0.0:
                            touched[count] = other
                            count += 1
                        scores[other] += weight * np.float32(postings[p] & WEIGHT)
        held = 0
        for c in range(count):
            other = touched[c]
            cosine = scores[other] / (norms[a] * norms[other])
            scores[other] = 0.0
            if other != a and cosine >= least:
                held = _hold(U(np.int64(cosine * 16777216.0)) << U(32) | WHO - U(other), best, held)
        for h in range(held):
            other = np.int64(WHO - (best[h] & WHO))
            out[found] = U(min(a, other)) << U(32) | U(max(a, other))
            found += 1
    return found


@stage
def _hold(key, best, held):
    """Insert a key among the best, largest first, if it belongs there; return how many they are."""
    if held == len(best) and key <= best[held - 1]:
        return held
    h = min(held, len(best) - 1)
    while h > 0 and best[h - 1] < key:
        best[h] = best[h - 1]
        h -= 1
    best[h] = key
    return min(held + 1, len(best))


@kernel
def components(left, right, roots):
    """Write for everything the lowest number that links lead to; `roots` holds 0, 1, 2..."""
    for e in range(len(left)):
        one, other = left[e], right[e]
        while roots[one] != one:
            roots[one] = roots[roots[one]]
            one = roots[one]
        while roots[other] != other:
            roots[other] = roots[roots[other]]
            other = roots[other]
        roots[max(one, other)] = min(one, other)
    for n in range(len(roots)):
        roots[n] = roots[roots[n]]


# --- pairs to features -------------------------------------------------------------------------------------------

COSINE, GUARDED, NAMES, NUMBERS, QUOTES, PAIRS, TOP_NAME_SHARE, LEAD_NAMES, TITLES, LENGTH, RARE_SHARED = range(11)
PLAIN = 11
FEATURES = 12
SUMS = 8
RARE_NAME = 6.0  # weight of a name or number that two texts hardly share by chance


@kernel
def describe(ends, weights, shares, flags, out):
    """Sums over each article's terms: squares of all, early and names; weights of numbers, top names, lead names,
    titles; squares of what is neither name nor number.
    """
    for a in range(len(ends) - 1):
        for t in range(ends[a], ends[a + 1]):
            weight = np.float64(weights[t]) / WEIGHT_UNIT
            early = weight * shares[t] / 255.0
            out[a, 0] += weight * weight
            out[a, 1] += early * early
            out[a, 2] += weight * weight if flags[t] & NAME else 0.0
            out[a, 3] += weight if flags[t] & NUMERAL else 0.0
            out[a, 4] += weight if flags[t] & TOP_NAME else 0.0
            out[a, 5] += weight if flags[t] & NAME and flags[t] & (LEAD | TITLE) else 0.0
            out[a, 6] += weight if flags[t] & TITLE else 0.0
            out[a, 7] += weight * weight if not flags[t] & (NAME | NUMERAL) else 0.0


@stage
def _ratio(part, whole):
    return part / whole if whole > 0.0 else 0.0


@stage
def _shared(left, right):
    """How many numbers two sorted arrays share."""
    i = j = shared = 0
    while i < len(left) and j < len(right):
        if left[i] < right[j]:
            i += 1
        elif left[i] > right[j]:
            j += 1
        else:
            shared, i, j = shared + 1, i + 1, j + 1
    return shared


@stage
def _pair_cosine(left_ids, left_weights, right_ids, right_weights):
    i = j = 0
    dot = left = right = 0.0
    while i < len(left_ids) and j < len(right_ids):
        if left_ids[i] < right_ids[j]:
            i += 1
        elif left_ids[i] > right_ids[j]:
            j += 1
        else:
            dot += np.float64(left_weights[i]) * np.float64(right_weights[j])
            i, j = i + 1, j + 1
    for i in range(len(left_weights)):
        left += np.float64(left_weights[i]) ** 2
    for j in range(len(right_weights)):
        right += np.float64(right_weights[j]) ** 2
    return dot / math.sqrt(left * right) if left > 0.0 and right > 0.0 else 0.0


@kernel
def compare(
    pairs, ends, ids, weights, shares, flags, sums, words, pair_ends, pair_ids, pair_weights, quote_ends, quotes, out
):
    """Write the features of every pair (low << 32 | high) of articles: see `dedup.stories.link_model`."""
    for p in range(len(pairs)):
        a, z = np.int64(pairs[p] >> U(32)), np.int64(pairs[p] & U(0xFFFFFFFF))
        i, j = ends[a], ends[z]
        dot = early = names = plain = numbers = titles = 0.0
        left_top = right_top = left_lead = right_lead = 0.0
        rare = 0
        while i < ends[a + 1] and j < ends[z + 1]:
            if ids[i] < ids[j]:
                i += 1
                continue
            if ids[i] > ids[j]:
                j += 1
                continue
            left, right = np.float64(weights[i]) / WEIGHT_UNIT, np.float64(weights[j]) / WEIGHT_UNIT
            both = flags[i] & flags[j]
            product = left * right
            dot += product
            early += product * shares[i] * shares[j] / 65025.0
            names += product if both & NAME else 0.0
            plain += product if not (flags[i] | flags[j]) & (NAME | NUMERAL) else 0.0
            numbers += min(left, right) if both & NUMERAL else 0.0
            titles += min(left, right) if both & TITLE else 0.0
            left_top += left if flags[i] & TOP_NAME else 0.0
            right_top += right if flags[j] & TOP_NAME else 0.0
            left_lead += left if flags[i] & NAME and flags[i] & (LEAD | TITLE) else 0.0
            right_lead += right if flags[j] & NAME and flags[j] & (LEAD | TITLE) else 0.0
            rare += ((flags[i] | flags[j]) & (NAME | NUMERAL)) != 0 and min(left, right) >= RARE_NAME
            i, j = i + 1, j + 1
        s, t = sums[a], sums[z]
        cosine = _ratio(dot, math.sqrt(s[0] * t[0]))
        out[p, COSINE] = cosine
        out[p, GUARDED] = min(cosine, 1.2 * _ratio(early, math.sqrt(s[1] * t[1])))
        out[p, NAMES] = _ratio(names, math.sqrt(s[2] * t[2]))
        out[p, NUMBERS] = min(1.0, _ratio(numbers, min(s[3], t[3])))
        left_quotes, right_quotes = quotes[quote_ends[a] : quote_ends[a + 1]], quotes[quote_ends[z] : quote_ends[z + 1]]
        out[p, QUOTES] = _ratio(_shared(left_quotes, right_quotes), min(len(left_quotes), len(right_quotes)))
        out[p, PAIRS] = _pair_cosine(
            pair_ids[pair_ends[a] : pair_ends[a + 1]],
            pair_weights[pair_ends[a] : pair_ends[a + 1]],
            pair_ids[pair_ends[z] : pair_ends[z + 1]],
            pair_weights[pair_ends[z] : pair_ends[z + 1]],
        )
        out[p, TOP_NAME_SHARE] = min(_ratio(left_top, s[4]), _ratio(right_top, t[4]))
        out[p, LEAD_NAMES] = max(_ratio(left_lead, s[5]), _ratio(right_lead, t[5]))
        out[p, TITLES] = min(1.0, _ratio(titles, min(s[6], t[6])))
        out[p, LENGTH] = math.log(min(words[a], words[z]) + 1.0)
        out[p, RARE_SHARED] = rare
        out[p, PLAIN] = _ratio(plain, math.sqrt(s[7] * t[7]))
