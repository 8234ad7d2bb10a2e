"""The weekdays that leads name, a witness where dates are unknown, and what pairs have to reach to be reported."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dedup.article import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.linking.date_odds import MAX_BY_WEEKDAY, SAME_DAY_BONUS, CrowdShift, Witness, date_odds
from dedup.stories.linking.story_links import PairContents, StoryCorpus, no_corpus, score_pairs
from dedup.stories.linking.story_model import no_contents
from dedup.stories.terms import read_terms
from dedup.tokens import weekdays
from dedup.tokens.named_days import compared_days
from dedup.tokens.weekdays import weekday_names
from dedup.tokens.words import tokenize

MONDAY, TUESDAY, FRIDAY = 1, 2, 16
HOUR = 1 / 24
UNKNOWN = float("nan")


@pytest.mark.parametrize("language", sorted(weekdays._NAMES))
def test_a_name_is_one_word_of_one_day(language: str) -> None:
    days = [forms.split(",") for forms in weekdays._NAMES[language].split()]
    names = [name for forms in days for name in forms if name != "-"]
    known = weekday_names(language)
    assert len(days) == 7 and known is not None
    assert all(len(tokenize(name)) == 1 for name in names)
    assert np.bitwise_count(known.days_of(np.concatenate([tokenize(name).hashes for name in names]))).tolist() == [
        1
    ] * len(names)


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("La France a rappelé son ambassadeur, a annoncé jeudi le ministère.", "fr", 8),
        ("Der Rat tagte am Freitagabend.", "de", FRIDAY),
        ("The council met on Monday and again on Tuesday.", "en", MONDAY | TUESDAY),
        ("Совет собрался в пятницу.", "ru", FRIDAY),
        ("Aylardır pazar payını artıran şirket.", "tr", 0),  # market share
        ("The council met.", "en", 0),
        ("On fog " + "and fog " * 60 + "on Friday.", "en", 0),  # beyond the lead
    ],
)
def test_the_days_of_a_lead(text: str, language: str, days: int) -> None:
    (read,) = read_terms([Article("a", text, language=language)], DEFAULT_SETTINGS).weekdays
    assert read == days


def test_a_title_names_days() -> None:
    (read,) = read_terms([Article("a", "Fog came.", title="Fog on Friday", language="en")], DEFAULT_SETTINGS).weekdays
    assert read == FRIDAY


def test_days_are_compared_where_both_leads_name_some() -> None:
    left, right = np.array([[MONDAY, MONDAY | FRIDAY, MONDAY, 0], [MONDAY, FRIDAY, FRIDAY, FRIDAY]], np.uint8)
    assert compared_days(left, right).tolist() == [1, 1, -1, 0]


def test_a_weekday_in_common_speaks_for_undated_reports_and_makes_nobody_sure() -> None:
    def odds(y: float, apart: float, leads: int) -> float:
        return float(date_odds(np.array([y]), np.array([apart]), np.array([leads], np.int8), 0.0, DEFAULT_SETTINGS)[0])

    assert odds(0.0, UNKNOWN, 1) == SAME_DAY_BONUS
    assert odds(2.0, UNKNOWN, 1) == MAX_BY_WEEKDAY
    assert odds(4.0, UNKNOWN, 1) == 4.0
    assert odds(0.0, UNKNOWN, -1) == odds(0.0, UNKNOWN, 0) == 0.0
    assert odds(0.0, 1.0, 1) == odds(0.0, 1.0, -1)


def required(apart: float, *, leads: int = 0, is_own: bool = False, texts: int = 2_000, shift: float = 0.0) -> float:
    pair = np.array([0]), np.array([1])
    flag, none = np.array([False]), np.array([0], np.uint8)
    measured = PairContents(
        *pair, np.array([3.0]), flag, flag, np.array([is_own]), np.array([leads], np.int8), none, none
    )
    corpus = no_corpus()
    figures = replace(corpus.figures, texts=texts)
    corpus = StoryCorpus(figures, CrowdShift(shift, Witness.DATES))
    links = score_pairs(measured, no_contents(2), np.array([0.0, apart]), corpus, DEFAULT_SETTINGS)
    return float(links.required[0])


def test_what_a_reader_calls_another_step_needs_more_to_be_reported() -> None:
    one_day = required(6 * HOUR)
    assert one_day == pytest.approx(DEFAULT_SETTINGS.min_reported_odds)
    assert one_day < required(20 * HOUR) < required(5.0)
    assert one_day < required(6 * HOUR, is_own=True)
    assert required(20 * HOUR, is_own=True) - required(20 * HOUR) == pytest.approx(1.5 * 2_000 / 2_200)
    assert one_day < required(UNKNOWN, leads=1) == required(UNKNOWN) < required(UNKNOWN, leads=-1)
    assert required(6 * HOUR, leads=-1) == one_day


def test_among_few_articles_are_few_look_alikes() -> None:
    few = required(UNKNOWN, leads=-1, is_own=True, texts=5)
    assert few < DEFAULT_SETTINGS.min_reported_odds + 0.2
