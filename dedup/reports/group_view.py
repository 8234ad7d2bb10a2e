"""What is shown of a cluster and of a story: its articles by date, its relations, and its likely origin.

The members of a cluster are measured by one of them, its reference article: the article of the likely origin, else the
earliest. It is listed first. Every other member is listed with its match with the reference article or, if the two were
never compared, with its closest match in the cluster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Generic, TypeVar

from dedup.article import Article
from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match, Relation
from dedup.comparison.neighbours import closeness
from dedup.reports.formatting import headline
from dedup.stories.story import Story

Value = TypeVar("Value")
Entry = TypeVar("Entry")

UNDATED = datetime.max.replace(tzinfo=UTC)  # sorts behind every date


@dataclass(frozen=True, slots=True)
class Section(Generic[Entry]):
    """The first entries of a list; `total` counts all of them."""

    total: int
    shown: tuple[Entry, ...]

    @property
    def omitted(self) -> int:
        """Number of entries that are not shown."""
        return self.total - len(self.shown)

    @staticmethod
    def of(values: Sequence[Value], limit: int, view: Callable[[Value], Entry]) -> Section[Entry]:
        """Show the first `limit` values, each as `view` returns it."""
        return Section(len(values), tuple(map(view, islice(values, limit))))


@dataclass(frozen=True, slots=True)
class MemberView:
    """An article of a cluster. `match` is seen from the article (it is left), and None for the reference article."""

    article: Article
    match: Match | None


@dataclass(frozen=True, slots=True)
class ClusterView:
    """A cluster of copies: counts of its members' relations, the closest relation first, and its members.

    `number` is its place in the report, from 1. `reference_id` is the id of the first member, which the others are
    measured by, and `headline` is that of it.
    """

    number: int
    article_count: int
    relations: tuple[tuple[Relation, int], ...]
    reference_id: str
    headline: str
    origin: Origin | None
    members: Section[MemberView]


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story: its place in the report, its strongest terms, the headline of its earliest article, its articles."""

    number: int
    article_count: int
    cluster_count: int
    terms: tuple[str, ...]
    headline: str
    origin: Origin | None
    articles: Section[Article]


def view_cluster(number: int, cluster: Cluster, articles: Mapping[str, Article], limit: int) -> ClusterView:
    """Select what is shown of a cluster: the first `limit` of its members."""
    members = _by_date(cluster.article_ids, articles)
    reference = _reference_article(cluster, members)
    matches = _match_of_each(cluster, reference.id)
    relations = Counter(match.relation for match in matches.values())
    members.sort(key=lambda article: article is not reference)
    return ClusterView(
        number=number,
        article_count=len(members),
        relations=tuple((relation, relations[relation]) for relation in Relation if relations[relation]),
        reference_id=reference.id,
        headline=headline(reference),
        origin=cluster.origin,
        members=Section.of(members, limit, lambda article: MemberView(article, matches.get(article.id))),
    )


def view_story(number: int, story: Story, articles: Mapping[str, Article], limit: int) -> StoryView:
    """Select what is shown of a story: the first `limit` of its articles."""
    members = _by_date(story.article_ids, articles)
    return StoryView(
        number=number,
        article_count=len(members),
        cluster_count=len(story.clusters),
        terms=tuple(story.terms),
        headline=headline(members[0]),
        origin=story.origin,
        articles=Section.of(members, limit, lambda article: article),
    )


def _by_date(article_ids: Sequence[str], articles: Mapping[str, Article]) -> list[Article]:
    """Return the articles of a group, the earliest first; articles without a date come last."""
    members = [articles[article_id] for article_id in article_ids]
    return sorted(members, key=lambda article: (article.published or UNDATED, article.id))


def _reference_article(cluster: Cluster, members: Sequence[Article]) -> Article:
    origin_id = cluster.origin.article_id if cluster.origin else None
    return next((article for article in members if article.id == origin_id), members[0])


def _match_of_each(cluster: Cluster, reference_id: str) -> dict[str, Match]:
    """Select, for each article but the reference article, its match with that one, else its closest match."""

    def distance(match: Match) -> tuple[bool, tuple[int, float], str]:
        return match.right_id != reference_id, closeness(match), match.right_id

    selected: dict[str, Match] = {}
    for match in cluster.matches:
        for article_id in {match.left_id, match.right_id} - {reference_id}:
            seen = match.seen_from(article_id)
            if article_id not in selected or distance(seen) < distance(selected[article_id]):
                selected[article_id] = seen
    return selected
