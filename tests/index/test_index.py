"""The index as a user sees it: what is added is judged, remembered, found again, replaced and forgotten.

Most of it holds for an index in a file, behind a server and in PostgreSQL, and is tested on all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import made_news as news
import pytest
from made_news import FERRY, LIBRARY, TELESCOPE, text
from postgres_server import PostgresServer, schema_of
from served import ServedIndex
from small_segments import small_index
from stored_news import START, many, small_corpus

import dedup
from dedup import Article, Index, IndexResult, InputError, Relation, Settings, SettingsError
from dedup.index.storage.memory.store import MemoryStore

Opener = Callable[..., Index]


@pytest.fixture(params=["file", "server", "postgres"])
def opened(request: pytest.FixtureRequest) -> Opener:
    """Opens an index in this process, through a server, or in a schema of PostgreSQL for each path."""
    if request.param != "postgres":
        return ServedIndex if request.param == "server" else Index
    postgres: PostgresServer = request.getfixturevalue("postgres")
    return lambda path, **options: Index(f"{postgres.url}?schema={schema_of(path)}", **options)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.dedup"


def pairs(found: IndexResult) -> list[tuple[str, ...]]:
    """The matches of an article, each in order of ids."""
    assert {match.left_id for match in found.matches} <= {found.article_id}
    return sorted((*sorted((match.left_id, match.right_id)), str(match.relation)) for match in found.matches)


def test_an_article_is_judged_against_all_that_came_before(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        found = {article.id: pairs(index.add(article)) for article in small_corpus()}
    assert found["wire"] == []
    assert found["edited"] == [
        ("courier-ferry", "edited", "syndicated"),
        ("edited", "page", "syndicated"),
        ("edited", "wire", "near"),
    ]
    assert found["once"] == [("once", "tripled", "exact")]
    assert [pair for pair in found["quoting"] if "wire" in pair] == [("quoting", "wire", "excerpt")]


def test_what_is_judged_is_what_compare_says(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        articles = {article.id: article for article in small_corpus()}
        for article in articles.values():
            for match in index.add(article).matches:
                alone = dedup.compare(articles[match.left_id], articles[match.right_id])
                told = replace(alone, left_id=match.left_id, right_id=match.right_id)
                if match.relation.is_copy:
                    assert match == told
                    assert match.passages == told.passages


def test_adding_in_batches_finds_what_adding_one_by_one_finds(opened: Opener, tmp_path: Path) -> None:
    articles = many(60)
    with opened(tmp_path / "one") as one, opened(tmp_path / "many") as other:
        singly = [pairs(one.add(article)) for article in articles]
        assert [pairs(judged) for judged in other.add_many(articles, batch=17)] == singly
        assert [c.article_ids for c in one.clusters().values()] == [c.article_ids for c in other.clusters().values()]
    assert sum(map(len, singly)) > 10


def test_asking_remembers_nothing(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        index.add(Article("wire", text(FERRY)))
        again = index.query(Article("copy", text(FERRY)))
        assert pairs(again) == [("copy", "wire", "exact")]
        assert len(index) == 1
        assert "copy" not in index
        assert pairs(index.query(index["wire"])) == []


def test_an_added_article_knows_its_repeats_cluster_and_origin(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        index.add(Article("wire", text(FERRY), published=START, outlet="wire.example"))
        doubled = text(FERRY, FERRY)
        judged = index.add(Article("late", doubled, published=START + timedelta(hours=2), outlet="late.example"))
        assert [len(repeat.spans) for repeat in judged.repeats] == [2]
        assert judged.cluster is not None
        assert judged.cluster.article_ids == ("late", "wire")
        assert judged.origin is not None
        assert judged.origin.name == "wire.example"
        assert index.repeats("late") == list(judged.repeats)
        alone = index.add(Article("other", text(LIBRARY)))
        assert (alone.cluster, alone.origin) == (None, None)


def test_as_a_container_it_holds_articles_in_the_order_of_adding(opened: Opener, path: Path) -> None:
    articles = small_corpus()
    with opened(path) as index:
        for _ in index.add_many(articles):
            pass
    with opened(path) as index:
        assert len(index) == len(articles)
        assert list(index) == articles
        assert index["odd\udc80"] == articles[-1]
        assert "wire" in index
        assert "nowhere" not in index
        assert 7 not in index
        with pytest.raises(KeyError):
            index["nowhere"]


def statuses(results: Iterable[IndexResult]) -> list[str]:
    return [str(result.status) for result in results]


def test_an_article_is_new_a_version_unchanged_or_in_conflict(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        first = Article("a", text(FERRY), url="https://wire.example/ferry")
        moved = replace(first, url="http://www.wire.example/ferry?utm_source=feed", links=("https://wire.example/",))
        edited = replace(first, text=text(FERRY[:7]))
        headline = replace(edited, title="Aground at Skarrow")
        assert statuses(index.add_many([first, moved, edited, headline])) == ["new", "unchanged", "version", "version"]
        assert list(index) == [headline]
        taken = index.add(Article("a", text(LIBRARY)))
        assert (str(taken.status), taken.matches, taken.nearest, taken.cluster_id) == ("conflict", (), None, None)
        rewritten = index.add(replace(headline, text=text(LIBRARY)))
        assert (str(rewritten.status), rewritten.nearest and rewritten.nearest.reason) == (
            "version",
            "the same address",
        )
        assert [article.text for article in index] == [text(LIBRARY)]


def test_unlike_articles_at_one_url_are_each_kept(opened: Opener, path: Path) -> None:
    briefs = "https://wire.example/briefs"
    with opened(path) as index:
        for name in ("a", briefs):  # an id of the source's own, and one that is but the URL
            ferry = Article(name, text(FERRY), title="Ferry runs aground", url=f"{briefs}#1")
            library = Article(
                f"{name}-2" if name == "a" else name, text(LIBRARY), title="Library opens", url=f"{briefs}#2"
            )
            assert statuses(index.add_many([ferry, library])) == ["new" if name == "a" else "unchanged"] * 2
        assert [article.id for article in index] == ["a", "a-2"]


def test_an_article_whose_id_is_but_its_url_gets_a_number_where_another_one_has_it(opened: Opener, path: Path) -> None:
    home = "https://wire.example/briefs"
    ferry = Article(home, text(FERRY), title="Ferry runs aground", url=home)
    library = Article(home, text(LIBRARY), title="Library opens", url=home)
    with opened(path) as index:
        assert statuses(index.add_many([ferry, library])) == ["new", "new"]
        assert [article.id for article in index] == [home, f"{home}#2"]
        again = [replace(ferry, text=text(FERRY[:7])), library, replace(library, text=text(LIBRARY[:4]))]
        results = list(index.add_many(again))
        assert statuses(results) == ["version", "unchanged", "version"]
        assert [result.article_id for result in results] == [home, f"{home}#2", f"{home}#2"]
        assert [article.text for article in index] == [text(FERRY[:7]), text(LIBRARY[:4])]
        taken = index.add(replace(library, id="x", title="Geese on the motorway", text=text(LIBRARY[:4], FERRY[:2])))
        assert str(taken.status) == "version"


def test_another_article_under_the_id_and_url_of_a_stored_one_is_refused(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        index.add(Article("a", text(FERRY), title="Ferry runs aground", url="https://wire.example/live"))
        other = Article("a", text(LIBRARY), title="Library opens", url="https://wire.example/live")
        assert statuses([index.add(other), index.update(other)]) == ["conflict", "version"]


def test_of_two_articles_of_a_batch_with_one_id_the_second_is_held_against_the_first(
    opened: Opener, path: Path
) -> None:
    with opened(path) as index:
        batch = [Article("b", text(LIBRARY)), Article("c", text(FERRY)), Article("c", "Something else.")]
        assert statuses(index.add_many(batch)) == ["new", "new", "conflict"]
        assert [article.text for article in index] == [text(LIBRARY), text(FERRY)]


def test_a_query_says_what_an_addition_would(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        first = Article("a", text(FERRY), title="Aground")
        index.add(first)
        asked = [first, replace(first, title="Refloated"), Article("a", text(LIBRARY)), Article("b", text(FERRY))]
        assert statuses(map(index.query, asked)) == ["unchanged", "version", "conflict", "new"]
        assert list(index) == [first]
        nearest = index.query(asked[1]).nearest
        assert nearest is not None
        assert (nearest.left_id, nearest.right_id, nearest.reason) == ("a", "a", "the same id")


def test_of_several_matches_the_closest_stands_first(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        list(index.add_many([Article("part", text(LIBRARY, FERRY[:5])), Article("z", text(FERRY))]))
        found = index.query(Article("q", text(FERRY)))
        assert [match.right_id for match in found.matches] == ["z", "part"]
        assert found.nearest == found.matches[0]


def test_an_update_takes_the_place_of_the_same_id_or_address(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        index.add(Article("a", text(FERRY), url="https://wire.example/ferry"))
        index.add(Article("copy", text(FERRY)))
        by_id = index.update(Article("a", text(FERRY[:7]), url="https://wire.example/ferry"))
        assert pairs(by_id) == [("a", "copy", "near")]
        by_address = index.update(Article("z", text(FERRY[:6]), url="http://www.wire.example/ferry?utm_source=feed"))
        assert [article.id for article in index] == ["copy", "z"]
        assert pairs(by_address) == [("copy", "z", "near")]
        assert [cluster.article_ids for cluster in index.clusters().values()] == [("copy", "z")]
        index.update(Article("new", text(LIBRARY)))
        assert len(index) == 3


def test_what_is_removed_is_found_no_more(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        index.add(Article("a", text(FERRY)))
        index.add(Article("copy", text(FERRY)))
        index.remove("a")
        assert pairs(index.query(Article("q", text(FERRY)))) == [("copy", "q", "exact")]
        assert index.clusters() == {}
        assert index.matches() == []
        with pytest.raises(KeyError):
            index.remove("a")
        assert pairs(index.add(Article("a", text(FERRY)))) == [("a", "copy", "exact")]


def test_articles_expire_by_the_date_of_publication_or_else_of_adding(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        index.add(Article("old", text(FERRY), published=START - timedelta(days=30)))
        index.add(Article("new", text(LIBRARY), published=START))
        index.add(Article("undated", "Added just now."))
        assert index.expire(before=START) == 1
        assert [article.id for article in index] == ["new", "undated"]
        with pytest.raises(InputError, match="time zone"):
            index.expire(before=START.replace(tzinfo=None))


def test_groups_keep_their_ids_as_they_grow(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        for _ in index.add_many(small_corpus()):
            pass
        index.regroup()
        before = {each: set(cluster.article_ids) for each, cluster in index.clusters().items()}
        index.add(Article("more", news.edited(text(FERRY), 0.03)))
        index.remove("wire")
        index.regroup()
        after = {each: set(cluster.article_ids) for each, cluster in index.clusters().items()}
    assert before.keys() == after.keys()
    (ferry,) = (each for each, members in before.items() if "wire" in members)
    assert after[ferry] == before[ferry] - {"wire"} | {"more"}


def test_an_index_that_was_built_otherwise_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Index(path).close()
    monkeypatch.setattr("dedup.index.maintenance.compatibility.BUILD_PARAMETERS", {"format": 1, "keys": 9})
    with pytest.raises(SettingsError, match=r"built with .*keys 3 \(here 9\).*dedup index rebuild"):
        Index(path)


def test_another_database_or_file_is_refused(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE t(a)")
    with pytest.raises(InputError, match="not an index"):
        Index(tmp_path / "other.db")
    (tmp_path / "text.txt").write_text("Nothing of the kind. " * 100)
    with pytest.raises(dedup.DamagedDataError, match=r"text\.txt"):
        Index(tmp_path / "text.txt")
    with pytest.raises(dedup.StorageError, match="nowhere"):
        Index(tmp_path / "nowhere" / "news.dedup")


def test_it_can_be_awaited(opened: Opener, path: Path) -> None:
    async def both() -> list[list[tuple[str, ...]]]:
        with opened(path) as index:
            await index.aadd(Article("a", text(FERRY)))
            asked = await index.aquery(Article("q", text(FERRY)))
            return [pairs(asked), pairs(await index.aadd(Article("b", text(FERRY))))]

    assert asyncio.run(both()) == [[("a", "q", "exact")], [("a", "b", "exact")]]


def test_relations_are_judged_with_what_was_learned(opened: Opener, path: Path) -> None:
    """A menu that four pages have is furniture, and the words below it are a whole article."""
    pages = [article for article in small_corpus() if article.id.startswith("courier-")]
    bare = Article("bare", text(news.story(3, 9)))
    with opened(path) as index:
        for page in pages:
            index.add(page)
        (before,) = index.query(bare).matches
        index.regroup()
        (after,) = index.query(bare).matches
    assert before.right_coverage < 1
    assert (after.relation, after.right_coverage) == (Relation.SYNDICATED, 1)


def test_how_widely_to_look_may_change_with_every_question(opened: Opener, path: Path) -> None:
    quoting = Article("quoting", text(TELESCOPE[:3], FERRY[2:5], TELESCOPE[3:]))
    with opened(path) as index:
        index.add(Article("wire", text(FERRY)))
        assert pairs(index.query(quoting)) == [("quoting", "wire", "excerpt")]
        assert index.query(quoting, settings=Settings(min_shared_anchors=1000)).matches == ()


def test_keys_of_removed_articles_are_cleared_away(path: Path) -> None:
    """An index that holds the last days of a stream does not grow for ever."""
    articles = many(80)
    with small_index(path) as index:
        for start in range(0, 80, 10):
            list(index.add_many(articles[start : start + 10]))
            for article in articles[max(0, start - 10) : start]:
                index.remove(article.id)
        assert index.stats().removed <= 10
        assert index.check() == []
        assert pairs(index.query(Article("old", articles[0].text))) == []
        assert ("last", "n79", "exact") in pairs(index.query(Article("last", articles[79].text)))


def test_a_copy_that_is_added_joins_the_story(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        list(index.add_many(small_corpus()))
        index.regroup()
        index.add(Article("more", news.edited(text(FERRY), 0.03)))
        assert index.story_id("more") == index.story_id("wire") is not None


def test_what_is_loaded_is_judged_by_the_next_regrouping(opened: Opener, tmp_path: Path) -> None:
    with opened(tmp_path / "loaded") as loaded, opened(tmp_path / "added") as added:
        loaded.add(small_corpus()[0])
        assert loaded.add_unverified(small_corpus()[1:], batch=5) == len(small_corpus()) - 1
        assert loaded.matches() == []
        copy = Article("copy", text(FERRY))
        list(added.add_many(small_corpus()))
        assert pairs(loaded.query(copy)) == pairs(added.query(copy))
        loaded.regroup()
        added.regroup()
        assert loaded.export() == added.export()
        assert loaded.check() == []
        with pytest.raises(InputError, match="in the index already"):
            loaded.add_unverified([copy, copy])


def test_what_is_loaded_becomes_one_segment(path: Path) -> None:
    articles = many(110)
    with small_index(path) as index:
        index.add_unverified(articles[:10])
        index.add_unverified(articles[10:], batch=8)
        assert (index.stats().segments, index.stats().unflushed) == (2, 0)
        index.add_unverified([])
        assert index.stats().segments == 2
        assert list(index) == articles
        assert index.check() == []


def test_of_very_many_copies_the_first_are_measured_and_the_rest_is_told(opened: Opener, path: Path) -> None:
    with opened(path, settings=Settings(max_band_neighbours=200)) as index:
        list(index.add_many(Article(f"copy{number:03}", text(FERRY)) for number in range(105)))
        found = index.query(Article("query", text(FERRY)))
        assert [match.right_id for match in found.matches] == [f"copy{number:03}" for number in range(100)]
        assert found.not_measured == 5
        (cluster,) = index.clusters().values()
        assert len(cluster.article_ids) == 105


def test_a_question_is_told_the_cluster_that_the_article_would_join(opened: Opener, path: Path) -> None:
    with opened(path) as index:
        index.add(Article("wire", text(FERRY), published=START, outlet="wire.example"))
        index.add(Article("late", text(FERRY), published=START + timedelta(hours=2), outlet="late.example"))
        asked = index.query(Article("query", text(FERRY)))
        assert asked.cluster is not None
        assert asked.cluster.article_ids == ("late", "wire")
        assert asked.origin is not None
        assert asked.origin.name == "wire.example"
        assert index.query(Article("query", text(LIBRARY))).cluster is None


def test_an_update_that_fails_forgets_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Index(path) as other, Index(path) as index:
        other.add(Article("wire", text(FERRY)))
        with monkeypatch.context() as failing:
            failing.setattr("dedup.index.transactions.assign_groups_of_copies", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                index.update(Article("wire", text(LIBRARY)))
        assert pairs(index.query(Article("copy", text(FERRY)))) == [("copy", "wire", "exact")]


def test_an_index_that_is_refused_is_closed() -> None:
    store = Noting()
    Index(store)
    with store.writing():
        store.set_metadata("built", b'{"format": 0}')
    with pytest.raises(SettingsError, match=r"Noting: built with .*format 0"):
        Index(store)
    assert store.is_closed


class Noting(MemoryStore):
    """A store that notes whether it was closed."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


def test_an_index_says_by_which_settings_it_was_regrouped(opened: Opener, path: Path) -> None:
    with opened(path, settings=Settings(min_core_coverage=0.7)) as index:
        index.add(Article("a", text(FERRY)))
        assert index.stats().settings is None
        index.regroup(stories=False)
        noted = index.stats().settings
        assert noted is not None
        assert (noted["min_core_coverage"], noted["stories"]) == (0.7, False)
