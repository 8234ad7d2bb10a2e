"""Terms: what an article is about, whatever way it is written."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_stories import LIVE, OPINION, RELEASE, RETOLD, VETO

from dedup.article import Article
from dedup.kernels.flags import NUMERAL, QUOTED
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.link_model import measure_links
from dedup.stories.term_candidates import term_candidate_pairs
from dedup.stories.terms import Terms, annotate_words, read_terms


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


def test_names_weigh_more_than_the_same_word_in_lower_case() -> None:
    (name,) = set(weights("We met a Baker.").items()) - set(weights("We met a.").items())
    (word,) = set(weights("We met a baker.").items()) - set(weights("We met a.").items())
    assert name[0] == word[0]
    assert name[1] == pytest.approx(1.5 * word[1], abs=1)


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


TEXTS = [VETO, LIVE, OPINION, RELEASE, *RETOLD]


def plain_cosine(terms: Terms, left: int, right: int) -> float:
    """Cosine of two articles, in plain Python."""
    one, other = (
        dict(zip(terms.ids[slice(*span)].tolist(), terms.weights[slice(*span)].tolist(), strict=True))
        for span in ((terms.ends[place], terms.ends[place + 1]) for place in (left, right))
    )
    dot = sum(weight * other.get(term, 0) for term, weight in one.items())
    lengths = [sum(weight * weight for weight in each.values()) ** 0.5 for each in (one, other)]
    return float(dot / (lengths[0] * lengths[1]))


def test_the_compiled_cosine_is_the_plain_one() -> None:
    terms = read_terms([Article(str(number), text) for number, text in enumerate(TEXTS)], DEFAULT_SETTINGS)
    pairs = list(combinations(range(len(TEXTS)), 2))
    (measured,) = measure_links(
        terms, np.array([left << 32 | right for left, right in pairs], np.uint64), DEFAULT_SETTINGS
    )
    assert measured.cosine.tolist() == pytest.approx([plain_cosine(terms, *pair) for pair in pairs])


def test_candidates_are_all_that_share_anything_in_a_small_corpus() -> None:
    terms = read_terms([Article(str(number), text) for number, text in enumerate(TEXTS)], DEFAULT_SETTINGS)
    found = {(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in term_candidate_pairs(terms, DEFAULT_SETTINGS)}
    alike = {pair for pair in combinations(range(len(TEXTS)), 2) if plain_cosine(terms, *pair) >= 0.2}
    assert alike <= found
    assert {(0, 1), (3, 4)} <= found


def test_a_teaser_at_the_foot_links_nothing() -> None:
    """The foot of the one page is the whole of the other."""
    page = RELEASE + "\n\n" + "\n".join(RETOLD) + "\n\n" + VETO
    terms = read_terms([Article("page", page), Article("veto", VETO)], DEFAULT_SETTINGS)
    (measured,) = measure_links(terms, np.array([1], np.uint64), DEFAULT_SETTINGS)
    assert measured.is_capped.tolist() == [True]
