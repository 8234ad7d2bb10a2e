"""Summaries: a stretch of one text that sums up the whole of another.

A summary re-uses no passage; its words come from all over the other text. So the other text as a whole explains it
better than chance would, and no single window of that text does. Only the language's rates count as chance here, for a
summary names the other text's topic on purpose. The other side of a summary is the whole text: it says where a text
comes from, and nothing about coverage.

Short reports on one topic look like summaries of each other. The minimum sizes and scores (`PassageSettings`) cost 1 in
30 of the summaries that they were chosen on, and leave 1 of 80 pairs of reports on like events, in place of 1 of 20.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.alignment_text import AlignmentText
from dedup.kernels.parameters import SummaryNumbers
from dedup.settings import PassageSettings


@dataclass(frozen=True, slots=True)
class Summary:
    """Words [first, end) of a text that may sum up the whole of another, and their measures."""

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
        """SUMMARY_MEASURES; `passages` are the word ranges of the passages that were found on this side."""
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

    def covers_mostly(self, first: int, end: int, min_overlap: float) -> bool:
        """Whether at least a share of a passage over words [first, end) lies inside the summary."""
        return min(self.end, end) - max(self.first, first) >= min_overlap * (end - first)


def candidate_summary(
    side: AlignmentText,
    other: AlignmentText,
    words: NDArray[np.int32],
    other_words: NDArray[np.int32],
    background: NDArray[np.float64],
    settings: PassageSettings,
) -> Summary | None:
    """The stretch of `side` that best sums up the whole of `other`, if any could.

    `words` and `other_words` are the numbers of shared words, `background` their rates: see `SharedTerms`.
    """
    source_length = other.length(0, len(other))
    if source_length < settings.min_summarised_words or side.length(0, len(side)) < settings.min_summary_words:
        return None
    from dedup.kernels.verify.find_summary import find_summary

    numbers = SummaryNumbers(
        reuse_share=float(settings.summary_reuse_share),
        max_word=float(settings.max_word_nats),
        x_drop=float(settings.extension_drop),
        again_words=settings.summary_recurrence,
        slices=settings.summary_slices,
        max_rare_chance=float(settings.summary_rare_chance),
        window_ratio=float(settings.summary_window),
    )
    first, end, measures = find_summary(words, side.boundary_bonus, other_words, background, numbers)
    length = side.length(first, end)
    summary = Summary(first, end, source_length / max(length, 1.0), *measures.tolist())
    is_summary = (
        length >= settings.min_summary_words
        and summary.length_ratio >= settings.min_summary_ratio
        and summary.score >= max(settings.min_summary_nats, settings.min_summary_nats_per_word * length)
        and summary.reuse_share >= settings.min_summary_reuse
    )
    return summary if is_summary else None
