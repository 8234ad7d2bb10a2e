"""Wordings that were read once, as another stage wants them: some of them, in another order, with those of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.stories.wording.wordings import Wordings
from dedup.tokens.words import readonly

MAX_KEPT_WORDS = 1 << 21  # some sixty bytes each: more wordings are read again

Numbers = NDArray[np.int64]


class ReadWordings(NamedTuple):
    """The wordings of texts that were read before, by the numbers of the texts, in order."""

    numbers: Numbers
    wordings: Wordings

    def within_budget(self) -> ReadWordings:
        """These wordings, or none of them where they would take much memory."""
        if len(self.wordings.words.terms) <= MAX_KEPT_WORDS:
            return self
        none = np.empty(0, np.int64)
        return ReadWordings(none, replace(select_wordings(self.wordings, none), batches=()))

    def of(self, wanted: Numbers, read: Callable[[Numbers], Wordings]) -> Wordings:
        """The wordings of texts, in the order of `wanted`; what was not read before is read."""
        place = np.searchsorted(self.numbers, wanted)
        is_read = np.append(self.numbers, -1)[place] == wanted
        if not is_read.any():
            return read(wanted)
        known = select_wordings(self.wordings, place[is_read])
        if is_read.all():
            return known
        order = np.empty(len(wanted), np.int64)
        order[is_read], order[~is_read] = np.arange(len(known)), np.arange(len(known), len(wanted))
        return select_wordings(join_wordings(known, read(wanted[~is_read])), order)


def select_wordings(wordings: Wordings, numbers: Numbers) -> Wordings:
    """Some wordings, in the order of their numbers."""
    words, word_ends = _rows_of(wordings.word_ends, numbers)
    selected = [_rows_of(ends, numbers) for ends in wordings.ends]
    terms, pairs, sentences, members = (rows for rows, _ in selected)
    holders, _ = _rows_of(wordings.ends.sentences + np.arange(len(wordings.ends.sentences)), numbers)
    of_parts = (terms, terms, terms, pairs, sentences, sentences, sentences, holders, members, sentences)
    return Wordings(
        wordings.batches,
        wordings.homes[numbers],
        type(wordings.words)(*(column[words] for column in _columns(wordings.words))),
        readonly(word_ends),
        type(wordings.parts)(*(c[rows] for c, rows in zip(_columns(wordings.parts), of_parts, strict=True))),
        type(wordings.ends)(*(ends for _, ends in selected)),
    )


def join_wordings(one: Wordings, other: Wordings) -> Wordings:
    """The wordings of both, those of the other behind."""
    sizes = [_part_sizes(each) for each in (one, other)]
    parts = [
        [column[:size] for column, size in zip(_columns(each.parts), own, strict=True)]
        for each, own in zip((one, other), sizes, strict=True)
    ]
    return Wordings(
        [*one.batches, *other.batches],
        np.concatenate([one.homes, other.homes + np.array([len(one.batches), 0])]),
        type(one.words)(*map(np.concatenate, zip(_columns(one.words), _columns(other.words), strict=True))),
        readonly(_ends_of_both(one.word_ends, other.word_ends)),
        type(one.parts)(*map(np.concatenate, zip(*parts, strict=True))),
        type(one.ends)(*map(_ends_of_both, one.ends, other.ends)),
    )


def _part_sizes(wordings: Wordings) -> tuple[int, ...]:
    terms, pairs, sentences, members = (int(ends[-1]) for ends in wordings.ends)
    holders = sentences + len(wordings)
    return terms, terms, terms, pairs, sentences, sentences, sentences, holders, members, sentences


def _columns(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(values)


def _ends_of_both(one: Numbers, other: Numbers) -> Numbers:
    return np.concatenate([one, other[1:] + one[-1]])


def _rows_of(ends: Numbers, numbers: Numbers) -> tuple[Numbers, Numbers]:
    """The rows that some of the articles have, whose rows end at `ends`; and where those end once they are taken."""
    starts, counts = ends[numbers], ends[numbers + 1] - ends[numbers]
    taken = np.concatenate([[0], np.cumsum(counts)])
    return np.repeat(starts - taken[:-1], counts) + np.arange(taken[-1]), taken
