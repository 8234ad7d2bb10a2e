"""How often words come up by chance."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.alignment.alignment_text import prepare_text, shared_terms
from dedup.alignment.background_rates import count_rates, is_half_word, shipped_rates, stems_of
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import tokenize

MIN_RATE = DEFAULT_SETTINGS.min_word_rate


def test_the_table_knows_common_words_and_their_inflections() -> None:
    the, rare, govern, government = (
        shipped_rates().of(tokenize("the ossuary governments government").stems, MIN_RATE).tolist()
    )
    assert the == pytest.approx(0.056, abs=0.01)
    assert rare == MIN_RATE
    assert govern == government > MIN_RATE


def test_an_ideograph_is_taken_with_the_next() -> None:
    left, right = tokenize("大學教授, ok"), tokenize("大學, 教授 ok")
    assert stems_of(left).tolist() == stems_of(right).tolist()
    assert is_half_word(left).tolist() == [True] * 4 + [False]
    assert not set(stems_of(tokenize("大教")).tolist()[:1]) & set(stems_of(left).tolist())


def test_counting_a_corpus() -> None:
    chance = count_rates([tokenize("red red blue"), tokenize("red green")], max_stems=2)
    rates = chance.of(tokenize("red yellow").stems, MIN_RATE)
    assert rates.tolist() == [pytest.approx(3 / 5), MIN_RATE]
    assert len(chance.stems) == 2
    assert count_rates([], 9).of(tokenize("red").stems, MIN_RATE).tolist() == [MIN_RATE]


def test_once_is_free_and_recurring_costs() -> None:
    left = prepare_text(tokenize("comet seen comet lost comet"), DEFAULT_SETTINGS)
    common = shared_terms(left, prepare_text(tokenize("a comet was seen today"), DEFAULT_SETTINGS))
    by_word = dict(zip(tokenize("comet seen").stems.tolist(), (2 / 5, MIN_RATE), strict=True))
    shared = np.intersect1d(left.vocabulary, list(by_word))
    assert common.chance_rates.tolist() == pytest.approx([max(by_word[int(term)], MIN_RATE) for term in shared], rel=5)
    assert max(common.chance_rates) == pytest.approx(2 / 5)


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        ("Der Hund und die Katze und das Pferd standen bei dem Brunnen", False),
        ("the dog and the cat and then a horse by it", True),
    ],
)
def test_function_words_count_as_common_where_the_table_knows_nothing(text: str, is_known: bool) -> None:
    rates = prepare_text(tokenize(text), DEFAULT_SETTINGS).background_rates
    assert (DEFAULT_SETTINGS.function_word_rate in rates) != is_known
