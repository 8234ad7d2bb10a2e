"""The link score: the probability that two articles report one event.

    cosine             of their terms, at most 1.2 times the cosine of their first 60 %: two pages that share only their
                       last part (a teaser of the other story) are not linked
    names              cosine over terms that are names in both
    numbers            weight of the shared numbers, as a share of the numbers of the text with fewer
    quotations         shared quoted word trigrams, as a share of those of the text with fewer
    pairs              cosine over rare bigrams
    top names          share of each text's eight heaviest names that the other has: the minimum of both
    lead names         share of the names of each text's title and lead that the other has: the maximum of both
    titles             shared weight of the titles, as a share of the lighter title
    length             logarithm of the words of the shorter text: the same overlap says less in a long text

A logistic model joins them. Its weights have the signs that a reader would expect, so that each feature is evidence for
or against a link (`link_model.json`: weights, what they were fitted on, figures). Boosted trees did better on the
training corpus and much worse on others.

The probability is capped if the cosine of the first parts is low, if the articles share only names (the same people in
another matter), or if one text is short and they do not share two rare names or numbers. It decays with the days
between two known dates: 89 % of the reports of one event appear within a day.

Limit: texts from one template (weekly patch notes) differ only in numbers, names and dates.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.corpus.published_days import published_days
from dedup.kernels.layouts import LINK
from dedup.kernels.parameters import LinkNumbers
from dedup.settings import StorySettings
from dedup.sketch.sorted_keys import unpack_pairs
from dedup.stories.term_candidates import term_candidate_pairs, term_sums
from dedup.stories.terms import Terms
from dedup.tokens.words import readonly

PAIRS_AT_ONCE = 1 << 13  # bounds memory: a pair takes 300 bytes while it is measured

LINK_FEATURES = ("cosine", "names", "numbers", "quotations", "pairs", "top names", "lead names", "titles", "length")
NEGATIVE_FEATURES = frozenset({"length"})


@dataclass(frozen=True, slots=True)
class StoryLinks:
    """Pairs of articles, by number (left < right), with the probability that they report one event."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    probability: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class LinkFeatures:
    """Packed pairs and the input of the model: `features` has a column for each of `LINK_FEATURES`."""

    pairs: NDArray[np.uint64]  # packed by `pack_pairs`
    features: NDArray[np.float64]
    is_capped: NDArray[np.bool_]
    cosine: NDArray[np.float64]


def find_story_links(articles: Iterable[Article], terms: Terms, settings: StorySettings) -> StoryLinks:
    """The links among articles, which are numbered in the order in which they are given."""
    return score_story_pairs(published_days(articles), terms, term_candidate_pairs(terms, settings), settings)


def score_story_pairs(
    days: NDArray[np.float64], terms: Terms, pairs: NDArray[np.uint64], settings: StorySettings
) -> StoryLinks:
    """The packed pairs that are linked; `days` are the dates of all articles, nan where unknown."""
    kept: list[StoryLinks] = []
    for measured in measure_links(terms, pairs, settings):
        left, right = unpack_pairs(measured.pairs)
        probabilities = link_probabilities(measured, settings) * date_factor(abs(days[left] - days[right]), settings)
        likely = probabilities >= settings.min_link_probability
        sides = left[likely].astype(np.int32), right[likely].astype(np.int32)
        kept.append(StoryLinks(*sides, probabilities[likely].astype(np.float32)))
    none = StoryLinks(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32))
    columns = ([getattr(links, name) for links in [none, *kept]] for name in StoryLinks.__slots__)
    return StoryLinks(*map(np.concatenate, columns))


def measure_links(terms: Terms, pairs: NDArray[np.uint64], settings: StorySettings) -> Iterator[LinkFeatures]:
    """Measure packed pairs, a block at a time."""
    from dedup.kernels.relate.compare_terms import ComparedTerms, write_link_features

    compared = ComparedTerms(*(getattr(terms, name) for name in ComparedTerms._fields))
    sums, numbers = term_sums(terms), LinkNumbers(settings.min_rare_name_weight, settings.early_factor)
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        block = np.ascontiguousarray(pairs[start : start + PAIRS_AT_ONCE])
        raw = np.zeros((len(block), len(LINK)), np.float64)
        write_link_features(block, compared, sums, numbers, raw)
        columns = [
            raw[:, LINK.early_cosine],
            raw[:, LINK.names],
            np.minimum(raw[:, LINK.numbers], settings.max_number_overlap),
            np.minimum(raw[:, LINK.quotes], settings.max_quotation_overlap),
            np.sqrt(raw[:, LINK.bigrams]),
            raw[:, LINK.top_names],
            raw[:, LINK.lead_names],
            raw[:, LINK.titles],
            raw[:, LINK.length],
        ]
        yield LinkFeatures(block, np.stack(columns, axis=1), _is_capped(raw, settings), raw[:, LINK.cosine])


def _is_capped(raw: NDArray[np.float64], settings: StorySettings) -> NDArray[np.bool_]:
    """Which pairs share too little to be linked: only their last parts, too few rare terms in short texts, or only
    names.
    """
    is_short_text = np.expm1(raw[:, LINK.length]) < settings.short_text_words
    shares_only_footer = raw[:, LINK.early_cosine] < settings.min_early_cosine
    shares_too_few = is_short_text & (raw[:, LINK.shared_rare_terms] < settings.min_shared_rare_terms)
    shares_facts = (raw[:, LINK.numbers] > 0) | (raw[:, LINK.quotes] > 0)
    is_other_event = ~is_short_text & (raw[:, LINK.plain_cosine] < settings.min_plain_cosine) & ~shares_facts
    return np.asarray(shares_only_footer | shares_too_few | is_other_event)


def link_probabilities(measured: LinkFeatures, settings: StorySettings) -> NDArray[np.float64]:
    """The probability that each pair reports one event, without regard to dates."""
    intercept, weights = link_model()
    summed = (measured.features * weights).sum(axis=1)  # a matrix product may round a sum differently in another block
    uncapped = 1 / (1 + np.exp(-intercept - summed))
    return np.asarray(np.where(measured.is_capped, np.minimum(uncapped, settings.capped_probability), uncapped))


def date_factor(days_apart: NDArray[np.float64], settings: StorySettings) -> NDArray[np.float64]:
    """The factor of a probability by the days between two articles: 1 within the grace period and for unknown dates
    (nan), then exponential decay.
    """
    days_beyond = np.maximum(0.0, days_apart - settings.date_grace_days)
    return np.asarray(np.where(np.isnan(days_apart), 1.0, np.exp(-days_beyond / settings.date_decay_days)))


@cache
def link_model() -> tuple[float, NDArray[np.float64]]:
    """Intercept and weights of the shipped model, the weights in order of `LINK_FEATURES`."""
    data = json.loads(Path(__file__).with_name("link_model.json").read_text(encoding="utf-8"))
    return data["intercept"], readonly(np.array([data["weights"][feature] for feature in LINK_FEATURES]))
