"""What `dedup.sketch.candidates.candidates` computes, with sets and dictionaries in place of sorted numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
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


def candidates(
    articles: Sequence[Article],
    *,
    max_band_neighbours: int,
    copy_similarity: float,
    min_shared_anchors: int,
    max_anchor_groups: int,
    max_pairs_per_group_pair: int,
    max_short_words: int,
) -> Found:
    """Everything is decided by rank: the place of an article among all, sorted by identity."""
    order = sorted(range(len(articles)), key=lambda a: articles[a].identity)
    ranked = [articles[a] for a in order]
    banded, beyond_reach = pairs_by_band(ranked, max_band_neighbours)
    leaders = collapse(ranked, banded, copy_similarity)
    members = holders((leader, [rank]) for rank, leader in enumerate(leaders))
    carriers = holders((anchor, [leaders[rank]]) for rank, article in enumerate(ranked) for anchor in article.anchors)
    rare = [sorted(groups) for groups in carriers.values() if len(groups) <= max_anchor_groups]
    shared = Counter(pair for groups in rare for pair in combinations(groups, 2))
    found: dict[Pair, int] = dict.fromkeys([*banded, *pairs_of_copies(members, max_pairs_per_group_pair)], 0)
    beyond_expansion = 0

    def least(left: int, right: int) -> int:
        is_short = min(ranked[left].words, ranked[right].words) <= max_short_words
        return 1 if is_short else min_shared_anchors

    for (left, right), anchors in shared.items():
        if anchors >= least(left, right):
            every = {*product(members[left], members[right])}
            formed = (
                every
                if len(every) <= max_pairs_per_group_pair
                else {pair for pair in every if left in pair or right in pair}
            )
            beyond_expansion += len(every) - len(formed)
            for low, high in map(sorted, formed):
                own = len({*ranked[low].anchors} & {*ranked[high].anchors})
                if own >= least(low, high):
                    found[low, high] = own
    return Found(
        {(min(order[a], order[b]), max(order[a], order[b])): anchors for (a, b), anchors in found.items()},
        [order[leaders[order.index(a)]] for a in range(len(articles))],
        beyond_reach,
        beyond_expansion,
        sum(len(groups) > max_anchor_groups for groups in carriers.values()),
    )


def holders(entries: Iterable[tuple[int, Iterable[int]]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, ranks in entries:
        found[key].update(ranks)
    return found


def pairs_by_band(ranked: Sequence[Article], reach: int) -> tuple[set[Pair], int]:
    runs = holders((key, [rank]) for rank, article in enumerate(ranked) if article.words for key in article.keys)
    pairs: set[Pair] = set()
    beyond = 0
    for run in map(sorted, runs.values()):
        formed = {(low, high) for place, low in enumerate(run) for high in run[place + 1 : place + 1 + reach]}
        beyond += len(run) * (len(run) - 1) // 2 - len(formed)
        pairs |= formed
    return pairs, beyond


def collapse(ranked: Sequence[Article], pairs: Iterable[Pair], similarity: float) -> list[int]:
    """The lowest representative that stands near a rank, among those of the lower ranks it is alike to."""
    leaders = [*range(len(ranked))]
    for low, rank in sorted(pairs, key=lambda pair: pair[::-1]):
        leader = leaders[low]
        if (
            estimate(ranked[low], ranked[rank]) >= similarity
            and estimate(ranked[leader], ranked[rank]) >= similarity - 0.1
        ):
            leaders[rank] = min(leaders[rank], leader)
    return leaders


def estimate(left: Article, right: Article) -> float:
    equal = sum(one == other for one, other in zip(left.signature, right.signature, strict=True))
    return equal / len(left.signature)


def pairs_of_copies(members: Mapping[int, set[int]], limit: int) -> list[Pair]:
    pairs: list[Pair] = []
    for leader, group in members.items():
        every = [*combinations(sorted(group), 2)]
        pairs += every if len(every) <= limit else [pair for pair in every if leader in pair]
    return pairs
