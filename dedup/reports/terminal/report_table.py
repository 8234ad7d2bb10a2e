"""A report as lines for a terminal. Texts of articles pass through `dedup.reports.sanitize`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from dedup.alignment.repeats.blocks import Repeat
from dedup.article import ReadWarning, Skipped
from dedup.reports.formatting import count_of, percent, read_line, utc_day
from dedup.reports.group_view import ClusterView, Section, StoryView
from dedup.reports.sanitize import escape_controls, first_words, one_line
from dedup.reports.terminal.columns import Column, Cut, lay_out
from dedup.reports.terminal.group_lines import cluster_lines, omitted_note, story_lines
from dedup.reports.view import OtherMatch, ReportSummary, ReportView
from dedup.stories.series.series import Series

Entry = TypeVar("Entry")
Group = TypeVar("Group", ClusterView, StoryView)

# What a counter of a scan counts, for one and for many; those of articles stand in the summary.
COUNTED = {
    "candidates": ("pair of articles measured", "pairs of articles measured"),
    "capped_by_band": (
        "pair not measured: too many texts are alike (max_band_neighbours)",
        "pairs not measured: too many texts are alike (max_band_neighbours)",
    ),
    "capped_by_group": (
        "pair not measured: its two groups of copies have others (max_pairs_per_group_pair)",
        "pairs not measured: their two groups of copies have others (max_pairs_per_group_pair)",
    ),
    "frequent_anchors": (
        "phrase not followed: too many texts hold it (max_anchor_groups)",
        "phrases not followed: too many texts hold them (max_anchor_groups)",
    ),
}
MAX_EXCERPT_WIDTH = 70  # characters of a repeated block
MIN_PATH_WIDTH = 32  # columns of a path that a reader has to find; a long reason runs over instead

NOTE_COLUMNS = (
    Column("path", Cut.START, min_width=MIN_PATH_WIDTH),
    Column("record", is_number=True),
    Column("reason"),
)
REPEAT_COLUMNS = (
    Column("kind", style="cyan"),
    Column("block"),
    Column("alike", is_number=True),
    Column("article", Cut.START, style="bold"),
)
SERIES_COLUMNS = (
    Column("articles", is_number=True),
    Column("from"),
    Column("to"),
    Column("outlet", Cut.END),
    Column("series", Cut.END, style="bold"),
)
OTHER_MATCH_COLUMNS = (
    Column("relation", style="cyan"),
    Column("left", is_number=True),
    Column("right", is_number=True),
    Column("left article", Cut.START, style="bold"),
    Column("right article", Cut.START, style="bold"),
)


def print_report(report: ReportView, console: Console) -> None:
    """Print everything that a view of a report holds."""
    for line in _report_lines(report, console.width):
        console.print(line, soft_wrap=True)


def _report_lines(report: ReportView, width: int) -> Iterator[Text]:
    yield from _summary(report.summary)
    yield from _table("skipped", report.skipped, NOTE_COLUMNS, _note_row, width)
    yield from _table("warnings", report.warnings, NOTE_COLUMNS, _note_row, width)
    yield from _table("repeated blocks", report.repeats, REPEAT_COLUMNS, _repeat_row, width, _repeat_note)
    yield from _groups("clusters of copies", report.clusters, cluster_lines, width)
    yield from _table("other matches", report.other_matches, OTHER_MATCH_COLUMNS, _match_row, width, _match_note)
    yield from _groups("stories", report.stories, story_lines, width)
    yield from _table("series", report.series, SERIES_COLUMNS, _series_row, width)
    yield from _counters(report.counters)


def _summary(summary: ReportSummary) -> Iterator[Text]:
    clusters = count_of(summary.clusters, "cluster of copies", "clusters of copies")
    yield Text(read_line(summary.new, summary.skipped, summary.warnings), "bold")
    if summary.reference is not None:
        yield Text(f"{count_of(summary.reference, 'article')} of the reference, {summary.reference_matched:,} alike")
    yield Text(f"{count_of(summary.with_doubled, 'article')} with doubled blocks")
    stories = count_of(summary.stories, "story", "stories")
    same = f" ({summary.stories_of_one_cluster:,} of one cluster)" if summary.stories_of_one_cluster else ""
    series = f", {summary.series:,} series" if summary.series else ""
    yield Text(f"{count_of(summary.in_clusters, 'article')} in {clusters}, {stories}{same}{series}")
    if summary.with_boilerplate:
        yield Text(f"{count_of(summary.with_boilerplate, 'article')} with boilerplate, which counts for nothing")
    if summary.hidden_boilerplate:
        pairs = count_of(summary.hidden_boilerplate, "pair shares", "pairs share")
        yield Text(f"{pairs} only boilerplate or a form (--boilerplate lists all of these)")


def _note_row(note: Skipped | ReadWarning) -> tuple[str, ...]:
    record = "" if note.record_number is None else f"{note.record_number:,}"
    return escape_controls(note.path), record, escape_controls(note.reason)


def _repeat_row(repeat: Repeat) -> tuple[str, ...]:
    block = f"{count_of(repeat.words, 'word')}, {count_of(len(repeat.spans), 'time')}"
    return str(repeat.kind), block, percent(repeat.similarity), escape_controls(repeat.article_id)


def _repeat_note(repeat: Repeat) -> str:
    words = first_words(one_line(repeat.excerpt), MAX_EXCERPT_WIDTH)
    return ": ".join(filter(None, (escape_controls(repeat.reason), words)))


def _series_row(series: Series) -> tuple[str, ...]:
    days = (utc_day(series.first), utc_day(series.last))
    return f"{len(series.article_ids):,}", *days, one_line(series.outlet or ""), one_line(series.shape)


def _match_row(entry: OtherMatch) -> tuple[str, ...]:
    match = entry.match
    shares = percent(match.left_coverage), percent(match.right_coverage)
    return (str(match.relation), *shares, escape_controls(match.left_id), escape_controls(match.right_id))


def _match_note(entry: OtherMatch) -> str:
    copies = f"; {count_of(entry.more_pairs, 'more pair')} of their copies alike" if entry.more_pairs else ""
    return escape_controls(entry.match.reason) + copies


def _counters(counters: Sequence[tuple[str, int]]) -> Iterator[Text]:
    if counters:
        yield Text()
    for name, number in counters:
        yield Text(count_of(number, *COUNTED[name]), "dim")


def _table(
    title: str,
    section: Section[Entry],
    columns: Sequence[Column],
    row: Callable[[Entry], Sequence[str]],
    width: int,
    note: Callable[[Entry], str] | None = None,
) -> Iterator[Text]:
    """Draw a section as a table, with a note below each row if there is one."""
    if not section.shown:
        return
    yield from _title(title, section.total)
    heading, *lines = lay_out(columns, [row(entry) for entry in section.shown], width)
    yield heading
    for entry, line in zip(section.shown, lines, strict=True):
        yield line
        if note is not None:
            yield Text(f"    {note(entry)}", "dim")
    yield from omitted_note(section.omitted, "entry", plural="entries")


def _groups(
    title: str, section: Section[Group], lines: Callable[[Group, int], Iterator[Text]], width: int
) -> Iterator[Text]:
    """Draw a section of groups, each with its number in the report in front of its first line."""
    if not section.total:
        return
    yield from _title(title, section.total)
    for group in section.shown:
        first, *rest = lines(group, width)
        yield Text(f"{group.number:,}  ").append_text(first)
        yield from rest
    yield from omitted_note(section.omitted, "group")


def _title(title: str, total: int) -> Iterator[Text]:
    yield Text()
    yield Text(f"{title.upper()}  {total:,}", "bold")
