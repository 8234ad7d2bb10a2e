"""From weighed words to an article's terms: the heaviest kept, each once, in order."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.flags import (
    CAPITALISED,
    LEAD,
    LOWER_CASE,
    NAME,
    NUMERAL,
    NUMERIC,
    QUOTED,
    REPEATED,
    TITLE,
)
from dedup.kernels.hash_table import find_slot, new_table
from dedup.kernels.hashing import mix
from dedup.kernels.layouts import Matrix
from dedup.kernels.parameters import SelectionNumbers
from dedup.kernels.relate.weigh_words import WeighedWords
from dedup.kernels.scalars import HIGH_HALF, LOW_HALF, ZERO, U, signed
from dedup.kernels.sorting import sort_few

WEIGHT_UNIT = 512.0  # weights are kept in 16 bits: a weight of 1 is 512

Hashes = NDArray[np.uint64]
Places = NDArray[np.int32]
Bytes = NDArray[np.uint8]


class TermColumns(NamedTuple):
    """The terms of many articles, end to end: term numbers in order, with their weights in the language, how often they
    occur, and flags; pairs of rare words in a row, in order, with weights; triples of quoted words, in order.
    """

    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]  # in 1/512
    counts: Bytes  # up to 255
    flags: Bytes
    bigram_ids: NDArray[np.uint32]
    bigram_weights: NDArray[np.uint16]
    quoted_trigrams: NDArray[np.uint32]


@stage
def heaviest_places(weights: NDArray[np.float64], most: int) -> NDArray[np.bool_]:
    """Return the places of the `most` heaviest that weigh something, as a mask; of equals, the first."""
    count = len(weights)
    keys = np.empty(count, np.uint64)
    for t in range(count):
        keys[t] = U(np.int64(weights[t] * 65536.0)) << U(32) | U(count - 1 - t)
    sort_few(keys)
    keep = np.zeros(count, np.bool_)
    for rank in range(count - min(most, count), count):
        keep[count - 1 - np.int64(keys[rank] & LOW_HALF)] = keys[rank] > LOW_HALF
    return keep


@stage
def _number_terms(terms: Hashes) -> tuple[Places, Places]:
    """Number the distinct terms in the order in which they come first: for each word its number (-1: none), for each
    number its first word.
    """
    count = len(terms)
    slots = new_table(count)
    numbers, number_of, firsts = np.empty(len(slots), np.int32), np.full(count, -1, np.int32), np.empty(count, np.int32)
    found = 0
    for w in range(count):
        if terms[w] != ZERO:
            slot = find_slot(terms[w], slots)
            if slots[slot] == ZERO:
                slots[slot], numbers[slot], firsts[found] = terms[w], found, w
                found += 1
            number_of[w] = numbers[slot]
    return number_of, firsts[:found]


class _CountedTerms(NamedTuple):
    """The distinct terms of one article, in order of first occurrence, as they are counted."""

    weights: NDArray[np.float64]  # the least of its occurrences
    times: Places
    early_times: Places
    capitals: Places  # capitals less small letters, where they tell
    flags: Bytes


@stage
def _count_terms(
    words: WeighedWords, title_words: int, counted: int, number_of: Places, firsts: Places, numbers: SelectionNumbers
) -> tuple[_CountedTerms, int]:
    """Count the terms of an article, of whose words so many count; return them, and how many words are early."""
    weights, marks, found = words.weights, words.flags, len(firsts)
    times, early_times = np.zeros(found, np.int32), np.zeros(found, np.int32)
    capitals, flags, weight = np.zeros(found, np.int32), np.zeros(found, np.uint8), np.empty(found, np.float64)
    for t in range(found):
        weight[t] = weights[firsts[t]]
    early_end, place, early_words = max(numbers.early_words, int(numbers.early_share * counted)), 0, 0
    for w in range(len(weights)):
        in_title, is_counted = w < title_words, not marks[w] & REPEATED
        is_early = in_title or place < early_end
        early_words += is_early
        t = number_of[w]
        if t >= 0 and is_counted:
            times[t] += 1
            early_times[t] += is_early
            capitals[t] += 1 if marks[w] & CAPITALISED else (-1 if marks[w] & LOWER_CASE else 0)
            weight[t] = min(weight[t], weights[w])
            flags[t] |= NUMERAL if marks[w] & NUMERIC else 0
            flags[t] |= NAME if marks[w] & CAPITALISED else 0
            flags[t] |= TITLE if in_title else 0
            flags[t] |= LEAD if in_title or place < numbers.lead_words else 0
        place += is_counted and not in_title
    return _CountedTerms(weight, times, early_times, capitals, flags), early_words


@stage
def _rank_terms(counted: _CountedTerms, numbers: SelectionNumbers) -> NDArray[np.float64]:
    """Return how much each term says of the article, those of its last part less; a name that is more often written
    small is none.
    """
    weight, flags = counted.weights, counted.flags
    times, early_times = counted.times, counted.early_times
    ranks = np.zeros(len(weight))
    for t in range(len(weight)):
        if flags[t] & NUMERAL or counted.capitals[t] < 0:
            flags[t] &= ~np.uint8(NAME)
        boost = numbers.name_boost if flags[t] & NAME else (numbers.number_boost if flags[t] & NUMERAL else 1.0)
        full = (1.0 + math.log(times[t])) * weight[t] * boost if times[t] else 0.0
        early = (1.0 + math.log(early_times[t])) * weight[t] * boost if early_times[t] else 0.0
        ranks[t] = max(early, numbers.late_rank * full)
    return ranks


@stage
def _write_terms(
    terms: Hashes, firsts: Places, counted: _CountedTerms, is_kept: NDArray[np.bool_], columns: TermColumns, end: int
) -> int:
    """Write the kept terms in order of number, behind those that are there; return where they end."""
    keys = np.empty(len(firsts), np.uint64)
    kept = 0
    for t in range(len(firsts)):
        if is_kept[t]:
            keys[kept] = terms[firsts[t]] & HIGH_HALF | U(t)
            kept += 1
    sort_few(keys[:kept])
    for k in range(kept):
        t, at = signed(keys[k] & LOW_HALF), end + k
        columns.ids[at] = keys[k] >> U(32)
        columns.weights[at] = min(np.round(counted.weights[t] * WEIGHT_UNIT), 65535.0)
        columns.counts[at], columns.flags[at] = min(counted.times[t], 255), counted.flags[t]
    return end + kept


@stage
def _select(
    words: WeighedWords, title_words: int, numbers: SelectionNumbers, columns: TermColumns, ends: NDArray[np.int64]
) -> int:
    """Write the terms of one article, and what else two articles are compared by; return how many of its words count.

    `ends` says how many terms, bigrams and trigrams are there already, and is moved on.
    """
    counted = 0
    for w in range(title_words, len(words.terms)):
        counted += not words.flags[w] & REPEATED
    number_of, firsts = _number_terms(words.terms)
    found, early_words = _count_terms(words, title_words, counted, number_of, firsts, numbers)
    is_kept = heaviest_places(_rank_terms(found, numbers), numbers.max_terms)
    ends[0] = _write_terms(words.terms, firsts, found, is_kept, columns, ends[0])
    bigrams = slice(ends[1], ends[1] + numbers.max_pairs)
    ends[1] += _rare_bigrams(
        words, early_words, numbers.late_rank, columns.bigram_ids[bigrams], columns.bigram_weights[bigrams]
    )
    trigrams = columns.quoted_trigrams[ends[2] : ends[2] + numbers.max_quotes]
    ends[2] += _quoted_trigrams(words.terms, words.flags, numbers.min_quoted_words, trigrams)
    return counted


@kernel
def select_terms(
    words: WeighedWords,
    word_ends: NDArray[np.int64],
    title_words: Places,
    numbers: SelectionNumbers,
    columns: TermColumns,
    ends: Matrix[np.int64],
    counted: Places,
) -> None:
    """Write the terms of articles, whose words stand end to end, and how many words of each count: see `_select`.

    `ends[a + 1]` is where the terms, bigrams and trigrams of article a end, `ends[0]` how many are there before.
    """
    for a in range(len(title_words)):
        own = slice(word_ends[a], word_ends[a + 1])
        article = WeighedWords(words.terms[own], words.weights[own], words.flags[own], words.sentences[own])
        for kind in range(ends.shape[1]):  # a row that is written at once asks for room: it may overlap
            ends[a + 1, kind] = ends[a, kind]
        counted[a] = _select(article, title_words[a], numbers, columns, ends[a + 1])


@stage
def _rare_bigrams(
    words: WeighedWords, early_words: int, late_rank: float, ids: NDArray[np.uint32], coded: NDArray[np.uint16]
) -> int:
    """Write pairs of terms in a row, each once, as many of the heaviest as there is room for, in order of number; those
    of the last part rank lower. Return how many.
    """
    terms, weights, flags, sentences = words.terms, words.weights, words.flags, words.sentences
    keys = np.empty(len(terms), np.uint64)
    found = 0
    for w in range(len(terms) - 1):
        if terms[w] != ZERO and terms[w + 1] != ZERO and sentences[w] == sentences[w + 1] and not flags[w] & REPEATED:
            keys[found] = mix(terms[w] ^ mix(terms[w + 1])) & HIGH_HALF | U(w)
            found += 1
    sort_few(keys[:found])
    unique = 0
    ranks = np.empty(found, np.float64)
    for k in range(found):
        if unique == 0 or keys[k] >> U(32) != keys[unique - 1] >> U(32):
            w = signed(keys[k] & LOW_HALF)
            keys[unique] = keys[k]
            ranks[unique] = (weights[w] + weights[w + 1]) * (1.0 if w < early_words else late_rank)
            unique += 1
    is_kept = heaviest_places(ranks[:unique], len(ids))
    kept = 0
    for k in range(unique):
        if is_kept[k]:
            w = signed(keys[k] & LOW_HALF)
            ids[kept] = keys[k] >> U(32)
            coded[kept] = min(np.round((weights[w] + weights[w + 1]) * WEIGHT_UNIT), 65535.0)
            kept += 1
    return kept


@stage
def _quoted_trigrams(terms: Hashes, flags: Bytes, min_words: int, ids: NDArray[np.uint32]) -> int:
    """Write as many of the least numbers of all triples of words inside quotations of `min_words` or more as there is
    room for: a fair sample. Return how many.
    """
    count = len(terms)
    keys = np.empty(count, np.uint64)
    found, first = 0, 0
    while first < count:
        end = first
        while end < count and flags[end] & QUOTED and not flags[end] & REPEATED:
            end += 1
        if end - first >= min_words:
            for w in range(first, end - 2):
                known = int(terms[w] != ZERO) + int(terms[w + 1] != ZERO) + int(terms[w + 2] != ZERO)
                if known >= 2:
                    keys[found] = mix(terms[w] + mix(terms[w + 1] + mix(terms[w + 2]))) >> U(32)
                    found += 1
        first = max(end, first + 1)
    sort_few(keys[:found])
    kept = 0
    for k in range(found):
        if kept < len(ids) and (k == 0 or keys[k] != keys[k - 1]):
            ids[kept] = keys[k]
            kept += 1
    return kept
