"""From the words of one article to terms: for each word its term, what that weighs, and flags.

A term is 32 bits of a word's hash, of a number's value, or of two ideographs in a row. `dedup.stories.terms`, the typed
side of these loops, explains what the numbers mean.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.flags import (
    BLANK,
    BREAK,
    CAPITALISED,
    CLOSING_QUOTE,
    CONTINUES,
    FUNCTION_WORD,
    HALF_WORD,
    LINE,
    LOWER_CASE,
    NUMERIC,
    OPENING_QUOTE,
    QUOTED,
    REPEATED,
    SENTENCE,
    TEXT_END,
    UPPER_CASE,
    WRAPPED,
)
from dedup.kernels.hash_table import find_slot, new_table
from dedup.kernels.hashing import K1, mix
from dedup.kernels.parameters import TermNumbers
from dedup.kernels.scalars import ONE, ZERO, U

CLASSIFIED_POINTS = 65_536  # code points that have a class; all others have none
PERCENT = 100  # in place of a power of ten in the table of scales
ORDINAL = -2  # a suffix that says no more than the number
NOT_A_NUMBER = -1
MAX_NUMBER = 1e100  # what is larger counts nothing: it is a name, as of a record

Hashes = NDArray[np.uint64]
Places = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Points = NDArray[np.uint32]
Weights = NDArray[np.float32]


class TermWords(NamedTuple):
    """The words of an article, under the keys by which they are weighed, and the text's code points."""

    keys: Hashes
    starts: Places
    ends: Places
    boundaries: Bytes
    flags: Bytes
    points: Points


class WeighedWords(NamedTuple):
    """What `weigh_words` writes of an article."""

    terms: Hashes
    weights: Weights
    flags: Bytes
    sentences: Places


class WeightTable(NamedTuple):
    """What words weigh: weights by key, in a table of keys; other words weigh `unlisted`."""

    slots: Hashes
    weights: NDArray[np.float32]
    unlisted: float


class NumberRules(NamedTuple):
    """How a language writes numbers: scale words by key, in a table of keys, with their powers of ten (100: a
    percentage); and whether 14.300 is fourteen thousand.
    """

    slots: Hashes
    powers: NDArray[np.int64]
    dots_group_digits: bool


# --- numbers -----------------------------------------------------------------------------------------------------


@stage
def _digits(points: Points, start: int, end: int) -> tuple[float, int]:
    """Return the value of the digits that a word begins with, and how many there are."""
    value, at = 0.0, start
    while at < end and 48 <= points[at] <= 57:
        value = 10.0 * value + (points[at] - 48)
        at += 1
    return value, at - start


@stage
def _suffix(points: Points, start: int, end: int) -> int:
    """Return the power of ten that letters behind digits stand for: 3B, 14bn, 2k; ORDINAL for 3rd; NOT_A_NUMBER for
    4x4.
    """
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
def _read_number(w: int, words: TermWords, rules: NumberRules) -> tuple[float, bool, int, int]:
    """Return the value that begins at word w, whether it is a percentage, how it is written, and the first word behind
    it.

    "14.3 billion", "14,300", "14.3B" and "14 Mrd." are single numbers. Written form: 0 plain, 1 with a fraction or
    a scale, NOT_A_NUMBER.
    """
    keys, starts, ends, points = words.keys, words.starts, words.ends, words.points
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
        grouped = digits == 3 and (mark != 46 or rules.dots_group_digits)
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
            slot = find_slot(keys[last + 1], rules.slots)
            if rules.slots[slot] != ZERO:
                percent = percent or rules.powers[slot] == PERCENT
                power = 0 if rules.powers[slot] == PERCENT else rules.powers[slot]
                last += 1
    if power > 0:
        value *= 10.0**power
    if not value < MAX_NUMBER:  # nor is what is no number at all, of parts that are beyond any
        return 0.0, False, NOT_A_NUMBER, w + 1
    return value, percent, 1 if fraction or power > 0 else 0, last + 1


@stage
def _number_weight(value: float, percent: bool, written: int, numbers: TermNumbers) -> float:
    """Return how much a shared number says: 2 hardly anything, 14.3 billion much."""
    if written == 1:
        return numbers.rare_number
    if percent:
        return numbers.round_number
    if value < 100.0 or 1900.0 <= value <= 2100.0:
        return numbers.common_number
    if value % 100.0 == 0.0 and value < 1000.0:
        return numbers.round_number
    return numbers.rare_number


@stage
def _number_key(value: float, percent: bool) -> U:
    """Return one key for one value to six digits, however it was written."""
    power = math.floor(math.log10(value)) if value > 0.0 else 0
    digits = np.int64(np.round(value / 10.0 ** (power - 5)))
    return mix(U(digits) * U(4096) + U(power + 1024) + U(2048 if percent else 0)) | ONE


# --- words -------------------------------------------------------------------------------------------------------


@stage
def _flag_repeats(keys: Hashes, sentences: Places, flags: Bytes, min_words: int) -> None:
    """Flag the words of every sentence of `min_words` or more that stood before."""
    count = len(keys)
    slots = new_table(count)
    first = 0
    while first < count:
        end, hashed = first, ONE
        while end < count and sentences[end] == sentences[first]:
            hashed = mix(hashed ^ keys[end]) + K1
            end += 1
        if end - first >= min_words:
            slot = find_slot(hashed | ONE, slots)
            if slots[slot] != ZERO:
                for w in range(first, end):
                    flags[w] |= REPEATED
            slots[slot] = hashed | ONE
        first = end


@stage
def _weigh(
    words: TermWords,
    classes: Bytes,
    table: WeightTable,
    rules: NumberRules,
    numbers: TermNumbers,
    weighed: WeighedWords,
) -> None:
    """Write for every word of an article its term (0: none), its weight (0: too common), flags, and the number of its
    sentence; terms and weights are 0 before.
    """
    keys, starts, ends, points, kinds = words.keys, words.starts, words.ends, words.points, words.flags
    terms, weights, flags, sentences = weighed.terms, weighed.weights, weighed.flags, weighed.sentences
    count = len(keys)
    quoted, sentence, number_end = False, -1, 0
    for w in range(count):
        boundary = words.boundaries[w]
        opens_line = (boundary & (BLANK | TEXT_END)) != 0 or ((boundary & LINE) != 0 and (boundary & WRAPPED) == 0)
        opens_sentence = w == 0 or opens_line or (boundary & SENTENCE) != 0
        quoted = quoted and not opens_line
        broken = opens_sentence
        for p in range(ends[w - 1] if w > 0 else 0, starts[w]):
            kind = classes[points[p]] if points[p] < CLASSIFIED_POINTS else 0
            broken = broken or (kind & BREAK) != 0
            if kind & OPENING_QUOTE and kind & CLOSING_QUOTE:
                quoted = not quoted
            elif kind & OPENING_QUOTE:
                quoted = True
            elif kind & CLOSING_QUOTE:
                quoted = False
        sentence += opens_sentence
        sentences[w] = sentence
        first = points[starts[w]]
        is_upper = first < CLASSIFIED_POINTS and (classes[first] & UPPER_CASE) != 0
        flags[w] = (
            (QUOTED if quoted else 0)
            | (LOWER_CASE if not is_upper else 0)
            | (CAPITALISED if is_upper and not broken else 0)
        )
        if w < number_end:
            flags[w] |= CONTINUES
            continue
        if 48 <= first <= 57:
            value, percent, written, number_end = _read_number(w, words, rules)
            if written != NOT_A_NUMBER:
                terms[w], weights[w] = _number_key(value, percent), _number_weight(value, percent, written, numbers)
                flags[w] |= NUMERIC
                continue
            flags[w] |= NUMERIC
        key, rarest = keys[w], table.unlisted
        if kinds[w] & HALF_WORD:
            if w + 1 == count or not kinds[w + 1] & HALF_WORD or starts[w + 1] != ends[w]:
                continue
            key, rarest = mix(keys[w] ^ mix(keys[w + 1])), min(table.unlisted, numbers.unlisted_pair)
        elif ends[w] - starts[w] == 1:
            continue
        slot = find_slot(key, table.slots)
        is_listed = table.slots[slot] != ZERO
        weights[w] = table.weights[slot] if is_listed else (rarest if not kinds[w] & FUNCTION_WORD else 0.0)
        terms[w] = key if weights[w] > 0.0 else ZERO
    _flag_repeats(keys, sentences, flags, numbers.min_repeated_sentence)


@kernel
def weigh_words(
    words: TermWords,
    word_ends: NDArray[np.int64],
    point_ends: NDArray[np.int64],
    rows: NDArray[np.int64],
    classes: Bytes,
    language: tuple[WeightTable, NumberRules],
    numbers: TermNumbers,
    weighed: WeighedWords,
) -> None:
    """Weigh the words of articles in one language, given by their rows: see `_weigh`.

    The words of all articles stand end to end, and so do their code points; boundaries are one more an article.
    `classes` says what each of the first 65,536 code points is.
    """
    table, rules = language
    for a in rows:
        own, boundaries = slice(word_ends[a], word_ends[a + 1]), slice(word_ends[a] + a, word_ends[a + 1] + a + 1)
        points = words.points[point_ends[a] : point_ends[a + 1]]
        read = TermWords(
            words.keys[own], words.starts[own], words.ends[own], words.boundaries[boundaries], words.flags[own], points
        )
        written = WeighedWords(weighed.terms[own], weighed.weights[own], weighed.flags[own], weighed.sentences[own])
        _weigh(read, classes, table, rules, numbers, written)


@kernel
def hash_bigrams(keys: Hashes, joined: Hashes) -> None:
    """Write the key of every two words in a row, as `weigh_words` makes it for ideographs."""
    for w in range(len(keys) - 1):
        joined[w] = mix(keys[w] ^ mix(keys[w + 1]))
