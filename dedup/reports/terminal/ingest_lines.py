"""Results of an index as lines for a terminal: one for each article that has something in common with a stored one.

A line names the closest stored article. An article that has not changed gets a line in answer to a query; of an
addition it is only counted.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dedup.article import ReadWarning, Skipped
from dedup.comparison.match import Relation
from dedup.index.result import IndexResult, Status
from dedup.reports.formatting import count_of, percent, read_line
from dedup.reports.ingest_counts import IngestCounts, as_skipped, relation_label, skipped_place
from dedup.reports.sanitize import cut_start, escape_controls
from dedup.reports.terminal.columns import NO_WIDTH, prose_width
from dedup.reports.terminal.group_lines import omitted_note

HEADINGS = f"{'relation':<10}  {'own':>5}  {'other':>5}  "
MIN_ID_WIDTH = 24  # columns: a narrower terminal wraps


class TableWriter:
    """Draws each result as soon as it is known, and the counts at the end."""

    def __init__(self, console: Console, *, is_query: bool, limit: int) -> None:
        self._console = console
        self._limit = limit or sys.maxsize
        self._notes: Counter[str] = Counter()
        self._is_query = is_query
        self._id_width = max(MIN_ID_WIDTH, (prose_width(console.width) - len(HEADINGS) - 2) // 2)
        self._max_id_width = NO_WIDTH if console.width >= NO_WIDTH else self._id_width
        self._has_headings = False

    def write(self, each: IndexResult | Skipped | ReadWarning) -> None:
        """Draw a line, if there is something to show."""
        if skipped := as_skipped(each):
            self._write_note("skipped", skipped)
        elif isinstance(each, ReadWarning):
            self._write_note("warning", each)
        elif isinstance(each, IndexResult) and (self._is_query or each.status is not Status.UNCHANGED):
            self._write_nearest(each)

    def end(self, counts: IngestCounts) -> None:
        """Draw the counts."""
        for kind, count in self._notes.items():
            for note in omitted_note(count - self._limit, kind, plural="skipped" if kind == "skipped" else None):
                self._print(note)
        if self._has_headings:
            self._print(Text())
        for line in _count_lines(counts, self._is_query):
            self._print(Text(line))

    def _write_note(self, kind: str, note: Skipped | ReadWarning) -> None:
        """Draw a line about what was skipped or read with a doubt, unless enough of its kind are drawn."""
        self._notes[kind] += 1
        if self._notes[kind] <= self._limit:
            self._row(kind, "", "", f"{escape_controls(skipped_place(note))}: {escape_controls(note.reason)}")

    def _write_nearest(self, result: IndexResult) -> None:
        nearest = result.nearest
        if nearest is None:
            return
        article, other = self._cut(result.article_id), self._cut(nearest.right_id)
        padded = article + " " * (self._id_width - cell_len(article))
        shares = percent(nearest.left_coverage), percent(nearest.right_coverage)
        self._row(relation_label(result), *shares, f"{padded}  {other}")

    def _cut(self, article_id: str) -> str:
        return cut_start(escape_controls(article_id), self._max_id_width)

    def _row(self, relation: str | None, own: str, other: str, rest: str) -> None:
        if not self._has_headings:
            self._has_headings = True
            self._print(Text(f"{HEADINGS}{'article':<{self._id_width}}  of", "dim"))
        self._print(Text.assemble((f"{relation:<10}", "cyan"), f"  {own:>5}  {other:>5}  {rest}"))

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def _count_lines(counts: IngestCounts, is_query: bool) -> Iterator[str]:
    new, version, unchanged = (counts.statuses[status] for status in (Status.NEW, Status.VERSION, Status.UNCHANGED))
    yield read_line(counts.articles, counts.skipped, counts.warnings)
    known = f"{count_of(version, 'new version')}, {unchanged:,} unchanged"
    yield f"{new:,} not in the index, {known}" if is_query else f"{new:,} added, {known}"
    relations = [f"{counts.relations[relation]:,} {relation}" for relation in Relation if counts.relations[relation]]
    if relations:
        yield f"{count_of(counts.relations.total(), 'article')} like one before: {', '.join(relations)}"
    if counts.with_doubled:
        yield f"{count_of(counts.with_doubled, 'article')} with doubled blocks"
    if counts.not_measured:
        yield f"{count_of(counts.not_measured, 'pair')} not measured: a hundred others share more with the same article"
