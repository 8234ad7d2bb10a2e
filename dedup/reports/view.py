"""What is shown of a report: decided here once, drawn by a terminal, a page or anything else.

A view holds values, not lines: numbers without their units, and texts as the articles hold them. Whoever draws a view
makes the texts safe for its screen. A section lists its first entries and counts all of them. Only listed entries are
looked at, so a report of a hundred thousand clusters is viewed as fast as one of twenty.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from heapq import nsmallest

from dedup.alignment.repeats.blocks import Repeat
from dedup.article import ReadWarning, Skipped
from dedup.comparison.match import Match, Relation
from dedup.report import Report
from dedup.reports.group_view import ClusterView, Section, StoryView, view_cluster, view_story


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """Counts of articles and groups: `new` excludes reference articles; `reference` is None without a reference."""

    new: int
    skipped: int
    reference: int | None
    reference_matched: int
    with_repeats: int
    in_clusters: int
    clusters: int
    stories: int
    with_boilerplate: int


@dataclass(frozen=True, slots=True)
class OtherMatch:
    """A match outside of clusters; `more_pairs` have its relation and connect the same two groups of copies."""

    match: Match
    more_pairs: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything that is shown of a report, in the order in which it is shown. `counters` are those above 0."""

    summary: ReportSummary
    skipped: Section[Skipped]
    warnings: Section[ReadWarning]
    repeats: Section[Repeat]
    clusters: Section[ClusterView]
    other_matches: Section[OtherMatch]
    stories: Section[StoryView]
    counters: tuple[tuple[str, int], ...]


def view_report(report: Report, *, limit: int) -> ReportView:
    """Select what is shown of a report: the first `limit` entries of every list, or all entries if `limit` is 0."""
    shown = limit or sys.maxsize
    articles = {article.id: article for article in report.articles}
    return ReportView(
        summary=_summary(report),
        skipped=Section.of(report.skipped, shown, lambda skipped: skipped),
        warnings=Section.of(report.warnings, shown, lambda warning: warning),
        repeats=Section.of(report.repeats, shown, lambda repeat: repeat),
        clusters=Section.of(report.clusters, shown, lambda cluster: view_cluster(cluster, articles, shown)),
        other_matches=_other_matches(report, shown),
        stories=Section.of(report.stories, shown, lambda story: view_story(story, articles, shown)),
        counters=tuple((name, count) for name, count in report.stats.by_name().items() if count),
    )


def _summary(report: Report) -> ReportSummary:
    return ReportSummary(
        new=len(report.articles) - len(report.reference_ids),
        skipped=len(report.skipped),
        reference=report.stats.reference_articles or None,
        reference_matched=len(report.reference_ids),
        with_repeats=len({repeat.article_id for repeat in report.repeats}),
        in_clusters=sum(len(cluster.article_ids) for cluster in report.clusters),
        clusters=len(report.clusters),
        stories=len(report.stories),
        with_boilerplate=len(report.boilerplate),
    )


def _other_matches(report: Report, limit: int) -> Section[OtherMatch]:
    """List the matches outside of clusters, the closest first; matches between the same two groups are one entry."""
    merged = _matches_between_groups(report)
    shown = nsmallest(limit, merged, key=lambda matches: matches[0].relation.rank)
    return Section(len(merged), tuple(OtherMatch(matches[0], len(matches) - 1) for matches in shown))


def _matches_between_groups(report: Report) -> list[list[Match]]:
    """Collect the matches outside of clusters, by relation and by the two groups of copies that they connect."""
    group_of: dict[str, int | str] = {
        article_id: index for index, cluster in enumerate(report.clusters) for article_id in cluster.article_ids
    }
    merged: dict[tuple[Relation, frozenset[int | str]], list[Match]] = {}
    for match in report.matches:
        groups = frozenset(group_of.get(article_id, article_id) for article_id in (match.left_id, match.right_id))
        if len(groups) > 1:
            merged.setdefault((match.relation, groups), []).append(match)
    return list(merged.values())
