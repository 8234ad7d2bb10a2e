"""Selects candidates for new articles from their index hits, by the same rules as `dedup.sketch.candidates`.

A stored article is a candidate if it shares a band key or two anchors with the new one; one anchor, if the new one is
short. How long stored ones are is not known here: a short one that shares a single anchor with a new long one is found
when the index is regrouped. Of a band key that many hold, only the first holders count. An anchor that many hold is not
used, unless most of its holders are copies of a few: copies that are known to be in one cluster count once. If there
are too many candidates, those that share most keys are measured.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.postings.sorted_postings import NO_HITS, Hits, Numbers, concatenated_hits
from dedup.runtime.arrays import distinct, list_lengths
from dedup.settings import Settings
from dedup.sketch.anchors import anchor_keys
from dedup.sketch.fingerprints import NUM_BANDS, NUM_PERMUTATIONS, Fingerprints, SketchedTexts, band_keys
from dedup.tokens.words import readonly

NUMBER_BITS = 40  # of a pair: a position above them, an article's number in them
GroupsOf = Callable[[Sequence[int]], dict[int, int]]


class LookupKeys(NamedTuple):
    """The lookup keys of new articles, in any order, and the position of the article that holds each.

    An anchor that an article holds twice is there twice.
    """

    keys: NDArray[np.uint64]
    positions: Numbers
    is_band: NDArray[np.bool_]

    def sorted_by_key(self) -> LookupKeys:
        """The same in ascending order of key, as look-ups take them."""
        order = self.keys.argsort()
        return LookupKeys(readonly(self.keys[order]), self.positions[order], self.is_band[order])


class IndexCandidates(NamedTuple):
    """Pairs of a new article, by position, and another, by number; and the positions of pairs that are not measured."""

    positions: Numbers
    numbers: Numbers
    not_measured: Numbers


class _SharedKeys(NamedTuple):
    """Pairs as single numbers, position << 40 | number, each once; and how many bands and anchors each shares."""

    pairs: NDArray[np.uint64]
    bands: Numbers
    anchors: Numbers


def lookup_keys(texts: SketchedTexts, fingerprints: Fingerprints) -> LookupKeys:
    """All band keys and anchors of some articles; articles without words have no band keys."""
    has_words = np.flatnonzero(texts.word_counts > 0)
    anchor_positions = np.arange(len(texts)).repeat(list_lengths(fingerprints.anchors.ends))
    # All bands are hashed as if each were the first: their minima are of different permutations, and never equal.
    bands = band_keys(fingerprints.signatures[has_words].reshape(-1, NUM_PERMUTATIONS // NUM_BANDS), 0)
    keys = np.concatenate([bands, anchor_keys(fingerprints.anchors.values)])
    positions = np.concatenate([has_words.repeat(NUM_BANDS), anchor_positions])
    return LookupKeys(keys, positions, np.arange(len(keys)) < len(has_words) * NUM_BANDS)


def select_candidates(
    keys: LookupKeys, hits: Hits, word_counts: NDArray[np.int32], settings: Settings, groups_of: GroupsOf
) -> IndexCandidates:
    """The articles that each new one is measured against; `word_counts` are those of the new ones, `groups_of` gives
    the cluster of each article in one.
    """
    if not _may_share_enough(keys, hits, word_counts, settings):
        return IndexCandidates(NO_HITS.positions, NO_HITS.numbers, NO_HITS.positions)
    hits = _without_duplicates(keys, hits)
    is_band = keys.is_band[hits.positions]
    bands = _capped_by_band(Hits(*(column[is_band] for column in hits)), settings.max_band_neighbours)
    anchors = _without_frequent_anchors(
        Hits(*(column[~is_band] for column in hits)), settings.max_anchor_groups, groups_of
    )
    shared = _shared_keys(keys.positions, bands, anchors)
    is_short = word_counts[_position_of(shared.pairs)] <= settings.max_short_words
    is_enough = (shared.bands > 0) | (shared.anchors >= np.where(is_short, 1, settings.min_shared_anchors))
    counts = shared.bands + shared.anchors
    return _top_candidates(shared.pairs[is_enough], counts[is_enough], settings.max_index_candidates)


def _may_share_enough(keys: LookupKeys, hits: Hits, word_counts: NDArray[np.int32], settings: Settings) -> bool:
    """Whether there may be a candidate: most articles share a single anchor with some, and that is seen at once."""
    positions = keys.positions[hits.positions]
    if keys.is_band[hits.positions].any() or (word_counts[positions] <= settings.max_short_words).any():
        return True
    pairs = np.sort(packed_pairs(positions, hits.numbers))
    beyond = settings.min_shared_anchors - 1
    return bool((pairs[beyond:] == pairs[: len(pairs) - beyond]).any())


def packed_pairs(positions: Numbers, numbers: Numbers) -> NDArray[np.uint64]:
    """Pairs of the position of a new article and the number of another as single numbers."""
    return positions.astype(np.uint64) << np.uint64(NUMBER_BITS) | numbers.astype(np.uint64)


def _without_duplicates(lookup: LookupKeys, hits: Hits) -> Hits:
    """Each key of an article with each of its holders once, at the first position of the key."""
    keys, positions = lookup.keys[hits.positions], lookup.positions[hits.positions]
    order = np.lexsort((hits.positions, hits.numbers, positions, keys))
    is_duplicate = np.ones(max(0, len(order) - 1), np.bool_)
    for column in (keys, positions, hits.numbers):
        is_duplicate &= np.diff(column[order]) == 0
    kept = order[np.append(True, ~is_duplicate)[: len(order)]]
    return Hits(hits.positions[kept], hits.numbers[kept])


def _capped_by_band(hits: Hits, max_holders: int) -> Hits:
    """Up to `max_holders` holders of each key, those with the lowest numbers."""
    if len(hits.positions) <= max_holders:
        return hits
    order = np.lexsort((hits.numbers, hits.positions))
    positions, numbers = hits.positions[order], hits.numbers[order]
    is_beyond = np.zeros(len(positions), np.bool_)
    is_beyond[max_holders:] = positions[max_holders:] == positions[:-max_holders]
    return Hits(positions[~is_beyond], numbers[~is_beyond])


def _without_frequent_anchors(hits: Hits, max_anchor_groups: int, groups_of: GroupsOf) -> Hits:
    """The holders of anchors that up to `max_anchor_groups` groups hold: clusters, and articles that are in none."""
    if len(hits.positions) <= max_anchor_groups:
        return hits
    held, counts = np.unique(hits.positions, return_counts=True)
    is_frequent = np.isin(hits.positions, held[counts > max_anchor_groups])
    if not is_frequent.any():
        return hits
    numbers = distinct(hits.numbers[is_frequent])
    groups = groups_of(numbers.tolist())
    group = np.array([-groups.get(number, -number) for number in numbers.tolist()])  # a cluster is negative
    of_hits = group[np.searchsorted(numbers, hits.numbers[is_frequent])]
    pairs = np.unique(np.stack([hits.positions[is_frequent], of_hits]), axis=1)
    held, counts = np.unique(pairs[0], return_counts=True)
    is_kept = ~np.isin(hits.positions, held[counts > max_anchor_groups])
    return Hits(hits.positions[is_kept], hits.numbers[is_kept])


def _shared_keys(key_positions: Numbers, bands: Hits, anchors: Hits) -> _SharedKeys:
    """The pairs of hits, and how many bands and anchors each shares."""
    positions, numbers = concatenated_hits([bands, anchors])
    pairs, pair_of = np.unique(packed_pairs(key_positions[positions], numbers), return_inverse=True)
    of_bands, of_anchors = np.split(pair_of, [len(bands.positions)])
    return _SharedKeys(pairs, *(np.bincount(each, minlength=len(pairs)) for each in (of_bands, of_anchors)))


def _position_of(pairs: NDArray[np.uint64]) -> Numbers:
    """The position of the new article of each pair."""
    return (pairs >> np.uint64(NUMBER_BITS)).astype(np.int64)


def _top_candidates(pairs: NDArray[np.uint64], counts: Numbers, limit: int) -> IndexCandidates:
    """Up to `limit` candidates of each new article: those that share most keys, then those with the lowest numbers."""
    positions = _position_of(pairs)
    numbers = (pairs & np.uint64((1 << NUMBER_BITS) - 1)).astype(np.int64)
    order = np.lexsort((numbers, -counts, positions))
    is_beyond = np.zeros(len(order), np.bool_)
    is_beyond[limit:] = positions[order][limit:] == positions[order][:-limit]
    kept = order[~is_beyond]
    return IndexCandidates(positions[kept], numbers[kept], positions[order[is_beyond]])
