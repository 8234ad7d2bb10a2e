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
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dedup.settings import TranslationSettings
from dedup.translations.translation_measures import TranslationMeasures

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

    def log_odds(self, measures: TranslationMeasures) -> float:
        """The log-odds of a pair; of names, which are counted, the logarithm weighs."""
        return self.intercept + sum(weight * feature(measures, name) for name, weight in self.weights.items())


def feature(measures: TranslationMeasures, name: str) -> float:
    """A measure as the models take it."""
    value = float(getattr(measures, name))
    return math.log1p(value) if name == "names" else value


def translation_odds(measures: TranslationMeasures, settings: TranslationSettings) -> float | None:
    """The log-odds that two texts are translations of one another, whole or in part; None if they are too low."""
    if measures.agreement < MIN_AGREEMENT:
        return None
    if measures.evidence >= MIN_WHOLE_EVIDENCE and (measures.telling_keys or _has_many_common_words(measures)):
        odds = _model("whole").log_odds(measures)
        if odds >= settings.min_translation_odds:
            return odds
    if measures.evidence >= MIN_PART_EVIDENCE and measures.names and measures.telling_keys >= MIN_PART_TELLING:
        odds = _model("part").log_odds(measures)
        if odds >= settings.min_part_odds:
            return odds
    return None


def _has_many_common_words(measures: TranslationMeasures) -> bool:
    return measures.evidence >= MIN_UNTELLING_EVIDENCE and measures.words >= MIN_UNTELLING_WORDS


@cache
def _model(name: str) -> TranslationModel:
    data: dict[str, Any] = json.loads(Path(__file__).with_name("translation_model.json").read_text(encoding="utf-8"))
    return TranslationModel(data[name]["intercept"], data[name]["weights"])
