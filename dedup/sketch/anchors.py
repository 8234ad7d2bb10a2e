"""Anchor postings: which groups of near-duplicates contain which anchor.

Anchors are chosen by winnowing (Schleimer, Wilkerson and Aiken 2003; `dedup.sketch.fingerprints`). They find excerpts
that have no band in common, and they are the phrases of which some are stock phrases.

A group of near-duplicates has one posting an anchor, under the first member that contains it. Two groups with two
anchors in common are candidates: with one, there would be eight times the pairs and hardly any more matches. A short
text has few anchors, and one that stands whole in an article may share a single one with it: for a pair with a short
text, one anchor is enough. An anchor with a document frequency above `max_anchor_groups` generates no candidates.
Whether a frequent anchor is a stock phrase is decided later, from a sample of the articles that contain it
(`FrequentAnchors`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.settings import SearchSettings
from dedup.sketch.fingerprints import Anchors
from dedup.sketch.near_duplicates import DuplicateGroups, count_member_pairs
from dedup.sketch.sorted_keys import (
    KeyedRanks,
    KeyRuns,
    compact_keys,
    first_of_equals,
    pack_pairs,
    pairs_within_runs,
    rank_mask,
    sort_in_place,
    sorted_unique,
    unpack_pairs,
)
from dedup.tokens.words import readonly

ANCHOR_BITS = 32  # bits of an anchor; the other 32 bits of a posting hold the rank
# Bits of a slot number beyond those of the number of anchors: one in five slots is taken, so few anchors that occur
# once are taken for recurring ones.
ANCHOR_SLOT_BITS = 2


@dataclass(frozen=True, slots=True, eq=False)
class AnchorPostings:
    """The anchors that more than one group contains, and the place of the first member of each that contains it."""

    keyed_places: KeyedRanks
    key_runs: KeyRuns  # one an anchor; keys rise
    groups: DuplicateGroups


class AnchorPairs(NamedTuple):
    """Packed pairs of places, each once, in order."""

    groups: NDArray[np.uint64]  # of leaders
    holders: NDArray[np.uint64]  # of members of groups too large for all pairs of their members


def build_anchor_postings(anchors: Anchors, groups: DuplicateGroups) -> AnchorPostings:
    """Post the anchors of every group."""
    from dedup.kernels.pair.match_keys import recurring_key_entries

    entries = np.empty(len(anchors.values) + 1, np.uint64)
    slot_bits = min(32, ANCHOR_SLOT_BITS + max(5, len(anchors.values).bit_length()))
    entry_count = recurring_key_entries(
        readonly(anchors.values), readonly(anchors.ends), readonly(groups.members), readonly(groups.representatives()),
        slot_bits, entries,
    )  # fmt: skip
    return post_entries(entries[:entry_count], groups)


def post_entries(entries: NDArray[np.uint64], groups: DuplicateGroups) -> AnchorPostings:
    """Postings of entries: an anchor in the upper half of each, the place of an article that contains it in the lower.

    Entries with the same anchor must come in the order of their places; the array is sorted in place.
    """
    sort_in_place(entries, low_bit=ANCHOR_BITS)
    group = groups.leaders[(entries & rank_mask(ANCHOR_BITS)).astype(np.int64)]
    entries = entries[first_of_equals(entries >> np.uint64(ANCHOR_BITS)) | first_of_equals(group)]
    shared, runs = compact_keys(entries, ANCHOR_BITS)
    kept = shared.values.copy()  # little of the array was used: the copy gives the rest back
    return AnchorPostings(KeyedRanks(kept, ANCHOR_BITS), runs, groups)


def pairs_by_anchor(postings: AnchorPostings, is_short: NDArray[np.bool_], settings: SearchSettings) -> AnchorPairs:
    """Pairs of groups with `min_shared_anchors` or more anchors in common, and the members that these were found in.

    With one anchor where either leader is short; `is_short` is (n,), by place.
    """
    return choose_anchor_pairs(*holders_by_anchor(postings, settings), postings.groups, is_short, settings)


def holders_by_anchor(
    postings: AnchorPostings, settings: SearchSettings
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Packed pairs of the leaders of groups with an anchor in common, once for each such anchor; and the members that
    contain it, first by place. Anchors of more than `max_anchor_groups` groups are left out.
    """
    rare = postings.key_runs.where(postings.key_runs.lengths <= settings.max_anchor_groups)
    holders = pairs_within_runs(postings.keyed_places, rare, max_neighbours=settings.max_anchor_groups)
    leaders = postings.groups.leaders
    return pack_pairs(*(leaders[places] for places in unpack_pairs(holders))), holders


def choose_anchor_pairs(
    pairs: NDArray[np.uint64],
    holders: NDArray[np.uint64],
    groups: DuplicateGroups,
    is_short: NDArray[np.bool_],
    settings: SearchSettings,
) -> AnchorPairs:
    """The pairs of groups that stand often enough in `pairs`, as `holders_by_anchor` gives them.

    All occurrences of a pair must be there.
    """
    ordered = pairs.copy()
    sort_in_place(ordered)
    first = np.flatnonzero(first_of_equals(ordered))
    counts = np.diff(first, append=len(ordered))
    chosen = ordered[first[has_enough_anchors(ordered[first], counts, is_short, settings)]]
    is_large = count_member_pairs(chosen, groups) > settings.max_pairs_per_group_pair
    return AnchorPairs(chosen, sorted_unique(holders[np.isin(pairs, chosen[is_large])]))


def has_enough_anchors(
    pairs: NDArray[np.uint64], counts: NDArray[np.integer], is_short: NDArray[np.bool_], settings: SearchSettings
) -> NDArray[np.bool_]:
    """Whether packed pairs share enough anchors to be candidates: (pairs,). `is_short` is by what the pairs name."""
    is_enough: NDArray[np.bool_] = counts >= settings.min_shared_anchors
    if is_short.any():
        doubtful = np.flatnonzero(~is_enough & (counts > 0))
        left, right = unpack_pairs(pairs[doubtful])
        is_enough[doubtful] = is_short[left] | is_short[right]
    return is_enough


def count_shared_anchors(anchors: Anchors, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int32]:
    """The number of distinct anchors that both articles of each pair contain, (pairs,)."""
    from dedup.kernels.pair.match_keys import count_shared_keys

    shared = np.empty(len(left), np.int32)
    count_shared_keys(readonly(anchors.values), readonly(anchors.ends), readonly(left), readonly(right), shared)
    return shared


def anchor_keys(anchors: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Anchors as keys of 64 bits, in the upper half."""
    return anchors.astype(np.uint64) << np.uint64(ANCHOR_BITS)


@dataclass(frozen=True, slots=True, eq=False)
class FrequentAnchors:
    """Anchors that many groups contain, and a sample of the articles that contain each.

    An anchor is a stock phrase if the articles of its sample are otherwise unrelated.
    """

    keys: NDArray[np.uint64]  # (k,) rising; anchors in the upper half
    group_counts: NDArray[np.int64]  # (k,) document frequency, a group counting once
    sample_articles: NDArray[np.int64]  # (k, sample) one of each of the first groups; -1 behind the last

    def rows_of(self, anchors: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The row of each anchor, or -1 for an anchor that is not frequent."""
        if not len(self.keys):
            return np.full(len(anchors), -1)
        keys = anchor_keys(anchors)
        rows = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[rows] == keys, rows, -1)


def frequent_anchors(postings: AnchorPostings, min_groups: int, sample_size: int) -> FrequentAnchors:
    """Anchors that `min_groups` groups or more contain, each with up to `sample_size` articles of as many groups.

    The groups are those with the lowest content hashes, so that nothing depends on the order of input.
    """
    starts, lengths = postings.key_runs.where(postings.key_runs.lengths >= min_groups)
    values, bits = postings.keyed_places
    columns = np.arange(sample_size)
    rows = starts[:, None] + np.minimum(columns, lengths[:, None] - 1)
    articles = postings.groups.members[(values[rows] & rank_mask(bits)).astype(np.int64)]
    samples = np.where(columns < lengths[:, None], articles, -1)
    return FrequentAnchors(values[starts] & ~rank_mask(bits), lengths, samples)
