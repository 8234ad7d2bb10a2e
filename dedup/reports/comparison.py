"""The verdict on two articles for people: the relation and its reason, the measures, the passages that they share.

Passages stand side by side where the terminal is wide enough to read them so, else one above the other. What is shown
of a text is that text, with its white space drawn together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dedup.article import Article, Span
from dedup.matching.match import Evidence, Match, Passage
from dedup.reports.columns import Column, Cut, lay_out
from dedup.reports.phrases import card, count, percent
from dedup.reports.visible import one_line, visible

INDENT = "   "
GAP = "   "
NARROWEST = 45  # columns: a text in less is a ladder of words
MEASURES = (Column(""), Column("left", number=True), Column("right", number=True))
EVIDENCE = (Column("kind", style="cyan"), Column("what", Cut.END))


def print_comparison(match: Match, left: Article, right: Article, console: Console) -> None:
    """Print what two articles have to do with each other; `left` and `right` are the sides of the match."""
    for line in _verdict(match, left, right, console.width):
        console.print(line, soft_wrap=True)
    for title, passages in (("shared passages", match.passages), ("digests", match.digests)):
        for line in _passages(title, passages, left.text, right.text, console):
            console.print(line, soft_wrap=True)


def _verdict(match: Match, left: Article, right: Article, width: int) -> Iterator[Text]:
    yield Text(f"left   {card(left)}")
    yield Text(f"right  {card(right)}")
    yield Text()
    yield Text.assemble((str(match.relation), "bold"), f": {visible(match.reason)}")
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
        yield Text(f"{number:,}  {count(passage.words, 'word')}, {passage.kind}, {percent(passage.similarity)} alike")
        yield from _beside(_side("left", passage.left, left), _side("right", passage.right, right), console)


def _side(name: str, span: Span, text: str) -> Text:
    return Text.assemble((f"{name} {span.start}-{span.end}\n", "dim"), one_line(span.of(text)))


def _beside(left: Text, right: Text, console: Console) -> Iterator[Text]:
    """Yield two texts as lines: in two columns, or the one above the other."""
    width = (console.width - len(INDENT) - len(GAP)) // 2
    if width < NARROWEST:
        lines = [*left.wrap(console, console.width - len(INDENT)), *right.wrap(console, console.width - len(INDENT))]
        yield from (Text(INDENT).append_text(line) for line in lines)
        return
    for left_line, right_line in zip_longest(left.wrap(console, width), right.wrap(console, width), fillvalue=Text()):
        left_line.rstrip()
        gap = " " * (width - cell_len(left_line.plain)) + GAP
        line = Text(INDENT).append_text(left_line).append(gap).append_text(right_line)
        line.rstrip()
        yield line
