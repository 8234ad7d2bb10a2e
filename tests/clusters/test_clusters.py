"""Clusters hold together, whatever order their links come in and whatever their members are called."""

from __future__ import annotations

from itertools import combinations

import clusters_twin as twin
import numpy as np
from clusters_twin import Link, Member, Pair
from clusters_twin import Links as LinksByPair
from hypothesis import given
from hypothesis import strategies as st

from dedup.clusters.cohesion import ArticleIndices, CopyLinks, cohesive_groups
from dedup.runtime.arrays import connected_components
from dedup.settings import DEFAULT_SETTINGS, Settings

ARTICLES = 13

COHESION = DEFAULT_SETTINGS.min_core_coverage
WHOLE = Link(0.95, 0.95)
HALF = Link(0.5, 0.5)
NOTHING = Link(0.0, 0.0)

share = st.sampled_from([0.0, 0.3, 0.5, 0.59, 0.6, 0.8, 1.0])


class Corpus:
    """Articles that share so much of each other: verified links, and what the others measure when they are asked."""

    def __init__(
        self, links: LinksByPair, unlinked: LinksByPair | None = None, words: dict[int, int] | None = None
    ) -> None:
        self.links = links
        self.unlinked = unlinked or {}
        self.words = words or {}
        self.measured: list[Pair] = []

    def member(self, article: int) -> Member:
        return Member(self.words.get(article, 100), 7919 * article % 1000, article)

    def measure(self, pairs: list[Pair]) -> list[Link]:
        self.measured += pairs
        return [self.unlinked.get(pair, NOTHING) for pair in pairs]

    def groups(self, cohesion: float = COHESION) -> list[list[int]]:
        members = sorted(map(self.member, range(ARTICLES)))
        seniority = np.empty(ARTICLES, np.int64)
        seniority[[member.article for member in members]] = np.arange(ARTICLES)
        return cohesive_groups(
            as_columns(self.links), seniority, self.measure_columns, Settings(min_core_coverage=cohesion)
        )

    def measure_columns(self, left: ArticleIndices, right: ArticleIndices) -> CopyLinks:
        pairs = [*zip(left.tolist(), right.tolist(), strict=True)]
        return as_columns(dict(zip(pairs, self.measure(pairs), strict=True)))

    def groups_of_twin(self, cohesion: float) -> list[list[int]]:
        return twin.cohesive_groups(self.links, self.member, self.measure, cohesion)

    def renamed(self, names: list[int]) -> Corpus:
        """The same with other places, and its links in another order."""

        def rename(links: LinksByPair) -> LinksByPair:
            renamed = {(min(names[a], names[c]), max(names[a], names[c])): link for (a, c), link in links.items()}
            return dict(sorted(renamed.items(), reverse=True))

        other = Corpus(rename(self.links), rename(self.unlinked))
        back = {name: place for place, name in enumerate(names)}
        other.member = lambda article: self.member(back[article])._replace(article=article)  # type: ignore[method-assign]
        return other


def as_columns(links: LinksByPair) -> CopyLinks:
    pairs = np.array([*links], np.int64).reshape(-1, 2).T
    shares = np.array([*links.values()], np.float64).reshape(-1, 2).T
    return CopyLinks(*pairs, *shares)


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """Up to ten articles, some pairs of which are linked."""
    pairs = [*combinations(range(draw(st.integers(2, 10))), 2)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1, max_size=25))
    link = st.tuples(share, share).map(lambda shares: Link(max(shares), min(shares)))
    links = {pair: draw(link) for pair in chosen}
    return Corpus(links, {pair: draw(link) for pair in pairs if pair not in links})


def test_copies_of_one_text_are_one_group() -> None:
    corpus = Corpus(dict.fromkeys(combinations(range(5), 2), WHOLE))
    assert corpus.groups() == [[0, 1, 2, 3, 4]]
    assert corpus.measured == []


def test_no_links_no_groups() -> None:
    assert Corpus({}).groups() == []


def test_a_chain_is_cut_where_it_drifts_off() -> None:
    """A ~ B ~ C, and nothing of A in C: the ends of a chain are no copies of each other."""
    step = Link(0.7, 0.7)
    chain = {(n, n + 1): step for n in range(7)}
    groups = Corpus(chain).groups()
    assert max(map(len, groups)) == 3
    assert sorted(article for group in groups for article in group) == [0, 1, 2, 3, 4, 5, 6, 7]


def test_a_member_without_link_to_the_core_is_measured() -> None:
    """It stays if it shares enough of the shorter text, and half of the longer."""
    links = {(0, 1): WHOLE, (0, 2): WHOLE, (2, 3): WHOLE}
    for link, groups in [
        (Link(0.9, 0.5), [[0, 1, 2, 3]]),
        (Link(0.9, 0.49), [[0, 1, 2]]),
        (Link(0.59, 0.59), [[0, 1, 2]]),
    ]:
        corpus = Corpus(links, {(0, 3): link}, words={0: 200})
        assert corpus.groups() == groups
        assert corpus.measured == [(0, 3)]


def test_who_leaves_may_form_a_group_of_their_own() -> None:
    """Two stories with one page that carries both."""
    first = dict.fromkeys(combinations([0, 1, 2, 3], 2), WHOLE)
    second = dict.fromkeys(combinations([4, 5, 6], 2), WHOLE)
    corpus = Corpus({**first, **second, (3, 4): HALF})
    assert corpus.groups() == [[0, 1, 2, 3], [4, 5, 6]]


def test_a_link_alone_does_not_hold() -> None:
    assert Corpus({(0, 1): HALF}).groups() == []
    assert Corpus({(0, 1): HALF}).groups(cohesion=0.5) == [[0, 1]]


def test_of_equals_the_longest_is_the_core() -> None:
    """Two stars share a leaf; the leaf goes to the star whose centre comes first."""
    links = {(0, 1): WHOLE, (1, 2): WHOLE}
    assert Corpus(links, {(0, 2): NOTHING}).groups() == [[0, 1, 2]]
    ring = {(0, 1): WHOLE, (1, 2): WHOLE, (2, 3): WHOLE, (0, 3): WHOLE}
    assert Corpus(ring, words={0: 120}).groups() == [[0, 1, 3]]
    assert Corpus(ring, words={1: 120}).groups() == [[0, 1, 2]]


@given(corpora(), st.sampled_from([0.0, 0.5, 0.6, 1.0]))
def test_groups_hold_together(corpus: Corpus, cohesion: float) -> None:
    groups = corpus.groups(cohesion)
    placed = [article for group in groups for article in group]
    assert len(placed) == len(set(placed))
    assert groups == sorted(sorted(group) for group in groups)
    for group in groups:
        assert len(group) > 1
        assert any(all(holds(corpus, core, other, cohesion) for other in group if other != core) for core in group)


def holds(corpus: Corpus, core: int, other: int, cohesion: float) -> bool:
    pair = (min(core, other), max(core, other))
    link = corpus.links.get(pair) or corpus.unlinked[pair]
    return link.shorter >= cohesion and (pair in corpus.links or link.longer >= DEFAULT_SETTINGS.min_long_coverage)


@given(corpora(), st.data())
def test_neither_names_nor_order_matter(corpus: Corpus, data: st.DataObject) -> None:
    names = data.draw(st.permutations(range(ARTICLES)))
    renamed = corpus.renamed(names).groups()
    assert renamed == sorted(sorted(names[article] for article in group) for group in corpus.groups())


@given(corpora(), st.sampled_from([0.0, 0.5, 0.6, 1.0]))
def test_groups_are_those_of_the_twin(corpus: Corpus, cohesion: float) -> None:
    assert corpus.groups(cohesion) == corpus.groups_of_twin(cohesion)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda pair: pair[0] != pair[1]), max_size=15))
def test_components_are_what_can_be_walked(pairs: list[Pair]) -> None:
    reached = {article: {article} for article in range(ARTICLES)}
    for _ in reached:
        for left, right in pairs:
            reached[left] |= reached[right]
            reached[right] |= reached[left]
    columns = np.array(pairs, np.int64).reshape(-1, 2)
    found = connected_components(columns[:, 0], columns[:, 1], ARTICLES)
    assert found.tolist() == [min(reached[article]) for article in range(ARTICLES)]
