"""An index in a file is a scan, whatever is done to it; `test_drivers.py` has the other drivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from made_translations import ENGLISH, GERMAN, RUSSIAN
from report_comparison import assert_same
from stored_news import START, many, small_corpus

import dedup
from dedup import Article, Index, Relation, Settings
from dedup.index.maintenance.regroup import regroup
from dedup.runtime.progress import Progress

# A scan reads ids as text, and makes text of them: one that is none would come back as another.
CORPUS = [article for article in [*small_corpus(), *many(24, seed=3)] if "\udc80" not in article.id]
REPORT = dedup.scan(CORPUS)


MANY_LANGUAGES = [
    Article("en", ENGLISH),
    Article("de", GERMAN, published=START),
    Article("ru", RUSSIAN, outlet="vestnik.example"),
    Article("ru-again", RUSSIAN),
    Article("de-part", GERMAN[: len(GERMAN) // 2]),
    *small_corpus()[:6],
]


def batches(articles: Sequence[Article], cuts: Sequence[int]) -> list[Sequence[Article]]:
    borders = [0, *sorted({cut % (len(articles) + 1) for cut in cuts}), len(articles)]
    return [articles[start:end] for start, end in pairwise(borders)]


def test_the_corpus_has_everything() -> None:
    assert {str(match.relation) for match in REPORT.matches} >= {"exact", "near", "syndicated", "excerpt"}
    assert len(REPORT.clusters) > 3
    assert len(REPORT.stories) > 3
    assert len(REPORT.boilerplate) > 3


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.permutations(range(len(CORPUS))), st.lists(st.integers(0, 100), max_size=4), st.integers(0, 4), st.booleans())
def test_after_regrouping_it_is_a_scan_in_any_order_and_batches(
    order: list[int], cuts: list[int], regrouped_at: int, stories: bool
) -> None:
    articles = [CORPUS[place] for place in order]
    with TemporaryDirectory() as folder, Index(Path(folder) / "news.dedup", stories=stories) as index:
        for number, batch in enumerate(batches(articles, cuts)):
            if number == regrouped_at:
                index.regroup()
            for _ in index.add_many(batch, batch=11):
                pass
        index.regroup()
        assert_same(index.export(), REPORT)


def test_after_removing_and_updating_it_is_a_scan_of_what_is_left(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup") as index:
        for _ in index.add_many(CORPUS):
            pass
        index.regroup()
        index.remove("page")
        index.update(Article("once", CORPUS[4].text))
        index.regroup()
        left = [article for article in CORPUS if article.id not in ("page", "once")]
        assert_same(index.export(), dedup.scan([*left, Article("once", CORPUS[4].text)]))


@pytest.mark.parametrize("stories", [True, False])
def test_after_regrouping_it_finds_the_translations_of_a_scan(tmp_path: Path, stories: bool) -> None:
    expected = dedup.scan(MANY_LANGUAGES)
    translated = [match for match in expected.matches if match.relation is Relation.TRANSLATION]
    assert {(match.left_id, match.right_id) for match in translated} >= {("de", "en"), ("en", "ru")}
    articles = Random(stories).sample(MANY_LANGUAGES, len(MANY_LANGUAGES))
    with Index(tmp_path / "news.dedup", stories=stories) as index:
        list(index.add_many(articles[:7], batch=3))
        index.regroup()
        list(index.add_many(articles[7:], batch=3))
        index.regroup()
        assert_same(index.export(), expected)
        index.remove("de")
        index.update(Article("ru", ENGLISH))
        index.regroup()
        left = [article for article in MANY_LANGUAGES if article.id not in ("de", "ru")]
        assert_same(index.export(), dedup.scan([*left, Article("ru", ENGLISH)]))


def test_copies_only_is_a_scan_without_stories(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup") as index:
        for _ in index.add_many(CORPUS):
            pass
        index.regroup(stories=False)
        assert_same(index.export(), dedup.scan(CORPUS, stories=False))


def test_what_others_do_while_groups_are_made_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.dedup"

    def meanwhile(
        articles: Mapping[int, Article], chosen: Settings, terms: Sequence[bytes] | None, progress: Progress
    ) -> object:
        with Index(path) as other:
            other.add(Article("late", CORPUS[4].text))
            other.remove("edited")
        return regroup(articles, chosen, terms, progress)

    with Index(path) as index:
        list(index.add_many(CORPUS))
        with monkeypatch.context() as busy:
            busy.setattr("dedup.index.operations.upkeep.regroup", meanwhile)
            index.regroup()
        assert ("courier-ferry", "late", "page", "wire") in {each.article_ids for each in index.clusters().values()}
        assert index.stats().changes == 2
        index.regroup()
        left = [article for article in CORPUS if article.id != "edited"]
        assert_same(index.export(), dedup.scan([*left, Article("late", CORPUS[4].text)]))


def test_other_settings_make_other_groups(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    strict = Settings(min_core_coverage=0.99)
    with Index(path) as index:
        list(index.add_many(CORPUS))
        index.regroup()
    with Index(path, settings=strict) as index:
        index.regroup()
        assert_same(index.export(), dedup.scan(CORPUS, settings=strict))
        assert list(index.export().clusters) != list(REPORT.clusters)


def test_an_index_in_memory_is_a_scan_too() -> None:
    with Index("memory:", stories=True) as index:
        list(index.add_many(CORPUS, batch=9))
        index.regroup()
        assert_same(index.export(), REPORT)
        assert index.check() == []
        assert index.rebuild() == []
        assert_same(index.export(), REPORT)
