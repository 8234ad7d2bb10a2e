"""Candidate generation: which pairs of articles are measured. The only place where all articles meet.

1. **Bands** (locality-sensitive hashing; Indyk and Motwani 1998). Articles with an equal band key are candidates. In a
   bucket each article is paired with at most `max_band_neighbours` following ones, so that a thousand copies form one
   connected component and not half a million pairs.
2. **Near-duplicates** are grouped behind one leader (`dedup.sketch.near_duplicates`).
3. **Anchors** find what bands cannot: a short excerpt in a long article (`dedup.sketch.anchors`). A pair of groups is
   expanded to pairs of their members: all of them if they are few, else those in which the anchors were found, and
   members with the other group's leader. A pair of members is a candidate if the two have enough anchors in common
   themselves, since what one copy of a story shares with another article need not belong to the story.
4. With a group of more than `max_band_neighbours` articles most pairs tell nothing new: each article, of that group or
   of another, is paired with the leader and a few members. So the pairs of five thousand copies are a few for each.

Articles are ranked by content hash, and everything is decided by rank: the order of input changes nothing, but for
articles with the same words, which keep their order. Articles without words are never paired.

Nothing is verified here: a candidate may be anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.runtime.progress import Progress, Stage, no_progress
from dedup.runtime.threads import map_threads
from dedup.settings import SearchSettings
from dedup.sketch.anchors import AnchorPairs, AnchorPostings, count_shared_anchors, has_enough_anchors, pairs_by_anchor
from dedup.sketch.fingerprints import NUM_BANDS, Anchors, SketchedTexts, band_keys
from dedup.sketch.near_duplicates import (
    DuplicateGroups,
    count_member_pairs,
    expand_group_pairs,
    group_near_duplicates,
    pairs_within_groups,
    thinned_pairs,
)
from dedup.sketch.sorted_keys import (
    keep_shared_keys,
    pack_pairs,
    pairs_within_runs,
    rank_bits,
    rank_mask,
    sorted_unique,
    stable_order,
    unpack_pairs,
)

PAIRING_STEPS = NUM_BANDS + 2  # the bands one by one, the anchors, and all pairs together
MAX_ARTICLES = 1 << 31  # two ranks are packed into one number


@dataclass(frozen=True, slots=True, eq=False)
class BandedPairs:
    """Pairs of articles with a band in common, and the near-duplicates among them."""

    pairs: NDArray[np.uint64]  # of articles, packed
    groups: DuplicateGroups
    capped_pairs: int  # pairs beyond `max_band_neighbours`, once a band


@dataclass(frozen=True, slots=True, eq=False)
class AnchoredPairs:
    """Pairs of articles with enough anchors in common."""

    pairs: NDArray[np.uint64]  # of articles, packed, in order, each once
    shared_anchors: NDArray[np.int32]  # (pairs,)
    capped_pairs: int  # pairs of members of two groups that were not formed
    frequent_anchors: int  # anchors of more than `max_anchor_groups` groups


@dataclass(frozen=True, slots=True, eq=False)
class CandidatePairs:
    """Pairs to measure, each once, in order; and how many were left out."""

    left: NDArray[np.int64]  # (pairs,) left < right
    right: NDArray[np.int64]
    shared_anchors: NDArray[np.int32]  # (pairs,) 0 for pairs that only bands generated
    representatives: NDArray[np.int64]  # (n,) of the group of near-duplicates that each article belongs to
    capped_by_band: int  # pairs of one bucket that were not formed, once a band
    capped_by_group: int  # pairs of members of two groups that were not formed
    frequent_anchors: int  # anchors of more than `max_anchor_groups` groups


def pair_by_bands(
    texts: SketchedTexts,
    signatures: NDArray[np.uint32],
    settings: SearchSettings,
    threads: int = 1,
    progress: Progress = no_progress,
) -> BandedPairs:
    """Pair articles with a band in common, and group the near-duplicates among them; InputError for too many."""
    if len(texts) >= MAX_ARTICLES:
        raise InputError(f"{len(texts):,} articles at once; the limit is {MAX_ARTICLES - 1:,}")
    articles = stable_order(texts.content_hashes)
    ranks = np.flatnonzero(texts.word_counts[articles] > 0)
    most = settings.max_band_neighbours
    pairs, capped = pairs_by_band(signatures, articles[ranks], ranks, most, threads, progress)
    groups = group_near_duplicates(pairs, signatures, texts.word_counts, articles, settings)
    return thinned_by_group(pairs, groups, articles, capped, settings)


def thinned_by_group(
    pairs: NDArray[np.uint64],
    groups: DuplicateGroups,
    articles: NDArray[np.int64],
    capped: int,
    settings: SearchSettings,
) -> BandedPairs:
    """Pairs of articles from packed pairs of ranks, in order, without most of those in large groups."""
    ranks = np.empty_like(articles)
    ranks[articles] = np.arange(len(articles))
    leaders = ranks[groups.representatives()[articles]]
    pairs = thinned_pairs(pairs, leaders, settings.max_band_neighbours)
    one, other = (articles[ranks] for ranks in unpack_pairs(pairs))
    return BandedPairs(pack_pairs(np.minimum(one, other), np.maximum(one, other)), groups, capped)


def pair_by_anchors(
    banded: BandedPairs,
    anchors: Anchors,
    postings: AnchorPostings,
    word_counts: NDArray[np.int32],
    settings: SearchSettings,
) -> AnchoredPairs:
    """Pair articles of groups with `min_shared_anchors` anchors in common that have as many in common themselves; where
    either is short, one is enough. `word_counts` is (n,), by article.
    """
    groups, is_short = banded.groups, word_counts <= settings.max_short_words
    pairs, capped = expand_anchor_pairs(pairs_by_anchor(postings, is_short[groups.members], settings), groups, settings)
    counts = count_shared_anchors(anchors, *unpack_pairs(pairs))
    is_enough = has_enough_anchors(pairs, counts, is_short, settings)
    frequent = int((postings.key_runs.lengths > settings.max_anchor_groups).sum())
    return AnchoredPairs(pairs[is_enough], counts[is_enough], capped, frequent)


def expand_anchor_pairs(
    found: AnchorPairs, groups: DuplicateGroups, settings: SearchSettings
) -> tuple[NDArray[np.uint64], int]:
    """Packed pairs of articles from pairs of groups, each once; and how many pairs of members are not formed."""
    expanded = expand_group_pairs(found.groups, groups, settings.max_pairs_per_group_pair)
    pairs = sorted_unique(groups.article_pairs(np.concatenate([expanded, found.holders])))
    return pairs, int(count_member_pairs(found.groups, groups).sum()) - len(pairs)


def all_candidate_pairs(
    banded: BandedPairs, anchored: NDArray[np.uint64], settings: SearchSettings
) -> NDArray[np.uint64]:
    """Packed pairs with a band in common, of one group, or with enough anchors in common, in order."""
    within = banded.groups.article_pairs(pairs_within_groups(banded.groups, settings.max_pairs_per_group_pair))
    return sorted_unique(np.concatenate([banded.pairs, within, anchored]))


def combine_pairs(banded: BandedPairs, anchored: AnchoredPairs, settings: SearchSettings) -> CandidatePairs:
    """All pairs with a band in common, of one group of near-duplicates, or with enough anchors in common."""
    pairs = all_candidate_pairs(banded, anchored.pairs, settings)
    shared_anchors = np.zeros(len(pairs), np.int32)
    shared_anchors[np.searchsorted(pairs, anchored.pairs)] = anchored.shared_anchors
    left, right = unpack_pairs(pairs)
    return CandidatePairs(
        left=left,
        right=right,
        shared_anchors=shared_anchors,
        representatives=banded.groups.representatives(),
        capped_by_band=banded.capped_pairs,
        capped_by_group=anchored.capped_pairs,
        frequent_anchors=anchored.frequent_anchors,
    )


def band_entries(keys: NDArray[np.uint64], ranks: NDArray[np.int64], bits: int) -> NDArray[np.uint64]:
    """Keys of one band with the ranks of their articles, which take `bits` bits.

    The rank replaces the low bits of the key: about one false pair among a million articles.
    """
    entries: NDArray[np.uint64] = keys & ~rank_mask(bits) | ranks.astype(np.uint64)
    return entries


def pairs_of_entries(
    entries: NDArray[np.uint64], bits: int, max_band_neighbours: int
) -> tuple[NDArray[np.uint64], int]:
    """Packed pairs of ranks among entries of one band with an equal key; and how many pairs were not formed.

    Entries with the same key must come in the order of their ranks; the array is sorted in place.
    """
    shared, runs = keep_shared_keys(entries, bits)
    formed = pairs_within_runs(shared, runs, max_band_neighbours)
    return formed, int((runs.lengths * (runs.lengths - 1) // 2).sum()) - len(formed)


def pairs_by_band(
    signatures: NDArray[np.uint32],
    positions: NDArray[np.int64],
    ranks: NDArray[np.int64],
    max_band_neighbours: int,
    threads: int = 1,
    progress: Progress = no_progress,
) -> tuple[NDArray[np.uint64], int]:
    """Packed pairs of ranks whose signatures have a band in common, each once; and how many pairs were not formed.

    The signature of `ranks[r]` is `signatures[positions[r]]`; ranks rise.
    """
    pairs, capped = np.empty(0, np.uint64), 0
    bits = rank_bits(int(ranks.max(initial=0)))

    def pair(band: int) -> tuple[NDArray[np.uint64], int]:
        return pairs_of_entries(
            band_entries(band_keys(signatures, band)[positions], ranks, bits), bits, max_band_neighbours
        )

    for band, (formed, not_formed) in enumerate(map_threads(pair, range(NUM_BANDS), threads), 1):
        pairs = sorted_unique(np.concatenate([pairs, formed]))
        capped += not_formed
        progress(Stage.PAIR, band, PAIRING_STEPS)
    return pairs, capped
