"""Stock phrases: phrases that occur in several unrelated articles.

A phrase is an anchor, five words (`dedup.sketch.anchors`). Two articles that share nothing but stock phrases are no
copies of each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.dissimilarity import (
    SAMPLE_COLUMNS,
    CarrierSamples,
    SimilarityRule,
    has_dissimilar_carriers,
    required_count,
)
from dedup.corpus.informative_words import informative_words
from dedup.settings import BoilerplateSettings
from dedup.sketch.anchors import AnchorPostings, FrequentAnchors, frequent_anchors
from dedup.sketch.fingerprints import SketchedTexts

Keys = NDArray[np.uint64]


def possible_phrases(postings: AnchorPostings, settings: BoilerplateSettings) -> FrequentAnchors:
    """The anchors that may be stock phrases, with a sample of their articles."""
    return frequent_anchors(postings, settings.min_stock_phrase_groups, SAMPLE_COLUMNS)


def find_stock_phrases(
    texts: SketchedTexts,
    frequent: FrequentAnchors,
    representatives: NDArray[np.int64],
    frequent_words: Keys,
    settings: BoilerplateSettings,
    threads: int = 1,
) -> Keys:
    """The frequent anchors enough of whose articles are pairwise dissimilar, sorted.

    Two articles are similar if they are near-duplicates (equal `representatives`, (n,)), or share
    `max_informative_overlap` of the informative words of the smaller set.
    """
    is_beyond = np.arange(SAMPLE_COLUMNS) >= settings.max_carriers
    articles = np.where(is_beyond, -1, frequent.sample_articles)
    min_carriers = np.full(len(frequent.keys), settings.min_stock_phrase_carriers)
    required = required_count(min_carriers, articles, settings.min_dissimilar_share)
    samples = CarrierSamples(articles, required, np.full(len(frequent.keys), settings.min_informative_words))
    rule = SimilarityRule(representatives, settings.max_informative_overlap, short_is_similar=True)
    word_filter = informative_words(texts, frequent_words)
    return frequent.keys[has_dissimilar_carriers(texts, word_filter, rule, samples, threads)]
