"""Terms: what an article is about, whatever way it is written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_stories import VETO

from dedup.article import Article
from dedup.kernels.flags import NUMERAL, QUOTED
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.terms import annotate_words, read_terms


def weights(text: str, **facts: str) -> dict[int, int]:
    terms = read_terms([Article("a", text, **facts)], DEFAULT_SETTINGS)  # type: ignore[arg-type]
    return dict(zip(terms.ids.tolist(), terms.weights.tolist(), strict=True))


def numbers(text: str) -> set[int]:
    terms = read_terms([Article("a", text, language="en")], DEFAULT_SETTINGS)
    return set(terms.ids[(terms.flags & NUMERAL) != 0].tolist())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It cost $14.3 billion.", "It cost 14.3B."),
        ("It cost 14,300 million dollars.", "It cost 14.3 bn dollars."),
        ("He owns 14,300 sheep.", "He owns 14300 sheep."),
        ("It fell by 3.5 percent.", "It fell by 3.5%."),
    ],
)
def test_one_number_written_in_two_ways(one: str, other: str) -> None:
    assert numbers(one) == numbers(other) != set()


@pytest.mark.parametrize(
    ("one", "other"), [("14.3 billion", "14.3 million"), ("3.5 percent", "3.5"), ("14300", "14.3")]
)
def test_numbers_that_differ(one: str, other: str) -> None:
    assert numbers(f"It was {one} then.").isdisjoint(numbers(f"It was {other} then."))


def test_numbers_of_other_languages() -> None:
    german = read_terms([Article("a", "Das kostet 14,3 Milliarden Euro.", language="de")], DEFAULT_SETTINGS)
    assert numbers("It costs 14.3 billion euros.") <= set(german.ids.tolist())


def test_doubled_blocks_weigh_nothing() -> None:
    assert weights(f"{VETO}\n\n{VETO}") == weights(VETO)


def test_a_title_counts_wherever_it_comes_from() -> None:
    title, _, body = VETO.partition("\n\n")
    assert weights(body, title=title) == weights(VETO)


def test_commonest_words_are_no_terms() -> None:
    assert weights("The of and to in that.") == {}


def test_ideographs_are_terms_in_pairs() -> None:
    shared = (
        weights("日本銀行は政策金利を据え置いた。", language="ja").keys()
        & weights("日本銀行が発表した。", language="ja").keys()
    )
    assert len(shared) == 2


def test_quotations_are_marked() -> None:
    marked = annotate_words(Article("a", "He said: “We will never sell.” Then he left."), DEFAULT_SETTINGS)
    quoted = [bool(mark & QUOTED) for mark in marked.term_flags]
    assert [marked.words.span(w, w + 1).of(marked.words.text) for w in np.flatnonzero(quoted).tolist()] == [
        "We",
        "will",
        "never",
        "sell",
    ]


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_any_text_has_terms_in_order(text: str) -> None:
    terms = read_terms([Article("a", text)], DEFAULT_SETTINGS)
    assert (np.diff(terms.ids.astype(np.int64)) > 0).all()
    assert terms.ends.tolist() == [0, len(terms.ids)]
