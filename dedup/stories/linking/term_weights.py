"""What terms weigh among the articles at hand, capped by what they weigh in their language.

    weight = min(language, -ln((n + K e^-language) / (N + K))) * 6.5 / ln(N + K)        K = 200
    full weight = weight * (1 + ln frequency) * 1.5 for names, 1.25 for numbers

n of N texts hold the term; e^-language is the share of texts that the language would lead one to expect. With N far
below K the logarithm is the weight in the language, with N far above it the inverse document frequency of the corpus.
So an abbreviation that no word list has, but every third text holds, is no name that proves a story. A term never
weighs more than in its language: what is common there but rare in this corpus says no more for that. The last factor
keeps sums and means comparable between 5 texts and 100,000.

Rare words in a row are weighed alike; their weight in the language is the sum of both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.layouts import SUM
from dedup.kernels.parameters import CorpusNumbers, RankNumbers
from dedup.settings import StorySettings
from dedup.stories.terms import Terms, concatenated_columns, selected_rows

LANGUAGE_TEXTS = 200.0  # K: the language's frequencies count as those of so many texts
GREATEST_WEIGHT = 6.5
TOP_TERMS = 20  # of which a report of the same event should have most


@dataclass(frozen=True, slots=True, eq=False)
class TermHolders:
    """How many texts hold each term: a hash table of terms, and the numbers of holders beside. A term that one text
    holds may be left out.
    """

    slots: NDArray[np.uint64]
    counts: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class CorpusFigures:
    """What the weights of terms are made of: the number of texts, and how many hold each term and each bigram."""

    texts: int
    terms: TermHolders
    bigrams: TermHolders


@dataclass(frozen=True, slots=True, eq=False)
class WeighedTerms:
    """The terms of many articles with their weights in a corpus, concatenated as in `Terms`."""

    ends: NDArray[np.int64]  # (articles + 1,)
    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]  # in 1/8192
    full_weights: NDArray[np.uint16]  # in 1/1024
    flags: NDArray[np.uint8]  # those of `Terms`, and which are the heaviest
    bigram_ends: NDArray[np.int64]
    bigram_ids: NDArray[np.uint32]
    bigram_weights: NDArray[np.uint16]  # in 1/8192
    quote_ends: NDArray[np.int64]
    quoted_trigrams: NDArray[np.uint32]
    word_counts: NDArray[np.int32]  # (articles,)
    outlets: NDArray[np.uint32]  # (articles,)
    days: NDArray[np.float64]  # (articles,)
    languages: NDArray[np.uint32]  # (articles,)
    weekdays: NDArray[np.uint8]  # (articles,)
    sums: NDArray[np.float64]  # (articles, 6): `SumColumns`

    def __len__(self) -> int:
        return len(self.word_counts)

    def select(self, numbers: NDArray[np.int64]) -> WeighedTerms:
        """The terms of some articles, in the order of `numbers`."""
        terms, term_ends = selected_rows(self.ends, numbers)
        pairs, pair_ends = selected_rows(self.bigram_ends, numbers)
        quotes, quote_ends = selected_rows(self.quote_ends, numbers)
        return WeighedTerms(
            term_ends, self.ids[terms], self.weights[terms], self.full_weights[terms], self.flags[terms],
            pair_ends, self.bigram_ids[pairs], self.bigram_weights[pairs], quote_ends, self.quoted_trigrams[quotes],
            self.word_counts[numbers], self.outlets[numbers], self.days[numbers], self.languages[numbers],
            self.weekdays[numbers], self.sums[numbers],
        )  # fmt: skip

    def concatenated(self, *others: WeighedTerms) -> WeighedTerms:
        """These terms, followed by those of other articles."""
        return WeighedTerms(*concatenated_columns([self, *others]))

    @property
    def norms(self) -> NDArray[np.float32]:
        """The length of the term vector of each article, in units of its full weights."""
        from dedup.kernels.relate.weigh_terms import FULL_UNIT

        squares = np.maximum(self.sums[:, SUM.squares], 1e-9)
        return np.asarray(np.sqrt(squares) * FULL_UNIT, np.float32)


def corpus_figures(terms: Terms) -> CorpusFigures:
    """The figures of a corpus that consists of these articles."""
    return CorpusFigures(len(terms), _holders(terms.ids), _holders(terms.bigram_ids))


def no_figures() -> CorpusFigures:
    """The figures of no articles: terms weigh what they weigh in their language."""
    none = np.empty(0, np.uint32)
    return CorpusFigures(0, _holders(none), _holders(none))


def listed_holders(keys: NDArray[np.uint64], counts: NDArray[np.int32]) -> TermHolders:
    """A table of some keys of another table, with their counts."""
    from dedup.kernels.hash_table import add_values

    holders = _empty_holders(len(keys))
    add_values(keys, counts, holders.slots, holders.counts)
    return holders


def _holders(ids: NDArray[np.uint32]) -> TermHolders:
    """The table of the terms that two texts or more hold. Most are held by one: a table of all would take several times
    the memory of the terms.
    """
    from dedup.kernels.relate.weigh_terms import count_holders

    ordered = np.sort(ids)
    is_again = np.zeros(len(ordered) + 1, np.bool_)  # the same term as the one before
    np.equal(ordered[1:], ordered[:-1], out=is_again[1:-1])
    shared = ordered[is_again[:-1] | is_again[1:]]
    holders = _empty_holders(len(shared) - int(is_again.sum()))
    count_holders(shared, holders.slots, holders.counts)
    return holders


def _empty_holders(terms: int) -> TermHolders:
    size = 1 << max(4, (2 * terms).bit_length())
    return TermHolders(np.zeros(size, np.uint64), np.zeros(size, np.int32))


def weigh_terms(terms: Terms, figures: CorpusFigures, settings: StorySettings) -> WeighedTerms:
    """The terms of articles with their weights in a corpus of which they need not be part.

    >>> from dedup.article import Article
    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> from dedup.stories.terms import read_terms
    >>> terms = read_terms([Article("a", "Fog."), Article("b", "Fog at the coast.")], DEFAULT_SETTINGS)
    >>> weighed = weigh_terms(terms, corpus_figures(terms), DEFAULT_SETTINGS)
    >>> np.diff(weighed.ends).tolist()  # fog, fog, coast
    [1, 2]
    """
    from dedup.kernels.relate.weigh_terms import RankedTerms, rank_terms, weigh_in_corpus

    numbers = CorpusNumbers(figures.texts, LANGUAGE_TEXTS, GREATEST_WEIGHT)
    weights, bigram_weights = np.empty(len(terms.ids), np.uint16), np.empty(len(terms.bigram_ids), np.uint16)
    for ids, language, holders, written in (
        (terms.ids, terms.weights, figures.terms, weights),
        (terms.bigram_ids, terms.bigram_weights, figures.bigrams, bigram_weights),
    ):
        weigh_in_corpus(ids, language, holders.slots, holders.counts, numbers, written)
    full_weights, flags, sums = np.empty_like(weights), terms.flags.copy(), np.zeros((len(terms), len(SUM)))
    ranked = RankedTerms(terms.ends, terms.counts, weights, full_weights, flags, terms.bigram_ends, bigram_weights)
    boosts = settings.name_boost, settings.number_boost
    rank_terms(ranked, RankNumbers(settings.max_query_terms, TOP_TERMS, *boosts), sums)
    return WeighedTerms(
        terms.ends, terms.ids, weights, full_weights, flags, terms.bigram_ends, terms.bigram_ids, bigram_weights,
        terms.quote_ends, terms.quoted_trigrams, terms.word_counts, terms.outlets, terms.days, terms.languages,
        terms.weekdays, sums,
    )  # fmt: skip
