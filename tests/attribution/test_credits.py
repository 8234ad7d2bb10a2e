"""Credits: what a text says about where it comes from, and what only looks like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from credit_reading import credits_in, credits_of_one, kinds_and_names

from dedup.article import Article
from dedup.attribution.outlets import Outlet, publisher_of, shipped_outlets

SENTENCES = json.loads(Path(__file__).with_name("credit_sentences.json").read_text(encoding="utf-8"))
# What is still read wrong, with what is found instead.
WRONG: dict[str, list[tuple[str, str]]] = {"– Vi säljer inte, säger vd:n till Reuters.": []}


def test_two_hundred_sentences_in_twenty_languages() -> None:
    """Half of the sentences are traps: institutions, polls, own analyses, pictures, a name that is a common word."""
    rows = [(language, *row) for language, listed in SENTENCES.items() for row in listed]
    assert len(SENTENCES) == 20
    assert len(rows) == 200
    assert sum(not expected for _, _, expected in rows) == 100
    wrong = {
        text: found
        for _, text, expected in rows
        if (found := kinds_and_names(credits_in(text))) != [tuple(pair) for pair in expected]
    }
    assert wrong == WRONG


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sources: TechCrunch, The Verge", [("source line", "TechCrunch"), ("source line", "The Verge")]),
        ("Copyright 2026 The Associated Press. All rights reserved.", [("copyright", "Associated Press")]),
        ("(Reporting by Ann Lee in Oslo; Editing by Bo Ek)", [("agency tail", "Reuters")]),
        ("By Ann Lee, Associated Press\n\nThe bridge is closed.", [("byline", "Associated Press")]),
        ("Original title: The bridge is closed", [("original title", "The bridge is closed")]),
        ("The council voted, wie die FAZ berichtet.", [("according to", "Frankfurter Allgemeine Zeitung")]),
        ("Zeitungen wie die FAZ sind teurer geworden.", []),
        ("The chief was replaced, according to the Independent Police Commission.", []),
        ("The American Psychological Association (APA) said so.", []),
    ],
)
def test_marks_of_one_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_names(credits_in(text)) == expected


def test_spans_cover_the_cue_and_the_name() -> None:
    text = "It rained, according to a report by the Oakdale Gazette. It rained."
    (credit,) = credits_in(text)
    assert credit.span is not None
    assert credit.span.of(text) == "according to a report by the Oakdale Gazette"


def test_names_outside_the_registry_weaken_a_credit() -> None:
    (known,) = credits_in("Source: Reuters")
    (unknown,) = credits_in("Source: Oakdale Gazette")
    assert (known.outlet is None, unknown.outlet is None) == (False, True)
    assert unknown.strength < known.strength


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained, according to the Meridian News Agency.", [("according to", "Meridian News Agency")]),
        ("The American News Service reported that it rained.", [("reported", "American News Service")]),
        ("SKARROW, March 4 (Meridian News Agency) - It rained.", [("dateline", "Meridian News Agency")]),
        ("By Meridian News Agency\n\nIt rained.", [("byline", "Meridian News Agency")]),
        ("Source: MERIDIAN NEWSWIRE", [("source line", "MERIDIAN NEWSWIRE")]),
        ("Es regnete, laut der Nachrichtenagentur Meridian.", [("according to", "Meridian")]),
        ("Il a plu, selon l'agence de presse Méridien.", [("according to", "Méridien")]),
        ("По данным информагентства «Меридиан», шёл дождь.", [("according to", "Меридиан")]),
        ("据子午通讯社报道，下雨了。", [("according to", "子午通讯社")]),
        ("It rained, according to Russian news agency TASS.", [("according to", "TASS")]),
        ("It rained, according to the National Weather Service.", []),
        ("It rained, according to the State Press Service.", []),
        ("It rained, according to state news agency officials.", []),
    ],
)
def test_an_agency_is_known_by_its_form(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_names(credits_in(text)) == expected


def test_outlets_at_hand_are_known_by_their_addresses() -> None:
    text = "The firm is for sale, according to Harbour Bits. Buyers told Example News that they wait."
    (credit,) = credits_in(text, publishers=["www.harbourbits.example", "ab.example"])
    assert (credit.kind, credit.name) == ("according to", "Harbour Bits")
    assert credit.outlet is not None
    assert credit.outlet.domains == ("www.harbourbits.example",)
    assert credits_in(text) == ()


@pytest.mark.parametrize(
    "article",
    [
        Article("a", "The mayor told Fox News that he will go.", url="https://www.foxnews.com/politics/1"),
        Article("a", "The mayor told Fox News that he will go.", outlet="foxnews.com"),
        Article("a", "The mayor told Fox News that he will go.", title="Mayor to go | Fox News"),
        Article("a", "This story first appeared on Oakdale Gazette.", url="https://oakdalegazette.example/1"),
    ],
)
def test_an_outlet_is_no_source_for_itself(article: Article) -> None:
    assert credits_of_one(article) == ()


def test_the_author_field_is_a_byline() -> None:
    (credit,) = credits_of_one(Article("a", "The bridge is closed.", author="Ann Lee, Associated Press"))
    assert (credit.kind, credit.name, credit.span) == ("byline", "Associated Press", None)


TEASED = """Ferry Aurora runs aground

The ferry Aurora ran aground in fog on Monday. All passengers are safe, the coast guard said. The post Ferry Aurora
runs aground first appeared on Harbour Daily.

Seven recipes for quick summer salads that your guests will love. The post Seven recipes for quick summer salads first
appeared on Kitchen Gazette.
"""


def test_the_credit_of_a_teaser_is_not_the_articles() -> None:
    assert kinds_and_names(credits_of_one(Article("a", TEASED))) == [("first appeared on", "Harbour Daily")]


def test_nothing_below_a_heading_for_other_articles_counts() -> None:
    text = "The bridge is closed, said the police. Nobody knows why yet.\n\nRelated articles\nSource: Reuters\n"
    assert credits_of_one(Article("a", text)) == ()


def test_users_extend_the_registry() -> None:
    outlets = shipped_outlets().extended([Outlet("Harbour Post", ("HP",), ("harbour.example",))])
    (credit,) = credits_in("The quay is closed, according to HP.", outlets=outlets)
    assert credit.name == "Harbour Post"
    assert publisher_of(Article("a", "", url="https://news.harbour.example/1"), outlets) == "Harbour Post"
    assert credits_in("The quay is closed, according to HP.") == ()
