"""The link score: how likely two articles tell one story.

    cosine             of their terms, and not above 1.2 times that of the first 60 % of each: two pages that share only
                       what stands at their foot (a teaser of the other story) are no link
    names              cosine over terms that are names in both
    numbers            weight of shared numbers in the fewer
    quotations         share of quoted word triples in common
    pairs              cosine over rare words in a row
    top names          share of each text's eight heaviest names that the other has: the smaller
    lead names         share of the names of each text's title and lead that the other has: the larger
    titles             share of the shorter title's weight
    length             of the shorter: the same overlap says less in a long text

go through a logistic model whose weights all have the sign that a reader would expect, so that each term can be shown
as evidence for or against (`link_model.json`: weights, what they were fitted on, figures). Larger models (boosted
trees) did better at home and much worse elsewhere. What limits the score afterwards: a cosine of the first 60 % below
.15; nothing in common but names, which is the same people in another matter; two texts of which one is too short to
tell and that do not share two rare names or numbers; and days between two known dates: news of one event appears within
days (89 % within one).

What no score of text can tell: this week's patch notes from last week's, but for numbers, names and dates.
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
from dedup.kernels.layouts import LINK
from dedup.stories.term_candidates import term_candidate_pairs, term_sums
from dedup.stories.terms import Terms
from dedup.tokens.words import readonly

PAIRS_AT_ONCE = 1 << 13  # bounds memory: each takes 300 bytes while it is measured
MIN_LINK_PROBABILITY = 0.02  # less counts as no link at all

CAPPED_PROBABILITY = 0.2  # what a limited score cannot exceed
MIN_EARLY_COSINE = 0.15
SHORT_TEXT_WORDS, MIN_SHARED_RARE_TERMS = 60, 2
MIN_PLAIN_COSINE = 0.03  # cosine over what is neither name nor number: less is the same people in another matter
DATE_GRACE_DAYS, DATE_DECAY_DAYS = 3.0, 30.0

LINK_FEATURES = ("cosine", "names", "numbers", "quotations", "pairs", "top names", "lead names", "titles", "length")
NEGATIVE_FEATURES = frozenset({"length"})
# Ratios of small numbers jump: from these on, more of the same says no more.
MAX_NUMBER_OVERLAP, MAX_QUOTATION_OVERLAP = 0.4, 0.3


@dataclass(frozen=True, slots=True)
class StoryLinks:
    """Pairs of articles (left < right, by number) that may tell one story, and how likely they do."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    probability: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class LinkFeatures:
    """Pairs and what the model sees of them: `features` has a column for each of `FEATURES`."""

    pairs: NDArray[np.uint64]  # left << 32 | right
    features: NDArray[np.float64]
    is_capped: NDArray[np.bool_]
    cosine: NDArray[np.float64]


def find_story_links(articles: Iterable[Article], terms: Terms) -> StoryLinks:
    """All pairs that may tell one story; articles are numbered as given."""
    return score_story_pairs(published_days(articles), terms, term_candidate_pairs(terms))


def score_story_pairs(days: NDArray[np.float64], terms: Terms, pairs: NDArray[np.uint64]) -> StoryLinks:
    """Those of some pairs that may tell one story; `days` are the dates of all articles, nan where unknown."""
    kept: list[StoryLinks] = []
    for measured in measure_links(terms, pairs):
        probabilities = link_probabilities(measured) * date_factor(days, measured.pairs)
        likely = probabilities >= MIN_LINK_PROBABILITY
        left, right = unpack_sides(measured.pairs[likely])
        kept.append(StoryLinks(left, right, probabilities[likely].astype(np.float32)))
    none = StoryLinks(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32))
    columns = ([getattr(links, name) for links in [none, *kept]] for name in StoryLinks.__slots__)
    return StoryLinks(*map(np.concatenate, columns))


def unpack_sides(pairs: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Left and right articles of pairs."""
    return (pairs >> np.uint64(32)).astype(np.int32), pairs.astype(np.uint32).astype(np.int32)


def measure_links(terms: Terms, pairs: NDArray[np.uint64]) -> Iterator[LinkFeatures]:
    """Measure pairs, a block at a time."""
    from dedup.kernels.parameters import LinkNumbers
    from dedup.kernels.relate.compare_terms import ComparedTerms, write_link_features

    compared = ComparedTerms(*(getattr(terms, name) for name in ComparedTerms._fields))
    sums = term_sums(terms)
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        block = np.ascontiguousarray(pairs[start : start + PAIRS_AT_ONCE])
        raw = np.zeros((len(block), len(LINK)), np.float64)
        write_link_features(block, compared, sums, LinkNumbers(), raw)
        columns = [
            raw[:, LINK.early_cosine],
            raw[:, LINK.names],
            np.minimum(raw[:, LINK.numbers], MAX_NUMBER_OVERLAP),
            np.minimum(raw[:, LINK.quotes], MAX_QUOTATION_OVERLAP),
            np.sqrt(raw[:, LINK.bigrams]),
            raw[:, LINK.top_names],
            raw[:, LINK.lead_names],
            raw[:, LINK.titles],
            raw[:, LINK.length],
        ]
        yield LinkFeatures(block, np.stack(columns, axis=1), _is_capped(raw), raw[:, LINK.cosine])


def _is_capped(raw: NDArray[np.float64]) -> NDArray[np.bool_]:
    """What cannot be a link, whatever the model says: feet of pages, texts too short to tell, the same people
    elsewhere.
    """
    words = np.expm1(raw[:, LINK.length])
    shares_only_footer = raw[:, LINK.early_cosine] < MIN_EARLY_COSINE
    is_short = (words < SHORT_TEXT_WORDS) & (raw[:, LINK.shared_rare_terms] < MIN_SHARED_RARE_TERMS)
    shares_facts = (raw[:, LINK.numbers] > 0) | (raw[:, LINK.quotes] > 0)
    is_other_event = (words >= SHORT_TEXT_WORDS) & (raw[:, LINK.plain_cosine] < MIN_PLAIN_COSINE) & ~shares_facts
    return np.asarray(shares_only_footer | is_short | is_other_event)


def link_probabilities(measured: LinkFeatures) -> NDArray[np.float64]:
    """How likely each pair tells one story, dates aside."""
    intercept, weights = link_model()
    summed = (measured.features * weights).sum(axis=1)  # a matrix product may round a sum by the company it is in
    uncapped = 1 / (1 + np.exp(-intercept - summed))
    return np.asarray(np.where(measured.is_capped, np.minimum(uncapped, CAPPED_PROBABILITY), uncapped))


def date_factor(days: NDArray[np.float64], pairs: NDArray[np.uint64]) -> NDArray[np.float64]:
    """What the days between two articles leave of a score: all up to three, then a third for every 33; unknown dates
    all.
    """
    left, right = unpack_sides(pairs)
    gap = np.abs(days[left] - days[right])
    return np.asarray(np.where(np.isnan(gap), 1.0, np.exp(-np.maximum(0.0, gap - DATE_GRACE_DAYS) / DATE_DECAY_DAYS)))


def published_days(articles: Iterable[Article]) -> NDArray[np.float64]:
    """When articles appeared, in days; nan where that is unknown."""
    return np.array([article.published.timestamp() / 86400 if article.published else np.nan for article in articles])


@cache
def link_model() -> tuple[float, NDArray[np.float64]]:
    """Intercept and weights of the shipped model."""
    data = json.loads(Path(__file__).with_name("link_model.json").read_text(encoding="utf-8"))
    return data["intercept"], readonly(np.array([data["weights"][feature] for feature in LINK_FEATURES]))
