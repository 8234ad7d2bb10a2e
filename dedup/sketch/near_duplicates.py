"""Groups near-duplicates behind a leader, so that document frequencies count each text once.

How many articles contain an anchor, a word or a line says how common it is only if the articles are different ones.
Counted raw, a wire story with a thousand copies would make its words look like boilerplate, and a quotation of 60
words from it would generate no candidate.

Two articles are near-duplicates if the shingles of the smaller are contained in the larger, as the signatures and
lengths estimate it, by `min_duplicate_containment`: an edited copy, and a story inside a page of up to its own length.
A group is what near-duplicates connect. Two edited copies of one report share too little to be near-duplicates of each
other, however many there are; what they were made of connects them, or a third copy. On real news the largest groups
grow by a few articles over those of direct neighbours: forms do not chain, since their names and numbers are a fifth of
them.

The leader of a small group is its lowest rank. That of a large one is the member that is most like the others, since
many are measured against it alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dedup.settings import SearchSettings
from dedup.sketch.sorted_keys import (
    KeyedRanks,
    KeyRuns,
    first_of_equals,
    pack_pairs,
    pairs_within_runs,
    sorted_unique,
    stable_order,
    unpack_pairs,
)
from dedup.tokens.words import readonly

MIN_ESTIMATED_JACCARD = 0.4  # below, too few values of two signatures are equal to estimate a containment from
NEIGHBOURS_IN_LARGE_GROUPS = 8  # pairs of an article with a large group, beside that with the leader
LEADER_SAMPLE = 32  # members that each member of a large group is held against when its leader is chosen

# Ranks, and the start and size of each group among them, to the places of leaders.
ChooseLeaders = Callable[[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], NDArray[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class DuplicateGroups:
    """Articles in groups. A place is a position in `members`, where the members of a group lie behind their leader."""

    members: NDArray[np.int64]  # (n,) articles, by the lowest rank of their group; leaders first, the others by rank
    leaders: NDArray[np.int64]  # (n,) the place of the leader of the group at each place
    sizes: NDArray[np.int64]  # (n,) by the place of the leader; 0 at other places

    def representatives(self) -> NDArray[np.int64]:
        """The leader of each article's group, (n,), by article."""
        leader_of = np.empty_like(self.members)
        leader_of[self.members] = self.members[self.leaders]
        return leader_of

    def article_pairs(self, pairs: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Packed pairs of articles from pairs of places."""
        one, other = (self.members[places] for places in unpack_pairs(pairs))
        return pack_pairs(np.minimum(one, other), np.maximum(one, other))


def group_near_duplicates(
    pairs: NDArray[np.uint64],
    signatures: NDArray[np.uint32],
    word_counts: NDArray[np.int32],
    articles: NDArray[np.int64],
    settings: SearchSettings,
) -> DuplicateGroups:
    """Group articles by packed pairs of ranks that may be near-duplicates; `articles` are in order of rank."""
    roots = unite_near_duplicates(pairs, signatures, word_counts, articles, settings)
    return order_groups(roots, articles, partial(leaders_by_signature, signatures, articles), settings)


def unite_near_duplicates(
    pairs: NDArray[np.uint64],
    signatures: NDArray[np.uint32],
    word_counts: NDArray[np.int32],
    articles: NDArray[np.int64],
    settings: SearchSettings,
) -> NDArray[np.int64]:
    """The lowest rank of the group of each rank, (ranks,): what packed pairs of near-duplicates connect."""
    from dedup.kernels.pair.group_pairs import unite_alike

    roots = np.arange(len(articles))
    min_equal = int(np.ceil(MIN_ESTIMATED_JACCARD * signatures.shape[1]))
    unite_alike(
        readonly(pairs), readonly(signatures), readonly(articles), readonly(word_counts), min_equal,
        float(settings.min_duplicate_containment), roots,
    )  # fmt: skip
    return roots


def leaders_by_signature(
    signatures: NDArray[np.uint32],
    articles: NDArray[np.int64],
    ranks: NDArray[np.int64],
    starts: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The place in `ranks` of the leader of each group, (groups,): the member that is most like the others.

    `signatures[articles[r]]` belongs to rank r; the members of a group are `sizes` ranks from its start on.
    """
    from dedup.kernels.pair.group_pairs import choose_leaders

    chosen = starts.copy()
    choose_leaders(
        readonly(ranks), readonly(starts), readonly(sizes), readonly(signatures), readonly(articles), LEADER_SAMPLE,
        chosen,
    )  # fmt: skip
    return chosen


def order_groups(
    roots: NDArray[np.int64], articles: NDArray[np.int64], choose_leaders: ChooseLeaders, settings: SearchSettings
) -> DuplicateGroups:
    """The groups of which `roots`, (ranks,), are the lowest ranks; `articles` are in order of rank."""
    ranks = stable_order(roots)
    starts = np.flatnonzero(first_of_equals(roots[ranks]))
    sizes = np.diff(starts, append=len(ranks))
    leaders = starts.copy()
    is_large = ~_is_small(sizes, settings.max_pairs_per_group_pair)
    leaders[is_large] = choose_leaders(ranks, starts[is_large], sizes[is_large])
    group_of_place = np.repeat(np.arange(len(starts)), sizes)
    is_follower = np.arange(len(ranks)) != leaders[group_of_place]
    ranks = ranks[stable_order(2 * group_of_place + is_follower)]
    sizes_at = np.zeros(len(ranks), np.int64)
    sizes_at[starts] = sizes
    return DuplicateGroups(articles[ranks], starts[group_of_place], sizes_at)


def _is_small(sizes: NDArray[np.int64], max_pairs: int) -> NDArray[np.bool_]:
    is_small: NDArray[np.bool_] = sizes * (sizes - 1) // 2 <= max_pairs
    return is_small


def thinned_pairs(pairs: NDArray[np.uint64], leaders: NDArray[np.int64], max_neighbours: int) -> NDArray[np.uint64]:
    """Packed pairs of ranks without most of those with members of a group of more than `max_neighbours` + 1.

    Each rank keeps, before and behind it, those with the first `NEIGHBOURS_IN_LARGE_GROUPS` of a group; one of another
    group is paired with the leader in place of the rest. `leaders`, (n,), are the ranks that lead each rank's group.
    """
    low, high = unpack_pairs(pairs)
    is_large = np.bincount(leaders, minlength=len(leaders))[leaders] > max_neighbours + 1
    is_across = leaders[low] != leaders[high]
    sides = (low, high, is_large[high]), (high, low, is_large[low] & is_across)
    is_kept = ~np.any([side[2] for side in sides], axis=0)
    for one, other, is_thinned in sides:
        rows = np.flatnonzero(is_thinned)
        is_kept[rows[_places_in_runs(one[rows], leaders[other[rows]]) < NEIGHBOURS_IN_LARGE_GROUPS]] = True
    with_leaders = []
    for one, other, is_thinned in sides:
        far = np.flatnonzero(is_thinned & is_across & ~is_kept)
        leader = leaders[other[far]]
        with_leaders.append(pack_pairs(np.minimum(one[far], leader), np.maximum(one[far], leader)))
    return sorted_unique(np.concatenate([pairs[is_kept], *with_leaders]))


def _places_in_runs(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many rows with the same two numbers stand before each row."""
    order = np.lexsort((other, one))
    is_first = first_of_equals(one[order]) | first_of_equals(other[order])
    first = np.flatnonzero(is_first)
    places = np.empty(len(one), np.int64)
    places[order] = np.arange(len(one)) - np.repeat(first, np.diff(first, append=len(one)))
    return places


def pairs_within_groups(groups: DuplicateGroups, max_pairs: int) -> NDArray[np.uint64]:
    """Packed places: all pairs of a group with up to `max_pairs` pairs; in a larger one, each member with the leader.

    A pair may occur twice.
    """
    places = np.arange(len(groups.members))
    followers = np.flatnonzero(groups.leaders != places)
    runs = KeyRuns(places, groups.sizes).where((groups.sizes > 1) & _is_small(groups.sizes, max_pairs))
    within = pairs_within_runs(KeyedRanks(places.astype(np.uint64), 32), runs, max_neighbours=max_pairs)
    return np.concatenate([pack_pairs(groups.leaders[followers], followers), within])


def expand_group_pairs(pairs: NDArray[np.uint64], groups: DuplicateGroups, max_pairs: int) -> NDArray[np.uint64]:
    """Pair all members of one group with all of the other, if these are at most `max_pairs` pairs; all are places.

    Else the first members are paired with the other group's leader, `max_pairs` pairs in all.
    """
    from dedup.kernels.pair.group_pairs import write_expanded_pairs

    all_pairs = count_member_pairs(pairs, groups)
    left, right = (groups.sizes[places] for places in unpack_pairs(pairs))
    formed = np.where(all_pairs <= max_pairs, all_pairs, np.minimum(left + right - 1, max_pairs))
    expanded = np.empty(int(formed.sum()), np.uint64)
    write_expanded_pairs(readonly(pairs), readonly(groups.sizes), max_pairs, expanded)
    return expanded


def count_member_pairs(pairs: NDArray[np.uint64], groups: DuplicateGroups) -> NDArray[np.int64]:
    """How many pairs of members each pair of groups has, (pairs,); groups are the places of their leaders."""
    left, right = (groups.sizes[places] for places in unpack_pairs(pairs))
    return left * right
