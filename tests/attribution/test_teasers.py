"""Credits of other articles on the page of an article."""

from __future__ import annotations

import pytest
from credit_reading import credits_of_one, kinds_and_names

from dedup.article import Article

TEASED = """Ferry Aurora runs aground

The ferry Aurora ran aground in fog on Monday. All passengers are safe, the coast guard said. The post Ferry Aurora
runs aground first appeared on Harbour Daily.

Seven recipes for quick summer salads that your guests will love. The post Seven recipes for quick summer salads first
appeared on Kitchen Gazette.
"""
TEXT = "The bridge is closed, said the police. Nobody knows why yet.\n\n"


def names(text: str, title: str | None = None, language: str = "en") -> list[str]:
    article = Article("a", text, title=title, language=language)
    return [name for _, name in kinds_and_names(credits_of_one(article))]


def test_the_credit_of_a_teaser_is_not_the_articles() -> None:
    assert names(TEASED) == ["Harbour Daily"]


def test_the_title_of_the_article_may_stand_in_its_title_field_alone() -> None:
    text = TEXT + "The post Old bridge to reopen first appeared on Harbour Daily."
    assert names(text) == []
    assert names(text, title="Old bridge to reopen") == ["Harbour Daily"]


def test_a_text_that_begins_with_the_card_is_the_article_itself() -> None:
    assert names("The post Old bridge to reopen first appeared on Harbour Daily.") == ["Harbour Daily"]


@pytest.mark.parametrize(
    ("heading", "language"),
    [("Related articles", "en"), ("READ MORE:", "en"), ("Lesen Sie auch", "de"), ("Lire aussi >>", "fr")],
)
def test_nothing_below_a_heading_of_related_articles_counts(heading: str, language: str) -> None:
    assert names(f"{TEXT}{heading}\nSource: Reuters\n", language=language) == []


def test_a_heading_in_the_upper_half_of_the_page_ends_nothing() -> None:
    assert names(f"Related articles\n{TEXT}Source: Reuters\n") == ["Reuters"]


def test_closing_lines_count_below_related_articles() -> None:
    assert names(f"{TEXT}Related articles\nMore rain\nCopyright 2026 Reuters\n") == ["Reuters"]
