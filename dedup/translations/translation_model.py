"""From measures to a verdict: whether two texts are translations of one another, whole or in part.

    whole    log-odds of the whole model reach `min_translation_odds`, and a common key tells one event from another,
             or the chain weighs more and some words are common
    part     log-odds of the part model reach `min_part_odds`, names are common, and three keys that tell

In either case the figures of the two have to agree: a bulletin of another day, or the next report of an affair, has the
names of the last one, often in its order, and other figures.

`translation_model.json` has the weights; `benchmarks/fit_translations.py` makes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.layouts import TRANSLATION
from dedup.settings import TranslationSettings

WHOLE_MEASURES = ("share", "share_longer", "ratio", "scatter", "span", "agreement")
PART_MEASURES = ("share", "share_longer", "drift", "span_shorter", "telling", "names", "agreement")
MIN_WHOLE_EVIDENCE, MIN_PART_EVIDENCE = 6.0, 8.0
MIN_PART_TELLING = 3
MIN_UNTELLING_EVIDENCE, MIN_UNTELLING_WORDS = 10.0, 3  # short names and small figures show it if they are many
MIN_AGREEMENT = 0.66  # chosen after seeing results: of pairs with half and more of the figures changed .11 pass, of .49


@dataclass(frozen=True, slots=True)
class TranslationModel:
    """Intercept and weights by the name of the measure."""

    intercept: float
    weights: dict[str, float]

    def log_odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds of each pair, (n,)."""
        odds: NDArray[np.float64] = self.intercept + features(rows, tuple(self.weights)) @ [*self.weights.values()]
        return odds


def features(rows: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
    """Some measures of pairs as the models take them, (pairs, names): of names, which are counted, the logarithm."""
    chosen = rows[:, [TRANSLATION._fields.index(name) for name in names]]
    if "names" in names:
        chosen[:, names.index("names")] = np.log1p(chosen[:, names.index("names")])
    return chosen


def translation_odds(rows: NDArray[np.float64], settings: TranslationSettings) -> NDArray[np.float64]:
    """The log-odds that two texts are translations of one another, whole or in part, of each pair, (n,); -inf where
    they are too low. `rows` are the measures of pairs.
    """
    of = TRANSLATION
    evidence, words = rows[:, of.evidence], rows[:, of.words]
    telling = rows[:, of.names] + rows[:, of.figures]
    has_many_words = (evidence >= MIN_UNTELLING_EVIDENCE) & (words >= MIN_UNTELLING_WORDS)
    may_be_whole = (evidence >= MIN_WHOLE_EVIDENCE) & ((telling > 0) | has_many_words)
    may_be_part = (evidence >= MIN_PART_EVIDENCE) & (rows[:, of.names] > 0) & (telling >= MIN_PART_TELLING)
    whole, part = _model("whole").log_odds(rows), _model("part").log_odds(rows)
    is_whole = may_be_whole & (whole >= settings.min_translation_odds)
    is_part = may_be_part & (part >= settings.min_part_odds)
    odds = np.where(is_whole, whole, np.where(is_part, part, -np.inf))
    return np.where(rows[:, of.agreement] >= MIN_AGREEMENT, odds, -np.inf)


@cache
def _model(name: str) -> TranslationModel:
    data: dict[str, Any] = json.loads(Path(__file__).with_name("translation_model.json").read_text(encoding="utf-8"))
    return TranslationModel(data[name]["intercept"], data[name]["weights"])
