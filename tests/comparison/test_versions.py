"""Versions: the same page again is a copy that nobody took, and the reason says so."""

from __future__ import annotations

from datetime import UTC, datetime

import dedup
from dedup.article import Article
from dedup.comparison.versions import version_reason
from dedup.settings import DEFAULT_SETTINGS

MONDAY, TUESDAY = datetime(2026, 5, 4, 8, tzinfo=UTC), datetime(2026, 5, 5, 8, tzinfo=UTC)
TEXT = """The bridge over the Sedge is closed until Friday, the county said on Monday. Divers found a crack in the
second pier, as wide as a hand, and nobody may walk or drive across before it is filled. Buses go by Ane Bridge."""


def page(name: str, outlet: str, published: datetime | None = None, url: str | None = None) -> Article:
    return Article(name, TEXT, title="Bridge closed", outlet=outlet, published=published, url=url)


def test_the_same_address_in_all_its_forms() -> None:
    first = page("a", "one.example", url="https://www.one.example/bridge?utm_source=feed")
    again = page("b", "one.example", url="http://one.example/bridge/amp")
    assert version_reason(first, again, 0.1, None, DEFAULT_SETTINGS) == "the same address"


def test_the_same_outlet_and_title_under_a_later_date() -> None:
    first, again = page("a", "one.example", MONDAY), page("b", "one.example", TUESDAY)
    assert version_reason(first, again, 0.8, 1.0, DEFAULT_SETTINGS) == "one.example under a later date"
    assert version_reason(first, again, 0.2, 1.0, DEFAULT_SETTINGS) is None
    assert version_reason(first, again, 0.8, 0.5, DEFAULT_SETTINGS) is None
    assert version_reason(first, page("b", "one.example", MONDAY), 0.8, 1.0, DEFAULT_SETTINGS) is None


def test_another_outlet_has_no_version() -> None:
    assert (
        version_reason(page("a", "one.example", MONDAY), page("b", "two.example", TUESDAY), 0.8, 1.0, DEFAULT_SETTINGS)
        is None
    )


def test_matches_say_that_they_are_versions() -> None:
    first, again = page("a", "one.example", MONDAY), page("b", "one.example", TUESDAY)
    compared = dedup.compare(first, again)
    assert compared.relation is dedup.Relation.EXACT
    assert compared.reason == "the same words; versions of one page: one.example under a later date"
    assert list(dedup.scan([first, again]).matches) == [compared]


def test_versions_are_one_voice_for_their_outlet() -> None:
    articles = [page("a", "one.example", MONDAY), page("b", "one.example", TUESDAY), page("c", "two.example", TUESDAY)]
    (cluster,) = dedup.scan(articles).clusters
    assert cluster.origin is not None
    assert (cluster.origin.name, cluster.origin.article_id) == ("one.example", "a")
    assert [clue.kind for clue in cluster.origin.clues] == ["earliest date"]
