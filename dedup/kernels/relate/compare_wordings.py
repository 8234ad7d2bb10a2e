"""Leaning: how far the wording of one article leans on another's.

    word_it     marks      -> what of an article's own wording can be compared
    depend      two        -> the signs that one leans on the other, and the best aligned sentences
    depend_all  a story    -> the signs for many pairs of its articles

A word's term is here the upper 32 bits of its key, as everywhere in stories. What the signs mean is told in
`dedup.stories.dependence`, the typed side of these loops.
"""

from __future__ import annotations

import math

import numpy as np

from dedup.kernels.compiled import kernel, stage

U = np.uint64
ZERO = U(0)
HIGH, LOW = U(0xFFFFFFFF00000000), U(0xFFFFFFFF)
K1, K2 = U(0x9E3779B97F4A7C15), U(0x6A09E667F3BCC909)

# Marks of a word, as `dedup.kernels.marking` sets them.
CAPITAL, LOWER, IS_NUMBER, QUOTED, REPEATED = 1, 2, 4, 8, 16

SENTENCE_TERMS = 4  # a sentence with fewer distinct terms is not aligned
MOST_SENTENCES = 80
ALIGNED, SURELY_ALIGNED = 0.30, 0.45  # cosine of two sentences
FEW_PAIRS = 5  # of plain words: of fewer, sharing one says nothing
RARE_WORD = 2.5  # background weight of words whose sharing says anything


@stage
def _mix(number):
    number = (number ^ (number >> U(30))) * K1
    number = (number ^ (number >> U(27))) * K2
    return number ^ (number >> U(31))


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


@stage
def _distinct(keys):
    """Sort keys and put each once in front; return how many they are."""
    _sort(keys)
    found = 0
    for k in range(len(keys)):
        if found == 0 or keys[found - 1] != keys[k]:
            keys[found] = keys[k]
            found += 1
    return found


@stage
def _ratio(part, whole):
    return part / whole if whole > 0.0 else 0.0


@kernel
def word_it(terms, weights, marks, sentences):
    """What of an article's own wording can be compared: quoted and repeated words are left out.

    Returns its terms in order with weights and whether each is a name; its pairs of terms in a row, in order, as places
    in the terms; and its sentences: first word, end word, number of words, where their terms end, those terms (as
    places in the terms, in order), and the length of their vectors.
    """
    count = len(terms)
    live, keys = np.empty(count, np.int32), np.empty(count, np.uint64)
    owned = known = 0
    for w in range(count):
        if not marks[w] & (QUOTED | REPEATED):
            live[owned] = w
            owned += 1
            if terms[w] != ZERO:
                keys[known] = terms[w] & HIGH | U(w)
                known += 1
    _sort(keys[:known])
    unique, rarity, named = np.empty(known, np.uint32), np.empty(known, np.float32), np.empty(known, np.uint8)
    place = np.full(count, -1, np.int32)
    found = at = 0
    while at < known:
        first, raised = np.int64(keys[at] & LOW), 0
        is_name = False
        while at < known and keys[at] >> U(32) == terms[first] >> U(32):
            w = np.int64(keys[at] & LOW)
            raised += 1 if marks[w] & CAPITAL else (-1 if marks[w] & LOWER else 0)
            is_name = is_name or (marks[w] & CAPITAL) != 0
            place[w] = found
            at += 1
        unique[found], rarity[found] = terms[first] >> U(32), weights[first]
        named[found] = (is_name and raised >= 0) or (marks[first] & IS_NUMBER) != 0
        found += 1
    pairs = np.empty((owned, 2), np.int32)
    paired = 0
    for o in range(owned - 1):
        left, right = place[live[o]], place[live[o + 1]]
        if left >= 0 and right >= 0 and live[o] + 1 == live[o + 1]:
            pairs[paired, 0], pairs[paired, 1] = left, right
            paired += 1
    firsts, lasts = np.empty(MOST_SENTENCES, np.int32), np.empty(MOST_SENTENCES, np.int32)
    lengths, ends = np.empty(MOST_SENTENCES, np.int32), np.zeros(MOST_SENTENCES + 1, np.int32)
    norms, members = np.empty(MOST_SENTENCES, np.float32), np.empty(known, np.int32)
    total, held, o = 0, 0, 0
    while o < owned and total < MOST_SENTENCES:
        start, inside = o, 0
        while o < owned and sentences[live[o]] == sentences[live[start]]:
            if place[live[o]] >= 0:
                keys[inside] = place[live[o]]
                inside += 1
            o += 1
        distinct = _distinct(keys[:inside])
        if distinct < SENTENCE_TERMS:
            continue
        square = 0.0
        for t in range(distinct):
            members[held + t] = keys[t]
            square += np.float64(rarity[members[held + t]]) ** 2
        held += distinct
        firsts[total], lasts[total], lengths[total] = live[start], live[o - 1] + 1, o - start
        norms[total] = math.sqrt(square)
        total += 1
        ends[total] = held
    return (
        unique[:found], rarity[:found], named[:found], pairs[:paired],
        firsts[:total], lasts[:total], lengths[:total], ends[: total + 1], members[:held], norms[:total],
    )  # fmt: skip


@stage
def _places_in(left, right):
    """For each of the left terms its place among the right ones, or -1; both in order."""
    places = np.full(len(left), -1, np.int32)
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] < right[j]:
            i += 1
        elif left[i] > right[j]:
            j += 1
        else:
            places[i] = j
            i, j = i + 1, j + 1
    return places


@stage
def _plain_pairs(pairs, terms, own_names, other_names, places):
    """Keys of the distinct pairs of two words that are names to neither text, in order."""
    keys = np.empty(len(pairs), np.uint64)
    found = 0
    for p in range(len(pairs)):
        first, second = pairs[p, 0], pairs[p, 1]
        is_name = own_names[first] or (places[first] >= 0 and other_names[places[first]])
        if not is_name and not (own_names[second] or (places[second] >= 0 and other_names[places[second]])):
            keys[found] = U(terms[first]) << U(32) | U(terms[second])
            found += 1
    return keys[: _distinct(keys[:found])]


ALIGNED_MORE, ALIGNED_LESS, ORDER, PLAIN_PAIRS, PLAIN_WORDS, ASYMMETRY = range(6)  # the signs


@stage
def _common(left, right):
    """How many keys two arrays in order share."""
    common = i = j = 0
    while i < len(left) and j < len(right):
        if left[i] < right[j]:
            i += 1
        elif left[i] > right[j]:
            j += 1
        else:
            common, i, j = common + 1, i + 1, j + 1
    return common


@stage
def _plain_weight(rarity, own_names, other_names, places):
    """The weight of an article's words that are names to neither text, and of those among them that the other has."""
    whole = shared = 0.0
    for t in range(len(rarity)):
        is_shared = places[t] >= 0
        if rarity[t] > RARE_WORD and not own_names[t] and not (is_shared and other_names[places[t]]):
            whole += rarity[t]
            shared += rarity[t] if is_shared else 0.0
    return whole, shared


@stage
def _likeness(left, right, to_left):
    """The cosine of every two sentences of two wordings."""
    _, rarity, _, _, _, _, lengths, ends, members, norms = left
    _, _, _, _, _, _, r_lengths, r_ends, r_members, r_norms = right
    likeness = np.zeros((len(lengths), len(r_lengths)), np.float32)
    starts = np.zeros(len(rarity) + 1, np.int32)  # which left sentences hold a term: counted, then listed
    for m in range(len(members)):
        starts[members[m] + 1] += 1
    for t in range(len(rarity)):
        starts[t + 1] += starts[t]
    holders, free = np.empty(len(members), np.int32), starts.copy()
    for s in range(len(lengths)):
        for m in range(ends[s], ends[s + 1]):
            holders[free[members[m]]] = s
            free[members[m]] += 1
    for r in range(len(r_lengths)):
        for m in range(r_ends[r], r_ends[r + 1]):
            t = to_left[r_members[m]]
            if t >= 0:
                for h in range(starts[t], starts[t + 1]):
                    likeness[holders[h], r] += rarity[t] * rarity[t] / (norms[holders[h]] * r_norms[r])
    return likeness


@stage
def _best_columns(likeness):
    """For each row the column with the highest likeness; of equals the first."""
    best = np.zeros(likeness.shape[0], np.int32)
    for s in range(likeness.shape[0]):
        for r in range(likeness.shape[1]):
            if likeness[s, r] > likeness[s, best[s]]:
                best[s] = r
    return best


@stage
def _aligned_share(lengths, likeness, best):
    """The share of words in sentences that have a close one on the other side."""
    whole = aligned = 0.0
    for s in range(len(lengths)):
        whole += lengths[s]
        aligned += lengths[s] if likeness.shape[1] and likeness[s, best[s]] >= ALIGNED else 0
    return _ratio(aligned, whole)


@stage
def _chosen(likeness, best, best_left):
    """The left sentences with a partner: one that is surely alike, or close and each other's best."""
    chosen = np.empty(len(best), np.int32)
    count = 0
    for s in range(len(best)):
        highest = likeness[s, best[s]] if likeness.shape[1] else np.float32(0.0)
        if highest >= SURELY_ALIGNED or (highest >= ALIGNED and best_left[best[s]] == s):
            chosen[count] = s
            count += 1
    return chosen[:count]


@stage
def _same_order(chosen, best):
    """How far partners follow one another in the same order, -1 to 1; fewer than four say less."""
    forward = backward = 0
    for i in range(len(chosen)):
        for j in range(i + 1, len(chosen)):
            forward += best[chosen[j]] > best[chosen[i]]
            backward += best[chosen[j]] < best[chosen[i]]
    return _ratio(forward - backward, forward + backward) * min(1.0, len(chosen) / 4.0)


@stage
def _depend(left, right, out, aligned, cosines):
    """Write the signs of two wordings (as `word_it` returns them); return how many sentences are shown as aligned.

    The best pairs of sentences (left, right) go to `aligned`, as many as it has room for, best first, with their
    cosines.
    """
    terms, rarity, named, pairs, _, _, lengths, _, _, _ = left
    r_terms, r_rarity, r_named, r_pairs, _, _, r_lengths, _, _, _ = right
    to_right, to_left = _places_in(terms, r_terms), _places_in(r_terms, terms)
    own, shared = _plain_weight(rarity, named, r_named, to_right)
    other, _ = _plain_weight(r_rarity, r_named, named, to_left)
    out[PLAIN_WORDS] = _ratio(shared, min(own, other))
    out[ASYMMETRY] = abs(_ratio(shared, own) - _ratio(shared, other))
    left_pairs = _plain_pairs(pairs, terms, named, r_named, to_right)
    right_pairs = _plain_pairs(r_pairs, r_terms, r_named, named, to_left)
    out[PLAIN_PAIRS] = _common(left_pairs, right_pairs) / max(FEW_PAIRS, min(len(left_pairs), len(right_pairs)))
    likeness = _likeness(left, right, to_left)
    best, best_left = _best_columns(likeness), _best_columns(likeness.T)
    one, two = _aligned_share(lengths, likeness, best), _aligned_share(r_lengths, likeness.T, best_left)
    out[ALIGNED_MORE], out[ALIGNED_LESS] = max(one, two), min(one, two)
    chosen = _chosen(likeness, best, best_left)
    out[ORDER] = _same_order(chosen, best)
    return _show(likeness, best, chosen, aligned, cosines)


@stage
def _show(likeness, best, chosen, aligned, cosines):
    """Write the best of the chosen sentences with their partners; of equals, the first."""
    count = len(chosen)
    ranked = np.empty(count, np.uint64)
    for i in range(count):
        ranked[i] = U(np.int64(likeness[chosen[i], best[chosen[i]]] * 16777216.0)) << U(32) | U(count - 1 - i)
    _sort(ranked)
    shown = min(count, len(aligned))
    for i in range(shown):
        s = chosen[count - 1 - np.int64(ranked[count - 1 - i] & LOW)]
        aligned[i, 0], aligned[i, 1], cosines[i] = s, best[s], likeness[s, best[s]]
    return shown


@kernel
def depend(left, right, out, aligned, cosines):
    """Write the signs of two wordings and their best aligned sentences; return how many: see `_depend`."""
    return _depend(left, right, out, aligned, cosines)


@stage
def _wording(a, ends, terms, rarity, named, pairs, firsts, lasts, lengths, sentence_ends, members, norms):
    """One of many wordings, whose parts stand end to end: `ends` has a row of ends for each kind of part."""
    t, p, s, m = ends[0], ends[1], ends[2], ends[3]
    return (
        terms[t[a] : t[a + 1]], rarity[t[a] : t[a + 1]], named[t[a] : t[a + 1]], pairs[p[a] : p[a + 1]],
        firsts[s[a] : s[a + 1]], lasts[s[a] : s[a + 1]], lengths[s[a] : s[a + 1]],
        sentence_ends[s[a] + a : s[a + 1] + a + 1], members[m[a] : m[a + 1]], norms[s[a] : s[a + 1]],
    )  # fmt: skip


@kernel
def depend_all(left, right, ends, parts, out):
    """Write the signs of many pairs of wordings, given by their numbers; `parts` are theirs, end to end."""
    none, nothing = np.empty((0, 2), np.int32), np.empty(0, np.float32)
    for p in range(len(left)):
        _depend(_wording(left[p], ends, *parts), _wording(right[p], ends, *parts), out[p], none, nothing)
