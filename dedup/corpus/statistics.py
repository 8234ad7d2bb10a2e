"""What the other articles teach about a pair: page furniture, frequent words, phrases that are common property.

Two articles alone cannot tell a quoted paragraph from a newsletter box, or a name from a word of every day; many
articles can. Everything here counts collapsed copies, one article for each group of copies: counted one by one, the ten
copies of a story would make its names frequent words and its sentences common phrases.

Nothing depends on the order of the articles: where a sample is taken, it is that of the lowest identities.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.dissimilarity import (
    ALWAYS,
    NEVER,
    UNLESS_FREQUENT,
    SimilarityRule,
    WordFilter,
    has_dissimilar_carriers,
    read_word_sets,
    required_count,
)
from dedup.corpus.line_postings import recurring_lines
from dedup.sketch.anchors import FrequentAnchors
from dedup.sketch.fingerprints import Sketches
from dedup.sketch.packed_texts import TextSource
from dedup.sketch.sorted_keys import sort_in_place, stable_order
from dedup.tokens.words import FUNCTION_WORD, NUMBER, readonly

MAX_INFORMATIVE_DF = 20  # articles of the sample; a word in more is frequent. With the sample below: one article in 200
MAX_SAMPLE_ARTICLES = 4000  # articles: more would make no word more or less frequent
MIN_DISSIMILAR_CARRIERS = 4  # mutually unlike articles that make a phrase common property
MIN_INFORMATIVE_WORDS = 3  # rarer words; articles with fewer say nothing about each other
MIN_SIMILAR_OVERLAP = 0.5  # share of the lesser side's rarer words from which two articles are alike

Keys = NDArray[np.uint64]

# Words that count, by kind.
FLAG_SETS = np.arange(64)  # all combinations of the bits of `Words.kinds`
ALL_WORDS = np.full(64, ALWAYS, np.uint8)
INFORMATIVE = np.select(
    [FLAG_SETS & NUMBER != 0, FLAG_SETS & FUNCTION_WORD == 0], [ALWAYS, UNLESS_FREQUENT], NEVER
).astype(np.uint8)


def _no_keys() -> Keys:
    return np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """Hashes of what is known from other articles; nothing is known about two texts alone."""

    boilerplate_lines: Keys = field(default_factory=_no_keys)  # keys of units
    frequent_words: Keys = field(default_factory=_no_keys)  # words
    stock_phrases: Keys = field(default_factory=_no_keys)  # anchors, as `dedup.sketch.anchors` posts them

    def hash_tables(self) -> tuple[Keys, Keys, Keys]:
        """The same as open-addressing tables, as the measuring kernel wants them."""
        return _hash_table(self.boilerplate_lines), _hash_table(self.frequent_words), _hash_table(self.stock_phrases)


def _hash_table(keys: Keys) -> Keys:
    slots = np.zeros(1 << (2 * len(keys)).bit_length(), np.uint64)
    from dedup.kernels.hash_table import insert_keys

    insert_keys(readonly(keys), slots)
    return readonly(slots)


def find_frequent_words(texts: TextSource, sketches: Sketches, articles: NDArray[np.int64]) -> Keys:
    """The words that stand in more than 20 of a sample of `articles` (places in `texts`, copies collapsed).

    A line counts once, whoever carries it: a wire story in fifty heavy pages, which are no copies of each other, would
    else make its own names frequent.
    """
    sample = articles[stable_order(sketches.content_hashes[articles])[:MAX_SAMPLE_ARTICLES]]
    lines = recurring_lines(sketches, sample)
    is_excluded_line = np.zeros(len(sketches.line_keys), np.bool_)
    is_excluded_line[lines.positions[lines.is_repeat_row()]] = True
    words = read_word_sets(
        texts, sketches, WordFilter(ALL_WORDS, _hash_table(_no_keys()), is_excluded_line), sample
    ).words
    sort_in_place(words)
    starts = np.flatnonzero(np.diff(words, prepend=~words[:1]) != 0)
    return words[starts[np.diff(starts, append=len(words)) > MAX_INFORMATIVE_DF]]


def find_stock_phrases(
    texts: TextSource,
    sketches: Sketches,
    frequent_anchors: FrequentAnchors,
    frequent_words: Keys,
    representatives: NDArray[np.int64],
    threads: int = 1,
) -> Keys:
    """The anchors that are common property: four or more of their carriers, a third of those looked at, are mutually
    unlike. Two articles are alike that are copies, or that share half of the rarer words of the lesser.
    """
    word_filter = informative_words(sketches, frequent_words)
    rule = SimilarityRule(representatives, MIN_SIMILAR_OVERLAP, MIN_INFORMATIVE_WORDS, short_is_similar=True)
    min_carriers = np.full(len(frequent_anchors.keys), MIN_DISSIMILAR_CARRIERS)
    samples = frequent_anchors.sample_articles
    return frequent_anchors.keys[
        has_dissimilar_carriers(
            texts, sketches, word_filter, rule, samples, required_count(min_carriers, samples), threads
        )
    ]


def informative_words(sketches: Sketches, frequent_words: Keys) -> WordFilter:
    """The words that few articles hold, of what an article has in prose, for its menus say nothing of its story: no
    function words, none of `frequent`; and every number.
    """
    return WordFilter(INFORMATIVE, _hash_table(frequent_words), ~sketches.line_is_prose)
