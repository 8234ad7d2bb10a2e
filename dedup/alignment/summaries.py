"""Digests: a stretch of one text that sums up the whole of another.

A summary has no passage that it re-uses; its words come from all over. So the other text as a whole explains it,
better than chance would, and no single window of that text does. Here only the language's rates count as chance, for
a digest names the other text's topic on purpose. The other side of a digest is the whole text; it says where a text
comes from, and nothing about coverage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.alignment_text import AlignmentText

# Short reports on one topic look like digests of each other. These bounds cost 1 in 30 of the summaries that they were
# chosen on, and leave 1 of 80 pairs of reports on like events, in place of 1 of 20.
MIN_SOURCE_WORDS = 300  # words of the text summed up
MIN_SUMMARY_WORDS = 50  # words
MIN_LENGTH_RATIO = 3.5  # the text summed up is longer by
MIN_SUMMARY_NATS = 35.0  # nats
MIN_SUMMARY_NATS_PER_WORD = 0.3  # nats a word
MIN_SUMMARY_REUSE_SHARE = 0.62  # of the digest's words re-used beyond chance


@dataclass(frozen=True, slots=True)
class Summary:
    """Words [first, end) of a text, and what speaks for their summing up the whole of another."""

    first: int
    end: int
    length_ratio: float  # that the other text is longer
    score: float  # nats
    reuse_share: float  # of its words re-used beyond chance
    best_window_share: float  # the most that one window of the other text holds of its words, by weight
    best_window_split_share: float  # the same, each word's weight split over its occurrences
    source_share: float  # share of the other text's words that are its rarer ones
    evenness: float  # of these over the other text, 0-1

    def measures(self, passages: Iterable[tuple[int, int]]) -> list[float]:
        """What the model of digests asks for; `passages` are the word ranges of passages found on this side."""
        words = self.end - self.first
        inside = [min(self.end, end) - max(self.first, first) for first, end in passages]
        return [
            log(self.score),
            self.score / words,
            self.reuse_share,
            self.best_window_share,
            self.best_window_split_share,
            log(self.source_share + 0.01),
            max([0, *inside]) / words,
            log(self.length_ratio),
            self.evenness,
        ]

    def covers_half_of(self, first: int, end: int) -> bool:
        """Whether a passage over words [first, end) is at least half inside the digest."""
        return 2 * (min(self.end, end) - max(self.first, first)) >= end - first


def candidate_summary(
    side: AlignmentText,
    other: AlignmentText,
    words: NDArray[np.int32],
    other_words: NDArray[np.int32],
    background: NDArray[np.float64],
) -> Summary | None:
    """The stretch of `side` that best sums up the whole of `other`, if any could; words are those in common, by
    number.
    """
    source_length = other.length(0, len(other))
    if source_length < MIN_SOURCE_WORDS or side.length(0, len(side)) < MIN_SUMMARY_WORDS:
        return None
    from dedup.kernels.parameters import SummaryNumbers
    from dedup.kernels.verify.find_summary import find_summary

    first, end, measures = find_summary(words, side.boundary_bonus, other_words, background, SummaryNumbers())
    length = side.length(first, end)
    summary = Summary(first, end, source_length / max(length, 1.0), *measures.tolist())
    is_summary = (
        length >= MIN_SUMMARY_WORDS
        and summary.length_ratio >= MIN_LENGTH_RATIO
        and summary.score >= max(MIN_SUMMARY_NATS, MIN_SUMMARY_NATS_PER_WORD * length)
        and summary.reuse_share >= MIN_SUMMARY_REUSE_SHARE
    )
    return summary if is_summary else None
