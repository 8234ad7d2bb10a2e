"""A report for people: what was read, what is doubled, who copied whom, as lines for a terminal.

Every list shows its first entries and says how many more there are; only what is shown is ever laid out, so a hundred
thousand clusters cost no more than twenty. What comes from articles passes through `dedup.reports.sanitize`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from heapq import nsmallest
from itertools import islice
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from dedup.comparison.match import Match, Relation
from dedup.report import Report
from dedup.reports.columns import Column, Cut, lay_out
from dedup.reports.formatting import count_of, percent
from dedup.reports.group_view import RELATION_RANK, ViewOptions, cluster_lines, omitted_note, story_lines
from dedup.reports.sanitize import escape_controls

Group = TypeVar("Group")

MIN_PATH_WIDTH = 32  # columns of a path that somebody has to look for; a long reason runs over rather


def print_report(report: Report, console: Console, *, limit: int) -> None:
    """Print a report; every list shows its first `limit` entries, 0 for all."""
    articles = {article.id: article for article in report.articles}
    frame = ViewOptions(articles, console.width, limit or sys.maxsize)
    for section in SECTIONS:
        for line in section(report, frame):
            console.print(line, soft_wrap=True)


def _summary(report: Report, _frame: ViewOptions) -> Iterator[Text]:
    doubled = len({repeat.article_id for repeat in report.repeats})
    copies = sum(len(cluster.article_ids) for cluster in report.clusters)
    clusters = count_of(len(report.clusters), "cluster of copies", "clusters of copies")
    new = len(report.articles) - len(report.reference_ids)
    yield Text(f"{count_of(new, 'article')} read, {len(report.skipped):,} skipped", "bold")
    if "reference" in report.stats:
        yield Text(
            f"{count_of(report.stats['reference'], 'article')} of the reference, {len(report.reference_ids):,} alike"
        )
    yield Text(f"{count_of(doubled, 'article')} with doubled blocks")
    yield Text(f"{count_of(copies, 'article')} in {clusters}, {count_of(len(report.stories), 'story', 'stories')}")
    if report.boilerplate:
        yield Text(f"{count_of(len(report.boilerplate), 'article')} with page furniture, which counts for nothing")


def _skipped(report: Report, frame: ViewOptions) -> Iterator[Text]:
    columns = (Column("path", Cut.START, min_width=MIN_PATH_WIDTH), Column("record", is_number=True), Column("reason"))
    rows = [
        (
            escape_controls(skipped.path),
            "" if skipped.record_number is None else f"{skipped.record_number:,}",
            escape_controls(skipped.reason),
        )
        for skipped in report.skipped[: frame.limit]
    ]
    yield from _section("skipped", len(report.skipped), columns, rows, frame)


def _repeats(report: Report, frame: ViewOptions) -> Iterator[Text]:
    columns = (
        Column("block"),
        Column("alike", is_number=True),
        Column("article", Cut.START, style="bold"),
    )
    rows = [
        (
            f"{count_of(repeat.words, 'word')}, {count_of(len(repeat.spans), 'time')}",
            percent(repeat.similarity),
            escape_controls(repeat.article_id),
        )
        for repeat in report.repeats[: frame.limit]
    ]
    yield from _section("doubled blocks", len(report.repeats), columns, rows, frame)


def _clusters(report: Report, frame: ViewOptions) -> Iterator[Text]:
    yield from _groups("clusters of copies", report.clusters, cluster_lines, frame)


def _stories(report: Report, frame: ViewOptions) -> Iterator[Text]:
    yield from _groups("stories", report.stories, story_lines, frame)


def _other_matches(report: Report, frame: ViewOptions) -> Iterator[Text]:
    """Show the matches outside of clusters, the closest first; those between the same two groups of copies are one."""
    columns = (
        Column("relation", style="cyan"),
        Column("left", is_number=True),
        Column("right", is_number=True),
        Column("left article", Cut.START, style="bold"),
        Column("right article", Cut.START, style="bold"),
    )
    merged = _matches_between_groups(report)
    shown = nsmallest(frame.limit, merged, key=lambda matches: RELATION_RANK[matches[0].relation])
    rows = [_other_row(matches[0]) for matches in shown]
    notes = [_reason(matches) for matches in shown]
    yield from _section("other matches", len(merged), columns, rows, frame, notes)


def _matches_between_groups(report: Report) -> list[list[Match]]:
    """Return the matches outside of clusters; those of one relation between the same two groups of copies together."""
    group_of: dict[str, int | str] = {
        article_id: place for place, cluster in enumerate(report.clusters) for article_id in cluster.article_ids
    }
    merged: dict[tuple[Relation, frozenset[int | str]], list[Match]] = {}
    for match in report.matches:
        groups = frozenset(group_of.get(article_id, article_id) for article_id in (match.left_id, match.right_id))
        if len(groups) > 1:
            merged.setdefault((match.relation, groups), []).append(match)
    return list(merged.values())


def _other_row(match: Match) -> tuple[str, ...]:
    shares = percent(match.left_coverage), percent(match.right_coverage)
    return (str(match.relation), *shares, escape_controls(match.left_id), escape_controls(match.right_id))


def _reason(matches: list[Match]) -> str:
    copies = f"; {count_of(len(matches) - 1, 'more pair')} of their copies alike" if len(matches) > 1 else ""
    return escape_controls(matches[0].reason) + copies


def _counters(report: Report, _frame: ViewOptions) -> Iterator[Text]:
    if report.stats:
        counted = ", ".join(f"{escape_controls(name)} {report.stats[name]:,}" for name in sorted(report.stats))
        yield Text()
        yield Text(f"Counted: {counted}", "dim")


def _section(
    title: str,
    total: int,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    frame: ViewOptions,
    notes: Sequence[str] = (),
) -> Iterator[Text]:
    """Show a table of the first rows of many, each with its note below it."""
    if not rows:
        return
    yield from _title(title, total)
    heading, *lines = lay_out(columns, rows, frame.width)
    yield heading
    for place, line in enumerate(lines):
        yield line
        yield from (Text(f"    {note}", "dim") for note in notes[place : place + 1])
    yield from omitted_note(total - len(rows), "entry", plural="entries")


def _groups(
    title: str, groups: Sequence[Group], show: Callable[[Group, ViewOptions], Iterator[Text]], frame: ViewOptions
) -> Iterator[Text]:
    if not groups:
        return
    yield from _title(title, len(groups))
    for number, group in enumerate(islice(groups, frame.limit), 1):
        first, *rest = show(group, frame)
        yield Text(f"{number:,}  ").append_text(first)
        yield from rest
    yield from omitted_note(len(groups) - frame.limit, "group")


def _title(title: str, total: int) -> Iterator[Text]:
    yield Text()
    yield Text(f"{title.upper()}  {total:,}", "bold")


SECTIONS: tuple[Callable[[Report, ViewOptions], Iterator[Text]], ...] = (
    _summary,
    _skipped,
    _repeats,
    _clusters,
    _other_matches,
    _stories,
    _counters,
)
