"""From keys that were found to articles worth measuring: the rules of `dedup.sketch.candidates`, from one side.

A new article is worth measuring against a stored one that shares a band key with it, or two anchors. A band key held by
many pairs the new article with the first of them. An anchor held by many pairs it with nobody, if these are not copies
of a few: copies that are known to be in one cluster count once. Of a hundred candidates and more, those that share most
keys are measured: what is alike is among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.postings.sorted_postings import Hits, Numbers
from dedup.settings import Settings
from dedup.sketch.anchors import anchor_keys
from dedup.sketch.fingerprints import NUM_BANDS, NUM_PERMUTATIONS, Sketches, band_keys

MAX_INDEX_CANDIDATES = 100  # of one new article: they cost 30 us each
GroupsOf = Callable[[Sequence[int]], dict[int, int]]


class LookupKeys(NamedTuple):
    """The keys of new articles, in any order, and the place of the article that each belongs to.

    An anchor that an article holds twice stands twice.
    """

    keys: NDArray[np.uint64]
    positions: Numbers
    is_band: NDArray[np.bool_]

    def sorted_by_key(self) -> LookupKeys:
        """The same in order of key, as look-ups want them."""
        order = np.argsort(self.keys)
        return LookupKeys(self.keys[order], self.positions[order], self.is_band[order])


class IndexCandidates(NamedTuple):
    """Pairs of a new article, by its place, and another by its number; and the places of the pairs left out."""

    positions: Numbers
    numbers: Numbers
    not_measured: Numbers


def lookup_keys(sketches: Sketches) -> LookupKeys:
    """All band keys and anchors of some articles; those without words have none that count."""
    has_words = np.flatnonzero(sketches.word_counts > 0)
    anchor_positions = np.repeat(np.arange(len(sketches)), np.diff(sketches.anchor_ends, prepend=0))
    # All bands in one go, as if each were the first: their minima are of different permutations, and not equal anyway.
    bands = band_keys(sketches.signatures[has_words].reshape(-1, NUM_PERMUTATIONS // NUM_BANDS), 0)
    keys = np.concatenate([bands, anchor_keys(sketches.anchors)])
    positions = np.concatenate([np.repeat(has_words, NUM_BANDS), anchor_positions])
    return LookupKeys(keys, positions, np.arange(len(keys)) < len(has_words) * NUM_BANDS)


def select_candidates(keys: LookupKeys, hits: Hits, settings: Settings, groups_of: GroupsOf) -> IndexCandidates:
    """The articles that each new one is worth measuring against."""
    hits = _without_duplicates(keys, hits)
    is_band = keys.is_band[hits.positions]
    bands = _capped_by_band(Hits(*(column[is_band] for column in hits)), settings.max_band_neighbours)
    anchors = _without_frequent_anchors(
        Hits(*(column[~is_band] for column in hits)), settings.max_anchor_groups, groups_of
    )
    candidate_pairs, counts = _count_shared_keys(keys.positions, [bands, anchors])
    by_bands, _ = _count_shared_keys(keys.positions, [bands])
    by_anchors, shared = _count_shared_keys(keys.positions, [anchors])
    is_enough = np.isin(candidate_pairs, by_bands) | np.isin(
        candidate_pairs, by_anchors[shared >= settings.min_shared_anchors]
    )
    return _top_candidates(candidate_pairs[is_enough], counts[is_enough])


def _without_duplicates(lookup: LookupKeys, hits: Hits) -> Hits:
    """Each key of an article with each of its holders once, under the first place of the key."""
    keys, positions = lookup.keys[hits.positions], lookup.positions[hits.positions]
    order = np.lexsort((hits.positions, hits.numbers, positions, keys))
    is_duplicate = np.ones(max(0, len(order) - 1), np.bool_)
    for column in (keys, positions, hits.numbers):
        is_duplicate &= np.diff(column[order]) == 0
    kept = order[np.append(True, ~is_duplicate)[: len(order)]]
    return Hits(hits.positions[kept], hits.numbers[kept])


def _capped_by_band(hits: Hits, max_holders: int) -> Hits:
    """Up to so many holders of each key, those that came first."""
    order = np.lexsort((hits.numbers, hits.positions))
    places, numbers = hits.positions[order], hits.numbers[order]
    is_beyond = np.zeros(len(places), np.bool_)
    is_beyond[max_holders:] = places[max_holders:] == places[:-max_holders]
    return Hits(places[~is_beyond], numbers[~is_beyond])


def _without_frequent_anchors(hits: Hits, max_anchor_groups: int, groups_of: GroupsOf) -> Hits:
    """Holders of the anchors that few groups of copies hold."""
    held, counts = np.unique(hits.positions, return_counts=True)
    is_frequent = np.isin(hits.positions, held[counts > max_anchor_groups])
    if not is_frequent.any():
        return hits
    numbers = np.unique(hits.numbers[is_frequent])
    groups = groups_of(numbers.tolist())
    group = np.array([-groups.get(number, -number) for number in numbers.tolist()])  # of copies negative, else its own
    of_hits = group[np.searchsorted(numbers, hits.numbers[is_frequent])]
    pairs = np.unique(np.stack([hits.positions[is_frequent], of_hits]), axis=1)
    held, counts = np.unique(pairs[0], return_counts=True)
    is_kept = ~np.isin(hits.positions, held[counts > max_anchor_groups])
    return Hits(hits.positions[is_kept], hits.numbers[is_kept])


def _count_shared_keys(owners: Numbers, hits: Sequence[Hits]) -> tuple[NDArray[np.uint64], Numbers]:
    """Pairs as numbers, place << 40 | number, each once, and how many keys each shares."""
    found = [
        owners[each.positions].astype(np.uint64) << np.uint64(40) | each.numbers.astype(np.uint64) for each in hits
    ]
    return np.unique(np.concatenate(found), return_counts=True)


def _top_candidates(pairs: NDArray[np.uint64], counts: Numbers) -> IndexCandidates:
    """Up to a hundred a place: those that share most keys, then those that came first."""
    places, numbers = (pairs >> np.uint64(40)).astype(np.int64), (pairs & np.uint64((1 << 40) - 1)).astype(np.int64)
    order = np.lexsort((numbers, -counts, places))
    is_beyond = np.zeros(len(order), np.bool_)
    is_beyond[MAX_INDEX_CANDIDATES:] = places[order][MAX_INDEX_CANDIDATES:] == places[order][:-MAX_INDEX_CANDIDATES]
    kept = order[~is_beyond]
    return IndexCandidates(places[kept], numbers[kept], places[order[is_beyond]])
