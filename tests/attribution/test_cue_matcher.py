"""Names beside cues and labels, and words that exclude them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from credit_reading import credits_in, kinds_and_names
from hypothesis import given
from hypothesis import strategies as st

from dedup.attribution import cues
from dedup.attribution.cue_matcher import lower_same_length, words_in_lower_case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sources: TechCrunch, The Verge", [("source line", "TechCrunch"), ("source line", "The Verge")]),
        ("Original title: The bridge is closed", [("original title", "The bridge is closed")]),
        ("The council voted, wie die FAZ berichtet.", [("according to", "Frankfurter Allgemeine Zeitung")]),
        ("Zeitungen wie die FAZ sind teurer geworden.", []),
        ("The chief was replaced, according to the Independent Police Commission.", []),
        ("The chief was replaced, according to the Independent.", [("according to", "The Independent")]),
        ("It rained, according to a Fox News poll.", []),
        ("The New York Times reported a profit of 80 million dollars.", []),
        ("Team Leader Brad Time reported that it rained.", []),
        ("Image source: AFP", []),
        ("It rained, according to oakdale.example.com.", [("according to", "oakdale.example.com")]),
        ("It rained, according to Ann Lee.", []),
        ("It first appeared on Quiet Corner.", [("first appeared on", "Quiet Corner")]),
        ("It first appeared on Facebook.", []),
    ],
)
def test_credits_beside_a_cue(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_names(credits_in(text)) == expected


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
def test_an_agency_is_recognised_by_the_form_of_its_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_names(credits_in(text)) == expected


def test_outlets_at_hand_are_recognised_by_their_domains() -> None:
    text = "The firm is for sale, according to Harbour Bits. Buyers told Example News that they wait."
    assert [credit.name for credit in credits_in(text, publishers=["harbourbits.example", "ab.example"])] == [
        "Harbour Bits"
    ]
    assert credits_in(text) == ()


def templates() -> Iterator[tuple[str, str]]:
    """All cues of `cues.json`, with their languages."""
    rows = json.loads(Path(cues.__file__).with_name("cues.json").read_text(encoding="utf-8"))
    for language in rows.keys() - {"*"}:
        for listed in rows[language].values():
            yield from ((language, template) for template in listed if "{}" in template)


# The longest word of these ends in ς, which folding writes σ: they are never searched for.
NOT_FOUND = {("el", "μιλώντας στο {}"), ("el", "μιλώντας στην {}")}


def test_every_cue_finds_the_name_beside_it() -> None:
    found = {(language, template) for language, template in templates() if names_reuters(language, template)}
    assert {*templates()} - found == NOT_FOUND


def names_reuters(language: str, template: str) -> bool:
    text = template.replace("{}", "Reuters").replace("…", " it rained ")
    return "Reuters" in {credit.name for credit in credits_in(f"It rained. {text} it rained.", language=language)}


@given(st.text())
def test_lower_text_keeps_every_character_in_its_place(text: str) -> None:
    lower = lower_same_length(text)
    assert len(lower) == len(text)
    assert lower_same_length(lower) == lower


def test_lower_text_has_plain_spaces_and_apostrophes() -> None:
    assert lower_same_length("It’s\nİzmir,\u00a0Too") == "it's izmir, too"


def test_words_are_taken_out_of_punctuation() -> None:
    assert words_in_lower_case("Said: (Reuters) don't 24/7") == {"said", "reuters", "don", "t", "24", "7"}


@given(st.text(st.characters(max_codepoint=127)))
def test_the_words_of_a_plain_text_are_those_of_any_other(text: str) -> None:
    assert words_in_lower_case(text) == words_in_lower_case(f"{text} é") - {"é"}
