"""What was changed inside a passage: words inserted, deleted or replaced.

Changes to numbers, names and quotations are called out, for they are what an editor must explain: "$14.3 billion" in
one article and "$13.4 billion" in the other. A number is a word that begins with a digit, a name one that begins with
a capital inside a sentence (scripts without capitals have none), a quotation what stands between quotation marks.

Only words are compared: punctuation, accents, case and typography are folded away before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from dedup.article import Span
from dedup.matching.match import Passage
from dedup.matching.runs import Run, common_runs
from dedup.text.words import LINE, NUMBER, SENTENCE, TEXT_END, Words

QUOTATION = re.compile(r'“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|「[^」]*」|『[^』]*』|"[^"]*"')
DECIMAL = re.compile(r"[.,:'’]")  # what may stand inside a number


class EditKind(StrEnum):
    """What was done to words of the left text to get the right one."""

    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"


class Changed(StrEnum):
    """What a reader should look at."""

    NUMBER = "number"
    NAME = "name"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change; a side without words is an empty span where the words would stand."""

    kind: EditKind
    left: Span
    right: Span
    changed: tuple[Changed, ...] = ()


def edits(left: Words, right: Words, passage: Passage) -> tuple[Edit, ...]:
    """The changes that turn the left side of a passage into the right one, in order.

    >>> from dedup.text.words import read_words
    >>> from dedup.matching.match import PassageKind
    >>> left, right = "It cost $14.3 billion last year.", "It cost $13.4 billion last year."
    >>> whole = Passage(Span(0, len(left)), Span(0, len(right)), 7, 0.7, 0.7, PassageKind.EDITED)
    >>> [edit] = edits(read_words(left), read_words(right), whole)
    >>> edit.left.of(left), edit.right.of(right), edit.kind.value, edit.changed[0].value
    ('14.3', '13.4', 'replaced', 'number')
    """
    left_words, right_words = _within(left, passage.left), _within(right, passage.right)
    left_hashes, right_hashes = left.hashes[left_words], right.hashes[right_words]
    # Where several ways to match are equally long, both directions must tell the same one.
    if left_hashes.tobytes() <= right_hashes.tobytes():
        runs = common_runs(left_hashes, right_hashes)
    else:
        runs = [Run(run.right, run.left, run.length) for run in common_runs(right_hashes, left_hashes)]
    quoted = _quotations(left, passage.left), _quotations(right, passage.right)
    return tuple(
        _edit(left, right, left_gap, right_gap, quoted)
        for left_gap, right_gap in _gaps(runs, left, right, left_words, right_words)
    )


def _within(words: Words, span: Span) -> slice:
    return slice(*np.searchsorted(words.starts, (span.start, span.end)).tolist())


def _gaps(
    runs: list[Run], left: Words, right: Words, left_words: slice, right_words: slice
) -> Iterator[tuple[slice, slice]]:
    """What lies between runs, as words of both texts; a number of several words is taken whole."""
    left_place, right_place = left_words.start, right_words.start
    end = Run(left_words.stop - left_words.start, right_words.stop - right_words.start, 0)
    for run in [*runs, end]:
        left_end, right_end = left_words.start + run.left, right_words.start + run.right
        if left_end > left_place or right_end > right_place:
            before = min(_joined_before(left, left_place, left_end), _joined_before(right, right_place, right_end))
            yield slice(left_place - before, left_end), slice(right_place - before, right_end)
        left_place, right_place = left_end + run.length, right_end + run.length


def _joined_before(words: Words, first: int, end: int) -> int:
    """1 when the word before `first` is the beginning of the number that the change is in, else 0."""
    if not 0 < first < end or not words.kinds[first - 1] & words.kinds[first] & NUMBER:
        return 0
    return int(bool(DECIMAL.fullmatch(words.text[words.ends[first - 1] : words.starts[first]])))


def _edit(left: Words, right: Words, left_gap: slice, right_gap: slice, quoted: tuple[list[Span], list[Span]]) -> Edit:
    left_empty, right_empty = left_gap.start == left_gap.stop, right_gap.start == right_gap.stop
    kind = EditKind.INSERTED if left_empty else EditKind.DELETED if right_empty else EditKind.REPLACED
    left_span, right_span = _span(left, left_gap), _span(right, right_gap)
    changed = []
    if _numbers(left, left_gap) != _numbers(right, right_gap):
        changed.append(Changed.NUMBER)
    if _names(left, left_gap) != _names(right, right_gap):
        changed.append(Changed.NAME)
    if any(_is_inside(span, spans) for span, spans in zip((left_span, right_span), quoted, strict=True)):
        changed.append(Changed.QUOTATION)
    return Edit(kind, left_span, right_span, tuple(changed))


def _span(words: Words, gap: slice) -> Span:
    if gap.start < gap.stop:
        return words.span(gap.start, gap.stop)
    place = int(words.ends[gap.start - 1]) if gap.start else 0
    return Span(place, place)


def _numbers(words: Words, gap: slice) -> list[int]:
    hashes: list[int] = words.hashes[gap][(words.kinds[gap] & NUMBER) != 0].tolist()
    return hashes


def _names(words: Words, gap: slice) -> set[int]:
    begins = SENTENCE | LINE | TEXT_END
    return {
        int(words.hashes[place])
        for place in range(gap.start, gap.stop)
        if words.text[words.starts[place]].isupper() and not words.borders[place] & begins
    }


def _quotations(words: Words, span: Span) -> list[Span]:
    return [Span(*found.span()) for found in QUOTATION.finditer(words.text, span.start, span.end)]


def _is_inside(span: Span, quotations: list[Span]) -> bool:
    return any(quotation.start < span.end and span.start < quotation.end for quotation in quotations)
