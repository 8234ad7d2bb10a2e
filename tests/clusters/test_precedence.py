"""Which outlet published first, and when that names it as the origin of its copies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dedup.article import Article
from dedup.attribution.credits import whole_text
from dedup.clusters.origins import cluster_origin
from dedup.clusters.precedence import precedence_of
from dedup.comparison.match import Match, Relation
from dedup.settings import DEFAULT_SETTINGS

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
LATER, WEEKS_LATER = MONDAY + timedelta(hours=3), MONDAY + timedelta(days=20)
SHORT, LONG = "The bridge is closed.", "The bridge is closed. Nobody knows for how long it will be."
OTHER = "The bridge is closed, says the mayor."


def copy(name: str, text: str = SHORT, **facts: object) -> Article:
    return Article(name, text, **{"outlet": f"{name}.example", **facts})  # type: ignore[arg-type]


def match(left_coverage: float, right_coverage: float) -> Match:
    return Match("a", "b", Relation.NEAR, 0.5, 0.6, 0.6, left_coverage, right_coverage, 0.0, "")


def first_outlet(*articles: Article) -> str | None:
    found = precedence_of(articles, lambda article: article.outlet or article.id)
    return found.article.id if found else None


@pytest.mark.parametrize(
    ("articles", "matches", "expected"),
    [
        pytest.param([copy("a", published=MONDAY), copy("b", OTHER, published=LATER)], [], None, id="hours"),
        pytest.param([copy("a", published=MONDAY), copy("b", published=LATER)], [], "a.example", id="all it holds"),
        pytest.param(
            [copy("a", LONG, published=MONDAY), copy("b", published=LATER)],
            [match(0.5, 1.0)],
            "a.example",
            id="longer",
        ),
        pytest.param(
            [copy("a", published=MONDAY), copy("b", LONG, published=LATER)], [match(1.0, 0.5)], None, id="shorter"
        ),
        pytest.param(
            [copy("a", published=MONDAY), copy("b", OTHER, published=WEEKS_LATER)], [], "a.example", id="weeks"
        ),
        pytest.param(
            [copy("a", published=MONDAY, author="Ann Lee"), copy("b", OTHER, published=LATER)],
            [],
            "a.example",
            id="signed",
        ),
        pytest.param(
            [copy("a", published=MONDAY, author="Ann Lee"), copy("b", OTHER, published=LATER, author="Bo Ek")],
            [],
            None,
            id="signed by two",
        ),
        pytest.param(
            [
                copy("a", published=MONDAY, url="https://a.example/1"),
                copy("b", OTHER, published=LATER, links=("https://a.example/1",)),
            ],
            [],
            "a.example",
            id="linked to",
        ),
        pytest.param(
            [copy("harbourbits", published=MONDAY), copy("b", f"{OTHER} Source: Harbour Bits", published=LATER)],
            [],
            "Harbour Bits",
            id="credited",
        ),
    ],
)
def test_a_date_names_an_origin_only_with_more(
    articles: list[Article], matches: list[Match], expected: str | None
) -> None:
    found = cluster_origin(articles, matches, whole_text, DEFAULT_SETTINGS)
    assert (found.name if found else None) == expected


def test_all_must_be_dated_and_one_outlet_first() -> None:
    assert first_outlet(copy("a", published=MONDAY), copy("b", published=LATER)) == "a"
    assert first_outlet(copy("a", published=MONDAY), copy("b")) is None
    assert first_outlet(copy("a", published=MONDAY), copy("b", published=MONDAY)) is None


def test_an_outlet_does_not_precede_itself() -> None:
    twice = [copy("a", published=MONDAY), copy("b", published=LATER, outlet="a.example")]
    assert first_outlet(*twice) is None
    assert first_outlet(*twice, copy("c", published=WEEKS_LATER)) == "a"


def test_a_page_saved_twice_counts_once() -> None:
    page = {"url": "https://a.example/1", "outlet": "a.example"}
    saved = [copy("a", published=MONDAY, **page), copy("b", published=MONDAY, **page), copy("c", **page)]
    assert first_outlet(*saved) is None
    assert first_outlet(*saved, copy("d", published=LATER)) == "a"


def test_a_date_without_a_time_is_any_time_of_the_day() -> None:
    day = datetime(2026, 5, 4, tzinfo=UTC)
    assert first_outlet(copy("a", published=day), copy("b", published=MONDAY)) is None
    assert first_outlet(copy("a", published=day), copy("b", published=day + timedelta(days=1))) == "a"
