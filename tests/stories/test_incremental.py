"""Stories that grow: the links of a scan, in any batches, and the story that a new article joins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_stories import FALL, LIVE, MONDAY, OPINION, PATCH_WEEKS, RELEASE, RETOLD, TRANSLATED, VETO

from dedup.article import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.incremental import StoryTermIndex, choose_story
from dedup.stories.linking.story_links import StoryLinks, link_articles
from dedup.stories.terms import read_terms

TEXTS = [VETO, RELEASE, FALL, RETOLD[0], LIVE, TRANSLATED, RETOLD[1], OPINION, RETOLD[2], "", "Rain."]
ARTICLES = [Article(f"{n}", text, published=MONDAY + timedelta(days=n % 5)) for n, text in enumerate(TEXTS)]
ARTICLES += PATCH_WEEKS
SCANNED = link_articles(ARTICLES, DEFAULT_SETTINGS)


def pairs(links: StoryLinks) -> set[tuple[int, int]]:
    return set(zip(links.left.tolist(), links.right.tolist(), strict=True))


def grown(sizes: Sequence[int], max_recent: int = 2048) -> tuple[StoryTermIndex, list[StoryLinks]]:
    """An index that knows the corpus of the scan, and what it found of articles that came in batches."""
    growing, found, first = StoryTermIndex(DEFAULT_SETTINGS, SCANNED.corpus, max_recent), [], 0
    for size in [*sizes, len(ARTICLES)]:
        found.append(growing.add(ARTICLES[first : first + size]))
        first += size
    return growing, found


@pytest.mark.parametrize("recent", [0, 3, 2048])
@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=6))
def test_links_are_those_of_a_scan(recent: int, sizes: list[int]) -> None:
    growing, found = grown(sizes, recent)
    assert len(growing) == len(ARTICLES)
    assert set().union(*map(pairs, found)) == pairs(SCANNED.links)


def test_all_at_once_have_the_log_odds_of_a_scan() -> None:
    _, (found,) = grown([])
    assert found.log_odds.tolist() == SCANNED.links.log_odds.tolist()
    assert found.required.tolist() == SCANNED.links.required.tolist()


def test_log_odds_do_not_depend_on_what_came_since() -> None:
    """By the same stored articles, whatever has been added behind them."""
    _, found = grown([11])
    again = StoryTermIndex(DEFAULT_SETTINGS, SCANNED.corpus)
    assert again.add(ARTICLES[:11]).log_odds.tolist() == found[0].log_odds.tolist()


def test_articles_join_the_story_that_is_linked_most_on_average() -> None:
    story_of, sizes = {1: 7, 2: 7, 3: 7, 4: 8}, {7: 3, 8: 1}
    assert choose_story([(1, 4.0), (2, 4.0), (4, 2.1)], story_of, sizes, DEFAULT_SETTINGS) == 4
    assert choose_story([(1, 4.0), (2, 4.0), (4, 1.9)], story_of, sizes, DEFAULT_SETTINGS) == 1
    assert choose_story([(1, 3.0)], story_of, sizes, DEFAULT_SETTINGS) is None
    assert choose_story([(6, 2.0), (5, 2.0), (4, 1.0)], story_of, sizes, DEFAULT_SETTINGS) == 5
    assert choose_story([], story_of, sizes, DEFAULT_SETTINGS) is None


def test_asking_remembers_nothing() -> None:
    growing = StoryTermIndex(DEFAULT_SETTINGS, SCANNED.corpus)
    growing.add(ARTICLES[:5])
    asked = growing.find_links(read_terms(ARTICLES[5:], DEFAULT_SETTINGS)).links
    assert len(growing) == 5
    assert pairs(asked) == pairs(growing.add(ARTICLES[5:])) != set()


def test_nothing_is_added() -> None:
    growing = StoryTermIndex(DEFAULT_SETTINGS)
    assert len(growing.add([])) == len(growing) == 0
