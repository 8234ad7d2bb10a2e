"""Fit the two models of translations, and show what they find where a pair of languages was left out of the fit.

Usage: python benchmarks/fit_translations.py TRANSLATED GERMAN ENGLISH [--write]

TRANSLATED is a set as `translated_sets.py` reads it; GERMAN and ENGLISH are sets of strangers. The whole model is
fitted on candidates of whole articles, the part model on those of articles whose translation was cut. A pair of
languages is left out in both directions. `--write` writes `dedup/translations/translation_model.json`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from translated_sets import MeasuredPair, directions, measured_pairs, read_translated, with_cut_translations

from dedup.kernels.layouts import TRANSLATION
from dedup.translations import translation_model
from dedup.translations.translation_model import (
    MIN_PART_EVIDENCE,
    MIN_PART_TELLING,
    MIN_UNTELLING_EVIDENCE,
    MIN_UNTELLING_WORDS,
    MIN_WHOLE_EVIDENCE,
    PART_MEASURES,
    WHOLE_MEASURES,
    features,
)

MODEL = Path(translation_model.__file__).with_suffix(".json")
MIN_FITTED_EVIDENCE = 2.0
REGULARISATION = 10.0
WHOLE_ODDS, PART_ODDS, AGREEMENTS = (0.0, 0.25, 0.5, 1.0), (1.5, 2.0, 2.5, 3.0), (0.0, 0.6, 0.63, 0.66)


class Table(NamedTuple):
    """Candidate pairs as columns: what is true, and what the rules beside the models ask for."""

    pairs: Sequence[MeasuredPair]
    direction: NDArray[Any]
    is_true: NDArray[np.bool_]
    evidence: NDArray[np.float64]
    telling: NDArray[np.float64]
    names: NDArray[np.float64]
    words: NDArray[np.float64]
    agreement: NDArray[np.float64]

    def features(self, names: Sequence[str]) -> NDArray[np.float64]:
        """The measures that a model takes, (pairs, measures)."""
        return features(np.array([pair.measures for pair in self.pairs]), names)


def table_of(pairs: Sequence[MeasuredPair]) -> Table:
    """The columns of pairs."""
    rows, of = np.array([pair.measures for pair in pairs]), TRANSLATION
    return Table(
        pairs,
        np.array([pair.direction for pair in pairs]),
        np.array([pair.is_true for pair in pairs]),
        rows[:, of.evidence],
        rows[:, of.names] + rows[:, of.figures],
        rows[:, of.names],
        rows[:, of.words],
        rows[:, of.agreement],
    )


def fitted(table: Table, names: Sequence[str], left_out: Sequence[str] = ()) -> Any:
    """A logistic model of the pairs with some evidence, without those of some directions."""
    rows = (table.evidence >= MIN_FITTED_EVIDENCE) & ~np.isin(table.direction, left_out)
    return LogisticRegression(C=REGULARISATION, max_iter=3000).fit(table.features(names)[rows], table.is_true[rows])


def odds_left_out(train: Table, test: Table, names: Sequence[str]) -> NDArray[np.float64]:
    """The log-odds of each pair by a model that has not seen its two languages."""
    odds, features = np.zeros(len(test.pairs)), test.features(names)
    for direction in np.unique(test.direction):
        both = [direction, "-".join(reversed(str(direction).split("-")))]
        rows = test.direction == direction
        odds[rows] = fitted(train, names, both).decision_function(features[rows])
    return odds


def show(name: str, table: Table, odds: Sequence[NDArray[np.float64]], counts: Counter[str]) -> None:
    """Print precision and recall at several thresholds, and by direction at the shipped ones."""
    for agreement in AGREEMENTS:
        for whole in WHOLE_ODDS:
            for part in PART_ODDS:
                found = accepted(table, odds, whole, part, agreement)
                print(f"{name} agreement {agreement} whole {whole} part {part}: {scores(table, found, counts)}")


def accepted(
    table: Table, odds: Sequence[NDArray[np.float64]], whole: float, part: float, agreement: float
) -> NDArray[np.bool_]:
    """Which pairs are translations by both models and the rules beside them."""
    has_many_words = (table.evidence >= MIN_UNTELLING_EVIDENCE) & (table.words >= MIN_UNTELLING_WORDS)
    is_whole = (odds[0] >= whole) & (table.evidence >= MIN_WHOLE_EVIDENCE) & ((table.telling > 0) | has_many_words)
    is_part = (odds[1] >= part) & (table.evidence >= MIN_PART_EVIDENCE) & (table.names > 0)
    is_part &= table.telling >= MIN_PART_TELLING
    return np.asarray((is_whole | is_part) & (table.agreement >= agreement))


def scores(table: Table, found: NDArray[np.bool_], counts: Counter[str]) -> str:
    """Precision and recall in words, and the three directions of least recall."""
    right = found & table.is_true
    recall = {each: (right & (table.direction == each)).sum() / count for each, count in counts.items()}
    least = sorted(recall.items(), key=lambda entry: entry[1])[:3]
    worst = " ".join(f"{direction} {value:.3f}" for direction, value in least)
    return f"P {right.sum() / max(1, found.sum()):.4f} R {right.sum() / counts.total():.4f}, least {worst}"


def main() -> None:
    """Fit, show and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("translated", type=Path)
    parser.add_argument("german", type=Path)
    parser.add_argument("english", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rows = read_translated(given.translated, [(given.german, "de"), (given.english, "en")])
    counts = directions(rows)
    whole = table_of(list(measured_pairs(rows)))
    cut = table_of(list(measured_pairs(with_cut_translations(rows))))
    for name, table in (("whole", whole), ("cut", cut)):
        odds = odds_left_out(whole, table, WHOLE_MEASURES), odds_left_out(cut, table, PART_MEASURES)
        show(name, table, odds, counts)
    if given.write:
        write_model(whole, cut)


def write_model(whole: Table, cut: Table) -> None:
    """Write both models, fitted on all pairs."""
    models: dict[str, Any] = {"about": "Two whole texts; a text and a part of another. benchmarks/fit_translations.py"}
    for name, table, names in (("whole", whole, WHOLE_MEASURES), ("part", cut, PART_MEASURES)):
        model = fitted(table, names)
        weights = dict(zip(names, model.coef_[0].round(3).tolist(), strict=True))
        models[name] = {"intercept": round(float(model.intercept_[0]), 3), "weights": weights}
    MODEL.write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
