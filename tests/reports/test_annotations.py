"""What is told of each article: who was first, what the others are to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE, edited, page, text

import dedup
from dedup import Article, InputError, Relation, Span
from dedup.alignment.repeats.blocks import Repeat
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.report import Report
from dedup.reports.annotations import Annotation, EarlierArticle, annotate_articles
from dedup.stories.story import Story

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
TEXTS = [
    text(FERRY),
    edited(text(FERRY), 0.05),
    page(text(FERRY), 3),
    text(LIBRARY),
    text(LIBRARY, LIBRARY),
    text(TELESCOPE[:3], FERRY[2:5], TELESCOPE[3:]),
    text(ORCHARD),
]


def article(name: str, hour: int | None = None) -> Article:
    return Article(name, "", published=None if hour is None else MORNING + timedelta(hours=hour))


def match(left: str, right: str, relation: Relation, left_coverage: float, right_coverage: float) -> Match:
    return Match(left, right, relation, 0.5, 0.5, 0.5, left_coverage, right_coverage, None, "made")


def test_all_that_is_told() -> None:
    copies = match("a", "b", Relation.NEAR, 0.9, 0.8)
    quoted = match("a", "c", Relation.EXCERPT, 0.2, 0.7)
    report_ = Report(
        articles=[article("a", 2), article("b"), article("c", 1), article("d", 0)],
        repeats=[Repeat("b", (Span(0, 9), Span(10, 19), Span(20, 29)), 8, 1.0)],
        matches=[copies, quoted, match("b", "d", Relation.BOILERPLATE, 0.4, 0.4)],
        clusters=[Cluster(("a", "b"), (copies,))],
        stories=[Story(("a", "b", "c"), (), ())],
        skipped=[],
    )
    assert annotate_articles(report_, report_.articles) == [
        Annotation("a", "c", EarlierArticle("c", Relation.EXCERPT, 0.2), is_first=True, repeated_words=0),
        Annotation("a", "c", EarlierArticle("a", Relation.NEAR, 0.8), is_first=False, repeated_words=16),
        Annotation("c", "c", None, is_first=True, repeated_words=0),
        Annotation("d", "d", None, is_first=True, repeated_words=0),
    ]


def test_the_source_is_the_closest_then_the_most_covered_then_the_earliest() -> None:
    articles = [article(name, hour) for hour, name in enumerate("abcdz")]
    near = [match(name, "z", Relation.NEAR, 1, 0.9) for name in "bc"]
    report = Report(
        articles=articles,
        repeats=[],
        matches=[match("a", "z", Relation.SYNDICATED, 1, 1), *near, match("d", "z", Relation.NEAR, 1, 0.8)],
        clusters=[],
        stories=[],
        skipped=[],
    )
    assert annotate_articles(report, articles)[-1].earlier == EarlierArticle("b", Relation.NEAR, 0.9)


def test_a_reference_comes_before_all_that_is_new() -> None:
    old, early, late = article("old", 9), article("early", 1), article("late", 2)
    pairs = [match("early", "old", Relation.NEAR, 0.9, 0.8), match("late", "old", Relation.NEAR, 0.7, 0.8)]
    report = Report(
        articles=[early, late, old],
        repeats=[],
        matches=pairs,
        clusters=[Cluster(("early", "late", "old"), tuple(pairs))],
        stories=[],
        skipped=[],
        reference_ids=["old"],
    )
    assert annotate_articles(report, [late, early]) == [
        Annotation("old", "old", EarlierArticle("old", Relation.NEAR, coverage), is_first=False, repeated_words=0)
        for coverage in (0.7, 0.9)
    ]


def test_a_report_of_others_is_refused() -> None:
    with pytest.raises(InputError, match="of other articles"):
        annotate_articles(Report([article("a")], [], [], [], [], []), [article("b")])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.none() | st.integers(0, 3)), max_size=8))
def test_every_group_has_one_first_and_every_source_is_earlier(rows: list[tuple[str, int | None]]) -> None:
    articles = [
        Article(f"{place}", content, published=None if hour is None else MORNING + timedelta(hours=hour))
        for place, (content, hour) in enumerate(rows)
    ]
    found = dict(zip([each.id for each in articles], annotate_articles(dedup.scan(articles), articles), strict=True))
    order = sorted(articles, key=lambda each: (each.published is None, each.published or MORNING))
    ranks = {each.id: rank for rank, each in enumerate(order)}
    for name, mark in found.items():
        assert mark.is_first == (mark.first_of_cluster == name)
        assert found[mark.first_of_cluster].is_first
        assert ranks[mark.first_of_cluster] <= ranks[name]
        assert mark.earlier is None or ranks[mark.earlier.article_id] < ranks[name]
    assert len({mark.first_of_cluster for mark in found.values()}) == sum(mark.is_first for mark in found.values())
