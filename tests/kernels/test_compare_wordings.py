"""Two wordings are compared as the twin of dictionaries compares them."""

from __future__ import annotations

import compare_wordings_twin as twin
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.kernels.flags import CAPITALISED, LOWER_CASE, NUMERIC, QUOTED
from dedup.kernels.relate.compare_wordings import Wording, compare_wordings
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.dependence import wordings_of
from dedup.tokens.words import readonly

TERMS = 14


@st.composite
def texts(draw: st.DrawFn) -> list[twin.Word]:
    """Words of a small vocabulary, each of one weight, in sentences; some quoted, some without a term."""
    random = draw(st.randoms(use_true_random=False))
    words = []
    for sentence in range(draw(st.integers(0, 7))):
        quoted = random.random() < 0.15
        for _ in range(random.randrange(1, 12)):
            term = random.randrange(TERMS + 3)
            term = term if term <= TERMS else 0
            marks = random.choice([LOWER_CASE, LOWER_CASE, LOWER_CASE, CAPITALISED, 0])
            marks |= NUMERIC if term == TERMS else 0
            marks |= QUOTED if quoted else 0
            words.append(twin.Word(term, 1.5 + term % 5, marks, sentence))
    return words


def parts(*texts: list[twin.Word]) -> list[Wording]:
    words = [word for text in texts for word in text]
    weighed = (
        np.array([word.term << 32 | (7 if word.term else 0) for word in words], np.uint64),
        np.array([word.weight for word in words], np.float32),
        np.array([word.marks for word in words], np.uint8),
        np.array([word.sentence for word in words], np.int32),
    )
    return [*wordings_of(weighed, readonly(np.cumsum([0, *map(len, texts)])), DEFAULT_SETTINGS)]


@settings(deadline=None)
@given(st.lists(texts(), max_size=3))
def test_wordings(read: list[list[twin.Word]]) -> None:
    for words, found in zip(read, parts(*read), strict=True):
        terms, rarity, named, pairs, firsts, lasts, lengths, ends, members, norms = found
        expected = twin.read(words)
        assert dict(zip(terms.tolist(), rarity.tolist(), strict=True)) == expected.rarity
        assert terms.tolist() == sorted(expected.rarity)
        assert frozenset(terms[named != 0].tolist()) == expected.names
        assert [tuple(pair) for pair in terms[pairs].tolist()] == expected.pairs
        inside = [frozenset(terms[members[ends[s] : ends[s + 1]]].tolist()) for s in range(len(lengths))]
        sentences = zip(firsts.tolist(), lasts.tolist(), lengths.tolist(), inside, strict=True)
        assert [twin.Sentence(*sentence) for sentence in sentences] == expected.sentences
        assert norms.tolist() == pytest.approx(
            [sum(expected.rarity[term] ** 2 for term in sentence.terms) ** 0.5 for sentence in expected.sentences]
        )


@settings(deadline=None)
@given(texts(), texts())
def test_features_and_aligned_sentences(left: list[twin.Word], right: list[twin.Word]) -> None:
    features, aligned, cosines = np.zeros(6), np.empty((80, 2), np.int32), np.empty(80, np.float32)
    one, other = parts(left, right)
    shown = compare_wordings(one, other, twin.NUMBERS, features, aligned, cosines)
    expected, chosen = twin.features(twin.read(left), twin.read(right))
    alike = twin.cosines(twin.read(left), twin.read(right))
    assume(not is_near_a_threshold(alike))  # where rounding decides, the two may differ
    assert features.tolist() == pytest.approx(expected)
    assert sorted(map(tuple, aligned[:shown].tolist())) == chosen
    assert cosines[:shown].tolist() == pytest.approx(
        [alike[tuple(pair)] for pair in aligned[:shown].tolist()], abs=1e-6
    )
    assert (np.diff(cosines[:shown]) <= 1e-6).all()


def is_near_a_threshold(alike: NDArray[np.floating]) -> bool:
    """Whether a cosine is all but a threshold, or two of a row or column are all but equal without being so."""
    values = np.unique(np.concatenate([alike.ravel(), [twin.NUMBERS.min_aligned, twin.NUMBERS.min_surely_aligned]]))
    return bool((np.diff(values) < 1e-5).any())
