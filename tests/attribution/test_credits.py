"""Credits: what a text states about where it comes from, and what only looks like it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from credit_reading import credits_in, credits_of_one, kinds_and_names

from dedup.article import Article
from dedup.attribution.credits import CreditReader, whole_text
from dedup.attribution.names.outlets import Outlet, shipped_outlets
from dedup.settings import DEFAULT_SETTINGS

SENTENCES = [
    (text, [tuple(pair) for pair in expected])
    for listed in json.loads(Path(__file__).with_name("credit_sentences.json").read_text(encoding="utf-8")).values()
    for text, expected in listed
]
# Sentences of these 200 that are read wrong today.
WRONG = {"– Vi säljer inte, säger vd:n till Reuters."}


def test_half_of_the_sentences_are_traps() -> None:
    """Institutions, polls, own analyses, pictures, a name that is a common word."""
    assert len(SENTENCES) == 212
    assert sum(not expected for _, expected in SENTENCES) == 106
    assert {text for text, _ in SENTENCES} >= WRONG


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason="not understood") if row[0] in WRONG else ())
        for row in SENTENCES
    ],
)
def test_sentences_in_twenty_languages(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_names(credits_in(text)) == expected


def test_spans_cover_the_cue_and_the_name() -> None:
    text = "It rained, according to a report by the Oakdale Gazette. It rained."
    (credit,) = credits_in(text)
    assert credit.span is not None
    assert credit.span.of(text) == "according to a report by the Oakdale Gazette"


def test_names_outside_the_registry_weaken_a_credit() -> None:
    (listed,) = credits_in("Source: Reuters")
    (unlisted,) = credits_in("Source: Oakdale Gazette")
    assert (listed.outlet is None, unlisted.outlet is None) == (False, True)
    assert unlisted.strength == pytest.approx(listed.strength * DEFAULT_SETTINGS.unlisted_outlet_factor)


def test_of_two_credits_of_one_name_the_stronger_counts() -> None:
    assert kinds_and_names(credits_in("OSLO (Reuters) - It rained.")) == [("dateline", "Reuters")]
    assert kinds_and_names(credits_in("Source: Reuters reported that it rained.")) == [("source line", "Reuters")]


def test_with_a_language_only_its_cues_and_the_english_ones_are_searched_for() -> None:
    text = "Laut Reuters regnet es. It rained, according to Axios."
    assert [name for _, name in kinds_and_names(credits_in(text, language="de"))] == ["Reuters", "Axios"]
    assert [name for _, name in kinds_and_names(credits_in(text, language="fr"))] == ["Axios"]


def test_users_extend_the_registry() -> None:
    outlets = shipped_outlets().extended([Outlet("Harbour Post", ("HP",), ("harbour.example",))])
    (credit,) = credits_in("The quay is closed, according to HP.", outlets=outlets)
    assert credit.name == "Harbour Post"
    assert credits_in("The quay is closed, according to HP.") == ()


# Credits of an article


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
    assert len(credits_of_one(Article("a", article.text))) == 1


def test_the_author_field_is_a_byline() -> None:
    (credit,) = credits_of_one(Article("a", "The bridge is closed.", author="Ann Lee, Associated Press"))
    assert (credit.kind, credit.name, credit.span) == ("byline", "Associated Press", None)


def test_only_counted_text_is_read() -> None:
    article = Article("a", "It rains.\nSource: Axios\nOur newsletter. Source: Reuters")

    def without_newsletter(each: Article) -> Article:
        return replace(each, text=each.text.replace("Our newsletter. Source: Reuters", "\n" * 31))

    assert [credit.name for credit in credits_of_one(article)] == ["Axios", "Reuters"]
    (credit,) = CreditReader([article], without_newsletter, DEFAULT_SETTINGS)(article)
    assert credit.name == "Axios"
    assert credit.span is not None
    assert credit.span.of(article.text) == "Source: Axios"


PROMOTION = "Our newsletter\nSource: Reuters\nRead the best of it"


@pytest.mark.parametrize(
    ("text", "recurring", "expected"),
    [
        ("By Ann Lee, Reuters\nThe quay is closed.\nIt rains.", "By Ann Lee, Reuters", ["Reuters"]),
        ("The quay is closed. It rains.\n\n(dpa)", "dpa", ["dpa"]),
        (f"The quay is closed.\nIt rains.\n{PROMOTION}", PROMOTION, []),
        (f"{PROMOTION}\nThe quay is closed.\nIt rains.", PROMOTION, []),
    ],
)
def test_of_recurring_lines_those_beside_the_text_are_credits(text: str, recurring: str, expected: list[str]) -> None:
    def without_it(each: Article) -> Article:
        return replace(each, text=each.text.replace(recurring, "\n" * len(recurring)))

    article = Article("a", text, language="en")
    found = CreditReader([article], without_it, DEFAULT_SETTINGS)(article)
    assert [credit.name for credit in found] == expected


def test_outlets_of_the_group_are_recognised_by_their_domains() -> None:
    article = Article("a", "The firm is for sale, according to Harbour Bits.", outlet="one.example")
    at_hand = Article("b", "The firm is for sale.", url="https://www.harbourbits.example/1")
    (credit,) = CreditReader([article, at_hand], whole_text, DEFAULT_SETTINGS)(article)
    assert (credit.kind, credit.name) == ("according to", "Harbour Bits")
    assert credit.outlet is not None
    assert credit.outlet.domains == ("harbourbits.example",)
    assert credits_of_one(article) == ()


def test_the_language_is_the_one_that_the_text_shows_whatever_it_is_labelled() -> None:
    text = "Der Fluss ist in der Nacht über die Ufer getreten, und das Wasser stand in der Stadt, laut Reuters."
    assert [credit.name for credit in credits_of_one(Article("a", text))] == ["Reuters"]
    assert [credit.name for credit in credits_of_one(Article("a", text, language="de_AT"))] == ["Reuters"]
    assert [credit.name for credit in credits_of_one(Article("a", text, language="fr"))] == ["Reuters"]


def test_a_name_ends_before_small_words() -> None:
    (credit,) = credits_in("This first appeared on Global Voices and the second part followed.", language="en")
    assert credit.name == "Global Voices"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OSLO (Reuters) - The quay is closed. It rains.", "OSLO (Reuters) - The quay is closed. It rains."),
        ("It rains. The quay is closed.\n\nSource: Axios", "It rains. The quay is closed.\n\nSource: Axios"),
        (
            "It rains. The quay is closed, Axios reported. So are two of its sheds.",
            "The quay is closed, Axios reported.",
        ),
        ("It rains\nAxios reported that the quay is closed", "Axios reported that the quay is closed"),
    ],
)
def test_a_credit_in_passing_speaks_of_its_sentence(text: str, expected: str) -> None:
    (credit,) = credits_in(text, language="en")
    assert credit.credited_span(text).of(text) == expected


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("The quay is closed. It rains. (dpa)", "(dpa)"),
        ("The quay is closed. It rains. PTI", "PTI"),
        ("The quay is closed.\n\nWith reports from AP", "With reports from AP"),
    ],
)
def test_a_sign_off_spans_what_signs_off(text: str, span: str) -> None:
    (credit,) = credits_in(text, language="en")
    assert credit.span is not None
    assert (credit.kind, credit.span.of(text)) == ("agency tail", span)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "AKP\n\nMüze iki yüz mektup buldu. Sandık tavan arasındaydı."),  # a party, no Cambodian agency
        ("en", "It rains in the hills.\n\nCopyright 2018 The Gazette of AP. It snows."),
        ("zh", "韩国男星孙某（韩联社）\n\n小镇的博物馆发现了两百封信。"),  # a caption
        ("vi", "Ảnh minh họa. (Nguồn: TTXVN)\n\nBảo tàng tìm thấy hai trăm bức thư."),
    ],
)
def test_what_looks_like_a_head_names_nobody(language: str, text: str) -> None:
    kinds = {credit.kind for credit in credits_of_one(Article("a", text, language=language))}
    assert not kinds & {"dateline", "byline", "agency tail"}
