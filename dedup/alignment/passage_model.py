"""The passage model: whether what alignment found is re-use, by two small logistic models over readable measures.

The measures of a segment pair are symmetric (the lesser and the greater of both sides), so the answer does not depend
on which text comes first. Squares and products let a short segment of high scores weigh as much as a long one of
middling scores. `passage_models.json` holds the weights by name, with the figures that they were fitted with: see
`benchmarks/passages.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dedup.alignment.alignment_text import AlignmentText
from dedup.alignment.segment_pair import SegmentPair
from dedup.tokens.words import readonly

PASSAGE_MEASURES = (
    "shorter side, log words",
    "longer side, log words",
    "weaker score, log nats",
    "stronger score, log nats",
    "least share re-used",
    "most share re-used",
    "least nats a word",
    "most nats a word",
    "both texts, log words",
)
SUMMARY_MEASURES = (
    "score, log nats",
    "nats a word",
    "share re-used",
    "in one window, whole words",
    "in one window, split words",
    "other text's words, log share",
    "inside an ordinary passage",
    "other text longer, log times",
    "evenness over the other text",
)

MAX_SCALES = 2.5  # a square fitted on pages of 1,000 words says nothing about a book


@dataclass(frozen=True, slots=True, eq=False)
class LogisticModel:
    """A logistic model over standardised measures, their squares and products.

    Weights stand in the order of the measures, then of their pairs: (0, 0), (0, 1)... (1, 1)...
    """

    means: NDArray[np.float64]  # (m,)
    scales: NDArray[np.float64]  # (m,)
    weights: NDArray[np.float64]  # (m + m * (m + 1) / 2,)
    bias: float
    threshold: float

    def accepted(self, measures: ArrayLike) -> NDArray[np.bool_]:
        """Which of some candidates, (n, m) measures, are likelier than the threshold."""
        probability: NDArray[np.float64] = 1 / (
            1 + np.exp(-(with_products(self.standardised(measures)) @ self.weights + self.bias))
        )
        return probability > self.threshold

    def standardised(self, measures: ArrayLike) -> NDArray[np.float64]:
        """Measures less their means, in units of their scales; clipped to the range that the model has seen."""
        table = np.asarray(measures, np.float64).reshape(-1, len(self.means))
        return np.clip((table - self.means) / self.scales, -MAX_SCALES, MAX_SCALES)


def with_products(measures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measures (n, m) with their squares and products behind them."""
    rows, columns = _pairs_of_measures(measures.shape[1])
    return np.concatenate([measures, measures[:, rows] * measures[:, columns]], axis=1)


@cache
def _pairs_of_measures(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    rows, columns = np.triu_indices(count)
    return readonly(rows), readonly(columns)


def weight_names(measures: Sequence[str]) -> list[str]:
    """The name of each weight, in order."""
    return [*measures, *(f"{first} x {second}" for first, second in combinations_with_replacement(measures, 2))]


@dataclass(frozen=True, slots=True, eq=False)
class PassageModels:
    """The models of passages and of summaries."""

    passage: LogisticModel
    summary: LogisticModel


@cache
def shipped_models() -> PassageModels:
    """The models that ship with dedup, from `passage_models.json`."""
    data = json.loads(Path(__file__).with_name("passage_models.json").read_text(encoding="utf-8"))
    return PassageModels(_read(data["passage"], PASSAGE_MEASURES), _read(data["summary"], SUMMARY_MEASURES))


def measure_segment_pair(segment: SegmentPair, left: AlignmentText, right: AlignmentText) -> list[float]:
    """PASSAGE_MEASURES of a segment pair."""
    lengths = left.length(segment.left_first, segment.left_end), right.length(segment.right_first, segment.right_end)
    scores = segment.left_score, segment.right_score
    shares = segment.left_share, segment.right_share
    rates = segment.left_score / segment.left_words, segment.right_score / segment.right_words
    return [
        *(log(max(1.0, length)) for length in sorted(lengths)),
        *(log(max(1.0, score)) for score in sorted(scores)),
        *sorted(shares),
        *sorted(rates),
        log(len(left) * len(right)),
    ]


def _read(data: dict[str, dict[str, float]], names: Sequence[str]) -> LogisticModel:
    def column(values: dict[str, float], keys: Sequence[str]) -> NDArray[np.float64]:
        return readonly(np.array([values[key] for key in keys]))

    return LogisticModel(
        column(data["means"], names),
        column(data["scales"], names),
        column(data["weights"], weight_names(names)),
        data["decision"]["bias"],
        data["decision"]["threshold"],
    )
