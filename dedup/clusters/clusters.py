"""Verified matches to clusters of copies."""

from __future__ import annotations

from functools import partial

import numpy as np

from dedup.comparison.match import Relation
from dedup.comparison.verification import Compared, Matches, compare_pairs
from dedup.comparison.relation_rules import code
from dedup.runtime.lazy import Once
from dedup.sketch.sorted_keys import stable_order
from dedup.clusters.cohesion import Links, Places, cohesive_groups
from dedup.stories.values import Cluster
from dedup.clusters.origins import origin

MERGING = (Relation.EXACT, Relation.NEAR, Relation.SYNDICATED)


def clusters(compared: Compared, cohesion: float) -> list[Cluster]:
    """The copies of each text with the matches between them; largest first, then by id."""
    prepared = compared.prepared
    is_merging = np.isin(compared.verdicts.relations, [code(relation) for relation in MERGING])

    def measure(left: Places, right: Places) -> Links:
        return _links(compare_pairs(prepared, compared.corpus, left, right))

    links = _links(compared).only(is_merging)
    groups = cohesive_groups(links, _seniority(compared), measure, cohesion)
    found = [_cluster(compared, group, rows) for group, rows in zip(groups, _inner(compared, groups), strict=True)]
    return sorted(found, key=lambda cluster: (-len(cluster.article_ids), cluster.article_ids))


def _links(compared: Compared) -> Links:
    m = compared.measures
    left, right, is_left_longer = m.left_coverage, m.right_coverage, m.left_words >= m.right_words
    shorter, longer = np.where(is_left_longer, right, left), np.where(is_left_longer, left, right)
    return Links(compared.left, compared.right, shorter, longer)


def _seniority(compared: Compared) -> Places:
    """The rank of every article: longer texts are above shorter ones; of equals the words decide, then the place."""
    sketches = compared.prepared.sketches
    rank = np.empty(len(sketches), np.int64)
    rank[np.lexsort((sketches.identities, sketches.words))] = np.arange(len(sketches))
    return rank


def _cluster(compared: Compared, group: list[int], rows: Places) -> Cluster:
    articles = [compared.prepared.articles[article] for article in group]
    matches = Matches(compared, rows)
    return Cluster(tuple(article.id for article in articles), matches, Once(partial(origin, articles, matches)))


def _inner(compared: Compared, groups: list[list[int]]) -> list[Places]:
    """The rows of the matches whose two articles belong to the same group, for each group."""
    group_of = np.full(len(compared.prepared), -1)
    for number, group in enumerate(groups):
        group_of[group] = number
    rows = compared.matching()
    left, right = group_of[compared.left[rows]], group_of[compared.right[rows]]
    is_inner = (left == right) & (left >= 0)
    inner, numbers = rows[is_inner], left[is_inner]
    order = stable_order(numbers)
    return np.split(inner[order], np.searchsorted(numbers[order], np.arange(1, len(groups)))) if groups else []
