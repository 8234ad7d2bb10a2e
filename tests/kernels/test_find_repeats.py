"""The compiled search for repeated stretches finds what its twin of lists and dictionaries finds."""

from __future__ import annotations

import find_repeats_twin as twin
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.alignment.repeats.glued_words import find_glued_places
from dedup.kernels.prepare.find_repeats import find_repeated_stretches
from dedup.tokens.words import readonly

word = st.integers(1, 6)
block = st.lists(word, min_size=6, max_size=16)


@st.composite
def texts(draw: st.DrawFn) -> twin.Text:
    """A few blocks in some order, some of their words replaced, put in or left out."""
    blocks = draw(st.lists(block, min_size=1, max_size=3))
    words: list[int] = []
    for number in draw(st.lists(st.integers(0, len(blocks) - 1), min_size=1, max_size=7)):
        copy = list(blocks[number])
        for _ in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(copy) - 1))
            copy[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.integers(1, 40), max_size=2)) or copy[:1]
        words += copy
    size = len(words)
    strengths = draw(st.lists(st.sampled_from([0, 0, 0, 0, 2, 3]), min_size=size - 1, max_size=size - 1))
    numbers = [word % 5 == 0 for word in words]
    return twin.Text(words, [3, *strengths, 3], [0 if number else 2 for number in numbers], numbers)


def compiled(text: twin.Text) -> list[twin.Link]:
    sums = [np.concatenate(([0], np.cumsum(values))).astype(np.int32) for values in (text.weights, text.numbers)]
    rows, runs, is_complete = find_repeated_stretches(
        readonly(np.array(text.words, np.uint64)),
        readonly(np.array(text.strengths, np.uint8)),
        readonly(sums[0]),
        readonly(sums[1]),
        twin.NUMBERS,
    )
    assert is_complete
    begins = [0, *rows[:, 4].tolist()]
    runs_by_link = [tuple(map(tuple, runs[begins[r] : begins[r + 1]].tolist())) for r in range(len(rows))]
    return [(*row[:4], runs_of) for row, runs_of in zip(rows.tolist(), runs_by_link, strict=True)]


@settings(max_examples=2000, deadline=None)
@given(st.text('aAéÉ\u0301Я1.…”"“(x ', max_size=12) | st.text(max_size=20))
def test_glue_is_where_the_twin_finds_it(text: str) -> None:
    assert find_glued_places(text).tolist() == twin.glue(text)


@settings(max_examples=500, deadline=None)
@given(texts())
def test_links_are_those_of_the_twin(text: twin.Text) -> None:
    assert compiled(text) == twin.links(text)


def test_a_copy_that_ends_where_another_begins_ends_with_its_last_run() -> None:
    block = [2, *[1] * 13, 2, 1]
    words = [*block, 2, *[1] * 15, *block[:1], *[1] * 14]
    strengths = [3 if at in (0, 15, len(words)) else 0 for at in range(len(words) + 1)]
    text = twin.Text(words, strengths, [2] * len(words), [False] * len(words))
    assert [(earlier_end, later_end) for _, earlier_end, _, later_end, _ in compiled(text)] == [
        (14, 30),
        (14, 30),
        (15, 47),
    ]


def test_a_text_shorter_than_a_seed_has_none() -> None:
    assert compiled(twin.Text([1, 1, 1], [3, 0, 0, 3], [2, 2, 2], [False] * 3)) == []
    assert compiled(twin.Text([], [3], [], [])) == []


def test_the_budget_ends_on_a_text_of_nothing_but_near_repeats() -> None:
    rng = np.random.default_rng(1)
    size = 200_000
    words = rng.integers(1, 5, size).astype(np.uint64)
    weights = np.arange(0, 2 * size + 1, 2, dtype=np.int32)
    *_, is_complete = find_repeated_stretches(
        readonly(words),
        readonly(np.zeros(size + 1, np.uint8)),
        readonly(weights),
        readonly(np.zeros(size + 1, np.int32)),
        twin.NUMBERS,
    )
    assert not is_complete
