"""Pairs are scored some at a time: which ones together changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from made_stories import MONDAY, RETOLD

from dedup.article import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.linking import story_links

ARTICLES = [Article(f"{n}", text, outlet=f"{n}.example", published=MONDAY) for n, text in enumerate(RETOLD)]


@pytest.mark.parametrize("articles", [ARTICLES, ARTICLES[:1]], ids=["pairs", "none"])
def test_links_do_not_depend_on_blocks(articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = story_links.link_articles(articles, DEFAULT_SETTINGS).links
    monkeypatch.setattr(story_links, "PAIRS_AT_ONCE", 1)
    apart = story_links.link_articles(articles, DEFAULT_SETTINGS).links
    for name in story_links.StoryLinks.__slots__:
        np.testing.assert_array_equal(getattr(whole, name), getattr(apart, name))
        assert getattr(whole, name).dtype == getattr(apart, name).dtype
