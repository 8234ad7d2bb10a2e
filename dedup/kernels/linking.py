"""Linking: from the words of articles to weighted terms, to pairs that tell one story, to how far wording depends.

    mark        words     -> a term, its background weight and marks for every word of one article
    gather      marks     -> the article's terms, heaviest kept, each once, in order
    candidates  terms     -> for every article the others that share most of its heaviest terms, by an inverted index
    compare     pairs     -> what the link score is made of
    depend      marks     -> for two articles, aligned sentences and what else shows that one wording leans on the other
    share       marks     -> for two articles, the heaviest phrases, numbers, names and quotations in common, and what
                differs

A term is 32 bits of a word's hash, of a number's value, or of two ideographs in a row. What the numbers mean is told in
`dedup.stories.terms`, `dedup.stories.links` and `dedup.stories.dependence`, the typed sides of these loops.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

U = np.uint64
ZERO, ONE = U(0), U(1)
K1, K2 = U(0x9E3779B97F4A7C15), U(0x6A09E667F3BCC909)

# Bits of borders and kinds that this file reads, as `dedup.text.words` explains them.
SENTENCE, LINE, WRAPPED, BLANK, TEXT_END = 1, 2, 4, 8, 16
NUMBER, FUNCTION, SINGLE, YEAR = 1, 2, 4, 16

# Classes of code points, as `dedup.stories.terms` fills them in.
UPPER, BREAK, OPENS, CLOSES, DIGIT = 1, 2, 4, 8, 16

# Marks of a word.
CAPITAL = 1  # capitalised though no sentence begins there
LOWER = 2  # not capitalised
IS_NUMBER = 4
QUOTED = 8
REPEATED = 16  # in a sentence that stood before
CONTINUES = 32  # belongs to the number that began before: the 3 of 14.3

# Flags of a term.
NAME, NUMERAL, LEAD, TITLE, TOP_NAME = 1, 2, 4, 8, 16

PERCENT = 100  # in place of a power of ten in the table of scales
ORDINAL = -2  # a suffix that says no more than the number
NOT_A_NUMBER = -1
COMMON_NUMBER, ROUND_NUMBER, RARE_NUMBER = 5.2, 7.0, 9.8  # background weights of numbers
UNLISTED_PAIR = 7.0  # weight of two ideographs that no listed word has in a row: most just meet
NAME_BOOST, NUMBER_BOOST = 1.5, 1.25
LEAD_WORDS = 90
EARLY_SHARE, EARLY_WORDS = 0.6, 150  # what counts as the article proper when a page has a foot
LATE_RANK = 0.5  # what a term that stands in the last part alone must outweigh to be kept
TOP_NAMES = 8
QUOTED_WORDS = 4  # a shorter quotation is a turn of phrase
WEIGHT_UNIT = 512.0  # weights are kept in 16 bits: a weight of 1 is 512


@njit(nogil=True)
def _mix(number):
    number = (number ^ (number >> U(30))) * K1
    number = (number ^ (number >> U(27))) * K2
    return number ^ (number >> U(31))


@njit(nogil=True)
def _slot_of(key, slots):
    """The place of a key in a table with open addressing, or of the free slot where it would go."""
    mask = U(len(slots) - 1)
    slot = _mix(key) & mask
    while slots[slot] != ZERO and slots[slot] != key:
        slot = (slot + ONE) & mask
    return slot


@njit(nogil=True, cache=True)
def fill_table(keys, values, slots, slot_values):
    """Enter keys with their values; a key that stands twice adds up. `slots` must have more room than keys."""
    for k in range(len(keys)):
        slot = _slot_of(keys[k], slots)
        slots[slot] = keys[k]
        slot_values[slot] += values[k]


@njit(nogil=True, cache=True)
def vote(hashes, slots, languages, votes):
    """Count for every language how many of the words are function words of it: bit l of `languages` is language l."""
    for w in range(len(hashes)):
        bits = languages[_slot_of(hashes[w], slots)]
        language = 0
        while bits != ZERO:
            votes[language] += np.int64(bits & ONE)
            bits >>= ONE
            language += 1


# --- words to marks ----------------------------------------------------------------------------------------------


@njit(nogil=True)
def _digits(points, start, end):
    """The value of the digits that a word begins with, and how many there are."""
    value, at = 0.0, start
    while at < end and 48 <= points[at] <= 57:
        value = 10.0 * value + (points[at] - 48)
        at += 1
    return value, at - start


@njit(nogil=True)
def _suffix(points, start, end):
    """The power of ten that letters behind digits stand for: 3B, 14bn, 2k; ORDINAL for 3rd; NOT_A_NUMBER for 4x4."""
    length = end - start
    if length == 0:
        return 0
    first = points[start] | 32
    second = points[start + 1] | 32 if length > 1 else 0
    if length == 1 or (length == 2 and second == 110):  # n: bn, mn, tn
        if first == 98:
            return 9
        if first == 109:
            return 6
        if first == 116:
            return 12
        if first == 107 and length == 1:
            return 3
    if length == 2 and (first == 115 or first == 110 or first == 114 or first == 116):  # 1st 2nd 3rd 4th
        return ORDINAL
    return NOT_A_NUMBER


@njit(nogil=True)
def _read_number(w, keys, starts, ends, points, scale_slots, scales, dot_groups):
    """The value that begins at word w, whether it is a percentage, how it is written, and the first word behind it.

    "14.3 billion", "14,300", "14.3B" and "14 Mrd." are single numbers. Written form: 0 plain, 1 with a fraction or
    a scale, NOT_A_NUMBER.
    """
    count = len(keys)
    value, digits = _digits(points, starts[w], ends[w])
    power = _suffix(points, starts[w] + digits, ends[w])
    fraction, last = False, w
    while power == 0 and not fraction and last + 1 < count and starts[last + 1] - ends[last] == 1:
        mark = points[ends[last]]
        more, digits = _digits(points, starts[last + 1], ends[last + 1])
        if digits == 0 or not (
            mark == 44 or mark == 46 or mark == 0xA0 or mark == 0x202F or mark == 39 or mark == 0x2019
        ):
            break
        grouped = digits == 3 and (mark != 46 or dot_groups)
        if grouped:
            value = 1000.0 * value + more
        elif mark == 44 or mark == 46:
            value += more / 10.0**digits
            fraction = True
        else:
            break
        last += 1
        power = _suffix(points, starts[last] + digits, ends[last])
    if power == NOT_A_NUMBER:
        return 0.0, False, NOT_A_NUMBER, w + 1
    percent = False
    if power == 0:
        behind = ends[last]
        after = behind + 1 if behind + 1 < len(points) and (points[behind] == 32 or points[behind] == 0xA0) else behind
        percent = after < len(points) and points[after] == 37
        if last + 1 < count and starts[last + 1] - behind <= 3:
            slot = _slot_of(keys[last + 1], scale_slots)
            if scale_slots[slot] != ZERO:
                percent = percent or scales[slot] == PERCENT
                power = 0 if scales[slot] == PERCENT else scales[slot]
                last += 1
    if power > 0:
        return value * 10.0**power, percent, 1, last + 1
    return value, percent, 1 if fraction else 0, last + 1


@njit(nogil=True)
def _number_weight(value, percent, written):
    """How much a shared number says: 2 hardly anything, 14.3 billion much."""
    if written == 1:
        return RARE_NUMBER
    if percent:
        return ROUND_NUMBER
    if value < 100.0 or 1900.0 <= value <= 2100.0:
        return COMMON_NUMBER
    if value % 100.0 == 0.0 and value < 1000.0:
        return ROUND_NUMBER
    return RARE_NUMBER


@njit(nogil=True)
def _number_key(value, percent):
    """One key for one value to six digits, however it was written."""
    power = math.floor(math.log10(value)) if value > 0.0 else 0
    digits = np.int64(np.round(value / 10.0 ** (power - 5)))
    return _mix(U(digits) * U(4096) + U(power + 1024) + U(2048 if percent else 0)) | ONE


@njit(nogil=True)
def _hide_repeats(keys, sentences, marks):
    """Mark the words of every sentence of three words or more that stood before."""
    count = len(keys)
    size = 16
    while size < 2 * count + 2:
        size *= 2
    slots = np.zeros(size, np.uint64)
    first = 0
    while first < count:
        end, hashed = first, ONE
        while end < count and sentences[end] == sentences[first]:
            hashed = _mix(hashed ^ keys[end]) + K1
            end += 1
        if end - first >= 3:
            slot = _slot_of(hashed | ONE, slots)
            if slots[slot] != ZERO:
                for w in range(first, end):
                    marks[w] |= REPEATED
            slots[slot] = hashed | ONE
        first = end


@njit(nogil=True, cache=True)
def mark(
    keys, starts, ends, borders, kinds, points, classes, slots, rarities, unknown, scale_slots, scales, dot_groups
):
    """For every word: its term (0: none), background weight (0: too common), marks, and the number of its sentence.

    `rarities` are the background weights of the keys in `slots`; words without one weigh `unknown`. `points` are the
    code points of the text, `classes` says what each of the first 65,536 is.
    """
    count = len(keys)
    terms, weights = np.zeros(count, np.uint64), np.zeros(count, np.float32)
    marks, sentences = np.zeros(count, np.uint8), np.zeros(count, np.int32)
    quoted, sentence, number_end = False, -1, 0
    for w in range(count):
        border = borders[w]
        opens_line = (border & (BLANK | TEXT_END)) != 0 or ((border & LINE) != 0 and (border & WRAPPED) == 0)
        opens_sentence = w == 0 or opens_line or (border & SENTENCE) != 0
        quoted = quoted and not opens_line
        broken = opens_sentence
        for p in range(ends[w - 1] if w > 0 else 0, starts[w]):
            kind = classes[points[p]] if points[p] < 65536 else 0
            broken = broken or (kind & BREAK) != 0
            if kind & OPENS and kind & CLOSES:
                quoted = not quoted
            elif kind & OPENS:
                quoted = True
            elif kind & CLOSES:
                quoted = False
        sentence += opens_sentence
        sentences[w] = sentence
        first = points[starts[w]]
        is_upper = first < 65536 and (classes[first] & UPPER) != 0
        marks[w] = (
            (QUOTED if quoted else 0) | (LOWER if not is_upper else 0) | (CAPITAL if is_upper and not broken else 0)
        )
        if w < number_end:
            marks[w] |= CONTINUES
            continue
        if 48 <= first <= 57:
            value, percent, written, number_end = _read_number(
                w, keys, starts, ends, points, scale_slots, scales, dot_groups
            )
            if written != NOT_A_NUMBER:
                terms[w], weights[w] = _number_key(value, percent), _number_weight(value, percent, written)
                marks[w] |= IS_NUMBER
                continue
            marks[w] |= IS_NUMBER
        key, rarest = keys[w], unknown
        if kinds[w] & SINGLE:
            if w + 1 == count or not kinds[w + 1] & SINGLE or starts[w + 1] != ends[w]:
                continue
            key, rarest = _mix(keys[w] ^ _mix(keys[w + 1])), min(unknown, UNLISTED_PAIR)
        elif ends[w] - starts[w] == 1:
            continue
        slot = _slot_of(key, slots)
        weights[w] = rarities[slot] if slots[slot] != ZERO else (rarest if not kinds[w] & FUNCTION else 0.0)
        terms[w] = key if weights[w] > 0.0 else ZERO
    _hide_repeats(keys, sentences, marks)
    return terms, weights, marks, sentences


@njit(nogil=True, cache=True)
def pair_keys(keys, joined):
    """Write the key of every two words in a row, as `mark` makes it for ideographs."""
    for w in range(len(keys) - 1):
        joined[w] = _mix(keys[w] ^ _mix(keys[w + 1]))


# --- marks to terms ----------------------------------------------------------------------------------------------


@njit(nogil=True)
def _kept(weights, most):
    """The places of the `most` heaviest, as a mask; of equals, the first."""
    keep = np.zeros(len(weights), np.bool_)
    order = np.argsort(-weights, kind="mergesort")
    for rank in range(min(most, len(weights))):
        keep[order[rank]] = True
    return keep


@njit(nogil=True, cache=True)
def gather(terms, weights, marks, sentences, title_words, most_terms, most_pairs, most_quotes):
    """The terms of one article, and what else two articles are compared by.

    Returns sorted term numbers, their weights and early weights (in 1/512 and in 1/255 of the weight), flags; sorted
    pairs of rare words in a row with weights; sorted triples of quoted words; and the number of words that count.
    """
    count = len(terms)
    order = np.argsort(terms, kind="mergesort")
    place = np.empty(count, np.int64)  # of each word among the words that count, title and repeats left out
    counted = 0
    for w in range(count):
        place[w] = counted
        if w >= title_words and not marks[w] & REPEATED:
            counted += 1
    early_end = max(EARLY_WORDS, int(EARLY_SHARE * counted))
    lead_end = LEAD_WORDS
    found = 0
    ids, full = np.empty(count, np.uint32), np.empty(count, np.float32)
    early, flags = np.empty(count, np.float32), np.empty(count, np.uint8)
    at = 0
    while at < count and terms[order[at]] == ZERO:
        at += 1
    while at < count:
        term = terms[order[at]]
        times = early_times = capital = lower = 0
        flag, weight = 0, weights[order[at]]
        while at < count and terms[order[at]] == term:
            w = order[at]
            at += 1
            if marks[w] & REPEATED:
                continue
            times += 1
            early_times += w < title_words or place[w] < early_end
            capital += (marks[w] & CAPITAL) != 0
            lower += (marks[w] & LOWER) != 0
            weight = min(weight, weights[w])
            flag |= NUMERAL if marks[w] & IS_NUMBER else 0
            flag |= TITLE if w < title_words else 0
            flag |= LEAD if w < title_words or place[w] < lead_end else 0
        if times == 0:
            continue
        if capital > 0 and capital >= lower and not flag & NUMERAL:
            flag |= NAME
        boost = NAME_BOOST if flag & NAME else (NUMBER_BOOST if flag & NUMERAL else 1.0)
        ids[found] = np.uint32(term >> U(32))
        full[found] = (1.0 + math.log(times)) * weight * boost
        early[found] = (1.0 + math.log(early_times)) * weight * boost if early_times else 0.0
        flags[found] = flag
        found += 1
    names = np.where(flags[:found] & NAME, full[:found], np.float32(0.0)).astype(np.float32)
    top = _kept(names, TOP_NAMES)
    for t in range(found):
        if top[t] and names[t] > 0.0:
            flags[t] |= TOP_NAME
    keep = _kept(np.maximum(early[:found], LATE_RANK * full[:found]).astype(np.float32), most_terms)
    share = np.round(early[:found] / np.maximum(full[:found], np.float32(1e-6)) * 255.0).astype(np.uint8)
    coded = np.minimum(np.round(full[:found] * WEIGHT_UNIT), 65535.0).astype(np.uint16)
    early_words = np.searchsorted(place, early_end)
    pair_ids, pair_weights = _rare_pairs(terms, weights, marks, sentences, early_words, most_pairs)
    quotes = _quoted_triples(terms, marks, most_quotes)
    return (
        ids[:found][keep],
        coded[keep],
        share[keep],
        flags[:found][keep],
        pair_ids,
        pair_weights,
        quotes,
        counted,
    )


@njit(nogil=True)
def _rare_pairs(terms, weights, marks, sentences, early_words, most):
    """Pairs of terms in a row, each once, the heaviest, in order of number; those of the last part rank lower."""
    count = len(terms)
    ids, sums, ranks = np.empty(count, np.uint32), np.empty(count, np.float32), np.empty(count, np.float32)
    found = 0
    for w in range(count - 1):
        if terms[w] != ZERO and terms[w + 1] != ZERO and sentences[w] == sentences[w + 1] and not marks[w] & REPEATED:
            ids[found] = np.uint32(_mix(terms[w] ^ _mix(terms[w + 1])) >> U(32))
            sums[found] = weights[w] + weights[w + 1]
            ranks[found] = sums[found] if w < early_words else LATE_RANK * sums[found]
            found += 1
    order = np.argsort(ids[:found], kind="mergesort")
    firsts = np.empty(found, np.int64)
    unique = 0
    for o in range(found):
        if unique == 0 or ids[firsts[unique - 1]] != ids[order[o]]:
            firsts[unique] = order[o]
            unique += 1
    chosen = firsts[:unique][_kept(ranks[firsts[:unique]], most)]
    return ids[chosen], np.minimum(np.round(sums[chosen] * WEIGHT_UNIT), 65535.0).astype(np.uint16)


@njit(nogil=True)
def _quoted_triples(terms, marks, most):
    """The least numbers of all triples of words inside quotations of four words or more: a fair sample."""
    count = len(terms)
    ids = np.empty(count, np.uint32)
    found, first = 0, 0
    while first < count:
        end = first
        while end < count and marks[end] & QUOTED and not marks[end] & REPEATED:
            end += 1
        if end - first >= QUOTED_WORDS:
            for w in range(first, end - 2):
                known = (terms[w] != ZERO) + (terms[w + 1] != ZERO) + (terms[w + 2] != ZERO)
                if known >= 2:
                    ids[found] = np.uint32(_mix(terms[w] + _mix(terms[w + 1] + _mix(terms[w + 2]))) >> U(32))
                    found += 1
        first = max(end, first + 1)
    sample = np.unique(ids[:found])
    return sample[:most]


# --- terms to candidates -----------------------------------------------------------------------------------------


@njit(nogil=True, cache=True)
def candidates(ends, ids, weights, norms, heaviest, most_holders, most, least, out):
    """Write for every article the `most` others that share most of its `heaviest` terms; return how many pairs.

    Article a's terms are ids[ends[a]:ends[a + 1]]. Terms with more than `most_holders` holders pair nobody. Pairs below
    `least` (cosine over the kept terms) are left out. A pair is low << 32 | high; one that both sides list stands
    twice.
    """
    articles = len(ends) - 1
    total = ends[articles]
    kept = np.zeros(total, np.bool_)
    for a in range(articles):
        keep = _kept(weights[ends[a] : ends[a + 1]].astype(np.float32), heaviest)
        for t in range(len(keep)):
            kept[ends[a] + t] = keep[t]
    places = np.flatnonzero(kept)
    owners = np.empty(len(places), np.int32)
    a = 0
    for p in range(len(places)):
        while places[p] >= ends[a + 1]:
            a += 1
        owners[p] = a
    order = np.argsort(ids[places], kind="mergesort")
    runs = np.empty(len(places), np.int64)  # where the run of each posting's term ends
    begins = np.empty(len(places), np.int64)
    first = 0
    while first < len(order):
        end = first
        while end < len(order) and ids[places[order[end]]] == ids[places[order[first]]]:
            end += 1
        for o in range(first, end):
            runs[order[o]] = end
            begins[order[o]] = first
        first = end
    holders, held = owners[order], weights[places[order]].astype(np.float32)  # in order of term: read in a row
    scores = np.zeros(articles, np.float32)
    touched = np.empty(articles, np.int32)
    found, p = 0, 0
    while p < len(places):
        a = owners[p]
        count = 0
        while p < len(places) and owners[p] == a:
            if runs[p] - begins[p] <= most_holders:
                weight = np.float32(weights[places[p]])
                for o in range(begins[p], runs[p]):
                    other = holders[o]
                    if scores[other] == 0.0:
                        touched[count] = other
                        count += 1
                    scores[other] += weight * held[o]
            p += 1
        found = _best(a, scores, touched[:count], norms, most, least, out, found)
        for c in range(count):
            scores[touched[c]] = 0.0
    return found


@njit(nogil=True)
def _best(a, scores, touched, norms, most, least, out, found):
    """Write the pairs of article a with the best of those it shares terms with; of equals, the first in order."""
    good = np.empty(len(touched), np.int32)
    cosines = np.empty(len(touched), np.float32)
    count = 0
    for c in range(len(touched)):
        other = touched[c]
        cosine = scores[other] / (norms[a] * norms[other])
        if other != a and cosine >= least:
            good[count], cosines[count] = other, cosine
            count += 1
    bound = np.partition(cosines[:count], count - most)[count - most] if count > most else least
    written = 0
    for c in range(count):
        if cosines[c] >= bound and written < most:
            low, high = min(a, good[c]), max(a, good[c])
            out[found] = U(low) << U(32) | U(high)
            found += 1
            written += 1
    return found


@njit(nogil=True, cache=True)
def components(left, right, strength, threshold, roots):
    """Write for everything the lowest number that links at or above the threshold lead to; `roots` holds 0, 1, 2..."""
    for e in range(len(left)):
        if strength[e] >= threshold:
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


@njit(nogil=True, cache=True)
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


@njit(nogil=True)
def _ratio(part, whole):
    return part / whole if whole > 0.0 else 0.0


@njit(nogil=True)
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


@njit(nogil=True)
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


@njit(nogil=True, cache=True)
def compare(
    pairs, ends, ids, weights, shares, flags, sums, words, pair_ends, pair_ids, pair_weights, quote_ends, quotes, out
):
    """Write the features of every pair (low << 32 | high) of articles: see `dedup.stories.links`."""
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


# --- marks to wording, and how far one wording leans on another --------------------------------------------------

SENTENCE_TERMS = 4  # a sentence with fewer distinct terms is not aligned
MOST_SENTENCES = 80
ALIGNED, SURELY_ALIGNED = 0.30, 0.45  # cosine of two sentences
RARE_WORD = 2.5  # background weight of words whose sharing says anything


@njit(nogil=True, cache=True)
def word_it(terms, weights, marks, sentences):
    """What of an article's own wording can be compared: quoted and repeated words are left out.

    Returns its terms in order with weights and whether each is a name; its pairs of terms in a row, in order, as places
    in the terms; and its sentences: first word, end word, number of words, where their terms end, those terms (as
    places in the terms, in order), and the length of their vectors.
    """
    count = len(terms)
    own = np.empty(count, np.int64)
    owned = 0
    for w in range(count):
        if not marks[w] & (QUOTED | REPEATED):
            own[owned] = w
            owned += 1
    live = own[:owned]
    found = 0
    unique, rarity, named = np.empty(owned, np.uint64), np.empty(owned, np.float32), np.empty(owned, np.uint8)
    order = live[np.argsort(terms[live], kind="mergesort")]
    place = np.full(count, -1, np.int64)
    at = 0
    while at < owned:
        term = terms[order[at]]
        first, capital, lower = at, 0, 0
        while at < owned and terms[order[at]] == term:
            capital += (marks[order[at]] & CAPITAL) != 0
            lower += (marks[order[at]] & LOWER) != 0
            at += 1
        if term == ZERO:
            continue
        for o in range(first, at):
            place[order[o]] = found
        is_number = marks[order[first]] & IS_NUMBER
        unique[found], rarity[found] = term, weights[order[first]]
        named[found] = (capital > 0 and capital >= lower) or is_number
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
    norms, members = np.empty(MOST_SENTENCES, np.float32), np.empty(owned, np.int32)
    total, held, o = 0, 0, 0
    while o < owned and total < MOST_SENTENCES:
        start = o
        begin = held
        while o < owned and sentences[live[o]] == sentences[live[start]]:
            if place[live[o]] >= 0:
                members[held] = place[live[o]]
                held += 1
            o += 1
        distinct = np.unique(members[begin:held])
        if len(distinct) < SENTENCE_TERMS:
            held = begin
            continue
        held = begin + len(distinct)
        members[begin:held] = distinct
        square = 0.0
        for t in range(len(distinct)):
            square += np.float64(rarity[distinct[t]]) ** 2
        firsts[total], lasts[total], lengths[total] = live[start], live[o - 1] + 1, o - start
        norms[total] = math.sqrt(square)
        total += 1
        ends[total] = held
    return (
        unique[:found], rarity[:found], named[:found], pairs[:paired],
        firsts[:total], lasts[:total], lengths[:total], ends[: total + 1], members[:held], norms[:total],
    )  # fmt: skip


@njit(nogil=True)
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


@njit(nogil=True)
def _plain_pairs(pairs, terms, own_names, other_names, places):
    """Keys of the distinct pairs of two words that are names to neither text."""
    keys = np.empty(len(pairs), np.uint64)
    found = 0
    for p in range(len(pairs)):
        plain = True
        for side in range(2):
            t = pairs[p, side]
            plain = plain and not own_names[t] and not (places[t] >= 0 and other_names[places[t]])
        if plain:
            keys[found] = _mix(terms[pairs[p, 0]] ^ _mix(terms[pairs[p, 1]]))
            found += 1
    return np.unique(keys[:found])


AL_MAX, AL_MIN, ORDER, PLAIN_PAIRS, PLAIN_WORDS, ASYMMETRY = 0, 1, 2, 3, 4, 5
SIGNS = 6


@njit(nogil=True, cache=True)
def depend(left, right, out, aligned, cosines):
    """Write how far two wordings (as `word_it` returns them) lean on each other; return how many aligned sentences.

    The best pairs of sentences (left, right) go to `aligned`, as many as it has room for, best first, with their
    cosines.
    """
    terms, rarity, named, pairs, _, _, lengths, ends, members, norms = left
    r_terms, r_rarity, r_named, r_pairs, _, _, r_lengths, r_ends, r_members, r_norms = right
    to_right, to_left = _places_in(terms, r_terms), _places_in(r_terms, terms)
    shared = own = other = 0.0
    for t in range(len(terms)):
        is_name = named[t] or (to_right[t] >= 0 and r_named[to_right[t]])
        if not is_name and rarity[t] > RARE_WORD:
            own += rarity[t]
            shared += rarity[t] if to_right[t] >= 0 else 0.0
    for t in range(len(r_terms)):
        is_name = r_named[t] or (to_left[t] >= 0 and named[to_left[t]])
        other += r_rarity[t] if not is_name and r_rarity[t] > RARE_WORD else 0.0
    out[PLAIN_WORDS] = _ratio(shared, min(own, other))
    out[ASYMMETRY] = abs(_ratio(shared, own) - _ratio(shared, other))
    left_pairs = _plain_pairs(pairs, terms, named, r_named, to_right)
    right_pairs = _plain_pairs(r_pairs, r_terms, r_named, named, to_left)
    common, i, j = 0, 0, 0
    while i < len(left_pairs) and j < len(right_pairs):
        if left_pairs[i] < right_pairs[j]:
            i += 1
        elif left_pairs[i] > right_pairs[j]:
            j += 1
        else:
            common, i, j = common + 1, i + 1, j + 1
    out[PLAIN_PAIRS] = common / max(5, min(len(left_pairs), len(right_pairs)))

    likeness = np.zeros((len(lengths), len(r_lengths)), np.float32)
    holders = np.zeros(len(terms) + 1, np.int32)  # which left sentences hold a term: counted, then listed
    for m in range(len(members)):
        holders[members[m] + 1] += 1
    for t in range(len(terms)):
        holders[t + 1] += holders[t]
    listed, free = np.empty(len(members), np.int32), holders[:-1].copy()
    for s in range(len(lengths)):
        for m in range(ends[s], ends[s + 1]):
            listed[free[members[m]]] = s
            free[members[m]] += 1
    for s in range(len(r_lengths)):
        for m in range(r_ends[s], r_ends[s + 1]):
            t = to_left[r_members[m]]
            if t >= 0:
                weight = rarity[t] * rarity[t]
                for h in range(holders[t], holders[t + 1]):
                    likeness[listed[h], s] += weight
    best, best_right = np.zeros(len(lengths), np.int32), np.zeros(len(r_lengths), np.int32)
    for s in range(len(lengths)):
        for r in range(len(r_lengths)):
            likeness[s, r] /= norms[s] * r_norms[r]
            if likeness[s, r] > likeness[s, best[s]]:
                best[s] = r
            if likeness[s, r] > likeness[best_right[r], r]:
                best_right[r] = s
    left_total = left_in = right_total = right_in = 0.0
    for s in range(len(lengths)):
        left_total += lengths[s]
        left_in += lengths[s] if len(r_lengths) and likeness[s, best[s]] >= ALIGNED else 0
    for r in range(len(r_lengths)):
        right_total += r_lengths[r]
        right_in += r_lengths[r] if len(lengths) and likeness[best_right[r], r] >= ALIGNED else 0
    left_share, right_share = _ratio(left_in, left_total), _ratio(right_in, right_total)
    out[AL_MAX], out[AL_MIN] = max(left_share, right_share), min(left_share, right_share)

    chosen = np.empty(len(lengths), np.int32)
    count = 0
    for s in range(len(lengths)):
        highest = likeness[s, best[s]] if len(r_lengths) else 0.0
        if highest >= SURELY_ALIGNED or (highest >= ALIGNED and best_right[best[s]] == s):
            chosen[count] = s
            count += 1
    forward = backward = 0
    for i in range(count):
        for j in range(i + 1, count):
            forward += best[chosen[j]] > best[chosen[i]]
            backward += best[chosen[j]] < best[chosen[i]]
    out[ORDER] = _ratio(forward - backward, forward + backward) * min(1.0, count / 4.0)

    values = np.empty(count, np.float32)
    for i in range(count):
        values[i] = likeness[chosen[i], best[chosen[i]]]
    ranked = np.argsort(-values, kind="mergesort")
    shown = min(count, len(aligned))
    for i in range(shown):
        s = chosen[ranked[i]]
        aligned[i, 0], aligned[i, 1], cosines[i] = s, best[s], values[ranked[i]]
    return shown


# --- marks to evidence -------------------------------------------------------------------------------------------

PHRASE, SHARED_NUMBER, SHARED_NAME, QUOTATION, ONLY_LEFT, ONLY_RIGHT = range(6)
LEAST_TOLD = 6.0  # weight of a name or number worth showing


@njit(nogil=True)
def _first_of_each(keys, firsts):
    """Distinct keys in order, and where each stands first."""
    order = np.argsort(keys, kind="mergesort")
    found = 0
    unique, first = np.empty(len(keys), np.uint64), np.empty(len(keys), np.int32)
    for o in range(len(order)):
        if found == 0 or unique[found - 1] != keys[order[o]]:
            unique[found], first[found] = keys[order[o]], firsts[order[o]]
            found += 1
    return unique[:found], first[:found]


@njit(nogil=True, cache=True)
def list_shown(terms, weights, marks, sentences):
    """What of an article may be shown as evidence, each in order of key with the word where it first stands.

    Returns names and numbers with weights and whether each is a number; phrases of two terms with weights; quoted
    triples.
    """
    count = len(terms)
    keys, places = np.empty(count, np.uint64), np.empty(count, np.int32)
    found = 0
    for w in range(count):
        if terms[w] != ZERO and marks[w] & (CAPITAL | IS_NUMBER):
            keys[found], places[found] = terms[w], w
            found += 1
    told, told_first = _first_of_each(keys[:found], places[:found])
    told_weight, is_number = np.empty(len(told), np.float32), np.empty(len(told), np.uint8)
    for t in range(len(told)):
        told_weight[t] = weights[told_first[t]]
        is_number[t] = (marks[told_first[t]] & IS_NUMBER) != 0
    found = 0
    for w in range(count - 1):
        if terms[w] != ZERO and terms[w + 1] != ZERO and sentences[w] == sentences[w + 1]:
            keys[found], places[found] = _mix(terms[w] ^ _mix(terms[w + 1])), w
            found += 1
    phrases, phrase_first = _first_of_each(keys[:found], places[:found])
    phrase_weight = np.empty(len(phrases), np.float32)
    for p in range(len(phrases)):
        phrase_weight[p] = weights[phrase_first[p]] + weights[phrase_first[p] + 1]
    found = 0
    for w in range(count - 2):
        known = (terms[w] != ZERO) + (terms[w + 1] != ZERO) + (terms[w + 2] != ZERO)
        if marks[w] & marks[w + 1] & marks[w + 2] & QUOTED and known >= 2:
            keys[found], places[found] = _mix(terms[w] + _mix(terms[w + 1] + _mix(terms[w + 2]))), w
            found += 1
    quotes, quote_first = _first_of_each(keys[:found], places[:found])
    all_terms, _ = _first_of_each(terms, np.zeros(count, np.int32))
    return (
        all_terms,
        told,
        told_first,
        told_weight,
        is_number,
        phrases,
        phrase_first,
        phrase_weight,
        quotes,
        quote_first,
    )


@njit(nogil=True)
def _write_best(kind, left, right, weights, most, rows, written):
    """Write the heaviest of some findings: kind, word on either side (-1: none), weight."""
    order = np.argsort(-weights, kind="mergesort")
    for rank in range(min(most, len(order))):
        rows[written, 0], rows[written, 1] = kind, left[order[rank]]
        rows[written, 2], rows[written, 3] = right[order[rank]], weights[order[rank]]
        written += 1
    return written


@njit(nogil=True)
def _differing(kind, keys, firsts, weights, others, most, rows, written):
    """Write the heaviest names and numbers of one article that the other has not at all."""
    places = _places_in(keys, others)
    mine = np.flatnonzero((places < 0) & (weights >= LEAST_TOLD))
    none = np.full(len(mine), -1, np.int32)
    if kind == ONLY_LEFT:
        return _write_best(kind, firsts[mine], none, weights[mine], most, rows, written)
    return _write_best(kind, none, firsts[mine], weights[mine], most, rows, written)


@njit(nogil=True, cache=True)
def share(left, right, most, rows):
    """Write rows of (kind, left word, right word, weight): what two articles (as `list_shown` lists them) share, and
    what differs.

    At most `most` of a kind; `rows` has room for six kinds. Returns how many rows.
    """
    all_left, told, first, weight, is_number, phrases, phrase_first, phrase_weight, quotes, quote_first = left
    all_right, r_told, r_first, r_weight, _, r_phrases, r_phrase_first, _, r_quotes, r_quote_first = right
    written = 0
    places = _places_in(phrases, r_phrases)
    both = np.flatnonzero(places >= 0)
    written = _write_best(
        PHRASE, phrase_first[both], r_phrase_first[places[both]], phrase_weight[both], most, rows, written
    )
    places = _places_in(told, r_told)
    for kind in (SHARED_NUMBER, SHARED_NAME):
        both = np.flatnonzero((places >= 0) & ((is_number != 0) == (kind == SHARED_NUMBER)) & (weight >= LEAST_TOLD))
        written = _write_best(kind, first[both], r_first[places[both]], weight[both], most, rows, written)
    places = _places_in(quotes, r_quotes)
    both = np.flatnonzero(places >= 0)
    if len(both):
        early = both[np.argmin(quote_first[both]) : np.argmin(quote_first[both]) + 1]
        written = _write_best(
            QUOTATION, quote_first[early], r_quote_first[places[early]], np.ones(1, np.float32), most, rows, written
        )
    written = _differing(ONLY_LEFT, told, first, weight, all_right, most, rows, written)
    return _differing(ONLY_RIGHT, r_told, r_first, r_weight, all_left, most, rows, written)


@njit(nogil=True, cache=True)
def distinct_shingles(hashes):
    """Every three words in a row, hashed, each once, in order."""
    count = max(0, len(hashes) - 2)
    keys = np.empty(count, np.uint64)
    for w in range(count):
        keys[w] = _mix(hashes[w] + _mix(hashes[w + 1] + _mix(hashes[w + 2])))
    return np.unique(keys)


@njit(nogil=True, cache=True)
def overlap(left, right):
    """How many keys two arrays in order share."""
    return _shared(left, right)
