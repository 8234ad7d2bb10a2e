"""Rewrites: what is retold by another outlet, and what only shares boxes, an agency or the steps before."""

from __future__ import annotations

import numpy as np
import pytest
from made_stories import MONDAY, RETOLD

from dedup.article import Article
from dedup.comparison.match import Relation
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.linking.story_links import StoryLinks
from dedup.stories.story import relate_pairs
from dedup.stories.wording.dependence import compare_pairs, without_equal_sentences
from dedup.stories.wording.wordings import own_wordings

FIRE = """A fire in the old sugar mill of Brenning kept 80 firefighters busy all night. The roof of the mill fell in
towards four o'clock. Nobody was hurt, the fire chief Alma Reiter said. {}"""
TRACES = """Two young men left a yard on a red moped without a number plate, witnesses told the police on Tuesday. The
mayor Jonas Tiede promised a reward of 2,000 crowns to whoever saw them near the mill of Brenning before it burnt. {}"""
AGAIN = """About 80 firefighters fought a fire in the old sugar mill of Brenning all night. At four in the morning the
roof fell in. Fire chief Alma Reiter said that nobody was hurt. {}"""
NIGHT = FIRE.format(
    """Neighbours had smelt smoke shortly before midnight and called the brigade. Pumps drew water from the mill
    pond until the morning, since the hydrants of the old yard were dry. The heritage office had listed the building
    only last spring. An expert will look for the cause of the blaze as soon as the walls have been propped up."""
)
NIGHT_AGAIN = AGAIN.format(
    """Shortly before midnight neighbours smelt smoke, and they called the brigade. As the hydrants of the old yard
    were dry, pumps drew water from the mill pond until morning. Only last spring the building had been listed by the
    heritage office. Once the walls are propped up, an expert will look for the cause of the blaze."""
)
BOX = """About the mill: Sugar was boiled in Brenning from 1871, when the northern railway reached the valley. In good
years its chimneys smoked from September until the carnival. Heritage wardens listed the boiler house, and choirs have
rehearsed between its rusty kettles ever since."""


def related(left: Article, right: Article, log_odds: float = 4.5, *, is_blind: bool = False) -> Relation:
    """The relation of two articles that are of one story with these log-odds, and may lack dates in a large set."""
    number = np.zeros(1, np.uint8)
    one, other = np.array([0], np.int32), np.array([1], np.int32)
    odds, blind = np.array([log_odds], np.float32), np.array([is_blind])
    links = StoryLinks(one, other, odds, np.zeros(1, np.float32), number, number, blind)
    (pair,) = relate_pairs([left, right], links, DEFAULT_SETTINGS)
    return pair.relation


def article(name: str, text: str, outlet: str | None) -> Article:
    return Article(name, text, outlet=outlet, published=MONDAY)


def test_another_outlet_retells() -> None:
    assert related(article("a", RETOLD[0], "a.example"), article("b", RETOLD[2], "b.example")) is Relation.REWRITE


def test_one_outlet_repeats_itself() -> None:
    """What an outlet writes on the next step of an affair has the steps before in the wording that it had."""
    assert related(article("a", RETOLD[0], "a.example"), article("b", RETOLD[2], "a.example")) is Relation.SAME_STORY


def test_outlets_that_are_not_known_may_be_two() -> None:
    assert related(article("a", RETOLD[0], None), article("b", RETOLD[2], None)) is Relation.REWRITE


@pytest.mark.parametrize("outlets", [(None, None), ("a.example", "b.example")], ids=["not known", "two"])
def test_wording_shows_no_rewrite_in_large_undated_sets(outlets: tuple[str | None, str | None]) -> None:
    """Two steps of an affair look like one step, written twice."""
    one, other = outlets
    sides = article("a", NIGHT, one), article("b", NIGHT_AGAIN, other)
    assert related(*sides) is Relation.REWRITE
    assert related(*sides, is_blind=True) is Relation.SAME_STORY


def test_two_sentences_show_no_rewrite() -> None:
    """Whoever tells an event in so few words tells it alike."""
    sides = article("a", FIRE.format(""), "a.example"), article("b", AGAIN.format(""), "b.example")
    assert related(*sides) is Relation.SAME_STORY


def test_a_rewrite_is_surely_of_one_story() -> None:
    sides = article("a", NIGHT, "a.example"), article("b", NIGHT_AGAIN, "b.example")
    assert (related(*sides, 1.5), related(*sides, 4.0)) == (Relation.SAME_STORY, Relation.REWRITE)


def leanings(box: str) -> tuple[float, float]:
    """How far two texts with a box lean on each other, and how far they do without the sentences that both have."""
    wordings = own_wordings([Article("a", text.format(box)) for text in (FIRE, TRACES)], DEFAULT_SETTINGS)
    sides = np.array([0], np.int32), np.array([1], np.int32)
    compared = compare_pairs(wordings, *sides, DEFAULT_SETTINGS)
    after = without_equal_sentences(wordings, *sides, compared.features.copy(), DEFAULT_SETTINGS)
    return float(compared.probabilities[0]), float(after[0])


def test_a_box_that_both_have_shows_no_leaning() -> None:
    before, after = leanings(BOX)
    assert before > 0.9
    assert after < 0.3


def test_sentences_that_differ_are_left_as_they_are() -> None:
    before, after = leanings("")
    assert before == after


def test_a_box_makes_no_rewrite_where_outlets_are_not_known() -> None:
    sides = article("a", FIRE.format(BOX), None), article("b", TRACES.format(BOX), None)
    assert related(*sides) is Relation.SAME_STORY


@pytest.mark.parametrize(
    ("second", "relation"), [(AGAIN, Relation.REWRITE), (TRACES, Relation.SAME_STORY)], ids=["one report", "another"]
)
def test_an_agency_that_both_credit_may_have_sent_two_reports(second: str, relation: Relation) -> None:
    one, other = (article(name, text.format("(dpa)"), f"{name}.example") for name, text in (("a", FIRE), ("b", second)))
    assert related(one, other) is relation
