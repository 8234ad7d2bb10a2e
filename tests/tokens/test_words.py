"""One text as words and lines. `tests/kernels/read_articles_twin.py` is the second implementation of all arrays."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.tokens import words as tokens
from dedup.tokens.words import (
    BLANK,
    DATE_WORD,
    FUNCTION_WORD,
    HALF_WORD,
    LINE,
    MAX_ARTICLE_BYTES,
    NUMBER,
    SENTENCE,
    SHORT_WORD,
    TEXT_END,
    YEAR,
    encode_utf8,
    readonly,
    tokenize,
)


def written(text: str) -> list[str]:
    """The words of a text as they are written."""
    words = tokenize(text)
    return [words.span(word, word + 1).of(text) for word in range(len(words))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prices rose by 3 %, he said.", ["Prices", "rose", "by", "3", "he", "said"]),
        ("l’été: 14.300 €", ["l", "été", "14", "300"]),
        ("東京で雨", ["東", "京", "で", "雨"]),
        ("soft\u00adhyphen", ["soft\u00adhyphen"]),
        ("", []),
        ("...", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, expected: list[str]) -> None:
    assert written(text) == expected


def test_words_are_equal_whatever_case_accents_and_width_they_are_written_in() -> None:
    assert (tokenize("Été ３").hashes == tokenize("ete 3").hashes).all()


def test_stems_are_the_first_seven_letters() -> None:
    one, other, short = tokenize("Überschwemmung Überschwang Übersch").stems.tolist()
    assert one == other == short
    assert tokenize("Übersch").hashes[0] == short


def test_flags_say_what_a_word_is() -> None:
    flags = dict(
        zip(written(text := "The ferries of May 2026 and 7 boats 雨"), tokenize(text).flags.tolist(), strict=True)
    )
    assert flags["ferries"] == 0
    assert flags["The"] == FUNCTION_WORD | SHORT_WORD
    assert flags["May"] & DATE_WORD
    assert flags["2026"] == NUMBER | YEAR
    assert flags["7"] == NUMBER | SHORT_WORD
    assert flags["雨"] & HALF_WORD


def test_boundaries_say_what_precedes_a_word() -> None:
    boundaries = tokenize("One two. Three\nFour\n\nFive").boundaries.tolist()
    assert boundaries[0] & boundaries[-1] & TEXT_END
    assert boundaries[1] == 0
    assert boundaries[2] == SENTENCE
    assert boundaries[3] & LINE
    assert boundaries[4] & BLANK


def test_lines_hold_all_words_and_equal_lines_have_equal_keys() -> None:
    words = tokenize("Rain fell.\nRead more\nRAIN FELL\nRead more")
    assert words.lines.ends_at_word.tolist() == [2, 4, 6, 8]
    first, second, third, fourth = words.lines.keys.tolist()
    assert (first, second) == (third, fourth)
    assert first != second


def test_a_long_line_is_cut_into_sentences() -> None:
    sentence = "Rain fell on the valley all night and the river rose. "
    assert len(tokenize(sentence * 2).lines.keys) == 1
    assert len(tokenize(sentence * 5).lines.keys) == 5


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(InputError, match="the limit for one article is 16,777,216"):
        tokenize("x" * (MAX_ARTICLE_BYTES + 1))


@given(st.text(st.characters(exclude_categories=())))
def test_every_string_can_be_encoded(text: str) -> None:
    assert encode_utf8(text).decode("utf-8", "surrogatepass") == text


@given(st.lists(st.text()), st.integers(1, 40))
def test_texts_that_are_read_together_have_the_words_that_each_has_alone(texts: list[str], characters: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "_BATCH_CHARACTERS", characters)
        together = list(tokens.tokenize_each(texts))
    assert len(together) == len(texts)
    for words, text in zip(together, texts, strict=True):
        alone = tokens.tokenize(text)
        assert words.text == text
        assert np.array_equal(words.hashes, alone.hashes)
        assert np.array_equal(words.starts, alone.starts)
        assert np.array_equal(words.boundaries, alone.boundaries)


def test_arrays_cannot_be_written() -> None:
    words = tokenize("One two three.")
    for array in (words.hashes, words.stems, words.starts, words.ends, words.boundaries, words.flags, *words.lines):
        assert not array.flags.writeable
    numbers = np.arange(3)
    assert not readonly(numbers).flags.writeable
    assert numbers.flags.writeable


def test_every_listed_word_is_found_in_the_table() -> None:
    listed = json.loads(Path(tokens.__file__).with_name("lexicon.json").read_text(encoding="utf-8"))
    for name, flag in (("function", FUNCTION_WORD), ("dated", DATE_WORD)):
        for language, text in listed[name].items():
            assert (tokenize(text).flags & flag).all(), (name, language)
