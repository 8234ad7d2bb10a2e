"""Candidates: for every article, those of each other language that share most of its heaviest keys.

The inverted index is that of stories, over keys in the place of terms: one for each language, in which the articles of
all others are looked up. Keys that more than 500 articles of a language hold are not used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.flags import HEAVY
from dedup.kernels.parameters import CandidateNumbers
from dedup.sketch.sorted_keys import pack_pairs, sorted_unique, unpack_pairs
from dedup.translations.keys.key_shapes import SHAPE_SHIFT, key_weights
from dedup.translations.keys.text_keys import ArticleKeys

MAX_HOLDERS = 500
MAX_CANDIDATES = 8  # of one article in one language
MIN_COSINE = 0.09  # of 100 false candidates 80 are below, of translations none, of cut ones 2
MAX_HEAVY = 32
_UNIT = 1024  # of the weights in postings
_KEY_BITS, _BUCKET_BITS = 32, 16


@dataclass(frozen=True, slots=True)
class WeighedKeys:
    """The distinct keys of articles, end to end, in order of key; weights are in 1/1024."""

    ends: NDArray[np.int64]
    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]
    flags: NDArray[np.uint8]  # HEAVY: among the heaviest
    norms: NDArray[np.float32]  # (articles,) the length of the vector of an article


def weigh_keys(keys: ArticleKeys) -> WeighedKeys:
    """The distinct keys of articles: a key weighs by its shape, and more by the logarithm of how often it occurs."""
    count = len(keys)
    article = np.repeat(np.arange(count, dtype=np.uint64), np.diff(keys.ends))
    packed, times = np.unique(article << np.uint64(_KEY_BITS) | keys.ids, return_counts=True)
    ids, article = packed.astype(np.uint32), (packed >> np.uint64(_KEY_BITS)).astype(np.int64)
    weights = key_weights()[ids >> np.uint32(SHAPE_SHIFT)] * (1 + np.log(times))
    ends = np.searchsorted(article, np.arange(count + 1))
    order = np.lexsort((ids, -weights, article))
    rank = np.arange(len(ids)) - ends[article]
    flags = np.zeros(len(ids), np.uint8)
    flags[order[rank < MAX_HEAVY]] = HEAVY
    norms = np.sqrt(np.bincount(article, weights**2, minlength=count)) * _UNIT
    scaled = np.minimum(np.rint(weights * _UNIT), np.iinfo(np.uint16).max)
    return WeighedKeys(ends, ids, scaled.astype(np.uint16), flags, np.maximum(norms, 1e-3).astype(np.float32))


def translation_candidates(keys: ArticleKeys) -> NDArray[np.uint64]:
    """Each pair of articles of two languages that may be translations once, in order, packed by `pack_pairs`."""
    weighed, language = weigh_keys(keys), np.array(keys.languages)
    found = [np.empty(0, np.uint64)]
    for each in np.unique(language):
        own, others = np.flatnonzero(language == each), np.flatnonzero(language != each)
        pairs = _listed(_selected(weighed, own), _selected(weighed, others))
        one, other = unpack_pairs(pairs)  # the articles of the language come first
        sides = own[one], others[other - len(own)]
        found.append(pack_pairs(np.minimum(*sides), np.maximum(*sides)))
    return sorted_unique(np.concatenate(found))


def _listed(own: WeighedKeys, others: WeighedKeys) -> NDArray[np.uint64]:
    """The candidates of `others` among `own`; the others are numbered behind these."""
    from dedup.kernels.relate.search_terms import HeldTerms, TermIndex, enter_postings, list_term_candidates

    count = len(own.norms)
    shift = _KEY_BITS - _BUCKET_BITS
    starts = np.zeros((1 << _BUCKET_BITS) + 1, np.int32)
    entries = np.empty(np.count_nonzero(own.flags & HEAVY), np.uint64)
    enter_postings(HeldTerms(own.ends, own.ids, own.weights, own.flags), 0, shift, starts, entries)
    pairs = np.empty(len(others.norms) * MAX_CANDIDATES, np.uint64)
    index = TermIndex(shift, starts, entries, np.append(own.norms, others.norms))
    numbers = CandidateNumbers(MAX_HOLDERS, MAX_CANDIDATES, MIN_COSINE)
    asked = HeldTerms(others.ends, others.ids, others.weights, others.flags)
    listed: int = list_term_candidates(asked, count, index, numbers, pairs)
    return pairs[:listed]


def _selected(keys: WeighedKeys, articles: NDArray[np.int64]) -> WeighedKeys:
    lengths = np.diff(keys.ends)[articles]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    rows = np.arange(ends[-1]) + np.repeat(keys.ends[articles] - ends[:-1], lengths)
    return WeighedKeys(ends, keys.ids[rows], keys.weights[rows], keys.flags[rows], keys.norms[articles])
