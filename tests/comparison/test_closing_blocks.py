"""A block that ends four articles or more, under their own beginnings, is a list of teasers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE

from dedup.article import Article
from dedup.comparison.match import Relation
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import DEFAULT_SETTINGS

AFFAIR = [
    "Captain Brandvold was heard in Torvik about passengers, lifeboats and engines of the ferry Marit.",
    "The Marit and her engines: passengers in Torvik tell how the lifeboats of the ferry left Captain Brandvold.",
    "Of Brandvold, captain of the ferry, Torvik says: her engines failed, passengers sat in lifeboats of the Marit.",
    "Lifeboats and engines are what the Marit lacked, say passengers; the captain, Brandvold, keeps the Torvik ferry.",
    "No ferry, no Marit, no captain: Brandvold has left Torvik, its passengers, lifeboats and engines.",
]
TEASERS = (
    "Ostermark opens its library on Sundays, and readers hand in a petition. Frost in the Lenne valley takes "
    "two thirds of the apples, growers say. Astronomers at Karsk wait for a comet with a green tail that was last seen "
    "nine centuries ago by monks."
)


def reports(count: int, last_words: str = "", outlet: str | None = None) -> list[Article]:
    """Reports of one affair, each with words of its own, over the same teasers."""
    own = [f"{library} {orchard} {comet}" for library, orchard, comet in zip(LIBRARY, ORCHARD, TELESCOPE, strict=False)]
    return [
        Article(
            str(number), f"{FERRY[number]} {own[number]} {AFFAIR[number]} {TEASERS}{last_words * number}", outlet=outlet
        )
        for number in range(count)
    ]


def relations(articles: Sequence[Article]) -> dict[tuple[str, str], Relation]:
    """What the rules say of all pairs, with nothing learned from the articles as boilerplate."""
    prepared, _ = prepare(articles, DEFAULT_SETTINGS)
    sides = np.triu_indices(len(articles), 1)
    verified = verify_pairs(prepared, CorpusStatistics(), *sides, DEFAULT_SETTINGS)
    return {(match.left_id, match.right_id): match.relation for match in verified.all_matches()}


@pytest.mark.parametrize("outlet", [None, "post.example"])
def test_a_block_that_ends_four_articles_is_no_excerpt(outlet: str | None) -> None:
    assert not any(relation.is_copy for relation in relations(reports(4, outlet=outlet)).values())


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(reports(3), id="three articles end with it"),
        pytest.param(reports(4, " Pears went to Ostermark instead."), id="it is followed by other words"),
    ],
)
def test_a_passage_that_ends_fewer_is_an_excerpt(given: list[Article]) -> None:
    assert relations(given)["0", "1"] is Relation.EXCERPT


def test_articles_of_four_outlets_may_end_with_a_passage() -> None:
    given = [replace(report, outlet=f"outlet{report.id}.example") for report in reports(4)]
    assert relations(given)["0", "1"] is Relation.EXCERPT
