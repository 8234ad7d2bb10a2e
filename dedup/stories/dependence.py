"""How likely it is that one article's wording leans on the other's.

Two reports of one event share names and numbers whoever wrote them; what independent reporters do not share is plain
wording, and how a text goes on from fact to fact. Quotations are set aside first: they come from the speaker, not from
the rival's page.

    aligned words      share of a text's words in sentences that have a close sentence in the other (larger and smaller
                       side)
    order              whether aligned sentences follow in the same order, -1 to 1
    plain pairs        pairs of two content words, names aside, that both texts have
    plain words        rarity-weighted containment of content words, names aside, in the smaller vocabulary
    asymmetry          difference of that containment between the sides: a digest lies inside its source

joined by a logistic model (`dependence_model.json`, with what it was fitted on). The result is a probability, and a
weak one for modern rewrites: a language model that retells a report shares no more word sequences with it than three
newspapers on one event do. Of independent reports 8 % reach .5; of rewrites of one source, paraphrased by people, 84 to
100 %; by language models about 30 %. So a low score does not mean independent, and no score is an accusation.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.article import Span
from dedup.kernels.flags import CONTINUES
from dedup.stories.terms import AnnotatedWords

if TYPE_CHECKING:
    from dedup.kernels.relate.compare_wordings import Wording

MAX_ALIGNED_SENTENCES = 5
DEPENDENCE_FEATURES = ("aligned_more", "aligned_less", "order", "plain_pairs", "plain_words", "asymmetry")

# Of the parts of a wording: terms, pairs, sentences, members. The others are as long as one of these.
DISTINCT_LENGTHS = (0, 3, 4, 8)


@dataclass(frozen=True, slots=True)
class OwnWording:
    """What of an article's words can be compared with another's: `compare_wordings.extract_wording` in the kernels."""

    annotated: AnnotatedWords
    parts: Wording

    def span(self, first: int, end: int) -> Span:
        """Where words stand in the article's text; those of the title stand nowhere."""
        words, offset = self.annotated.words, self.annotated.title_length
        start = max(0, int(words.starts[first]) - offset)
        return Span(start, max(start, int(words.ends[end - 1]) - offset))

    def surface_text(self, first: int, end: int) -> str:
        """Words as they are written."""
        return self.annotated.words.span(first, end).of(self.annotated.words.text)

    def term_end(self, word: int) -> int:
        """The end of the number or word that begins at `word`."""
        marks, end = self.annotated.term_flags, word + 1
        while end < len(marks) and marks[end] & CONTINUES:
            end += 1
        return end

    def sentence(self, number: int) -> tuple[str, Span | None]:
        """A sentence as it is written, and where it stands in the article's text; that of a title stands nowhere."""
        first, end = int(self.parts.firsts[number]), int(self.parts.ends[number])
        span = self.span(first, end)
        return self.surface_text(first, end), span if span.end else None


@dataclass(frozen=True, slots=True)
class Dependence:
    """How likely one wording leans on the other (0-1), the signs that say so, and the best aligned sentences: their
    numbers on both sides, with the cosine.
    """

    probability: float
    features: tuple[float, ...]
    aligned_sentences: tuple[tuple[int, int, float], ...]


def own_wording(annotated: AnnotatedWords) -> OwnWording:
    """Prepare one article's wording for comparison."""
    from dedup.kernels.parameters import WordingNumbers
    from dedup.kernels.relate.compare_wordings import extract_wording
    from dedup.kernels.relate.select_terms import WeighedWords

    words = WeighedWords(annotated.terms, annotated.weights, annotated.term_flags, annotated.sentences)
    return OwnWording(annotated, extract_wording(words, WordingNumbers()))


def measure_dependence(left: OwnWording, right: OwnWording) -> Dependence:
    """Compare two wordings, with what shows it."""
    from dedup.kernels.parameters import WordingNumbers
    from dedup.kernels.relate.compare_wordings import compare_wordings

    features = np.zeros(len(DEPENDENCE_FEATURES))
    aligned, cosines = np.empty((MAX_ALIGNED_SENTENCES, 2), np.int32), np.empty(MAX_ALIGNED_SENTENCES, np.float32)
    shown = compare_wordings(left.parts, right.parts, WordingNumbers(), features, aligned, cosines)
    pairs = zip(aligned[:shown, 0].tolist(), aligned[:shown, 1].tolist(), cosines[:shown].tolist(), strict=True)
    return Dependence(float(_probability(features)), tuple(features.tolist()), tuple(pairs))


def dependence_probabilities(
    wordings: Sequence[OwnWording], left: NDArray[np.int32], right: NDArray[np.int32]
) -> NDArray[np.float64]:
    """The probability alone for many pairs, given by their places: ten microseconds for two articles of 300 words."""
    from dedup.kernels.parameters import WordingNumbers
    from dedup.kernels.relate.compare_wordings import Wording, WordingEnds, compare_wording_pairs

    features = np.zeros((len(left), len(DEPENDENCE_FEATURES)))
    columns = list(zip(*(each.parts for each in wordings), strict=True))
    lengths = [[len(part) for part in columns[place]] for place in DISTINCT_LENGTHS]
    ends = WordingEnds(*np.cumsum(np.pad(lengths, ((0, 0), (1, 0))), axis=1))
    compare_wording_pairs(left, right, ends, Wording(*map(np.concatenate, columns)), WordingNumbers(), features)
    return _probability(features)


def _probability(features: NDArray[np.float64]) -> NDArray[np.float64]:
    intercept, weights = _dependence_model()
    summed = (features * weights).sum(axis=-1)  # a matrix product may round a pair's sum by the company it is in
    return np.asarray(1 / (1 + np.exp(-intercept - summed)))


@cache
def _dependence_model() -> tuple[float, NDArray[np.float64]]:
    data = json.loads(Path(__file__).with_name("dependence_model.json").read_text(encoding="utf-8"))
    return data["intercept"], np.array([data["weights"][sign] for sign in DEPENDENCE_FEATURES])
