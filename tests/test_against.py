"""New articles against a reference: matches of the two collections are reported, those within either are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import made_news as news
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE, text

import dedup
from dedup import Article, InputError, Report, Settings

REFERENCE = [
    Article("old-ferry", text(FERRY), title="Ferry aground", outlet="wire.example"),
    Article("old-ferry-again", news.edited(text(FERRY), 0.05)),
    Article("old-library", text(LIBRARY, LIBRARY)),
    Article("old-telescope", text(TELESCOPE)),
]
NEW = [
    Article("ferry", news.page(text(FERRY), 3)),
    Article("ferry-again", text(FERRY).upper()),
    Article("orchard", text(ORCHARD)),
    Article("orchard-again", text(ORCHARD, ORCHARD)),
    Article("quoting", text(ORCHARD[:2], TELESCOPE[2:5], ORCHARD[2:4])),
]


def pairs(report: Report) -> dict[tuple[str, str], str]:
    return {(match.left_id, match.right_id): str(match.relation) for match in report.matches}


@pytest.fixture(scope="module")
def report() -> Report:
    return dedup.scan(NEW, against=REFERENCE)


def test_only_matches_of_both_collections_are_reported(report: Report) -> None:
    assert pairs(report) == {
        ("ferry", "old-ferry"): "syndicated",
        ("ferry", "old-ferry-again"): "syndicated",
        ("ferry-again", "old-ferry"): "exact",
        ("ferry-again", "old-ferry-again"): "near",
        ("old-telescope", "quoting"): "excerpt",
    }
    assert [cluster.article_ids for cluster in report.clusters] == [
        ("ferry", "ferry-again", "old-ferry", "old-ferry-again")
    ]
    assert [(match.left_id, match.right_id) for match in report.clusters[0].matches] == list(pairs(report))[:4]
    assert [repeat.article_id for repeat in report.repeats] == ["orchard-again"]


def test_all_that_is_new_stands_in_the_report_and_what_it_is_like(report: Report) -> None:
    assert [article.id for article in report.articles] == [
        *("ferry", "ferry-again", "old-ferry", "old-ferry-again", "old-telescope"),
        *("orchard", "orchard-again", "quoting"),
    ]
    assert report.reference_ids == ("old-ferry", "old-ferry-again", "old-telescope")
    assert (report.stats.articles, report.stats.reference_articles) == (len(NEW), len(REFERENCE))


def test_the_report_is_read_back(report: Report) -> None:
    assert Report.from_json(report.to_json(texts=True)) == report


def test_order_does_not_matter(report: Report) -> None:
    assert dedup.scan(NEW[::-1], against=REFERENCE[::-1], threads=2).to_json() == report.to_json()


def test_an_index_is_a_reference(tmp_path: Path, report: Report) -> None:
    with dedup.Index(tmp_path / "news.dedup") as index:
        list(index.add_many(REFERENCE))
        assert dedup.scan(NEW, against=index).to_json() == report.to_json()


def test_a_folder_a_text_and_nothing_are_references(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(text(FERRY), encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    found = dedup.scan(texts=[text(FERRY)], against=tmp_path)
    assert pairs(found) == {(str(tmp_path / "ferry.txt"), "text-0"): "exact"}
    assert [skipped.path for skipped in found.skipped] == [str(tmp_path / "empty.txt")]
    assert pairs(dedup.scan(texts=[text(FERRY)], against=Article("text-0", text(FERRY)))) == {
        ("text-0", "text-0#2"): "exact"
    }
    assert pairs(dedup.scan(texts=[text(FERRY), text(FERRY)], against=[])) == {}


def test_a_reference_that_is_not_there_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    def never() -> Iterator[Article]:
        raise AssertionError("nothing should be read")
        yield

    with pytest.raises(InputError, match="no such file or folder"):
        dedup.scan(never(), against=[tmp_path / "archive"])


def test_new_articles_keep_ids_that_the_reference_has_too() -> None:
    found = dedup.scan([Article("1", text(FERRY))], against=[Article("1", text(ORCHARD)), Article("2", text(FERRY))])
    assert pairs(found) == {("1", "2"): "exact"}
    assert found.reference_ids == ("2",)


def test_stories_cross_too() -> None:
    event = "Captain Ines Moll said that fog sent the ferry Aurora aground off Hiddensee on Monday."
    report = "Ferry Aurora ran aground off Hiddensee on Monday. Captain Ines Moll blamed fog for it."
    third = "Fog off Hiddensee: the ferry Aurora of captain Ines Moll has run aground on Monday."
    found = dedup.scan([Article("a", event), Article("b", third)], against=[Article("c", report)])
    assert [story.article_ids for story in found.stories] == [("a", "b", "c")]
    assert set(pairs(found)) == {("a", "c"), ("b", "c")}
    assert dedup.scan([Article("a", event), Article("b", third)], against=[Article("o", text(ORCHARD))]).stories == ()


def test_hundreds_of_new_copies_hide_none_of_them_from_the_reference() -> None:
    copies = [Article(f"new-{n:03}", news.edited(text(FERRY), 0.03, seed=n)) for n in range(300)]
    found = dedup.scan(copies, against=REFERENCE[:1], stories=False, settings=Settings(max_band_neighbours=5))
    assert {match.left_id for match in found.matches} == {article.id for article in copies}
    (cluster,) = found.clusters
    assert len(cluster.article_ids) == 301


TEXTS = [article.text for article in (*REFERENCE, *NEW)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=8), st.lists(st.sampled_from(TEXTS), max_size=8))
def test_what_crosses_is_what_a_scan_of_both_finds_across(new: list[str], old: list[str]) -> None:
    left = [Article(f"a{place}", content) for place, content in enumerate(new)]
    right = [Article(f"b{place}", content) for place, content in enumerate(old)]
    both = pairs(dedup.scan([*left, *right], stories=False))
    found = dedup.scan(left, against=right, stories=False)
    assert pairs(found) == {pair: relation for pair, relation in both.items() if pair[0][0] != pair[1][0]}
    assert set(found.reference_ids) <= {article.id for article in right}
