"""Two wordings are compared as the twin of dictionaries compares them."""

from __future__ import annotations

import compare_wordings_twin as twin
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.kernels.flags import CAPITALISED, LOWER_CASE, NUMERIC, QUOTED
from dedup.kernels.relate.compare_sentences import compare_without_equal, count_replaced_numbers
from dedup.kernels.relate.compare_wordings import compare_wordings
from dedup.kernels.relate.extract_wordings import Wording
from dedup.kernels.relate.weigh_words import WeighedWords
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.wording.wordings import Wordings, extracted
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


def together(*texts: list[twin.Word]) -> Wordings:
    """The wordings of texts that were never read."""
    words = [word for text in texts for word in text]
    weighed = WeighedWords(
        np.array([word.term << 32 | (7 if word.term else 0) for word in words], np.uint64),
        np.array([word.weight for word in words], np.float32),
        np.array([word.marks for word in words], np.uint8),
        np.array([word.sentence for word in words], np.int32),
    )
    ends = readonly(np.cumsum([0, *map(len, texts)]))
    return Wordings((), np.empty((0, 2), np.int64), weighed, ends, *extracted(weighed, ends, DEFAULT_SETTINGS))


def parts(*texts: list[twin.Word]) -> list[Wording]:
    wordings = together(*texts)
    return [wordings.parts_of(number) for number in range(len(wordings))]


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


@settings(deadline=None)
@given(texts(), texts())
def test_features_without_equal_sentences(left: list[twin.Word], right: list[twin.Word]) -> None:
    sides = np.array([0], np.int32), np.array([1], np.int32)
    found, rest = np.full((1, 6), 7.0), twin.without_equal(left, right)
    wordings = together(left, right)
    numbers = twin.NUMBERS
    compare_without_equal(*sides, wordings.words, wordings.word_ends, wordings.ends, wordings.parts, numbers, found)
    if rest == (left, right):
        assert found.tolist() == [[7.0] * 6]
        return
    assume(not is_near_a_threshold(twin.cosines(*map(twin.read, rest))))
    assert found[0].tolist() == pytest.approx(twin.features(*map(twin.read, rest))[0])


@settings(deadline=None)
@given(texts(), texts())
def test_numbers_of_aligned_sentences(left: list[twin.Word], right: list[twin.Word]) -> None:
    one, other = twin.read(left), twin.read(right)
    pairs = [(s, t) for s in range(len(one.sentences)) for t in range(len(other.sentences))]
    wordings, counts = together(left, right), np.zeros((1, 2), np.int64)
    sides = np.array([0], np.int32), np.array([1], np.int32)
    aligned = np.array(pairs, np.int32).reshape(-1, 2)
    count_replaced_numbers(
        *sides,
        wordings.words,
        wordings.word_ends,
        wordings.ends,
        wordings.parts,
        aligned,
        np.array([len(pairs)]),
        counts,
    )
    replaced = kept = 0
    for s, t in pairs:
        own, others = twin.numbers(left, one.sentences[s]), twin.numbers(right, other.sentences[t])
        kept += len(own & others)
        replaced += min(len(own - others), len(others - own))
    assert counts.tolist() == [[replaced, kept]]


def is_near_a_threshold(alike: NDArray[np.floating]) -> bool:
    """Whether a cosine is all but a threshold, or two of a row or column are all but equal without being so."""
    values = np.unique(np.concatenate([alike.ravel(), [twin.NUMBERS.min_aligned, twin.NUMBERS.min_surely_aligned]]))
    return bool((np.diff(values) < 1e-5).any())
