"""The verdict on two articles as lines for a terminal: the relation and its reason, measures, evidence, passages.

The sides of a passage stand beside each other where the terminal is wide enough to read them so, else one above the
other, with edits marked (`edit_markup`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dedup.alignment.passage import Evidence
from dedup.comparison.match import Match
from dedup.reports.comparison_view import ComparisonView, PassageView
from dedup.reports.formatting import article_line, count_of, percent
from dedup.reports.sanitize import escape_controls, one_line
from dedup.reports.terminal.columns import Column, Cut, lay_out, prose_width
from dedup.reports.terminal.edit_markup import sensitive_changes, side_by_side

PASSAGE_INDENT = "   "
SIDE_GAP = "   "
MIN_SIDE_WIDTH = 45  # columns: a text in fewer is a ladder of words
MEASURE_COLUMNS = (Column(""), Column("left", is_number=True), Column("right", is_number=True))
EVIDENCE_COLUMNS = (Column("kind", style="cyan"), Column("what", Cut.END))


def print_comparison(comparison: ComparisonView, console: Console) -> None:
    """Print everything that a view of two compared articles holds."""
    for line in _comparison_lines(comparison, console):
        console.print(line, soft_wrap=True)


def _comparison_lines(comparison: ComparisonView, console: Console) -> Iterator[Text]:
    yield from _verdict(comparison, console.width)
    yield from _passages("shared passages", comparison.passages, console)
    yield from _passages("digests", comparison.summaries, console)


def _verdict(comparison: ComparisonView, width: int) -> Iterator[Text]:
    match = comparison.match
    yield Text(f"left   {article_line(comparison.left)}")
    yield Text(f"right  {article_line(comparison.right)}")
    yield Text()
    yield Text.assemble((str(match.relation), "bold"), f": {escape_controls(match.reason)}")
    yield from lay_out(MEASURE_COLUMNS, _measure_rows(match), width)
    yield Text(f"  Jaccard {match.jaccard:.3f}{_titles(match.title_similarity)}")
    if comparison.evidence:
        yield Text()
        yield Text(f"EVIDENCE  {len(comparison.evidence):,}", "bold")
        yield from lay_out(EVIDENCE_COLUMNS, [_evidence_row(each) for each in comparison.evidence], width)


def _measure_rows(match: Match) -> list[tuple[str, str, str]]:
    return [
        ("words in shared stretches", percent(match.left_coverage), percent(match.right_coverage)),
        ("three-word phrases shared", percent(match.left_containment), percent(match.right_containment)),
    ]


def _titles(similarity: float | None) -> str:
    return "" if similarity is None else f", titles {percent(similarity)} alike"


def _evidence_row(evidence: Evidence) -> tuple[str, str]:
    return one_line(evidence.kind), one_line(evidence.text)


def _passages(title: str, passages: Sequence[PassageView], console: Console) -> Iterator[Text]:
    if not passages:
        return
    yield Text()
    yield Text(f"{title.upper()}  {len(passages):,}", "bold")
    in_colour = console.color_system is not None and not console.no_color
    for number, passage in enumerate(passages, 1):
        yield Text(f"{number:,}  {_heading(passage)}")
        left, right = side_by_side(passage, in_colour=in_colour)
        left_span, right_span = passage.left.span, passage.right.span
        yield from _in_two_columns(
            Text.assemble((f"left {left_span.start}-{left_span.end}\n", "dim"), left),
            Text.assemble((f"right {right_span.start}-{right_span.end}\n", "dim"), right),
            console,
        )
        for line in sensitive_changes(passage):
            yield Text(PASSAGE_INDENT).append_text(line)


def _heading(passage: PassageView) -> str:
    parts = [count_of(passage.words, "word"), str(passage.kind), f"{percent(passage.similarity)} alike"]
    if passage.edit_count:
        parts.append(count_of(passage.edit_count, "edit"))
    return ", ".join(parts)


def _in_two_columns(left: Text, right: Text, console: Console) -> Iterator[Text]:
    """Yield two texts as lines: in two columns, or the one above the other if the terminal is narrow."""
    whole = prose_width(console.width) - len(PASSAGE_INDENT)
    half = (whole - len(SIDE_GAP)) // 2
    if half < MIN_SIDE_WIDTH:
        lines = [*_wrapped(left, console, whole), *_wrapped(right, console, whole)]
        yield from (Text(PASSAGE_INDENT).append_text(line) for line in lines)
        return
    pairs = zip_longest(_wrapped(left, console, half), _wrapped(right, console, half), fillvalue=Text())
    for left_line, right_line in pairs:
        gap = " " * (half - cell_len(left_line.plain)) + SIDE_GAP
        line = Text(PASSAGE_INDENT).append_text(left_line).append(gap).append_text(right_line)
        line.rstrip()
        yield line


def _wrapped(text: Text, console: Console, width: int) -> Iterator[Text]:
    for line in text.wrap(console, width):
        line.rstrip()
        yield line
