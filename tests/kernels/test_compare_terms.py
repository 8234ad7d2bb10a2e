"""Weights, postings, candidates and features are those of their twins of dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import compare_terms_twin as twin
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.kernels.layouts import LINK
from dedup.kernels.parameters import CandidateNumbers
from dedup.kernels.relate.compare_terms import ComparedTerms, write_link_features
from dedup.kernels.relate.search_terms import HeldTerms, TermIndex, list_term_candidates
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.stories.linking.link_features import measure_links
from dedup.stories.linking.term_candidates import build_postings, list_candidates
from dedup.stories.linking.term_weights import WeighedTerms, corpus_figures, weigh_terms
from dedup.stories.terms import Terms

# Numbers of terms: some share a bucket, some all but their last bit.
numbers = st.sampled_from([0, 1, 2, 3, 1 << 16, (1 << 16) + 1, 1 << 31, (1 << 32) - 2, (1 << 32) - 1])
terms = st.builds(twin.Term, st.integers(1, 7000), st.integers(1, 255), st.integers(0, 15))
articles = st.lists(
    st.builds(
        twin.Article,
        st.dictionaries(numbers, terms, max_size=8),
        st.dictionaries(st.integers(0, 9), st.integers(1, 9000), max_size=5),
        st.frozensets(st.integers(0, 9), max_size=5),
        st.integers(0, 900),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=12,
)


def ends(lengths: Sequence[int]) -> NDArray[np.int64]:
    return np.cumsum([0, *lengths], dtype=np.int64)


def as_terms(made: Sequence[twin.Article]) -> Terms:
    """The same articles as arrays end to end."""
    listed = [sorted(article.terms.items()) for article in made]
    pairs = [sorted(article.bigrams.items()) for article in made]
    quotes = [sorted(article.quotes) for article in made]

    def column(value: Callable[[int, twin.Term], int]) -> NDArray[np.uint32]:
        return np.array([value(*each) for listed_terms in listed for each in listed_terms], np.uint32)

    return Terms(
        ends([len(listed_terms) for listed_terms in listed]),
        column(lambda term, _: term),
        column(lambda _, each: each.weight).astype(np.uint16),
        column(lambda _, each: each.count).astype(np.uint8),
        column(lambda _, each: each.flags).astype(np.uint8),
        ends([len(listed_terms) for listed_terms in pairs]),
        np.array([pair for listed_terms in pairs for pair, _ in listed_terms], np.uint32),
        np.array([weight for listed_terms in pairs for _, weight in listed_terms], np.uint16),
        ends([len(listed_terms) for listed_terms in quotes]),
        np.array([quote for listed_terms in quotes for quote in listed_terms], np.uint32),
        np.array([article.words for article in made], np.int32),
        np.array([article.outlet for article in made], np.uint32),
        np.full(len(made), np.nan),
        np.zeros(len(made), np.uint32),
        np.zeros(len(made), np.uint8),
    )


def weighed(made: Sequence[twin.Article]) -> tuple[WeighedTerms, list[twin.Weighed]]:
    read = as_terms(made)
    return weigh_terms(read, corpus_figures(read), DEFAULT_SETTINGS), twin.weigh(made, made)


@settings(deadline=None)
@given(articles, articles)
def test_weights(made: list[twin.Article], corpus: list[twin.Article]) -> None:
    found = weigh_terms(as_terms(made), corpus_figures(as_terms(corpus)), DEFAULT_SETTINGS)
    expected = twin.weigh(made, corpus)
    listed = [(each, term) for each in expected for term in sorted(each.weights)]
    assert found.weights.tolist() == pytest.approx([each.weights[term] for each, term in listed], abs=1)
    assert found.full_weights.tolist() == pytest.approx([each.full[term] for each, term in listed], abs=12)
    bigrams = [each.bigrams[term] for each in expected for term in sorted(each.bigrams)]
    assert found.bigram_weights.tolist() == pytest.approx(bigrams, abs=1)


@settings(deadline=None)
@given(articles)
def test_the_heaviest_are_flagged(made: list[twin.Article]) -> None:
    found, expected = weighed(made)
    assert found.flags.tolist() == [each.flags(term) for each in expected for term in sorted(each.weights)]


@settings(deadline=None)
@given(articles, st.integers(1, 4))
def test_candidates(made: list[twin.Article], most: int) -> None:
    found, expected = weighed(made)
    pairs = list_candidates(found, 0, build_postings(found), Settings(max_story_candidates=most))
    listed = [(pair >> 32, pair & 0xFFFFFFFF) for pair in pairs.tolist()]
    assert listed == twin.candidates(expected, found.norms, 500, most, 0.02)


@settings(deadline=None)
@given(articles, st.integers(0, 3))
def test_terms_of_many_articles_are_skipped(made: list[twin.Article], max_articles: int) -> None:
    read, expected = weighed(made)
    postings = build_postings(read)
    found = np.empty(len(made) * 30, np.uint64)
    held = HeldTerms(read.ends, read.ids, read.full_weights, read.flags)
    index = TermIndex(postings.bucket_shift, postings.starts, postings.entries, postings.norms)
    count = list_term_candidates(held, 0, index, CandidateNumbers(max_articles, 30, 0.04), found)
    listed = [(pair >> 32, pair & 0xFFFFFFFF) for pair in found[:count].tolist()]
    assert listed == twin.candidates(expected, postings.norms, max_articles, 30, 0.04)


@settings(deadline=None)
@given(articles)
def test_features(made: list[twin.Article]) -> None:
    read, expected = weighed(made)
    places = list(combinations(range(len(made)), 2))
    pairs = np.array([left << 32 | right for left, right in places], np.uint64)
    raw = np.zeros((len(pairs), len(LINK)))
    write_link_features(pairs, ComparedTerms(*(getattr(read, name) for name in ComparedTerms._fields)), raw)
    for row, (left, right) in zip(raw.tolist(), places, strict=True):
        assert row == pytest.approx(twin.features(expected[left], expected[right]), abs=1e-3)
    assert sum(len(block.pairs) for block in measure_links(read, pairs)) == len(pairs)
