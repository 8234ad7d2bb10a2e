"""Stories that grow: the same links as all at once, in any batches; provisional groups until they are settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_stories import FALL, LIVE, MONDAY, OPINION, PATCH_WEEKS, RELEASE, RETOLD, TRANSLATED, VETO

from dedup.article import Article
from dedup.stories import growing as module
from dedup.stories.growing import Growing
from dedup.stories.linkage import linked_groups
from dedup.stories.links import Links, link
from dedup.stories.telling import SAME_STORY
from dedup.stories.terms import read_terms

TEXTS = [VETO, RELEASE, FALL, RETOLD[0], LIVE, TRANSLATED, RETOLD[1], OPINION, RETOLD[2], "", "Rain."]
ARTICLES = [Article(f"{n}", text, published=MONDAY + timedelta(days=n % 5)) for n, text in enumerate(TEXTS)]
ARTICLES += PATCH_WEEKS


def rows(links: Links) -> set[tuple[int, int, float]]:
    return set(zip(links.left.tolist(), links.right.tolist(), links.probability.tolist(), strict=True))


def grown(articles: Sequence[Article], sizes: Sequence[int]) -> tuple[Growing, set[tuple[int, int, float]]]:
    growing, found, first = Growing(), set(), 0
    for size in [*sizes, len(articles)]:
        found |= rows(growing.add(articles[first : first + size]))
        first += size
    return growing, found


@pytest.mark.parametrize("recent", [0, 3, 2048])
@settings(max_examples=15, deadline=None)
@given(st.permutations(ARTICLES), st.lists(st.integers(0, 4), max_size=6))
def test_links_are_those_of_all_at_once(recent: int, articles: list[Article], sizes: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "RECENT", recent)
        growing, found = grown(articles, sizes)
    assert len(growing) == len(articles)
    assert found == rows(link(articles, read_terms(articles)))


def test_articles_join_the_story_of_their_links() -> None:
    growing, _ = grown(ARTICLES[:9], [1] * 9)
    budget, plant = growing.story_of(0), growing.story_of(1)
    assert [growing.story_of(number) for number in (4, 7)] == [budget] * 2
    assert [growing.story_of(number) for number in (3, 6, 8)] == [plant] * 3
    assert budget != plant


def test_settling_takes_over_what_all_together_say() -> None:
    growing, _ = grown(ARTICLES, [2, 5])
    links = link(ARTICLES, read_terms(ARTICLES))
    groups = linked_groups(len(ARTICLES), links.left, links.right, links.probability, SAME_STORY)
    growing.settle(groups)
    for group in groups:
        assert {growing.story_of(number) for number in group} == {min(group)}
    alone = set(range(len(ARTICLES))) - {number for group in groups for number in group}
    assert all(growing.story_of(number) == number for number in alone)
    again = growing.add([Article("late", LIVE, published=MONDAY)])
    assert len(again) > 0
    assert growing.story_of(len(ARTICLES)) == growing.story_of(4)


def test_nothing_is_added() -> None:
    growing = Growing()
    assert len(growing.add([])) == len(growing) == 0
