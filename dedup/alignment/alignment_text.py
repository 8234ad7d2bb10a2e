"""An article made ready to be aligned with others: what alignment needs of one text alone, worked out once.

Then two texts: the words they have in common get numbers, and each number its chance rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.background_rates import BackgroundRates, is_half_word, rates_of, stems_of
from dedup.article import Span
from dedup.errors import InputError
from dedup.tokens.words import BLANK, LINE, SENTENCE, TEXT_END, Words, readonly

SENTENCE_BONUS = 4.0  # nats for a stretch that begins or ends with a sentence
LINE_BONUS = 3.0  # nats for one that begins or ends with a line


@dataclass(frozen=True, slots=True)
class AlignmentText:
    """The words of one text that count, in order; all arrays are read-only.

    `places` are their places among all words; `rows` number their terms in the order of `vocabulary`.
    """

    words: Words
    content_hash: bytes  # of the words that count, whatever lies between them
    places: NDArray[np.int32]  # (n,)
    hashes: NDArray[np.uint64]  # (n,)
    term_ids: NDArray[np.int32]  # (n,)
    boundary_bonus: NDArray[np.float64]  # (n + 1,) nats for a border there
    words_before: NDArray[np.float64]  # (n + 1,) words before each place; an ideograph is half a word
    vocabulary: NDArray[np.uint64]  # (v,) distinct terms, sorted
    recurrence: NDArray[np.float64]  # (v,) share of the text that is a further occurrence of the term
    background_rates: NDArray[np.float64]  # (v,) rate of the term in running text

    def __len__(self) -> int:
        return len(self.term_ids)

    def length(self, first: int, end: int) -> float:
        """Words from place `first` up to `end`."""
        return float(self.words_before[end] - self.words_before[first])

    def span(self, first: int, end: int) -> Span:
        """The stretch of text from the word at place `first` up to, not including, the one at `end`."""
        return self.words.span(int(self.places[first]), int(self.places[end - 1]) + 1)


@dataclass(frozen=True, slots=True)
class SharedTerms:
    """The words that two texts have in common, numbered from 0."""

    left_ids: NDArray[np.int32]  # (left words,) number of each word, -1 when the other text lacks it
    right_ids: NDArray[np.int32]
    chance_rates: NDArray[np.float64]  # (common,) rate by chance in these two texts
    background_rates: NDArray[np.float64]  # (common,) rate in running text


def prepare_text(
    words: Words, counted: NDArray[np.bool_] | None = None, background: BackgroundRates | None = None
) -> AlignmentText:
    """Prepare one text; where `counts` is False, a word is neither matched nor counted (a repeat, page furniture).

    `chance` are the frequencies of a corpus; by default those that ship with dedup.
    """
    if counted is not None and counted.shape != words.hashes.shape:
        raise InputError(f"a mask over {len(words)} words has shape {counted.shape}")
    places = np.arange(len(words), dtype=np.int32) if counted is None else np.flatnonzero(counted).astype(np.int32)
    terms = stems_of(words)[places]
    vocabulary, first, rows, occurrences = np.unique(terms, return_index=True, return_inverse=True, return_counts=True)
    hashes = words.hashes[places]
    half = is_half_word(words)[places]
    columns = (
        places,
        hashes,
        rows.astype(np.int32),
        _boundary_bonus(words.boundaries, places),
        np.concatenate([[0.0], np.cumsum(np.where(half, 0.5, 1.0))]),
        vocabulary,
        (occurrences - 1) / max(1, len(places)),
        rates_of(words, vocabulary, rows, places[first], background),
    )
    identity = blake2b(hashes.tobytes(), digest_size=16).digest()
    return AlignmentText(words, identity, *map(readonly, columns))  # type: ignore[arg-type]


def shared_terms(left: AlignmentText, right: AlignmentText) -> SharedTerms:
    """Number the words that two texts have in common."""
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


def _boundary_bonus(borders: NDArray[np.uint8], places: NDArray[np.int32]) -> NDArray[np.float64]:
    """What a border before each word that counts is worth; one that lies among words left out counts too."""
    if not len(places):
        return np.zeros(1)
    met = np.bitwise_or.reduceat(borders, np.concatenate([[0], places[:-1] + 1]))
    last = np.bitwise_or.reduce(borders[places[-1] + 1 :])
    met = np.append(met, last) | np.array([TEXT_END] + [0] * (len(places) - 1) + [TEXT_END], np.uint8)
    return np.where(met & (SENTENCE | TEXT_END), SENTENCE_BONUS, np.where(met & (LINE | BLANK), LINE_BONUS, 0.0))
