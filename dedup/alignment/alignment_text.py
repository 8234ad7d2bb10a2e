"""A text prepared for alignment: what alignment needs of one text alone, computed once.

Then two texts: the words that they share get numbers, and each number its chance rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.background_rates import BackgroundRates, is_half_word, rates_of, shipped_rates, stems_of
from dedup.article import Span
from dedup.settings import PassageSettings
from dedup.tokens.words import BLANK, LINE, SENTENCE, TEXT_END, Words, readonly


@dataclass(frozen=True, slots=True, eq=False)
class AlignmentText:
    """The counted words of one text, in order; all arrays are read-only.

    `places` are their places among all words; `term_ids` number their stems in the order of `vocabulary`.
    """

    words: Words
    content_hash: bytes  # of the counted words, whatever lies between them
    places: NDArray[np.int32]  # (n,)
    hashes: NDArray[np.uint64]  # (n,)
    term_ids: NDArray[np.int32]  # (n,)
    boundary_bonus: NDArray[np.float64]  # (n + 1,) nats for a segment that begins or ends there
    words_before: NDArray[np.float64]  # (n + 1,) words before each place; an ideograph is half a word
    vocabulary: NDArray[np.uint64]  # (v,) distinct stems, sorted
    recurrence: NDArray[np.float64]  # (v,) share of the text that is a further occurrence of the stem
    background_rates: NDArray[np.float64]  # (v,) rate of the stem in running text

    def __len__(self) -> int:
        return len(self.term_ids)

    def length(self, first: int, end: int) -> float:
        """Words from place `first` up to `end`."""
        return float(self.words_before[end] - self.words_before[first])

    def span(self, first: int, end: int) -> Span:
        """The stretch of text from the word at place `first` up to, not including, the one at `end`."""
        return self.words.span(int(self.places[first]), int(self.places[end - 1]) + 1)


@dataclass(frozen=True, slots=True, eq=False)
class SharedTerms:
    """The words that two texts share, numbered from 0."""

    left_ids: NDArray[np.int32]  # (left words,) number of each word, -1 when the other text lacks it
    right_ids: NDArray[np.int32]
    chance_rates: NDArray[np.float64]  # (shared,) rate by chance in these two texts
    background_rates: NDArray[np.float64]  # (shared,) rate in running text


def prepare_text(
    words: Words,
    settings: PassageSettings,
    counted: NDArray[np.bool_] | None = None,
    background: BackgroundRates | None = None,
) -> AlignmentText:
    """Prepare one text for alignment; ValueError for a mask of another length.

    Words outside the mask `counted` (repeats, boilerplate) are neither matched nor counted. `background` are the
    frequencies of a corpus, by default those that ship with dedup.
    """
    if counted is not None and counted.shape != words.hashes.shape:
        raise ValueError(f"a mask over {len(words)} words has shape {counted.shape}")
    places = np.arange(len(words), dtype=np.int32) if counted is None else np.flatnonzero(counted).astype(np.int32)
    stems = stems_of(words)[places]
    vocabulary, first, rows, occurrences = np.unique(stems, return_index=True, return_inverse=True, return_counts=True)
    hashes = words.hashes[places]
    lengths = np.where(is_half_word(words)[places], 0.5, 1.0)
    rates = rates_of(words, vocabulary, rows, places[first], background or shipped_rates(), settings)
    return AlignmentText(
        words=words,
        content_hash=blake2b(hashes.tobytes(), digest_size=16).digest(),
        places=readonly(places),
        hashes=readonly(hashes),
        term_ids=readonly(rows.astype(np.int32)),
        boundary_bonus=readonly(_boundary_bonus(words.boundaries, places, settings)),
        words_before=readonly(np.concatenate([[0.0], np.cumsum(lengths)])),
        vocabulary=readonly(vocabulary),
        recurrence=readonly((occurrences - 1) / max(1, len(places))),
        background_rates=readonly(rates),
    )


def shared_terms(left: AlignmentText, right: AlignmentText) -> SharedTerms:
    """Number the words that two texts share, and give each its rate by chance."""
    from dedup.kernels.sets import common_places

    left_rows, right_rows = common_places(left.vocabulary, right.vocabulary)
    rates = np.maximum(left.background_rates[left_rows], right.background_rates[right_rows])
    recurring = np.maximum(left.recurrence[left_rows], right.recurrence[right_rows])
    return SharedTerms(
        _renumber(left, left_rows),
        _renumber(right, right_rows),
        np.maximum(rates, recurring),
        rates,
    )


def _renumber(side: AlignmentText, rows: NDArray[np.int32]) -> NDArray[np.int32]:
    numbers = np.full(len(side.vocabulary), -1, np.int32)
    numbers[rows] = np.arange(len(rows), dtype=np.int32)
    return numbers[side.term_ids]


def _boundary_bonus(
    boundaries: NDArray[np.uint8], places: NDArray[np.int32], settings: PassageSettings
) -> NDArray[np.float64]:
    """The bonus of a boundary before each counted word, (n + 1,); one among words that do not count is its too."""
    if not len(places):
        return np.zeros(1)
    met = np.bitwise_or.reduceat(boundaries, np.concatenate([[0], places[:-1] + 1]))
    last = np.bitwise_or.reduce(boundaries[places[-1] + 1 :])
    met = np.append(met, last) | np.array([TEXT_END] + [0] * (len(places) - 1) + [TEXT_END], np.uint8)
    at_line = np.where(met & (LINE | BLANK), settings.line_bonus, 0.0)
    return np.where(met & (SENTENCE | TEXT_END), settings.sentence_bonus, at_line)
