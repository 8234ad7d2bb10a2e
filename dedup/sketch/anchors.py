"""Who holds which anchor: excerpts that no band finds, and phrases that are common property.

Groups of copies post their anchors once: a copy adds only what its representative lacks. Two articles that share two
anchors are candidates: one would give eight times the pairs and next to no more matches. An anchor of more than 50
groups pairs nobody, and whether an anchor of many groups is a formula is for its carriers to say: see `Carriers`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.fingerprints import Sketches
from dedup.sketch.sorted_keys import (
    KeyedRanks,
    KeyRuns,
    first_of_equals,
    keep_shared_keys,
    pairs_within_runs,
    rank_mask,
    sort_in_place,
    stable_order,
)
from dedup.tokens.words import readonly

ANCHOR_BITS = 32  # of an anchor; a posting has as many for the rank
ANCHOR_SLOT_BITS = (
    2  # beyond the number of anchors: one in five slots is taken, so few anchors that occur once seem to recur
)


@dataclass(frozen=True, slots=True)
class AnchorPostings:
    """The anchors that more than one group holds, and the ranks of the representatives that hold them."""

    keyed_ranks: KeyedRanks
    key_runs: KeyRuns  # one an anchor; keys rise
    ranked_articles: NDArray[np.int64]  # (n,) by rank


def build_anchor_postings(
    sketches: Sketches, articles: NDArray[np.int64], representatives: NDArray[np.int64]
) -> AnchorPostings:
    """Post the anchors of every article under the rank of its representative; `articles` are in order of rank."""
    leaders = np.empty(len(articles), np.int64)
    leaders[articles] = articles[representatives]
    by_rank = stable_order(representatives)
    values = np.empty(len(sketches.anchors) + 1, np.uint64)
    slot_bits = min(32, ANCHOR_SLOT_BITS + max(5, len(sketches.anchors).bit_length()))
    from dedup.kernels.pair.match_keys import recurring_key_entries

    entry_count = recurring_key_entries(
        readonly(sketches.anchors),
        readonly(sketches.anchor_ends),
        articles[by_rank],
        representatives[by_rank],
        leaders,
        slot_bits,
        values,
    )
    entries, runs = keep_shared_keys(values[:entry_count], ANCHOR_BITS)
    return AnchorPostings(
        KeyedRanks(entries.values.copy(), ANCHOR_BITS), runs, articles
    )  # of all that room, little was used


def pairs_by_anchor(postings: AnchorPostings, min_shared_anchors: int, max_anchor_groups: int) -> NDArray[np.uint64]:
    """Pairs of representatives with `shared_anchors` or more in common, each once."""
    rare = postings.key_runs.where(postings.key_runs.lengths <= max_anchor_groups)
    pairs = pairs_within_runs(postings.keyed_ranks, rare, max_neighbours=max_anchor_groups)
    sort_in_place(pairs)
    first = np.flatnonzero(first_of_equals(pairs))
    counts = np.diff(first, append=len(pairs))
    return pairs[first[counts >= min_shared_anchors]]


def count_shared_anchors(sketches: Sketches, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int32]:
    """The distinct anchors that both articles of each pair hold."""
    shared = np.empty(len(left), np.int32)
    from dedup.kernels.pair.match_keys import count_shared_keys

    count_shared_keys(
        readonly(sketches.anchors), readonly(sketches.anchor_ends), readonly(left), readonly(right), shared
    )
    return shared


def anchor_keys(anchors: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Anchors as keys of 64 bits: in the upper half."""
    return anchors.astype(np.uint64) << np.uint64(ANCHOR_BITS)


@dataclass(frozen=True, slots=True)
class FrequentAnchors:
    """Anchors that many groups hold, and some of the articles that hold them.

    An anchor is common property when these articles have nothing else to do with each other.
    """

    keys: NDArray[np.uint64]  # (k,) rising; anchors in the upper half
    group_counts: NDArray[np.int64]  # (k,) how many hold it
    sample_articles: NDArray[np.int64]  # (k, sample) those with the lowest hashes; -1 behind the last

    def rows_of(self, anchors: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The row of each anchor, or -1 for one that few groups hold."""
        if not len(self.keys):
            return np.full(len(anchors), -1)
        keys = anchor_keys(anchors)
        rows = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[rows] == keys, rows, -1)


def frequent_anchors(postings: AnchorPostings, min_groups: int = 9, sample_size: int = 16) -> FrequentAnchors:
    """Anchors held by `least` groups or more, each with up to `sample` of the representatives that hold it.

    The sample are those that rank lowest: the same in any order of input.
    """
    starts, lengths = postings.key_runs.where(postings.key_runs.lengths >= min_groups)
    values, bits = postings.keyed_ranks
    columns = np.arange(sample_size)
    rows = starts[:, None] + np.minimum(columns, lengths[:, None] - 1)
    articles = postings.ranked_articles[(values[rows] & rank_mask(bits)).astype(np.int64)]
    return FrequentAnchors(
        values[starts] & ~rank_mask(bits), lengths, np.where(columns < lengths[:, None], articles, -1)
    )
