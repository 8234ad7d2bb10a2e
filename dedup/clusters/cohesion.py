"""Clusters of copies: verified matches only, and a check that the members hold together.

Links of one text to the next make chains, and chains make monsters: A is near B, B near C, and at the end stands an
article that shares nothing with A. So each component of exact, near and syndicated links is measured against its core,
the member that covers the others best. Who shares too little with the core leaves; those who left may form clusters of
their own. An excerpt or a shared line never joins two clusters.

All components are settled at once, in rounds: each round finds every component's core and its members, and leaves the
links of those who are still without a cluster to the next.

The result depends on the texts alone: ties are settled by length, then by identity.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.sorted_keys import stable_order

MIN_LONG_COVERAGE = 0.5  # of the longer text: holds a member that has no link to the core

ArticleIndices = NDArray[np.int64]
Coverages = NDArray[np.float64]
Flags = NDArray[np.bool_]


class CopyLinks(NamedTuple):
    """Pairs of articles by their places (`left < right`), and what they share: coverage of the shorter and of the
    longer text.
    """

    left: ArticleIndices
    right: ArticleIndices
    shorter_coverage: Coverages
    longer_coverage: Coverages

    def select(self, rows: Flags | ArticleIndices) -> CopyLinks:
        """Some of the links, or all in another order."""
        return CopyLinks(self.left[rows], self.right[rows], self.shorter_coverage[rows], self.longer_coverage[rows])


MeasureCoverage = Callable[[ArticleIndices, ArticleIndices], CopyLinks]


def cohesive_groups(
    links: CopyLinks, precedence: ArticleIndices, measure: MeasureCoverage, min_core_coverage: float
) -> list[list[int]]:
    """Articles that are copies of one text: groups of two or more, each sorted, in order of their first article.

    `links` are verified; `seniority`, (n,), all different, settles which of equals is a core: the greatest; `measure`
    measures pairs without a link; a member shares at least `cohesion` of the shorter text with its group's core.
    """
    links = links.select(np.lexsort((links.right, links.left)))
    group_of = np.full(len(precedence), -1)
    while len(links.left):
        articles, (left, right) = np.unique((links.left, links.right), return_inverse=True)
        local = links._replace(left=left, right=right)
        core = _cores(local, precedence[articles])

        def measure_local(
            left: ArticleIndices, right: ArticleIndices, articles: ArticleIndices = articles
        ) -> CopyLinks:
            return measure(articles[left], articles[right])

        is_member = _is_member(local, core, measure_local, min_core_coverage)
        group_of[articles[is_member]] = articles[core[is_member]]
        links = links.select(~is_member[left] & ~is_member[right])
    return _groups(group_of)


def connected_components(left: ArticleIndices, right: ArticleIndices, articles: int) -> ArticleIndices:
    """The lowest article of the connected component of each, (articles,).

    Each takes the lowest label of its neighbours, then its label's label, until nothing changes.

    >>> components(np.array([0, 4, 1]), np.array([1, 5, 3]), 6).tolist()
    [0, 0, 2, 0, 4, 4]
    """
    labels, before = np.arange(articles), None
    while before is None or (labels != before).any():
        before = labels.copy()
        np.minimum.at(labels, left, before[right])
        np.minimum.at(labels, right, before[left])
        labels = labels[labels]
    return labels


def _cores(links: CopyLinks, precedence: ArticleIndices) -> ArticleIndices:
    """For each article, the member of its component that shares most with the others."""
    articles = len(precedence)
    roots = connected_components(links.left, links.right, articles)
    strength = links.shorter_coverage * links.longer_coverage
    shared = np.bincount(links.left, strength, articles) + np.bincount(links.right, strength, articles)
    order = np.lexsort((precedence, shared.round(6), roots))
    is_last = np.diff(roots[order], append=articles) != 0
    core = np.empty(articles, np.int64)
    core[roots[order[is_last]]] = order[is_last]
    return core[roots]


def _is_member(links: CopyLinks, core: ArticleIndices, measure: MeasureCoverage, min_core_coverage: float) -> Flags:
    """The cores, and the articles that hold to theirs. Links are in order."""
    articles = np.arange(len(core))
    lower, higher = np.minimum(articles, core), np.maximum(articles, core)
    numbers, wanted = links.left * len(core) + links.right, lower * len(core) + higher
    rows = np.minimum(np.searchsorted(numbers, wanted), len(numbers) - 1)
    is_core, is_linked = articles == core, numbers[rows] == wanted
    shorter, longer = links.shorter_coverage[rows], links.longer_coverage[rows]
    missing = ~is_core & ~is_linked
    if missing.any():
        measured = measure(lower[missing], higher[missing])
        shorter[missing], longer[missing] = measured.shorter_coverage, measured.longer_coverage
    is_member: Flags = is_core | ((shorter >= min_core_coverage) & (is_linked | (longer >= MIN_LONG_COVERAGE)))
    return is_member


def _groups(group_of: ArticleIndices) -> list[list[int]]:
    """The articles of each group of two or more."""
    order = stable_order(group_of)[np.count_nonzero(group_of < 0) :]
    cuts = np.flatnonzero(np.diff(group_of[order])) + 1
    return sorted(group.tolist() for group in np.split(order, cuts) if len(group) > 1)
