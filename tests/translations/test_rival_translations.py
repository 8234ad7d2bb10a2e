"""An article has one original in a language: what weighs less at the same place is none."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from made_translations import ENGLISH, GERMAN

import dedup
from dedup import Relation
from dedup.sketch.sorted_keys import pack_pairs
from dedup.translations.keys.text_keys import read_text_keys
from dedup.translations.rival_translations import without_rivals
from dedup.translations.translation_measures import explained, measure_keys
from dedup.translations.translation_pair import TranslationPair

LANGUAGES = ["de", "de", "en", "en", "fr"]
NO_COPIES = np.empty(0, np.uint64)
UNLIKE = explained(measure_keys(read_text_keys(["." * 1000] * 2, ["en", "de"]), np.array([0]), np.array([1]))[0])
WHOLE, FIRST, SECOND = (0, 1000), (0, 450), (500, 1000)


def pair(
    left: int, right: int, evidence: float, left_stretch: tuple[int, int] = WHOLE, *, share: float | None = None
) -> TranslationPair:
    share = evidence / 100 if share is None else share
    measures = UNLIKE._replace(
        evidence=evidence,
        share=share,
        left_start=left_stretch[0],
        left_end=left_stretch[1],
        right_start=WHOLE[0],
        right_end=WHOLE[1],
    )
    return TranslationPair(left, right, (LANGUAGES[left], LANGUAGES[right]), 5.0, measures)


def kept(
    *pairs: TranslationPair,
    carried: Sequence[tuple[int, int]] = (),
    forms: Sequence[tuple[int, int]] = (),
    days: Sequence[float] = (math.nan,) * 5,
) -> list[tuple[int, int]]:
    copies, filled = (pack_pairs(*np.array(some).T) if some else NO_COPIES for some in (carried, forms))
    return [(each.left, each.right) for each in without_rivals(pairs, copies, filled, LANGUAGES, np.array(days))]


def test_a_lighter_pair_of_either_article_is_none() -> None:
    assert kept(pair(0, 2, 40.0), pair(0, 3, 20.0)) == [(0, 2)]
    assert kept(pair(0, 2, 40.0), pair(1, 2, 20.0)) == [(0, 2)]


def test_two_translations_of_one_article_stay() -> None:
    assert kept(pair(0, 2, 40.0), pair(1, 2, 35.0)) == [(0, 2), (1, 2)]


def test_the_next_release_is_none_beside_a_text_of_the_same_days() -> None:
    pairs = pair(0, 2, 40.0), pair(0, 3, 35.0)
    assert kept(*pairs, days=[7, 7, 8, 12, 7]) == [(0, 2)]
    assert kept(*pairs, days=[7, 7, 8, 10, 7]) == [(0, 2), (0, 3)]
    assert kept(*pairs, days=[7, 7, 8, math.nan, 7]) == [(0, 2), (0, 3)]
    assert kept(*pairs, days=[7, 7, 12, 8, 7]) == [(0, 2), (0, 3)]  # the lighter one is of its days
    apart = pair(0, 2, 40.0, left_stretch=FIRST), pair(0, 3, 35.0, left_stretch=SECOND)
    assert kept(*apart, days=[7, 7, 8, 12, 7]) == [(0, 2), (0, 3)]


def test_of_two_fillings_of_a_form_one_is_a_translation() -> None:
    pairs = pair(0, 2, 40.0), pair(0, 3, 35.0)
    assert kept(*pairs, forms=[(2, 3)]) == [(0, 2)]
    assert kept(*pairs, forms=[(1, 3)]) == [(0, 2), (0, 3)]
    assert kept(*pairs, forms=[(2, 3)], days=[7, 7, 12, 8, 7]) == [(0, 2), (0, 3)]  # the lighter one is of its days


def test_a_cut_translation_stays_beside_a_whole_one() -> None:
    assert kept(pair(0, 2, 40.0), pair(1, 2, 20.0, share=0.35)) == [(0, 2), (1, 2)]


def test_a_digest_holds_translations_of_several_articles() -> None:
    pairs = pair(0, 2, 40.0, left_stretch=FIRST), pair(0, 3, 20.0, left_stretch=SECOND)
    assert kept(*pairs) == [(0, 2), (0, 3)]


def test_another_language_is_no_rival() -> None:
    assert kept(pair(0, 2, 40.0), pair(0, 4, 20.0)) == [(0, 2), (0, 4)]


def test_what_a_page_prints_in_both_languages_is_a_translation_of_nothing_else() -> None:
    pairs = pair(0, 2, 20.0), pair(1, 3, 20.0), pair(0, 4, 20.0)
    assert kept(*pairs, carried=[(0, 3)]) == [(0, 4)]
    assert kept(*pairs, carried=[(0, 3), (2, 3)]) == [(0, 2), (0, 4)]  # the page holds both
    assert kept(*pairs, carried=[(0, 1)]) == [(0, 2), (1, 3), (0, 4)]  # in one language


def test_two_articles_on_one_page_are_translations_of_one_another() -> None:
    report = dedup.scan(texts=[ENGLISH, f"{GERMAN}\n\n{ENGLISH}", GERMAN])
    told = {(match.left_id, match.right_id): match.relation for match in report.matches}
    assert told == {
        ("text-0", "text-1"): Relation.EXCERPT,
        ("text-0", "text-2"): Relation.TRANSLATION,
        ("text-1", "text-2"): Relation.EXCERPT,
    }
