"""What the settings of clusters change."""

from __future__ import annotations

import numpy as np
from effect_case import Case

from dedup.clusters.cohesion import ArticleIndices, CopyLinks, cohesive_groups
from dedup.settings import Settings


def groups(settings: Settings) -> list[list[int]]:
    """Articles 1 and 2 are linked to 0, and 3 to 2; 3 shares .9 of the shorter text with 0, and .5 of the longer."""

    def measure(left: ArticleIndices, right: ArticleIndices) -> CopyLinks:
        return CopyLinks(left, right, np.full(len(left), 0.9), np.full(len(left), 0.5))

    links = CopyLinks(np.array([0, 0, 2]), np.array([1, 2, 3]), np.full(3, 0.7), np.full(3, 0.7))
    return cohesive_groups(links, np.array([3, 2, 1, 0]), measure, settings)


CASES = {
    "min_core_coverage": Case(value=0.8, outcome=groups, before=[[0, 1, 2, 3]], after=[[0, 3]]),
    "min_long_coverage": Case(value=0.51, outcome=groups, before=[[0, 1, 2, 3]], after=[[0, 1, 2]]),
}
