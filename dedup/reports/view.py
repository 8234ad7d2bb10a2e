"""What is shown of a report: decided here once, drawn by a terminal, a page or anything else.

A view holds values, not lines: numbers without their units, and texts as the articles hold them. Whoever draws a view
makes the texts safe for its screen. A section lists its first entries and counts all of them. Only listed entries are
looked at, so a report of a hundred thousand clusters is viewed as fast as one of twenty.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.repeats.blocks import Repeat
from dedup.article import ReadWarning, Skipped
from dedup.comparison.match import Match, Relation
from dedup.comparison.verified.verified_pairs import match_columns, matches_at
from dedup.report import Report
from dedup.reports.group_view import ClusterView, Section, StoryView, view_cluster, view_story
from dedup.reports.match_groups import first_of_each_group
from dedup.stories.series.series import Series
from dedup.stories.story import Story

COUNTED_IN_SUMMARY = {"articles", "reference_articles", "skipped"}


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """Counts of articles and groups: `new` excludes reference articles; `reference` is None without a reference.

    `with_doubled` counts articles with a block that their page doubled by fault. `stories_of_one_cluster` hold its
    articles and no others: they are not listed again. `hidden_boilerplate` are the matches that are not listed.
    """

    new: int
    skipped: int
    warnings: int
    reference: int | None
    reference_matched: int
    with_doubled: int
    in_clusters: int
    clusters: int
    stories: int
    stories_of_one_cluster: int
    series: int
    with_boilerplate: int
    hidden_boilerplate: int


@dataclass(frozen=True, slots=True)
class OtherMatch:
    """A match outside of clusters; `more_pairs` have its relation and connect the same two groups of copies."""

    match: Match
    more_pairs: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything that is shown of a report, in the order in which it is shown.

    `counters` are those above 0 that the summary does not hold.
    """

    summary: ReportSummary
    skipped: Section[Skipped]
    warnings: Section[ReadWarning]
    repeats: Section[Repeat]
    clusters: Section[ClusterView]
    other_matches: Section[OtherMatch]
    stories: Section[StoryView]
    series: Section[Series]
    counters: tuple[tuple[str, int], ...]


def view_report(report: Report, *, limit: int) -> ReportView:
    """Select what is shown of a report: the first `limit` entries of every list, or all entries if `limit` is 0."""
    shown = limit or sys.maxsize
    articles = {article.id: article for article in report.articles}
    stories = [(number, story) for number, story in enumerate(report.stories, 1) if not _is_one_cluster(story)]
    other_matches, hidden = _other_matches(report, shown)
    return ReportView(
        summary=_summary(report, len(report.stories) - len(stories), hidden),
        skipped=Section.of(report.skipped, shown, lambda skipped: skipped),
        warnings=Section.of(report.warnings, shown, lambda warning: warning),
        repeats=Section.of(sorted(report.repeats, key=_weight), shown, lambda repeat: repeat),
        clusters=Section.of(
            [*enumerate(report.clusters, 1)], shown, lambda numbered: view_cluster(*numbered, articles, shown)
        ),
        other_matches=other_matches,
        stories=Section.of(stories, shown, lambda numbered: view_story(*numbered, articles, shown)),
        series=Section.of(report.series, shown, lambda series: series),
        counters=tuple(
            (name, count) for name, count in report.stats.by_name().items() if count and name not in COUNTED_IN_SUMMARY
        ),
    )


def _weight(repeat: Repeat) -> tuple[bool, int]:
    """A key that sorts what pages doubled by fault before other blocks, and the longest first."""
    return not repeat.kind.is_page_fault, -repeat.words


def _is_one_cluster(story: Story) -> bool:
    """Whether a story holds the articles of one cluster of copies, and no others."""
    return any(cluster.article_ids == story.article_ids for cluster in story.clusters)


def _summary(report: Report, stories_of_one_cluster: int, hidden_boilerplate: int) -> ReportSummary:
    return ReportSummary(
        new=len(report.articles) - len(report.reference_ids),
        skipped=len(report.skipped),
        warnings=len(report.warnings),
        reference=report.stats.reference_articles or None,
        reference_matched=len(report.reference_ids),
        with_doubled=len({repeat.article_id for repeat in report.repeats if repeat.kind.is_page_fault}),
        in_clusters=sum(len(cluster.article_ids) for cluster in report.clusters),
        clusters=len(report.clusters),
        stories=len(report.stories),
        stories_of_one_cluster=stories_of_one_cluster,
        series=len(report.series),
        with_boilerplate=len(report.boilerplate),
        hidden_boilerplate=hidden_boilerplate,
    )


def _other_matches(report: Report, limit: int) -> tuple[Section[OtherMatch], int]:
    """List the matches outside of clusters, the closest first; matches between the same two groups are one entry.

    Boilerplate is shown only of a report for which all of it was asked for; how many matches are not, is returned too.
    """
    hidden = 0
    columns = match_columns(report.matches)
    first, counts = first_of_each_group(columns, _group_of_each(report, columns.ids))
    if report.settings is None or report.settings.min_listed_boilerplate_run > 0:
        is_shown = columns.relation_ranks[first] != Relation.BOILERPLATE.rank
        hidden = int(counts[~is_shown].sum())
        first, counts = first[is_shown], counts[is_shown]
    shown = zip(matches_at(report.matches, first[:limit]), counts[:limit].tolist(), strict=True)
    return Section(len(first), tuple(OtherMatch(match, count - 1) for match, count in shown)), hidden


def _group_of_each(report: Report, ids: Sequence[str]) -> NDArray[np.int64]:
    """The number of the cluster of each article; an article outside of clusters has a number of its own."""
    cluster_of = {id_: number for number, cluster in enumerate(report.clusters) for id_ in cluster.article_ids}
    alone = range(len(report.clusters), len(report.clusters) + len(ids))
    return np.fromiter(map(cluster_of.get, ids, alone), np.int64, len(ids))
