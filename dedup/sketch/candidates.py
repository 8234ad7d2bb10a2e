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
from dedup.sketch.anchors import Carriers, Postings, common_carriers, count_shared, pairs_by_anchor, post_anchors
from dedup.sketch.near_duplicates import collapse, expand, pairs_of_copies
from dedup.sketch.fingerprints import BANDS, Sketches, band_keys
from dedup.sketch.sorted_keys import (
    distinct,
    pack_pairs,
    pairs_within,
    rank_bits,
    rank_mask,
    shared,
    sort,
    stable_order,
    unpack_pairs,
)
from dedup.runtime.threads import each

__all__ = ["Candidates", "Carriers", "candidates", "common_carriers"]

MAX_ARTICLES = 1 << 31  # two ranks are one number while pairs are sorted


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs worth measuring, each once, in order; and what was left out."""

    left: NDArray[np.int64]  # (pairs,) left < right
    right: NDArray[np.int64]
    shared_anchors: NDArray[np.int32]  # (pairs,) 0 where bands alone paired them
    groups: NDArray[np.int64]  # (n,) the article that stands for each in counts: itself, or the one that it copies
    postings: Postings
    beyond_reach: int  # pairs of a shared band that were not formed, once a band
    beyond_expansion: int  # pairs of members of two groups that were not formed
    common_anchors: int  # anchors that paired nobody


def candidates(
    sketches: Sketches,
    *,
    reach: int = 50,
    copy_similarity: float = 0.7,
    shared_anchors: int = 2,
    common_groups: int = 50,
    expanded_pairs: int = 64,
    consume: bool = False,
    threads: int = 1,
) -> Candidates:
    """Pair articles that share a band of their signatures, or whose groups share `shared_anchors` anchors.

    `reach`: holders of a band key that each is paired with. `copy_similarity`: estimated Jaccard from which an article
    counts as a copy. `common_groups`: an anchor in more groups pairs nobody. `expanded_pairs`: pairs of members that a
    pair of groups may stand for; beyond, each member is paired with the other group's representative. `consume`: the
    signatures and anchors of `sketches`, 1 kB an article, are forgotten as soon as they have told what they tell.
    """
    if len(sketches) >= MAX_ARTICLES:
        raise InputError(f"{len(sketches):,} articles at once; the limit is {MAX_ARTICLES - 1:,}")
    articles = stable_order(sketches.identities)
    ranks = np.flatnonzero(sketches.words[articles] > 0)
    banded, beyond_reach = pairs_by_band(sketches.signatures, articles[ranks], ranks, reach, threads)
    groups = collapse(banded, sketches.signatures, articles, copy_similarity)
    if consume:
        sketches.forget("signatures")
    postings = post_anchors(sketches, articles, groups.representatives)
    expanded = expand(pairs_by_anchor(postings, shared_anchors, common_groups), groups, expanded_pairs)
    anchored = _by_article(expanded.pairs, articles)
    sort(anchored)
    counts = count_shared(sketches, *unpack_pairs(anchored))
    if consume:
        sketches.forget("anchors")
    is_enough = counts >= shared_anchors
    close = _by_article(np.concatenate([banded, pairs_of_copies(groups, expanded_pairs)]), articles)
    pairs, shared_counts = _merged(close, anchored[is_enough], counts[is_enough])
    left, right = unpack_pairs(pairs)
    return Candidates(
        left=left,
        right=right,
        shared_anchors=shared_counts,
        groups=articles[groups.representatives][stable_order(articles)],
        postings=postings,
        beyond_reach=beyond_reach,
        beyond_expansion=expanded.not_formed,
        common_anchors=int((postings.runs.lengths > common_groups).sum()),
    )


def pairs_by_band(
    signatures: NDArray[np.uint32], places: NDArray[np.int64], ranks: NDArray[np.int64], reach: int, threads: int = 1
) -> tuple[NDArray[np.uint64], int]:
    """Pairs of the ranks whose signatures share a band, each once; and how many were beyond reach. The signature of
    ranks[r] is signatures[places[r]]; ranks rise.
    """
    pairs, beyond = np.empty(0, np.uint64), 0
    bits = rank_bits(int(ranks.max(initial=0)))

    def pair(band: int) -> tuple[NDArray[np.uint64], int]:
        keys = band_keys(signatures, band)[places]  # their low bits go: with a million articles, one false pair or so
        entries, runs = shared(keys & ~rank_mask(bits) | ranks.astype(np.uint64), bits)
        found = pairs_within(entries, runs, reach)
        return found, int((runs.lengths * (runs.lengths - 1) // 2).sum()) - len(found)

    for found, not_formed in each(pair, range(BANDS), threads):
        pairs = distinct(np.concatenate([pairs, found]))
        beyond += not_formed
    return pairs, beyond


def _by_article(pairs: NDArray[np.uint64], articles: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Pairs of articles from pairs of ranks."""
    one, other = (articles[ranks] for ranks in unpack_pairs(pairs))
    return pack_pairs(np.minimum(one, other), np.maximum(one, other))


def _merged(
    close: NDArray[np.uint64], anchored: NDArray[np.uint64], counts: NDArray[np.int32]
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """All pairs, each once, in order, and the anchors that each shares."""
    pairs = distinct(np.concatenate([close, anchored]))
    shared = np.zeros(len(pairs), np.int32)
    shared[np.searchsorted(pairs, anchored)] = counts
    return pairs, shared
