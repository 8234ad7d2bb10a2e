"""What terms weigh among the articles at hand, and what two articles have in common by that."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from made_stories import LIVE, OPINION, RELEASE, RETOLD, VETO

from dedup.article import Article
from dedup.kernels.layouts import LINK
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.linking.link_features import measure_links
from dedup.stories.linking.term_candidates import (
    build_postings,
    list_candidates,
    list_candidates_of_last,
    term_candidate_pairs,
)
from dedup.stories.linking.term_weights import WeighedTerms, corpus_figures, weigh_terms
from dedup.stories.terms import read_terms

TEXTS = [VETO, LIVE, OPINION, RELEASE, *RETOLD]


def weighed(texts: Sequence[str]) -> WeighedTerms:
    terms = read_terms(
        [Article(str(number), text, language="en") for number, text in enumerate(texts)], DEFAULT_SETTINGS
    )
    return weigh_terms(terms, corpus_figures(terms), DEFAULT_SETTINGS)


def weight_of(word: str, texts: Sequence[str]) -> float:
    """The weight of the only word of the last text."""
    (weight,) = weighed([*texts, word]).weights[-1:].tolist()
    return float(weight)


def test_names_weigh_more_than_the_same_word_in_lower_case() -> None:
    name, word = (weighed([f"We met a {each}."]).full_weights.max() for each in ("Baker", "baker"))
    assert name == pytest.approx(1.5 * word, rel=0.01)


def test_what_every_third_text_holds_is_no_rare_name() -> None:
    """An abbreviation that no word list has."""
    common = [f"The UBXQ of district {n} met." if n % 3 == 0 else f"District {n} met." for n in range(900)]
    rare = ["The UBXQ met.", *(f"District {n} met." for n in range(900))]
    assert weight_of("UBXQ", common) < weight_of("UBXQ", rare) / 4


def test_a_term_never_weighs_more_than_in_its_language() -> None:
    """A word that is common in the language, and rare among these texts, is still a common word."""
    texts = [f"Fog over harbour {n}." for n in range(900)]
    assert weight_of("met", texts) < 0.6 * weight_of("Brightling", texts)


def test_weights_are_comparable_between_few_texts_and_many() -> None:
    many = [f"Fog over harbour {n}." for n in range(2000)]
    assert weight_of("Brightling", many) == pytest.approx(weight_of("Brightling", many[:5]), rel=0.1)


def test_features_grow_with_what_is_shared() -> None:
    terms = weighed(TEXTS)
    pairs = np.array([0 << 32 | 1, 0 << 32 | 3], np.uint64)
    (measured,) = measure_links(terms, pairs)
    same, other = measured.features.tolist()
    grows = [LINK.lead, LINK.heaviest, LINK.bigrams, LINK.mass]
    assert [same[column] > other[column] for column in grows] == [True] * 4


def test_numbers_of_the_lead_that_the_other_lacks_are_counted() -> None:
    terms = weighed(["A quake of 6.1 shook 1317 homes.", "A quake of 5.4 shook 1317 homes."])
    (measured,) = measure_links(terms, np.array([1], np.uint64))
    counts = np.expm1(measured.features[0, [LINK.shared_numbers, LINK.other_numbers]])
    assert counts.tolist() == pytest.approx([2, 2])


def test_a_few_common_words_that_two_briefs_share_are_no_event() -> None:
    library = """The library in the old brewery lends skis and sewing machines since March. Nine shelves stand empty
        because the books were damp, and the ceiling has to be plastered anew before winter."""
    choir = """Sixty children sang in the tram depot on Friday, between buffers and rails. The sewing club had made them
        capes, and the ceiling gave back every note. A conductor in uniform turned the pages."""
    (measured,) = measure_links(weighed([library, choir]), np.array([1], np.uint64))
    assert measured.is_limited.tolist() == [True]


def test_candidates_are_all_that_share_anything_in_a_small_corpus() -> None:
    found = {
        (int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in term_candidate_pairs(weighed(TEXTS), DEFAULT_SETTINGS)
    }
    assert {(0, 1), (0, 2), (1, 2), *combinations((3, 4, 5, 6), 2)} <= found


def test_the_figures_of_a_corpus_list_what_two_texts_hold() -> None:
    """What one text holds is no entry: most terms are such."""
    texts = ["Fog at the coast.", "Fog in the harbour.", "Rain."]
    terms = read_terms([Article(str(number), text) for number, text in enumerate(texts)], DEFAULT_SETTINGS)
    figures = corpus_figures(terms)
    (fog,) = set(terms.ids[: terms.ends[1]].tolist()) & set(terms.ids[terms.ends[1] : terms.ends[2]].tolist())
    is_held = figures.terms.slots > 0
    assert (figures.terms.slots[is_held] >> np.uint64(32)).tolist() == [fog]
    assert figures.terms.counts[is_held].tolist() == [2]
    assert corpus_figures(read_terms([], DEFAULT_SETTINGS)).texts == 0


@pytest.mark.parametrize("last", [0, 1, 3, len(TEXTS)])
def test_the_last_articles_have_the_candidates_that_postings_of_all_terms_give(last: int) -> None:
    terms, first = weighed(TEXTS), len(TEXTS) - last
    of_last = terms.select(np.arange(first, len(TEXTS)))
    expected = list_candidates(of_last, first, build_postings(terms), DEFAULT_SETTINGS)
    assert list_candidates_of_last(terms, first, DEFAULT_SETTINGS).tolist() == expected.tolist()
    assert len(expected) > 0 or last == 0
