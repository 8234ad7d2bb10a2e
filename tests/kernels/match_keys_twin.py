"""Which candidates `dedup.sketch.candidates` finds, with sets and dictionaries in place of sorted numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

Pair = tuple[int, int]


@dataclass(frozen=True)
class Article:
    identity: int
    words: int
    signature: Sequence[int]
    keys: Sequence[int]
    anchors: Sequence[int]


@dataclass(frozen=True)
class Found:
    pairs: Mapping[Pair, int]  # and the anchors that they share
    groups: Sequence[int]
    beyond_reach: int
    beyond_expansion: int
    common_anchors: int
    holders: Mapping[int, Sequence[int]]  # one article of each group that contains an anchor, in order of the groups


def candidates(
    articles: Sequence[Article],
    *,
    max_band_neighbours: int,
    min_duplicate_containment: float,
    min_shared_anchors: int,
    max_short_words: int,
    max_anchor_groups: int,
    max_pairs_per_group_pair: int,
) -> Found:
    """Everything is decided by rank: the place of an article among all, sorted by identity."""
    order = sorted(range(len(articles)), key=lambda a: articles[a].identity)
    ranked = [articles[a] for a in order]
    banded, beyond_reach = pairs_by_band(ranked, max_band_neighbours)
    groups = groups_of(ranked, banded, min_duplicate_containment, max_pairs_per_group_pair)
    group_of = {rank: number for number, group in enumerate(groups) for rank in group}
    carriers = {
        anchor: first_of_groups(ranks, groups, group_of)
        for anchor, ranks in holders((rank, article.anchors) for rank, article in enumerate(ranked)).items()
    }
    rare = [ranks for ranks in carriers.values() if len(ranks) <= max_anchor_groups]
    found_in: dict[Pair, list[Pair]] = defaultdict(list)
    for left, right in (pair for ranks in rare for pair in combinations(ranks, 2)):
        found_in[group_of[left], group_of[right]].append((left, right))
    close = {*thinned(banded, groups, group_of, max_band_neighbours)}
    close |= {pair for group in groups for pair in pairs_of_copies(group, max_pairs_per_group_pair)}
    found = dict.fromkeys((tuple_of(*pair) for pair in close), 0)
    beyond_expansion = 0
    is_short = [article.words <= max_short_words for article in ranked]
    for (one, other), pairs in found_in.items():
        has_short = is_short[groups[one][0]] or is_short[groups[other][0]]
        if len(pairs) >= (1 if has_short else min_shared_anchors):
            every = {*product(groups[one], groups[other])}
            formed = (
                every
                if len(every) <= max_pairs_per_group_pair
                else {*pairs, *pairs_with_leaders(groups[one], groups[other])[:max_pairs_per_group_pair]}
            )
            beyond_expansion += len(every) - len(formed)
            for low, high in formed:
                own = len({*ranked[low].anchors} & {*ranked[high].anchors})
                if own >= (1 if is_short[low] or is_short[high] else min_shared_anchors):
                    found[tuple_of(low, high)] = own
    return Found(
        {tuple_of(order[a], order[b]): anchors for (a, b), anchors in found.items()},
        [order[groups[group_of[order.index(a)]][0]] for a in range(len(articles))],
        beyond_reach,
        beyond_expansion,
        sum(len(ranks) > max_anchor_groups for ranks in carriers.values()),
        {anchor: [order[rank] for rank in ranks] for anchor, ranks in carriers.items()},
    )


def tuple_of(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)


def first_of_groups(ranks: Iterable[int], groups: Sequence[Sequence[int]], group_of: Mapping[int, int]) -> list[int]:
    """The first member of each group that is among some ranks, in order of the groups."""
    chosen = {*ranks}
    return [next(rank for rank in groups[number] if rank in chosen) for number in sorted({group_of[r] for r in chosen})]


def holders(entries: Iterable[tuple[int, Iterable[int]]]) -> dict[int, set[int]]:
    """The ranks that hold each key."""
    found: dict[int, set[int]] = defaultdict(set)
    for rank, keys in entries:
        for key in keys:
            found[key].add(rank)
    return found


def pairs_by_band(ranked: Sequence[Article], reach: int) -> tuple[set[Pair], int]:
    runs = holders((rank, article.keys) for rank, article in enumerate(ranked) if article.words)
    pairs: set[Pair] = set()
    beyond = 0
    for run in map(sorted, runs.values()):
        formed = {(low, high) for place, low in enumerate(run) for high in run[place + 1 : place + 1 + reach]}
        beyond += len(run) * (len(run) - 1) // 2 - len(formed)
        pairs |= formed
    return pairs, beyond


def groups_of(ranked: Sequence[Article], pairs: Iterable[Pair], containment: float, max_pairs: int) -> list[list[int]]:
    """What near-duplicates connect, in order of the lowest rank; the leader of each group first."""
    group_of = {rank: {rank} for rank in range(len(ranked))}
    for low, high in pairs:
        if group_of[low] is not group_of[high] and are_duplicates(ranked[low], ranked[high], containment):
            group_of[low] |= group_of[high]
            for rank in group_of[high]:
                group_of[rank] = group_of[low]
    groups = []
    for ranks in {min(group): sorted(group) for group in group_of.values()}.values():
        leader = ranks[0]
        if len(ranks) * (len(ranks) - 1) // 2 > max_pairs:
            sample = ranks[:: max(1, len(ranks) // 32)]
            leader = max(ranks, key=lambda one: (sum(equal(ranked[one], ranked[n]) for n in sample), -one))
        groups.append([leader, *(rank for rank in ranks if rank != leader)])
    return sorted(groups, key=min)


def are_duplicates(left: Article, right: Article, containment: float) -> bool:
    jaccard = equal(left, right) / len(left.signature)
    both = jaccard / (1 + jaccard) * (left.words + right.words)
    return jaccard >= 0.4 and both >= containment * min(left.words, right.words)


def equal(left: Article, right: Article) -> int:
    return sum(one == other for one, other in zip(left.signature, right.signature, strict=True))


def thinned(
    pairs: Iterable[Pair], groups: Sequence[Sequence[int]], group_of: Mapping[int, int], reach: int
) -> Iterable[Pair]:
    """Of the pairs with a large group, each article keeps eight before it, eight behind, and the leader."""
    with_group: dict[tuple[int, int, str], list[Pair]] = defaultdict(list)
    for low, high in sorted(pairs):
        if len(groups[group_of[high]]) > reach + 1:
            with_group[low, group_of[high], "behind"].append((low, high))
        if len(groups[group_of[low]]) > reach + 1 and group_of[low] != group_of[high]:
            with_group[high, group_of[low], "before"].append((low, high))
    near = {pair for found in with_group.values() for pair in found[:8]}
    for (one, group, _), found in with_group.items():
        if group != group_of[one] and {*found} - near:
            yield tuple_of(one, groups[group][0])
    far = {pair for found in with_group.values() for pair in found} - near
    yield from (pair for pair in pairs if pair not in far)


def pairs_of_copies(group: Sequence[int], limit: int) -> list[Pair]:
    every = [*combinations(group, 2)]
    return every if len(every) <= limit else [(group[0], rank) for rank in group[1:]]


def pairs_with_leaders(one: Sequence[int], other: Sequence[int]) -> list[Pair]:
    return [*((one[0], rank) for rank in other), *((rank, other[0]) for rank in one[1:])]
