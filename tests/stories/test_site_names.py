"""Site names in titles: what is blanked out before articles are compared by their terms, and what is kept."""

from __future__ import annotations

import pytest

from dedup.article import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.linking.site_names import NamelessTitles

BOOKS = "Readers may borrow books until ten at night from the first week of May."
LAMPS = "Two streets behind the station have been dark since a mole bit through the cable."


def titles(*articles: Article) -> list[str]:
    found = NamelessTitles(articles, DEFAULT_SETTINGS)
    return [(each.title or each.text.partition("\n")[0]).strip(" |｜-–—:«›[]【】") for each in found]


@pytest.mark.parametrize(
    "form",
    [
        "{} | Harbour Post",
        "{} - Harbour Post",
        "{} — HARBOUR POST",
        "Harbour Post: {}",
        "{}｜Harbour Post",
        "[Harbour Post] {}",
        "{} 【Harbour Post】",
        "{} « Harbour Post",
        "{} › Harbour Post",
    ],
)
def test_a_name_before_or_behind_unlike_headlines_is_blanked_out(form: str) -> None:
    pages = [Article("a", BOOKS, form.format("Library opens late")), Article("b", LAMPS, form.format("Lamps mended"))]
    assert titles(*pages) == ["Library opens late", "Lamps mended"]


def test_a_first_line_is_a_title_too() -> None:
    pages = [Article("a", f"Library opens late | Post\n\n{BOOKS}"), Article("b", f"Lamps mended | Post\n\n{LAMPS}")]
    assert titles(*pages) == ["Library opens late", "Lamps mended"]


def test_the_name_of_the_outlet_is_blanked_out_wherever_it_stands() -> None:
    assert titles(Article("a", BOOKS, "Library opens late - Harbour Post", outlet="harbourpost.example")) == [
        "Library opens late"
    ]


def test_a_topic_that_the_texts_speak_of_is_kept() -> None:
    pages = [
        Article("a", "The ferry had an accident off Skarrow.", "Ferry accident: crew heard"),
        Article("b", "A ferry that had an accident was towed in.", "Ferry accident: wreck towed"),
    ]
    assert titles(*pages) == ["Ferry accident: crew heard", "Ferry accident: wreck towed"]


def test_a_headline_that_two_outlets_print_is_kept() -> None:
    pages = [Article(name, BOOKS, f"Help arrives | {name} Post", outlet=f"{name}.example") for name in ("a", "b")]
    assert titles(*pages) == ["Help arrives | a Post", "Help arrives | b Post"]


def test_a_title_that_is_nothing_but_names_is_kept() -> None:
    assert titles(Article("a", BOOKS, "Post | Post", outlet="Post")) == ["Post | Post"]


def test_articles_can_be_counted_and_found() -> None:
    page = Article("a", BOOKS, "Library opens late")
    found = NamelessTitles([page], DEFAULT_SETTINGS)
    assert (len(found), page in found) == (1, True)
