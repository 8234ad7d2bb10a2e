"""Marking: from the words of one article to weighted terms.

    mark        words     -> a term, its background weight and marks for every word
    gather      marks     -> the article's terms, heaviest kept, each once, in order

and tables of keys with open addressing, which both of them look into: `fill_table`, `vote`, `pair_keys`.

A term is 32 bits of a word's hash, of a number's value, or of two ideographs in a row. What the numbers mean is told in
`dedup.stories.terms`, the typed side of these loops.
"""

from __future__ import annotations

import math

import numpy as np

from dedup.kernels.compiled import kernel, stage

U = np.uint64
ZERO, ONE = U(0), U(1)
HIGH, LOW = U(0xFFFFFFFF00000000), U(0xFFFFFFFF)
K1, K2 = U(0x9E3779B97F4A7C15), U(0x6A09E667F3BCC909)

# Bits of borders and kinds that this file reads, as `dedup.tokens.words` explains them.
SENTENCE, LINE, WRAPPED, BLANK, TEXT_END = 1, 2, 4, 8, 16
FUNCTION, SINGLE = 2, 4

# Classes of code points, as `dedup.stories.terms` fills them in.
UPPER, BREAK, OPENS, CLOSES = 1, 2, 4, 8

# Marks of a word.
CAPITAL = 1  # capitalised though no sentence begins there
LOWER = 2  # not capitalised
IS_NUMBER = 4
QUOTED = 8
REPEATED = 16  # in a sentence that stood before
CONTINUES = 32  # belongs to the number that began before: the 3 of 14.3

# Flags of a term.
NAME, NUMERAL, LEAD, TITLE, TOP_NAME = 1, 2, 4, 8, 16
HEAVY = 32  # among the heaviest: candidates are looked for with it

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


@stage
def _mix(number):
    number = (number ^ (number >> U(30))) * K1
    number = (number ^ (number >> U(27))) * K2
    return number ^ (number >> U(31))


@stage
def _slot_of(key, slots):
    """The place of a key in a table with open addressing, or of the free slot where it would go."""
    mask = U(len(slots) - 1)
    slot = _mix(key) & mask
    while slots[slot] != ZERO and slots[slot] != key:
        slot = (slot + ONE) & mask
    return slot


@kernel
def fill_table(keys, values, slots, slot_values):
    """Enter keys with their values; a key that stands twice adds up. `slots` must have more room than keys."""
    for k in range(len(keys)):
        slot = _slot_of(keys[k], slots)
        slots[slot] = keys[k]
        slot_values[slot] += values[k]


@kernel
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


@stage
def _digits(points, start, end):
    """The value of the digits that a word begins with, and how many there are."""
    value, at = 0.0, start
    while at < end and 48 <= points[at] <= 57:
        value = 10.0 * value + (points[at] - 48)
        at += 1
    return value, at - start


@stage
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


@stage
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


@stage
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


@stage
def _number_key(value, percent):
    """One key for one value to six digits, however it was written."""
    power = math.floor(math.log10(value)) if value > 0.0 else 0
    digits = np.int64(np.round(value / 10.0 ** (power - 5)))
    return _mix(U(digits) * U(4096) + U(power + 1024) + U(2048 if percent else 0)) | ONE


@stage
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


@kernel
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


@kernel
def pair_keys(keys, joined):
    """Write the key of every two words in a row, as `mark` makes it for ideographs."""
    for w in range(len(keys) - 1):
        joined[w] = _mix(keys[w] ^ _mix(keys[w + 1]))


# --- marks to terms ----------------------------------------------------------------------------------------------


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
def _heaviest(weights, most):
    """The places of the `most` heaviest that weigh something, as a mask; of equals, the first."""
    count = len(weights)
    keys = np.empty(count, np.uint64)
    for t in range(count):
        keys[t] = U(np.int64(weights[t] * 65536.0)) << U(32) | U(count - 1 - t)
    _sort(keys)
    keep = np.zeros(count, np.bool_)
    for rank in range(count - min(most, count), count):
        keep[count - 1 - np.int64(keys[rank] & LOW)] = keys[rank] > LOW
    return keep


@stage
def _group(terms):
    """Number the distinct terms in the order in which they come first: for each word its number (-1: none), for each
    number its first word.
    """
    count = len(terms)
    size = 16
    while size < 2 * count + 2:
        size *= 2
    slots, numbers = np.zeros(size, np.uint64), np.empty(size, np.int32)
    number_of, firsts = np.full(count, -1, np.int32), np.empty(count, np.int32)
    found = 0
    for w in range(count):
        if terms[w] != ZERO:
            slot = _slot_of(terms[w], slots)
            if slots[slot] == ZERO:
                slots[slot], numbers[slot], firsts[found] = terms[w], found, w
                found += 1
            number_of[w] = numbers[slot]
    return number_of, firsts[:found]


@kernel
def gather(terms, weights, marks, sentences, title_words, most, columns, ends):
    """Write the terms of one article, and what else two articles are compared by; return how many of its words count.

    `columns` are those of many articles: term numbers in order, their weights and early weights (in 1/512 and in 1/255
    of the weight), flags; pairs of rare words in a row, in order, with weights; triples of quoted words, in order.
    `ends` says how many terms, pairs and triples are there already, and is moved on; `most` says how many terms are
    kept, how many of them are heavy, how many pairs and triples.
    """
    ids, coded, shares, kept_flags, pair_ids, pair_weights, quotes = columns
    most_terms, most_heavy, most_pairs, most_quotes = most
    number_of, firsts = _group(terms)
    found = len(firsts)
    times, early_times = np.zeros(found, np.int32), np.zeros(found, np.int32)
    capitals, flags, weight = np.zeros(found, np.int32), np.zeros(found, np.uint8), np.empty(found, np.float64)
    for t in range(found):
        weight[t] = weights[firsts[t]]
    counted = 0
    for w in range(title_words, len(terms)):
        counted += not marks[w] & REPEATED
    early_end, place, early_words = max(EARLY_WORDS, int(EARLY_SHARE * counted)), 0, 0
    for w in range(len(terms)):
        in_title, is_told = w < title_words, not marks[w] & REPEATED
        is_early = in_title or place < early_end
        early_words += is_early
        t = number_of[w]
        if t >= 0 and is_told:
            times[t] += 1
            early_times[t] += is_early
            capitals[t] += 1 if marks[w] & CAPITAL else (-1 if marks[w] & LOWER else 0)
            weight[t] = min(weight[t], weights[w])
            flags[t] |= NUMERAL if marks[w] & IS_NUMBER else 0
            flags[t] |= NAME if marks[w] & CAPITAL else 0
            flags[t] |= TITLE if in_title else 0
            flags[t] |= LEAD if in_title or place < LEAD_WORDS else 0
        place += is_told and not in_title
    full, early, names, ranks = np.zeros(found), np.zeros(found), np.zeros(found), np.zeros(found)
    for t in range(found):
        if flags[t] & NUMERAL or capitals[t] < 0:
            flags[t] &= ~np.uint8(NAME)
        boost = NAME_BOOST if flags[t] & NAME else (NUMBER_BOOST if flags[t] & NUMERAL else 1.0)
        full[t] = (1.0 + math.log(times[t])) * weight[t] * boost if times[t] else 0.0
        early[t] = (1.0 + math.log(early_times[t])) * weight[t] * boost if early_times[t] else 0.0
        names[t] = full[t] if flags[t] & NAME else 0.0
        ranks[t] = max(early[t], LATE_RANK * full[t])
    is_top, is_kept = _heaviest(names, TOP_NAMES), _heaviest(ranks, most_terms)
    for t in range(found):
        ranks[t] = full[t] if is_kept[t] else 0.0
    is_heavy = _heaviest(ranks, most_heavy)
    keys = np.empty(found, np.uint64)
    kept = 0
    for t in range(found):
        if is_kept[t]:
            flags[t] |= (TOP_NAME if is_top[t] else 0) | (HEAVY if is_heavy[t] else 0)
            keys[kept] = terms[firsts[t]] & HIGH | U(t)
            kept += 1
    _sort(keys[:kept])
    for k in range(kept):
        t, at = np.int64(keys[k] & LOW), ends[0] + k
        ids[at], coded[at] = keys[k] >> U(32), min(np.round(full[t] * WEIGHT_UNIT), 65535.0)
        shares[at], kept_flags[at] = np.round(early[t] / full[t] * 255.0), flags[t]
    ends[0] += kept
    own_pairs, own_weights = pair_ids[ends[1] : ends[1] + most_pairs], pair_weights[ends[1] : ends[1] + most_pairs]
    ends[1] += _rare_pairs(terms, weights, marks, sentences, early_words, own_pairs, own_weights)
    ends[2] += _quoted_triples(terms, marks, quotes[ends[2] : ends[2] + most_quotes])
    return counted


@stage
def _rare_pairs(terms, weights, marks, sentences, early_words, ids, coded):
    """Write pairs of terms in a row, each once, as many of the heaviest as there is room for, in order of number; those
    of the last part rank lower. Return how many.
    """
    keys = np.empty(len(terms), np.uint64)
    found = 0
    for w in range(len(terms) - 1):
        if terms[w] != ZERO and terms[w + 1] != ZERO and sentences[w] == sentences[w + 1] and not marks[w] & REPEATED:
            keys[found] = _mix(terms[w] ^ _mix(terms[w + 1])) & HIGH | U(w)
            found += 1
    _sort(keys[:found])
    unique = 0
    ranks = np.empty(found, np.float64)
    for k in range(found):
        if unique == 0 or keys[k] >> U(32) != keys[unique - 1] >> U(32):
            w = np.int64(keys[k] & LOW)
            keys[unique] = keys[k]
            ranks[unique] = (weights[w] + weights[w + 1]) * (1.0 if w < early_words else LATE_RANK)
            unique += 1
    is_kept = _heaviest(ranks[:unique], len(ids))
    kept = 0
    for k in range(unique):
        if is_kept[k]:
            w = np.int64(keys[k] & LOW)
            ids[kept] = keys[k] >> U(32)
            coded[kept] = min(np.round((weights[w] + weights[w + 1]) * WEIGHT_UNIT), 65535.0)
            kept += 1
    return kept


@stage
def _quoted_triples(terms, marks, ids):
    """Write as many of the least numbers of all triples of words inside quotations of four words or more as there is
    room for: a fair sample. Return how many.
    """
    count = len(terms)
    keys = np.empty(count, np.uint64)
    found, first = 0, 0
    while first < count:
        end = first
        while end < count and marks[end] & QUOTED and not marks[end] & REPEATED:
            end += 1
        if end - first >= QUOTED_WORDS:
            for w in range(first, end - 2):
                known = (terms[w] != ZERO) + (terms[w + 1] != ZERO) + (terms[w + 2] != ZERO)
                if known >= 2:
                    keys[found] = _mix(terms[w] + _mix(terms[w + 1] + _mix(terms[w + 2]))) >> U(32)
                    found += 1
        first = max(end, first + 1)
    _sort(keys[:found])
    kept = 0
    for k in range(found):
        if kept < len(ids) and (k == 0 or keys[k] != keys[k - 1]):
            ids[kept] = keys[k]
            kept += 1
    return kept
