"""What of an article's wording can be compared: its terms, pairs of them in a row, its sentences; no quotations.

    extract_wordings  flags  -> the wordings of articles, end to end

A word's term is here the upper 32 bits of its key, as everywhere in stories.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.flags import CAPITALISED, LOWER_CASE, NUMERIC, QUOTED, REPEATED
from dedup.kernels.layouts import Matrix
from dedup.kernels.parameters import WordingNumbers
from dedup.kernels.relate.weigh_words import WeighedWords
from dedup.kernels.scalars import HIGH_HALF, LOW_HALF, ZERO, U, signed
from dedup.kernels.sorting import sort_distinct, sort_few

Places = NDArray[np.int32]
Weights = NDArray[np.float32]
Flags = NDArray[np.uint8]


class Wording(NamedTuple):
    """The wording of one article: its terms in order; its pairs of terms in a row, in order, as places in the terms;
    and its sentences, those with few terms left out.
    """

    terms: NDArray[np.uint32]
    weights: Weights
    is_name: Flags
    pairs: Matrix[np.int32]  # (pairs, 2)
    firsts: Places  # of each sentence, its first word,
    ends: Places  # its end word,
    lengths: Places  # and how many words of it count
    member_ends: Places  # (sentences + 1,) where its terms end,
    members: Places  # those terms: places in `terms`, in order
    norms: Weights  # the length of each sentence's vector


class WordingEnds(NamedTuple):
    """Where the parts of many wordings end that stand end to end: (wordings + 1,) each."""

    terms: NDArray[np.int64]
    pairs: NDArray[np.int64]
    sentences: NDArray[np.int64]
    members: NDArray[np.int64]


class _Terms(NamedTuple):
    """The distinct terms of an article, in order, and the place of the term of each word, -1 where it has none."""

    terms: NDArray[np.uint32]
    weights: Weights
    is_name: Flags
    places: Places


class _Sentences(NamedTuple):
    """The sentences of an article, as `Wording` holds them."""

    firsts: Places
    ends: Places
    lengths: Places
    member_ends: Places
    members: Places
    norms: Weights


@stage
def _live_words(words: WeighedWords) -> Places:
    """Return the words that are neither quoted nor repeated."""
    live = np.empty(len(words.terms), np.int32)
    kept = 0
    for w in range(len(words.terms)):
        if not words.flags[w] & (QUOTED | REPEATED):
            live[kept] = w
            kept += 1
    return live[:kept]


@stage
def _distinct_terms(words: WeighedWords, live: Places) -> _Terms:
    """Return the distinct terms of some words. One that is more often a capital than not is a name."""
    terms, weights, flags = words.terms, words.weights, words.flags
    keys = np.empty(len(live), np.uint64)
    known = 0
    for o in range(len(live)):
        if terms[live[o]] != ZERO:
            keys[known] = terms[live[o]] & HIGH_HALF | U(live[o])
            known += 1
    sort_few(keys[:known])
    unique, rarity, named = np.empty(known, np.uint32), np.empty(known, np.float32), np.empty(known, np.uint8)
    places = np.full(len(terms), -1, np.int32)
    found = at = 0
    while at < known:
        first, raised = signed(keys[at] & LOW_HALF), 0
        is_name = False
        while at < known and keys[at] >> U(32) == terms[first] >> U(32):
            w = signed(keys[at] & LOW_HALF)
            raised += 1 if flags[w] & CAPITALISED else (-1 if flags[w] & LOWER_CASE else 0)
            is_name = is_name or (flags[w] & CAPITALISED) != 0
            places[w] = found
            at += 1
        unique[found], rarity[found] = terms[first] >> U(32), weights[first]
        named[found] = (is_name and raised >= 0) or (flags[first] & NUMERIC) != 0
        found += 1
    return _Terms(unique[:found], rarity[:found], named[:found], places)


@stage
def _pairs_in_a_row(live: Places, places: Places) -> Matrix[np.int32]:
    """Return the places of the terms of words next to each other."""
    pairs = np.empty((len(live), 2), np.int32)
    paired = 0
    for o in range(len(live) - 1):
        left, right = places[live[o]], places[live[o + 1]]
        if left >= 0 and right >= 0 and live[o] + 1 == live[o + 1]:
            pairs[paired, 0], pairs[paired, 1] = left, right
            paired += 1
    return pairs[:paired]


@stage
def _cut_into_sentences(sentences: Places, live: Places, own: _Terms, numbers: WordingNumbers) -> _Sentences:
    """Return the sentences of an article that have terms enough, up to so many, and the norms of their vectors."""
    most = numbers.max_sentences
    firsts, ends = np.empty(most, np.int32), np.empty(most, np.int32)
    lengths, member_ends = np.empty(most, np.int32), np.zeros(most + 1, np.int32)
    norms, members = np.empty(most, np.float32), np.empty(len(live), np.int32)
    keys = np.empty(len(live), np.uint64)
    total, held, o = 0, 0, 0
    while o < len(live) and total < most:
        start, inside = o, 0
        while o < len(live) and sentences[live[o]] == sentences[live[start]]:
            if own.places[live[o]] >= 0:
                keys[inside] = own.places[live[o]]
                inside += 1
            o += 1
        distinct = sort_distinct(keys[:inside])
        if distinct < numbers.min_sentence_terms:
            continue
        square = 0.0
        for t in range(distinct):
            members[held + t] = keys[t]
            square += np.float64(own.weights[members[held + t]]) ** 2
        held += distinct
        firsts[total], ends[total], lengths[total] = live[start], live[o - 1] + 1, o - start
        norms[total] = math.sqrt(square)
        total += 1
        member_ends[total] = held
    return _Sentences(
        firsts[:total], ends[:total], lengths[:total], member_ends[: total + 1], members[:held], norms[:total]
    )


@stage
def extract(words: WeighedWords, numbers: WordingNumbers) -> Wording:
    """Return what of an article's wording can be compared: quoted and repeated words are left out."""
    live = _live_words(words)
    own = _distinct_terms(words, live)
    cut = _cut_into_sentences(words.sentences, live, own, numbers)
    return Wording(
        own.terms, own.weights, own.is_name, _pairs_in_a_row(live, own.places),
        cut.firsts, cut.ends, cut.lengths, cut.member_ends, cut.members, cut.norms,
    )  # fmt: skip


@stage
def _append(column: Any, first: int, values: Any) -> int:
    """Write values behind those that are there; return where they end.

    Value by value: where a slice is written, numba asks for room to say that two shapes differ.
    """
    for n in range(len(values)):
        column[first + n] = values[n]
    return first + len(values)


@kernel
def extract_wordings(
    words: WeighedWords, word_ends: NDArray[np.int64], numbers: WordingNumbers, parts: Wording, ends: WordingEnds
) -> None:
    """Write the wordings of articles one after the other, whose words stand end to end: see `extract`.

    There is room for an entry each word, and for one more an article.
    """
    for a in range(len(word_ends) - 1):
        own = slice(word_ends[a], word_ends[a + 1])
        one = extract(
            WeighedWords(words.terms[own], words.weights[own], words.flags[own], words.sentences[own]), numbers
        )
        terms, pairs, sentences = ends.terms[a], ends.pairs[a], ends.sentences[a]
        ends.terms[a + 1] = _append(parts.terms, terms, one.terms)
        _append(parts.weights, terms, one.weights)
        _append(parts.is_name, terms, one.is_name)
        for side in range(2):
            ends.pairs[a + 1] = _append(parts.pairs[:, side], pairs, one.pairs[:, side])
        ends.sentences[a + 1] = _append(parts.firsts, sentences, one.firsts)
        _append(parts.ends, sentences, one.ends)
        _append(parts.lengths, sentences, one.lengths)
        _append(parts.member_ends, sentences + a, one.member_ends)
        ends.members[a + 1] = _append(parts.members, ends.members[a], one.members)
        _append(parts.norms, sentences, one.norms)


@stage
def wording_of(a: int, ends: WordingEnds, parts: Wording) -> Wording:
    """Return one of many wordings, whose parts stand end to end."""
    terms, pairs = slice(ends.terms[a], ends.terms[a + 1]), slice(ends.pairs[a], ends.pairs[a + 1])
    first, end = ends.sentences[a], ends.sentences[a + 1]
    return Wording(
        parts.terms[terms], parts.weights[terms], parts.is_name[terms], parts.pairs[pairs],
        parts.firsts[first:end], parts.ends[first:end], parts.lengths[first:end],
        parts.member_ends[first + a : end + a + 1], parts.members[ends.members[a] : ends.members[a + 1]],
        parts.norms[first:end],
    )  # fmt: skip
