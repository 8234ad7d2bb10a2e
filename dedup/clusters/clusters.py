"""Clusters of copies: the cohesive groups among verified matches, with the matches inside each."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dedup.attribution.credits import CountText
from dedup.clusters.cohesion import ArticleIndices, CopyLinks, cohesive_groups
from dedup.clusters.origins import cluster_origin
from dedup.clusters.values import Cluster
from dedup.comparison.counted_text import CountedText
from dedup.comparison.match import COPY_RELATIONS, Relation
from dedup.comparison.pair_measures import Measures
from dedup.comparison.relation_rules import relation_index
from dedup.comparison.verification import verify_pairs
from dedup.comparison.verified.verified_pairs import Matches, VerifiedPairs
from dedup.runtime.lazy import Lazy
from dedup.settings import Settings
from dedup.sketch.sorted_keys import stable_order

CLUSTERING_RELATIONS = (Relation.EXACT, Relation.NEAR, Relation.SYNDICATED)


def find_clusters(verified: VerifiedPairs, settings: Settings) -> list[Cluster]:
    """The clusters of copies, largest first, then by id."""
    prepared = verified.prepared

    def measure(left: ArticleIndices, right: ArticleIndices) -> CopyLinks:
        """Coverages of pairs that are no candidates of each other; 0 where they are no copies."""
        pairs = verify_pairs(prepared, verified.corpus, left, right, settings, families=verified.families)
        links = _copy_links(left, right, pairs.measures)
        is_copy = _has_relation(pairs, COPY_RELATIONS)
        return CopyLinks(left, right, links.shorter_coverage * is_copy, links.longer_coverage * is_copy)

    links = _copy_links(verified.left, verified.right, verified.measures).select(
        _has_relation(verified, CLUSTERING_RELATIONS)
    )
    groups = cohesive_groups(links, _precedence(verified), measure, settings)
    counted_text = CountedText(prepared, verified.corpus)
    clusters = [
        _make_cluster(verified, group, rows, counted_text, settings)
        for group, rows in zip(groups, _matches_within(verified, groups), strict=True)
    ]
    return sorted(clusters, key=lambda cluster: (-len(cluster.article_ids), cluster.article_ids))


def _has_relation(verified: VerifiedPairs, relations: Iterable[Relation]) -> NDArray[np.bool_]:
    return np.isin(verified.verdicts.relation_indexes, [relation_index(relation) for relation in relations])


def _copy_links(left: ArticleIndices, right: ArticleIndices, measures: Measures) -> CopyLinks:
    is_left_longer = measures.left_words >= measures.right_words
    coverages = measures.left_coverage, measures.right_coverage
    return CopyLinks(left, right, np.where(is_left_longer, *coverages[::-1]), np.where(is_left_longer, *coverages))


def _precedence(verified: VerifiedPairs) -> ArticleIndices:
    """The rank of every article by length; ties are broken by content hash, then by position."""
    texts = verified.prepared.texts
    rank = np.empty(len(texts), np.int64)
    rank[np.lexsort((texts.content_hashes, texts.word_counts))] = np.arange(len(texts))
    return rank


def _make_cluster(
    verified: VerifiedPairs, group: list[int], rows: ArticleIndices, counted_text: CountText, settings: Settings
) -> Cluster:
    articles = [verified.prepared.articles[article] for article in group]
    matches = Matches(rows, verified)
    origin = Lazy(cluster_origin, articles, matches, counted_text, settings)
    return Cluster(tuple(article.id for article in articles), matches, origin)


def _matches_within(verified: VerifiedPairs, groups: list[list[int]]) -> list[ArticleIndices]:
    """The rows of the matches whose two articles belong to the same group, for each group."""
    group_of = np.full(len(verified.prepared), -1)
    for number, group in enumerate(groups):
        group_of[group] = number
    rows = verified.listed_rows()
    left, right = group_of[verified.left[rows]], group_of[verified.right[rows]]
    is_inner = (left == right) & (left >= 0)
    inner, numbers = rows[is_inner], left[is_inner]
    order = stable_order(numbers)
    return np.split(inner[order], np.searchsorted(numbers[order], np.arange(1, len(groups)))) if groups else []
