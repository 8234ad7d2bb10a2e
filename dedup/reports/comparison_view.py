"""What is shown of two compared articles: the verdict, its measures, the evidence, and the shared passages with edits.

A side of a passage is a row of pieces: what both sides have in common, and what an edit deleted from the left text or
inserted into the right one. A replaced word is deleted on the left and inserted on the right. A long piece loses its
middle, so that an edit is shown with the words around it; a piece between two edits is shortened on both sides alike.
Edits of numbers, names and quotations are listed once more behind the passage, because an editor must explain them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len

from dedup.alignment.passage import Edit, Evidence, Passage, PassageKind, SensitiveChange
from dedup.article import Article, Span
from dedup.comparison.match import Match
from dedup.reports.sanitize import ELLIPSIS, cut_end, cut_start, one_line, one_line_keeping_ends

MAX_UNCUT_COLUMNS = 180  # columns, about thirty words: a longer piece loses its middle
KEPT_COLUMNS = 72  # columns that it keeps at either end: about a dozen words
MAX_CHANGE_COLUMNS = 60  # columns of one side of a sensitive change


class Piece(NamedTuple):
    """A part of one side of a passage, in one line, safe to print; `is_edited` if the other side has it otherwise."""

    text: str
    is_edited: bool


class SensitiveEdits(NamedTuple):
    """The edits of one sensitive kind, as pairs of the left and the right words; either may be empty."""

    kind: SensitiveChange
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PassageSide:
    """One side of a passage: where it is in its article, and its pieces in order."""

    span: Span
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PassageView:
    """A shared passage: its size in words, its kind, its similarity (0-1), both sides and what changed."""

    words: int
    kind: PassageKind
    similarity: float
    edit_count: int
    left: PassageSide
    right: PassageSide
    sensitive: tuple[SensitiveEdits, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Everything that is shown of two compared articles, which are the sides of the match."""

    match: Match
    left: Article
    right: Article
    evidence: tuple[Evidence, ...]
    passages: tuple[PassageView, ...]
    summaries: tuple[PassageView, ...]


def view_comparison(match: Match, left: Article, right: Article) -> ComparisonView:
    """Select what is shown of a match; `left` and `right` are its articles."""
    return ComparisonView(
        match=match,
        left=left,
        right=right,
        evidence=tuple(match.evidence),
        passages=tuple(_view_passage(passage, left.text, right.text) for passage in match.passages),
        summaries=tuple(_view_passage(passage, left.text, right.text) for passage in match.summaries),
    )


def _view_passage(passage: Passage, left: str, right: str) -> PassageView:
    return PassageView(
        words=passage.words,
        kind=passage.kind,
        similarity=passage.similarity,
        edit_count=len(passage.edits),
        left=PassageSide(passage.left, _pieces(left, passage.left, [edit.left for edit in passage.edits])),
        right=PassageSide(passage.right, _pieces(right, passage.right, [edit.right for edit in passage.edits])),
        sensitive=tuple(_sensitive_edits(passage, left, right)),
    )


def _pieces(text: str, passage: Span, edited: Sequence[Span]) -> tuple[Piece, ...]:
    """Cut one side of a passage at its edits; a piece without words is left out."""
    pieces, position = [], passage.start
    for span in edited:
        pieces += [
            Piece(_without_middle(text[position : span.start]), False),
            Piece(_without_middle(span.of(text)), True),
        ]
        position = span.end
    pieces.append(Piece(_without_middle(text[position : passage.end]), False))
    return tuple(piece for piece in pieces if piece.text)


def _without_middle(text: str) -> str:
    """Put a text into one line, without its middle if it is long; words stay whole where spaces separate them."""
    line = one_line_keeping_ends(text)
    if cell_len(line) <= MAX_UNCUT_COLUMNS:
        return line
    beginning, end = (
        cut_end(line, KEPT_COLUMNS).removesuffix(ELLIPSIS),
        cut_start(line, KEPT_COLUMNS).removeprefix(ELLIPSIS),
    )
    return f"{beginning.rpartition(' ')[0] or beginning} {ELLIPSIS} {end.partition(' ')[2] or end}"


def _sensitive_edits(passage: Passage, left: str, right: str) -> Iterator[SensitiveEdits]:
    for kind in SensitiveChange:
        changes = tuple(_change(edit, left, right) for edit in passage.edits if kind in edit.sensitive)
        if changes:
            yield SensitiveEdits(kind, changes)


def _change(edit: Edit, left: str, right: str) -> tuple[str, str]:
    return (
        cut_end(one_line(edit.left.of(left)), MAX_CHANGE_COLUMNS),
        cut_end(one_line(edit.right.of(right)), MAX_CHANGE_COLUMNS),
    )
