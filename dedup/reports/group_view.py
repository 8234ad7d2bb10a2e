"""Clusters and stories for people: who carried it, when, how much of it, and who had it first.

A cluster's first line is the article that the others are measured by: that of the likely origin, else the earliest.
`own` is the share of an article's words that it shares with that one, `other` the share of that one's words. An article
that was never paired with it is measured by its closest kin, which is named below it.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.text import Text

from dedup.article import Article
from dedup.clusters.origins import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match, Relation
from dedup.reports.columns import Column, Cut, lay_out
from dedup.reports.formatting import count_of, origin_line, percent, utc_minute
from dedup.reports.sanitize import cut_end, escape_controls, one_line
from dedup.stories.story_value import Story

GROUP_INDENT = "   "
RELATION_RANK = {relation: rank for rank, relation in enumerate(Relation)}  # from the closest to none
UNDATED = datetime.max.replace(tzinfo=UTC)  # sorts behind every date

CLUSTER_COLUMNS = (
    Column("published (UTC)"),
    Column("relation", style="cyan"),
    Column("own", is_number=True),
    Column("other", is_number=True),
    Column("outlet", Cut.END),
    Column("article", Cut.START, style="bold"),
)
STORY_COLUMNS = (Column("published (UTC)"), Column("outlet", Cut.END), Column("article", Cut.START, style="bold"))


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """What every group is shown with: the articles by id, the terminal's width, and how many entries a list shows."""

    articles: Mapping[str, Article]
    width: int
    limit: int


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """An article's closest match in its cluster, seen from that article."""

    relation: Relation
    coverage: float
    other_coverage: float
    other_id: str


def cluster_lines(cluster: Cluster, frame: ViewOptions) -> Iterator[Text]:
    """Show one cluster, the first of its lines without its number."""
    members = _members(cluster.article_ids, frame)
    first = _reference(cluster, members)
    neighbours = _neighbours_by_id(cluster, first.id)
    relations = Counter(each.relation for each in neighbours.values())
    relation_counts = ", ".join(
        f"{relations[relation]:,} {relation}" for relation in sorted(relations, key=RELATION_RANK.__getitem__)
    )
    yield Text(f"{count_of(len(members), 'article')}: {relation_counts}", "bold")
    yield from _title_and_origin(first.title, cluster.origin, frame)
    shown = sorted(members, key=lambda article: article is not first)[: frame.limit]
    heading, *rows = lay_out(
        CLUSTER_COLUMNS, [_member_row(each, neighbours.get(each.id)) for each in shown], frame.width, GROUP_INDENT
    )
    yield heading
    for article, row in zip(shown, rows, strict=True):
        yield row
        if article is not first and (measure := neighbours[article.id].other_id) != first.id:
            yield Text(f"{GROUP_INDENT * 2}measured by {escape_controls(measure)}", "dim")
    yield from omitted_note(len(members) - len(shown), "article", GROUP_INDENT)


def story_lines(story: Story, frame: ViewOptions) -> Iterator[Text]:
    """Show one story, the first of its lines without its number."""
    members = _members(story.article_ids, frame)
    clusters = count_of(len(story.clusters), "cluster of copies", "clusters of copies")
    yield Text(f"{count_of(len(members), 'article')}, {clusters}", "bold")
    yield from _wrapped("about: " + ", ".join(map(one_line, story.terms)), frame.width)
    yield from _title_and_origin(members[0].title, story.origin, frame)
    shown = members[: frame.limit]
    rows = [(utc_minute(each.published), one_line(each.outlet or ""), escape_controls(each.id)) for each in shown]
    yield from lay_out(STORY_COLUMNS, rows, frame.width, GROUP_INDENT)
    yield from omitted_note(len(members) - len(shown), "article", GROUP_INDENT)


def omitted_note(omitted: int, singular: str, indent: str = "  ", plural: str | None = None) -> Iterator[Text]:
    """Say how many entries a list has left out, and how to see them."""
    if omitted > 0:
        more = count_of(omitted, f"more {singular}", plural and f"more {plural}")
        yield Text(f"{indent}... and {more} (--limit 0 shows all)", "dim")


def _members(article_ids: tuple[str, ...], frame: ViewOptions) -> list[Article]:
    """Return the articles of a group, earliest first; those without a date last."""
    members = [frame.articles[article_id] for article_id in article_ids]
    return sorted(members, key=lambda article: (article.published or UNDATED, article.id))


def _reference(cluster: Cluster, members: list[Article]) -> Article:
    origin_id = cluster.origin.article_id if cluster.origin else None
    return next((article for article in members if article.id == origin_id), members[0])


def _neighbours_by_id(cluster: Cluster, reference_id: str) -> dict[str, _Neighbour]:
    """Find what each article but the reference is measured by: its match with that one, else its closest."""
    neighbours: dict[str, _Neighbour] = {}
    for match in cluster.matches:
        for article_id, seen in _seen_from_both(match):
            if article_id == reference_id:
                continue
            if article_id not in neighbours or _distance_rank(seen, reference_id) < _distance_rank(
                neighbours[article_id], reference_id
            ):
                neighbours[article_id] = seen
    return neighbours


def _seen_from_both(match: Match) -> tuple[tuple[str, _Neighbour], tuple[str, _Neighbour]]:
    left = _Neighbour(match.relation, match.left_coverage, match.right_coverage, match.right_id)
    right = _Neighbour(match.relation, match.right_coverage, match.left_coverage, match.left_id)
    return (match.left_id, left), (match.right_id, right)


def _distance_rank(neighbour: _Neighbour, reference_id: str) -> tuple[bool, int, float, str]:
    return (
        neighbour.other_id != reference_id,
        RELATION_RANK[neighbour.relation],
        -neighbour.coverage,
        neighbour.other_id,
    )


def _title_and_origin(title: str | None, origin: Origin | None, frame: ViewOptions) -> Iterator[Text]:
    if title:
        yield Text(cut_end(f"{GROUP_INDENT}“{one_line(title)}”", frame.width))
    yield from _wrapped(f"origin: {origin_line(origin)}", frame.width)


def _wrapped(text: str, width: int) -> Iterator[Text]:
    yield from map(
        Text,
        textwrap.wrap(
            text, width, initial_indent=GROUP_INDENT, subsequent_indent=GROUP_INDENT * 2, break_on_hyphens=False
        ),
    )


def _member_row(article: Article, neighbour: _Neighbour | None) -> tuple[str, ...]:
    measured = (
        (str(neighbour.relation), percent(neighbour.coverage), percent(neighbour.other_coverage))
        if neighbour
        else ("", "", "")
    )
    return (utc_minute(article.published), *measured, one_line(article.outlet or ""), escape_controls(article.id))
