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

from dedup.kernels import load
from dedup.alignment.alignment_text import Alignable

# Short reports on one topic look like digests of each other. These bounds cost 1 in 30 of the summaries that they were
# chosen on, and leave 1 of 80 pairs of reports on like events, in place of 1 of 20.
LEAST_SOURCE = 300  # words of the text summed up
LEAST_DIGEST = 50  # words
LEAST_RATIO = 3.5  # the text summed up is longer by
LEAST_SCORE = 35.0  # nats
LEAST_RATE = 0.3  # nats a word
LEAST_SHARE = 0.62  # of the digest's words re-used beyond chance


@dataclass(frozen=True, slots=True)
class Digest:
    """Words [first, end) of a text, and what speaks for their summing up the whole of another."""

    first: int
    end: int
    times: float  # that the other text is longer
    score: float  # nats
    share: float  # of its words re-used beyond chance
    window: float  # the most that one window of the other text holds of its words, by weight
    split_window: float  # the same, each word's weight split over its occurrences
    drawn: float  # share of the other text's words that are its rarer ones
    evenness: float  # of these over the other text, 0-1

    def measures(self, passages: Iterable[tuple[int, int]]) -> list[float]:
        """What the model of digests asks for; `passages` are the word ranges of passages found on this side."""
        words = self.end - self.first
        inside = [min(self.end, end) - max(self.first, first) for first, end in passages]
        return [
            log(self.score),
            self.score / words,
            self.share,
            self.window,
            self.split_window,
            log(self.drawn + 0.01),
            max([0, *inside]) / words,
            log(self.times),
            self.evenness,
        ]

    def replaces(self, first: int, end: int) -> bool:
        """Whether a passage over words [first, end) is at least half inside the digest."""
        return 2 * (min(self.end, end) - max(self.first, first)) >= end - first


def find_digest(
    side: Alignable,
    other: Alignable,
    words: NDArray[np.int32],
    other_words: NDArray[np.int32],
    background: NDArray[np.float64],
) -> Digest | None:
    """The stretch of `side` that best sums up the whole of `other`, if any could; words are those in common, by
    number.
    """
    source_length = other.length(0, len(other))
    if source_length < LEAST_SOURCE or side.length(0, len(side)) < LEAST_DIGEST:
        return None
    first, end, measures = load("aligning").find_digest(words, side.bonus, other_words, background)
    length = side.length(first, end)
    digest = Digest(first, end, source_length / max(length, 1.0), *measures.tolist())
    is_digest = (
        length >= LEAST_DIGEST
        and digest.times >= LEAST_RATIO
        and digest.score >= max(LEAST_SCORE, LEAST_RATE * length)
        and digest.share >= LEAST_SHARE
    )
    return digest if is_digest else None
