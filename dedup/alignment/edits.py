"""Edits: words inserted, deleted or replaced inside a passage.

Edits of numbers, names and quotations are sensitive, for an editor must explain them: "$14.3 billion" in one article
and "$13.4 billion" in the other. A number is a word that begins with a digit, a name one that begins with a capital
inside a sentence (scripts without capitals have none), a quotation stands between quotation marks.

Only words are compared: punctuation, accents, case and typography are folded before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.alignment_text import AlignmentText
from dedup.alignment.lcs import MatchingBlock, shared_blocks
from dedup.alignment.passage import Alignment, Edit, EditKind, Passage, SensitiveChange
from dedup.alignment.quotations import Quotations, quotations_in
from dedup.article import Span
from dedup.runtime.patterns import lazy_pattern
from dedup.tokens.words import LINE, NUMBER, SENTENCE, TEXT_END, Words

DECIMAL = lazy_pattern(r"[.,:'’]")  # between two words of one number
SENTENCE_BEGINS = SENTENCE | LINE | TEXT_END


class _Side(NamedTuple):
    """The counted words of one side of a passage, in order; lists, for they are read word by word."""

    text: str
    span: Span
    hashes: NDArray[np.uint64]
    words: list[int]  # their hashes
    starts: list[int]
    ends: list[int]
    kinds: list[int]
    borders: list[int]  # before each word
    quotations: Quotations


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
    return tuple(_edit(left_side, right_side, *gaps) for gaps in _gaps(left_side, right_side))


def _side(given: Words | AlignmentText, span: Span) -> _Side:
    if isinstance(given, AlignmentText):
        words, places = given.words, given.places
    else:
        words, places = given, np.arange(len(given), dtype=np.int32)
    first, end = np.searchsorted(words.starts[places], (span.start, span.end)).tolist()
    inside = places[first:end]
    hashes = words.hashes[inside]
    return _Side(
        words.text,
        span,
        hashes,
        hashes.tolist(),
        words.starts[inside].tolist(),
        words.ends[inside].tolist(),
        words.flags[inside].tolist(),
        words.boundaries[inside].tolist(),
        quotations_in(words.text, span.start, span.end),
    )


def _gaps(left: _Side, right: _Side) -> Iterator[tuple[slice, slice]]:
    """What lies between matching blocks, as words of both sides; a number of several words is taken whole."""
    left_place = right_place = 0
    blocks = shared_blocks(left.hashes, right.hashes)
    for block in [*blocks, MatchingBlock(len(left.words), len(right.words), 0)]:
        if block.left > left_place or block.right > right_place:
            before = min(_number_prefix(left, left_place, block.left), _number_prefix(right, right_place, block.right))
            yield slice(left_place - before, block.left), slice(right_place - before, block.right)
        left_place, right_place = block.left + block.length, block.right + block.length


def _number_prefix(side: _Side, first: int, end: int) -> int:
    """1 if the word before `first` is the beginning of the number that was changed, else 0."""
    if not 0 < first < end or not side.kinds[first - 1] & side.kinds[first] & NUMBER:
        return 0
    return int(bool(DECIMAL.fullmatch(side.text[side.ends[first - 1] : side.starts[first]])))


def _edit(left: _Side, right: _Side, left_gap: slice, right_gap: slice) -> Edit:
    left_empty, right_empty = left_gap.start == left_gap.stop, right_gap.start == right_gap.stop
    kind = EditKind.INSERTED if left_empty else EditKind.DELETED if right_empty else EditKind.REPLACED
    left_span, right_span = _span(left, left_gap), _span(right, right_gap)
    changed = []
    if _numbers(left, left_gap) != _numbers(right, right_gap):
        changed.append(SensitiveChange.NUMBER)
    if _names(left, left_gap) != _names(right, right_gap):
        changed.append(SensitiveChange.NAME)
    if left.quotations.touch(left_span.start, left_span.end) or right.quotations.touch(
        right_span.start, right_span.end
    ):
        changed.append(SensitiveChange.QUOTATION)
    return Edit(kind, left_span, right_span, tuple(changed))


def _span(side: _Side, gap: slice) -> Span:
    if gap.start < gap.stop:
        return Span(side.starts[gap.start], side.ends[gap.stop - 1])
    place = side.ends[gap.start - 1] if gap.start else side.span.start
    return Span(place, place)


def _numbers(side: _Side, gap: slice) -> list[int]:
    return [word for word, kind in zip(side.words[gap], side.kinds[gap], strict=True) if kind & NUMBER]


def _names(side: _Side, gap: slice) -> set[int]:
    words = zip(side.words[gap], side.starts[gap], side.borders[gap], strict=True)
    return {word for word, start, border in words if side.text[start].isupper() and not border & SENTENCE_BEGINS}
