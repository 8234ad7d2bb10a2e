"""The terms of an article are what the twin of dictionaries selects; tables hold what was entered."""

from __future__ import annotations

from collections import Counter

import numpy as np
import select_terms_twin as twin
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_numbers import SELECTION_NUMBERS

from dedup.kernels.flags import CAPITALISED, LOWER_CASE, NUMERIC, QUOTED, REPEATED
from dedup.kernels.hash_table import add_values
from dedup.kernels.prepare.count_languages import count_language_votes
from dedup.kernels.relate.select_terms import TermColumns, select_terms
from dedup.kernels.relate.weigh_words import WeighedWords
from dedup.tokens.words import readonly

TERMS = [number * 0x9E3779B97F4A7C15 & twin.MASK for number in range(40)]


@st.composite
def texts(draw: st.DrawFn) -> list[twin.Word]:
    """Words of a small vocabulary, each of one weight; some quoted, some sentences repeated."""
    random = draw(st.randoms(use_true_random=False))
    words = []
    for sentence in range(draw(st.integers(0, 30))):
        quoted, repeated = random.random() < 0.3, random.random() < 0.2
        for _ in range(random.randrange(1, 14)):
            number = random.randrange(len(TERMS))
            marks = random.choice([LOWER_CASE, LOWER_CASE, CAPITALISED, 0])
            marks |= NUMERIC if number % 9 == 4 else 0
            marks |= (QUOTED if quoted else 0) | (REPEATED if repeated else 0)
            words.append(twin.Word(TERMS[number], 2.0 + number % 7, marks, sentence))
    return words


@settings(deadline=None)
@given(texts(), st.integers(0, 12), st.sampled_from([(128, 48, 24), (9, 3, 2)]))
def test_selected_terms(words: list[twin.Word], title_words: int, most: tuple[int, int, int]) -> None:
    kinds = (np.uint32, np.uint16, np.uint8, np.uint8, np.uint32, np.uint16, np.uint32)
    room = (*[most[0]] * 4, most[1], most[1], most[2])
    columns = TermColumns(*(np.zeros(2 + size, kind) for size, kind in zip(room, kinds, strict=True)))
    ends = np.full((2, 3), 2)  # behind what other articles have
    weighed = WeighedWords(
        np.array([word.term for word in words], np.uint64),
        np.array([word.weight for word in words], np.float32),
        np.array([word.marks for word in words], np.uint8),
        np.array([word.sentence for word in words], np.int32),
    )
    numbers = SELECTION_NUMBERS._replace(max_terms=most[0], max_pairs=most[1], max_quotes=most[2])
    counted, titles = np.zeros(1, np.int32), np.array([min(title_words, len(words))], np.int32)
    select_terms(weighed, readonly(np.array([0, len(words)])), titles, numbers, columns, ends, counted)
    expected = twin.select(words, min(title_words, len(words)), most)
    terms, bigrams, trigrams = (slice(2, end) for end in ends[1].tolist())
    ids, flags = columns.ids[terms].tolist(), columns.flags[terms].tolist()
    weights, counts = columns.weights[terms].tolist(), columns.counts[terms].tolist()
    pairs, pair_weights = columns.bigram_ids[bigrams].tolist(), columns.bigram_weights[bigrams].tolist()
    quotes = columns.quoted_trigrams[trigrams].tolist()
    assert ids == list(expected.terms)
    assert flags == [each[2] for each in expected.terms.values()]
    assert weights == [512 * weight for weight, _, _ in expected.terms.values()]
    assert counts == [times for _, times, _ in expected.terms.values()]
    assert dict(zip(pairs, pair_weights, strict=True)) == {key: 512 * weight for key, weight in expected.pairs.items()}
    assert pairs == sorted(expected.pairs)
    assert quotes == expected.quotes
    assert counted[0] == expected.words


keys = st.integers(1, 9) | st.integers(1, (1 << 64) - 1)


@given(st.lists(st.tuples(keys, st.integers(1, 100)), max_size=20))
def test_tables_add_up_what_is_entered(entries: list[tuple[int, int]]) -> None:
    slots, values = np.zeros(64, np.uint64), np.zeros(64, np.int64)
    add_values(
        np.array([key for key, _ in entries], np.uint64),
        np.array([value for _, value in entries], np.int64),
        slots,
        values,
    )
    expected: Counter[int] = Counter()
    for key, value in entries:
        expected[key] += value
    assert dict(zip(slots[slots != 0].tolist(), values[slots != 0].tolist(), strict=True)) == expected
    assert not values[slots == 0].any()


@settings(deadline=None)
@given(st.dictionaries(keys, st.integers(1, 7), max_size=12), st.lists(st.lists(keys, max_size=30), max_size=3))
def test_words_vote_for_their_languages(listed: dict[int, int], texts: list[list[int]]) -> None:
    slots, languages, votes = np.zeros(64, np.uint64), np.zeros(64, np.uint64), np.zeros((len(texts), 3), np.int64)
    add_values(np.array([*listed], np.uint64), np.array([*listed.values()], np.uint64), slots, languages)
    words = readonly(np.array([word for text in texts for word in text], np.uint64))
    ends = readonly(np.cumsum([0, *map(len, texts)]))
    count_language_votes(words, ends, 20, readonly(slots), readonly(languages), votes)
    assert votes.tolist() == [
        [sum(listed.get(word, 0) >> bit & 1 for word in text[:20]) for bit in range(3)] for text in texts
    ]
