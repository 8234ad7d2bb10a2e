"""Stories that grow: the same links as all at once, in any batches, and the story that a new article joins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_stories import FALL, LIVE, MONDAY, OPINION, PATCH_WEEKS, RELEASE, RETOLD, TRANSLATED, VETO

from dedup.article import Article
from dedup.corpus.published_days import published_days
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.incremental import StoryTermIndex, choose_story
from dedup.stories.link_model import StoryLinks, find_story_links
from dedup.stories.terms import read_terms

TEXTS = [VETO, RELEASE, FALL, RETOLD[0], LIVE, TRANSLATED, RETOLD[1], OPINION, RETOLD[2], "", "Rain."]
ARTICLES = [Article(f"{n}", text, published=MONDAY + timedelta(days=n % 5)) for n, text in enumerate(TEXTS)]
ARTICLES += PATCH_WEEKS


def rows(links: StoryLinks) -> set[tuple[int, int, float]]:
    return set(zip(links.left.tolist(), links.right.tolist(), links.probability.tolist(), strict=True))


def grown(
    articles: Sequence[Article], sizes: Sequence[int], max_recent: int = 2048
) -> tuple[StoryTermIndex, set[tuple[int, int, float]]]:
    growing, found, first = StoryTermIndex(DEFAULT_SETTINGS, max_recent), set(), 0
    for size in [*sizes, len(articles)]:
        found |= rows(growing.add(articles[first : first + size]))
        first += size
    return growing, found


@pytest.mark.parametrize("recent", [0, 3, 2048])
@settings(max_examples=15, deadline=None)
@given(st.permutations(ARTICLES), st.lists(st.integers(0, 4), max_size=6))
def test_links_are_those_of_all_at_once(recent: int, articles: list[Article], sizes: list[int]) -> None:
    growing, found = grown(articles, sizes, recent)
    assert len(growing) == len(articles)
    assert found == rows(find_story_links(articles, read_terms(articles, DEFAULT_SETTINGS), DEFAULT_SETTINGS))


def test_articles_join_the_story_that_is_linked_most_on_average() -> None:
    story_of, sizes = {1: 7, 2: 7, 3: 7, 4: 8}, {7: 3, 8: 1}
    assert choose_story([(1, 0.9), (2, 0.9), (4, 0.65)], story_of, sizes, DEFAULT_SETTINGS) == 4
    assert choose_story([(1, 0.9), (2, 0.9), (4, 0.55)], story_of, sizes, DEFAULT_SETTINGS) == 1
    assert choose_story([(1, 0.9)], story_of, sizes, DEFAULT_SETTINGS) is None
    assert choose_story([(6, 0.8), (5, 0.8), (4, 0.7)], story_of, sizes, DEFAULT_SETTINGS) == 5
    assert choose_story([], story_of, sizes, DEFAULT_SETTINGS) is None


def test_asking_remembers_nothing() -> None:
    growing, _ = grown(ARTICLES[:5], [2])
    asked = growing.find_links(published_days(ARTICLES[5:]), read_terms(ARTICLES[5:], DEFAULT_SETTINGS))
    assert len(growing) == 5
    assert rows(asked) == rows(growing.add(ARTICLES[5:])) != set()


def test_nothing_is_added() -> None:
    growing = StoryTermIndex(DEFAULT_SETTINGS)
    assert len(growing.add([])) == len(growing) == 0
