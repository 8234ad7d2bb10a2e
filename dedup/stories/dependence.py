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
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article, Span
from dedup.kernels.flags import CONTINUES, NUMERIC, REPEATED
from dedup.kernels.parameters import WordingNumbers
from dedup.settings import Settings, StorySettings
from dedup.stories.terms import AnnotatedWords, annotate_texts, batches
from dedup.tokens.words import readonly

if TYPE_CHECKING:
    from dedup.kernels.relate.compare_wordings import Wording

MAX_ALIGNED_SENTENCES = 5  # that are shown
DEPENDENCE_FEATURES = ("aligned_more", "aligned_less", "order", "plain_pairs", "plain_words", "asymmetry")

# The parts of a wording that differ in length: terms, pairs, sentences, members. The others are as long as these.
DISTINCT_LENGTHS = (0, 3, 4, 8)
PAIRS = 3


@dataclass(frozen=True, slots=True)
class OwnWording:
    """The words of an article without quotations and repeats: `kernels.relate.compare_wordings.extract_wording`."""

    annotated: AnnotatedWords
    parts: Wording
    _numbers: dict[int, frozenset[int]] = field(default_factory=dict, repr=False, compare=False)

    def span(self, first: int, end: int) -> Span:
        """The span of some words in the article's text; empty at 0 for words of the title."""
        words, offset = self.annotated.words, self.annotated.title_length
        start = max(0, int(words.starts[first]) - offset)
        return Span(start, max(start, int(words.ends[end - 1]) - offset))

    def surface_text(self, first: int, end: int) -> str:
        """Some words as they are written."""
        return self.annotated.words.span(first, end).of(self.annotated.words.text)

    def term_end(self, word: int) -> int:
        """The end of the number or word that begins at `word`."""
        marks, end = self.annotated.term_flags, word + 1
        while end < len(marks) and marks[end] & CONTINUES:
            end += 1
        return end

    def sentence(self, number: int) -> tuple[str, Span | None]:
        """A sentence as it is written, and its span in the article's text; None for a sentence of the title."""
        first, end = int(self.parts.firsts[number]), int(self.parts.ends[number])
        span = self.span(first, end)
        return self.surface_text(first, end), span if span.end else None

    def numbers(self, sentence: int) -> frozenset[int]:
        """The terms of the numbers of a sentence; read once, for a text is compared with many."""
        found = self._numbers.get(sentence)
        if found is None:
            words = slice(int(self.parts.firsts[sentence]), int(self.parts.ends[sentence]))
            terms, flags = self.annotated.terms[words], self.annotated.term_flags[words]
            is_number = (terms != 0) & (flags & NUMERIC != 0)
            found = self._numbers[sentence] = frozenset(terms[is_number].tolist())
        return found

    def sentence_terms(self) -> list[frozenset[int]]:
        """The terms of each sentence."""
        terms, ends = self.parts.terms[self.parts.members].tolist(), self.parts.member_ends.tolist()
        return [frozenset(terms[first:end]) for first, end in pairwise(ends)]


@dataclass(frozen=True, slots=True)
class Dependence:
    """The probability (0-1) that one wording depends on the other, the features of the model in order of
    `DEPENDENCE_FEATURES`, and the closest aligned sentences: their numbers on both sides and their cosine.
    """

    probability: float
    features: tuple[float, ...]
    aligned_sentences: tuple[tuple[int, int, float], ...]


def own_wording(article: Article, settings: Settings) -> OwnWording:
    """Prepare the wording of one article for comparison."""
    return own_wordings([article], settings)[0]


def own_wordings(articles: Iterable[Article], settings: Settings) -> list[OwnWording]:
    """Prepare the wordings of articles for comparison; some are read at a time."""
    wordings: list[OwnWording] = []
    for some in batches(articles):
        read = annotate_texts(some, settings)
        parts = wordings_of(read.weighed, read.words.ends, settings)
        wordings += [OwnWording(read[number], each) for number, each in enumerate(parts)]
    return wordings


def without_equal_sentences(
    left: OwnWording, right: OwnWording, settings: StorySettings
) -> tuple[OwnWording, OwnWording]:
    """Two wordings without the sentences that both have with the same terms."""
    one, other = left.sentence_terms(), right.sentence_terms()
    return _without(left, set(other), settings), _without(right, set(one), settings)


def _without(wording: OwnWording, sentences: Collection[frozenset[int]], settings: StorySettings) -> OwnWording:
    left_out = [number for number, terms in enumerate(wording.sentence_terms()) if terms in sentences]
    if not left_out:
        return wording
    flags = wording.annotated.term_flags.copy()
    for number in left_out:
        flags[int(wording.parts.firsts[number]) : int(wording.parts.ends[number])] |= REPEATED
    annotated = replace(wording.annotated, term_flags=flags)
    words = (annotated.terms, annotated.weights, flags, annotated.sentences)
    (parts,) = wordings_of(words, readonly(np.array([0, len(flags)])), settings)
    return OwnWording(annotated, parts)


def wordings_of(
    words: Sequence[NDArray[Any]], word_ends: NDArray[np.int64], settings: StorySettings
) -> Iterator[Wording]:
    """What of the wording of articles can be compared; their words stand end to end."""
    from dedup.kernels.relate.compare_wordings import Wording, WordingEnds, extract_wordings
    from dedup.kernels.relate.weigh_words import WeighedWords

    room, count = len(words[0]) + len(word_ends), len(word_ends)
    kinds: Any = (np.uint32, np.float32, np.uint8, *[np.int32] * 6, np.float32)
    columns: Any = [np.empty((room, 2) if place == PAIRS else room, kind) for place, kind in enumerate(kinds)]
    ends = WordingEnds(*(np.zeros(count, np.int64) for _ in WordingEnds._fields))
    extract_wordings(WeighedWords(*words), word_ends, _wording_numbers(settings), Wording(*columns), ends)
    for a, edges in enumerate(pairwise(np.transpose(ends).tolist())):
        terms, pairs, sentences, members = (slice(*each) for each in zip(*edges, strict=True))
        holders = slice(sentences.start + a, sentences.stop + a + 1)
        own = (terms, terms, terms, pairs, sentences, sentences, sentences, holders, members, sentences)
        yield Wording(*(column[part] for column, part in zip(columns, own, strict=True)))


def measure_dependence(left: OwnWording, right: OwnWording, settings: StorySettings) -> Dependence:
    """Compare two wordings, and align their sentences."""
    from dedup.kernels.relate.compare_wordings import compare_wordings

    features = np.zeros(len(DEPENDENCE_FEATURES))
    aligned, cosines = np.empty((MAX_ALIGNED_SENTENCES, 2), np.int32), np.empty(MAX_ALIGNED_SENTENCES, np.float32)
    shown = compare_wordings(left.parts, right.parts, _wording_numbers(settings), features, aligned, cosines)
    pairs = zip(aligned[:shown, 0].tolist(), aligned[:shown, 1].tolist(), cosines[:shown].tolist(), strict=True)
    return Dependence(float(_probability(features)), tuple(features.tolist()), tuple(pairs))


def dependence_probabilities(
    wordings: Sequence[OwnWording], left: NDArray[np.int32], right: NDArray[np.int32], settings: StorySettings
) -> NDArray[np.float64]:
    """The probabilities of many pairs of wordings, given by their positions: 10 us for two articles of 300 words."""
    from dedup.kernels.relate.compare_wordings import Wording, WordingEnds, compare_wording_pairs

    features = np.zeros((len(left), len(DEPENDENCE_FEATURES)))
    columns = list(zip(*(each.parts for each in wordings), strict=True))
    lengths = [[len(part) for part in columns[place]] for place in DISTINCT_LENGTHS]
    ends = WordingEnds(*np.cumsum(np.pad(lengths, ((0, 0), (1, 0))), axis=1))
    parts, numbers = Wording(*map(np.concatenate, columns)), _wording_numbers(settings)
    compare_wording_pairs(left, right, ends, parts, numbers, features)
    return _probability(features)


def _wording_numbers(settings: StorySettings) -> WordingNumbers:
    return WordingNumbers(
        min_sentence_terms=settings.min_sentence_terms,
        max_sentences=settings.max_compared_sentences,
        min_aligned=settings.min_aligned_cosine,
        min_surely_aligned=settings.min_sure_cosine,
        min_bigrams=settings.min_compared_bigrams,
        min_rare_weight=settings.min_rare_word_weight,
        min_order_sentences=settings.min_order_sentences,
    )


def _probability(features: NDArray[np.float64]) -> NDArray[np.float64]:
    intercept, weights = _dependence_model()
    summed = (features * weights).sum(axis=-1)  # a matrix product may round a sum differently among other rows
    return np.asarray(1 / (1 + np.exp(-intercept - summed)))


@cache
def _dependence_model() -> tuple[float, NDArray[np.float64]]:
    data = json.loads(Path(__file__).with_name("dependence_model.json").read_text(encoding="utf-8"))
    return data["intercept"], np.array([data["weights"][sign] for sign in DEPENDENCE_FEATURES])
