"""The passages, edits and evidence of a pair as numbers: places as gaps and lengths, which deflate best.

A passage is `[left gap, length, right gap, length, words, thousandths, kind, edits]`; its edits are flat: `[left gap,
length, right gap, length, changes]` for each, in the order of the left text, where `changes` has a bit for each of
`SensitiveChange`. An observation is `[kind, text, left, right, weight]`, each side `[start, end]` or 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from dedup.alignment.passage import Edit, Evidence, Passage, PassageKind, SensitiveChange
from dedup.article import Span
from dedup.comparison.match import Match

KINDS = list(PassageKind)
CHANGES = list(SensitiveChange)
Row = list[Any]  # plain data of mixed types


class PairRow(NamedTuple):
    """What a page holds of a pair that is opened, and how many of its edits change what."""

    row: Row
    counts: Counter[str]


def pair_row(match: Match) -> PairRow:
    """Look for the passages of a match, and write them as numbers."""
    counts = Counter[str]()
    for passage in match.passages:
        counts["edits"] += len(passage.edits)
        counts.update(change for edit in passage.edits for change in edit.sensitive)
    passages, summaries = ([*map(_passage, found)] for found in (match.passages, match.summaries))
    return PairRow([passages, summaries, [*map(_observation, match.evidence)]], counts)


def flat_spans(spans: Iterable[Span]) -> list[int]:
    """Spans in order as one list of gaps and lengths.

    >>> flat_spans([Span(3, 5), Span(9, 10)])
    [3, 2, 4, 1]
    """
    flat, end = list[int](), 0
    for span in spans:
        flat += [span.start - end, span.end - span.start]
        end = span.end
    return flat


def thousandths(share: float) -> int:
    """A share (0-1) in thousandths; only all is 1000, and only nothing is 0.

    >>> thousandths(1.0), thousandths(0.9999), thousandths(0.00001)
    (1000, 999, 1)
    """
    return int(share * 1000) if share in (0, 1) else min(999, max(1, round(share * 1000)))


def _passage(passage: Passage) -> Row:
    left, right = passage.left, passage.right
    places = [left.start, left.end - left.start, right.start, right.end - right.start]
    kind = KINDS.index(passage.kind)
    return [*places, passage.words, thousandths(passage.similarity), kind, _edits(passage)]


def _edits(passage: Passage) -> list[int]:
    flat, left, right = list[int](), passage.left.start, passage.right.start
    for edit in sorted(passage.edits, key=_place):
        changes = sum(1 << CHANGES.index(change) for change in set(edit.sensitive))
        flat += [edit.left.start - left, edit.left.end - edit.left.start]
        flat += [edit.right.start - right, edit.right.end - edit.right.start, changes]
        left, right = edit.left.end, edit.right.end
    return flat


def _place(edit: Edit) -> tuple[int, int]:
    return edit.left.start, edit.right.start


def _observation(evidence: Evidence) -> Row:
    left, right = ([side.start, side.end] if side else 0 for side in (evidence.left, evidence.right))
    return [evidence.kind, evidence.text, left, right, round(evidence.weight, 2)]
