"""Verified matches to clusters of copies."""

from __future__ import annotations

import numpy as np

from dedup.attribution.credits import whole_text
from dedup.clusters.cohesion import ArticleIndices, CopyLinks, cohesive_groups
from dedup.clusters.origins import cluster_origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Relation
from dedup.comparison.relation_rules import relation_index
from dedup.comparison.verification import Matches, VerifiedPairs, verify_pairs
from dedup.runtime.lazy import Lazy
from dedup.settings import DEFAULT_SETTINGS
from dedup.sketch.sorted_keys import stable_order

CLUSTERING_RELATIONS = (Relation.EXACT, Relation.NEAR, Relation.SYNDICATED)


def find_clusters(verified: VerifiedPairs, min_core_coverage: float) -> list[Cluster]:
    """The copies of each text with the matches between them; largest first, then by id."""
    prepared = verified.prepared
    is_clustering = np.isin(
        verified.verdicts.relation_indexes, [relation_index(relation) for relation in CLUSTERING_RELATIONS]
    )

    def measure(left: ArticleIndices, right: ArticleIndices) -> CopyLinks:
        return _copy_links(verify_pairs(prepared, verified.corpus, left, right, verified.settings))

    links = _copy_links(verified).select(is_clustering)
    groups = cohesive_groups(links, _precedence(verified), measure, min_core_coverage)
    clusters = [
        _make_cluster(verified, group, rows)
        for group, rows in zip(groups, _matches_within(verified, groups), strict=True)
    ]
    return sorted(clusters, key=lambda cluster: (-len(cluster.article_ids), cluster.article_ids))


def _copy_links(verified: VerifiedPairs) -> CopyLinks:
    m = verified.measures
    left, right, is_left_longer = m.left_coverage, m.right_coverage, m.left_words >= m.right_words
    shorter, longer = np.where(is_left_longer, right, left), np.where(is_left_longer, left, right)
    return CopyLinks(verified.left, verified.right, shorter, longer)


def _precedence(verified: VerifiedPairs) -> ArticleIndices:
    """The rank of every article: longer texts are above shorter ones; of equals the words decide, then the place."""
    sketches = verified.prepared.sketches
    rank = np.empty(len(sketches), np.int64)
    rank[np.lexsort((sketches.content_hashes, sketches.word_counts))] = np.arange(len(sketches))
    return rank


def _make_cluster(verified: VerifiedPairs, group: list[int], rows: ArticleIndices) -> Cluster:
    articles = [verified.prepared.articles[article] for article in group]
    matches = Matches(verified, rows)
    origin = Lazy(cluster_origin, articles, matches, whole_text, DEFAULT_SETTINGS)
    return Cluster(tuple(article.id for article in articles), matches, origin)


def _matches_within(verified: VerifiedPairs, groups: list[list[int]]) -> list[ArticleIndices]:
    """The rows of the matches whose two articles belong to the same group, for each group."""
    group_of = np.full(len(verified.prepared), -1)
    for number, group in enumerate(groups):
        group_of[group] = number
    rows = verified.matched_rows()
    left, right = group_of[verified.left[rows]], group_of[verified.right[rows]]
    is_inner = (left == right) & (left >= 0)
    inner, numbers = rows[is_inner], left[is_inner]
    order = stable_order(numbers)
    return np.split(inner[order], np.searchsorted(numbers[order], np.arange(1, len(groups)))) if groups else []
