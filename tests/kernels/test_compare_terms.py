"""Postings, candidates and features are those of their twins of dictionaries."""

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
from dedup.stories.link_model import measure_links
from dedup.stories.term_candidates import build_postings, list_candidates, term_sums, vector_norms
from dedup.stories.terms import Terms

# Numbers of terms: some share a bucket, some all but their last bit.
numbers = st.sampled_from([0, 1, 2, 3, 1 << 16, (1 << 16) + 1, 1 << 31, (1 << 32) - 2, (1 << 32) - 1])
terms = st.builds(twin.Term, st.integers(1, 9000), st.integers(0, 255), st.integers(0, 63))
articles = st.lists(
    st.builds(
        twin.Article,
        st.dictionaries(numbers, terms, max_size=8),
        st.dictionaries(st.integers(0, 9), st.integers(1, 9000), max_size=5),
        st.frozensets(st.integers(0, 9), max_size=5),
        st.integers(0, 900),
    ),
    min_size=1,
    max_size=12,
)


def ends(lengths: Sequence[int]) -> NDArray[np.int64]:
    return np.cumsum([0, *lengths], dtype=np.int64)


def as_terms(made: Sequence[twin.Article]) -> Terms:
    """The same articles as arrays end to end."""
    listed = [sorted(article.terms.items()) for article in made]
    pairs = [sorted(article.pairs.items()) for article in made]
    quotes = [sorted(article.quotes) for article in made]

    def column(value: Callable[[int, twin.Term], int]) -> NDArray[np.uint32]:
        return np.array([value(*each) for listed_terms in listed for each in listed_terms], np.uint32)

    return Terms(
        ends([len(listed_terms) for listed_terms in listed]),
        column(lambda term, _: term),
        column(lambda _, each: each.weight).astype(np.uint16),
        column(lambda _, each: each.early).astype(np.uint8),
        column(lambda _, each: each.flags).astype(np.uint8),
        ends([len(listed_terms) for listed_terms in pairs]),
        np.array([pair for listed_terms in pairs for pair, _ in listed_terms], np.uint32),
        np.array([weight for listed_terms in pairs for _, weight in listed_terms], np.uint16),
        ends([len(listed_terms) for listed_terms in quotes]),
        np.array([quote for listed_terms in quotes for quote in listed_terms], np.uint32),
        np.array([article.words for article in made], np.int32),
    )


@settings(deadline=None)
@given(articles, st.integers(1, 4))
def test_candidates(made: list[twin.Article], most: int) -> None:
    read = as_terms(made)
    found = list_candidates(read, 0, build_postings(read), Settings(max_story_candidates=most))
    listed = [(pair >> 32, pair & 0xFFFFFFFF) for pair in found.tolist()]
    assert listed == twin.candidates(made, vector_norms(read), 500, most, 0.04)


@settings(deadline=None)
@given(articles, st.integers(0, 3))
def test_terms_of_many_articles_are_skipped(made: list[twin.Article], max_articles: int) -> None:
    read, postings = as_terms(made), build_postings(as_terms(made))
    found = np.empty(len(made) * 30, np.uint64)
    held = HeldTerms(read.ends, read.ids, read.weights, read.flags)
    index = TermIndex(postings.bucket_shift, postings.starts, postings.entries, postings.norms)
    count = list_term_candidates(held, 0, index, CandidateNumbers(max_articles, 30, 0.04), found)
    listed = [(pair >> 32, pair & 0xFFFFFFFF) for pair in found[:count].tolist()]
    assert listed == twin.candidates(made, postings.norms, max_articles, 30, 0.04)


@settings(deadline=None)
@given(articles)
def test_features(made: list[twin.Article]) -> None:
    read = as_terms(made)
    places = list(combinations(range(len(made)), 2))
    pairs = np.array([left << 32 | right for left, right in places], np.uint64)
    raw = np.zeros((len(pairs), len(LINK)))
    compared = ComparedTerms(*(getattr(read, name) for name in ComparedTerms._fields))
    write_link_features(pairs, compared, term_sums(read), twin.NUMBERS, raw)
    for row, (left, right) in zip(raw.tolist(), places, strict=True):
        assert row == pytest.approx(twin.features(made[left], made[right]))
    assert sum(len(block.pairs) for block in measure_links(read, pairs, DEFAULT_SETTINGS)) == len(pairs)
