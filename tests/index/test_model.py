"""Any sequence of additions, updates, removals and reopenings, beside a dictionary that does the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import made_news as news
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from made_news import text
from other_processes import NIGHTLY
from small_segments import small_index
from stored_news import START, STORIES

from dedup import Article, Index, IndexResult
from dedup.index.result import Status

TEXTS = ["", *map(text, STORIES), *(news.edited(text(story), 0.05) for story in STORIES), text(*STORIES)]
articles = st.builds(
    Article,
    id=st.sampled_from("abcdefghij"),
    text=st.sampled_from(TEXTS),
    url=st.none()
    | st.sampled_from(["https://one.example/a", "http://www.one.example/a?utm_id=1", "https://two.example"]),
    published=st.integers(0, 5).map(lambda days: START + timedelta(days=days)),
)


class Beside(RuleBasedStateMachine):
    """An index with small runs, and what it should hold."""

    finds_stories = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.index = self.opened()
        self.held: dict[str, Article] = {}

    def teardown(self) -> None:
        assert self.index.check() == []
        self.index.close()
        rmtree(self.folder)

    def opened(self) -> Index:
        return small_index(self.folder / "news.dedup", 4, stories=self.finds_stories)

    def judged(self, article: Article, found: IndexResult, before: Sequence[Article]) -> None:
        """Whoever has the same words is found, and nobody who is not there."""
        same = {other.id for other in before if other.text == article.text and other.id != article.id and article.text}
        others = {match.right_id for match in found.matches}
        assert same <= others <= {other.id for other in before}

    def stored_version(self, article: Article) -> Article | None:
        """What is held under the id of an article, or else, the newest, at its address."""
        if article.id in self.held or not article.url:
            return self.held.get(article.id)
        place = article.url.partition("//")[2].removeprefix("www.").partition("?")[0]
        same = [each for each in self.held.values() if each.url and place in each.url]
        return same[-1] if same else None

    @rule(article=articles)
    def add(self, article: Article) -> None:
        stored, before = self.stored_version(article), dict(self.held)
        result = self.index.add(article)
        if stored is None:
            assert result.status is Status.NEW
        elif replace(stored, id="", url=None) == replace(article, id="", url=None):
            assert result.status is Status.UNCHANGED
        elif stored.text == article.text:
            assert result.status is Status.VERSION
        else:
            assert (result.status is Status.NEW) <= (article.id not in before)
            assert (result.status is Status.CONFLICT) <= (article.id in before)
        if result.status.is_stored:
            if result.previous:
                del before[result.previous.right_id]
            self.judged(article, result, list(before.values()))
            self.held = {**before, article.id: article}

    @rule(batch=st.lists(articles, min_size=2, max_size=5, unique_by=lambda article: article.id))
    def add_many(self, batch: list[Article]) -> None:
        fresh = [replace(article, url=None) for article in batch if article.id not in self.held]
        for article, found in zip(fresh, self.index.add_many(fresh), strict=True):
            self.judged(article, found, list(self.held.values()))
            self.held[article.id] = article

    @rule(article=articles)
    def query(self, article: Article) -> None:
        self.judged(article, self.index.query(article), list(self.held.values()))

    @rule(article=articles)
    def update(self, article: Article) -> None:
        stored = self.stored_version(article)
        if stored:
            del self.held[stored.id]
        self.judged(article, self.index.update(article), list(self.held.values()))
        self.held[article.id] = article

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        article_id = data.draw(st.sampled_from(sorted(self.held)))
        self.index.remove(article_id)
        del self.held[article_id]

    @rule(days=st.integers(0, 2))
    def expire(self, days: int) -> None:
        before = START + timedelta(days=days)
        gone = [article.id for article in self.held.values() if article.published and article.published < before]
        assert self.index.expire(before) == len(gone)
        for article_id in gone:
            del self.held[article_id]

    @rule()
    def reopen(self) -> None:
        self.index.close()
        self.index = self.opened()
        assert self.index.check() == []

    @invariant()
    def holds_the_same_in_the_same_order(self) -> None:
        assert list(self.index) == list(self.held.values())
        assert len(self.index) == len(self.held)
        for groups in (self.index.clusters(), self.index.stories()):
            grouped = [each for group in groups.values() for each in group.article_ids]
            assert len(grouped) == len(set(grouped))
            assert set(grouped) <= self.held.keys()


class BesideWithStories(Beside):
    """The same where every article also finds its story."""

    finds_stories = True

    @rule()
    def regroup(self) -> None:
        self.index.regroup()


@pytest.mark.parametrize("machine", [Beside, BesideWithStories])
def test_any_sequence_of_steps(machine: type[Beside]) -> None:
    examples, steps = (200, 50) if NIGHTLY else (5, 30)
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    )
