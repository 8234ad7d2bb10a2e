"""Translations at an addition: found among what is stored, in any order, by the rules of a scan."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from made_translations import ENGLISH, GERMAN, RUSSIAN
from stored_news import small_corpus

from dedup import Article, Index, Relation, Settings
from dedup.errors import FormerIndexWarning
from dedup.index.codecs.checksums import with_checksum
from dedup.index.maintenance.regroup import SETTINGS_NOTE, regrouped_settings
from dedup.index.storage.opening import given_store
from dedup.serialization import dumps
from dedup.settings import DEFAULT_SETTINGS

OTHERS = small_corpus()[:6]


@pytest.fixture
def index() -> Iterator[Index]:
    with Index("memory:", stories=True) as opened:
        list(opened.add_many(OTHERS))
        yield opened


def translations(index: Index, article: Article) -> list[str]:
    return [match.right_id for match in index.add(article).matches if match.relation is Relation.TRANSLATION]


def exported(index: Index) -> dict[tuple[str, str], str]:
    matches = index.export().matches
    return {(each.left_id, each.right_id): each.reason for each in matches if each.relation is Relation.TRANSLATION}


def test_an_addition_finds_its_translations(index: Index) -> None:
    assert translations(index, Article("en", ENGLISH)) == []
    result = index.add(Article("de", GERMAN))
    (match,) = result.matches
    assert (match.relation, match.right_id) == (Relation.TRANSLATION, "en")
    assert match.reason.startswith("the same in another language")
    assert match.passages
    assert result.story_id is not None
    assert index.add(Article("ru", RUSSIAN)).story_id == result.story_id
    story = index.story(result.story_id)
    assert story is not None
    assert {"de", "en", "ru"} <= {*story.article_ids}
    before = exported(index)
    assert len(before) == 3
    index.regroup()
    assert exported(index) == before


def test_translations_of_one_batch_are_found(index: Index) -> None:
    results = list(index.add_many([Article("en", ENGLISH), Article("de", GERMAN), Article("ru", RUSSIAN)], batch=3))
    found = [{match.right_id for match in result.matches} for result in results]
    assert found == [set(), {"en"}, {"en", "de"}]
    assert len({result.story_id for result in results[1:]}) == 1


def test_after_regrouping_additions_find_what_was_stored_before(index: Index) -> None:
    index.add(Article("en", ENGLISH))
    index.regroup()
    assert translations(index, Article("de", GERMAN)) == ["en"]
    index.remove("en")
    assert translations(index, Article("ru", RUSSIAN)) == ["de"]


def test_a_question_stores_nothing(index: Index) -> None:
    index.add(Article("en", ENGLISH))
    before = index.stats()
    asked = index.query(Article("de", GERMAN))
    assert [match.relation for match in asked.matches] == [Relation.TRANSLATION]
    assert [match.relation for match in index.query(Article("en", ENGLISH)).matches] == []
    assert index.stats() == before


def test_a_report_joins_a_story_of_which_most_are_translations(index: Index) -> None:
    """Its links are to the texts in its language: those of others say nothing against it."""
    retold = ENGLISH.replace("said", "told reporters").split(". ")
    report = Article("again", ". ".join([*retold[2:], *retold[:2]]))
    index.add(Article("en", ENGLISH))
    alone = index.query(report).story_id, index.query(report).matches
    index.add(Article("de", GERMAN))
    index.add(Article("ru", RUSSIAN))
    story = index.query(Article("de", GERMAN)).story_id
    assert alone[1]
    assert index.query(report).story_id == story


def test_the_setting_turns_them_off() -> None:
    with Index("memory:", stories=True, settings=Settings(translations=False)) as index:
        index.add(Article("en", ENGLISH))
        assert translations(index, Article("de", GERMAN)) == []


def test_an_index_of_an_earlier_version_says_so_and_is_regrouped(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    with Index(path, stories=True) as index:
        index.add(Article("en", ENGLISH))
        index.regroup()
    with closing(given_store(path, DEFAULT_SETTINGS)) as store, store.writing():
        former = {name: value for name, value in (regrouped_settings(store) or {}).items() if name != "found_by"}
        store.set_metadata(SETTINGS_NOTE, with_checksum(dumps(former)))
        store.delete_metadata("story keys:", "story keys;")
    with pytest.warns(FormerIndexWarning, match="regroup"), Index(path, stories=True) as index:
        assert translations(index, Article("unheard", RUSSIAN)) == []
        index.remove("unheard")
        index.regroup()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Index(path, stories=True) as index:
            assert translations(index, Article("de", GERMAN)) == ["en"]
