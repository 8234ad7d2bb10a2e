"""How often words come up by chance."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.alignment.alignment_text import find_common, make_alignable
from dedup.alignment.background_rates import FLOOR, FUNCTION_RATE, common_words, count_chance, is_half, read_terms
from dedup.tokens.words import read_words


def test_the_table_knows_common_words_and_their_inflections() -> None:
    the, rare, govern, government = common_words().of(read_words("the ossuary governments government").stems).tolist()
    assert the == pytest.approx(0.056, abs=0.01)
    assert rare == FLOOR
    assert govern == government > FLOOR


def test_an_ideograph_is_taken_with_the_next() -> None:
    left, right = read_words("大學教授, ok"), read_words("大學, 教授 ok")
    assert read_terms(left).tolist() == read_terms(right).tolist()
    assert is_half(left).tolist() == [True] * 4 + [False]
    assert not set(read_terms(read_words("大教")).tolist()[:1]) & set(read_terms(left).tolist())


def test_counting_a_corpus() -> None:
    chance = count_chance([read_words("red red blue"), read_words("red green")], listed=2)
    rates = chance.of(read_words("red yellow").stems)
    assert rates.tolist() == [pytest.approx(3 / 5), FLOOR]
    assert len(chance.terms) == 2
    assert count_chance([]).of(read_words("red").stems).tolist() == [FLOOR]


def test_once_is_free_and_recurring_costs() -> None:
    left = make_alignable(read_words("comet seen comet lost comet"))
    common = find_common(left, make_alignable(read_words("a comet was seen today")))
    by_word = dict(zip(read_words("comet seen").stems.tolist(), (2 / 5, FLOOR), strict=True))
    shared = np.intersect1d(left.vocabulary, list(by_word))
    assert common.rates.tolist() == pytest.approx([max(by_word[int(term)], FLOOR) for term in shared], rel=5)
    assert max(common.rates) == pytest.approx(2 / 5)


def test_function_words_count_as_common_where_the_table_knows_nothing() -> None:
    words = make_alignable(read_words("Der Hund und die Katze und das Pferd standen bei dem Brunnen"))
    assert FUNCTION_RATE in words.background
    assert FUNCTION_RATE not in make_alignable(read_words("the dog and the cat and then a horse by it")).background
