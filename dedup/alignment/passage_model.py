"""Whether what alignment found is re-use: two small logistic models over measures that a person can read.

A stretch's measures are symmetric (least and most of the two sides), so the answer does not depend on which text
comes first; squares and products let a short stretch of high scores weigh as much as a long one of middling scores.
`passage_models.json` holds the weights by name, with the figures that they were fitted with: see
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

from dedup.alignment.alignment_text import Alignable
from dedup.alignment.segment_pair import Stretch
from dedup.tokens.words import frozen

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
DIGEST_MEASURES = (
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

MOST_SCALES = 2.5  # a square fitted on pages of 1,000 words says nothing about a book


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over standardised measures, their squares and products.

    Weights stand in the order of the measures, then of their pairs: (0, 0), (0, 1)... (1, 1)...
    """

    means: NDArray[np.float64]  # (m,)
    scales: NDArray[np.float64]  # (m,)
    weights: NDArray[np.float64]  # (m + m * (m + 1) / 2,)
    bias: float
    threshold: float

    def accepts(self, measures: ArrayLike) -> NDArray[np.bool_]:
        """Which of some findings, (n, m) measures, are likelier than the threshold."""
        probability: NDArray[np.float64] = 1 / (
            1 + np.exp(-(expand(self.standardised(measures)) @ self.weights + self.bias))
        )
        return probability > self.threshold

    def standardised(self, measures: ArrayLike) -> NDArray[np.float64]:
        """Measures less their means, in units of their scales; those beyond what the model has seen, cut back to it."""
        table = np.asarray(measures, np.float64).reshape(-1, len(self.means))
        return np.clip((table - self.means) / self.scales, -MOST_SCALES, MOST_SCALES)


def expand(measures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measures (n, m) with their squares and products behind them."""
    rows, columns = np.triu_indices(measures.shape[1])
    return np.concatenate([measures, measures[:, rows] * measures[:, columns]], axis=1)


def weight_names(measures: Sequence[str]) -> list[str]:
    """What each weight belongs to, in order."""
    return [*measures, *(f"{first} x {second}" for first, second in combinations_with_replacement(measures, 2))]


@dataclass(frozen=True, slots=True)
class Models:
    """What decides on passages and on digests."""

    passage: Logistic
    digest: Logistic


@cache
def shipped_models() -> Models:
    """The models that ship with dedup, from `passage_models.json`."""
    data = json.loads(Path(__file__).with_name("passage_models.json").read_text(encoding="utf-8"))
    return Models(_read(data["passage"], PASSAGE_MEASURES), _read(data["digest"], DIGEST_MEASURES))


def measure_stretch(stretch: Stretch, left: Alignable, right: Alignable) -> list[float]:
    """PASSAGE_MEASURES of a stretch."""
    lengths = left.length(stretch.left_first, stretch.left_end), right.length(stretch.right_first, stretch.right_end)
    scores = stretch.left_score, stretch.right_score
    shares = stretch.left_share, stretch.right_share
    rates = stretch.left_score / stretch.left_words, stretch.right_score / stretch.right_words
    return [
        *(log(max(1.0, length)) for length in sorted(lengths)),
        *(log(max(1.0, score)) for score in sorted(scores)),
        *sorted(shares),
        *sorted(rates),
        log(len(left) * len(right)),
    ]


def _read(data: dict[str, dict[str, float]], names: Sequence[str]) -> Logistic:
    def column(values: dict[str, float], keys: Sequence[str]) -> NDArray[np.float64]:
        return frozen(np.array([values[key] for key in keys]))

    return Logistic(
        column(data["means"], names),
        column(data["scales"], names),
        column(data["weights"], weight_names(names)),
        data["decision"]["bias"],
        data["decision"]["threshold"],
    )
