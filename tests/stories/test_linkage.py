"""Average linkage of log-odds: groups hold together on average, whatever the order."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.stories.linking.linkage import linked_groups

Links = list[tuple[int, int, float]]


MISSING = -2.0


def groups_of(count: int, links: Links, threshold: float) -> list[list[int]]:
    left, right, log_odds = (
        (np.array(column) for column in zip(*links, strict=True)) if links else np.empty((3, 0), int)
    )
    return linked_groups(count, left, right, log_odds.astype(float), threshold, MISSING)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, Links]:
    count = draw(st.integers(2, 9))
    pairs = list(combinations(range(count), 2))
    odds = draw(st.lists(st.none() | st.integers(-20, 20), min_size=len(pairs), max_size=len(pairs)))
    return count, [(*pair, each / 4) for pair, each in zip(pairs, odds, strict=True) if each is not None]


def mean_link(one: list[int], other: list[int], links: Links) -> float:
    log_odds = {frozenset(pair): value for *pair, value in links}
    return sum(log_odds.get(frozenset((i, j)), MISSING) for i in one for j in other) / (len(one) * len(other))


def test_a_chain_builds_no_monster() -> None:
    chain = [(i, i + 1, 1.9) for i in range(9)]
    assert max(map(len, groups_of(10, chain, 0.0))) == 2


def test_one_pair_that_surely_does_not_belong_outweighs_one_that_does() -> None:
    assert groups_of(3, [(0, 1, 4.0), (0, 2, 3.0), (1, 2, -4.0)], 0.0) == [[0, 1]]


@given(graphs())
def test_no_two_groups_could_still_merge(graph: tuple[int, Links]) -> None:
    count, links = graph
    groups = groups_of(count, links, 0.0)
    alone = [[i] for i in range(count) if not any(i in group for group in groups)]
    assert all(mean_link(one, other, links) < 0.0 for one, other in combinations([*groups, *alone], 2))


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(graph: tuple[int, Links], random: st.random_module) -> None:  # type: ignore[valid-type]
    count, links = graph
    shuffled = list(links)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups_of(count, shuffled, 0.0) == groups_of(count, links, 0.0)
