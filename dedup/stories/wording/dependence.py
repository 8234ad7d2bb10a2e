"""Dependence: the probability that the wording of one article was taken from the other.

Two reports of one event share names and numbers whoever wrote them. Independent reporters do not share plain wording
and the order of facts. Quotations are left out, because both texts have them from the speaker.

    aligned words      share of a text's words in sentences that have a close sentence in the other text (maximum and
                       minimum of both sides)
    order              how far aligned sentences follow in the same order, -1 to 1
    plain pairs        bigrams of content words without names that both texts have
    plain words        weighted containment of content words without names, in the smaller vocabulary
    asymmetry          difference of that containment between the sides: a summary is contained in its source

A logistic model joins them (`dependence_model.json`, with what it was fitted on). The result is a weak probability for
modern rewrites: a report that a language model rewrote shares no more word sequences with its source than three
newspapers on one event do. .5 is reached by 8 % of independent reports, by 84 to 100 % of rewrites that people
paraphrased from one source, and by 30 % of those of language models. A low score does not prove independence, and no
score is an accusation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.layouts import REPLACEMENT
from dedup.settings import StorySettings
from dedup.stories.wording.wordings import OwnWording, Wordings, wording_numbers

Places = NDArray[np.int32]

MAX_ALIGNED_SENTENCES = 5  # that are shown
DEPENDENCE_FEATURES = ("aligned_more", "aligned_less", "order", "plain_pairs", "plain_words", "asymmetry")


@dataclass(frozen=True, slots=True)
class Dependence:
    """The probability (0-1) that one wording depends on the other, the features of the model in order of
    `DEPENDENCE_FEATURES`, and the closest aligned sentences: their numbers on both sides and their cosine.
    """

    probability: float
    features: tuple[float, ...]
    aligned_sentences: tuple[tuple[int, int, float], ...]


def measure_dependence(left: OwnWording, right: OwnWording, settings: StorySettings) -> Dependence:
    """Compare two wordings, and align their sentences."""
    from dedup.kernels.relate.compare_wordings import compare_wordings

    features = np.zeros(len(DEPENDENCE_FEATURES))
    aligned, cosines = np.empty((MAX_ALIGNED_SENTENCES, 2), np.int32), np.empty(MAX_ALIGNED_SENTENCES, np.float32)
    shown = compare_wordings(left.parts, right.parts, wording_numbers(settings), features, aligned, cosines)
    pairs = zip(aligned[:shown, 0].tolist(), aligned[:shown, 1].tolist(), cosines[:shown].tolist(), strict=True)
    return Dependence(float(_probability(features)), tuple(features.tolist()), tuple(pairs))


class ComparedPairs(NamedTuple):
    """Pairs of wordings: the probability that one depends on the other, the features of the model, and the closest
    aligned sentences, `shown` of them in the first of as many rows for each pair.
    """

    probabilities: NDArray[np.float64]  # (pairs,)
    features: NDArray[np.float64]  # (pairs, features)
    aligned: NDArray[np.int32]  # (rows, 2)
    cosines: NDArray[np.float32]  # (rows,)
    shown: NDArray[np.int64]  # (pairs,)


def compare_pairs(
    wordings: Wordings, left: Places, right: Places, settings: StorySettings, max_aligned: int = 0
) -> ComparedPairs:
    """Compare many pairs of wordings, given by their numbers: 10 us for two articles of 300 words."""
    from dedup.kernels.relate.compare_wordings import compare_wording_pairs

    rows = max_aligned * len(left)
    features, shown = np.zeros((len(left), len(DEPENDENCE_FEATURES))), np.zeros(len(left), np.int64)
    aligned, cosines = np.empty((rows, 2), np.int32), np.empty(rows, np.float32)
    compare_wording_pairs(
        left, right, wordings.ends, wordings.parts, wording_numbers(settings), features, aligned, cosines, shown
    )
    return ComparedPairs(_probability(features), features, aligned, cosines, shown)


def have_close_leads(
    wordings: Wordings, left: Places, right: Places, compared: ComparedPairs, settings: StorySettings
) -> NDArray[np.bool_]:
    """Whether sentences that are surely aligned begin in the leads of both texts of a pair."""
    count, firsts = len(left), wordings.parts.firsts
    aligned, cosines = compared.aligned.reshape(count, -1, 2), compared.cosines.reshape(count, -1)
    is_shown = np.arange(aligned.shape[1]) < compared.shown[:, None]
    is_sure = is_shown & (cosines >= settings.min_sure_cosine)
    if not is_sure.any():  # no wording may hold a sentence at all
        return np.zeros(count, np.bool_)
    sides = [
        firsts[np.where(is_shown, wordings.ends.sentences[side][:, None] + aligned[:, :, place], 0)]
        for place, side in enumerate((left, right))
    ]
    return np.asarray((is_sure & (np.maximum(*sides) < settings.lead_words)).any(axis=1))


def without_equal_sentences(
    wordings: Wordings, left: Places, right: Places, features: NDArray[np.float64], settings: StorySettings
) -> NDArray[np.float64]:
    """The probabilities of pairs of wordings without the sentences that both texts have with the same terms.

    `features` are those with them; they are changed where there are any.
    """
    from dedup.kernels.relate.compare_sentences import compare_without_equal

    compare_without_equal(
        left, right, wordings.words, wordings.word_ends, wordings.ends, wordings.parts, wording_numbers(settings),
        features,
    )  # fmt: skip
    return _probability(features)


def replaced_numbers(wordings: Wordings, left: Places, right: Places, pairs: ComparedPairs) -> NDArray[np.int64]:
    """How many numbers of the aligned sentences of pairs are replaced by others, and how many are kept: (pairs, 2)."""
    from dedup.kernels.relate.compare_sentences import count_replaced_numbers

    counts = np.zeros((len(left), len(REPLACEMENT)), np.int64)
    count_replaced_numbers(
        left, right, wordings.words, wordings.word_ends, wordings.ends, wordings.parts, pairs.aligned, pairs.shown,
        counts,
    )  # fmt: skip
    return counts


def _probability(features: NDArray[np.float64]) -> NDArray[np.float64]:
    intercept, weights = _dependence_model()
    summed = (features * weights).sum(axis=-1)  # a matrix product may round a sum differently among other rows
    return np.asarray(1 / (1 + np.exp(-intercept - summed)))


@cache
def _dependence_model() -> tuple[float, NDArray[np.float64]]:
    data = json.loads(Path(__file__).with_name("dependence_model.json").read_text(encoding="utf-8"))
    return data["intercept"], np.array([data["weights"][sign] for sign in DEPENDENCE_FEATURES])
