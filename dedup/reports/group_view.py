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
from dedup.comparison.match import Match, Relation
from dedup.reports.columns import Column, Cut, lay_out
from dedup.reports.formatting import count, moment, percent, source
from dedup.reports.sanitize import head, one_line, visible
from dedup.stories.values import Cluster, Origin, Story

INDENT = "   "
RANK = {relation: rank for rank, relation in enumerate(Relation)}  # from the closest to none
UNDATED = datetime.max.replace(tzinfo=UTC)  # sorts behind every date

CLUSTER_COLUMNS = (
    Column("published (UTC)"),
    Column("relation", style="cyan"),
    Column("own", number=True),
    Column("other", number=True),
    Column("outlet", Cut.END),
    Column("article", Cut.START, style="bold"),
)
STORY_COLUMNS = (Column("published (UTC)"), Column("outlet", Cut.END), Column("article", Cut.START, style="bold"))


@dataclass(frozen=True, slots=True)
class Frame:
    """What every group is shown with: the articles by id, the terminal's width, and how many entries a list shows."""

    articles: Mapping[str, Article]
    width: int
    limit: int


@dataclass(frozen=True, slots=True)
class _Kin:
    """An article's closest match in its cluster, seen from that article."""

    relation: Relation
    own: float
    other: float
    other_id: str


def cluster_lines(cluster: Cluster, frame: Frame) -> Iterator[Text]:
    """Show one cluster, the first of its lines without its number."""
    members = _members(cluster.article_ids, frame)
    first = _reference(cluster, members)
    kin = _closest(cluster, first.id)
    relations = Counter(each.relation for each in kin.values())
    tally = ", ".join(f"{relations[relation]:,} {relation}" for relation in sorted(relations, key=RANK.__getitem__))
    yield Text(f"{count(len(members), 'article')}: {tally}", "bold")
    yield from _about(first.title, cluster.origin, frame)
    shown = sorted(members, key=lambda article: article is not first)[: frame.limit]
    heading, *rows = lay_out(
        CLUSTER_COLUMNS, [_member_row(each, kin.get(each.id)) for each in shown], frame.width, INDENT
    )
    yield heading
    for article, row in zip(shown, rows, strict=True):
        yield row
        if article is not first and (measure := kin[article.id].other_id) != first.id:
            yield Text(f"{INDENT * 2}measured by {visible(measure)}", "dim")
    yield from more(len(members) - len(shown), "article", INDENT)


def story_lines(story: Story, frame: Frame) -> Iterator[Text]:
    """Show one story, the first of its lines without its number."""
    members = _members(story.article_ids, frame)
    clusters = count(len(story.clusters), "cluster of copies", "clusters of copies")
    yield Text(f"{count(len(members), 'article')}, {clusters}", "bold")
    yield from _wrapped("about: " + ", ".join(map(one_line, story.terms)), frame.width)
    yield from _about(members[0].title, story.origin, frame)
    shown = members[: frame.limit]
    rows = [(moment(each.published), one_line(each.outlet or ""), visible(each.id)) for each in shown]
    yield from lay_out(STORY_COLUMNS, rows, frame.width, INDENT)
    yield from more(len(members) - len(shown), "article", INDENT)


def more(left_out: int, singular: str, indent: str = "  ", plural: str | None = None) -> Iterator[Text]:
    """Say how many entries a list has left out, and how to see them."""
    if left_out > 0:
        yield Text(
            f"{indent}... and {count(left_out, f'more {singular}', plural and f'more {plural}')} (--limit 0 shows all)",
            "dim",
        )


def _members(article_ids: tuple[str, ...], frame: Frame) -> list[Article]:
    """Return the articles of a group, earliest first; those without a date last."""
    found = [frame.articles[article_id] for article_id in article_ids]
    return sorted(found, key=lambda article: (article.published or UNDATED, article.id))


def _reference(cluster: Cluster, members: list[Article]) -> Article:
    origin_id = cluster.origin.article_id if cluster.origin else None
    return next((article for article in members if article.id == origin_id), members[0])


def _closest(cluster: Cluster, reference_id: str) -> dict[str, _Kin]:
    """Find what each article but the reference is measured by: its match with that one, else its closest."""
    kin: dict[str, _Kin] = {}
    for match in cluster.matches:
        for article_id, seen in _both_ways(match):
            if article_id == reference_id:
                continue
            if article_id not in kin or _closeness(seen, reference_id) < _closeness(kin[article_id], reference_id):
                kin[article_id] = seen
    return kin


def _both_ways(match: Match) -> tuple[tuple[str, _Kin], tuple[str, _Kin]]:
    left = _Kin(match.relation, match.left_coverage, match.right_coverage, match.right_id)
    right = _Kin(match.relation, match.right_coverage, match.left_coverage, match.left_id)
    return (match.left_id, left), (match.right_id, right)


def _closeness(kin: _Kin, reference_id: str) -> tuple[bool, int, float, str]:
    return kin.other_id != reference_id, RANK[kin.relation], -kin.own, kin.other_id


def _about(title: str | None, origin: Origin | None, frame: Frame) -> Iterator[Text]:
    if title:
        yield Text(head(f"{INDENT}“{one_line(title)}”", frame.width))
    yield from _wrapped(f"origin: {source(origin)}", frame.width)


def _wrapped(text: str, width: int) -> Iterator[Text]:
    yield from map(
        Text, textwrap.wrap(text, width, initial_indent=INDENT, subsequent_indent=INDENT * 2, break_on_hyphens=False)
    )


def _member_row(article: Article, kin: _Kin | None) -> tuple[str, ...]:
    measured = (str(kin.relation), percent(kin.own), percent(kin.other)) if kin else ("", "", "")
    return (moment(article.published), *measured, one_line(article.outlet or ""), visible(article.id))
