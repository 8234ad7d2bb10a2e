"""Stories of articles as they come: found at once, by several openings alike, and kept by regrouping."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from stored_news import START

from dedup import Article, DamagedDataError, Index, Relation, Settings, scan
from dedup.index.codecs.term_codec import batch_note_name, decode_batch
from dedup.index.maintenance.regroup import Regrouped, regroup
from dedup.index.storage.opening import open_store
from dedup.runtime.progress import Progress

FERRY = [
    Article(
        "wire",
        "SKARROW (Meridian News Agency) - The ferry Brightling ran aground off Skarrow on Monday with 214 people on "
        "board after both engines failed. Captain Oona Threlfall said the engines overheated within minutes, and "
        "lifeboats from Eddlehaven took everyone off by midnight. The Marrick Line has opened an inquiry.",
        outlet="meridiannewsagency.example",
        published=START,
    ),
    Article(
        "rewrite",
        "Both engines of the Brightling failed before it hit the rocks at Skarrow, according to the Meridian News "
        "Agency. All 214 people aboard the ferry were safe by midnight, brought ashore by boats from Eddlehaven. Oona "
        "Threlfall, who commands the ship, blamed overheating, and the Marrick Line promised an inquiry.",
        outlet="harbourchronicle.example",
        published=START + timedelta(hours=3),
    ),
]
LATER = Article(
    "later",
    "The Marrick Line's inquiry into how the ferry Brightling came to ground off Skarrow with 214 people aboard began "
    "today. Captain Oona Threlfall is to be heard first; lifeboat crews from Eddlehaven will follow, said the Marrick "
    "Line.",
    outlet="inlandexpress.example",
    published=START + timedelta(days=1),
)
LIBRARY = Article(
    "library",
    "The Riverside library will open on Sundays from May, the council of Oakdale decided on Tuesday. Reader numbers "
    "have doubled since the building was renovated, the librarian Hesper Quill told the council.",
    outlet="oakdalenews.example",
    published=START,
)


def test_a_story_grows_with_the_articles_that_come(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup", stories=True) as index:
        first = index.add(FERRY[0])
        assert (first.matches, first.story_id, first.story) == ((), None, None)
        assert index.add(LIBRARY).story_id is None
        found = index.add(FERRY[1])
        (match,) = found.matches
        assert (match.left_id, match.right_id, match.relation) == ("rewrite", "wire", Relation.REWRITE)
        assert "Meridian News Agency" in match.reason
        assert {"aligned sentences", "shared number", "credit"} <= {evidence.kind for evidence in match.evidence}
        assert found.story is not None
        assert found.story.article_ids == ("rewrite", "wire")
        assert "Brightling" in found.story.terms
        assert found.story.origin is not None
        assert found.story.origin.name == "Meridian News Agency"
        asked = index.query(LATER)
        assert (asked.story_id, "later" in index) == (found.story_id, False)
        assert index.add(LATER).story_id == found.story_id
        assert [story.article_ids for story in index.stories().values()] == [("later", "rewrite", "wire")]
        before = index.stories().keys()
        index.regroup()
        assert index.stories().keys() == before
        assert list(index.stories().values()) == list(scan([*FERRY, LATER, LIBRARY]).stories)


def test_a_stored_article_is_asked_for_again(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup", stories=True) as index:
        list(index.add_many([*FERRY, LATER]))
        for article in (*FERRY, LATER):
            found = index.query(article)
            assert found.matches
            assert {match.left_id for match in found.matches} == {article.id}
            assert article.id not in {match.right_id for match in found.matches}


def test_a_copy_belongs_to_the_story_of_what_it_copies(tmp_path: Path) -> None:
    copy = Article("copy", FERRY[0].text.replace("214", "215"), outlet="post.example", published=START)
    with Index(tmp_path / "news.dedup", stories=True) as index:
        list(index.add_many([FERRY[0], copy, FERRY[1]]))
        (story,) = index.stories().values()
        assert story.article_ids == ("copy", "rewrite", "wire")
        assert [cluster.article_ids for cluster in story.clusters] == [("copy", "wire")]


def test_every_opening_tells_alike(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    with Index(path, stories=True) as one, Index(path, stories=True) as other:
        one.add(FERRY[0])
        story_id = other.add(FERRY[1]).story_id
        assert one.query(LATER).story_id == other.query(LATER).story_id == story_id is not None
        one.regroup()
        assert other.add(LATER).story_id == story_id
    with Index(path, stories=True) as again:
        assert again.story_id("later") == story_id
        copy = again.query(Article("asked", LATER.text))
        assert ([match.right_id for match in copy.matches], copy.story_id) == (["later"], story_id)


def test_removed_articles_are_linked_to_nobody(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup", stories=True) as index:
        index.add(FERRY[0])
        index.remove("wire")
        assert index.add(FERRY[1]).story_id is None
        assert index.stories() == {}


def test_the_origin_of_a_story_is_none_that_was_removed(tmp_path: Path) -> None:
    early = Article("early", FERRY[0].text, outlet="meridiannewsagency.example", published=START - timedelta(hours=1))
    with Index(tmp_path / "news.dedup", stories=True) as index:
        list(index.add_many([early, *FERRY]))
        index.regroup()
        (story,) = index.stories().values()
        assert story.origin is not None
        assert story.origin.article_id == "early"
        index.remove("early")
        (story,) = index.stories().values()
        assert story.origin is not None
        assert (story.article_ids, story.origin.article_id) == (("rewrite", "wire"), "wire")


def test_an_earlier_copy_is_the_origin_however_it_came(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    early = Article("early", FERRY[0].text, outlet="meridiannewsagency.example", published=START - timedelta(hours=1))
    with Index(path, stories=True) as index:
        list(index.add_many(FERRY))
        index.regroup()
    with Index(path) as index:
        story = index.add(early).story
        assert story is not None
        assert story.origin is not None
        assert (story.article_ids, story.origin.article_id) == (("early", "rewrite", "wire"), "early")


@pytest.mark.parametrize("before", [FERRY, FERRY[:1]], ids=["a story that was there", "one begun meanwhile"])
def test_what_comes_while_stories_are_told_anew_keeps_its_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: list[Article]
) -> None:
    path = tmp_path / "news.dedup"
    told: list[int | None] = []

    def come() -> None:
        with Index(path, stories=True) as other:
            told.append([found.story_id for found in other.add_many([*FERRY[len(before) :], LATER])][-1])

    with Index(path, stories=True) as index:
        list(index.add_many([*before, LIBRARY]))
        monkeypatch.setattr("dedup.index.operations.upkeep.regroup", _regroup_while(come))
        index.regroup()
        assert told == [index.story_id("later")] == [index.story_id("wire")] != [None]
        assert [story.article_ids for story in index.stories().values()] == [("later", "rewrite", "wire")]


def test_what_was_told_of_a_later_moment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.dedup"

    def come() -> None:
        with Index(path, stories=True) as other, monkeypatch.context() as at_once:
            list(other.add_many([LATER, LIBRARY]))
            at_once.setattr("dedup.index.operations.upkeep.regroup", regroup)
            other.regroup()

    with Index(path, stories=True) as index:
        list(index.add_many(FERRY))
        monkeypatch.setattr("dedup.index.operations.upkeep.regroup", _regroup_while(come))
        index.regroup()
        assert index.stats().changes == 0
        assert list(index.export().stories) == list(scan([*FERRY, LATER, LIBRARY]).stories)
        assert index.query(Article("asked", LATER.text.replace("today", "now"))).story_id == index.story_id("wire")


def test_an_index_made_anew_finds_the_same_stories(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup", stories=True) as index:
        story_id = list(index.add_many(FERRY))[-1].story_id
        assert index.rebuild() == []
        assert index.add(LATER).story_id == story_id is not None


def test_damaged_terms_are_told_and_read_again(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup", stories=True) as index:
        list(index.add_many(FERRY))
    store = open_store(tmp_path / "news.dedup")
    with store.writing():
        (body,) = store.metadata_range(batch_note_name(0), batch_note_name(99))
        store.set_metadata(batch_note_name(1), body[:40] + bytes([body[40] ^ 1]) + body[41:])
    store.close()
    with Index(tmp_path / "news.dedup", stories=True) as index:
        assert [fault.description.split(" is ")[0] for fault in index.check()] == ["what stories are found by"]
        with pytest.raises(DamagedDataError, match="what stories are found by is damaged; `regroup`"):
            index.add(LATER)
        index.regroup()
        assert index.check() == []
        assert index.add(LATER).story_id == index.story_id("wire") is not None


def test_without_stories_nothing_is_kept_for_them(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup") as index:
        found = list(index.add_many(FERRY))
        assert [(each.matches, each.story_id) for each in found] == [((), None), ((), None)]
    store = open_store(tmp_path / "news.dedup")
    assert [*store.metadata_range(batch_note_name(0), batch_note_name(99))] == []
    store.close()


def test_regrouping_reads_only_what_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Index(tmp_path / "news.dedup", stories=True) as index:
        list(index.add_many([*FERRY, LIBRARY]))
        index.regroup()
        read: list[str] = []
        monkeypatch.setattr("dedup.index.grouping.story_terms.read_terms", partial(_noted, read))
        index.add(LATER)
        assert read == ["later"]
        index.regroup()
        assert read == ["later"]
        assert index.stories()


def test_regrouping_by_other_settings_reads_terms_again(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup", stories=True) as index:
        list(index.add_many([*FERRY, LIBRARY]))
        index.regroup()
    settings = Settings(max_terms=12, max_query_terms=6)
    with Index(tmp_path / "news.dedup", stories=True, settings=settings) as index:
        index.regroup()
        assert [story.article_ids for story in index.stories().values()] == [
            story.article_ids for story in scan([*FERRY, LIBRARY], settings=settings).stories
        ]
    store = open_store(tmp_path / "news.dedup")
    bodies = store.metadata_range(batch_note_name(0), batch_note_name(1000))
    assert max(np.diff(decode_batch(body).terms.ends).max() for body in bodies) == 12
    store.close()


def _noted(read: list[str], articles: list[Article], settings: Settings) -> object:
    from dedup.stories.terms import read_terms

    read += [article.id for article in articles]
    return read_terms(articles, settings)


def _regroup_while(come: Callable[[], None]) -> Callable[..., Regrouped]:
    def busy(
        articles: Mapping[int, Article], chosen: Settings, terms: Sequence[bytes] | None, progress: Progress
    ) -> Regrouped:
        come()
        return regroup(articles, chosen, terms, progress)

    return busy
