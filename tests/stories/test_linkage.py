"""Average linkage of log-odds: groups hold together on average, whatever the order."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dedup.stories.linking import division
from dedup.stories.linking.division import MIN_MEMBERS
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
    count = draw(st.integers(2, 10))
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
    assume(count < MIN_MEMBERS)  # larger groups may be divided
    alone = [[i] for i in range(count) if not any(i in group for group in groups)]
    assert all(mean_link(one, other, links) < 0.0 for one, other in combinations([*groups, *alone], 2))


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(graph: tuple[int, Links], random: st.random_module) -> None:  # type: ignore[valid-type]
    count, links = graph
    shuffled = list(links)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups_of(count, shuffled, 0.0) == groups_of(count, links, 0.0)


def two_events(within: float, between: float, sizes: tuple[int, int]) -> Links:
    """The links of two groups of so many items, all of them linked."""
    count = sum(sizes)
    return [(*pair, between if pair[0] < sizes[0] <= pair[1] else within) for pair in combinations(range(count), 2)]


@pytest.mark.parametrize(
    ("between", "sizes", "groups"),
    [(0.5, (9, 7), 2), (3.0, (9, 7), 1), (0.5, (12, 2), 1), (0.5, (15, 1), 1)],
    ids=["two events", "one event", "two late reports", "a late report"],
)
def test_two_coherent_groups_with_less_in_common_are_two_events(
    between: float, sizes: tuple[int, int], groups: int
) -> None:
    """Every report on one bout is like every report on the other, and much more like those on its own."""
    assert len(groups_of(sum(sizes), two_events(4.0, between, sizes), 0.0)) == groups


def test_a_group_beyond_measure_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "MAX_MEMBERS", 15)
    assert len(groups_of(16, two_events(4.0, 0.5, (9, 7)), 0.0)) == 1


@given(graphs(), st.integers(-4, 4))
def test_a_threshold_moves_all_odds(graph: tuple[int, Links], steps: int) -> None:
    count, links = graph
    moved = [(one, other, odds + steps / 4) for one, other, odds in links]
    left, right, log_odds = (np.array(column) for column in zip(*moved, strict=True)) if moved else np.empty((3, 0))
    found = linked_groups(
        count, left.astype(int), right.astype(int), log_odds.astype(float), steps / 4, MISSING + steps / 4
    )
    assert found == groups_of(count, links, 0.0)
