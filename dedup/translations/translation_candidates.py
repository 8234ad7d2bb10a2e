"""Candidates: for every article, those of each other language that share most of its heaviest keys.

The inverted index is that of stories, over keys in the place of terms: one for each language, in which the articles of
all others are looked up. Keys that more than 500 articles of a language hold are not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.flags import HEAVY
from dedup.kernels.parameters import CandidateNumbers
from dedup.sketch.sorted_keys import pack_pairs, sorted_unique, unpack_pairs
from dedup.translations.keys.key_shapes import key_weights
from dedup.translations.keys.text_keys import ArticleKeys

if TYPE_CHECKING:
    from dedup.kernels.translate.weigh_keys import DistinctKeys

MAX_HOLDERS = 500
MAX_CANDIDATES = 8  # of one article in one language
MIN_COSINE = 0.09  # of 100 false candidates 80 are below, of translations none, of cut ones 2
MAX_HEAVY = 32
_KEY_BITS, _BUCKET_BITS = 32, 16


def distinct_keys(keys: ArticleKeys) -> DistinctKeys:
    """The distinct keys of articles, with their weights."""
    from dedup.kernels.translate.weigh_keys import DistinctKeys, weigh_keys

    count = len(keys.ids)
    columns = np.empty(count, np.uint32), np.empty(count, np.uint16), np.empty(count, np.uint8)
    found = DistinctKeys(np.zeros(len(keys) + 1, np.int64), *columns, np.empty(len(keys), np.float32))
    total = weigh_keys(keys.ends, keys.ids, keys.order, key_weights(), MAX_HEAVY, found)
    return found._replace(ids=found.ids[:total], weights=found.weights[:total], flags=found.flags[:total])


def translation_candidates(keys: ArticleKeys) -> NDArray[np.uint64]:
    """Each pair of articles of two languages that may be translations once, in order, packed by `pack_pairs`."""
    weighed, language = distinct_keys(keys), np.array(keys.languages)
    found = [np.empty(0, np.uint64)]
    for each in np.unique(language):
        own, others = np.flatnonzero(language == each), np.flatnonzero(language != each)
        pairs = _listed(_selected(weighed, own), _selected(weighed, others))
        one, other = unpack_pairs(pairs)  # the articles of the language come first
        sides = own[one], others[other - len(own)]
        found.append(pack_pairs(np.minimum(*sides), np.maximum(*sides)))
    return sorted_unique(np.concatenate(found))


def _listed(own: DistinctKeys, others: DistinctKeys) -> NDArray[np.uint64]:
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


def _selected(keys: DistinctKeys, articles: NDArray[np.int64]) -> DistinctKeys:
    lengths = np.diff(keys.ends)[articles]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    rows = np.arange(ends[-1]) + np.repeat(keys.ends[articles] - ends[:-1], lengths)
    return type(keys)(ends, keys.ids[rows], keys.weights[rows], keys.flags[rows], keys.norms[articles])
