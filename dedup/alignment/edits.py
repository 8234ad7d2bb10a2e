"""Edits: words inserted, deleted or replaced inside a passage.

Edits of numbers, names and quotations are sensitive, for an editor must explain them: "$14.3 billion" in one article
and "$13.4 billion" in the other. A number is a word that begins with a digit, a name one that begins with a capital
inside a sentence (scripts without capitals have none), a quotation stands between quotation marks.

Only words are compared: punctuation, accents, case and typography are folded before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.alignment_text import AlignmentText
from dedup.alignment.lcs import MatchingBlock, matching_blocks
from dedup.alignment.passage import Alignment, Edit, EditKind, Passage, SensitiveChange
from dedup.article import Span
from dedup.runtime.patterns import lazy_pattern
from dedup.tokens.words import LINE, NUMBER, SENTENCE, TEXT_END, Words

QUOTATION = lazy_pattern(r'“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|「[^」]*」|『[^』]*』|"[^"]*"')
DECIMAL = lazy_pattern(r"[.,:'’]")  # between two words of one number


@dataclass(frozen=True, slots=True)
class _Side:
    """The counted words of one side of a passage, in order."""

    text: str
    span: Span
    hashes: NDArray[np.uint64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    borders: NDArray[np.uint8]  # before each word


def add_edits(alignment: Alignment, left: AlignmentText, right: AlignmentText) -> Alignment:
    """The alignment with the edits of each passage; a summary has none."""
    passages = (replace(passage, edits=edits_between(left, right, passage)) for passage in alignment.passages)
    return replace(alignment, passages=tuple(passages))


def edits_between(left: Words | AlignmentText, right: Words | AlignmentText, passage: Passage) -> tuple[Edit, ...]:
    """The edits that turn the left side of a passage into the right one, in order, over counted words.

    >>> from dedup.tokens.words import tokenize
    >>> from dedup.alignment.passage import PassageKind
    >>> left, right = "It cost $14.3 billion last year.", "It cost $13.4 billion last year."
    >>> whole = Passage(Span(0, len(left)), Span(0, len(right)), 7, 0.7, 0.7, PassageKind.EDITED)
    >>> [edit] = edits_between(tokenize(left), tokenize(right), whole)
    >>> edit.left.of(left), edit.right.of(right), edit.kind.value, edit.sensitive[0].value
    ('14.3', '13.4', 'replaced', 'number')
    """
    left_side, right_side = _side(left, passage.left), _side(right, passage.right)
    quoted = _quotations(left_side), _quotations(right_side)
    return tuple(
        _edit(left_side, right_side, left_gap, right_gap, quoted)
        for left_gap, right_gap in _gaps(left_side, right_side)
    )


def _side(given: Words | AlignmentText, span: Span) -> _Side:
    if isinstance(given, AlignmentText):
        words, places = given.words, given.places
    else:
        words, places = given, np.arange(len(given), dtype=np.int32)
    first, end = np.searchsorted(words.starts[places], (span.start, span.end)).tolist()
    inside = places[first:end]
    columns = (words.hashes, words.starts, words.ends, words.flags, words.boundaries)
    return _Side(words.text, span, *(column[inside] for column in columns))  # type: ignore[arg-type]


def _gaps(left: _Side, right: _Side) -> Iterator[tuple[slice, slice]]:
    """What lies between matching blocks, as words of both sides; a number of several words is taken whole."""
    left_place = right_place = 0
    for block in [*_blocks(left, right), MatchingBlock(len(left.hashes), len(right.hashes), 0)]:
        if block.left > left_place or block.right > right_place:
            before = min(_number_prefix(left, left_place, block.left), _number_prefix(right, right_place, block.right))
            yield slice(left_place - before, block.left), slice(right_place - before, block.right)
        left_place, right_place = block.left + block.length, block.right + block.length


def _blocks(left: _Side, right: _Side) -> list[MatchingBlock]:
    """Matching blocks. Where several subsequences are equally long, both directions choose the same one."""
    if left.hashes.tobytes() <= right.hashes.tobytes():
        return matching_blocks(left.hashes, right.hashes)
    return [
        MatchingBlock(block.right, block.left, block.length) for block in matching_blocks(right.hashes, left.hashes)
    ]


def _number_prefix(side: _Side, first: int, end: int) -> int:
    """1 if the word before `first` is the beginning of the number that was changed, else 0."""
    if not 0 < first < end or not side.kinds[first - 1] & side.kinds[first] & NUMBER:
        return 0
    return int(bool(DECIMAL.fullmatch(side.text[side.ends[first - 1] : side.starts[first]])))


def _edit(left: _Side, right: _Side, left_gap: slice, right_gap: slice, quoted: tuple[list[Span], list[Span]]) -> Edit:
    left_empty, right_empty = left_gap.start == left_gap.stop, right_gap.start == right_gap.stop
    kind = EditKind.INSERTED if left_empty else EditKind.DELETED if right_empty else EditKind.REPLACED
    left_span, right_span = _span(left, left_gap), _span(right, right_gap)
    changed = []
    if _numbers(left, left_gap) != _numbers(right, right_gap):
        changed.append(SensitiveChange.NUMBER)
    if _names(left, left_gap) != _names(right, right_gap):
        changed.append(SensitiveChange.NAME)
    if any(_is_inside(span, spans) for span, spans in zip((left_span, right_span), quoted, strict=True)):
        changed.append(SensitiveChange.QUOTATION)
    return Edit(kind, left_span, right_span, tuple(changed))


def _span(side: _Side, gap: slice) -> Span:
    if gap.start < gap.stop:
        return Span(int(side.starts[gap.start]), int(side.ends[gap.stop - 1]))
    place = int(side.ends[gap.start - 1]) if gap.start else side.span.start
    return Span(place, place)


def _numbers(side: _Side, gap: slice) -> list[int]:
    hashes: list[int] = side.hashes[gap][(side.kinds[gap] & NUMBER) != 0].tolist()
    return hashes


def _names(side: _Side, gap: slice) -> set[int]:
    begins = SENTENCE | LINE | TEXT_END
    return {
        int(side.hashes[place])
        for place in range(gap.start, gap.stop)
        if side.text[side.starts[place]].isupper() and not side.borders[place] & begins
    }


def _quotations(side: _Side) -> list[Span]:
    return [Span(*found.span()) for found in QUOTATION.finditer(side.text, side.span.start, side.span.end)]


def _is_inside(span: Span, quotations: list[Span]) -> bool:
    return any(quotation.start < span.end and span.start < quotation.end for quotation in quotations)
