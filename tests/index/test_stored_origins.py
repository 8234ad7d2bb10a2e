"""Credits are read in one way: a scan, an index after regrouping, and one that has grown since give one origin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import made_news as news
import pytest
from made_news import FERRY, text

import dedup
from dedup import Article, Index

# A promotion in the page of one outlet: no credit of its articles.
PROMOTION = text("Our newsletter has the best of the week.", "Source: Reuters", "Subscribe to the harbour letter")


def harbour_page(number: int) -> Article:
    return Article(f"h{number}", text(PROMOTION, news.story(number)), outlet="harbour.example")


PAGES = [harbour_page(number) for number in range(8)]
COPIES = [
    Article("x", text(FERRY), outlet="one.example"),
    Article("y", text(PROMOTION, FERRY), outlet="harbour.example"),
]
CREDITED = Article("z", text(FERRY, "This report first appeared on Harbour."), outlet="two.example")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "news.dedup", stories=True) as opened:
        yield opened


def origins(report: dedup.Report) -> list[tuple[tuple[str, ...], str | None]]:
    return [(each.article_ids, each.origin.name if each.origin else None) for each in report.clusters]


def test_boilerplate_names_no_origin(index: Index) -> None:
    report = dedup.scan([*PAGES, *COPIES])
    assert report.boilerplate["y"]
    assert origins(report) == [(("x", "y"), None)]
    assert len([*index.add_many([*PAGES, *COPIES])]) == 10
    index.regroup()
    assert origins(index.export()) == [(("x", "y"), None)]


def test_an_outlet_of_the_cluster_is_recognised_by_its_domain(index: Index) -> None:
    articles = [*COPIES, CREDITED]
    report = dedup.scan(articles)
    assert origins(report) == [(("x", "y", "z"), "Harbour")]
    for article in articles:
        index.add(article)
    (before,) = [origins(index.export())]
    index.regroup()
    assert before == origins(index.export()) == origins(report)
