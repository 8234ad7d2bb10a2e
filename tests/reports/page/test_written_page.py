"""What Python writes: the whole report in columns and chunks, in one file that opens nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from decoded_page import blocks_of, pairs_of, ranges, texts_of
from hypothesis import given, settings
from made_reports import harbour_report, make_match, reports

import dedup
from dedup import Article, InputError, Relation
from dedup.alignment.passage import (
    Alignment,
    Edit,
    EditKind,
    Evidence,
    EvidenceKind,
    Passage,
    PassageKind,
    SensitiveChange,
)
from dedup.article import Span
from dedup.comparison.match import Match
from dedup.report import Report
from dedup.reports.page.page_order import article_keys
from dedup.reports.page.pair_choice import PairChoice
from dedup.runtime.lazy import Lazy

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


def report_of(articles: list[Article], *matches: Match) -> Report:
    return Report(articles, (), matches, (), (), ())


def dated(name: str, hour: int | None = None, text: str = "Rain is expected.") -> Article:
    return Article(name, text, published=None if hour is None else MORNING + timedelta(hours=hour))


def near(left: str, right: str, left_coverage: float = 0.9, relation: Relation = Relation.NEAR) -> Match:
    return make_match(left, right, relation, left_coverage=left_coverage, right_coverage=left_coverage)


def test_the_page_holds_every_article_and_match_of_the_report() -> None:
    report = harbour_report()
    page = report.to_html()
    index = blocks_of(page)["index"]
    assert index["kind"] == "report"
    articles = index["articles"]
    by_id = {article.id: article for article in report.articles}
    assert sorted(articles["id"]) == sorted(by_id)
    assert [by_id[name].title for name in articles["id"]] == articles["title"]
    assert [by_id[name].text for name in articles["id"]] == texts_of(page)
    assert len(index["matches"]["left"]) == len(report.matches)
    assert [articles["id"][place] for place in index["clusters"][0][0]] == [
        name for name in articles["id"] if name in report.clusters[0].article_ids
    ]
    name, article, confidence, clues = index["clusters"][0][1]
    assert (name, articles["id"][article], confidence, len(clues)) == ("northwire.example", "wire/harbour.txt", 920, 2)
    assert index["skipped"] == [["feed.jsonl", 12, "no text"], ["broken.gz", None, "the gzip stream ends early"]]
    assert index["stats"] == {"articles": 4, "candidates": 5}


def test_the_left_side_is_the_earlier_article_and_its_measures_go_with_it() -> None:
    late, early = dated("a", 5), dated("b", 1)
    match = make_match("a", "b", left_coverage=0.25, right_coverage=0.75)
    index = blocks_of(report_of([late, early], match).to_html())["index"]
    columns, ids = index["matches"], index["articles"]["id"]
    assert (ids[columns["left"][0]], ids[columns["right"][0]]) == ("b", "a")
    assert (columns["leftCoverage"], columns["rightCoverage"]) == ([750], [250])
    assert index["articles"]["source"] == [-1, 0]


def test_articles_without_dates_follow_and_those_of_a_reference_precede() -> None:
    articles = [dated("new", 0), dated("undated"), dated("old", 9)]
    report = replace(report_of(articles, near("new", "old"), near("new", "undated")), reference_ids=("old",))
    index = blocks_of(report.to_html())["index"]
    ids, columns = index["articles"]["id"], index["matches"]
    sides = {(ids[left], ids[right]) for left, right in zip(columns["left"], columns["right"], strict=True)}
    assert sides == {("old", "new"), ("new", "undated")}
    assert [ids[place] for place in index["reference"]] == ["old"]


def test_passages_and_edits_are_read_back_as_they_were() -> None:
    edits = (
        Edit(EditKind.REPLACED, Span(3, 5), Span(4, 6), (SensitiveChange.NUMBER, SensitiveChange.NAME)),
        Edit(EditKind.DELETED, Span(9, 11), Span(10, 10)),
    )
    passage = Passage(Span(1, 20), Span(2, 20), 18, 0.9, 0.95, PassageKind.EDITED, edits)
    evidence = Evidence(EvidenceKind.SHARED_NAME, "Ilse Brandt", Span(1, 4), None, 0.456)
    match = make_match("a", "b", alignment=Alignment((passage,), evidence=(evidence,)))
    page = report_of([dated("a", 0), dated("b", 1)], match).to_html()
    assert pairs_of(page) == [
        [
            [[1, 19, 2, 18, 18, 900, 1, [2, 2, 2, 2, 3, 4, 2, 4, 0, 0]]],
            [],
            [["shared name", "Ilse Brandt", [1, 4], 0, 0.46]],
        ]
    ]
    columns = blocks_of(page)["index"]["matches"]
    assert [columns[name] for name in ("edits", "number", "name", "quotation")] == [[2], [1], [1], [0]]


def test_boilerplate_and_repeats_are_gaps_and_lengths() -> None:
    index = blocks_of(harbour_report().to_html())["index"]
    place = index["articles"]["id"].index("post/harbour.html")
    assert ranges(index["articles"]["boilerplate"][place]) == [(0, 10)]
    [(article, words, similarity, kind, flat)] = index["repeats"]  # the other one is of an article that is not there
    assert index["articles"]["id"][article] == "daily/week.txt"
    assert (words, similarity, index["repeatKinds"][kind], ranges(flat)) == (9, 1000, "doubled", [(0, 40), (80, 120)])


def counting(name: str, other: str, asked: list[tuple[str, str]], relation: Relation = Relation.NEAR) -> Match:
    def align() -> Alignment:
        asked.append((name, other))
        return Alignment()

    return replace(near(name, other, relation=relation), _align=Lazy(align))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ("all", {("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")}),
        ("source", {("a", "b"), ("a", "c")}),
        (1, {("a", "b"), ("a", "c"), ("c", "d")}),
    ],
)
def test_passages_are_looked_for_in_the_pairs_that_were_asked_for(
    pairs: PairChoice, expected: set[tuple[str, str]]
) -> None:
    asked: list[tuple[str, str]] = []
    articles = [dated(name, hour) for hour, name in enumerate("abcd")]
    matches = [
        counting("a", "b", asked),
        counting("a", "c", asked),
        counting("b", "c", asked),
        counting("c", "d", asked, Relation.BOILERPLATE),
    ]
    page = report_of(articles, *matches).to_html(pairs=pairs)
    assert set(asked) == expected
    assert sum(blocks_of(page)["index"]["matches"]["isAligned"]) == len(expected)


def test_the_source_of_a_rewrite_is_the_earliest() -> None:
    articles = [dated(name, hour) for hour, name in enumerate("abc")]
    told = [near("a", "c", 0.1, Relation.REWRITE), near("b", "c", 0.4, Relation.REWRITE)]
    index = blocks_of(report_of(articles, *told).to_html())["index"]
    source = index["articles"]["source"][index["articles"]["id"].index("c")]
    assert index["articles"]["id"][index["matches"]["left"][source]] == "a"


@pytest.mark.parametrize("pairs", ["none", 0, -1, 1.5])
def test_no_other_choice_of_pairs_is_taken(pairs: object) -> None:
    with pytest.raises(InputError, match="pairs: 'all', 'source' or a number from 1"):
        harbour_report().to_html(pairs=pairs)  # type: ignore[call-overload]


def test_texts_beyond_the_limit_are_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.reports.page.html_page.MAX_TEXT_CHARACTERS", 40)
    articles = [dated("alone", 0), dated("a", 1), dated("b", 2)]
    page = report_of(articles, near("a", "b")).to_html()
    assert texts_of(page) == [None, "Rain is expected.", "Rain is expected."]
    assert blocks_of(page)["index"]["articles"]["withoutText"] == [0]


def test_a_report_without_texts_has_no_page() -> None:
    report = Report.from_json(harbour_report().to_json())
    with pytest.raises(InputError, match="the report holds no texts"):
        report.to_html()
    whole = Report.from_json(harbour_report().to_json(texts=True, passages=True))
    assert texts_of(whole.to_html()) == texts_of(harbour_report().to_html())


def test_a_match_is_a_page_of_its_two_articles_in_their_order() -> None:
    left, right = Article("z", "The ferry is late again."), Article("a", "the ferry is late AGAIN", published=MORNING)
    page = dedup.compare(left, right).to_html()
    index = blocks_of(page)["index"]
    assert (index["kind"], index["articles"]["id"], texts_of(page)) == ("pair", ["z", "a"], [left.text, right.text])
    mirrored = dedup.compare(left, right).seen_from("a").to_html()
    assert blocks_of(mirrored)["index"]["articles"]["id"] == ["a", "z"]


def test_two_articles_of_one_id_can_be_compared() -> None:
    page = dedup.compare(Article("a", "The ferry is late."), Article("a", "The ferry was late.")).to_html()
    assert texts_of(page) == ["The ferry is late.", "The ferry was late."]


def test_a_match_that_was_read_from_a_document_has_no_page() -> None:
    with pytest.raises(InputError, match="this match holds no texts"):
        make_match("a", "b").to_html()


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    harbour_report().to_html(tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text("utf-8") == harbour_report().to_html()
    with pytest.raises(InputError, match="there is no folder"):
        harbour_report().to_html(tmp_path / "nowhere" / "report.html")
    broken = replace(near("a", "b"), _align=Lazy(_fail))
    with pytest.raises(RuntimeError):
        report_of([dated("a"), dated("b")], broken).to_html(tmp_path / "broken.html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def _fail() -> Alignment:
    raise RuntimeError


def test_keys_are_those_of_the_ids_whatever_else_is_there() -> None:
    one, other = Article("post/harbour.html", ""), Article("\udc80", "")
    assert article_keys([one, other])[0] == article_keys([one])[0]
    assert re.fullmatch("[a-z2-7]{8}", article_keys([other])[0])


def test_the_policy_allows_these_bytes_and_nothing_else() -> None:
    page = harbour_report().to_html()
    [policy] = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    script = page.partition('<script type="module">')[2].partition("</script>")[0]
    style = page.partition("<style>")[2].partition("</style>")[0]
    for kind, source in (("script", script), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "trusted-types 'none'" in policy
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_equal_reports_are_equal_pages() -> None:
    assert harbour_report().to_html() == harbour_report().to_html()


@settings(max_examples=60, deadline=None)
@given(report=reports())
def test_no_text_of_a_report_is_markup(report: Report) -> None:
    """Whatever a report holds, the page is the frame and blocks of base64, and its data is the report's."""
    if report.articles and not any(article.text for article in report.articles):
        return
    page = report.to_html()
    blocks = blocks_of(page)
    empty = Report((), (), (), (), (), ()).to_html()
    without = re.sub(r'<script type="text/plain" id="data-[a-z0-9-]+">[A-Za-z0-9+/=]*</script>\n', "", page)
    assert without == re.sub(r'<script type="text/plain" id="data-[a-z0-9-]+">[A-Za-z0-9+/=]*</script>\n', "", empty)
    index = blocks["index"]
    assert sorted(index["articles"]["id"]) == sorted(article.id for article in report.articles)
    assert len(pairs_of(page)) == len(report.matches)
    lengths = [None if text is None else len(text) for text in texts_of(page)]
    assert lengths == index["articles"]["length"]
