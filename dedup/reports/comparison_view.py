"""The verdict on two articles for people: the relation and its reason, the measures, the passages that they share.

Passages stand side by side where the terminal is wide enough to read them so, else one above the other, with what was
changed marked (`dedup.reports.edit_markup`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dedup.alignment.passage import Evidence, Passage
from dedup.article import Article, Span
from dedup.comparison.match import Match
from dedup.reports.columns import Column, Cut, lay_out
from dedup.reports.edit_markup import sensitive_changes, side_by_side
from dedup.reports.formatting import article_line, count_of, percent
from dedup.reports.sanitize import escape_controls, one_line

PASSAGE_INDENT = "   "
SIDE_GAP = "   "
MIN_SIDE_WIDTH = 45  # columns: a text in less is a ladder of words
MEASURES = (Column(""), Column("left", is_number=True), Column("right", is_number=True))
EVIDENCE = (Column("kind", style="cyan"), Column("what", Cut.END))


def print_comparison(match: Match, left: Article, right: Article, console: Console) -> None:
    """Print what two articles have to do with each other; `left` and `right` are the sides of the match."""
    for line in _verdict(match, left, right, console.width):
        console.print(line, soft_wrap=True)
    for title, passages in (("shared passages", match.passages), ("digests", match.summaries)):
        for line in _passages(title, passages, left.text, right.text, console):
            console.print(line, soft_wrap=True)


def _verdict(match: Match, left: Article, right: Article, width: int) -> Iterator[Text]:
    yield Text(f"left   {article_line(left)}")
    yield Text(f"right  {article_line(right)}")
    yield Text()
    yield Text.assemble((str(match.relation), "bold"), f": {escape_controls(match.reason)}")
    yield from lay_out(MEASURES, _measures(match), width)
    yield Text(f"  Jaccard {match.jaccard:.3f}{_titles(match.title_similarity)}")
    if match.evidence:
        yield Text()
        yield Text(f"EVIDENCE  {len(match.evidence):,}", "bold")
        yield from lay_out(EVIDENCE, [_evidence(each) for each in match.evidence], width)


def _measures(match: Match) -> list[tuple[str, str, str]]:
    return [
        ("words in shared stretches", percent(match.left_coverage), percent(match.right_coverage)),
        ("three-word phrases shared", percent(match.left_containment), percent(match.right_containment)),
    ]


def _titles(similarity: float | None) -> str:
    return "" if similarity is None else f", titles {percent(similarity)} alike"


def _evidence(evidence: Evidence) -> tuple[str, str]:
    return one_line(evidence.kind), one_line(evidence.text)


def _passages(title: str, passages: tuple[Passage, ...], left: str, right: str, console: Console) -> Iterator[Text]:
    if not passages:
        return
    yield Text()
    yield Text(f"{title.upper()}  {len(passages):,}", "bold")
    for number, passage in enumerate(passages, 1):
        yield Text(f"{number:,}  {_heading(passage)}")
        in_colour = console.color_system is not None and not console.no_color
        left_side, right_side = side_by_side(passage, left, right, in_colour=in_colour)
        yield from _in_two_columns(
            _with_span("left", passage.left, left_side), _with_span("right", passage.right, right_side), console
        )
        for line in sensitive_changes(passage, left, right):
            yield Text(PASSAGE_INDENT).append_text(line)


def _with_span(name: str, span: Span, side: Text) -> Text:
    return Text.assemble((f"{name} {span.start}-{span.end}\n", "dim"), side)


def _heading(passage: Passage) -> str:
    parts = [count_of(passage.words, "word"), str(passage.kind), f"{percent(passage.similarity)} alike"]
    if passage.edits:
        parts.append(count_of(len(passage.edits), "edit"))
    return ", ".join(parts)


def _in_two_columns(left: Text, right: Text, console: Console) -> Iterator[Text]:
    """Yield two texts as lines: in two columns, or the one above the other."""
    whole = console.width - len(PASSAGE_INDENT)
    half = (whole - len(SIDE_GAP)) // 2
    if half < MIN_SIDE_WIDTH:
        yield from (
            Text(PASSAGE_INDENT).append_text(line) for side in (left, right) for line in _wrapped(side, console, whole)
        )
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
