"""Cohesive groups of copies: connected components of links, without the members that drift from the core.

Connected components alone make chains: A is near B, B is near C, and the last article shares nothing with A. So every
member of a component is measured against its core, the member that shares most with the others. Articles that share too
little with the core leave the group, and may form groups of their own. Links are exact, near and syndicated matches; an
excerpt or shared boilerplate links nothing.

All components are processed at once, in rounds. A round finds the core and the members of every component, and leaves
the links among the other articles to the next round.

The result depends on the texts alone: ties are broken by length, then by content hash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.runtime.arrays import connected_components
from dedup.settings import ClusterSettings
from dedup.sketch.sorted_keys import stable_order

ArticleIndices = NDArray[np.int64]
Coverages = NDArray[np.float64]
Flags = NDArray[np.bool_]


class CopyLinks(NamedTuple):
    """Pairs of articles by position (`left < right`), with the coverage of the shorter and of the longer text."""

    left: ArticleIndices
    right: ArticleIndices
    shorter_coverage: Coverages
    longer_coverage: Coverages

    def select(self, rows: Flags | ArticleIndices) -> CopyLinks:
        """The links of some rows, in the order of the rows."""
        return CopyLinks(self.left[rows], self.right[rows], self.shorter_coverage[rows], self.longer_coverage[rows])


MeasureCoverage = Callable[[ArticleIndices, ArticleIndices], CopyLinks]


def cohesive_groups(
    links: CopyLinks, precedence: ArticleIndices, measure: MeasureCoverage, settings: ClusterSettings
) -> list[list[int]]:
    """Groups of two or more articles that are copies of one text, each sorted, in order of their first article.

    `precedence`, (n,), all different, breaks ties between cores: the greatest wins. `measure` measures pairs that have
    no link.
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

        is_member = _is_member(local, core, measure_local, settings)
        group_of[articles[is_member]] = articles[core[is_member]]
        links = links.select(~is_member[left] & ~is_member[right])
    return _groups(group_of)


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


def _is_member(links: CopyLinks, core: ArticleIndices, measure: MeasureCoverage, settings: ClusterSettings) -> Flags:
    """Which articles are cores, or share enough with theirs. Links are in order."""
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
    shares_enough = is_linked | (longer >= settings.min_long_coverage)
    is_member: Flags = is_core | ((shorter >= settings.min_core_coverage) & shares_enough)
    return is_member


def _groups(group_of: ArticleIndices) -> list[list[int]]:
    """The articles of each group of two or more."""
    order = stable_order(group_of)[np.count_nonzero(group_of < 0) :]
    cuts = np.flatnonzero(np.diff(group_of[order])) + 1
    return sorted(group.tolist() for group in np.split(order, cuts) if len(group) > 1)
