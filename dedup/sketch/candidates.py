"""Which pairs of articles are worth measuring: the only place where all articles meet.

1. **Bands** (locality-sensitive hashing; Indyk and Motwani 1998): articles that share a band key are candidates, each
   with the next 50 holders, so that a thousand copies are one connected piece and not half a million pairs.
2. **Copies** are put behind one of them (`dedup.sketch.near_duplicates`).
3. **Anchors** find what bands cannot, a short excerpt in a long article (`dedup.sketch.anchors`). A pair of groups
   stands for the pairs of its members: all of them, or each with the other group's representative. Those that share
   enough anchors themselves are candidates: what one copy of a story shares with another's page need not be the story.

Articles are ranked by the hash of their words, and everything is decided by rank: the order of input changes nothing,
but for articles with the same words, which keep their order. Articles without words are never paired.

Nothing is verified here: a candidate may be anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.runtime.threads import map_threads
from dedup.sketch.anchors import (
    AnchorPostings,
    FrequentAnchors,
    build_anchor_postings,
    count_shared_anchors,
    frequent_anchors,
    pairs_by_anchor,
)
from dedup.sketch.fingerprints import NUM_BANDS, Sketches, band_keys
from dedup.sketch.near_duplicates import expand_group_pairs, group_near_duplicates, pairs_within_groups
from dedup.sketch.sorted_keys import (
    keep_shared_keys,
    pack_pairs,
    pairs_within_runs,
    rank_bits,
    rank_mask,
    sort_in_place,
    sorted_unique,
    stable_order,
    unpack_pairs,
)

__all__ = ["CandidatePairs", "FrequentAnchors", "find_candidates", "frequent_anchors"]

MAX_ARTICLES = 1 << 31  # two ranks are one number while pairs are sorted


@dataclass(frozen=True, slots=True)
class CandidatePairs:
    """Pairs worth measuring, each once, in order; and what was left out."""

    left: NDArray[np.int64]  # (pairs,) left < right
    right: NDArray[np.int64]
    shared_anchors: NDArray[np.int32]  # (pairs,) 0 where bands alone paired them
    representatives: NDArray[
        np.int64
    ]  # (n,) the article that stands for each in counts: itself, or the one that it copies
    postings: AnchorPostings
    capped_by_band: int  # pairs of a shared band that were not formed, once a band
    capped_by_group: int  # pairs of members of two groups that were not formed
    frequent_anchors: int  # anchors that paired nobody


def find_candidates(
    sketches: Sketches,
    *,
    max_band_neighbours: int = 50,
    min_duplicate_jaccard: float = 0.7,
    min_shared_anchors: int = 2,
    max_anchor_groups: int = 50,
    max_pairs_per_group_pair: int = 64,
    release_inputs: bool = False,
    threads: int = 1,
) -> CandidatePairs:
    """Pair articles that share a band of their signatures, or whose groups share `shared_anchors` anchors.

    `reach`: holders of a band key that each is paired with. `copy_similarity`: estimated Jaccard from which an article
    counts as a copy. `common_groups`: an anchor in more groups pairs nobody. `expanded_pairs`: pairs of members that a
    pair of groups may stand for; beyond, each member is paired with the other group's representative. `consume`: the
    signatures and anchors of `sketches`, 1 kB an article, are forgotten as soon as they have told what they tell.
    """
    if len(sketches) >= MAX_ARTICLES:
        raise InputError(f"{len(sketches):,} articles at once; the limit is {MAX_ARTICLES - 1:,}")
    articles = stable_order(sketches.content_hashes)
    ranks = np.flatnonzero(sketches.word_counts[articles] > 0)
    banded, capped_by_band = pairs_by_band(sketches.signatures, articles[ranks], ranks, max_band_neighbours, threads)
    groups = group_near_duplicates(banded, sketches.signatures, articles, min_duplicate_jaccard)
    if release_inputs:
        sketches.forget("signatures")
    postings = build_anchor_postings(sketches, articles, groups.representatives)
    expanded = expand_group_pairs(
        pairs_by_anchor(postings, min_shared_anchors, max_anchor_groups), groups, max_pairs_per_group_pair
    )
    anchored = _by_article(expanded.pairs, articles)
    sort_in_place(anchored)
    counts = count_shared_anchors(sketches, *unpack_pairs(anchored))
    if release_inputs:
        sketches.forget("anchors")
    is_enough = counts >= min_shared_anchors
    close = _by_article(np.concatenate([banded, pairs_within_groups(groups, max_pairs_per_group_pair)]), articles)
    pairs, shared_counts = _merged(close, anchored[is_enough], counts[is_enough])
    left, right = unpack_pairs(pairs)
    return CandidatePairs(
        left=left,
        right=right,
        shared_anchors=shared_counts,
        representatives=articles[groups.representatives][stable_order(articles)],
        postings=postings,
        capped_by_band=capped_by_band,
        capped_by_group=expanded.capped_pairs,
        frequent_anchors=int((postings.key_runs.lengths > max_anchor_groups).sum()),
    )


def pairs_by_band(
    signatures: NDArray[np.uint32],
    positions: NDArray[np.int64],
    ranks: NDArray[np.int64],
    max_band_neighbours: int,
    threads: int = 1,
) -> tuple[NDArray[np.uint64], int]:
    """Pairs of the ranks whose signatures share a band, each once; and how many were beyond reach. The signature of
    ranks[r] is signatures[places[r]]; ranks rise.
    """
    pairs, capped = np.empty(0, np.uint64), 0
    bits = rank_bits(int(ranks.max(initial=0)))

    def pair(band: int) -> tuple[NDArray[np.uint64], int]:
        keys = band_keys(signatures, band)[
            positions
        ]  # their low bits go: with a million articles, one false pair or so
        entries, runs = keep_shared_keys(keys & ~rank_mask(bits) | ranks.astype(np.uint64), bits)
        found = pairs_within_runs(entries, runs, max_band_neighbours)
        return found, int((runs.lengths * (runs.lengths - 1) // 2).sum()) - len(found)

    for found, not_formed in map_threads(pair, range(NUM_BANDS), threads):
        pairs = sorted_unique(np.concatenate([pairs, found]))
        capped += not_formed
    return pairs, capped


def _by_article(pairs: NDArray[np.uint64], articles: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Pairs of articles from pairs of ranks."""
    one, other = (articles[ranks] for ranks in unpack_pairs(pairs))
    return pack_pairs(np.minimum(one, other), np.maximum(one, other))


def _merged(
    close: NDArray[np.uint64], anchored: NDArray[np.uint64], counts: NDArray[np.int32]
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """All pairs, each once, in order, and the anchors that each shares."""
    pairs = sorted_unique(np.concatenate([close, anchored]))
    shared = np.zeros(len(pairs), np.int32)
    shared[np.searchsorted(pairs, anchored)] = counts
    return pairs, shared
