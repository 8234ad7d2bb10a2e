"""Shared runs: what made two articles copies is shown, whatever the words are worth as evidence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from made_news import FERRY, ORCHARD, text

from dedup.alignment.alignment_text import prepare_text
from dedup.alignment.passages import run_passages
from dedup.alignment.verbatim.shared_runs import shared_runs
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import tokenize

words = st.lists(st.integers(0, 6), max_size=40)

# Words that are worth nothing as evidence: the commonest of English.
COMMON = "it was for all of them that he had been with us and they could not have done more for her than what"


@given(words, words)
def test_runs_are_equal_words_with_short_gaps(left: list[int], right: list[int]) -> None:
    for run in shared_runs(left, right, DEFAULT_SETTINGS):
        ours, theirs = left[run.left_first : run.left_end], right[run.right_first : run.right_end]
        assert min(len(ours), len(theirs)) >= DEFAULT_SETTINGS.min_stretch_words
        assert ours[:4] == theirs[:4] and ours[-4:] == theirs[-4:]
        assert run.equal <= min(len(ours), len(theirs))


@given(words, st.lists(st.integers(7, 9)), st.lists(st.integers(10, 12)), st.lists(st.integers(13, 15)))
def test_a_text_in_another_is_one_run(
    shared: list[int], before: list[int], behind: list[int], other: list[int]
) -> None:
    text_with_it, distinct = before + shared + behind, len(shared) >= 8 and len(set(shared)) == len(shared)
    found = shared_runs(other + shared, text_with_it, DEFAULT_SETTINGS)
    if distinct:
        assert [run.equal for run in found] == [len(shared)]


def test_the_longest_of_many_beginnings_is_taken() -> None:
    left = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    (run,) = shared_runs(left, [1, 2, 3, 0, 1, 2, 3, 4, 0, *left], DEFAULT_SETTINGS)
    assert (run.right_first, run.equal) == (9, 9)


def test_a_run_of_common_words_is_shown_as_a_passage() -> None:
    left, right = (text(each[:4], COMMON, each[4:]) for each in (FERRY, ORCHARD))
    one, other = (prepare_text(tokenize(each), DEFAULT_SETTINGS) for each in (left, right))
    (passage,) = run_passages(one, other, DEFAULT_SETTINGS)
    assert passage.left.of(left) == passage.right.of(right) == COMMON
    assert passage.similarity == 1


def test_a_run_that_stands_twice_in_the_longer_text_is_shown_twice_from_either_side() -> None:
    once, twice = COMMON, text(FERRY[:2], COMMON, ORCHARD[:2], COMMON)
    one, other = (prepare_text(tokenize(each), DEFAULT_SETTINGS) for each in (once, twice))
    found, mirrored = run_passages(one, other, DEFAULT_SETTINGS), run_passages(other, one, DEFAULT_SETTINGS)
    assert [passage.right.of(twice) for passage in found] == [COMMON, COMMON]
    assert [passage.mirrored() for passage in found] == list(mirrored)
