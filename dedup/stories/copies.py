"""Verified matches to clusters of copies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.matching.match import Match, Relation
from dedup.matching.pairs import Compared, compare_pairs
from dedup.matching.relation import code
from dedup.stories.clusters import Link, Member, Pair, cohesive_groups
from dedup.stories.groups import Cluster
from dedup.stories.origins import origin

MERGING = (Relation.EXACT, Relation.NEAR, Relation.SYNDICATED)


def clusters(compared: Compared, matches: Sequence[Match], cohesion: float) -> list[Cluster]:
    """The copies of each text with the matches between them; largest first, then by id."""
    prepared = compared.prepared
    is_merging = np.isin(compared.verdicts.relations, [code(relation) for relation in MERGING])
    pairs = zip(compared.left[is_merging].tolist(), compared.right[is_merging].tolist(), strict=True)
    links = dict(zip(pairs, _links(compared, is_merging), strict=True))

    def member(article: int) -> Member:
        return Member(int(prepared.sketches.words[article]), int(prepared.sketches.identities[article]), article)

    def measure(missing: list[Pair]) -> list[Link]:
        left, right = np.array(missing, np.int64).T
        measured = compare_pairs(prepared, compared.corpus, left, right)
        return _links(measured, np.full(len(missing), True))

    groups = cohesive_groups(links, member, measure, cohesion)
    inner = _inner_matches(compared, groups, matches)
    found = [
        _cluster([prepared.articles[article] for article in group], own)
        for group, own in zip(groups, inner, strict=True)
    ]
    return sorted(found, key=lambda cluster: (-len(cluster.article_ids), cluster.article_ids))


def _cluster(articles: list[Article], matches: list[Match]) -> Cluster:
    ids = tuple(article.id for article in articles)
    return Cluster(ids, tuple(matches), cache(partial(origin, articles, matches)))


def _links(compared: Compared, rows: NDArray[np.bool_]) -> list[Link]:
    m = compared.measures
    left, right = m.left_coverage[rows], m.right_coverage[rows]
    is_left_longer = (m.left_words >= m.right_words)[rows]
    shorter, longer = np.where(is_left_longer, right, left), np.where(is_left_longer, left, right)
    return [Link(*pair) for pair in zip(shorter.tolist(), longer.tolist(), strict=True)]


def _inner_matches(compared: Compared, groups: list[list[int]], matches: Sequence[Match]) -> list[list[Match]]:
    """The matches whose two articles belong to the same group, for each group."""
    group_of = {compared.prepared.articles[a].id: place for place, group in enumerate(groups) for a in group}
    inner: list[list[Match]] = [[] for _ in groups]
    for match in matches:
        place = group_of.get(match.left_id)
        if place is not None and place == group_of.get(match.right_id):
            inner[place].append(match)
    return inner
