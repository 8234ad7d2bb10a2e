"""Candidates: for every article, those of each other language that share most of its heaviest keys.

The inverted index is that of stories, over keys in the place of terms: one for each language, in which the articles of
all others are looked up. Keys that more than 500 articles of a language hold are not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.flags import HEAVY
from dedup.kernels.parameters import CandidateNumbers
from dedup.kernels.translate.key_parts import HeavyKeys
from dedup.runtime.arrays import distinct
from dedup.sketch.sorted_keys import pack_pairs, sorted_unique, unpack_pairs
from dedup.translations.keys.key_shapes import key_weights
from dedup.translations.keys.text_keys import ArticleKeys

if TYPE_CHECKING:
    from dedup.kernels.relate.search_terms import HeldTerms, TermIndex

MAX_HOLDERS = 500
MAX_CANDIDATES = 8  # of one article in one language
MIN_COSINE = 0.09  # of 100 false candidates 80 are below, of translations none, of cut ones 2
MAX_HEAVY = 32
_KEY_BITS, _BUCKET_BITS = 32, 16


def heavy_keys(keys: ArticleKeys) -> HeavyKeys:
    """The heaviest keys of articles, with their weights."""
    from dedup.kernels.translate.weigh_keys import weigh_keys

    room = int(np.minimum(np.diff(keys.ends), MAX_HEAVY).sum())
    columns = np.empty(room, np.uint32), np.empty(room, np.uint16)
    found = HeavyKeys(np.zeros(len(keys) + 1, np.int64), *columns, np.empty(len(keys), np.float32))
    total = weigh_keys(keys.ends, keys.ids, keys.order, key_weights(), MAX_HEAVY, found)
    return found._replace(ids=found.ids[:total], weights=found.weights[:total])


def translation_candidates(keys: ArticleKeys) -> NDArray[np.uint64]:
    """Each pair of articles of two languages that may be translations once, in order, packed by `pack_pairs`."""
    weighed, language = heavy_keys(keys), np.array(keys.languages)
    found = [np.empty(0, np.uint64)]
    for each in distinct(language):
        own, others = np.flatnonzero(language == each), np.flatnonzero(language != each)
        one, other = candidates_among(key_postings(selected_keys(weighed, own)), selected_keys(weighed, others))
        sides = own[one], others[other]
        found.append(pack_pairs(np.minimum(*sides), np.maximum(*sides)))
    return sorted_unique(np.concatenate(found))


def key_postings(keys: HeavyKeys) -> TermIndex:
    """The inverted index of some articles."""
    from dedup.kernels.relate.search_terms import TermIndex, enter_postings

    shift = _KEY_BITS - _BUCKET_BITS
    starts = np.zeros((1 << _BUCKET_BITS) + 1, np.int32)
    entries = np.empty(len(keys.ids), np.uint64)
    enter_postings(_held(keys), 0, shift, starts, entries)
    return TermIndex(shift, starts, entries, keys.norms)


def candidates_among(index: TermIndex, asked: HeavyKeys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The candidates of some articles among those of an index: pairs, by the positions of the indexed and the asked."""
    from dedup.kernels.relate.search_terms import list_term_candidates

    count = len(index.norms)
    pairs = np.empty(len(asked.norms) * MAX_CANDIDATES, np.uint64)
    both = index._replace(norms=np.append(index.norms, asked.norms))
    numbers = CandidateNumbers(MAX_HOLDERS, MAX_CANDIDATES, MIN_COSINE)
    listed: int = list_term_candidates(_held(asked), count, both, numbers, pairs)
    one, other = (side.astype(np.int64) for side in unpack_pairs(pairs[:listed]))
    return one, other - count


def _held(keys: HeavyKeys) -> HeldTerms:
    from dedup.kernels.relate.search_terms import HeldTerms

    return HeldTerms(keys.ends, keys.ids, keys.weights, np.full(len(keys.ids), HEAVY, np.uint8))


def selected_keys(keys: HeavyKeys, articles: NDArray[np.int64]) -> HeavyKeys:
    """The keys of some articles, in the order that is given."""
    lengths = np.diff(keys.ends)[articles]
    ends = np.append(0, np.cumsum(lengths))
    rows = np.arange(ends[-1]) + np.repeat(keys.ends[articles] - ends[:-1], lengths)
    return HeavyKeys(ends, keys.ids[rows], keys.weights[rows], keys.norms[articles])


def concatenated_keys(parts: Sequence[HeavyKeys]) -> HeavyKeys:
    """The keys of the articles of all parts."""
    lengths = np.concatenate([np.diff(part.ends) for part in parts])
    _, *columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return HeavyKeys(np.append(0, np.cumsum(lengths)), *columns)
