"""Pages after real layouts in fifteen languages: what is read of each is what it states, and nothing beside it."""

from __future__ import annotations

from collections import Counter

import pytest
from made_article import MadeArticle
from made_layouts import LAYOUTS
from made_pages import gold, made_articles
from page_scores import field_verdict

from dedup.sources.pages.extraction import extract_page
from dedup.sources.urls.site_outlet import outlet_of

ARTICLES = list(made_articles())


def test_the_pages_are_of_many_layouts_and_languages() -> None:
    assert len(ARTICLES) >= 60
    assert Counter(article.layout for article in ARTICLES).keys() == LAYOUTS.keys()
    assert len({article.language for article in ARTICLES}) >= 12


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article.layout}-{article.number}")
def test_the_metadata_of_a_made_page_are_its_own(article: MadeArticle) -> None:
    parts = extract_page(LAYOUTS[article.layout](article).encode())
    read = {
        "title": parts.title,
        "published": parts.published.isoformat() if parts.published else None,
        "author": parts.author,
        "outlet": outlet_of(parts.outlet, parts.url, None),
        "url": parts.url,
    }
    right = gold(article)
    assert {name: value for name, value in read.items() if field_verdict(name, right[name], value) != "right"} == {}
    assert parts.language == article.language
