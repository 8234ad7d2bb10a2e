"""What two articles of one outlet share in a card alone, behind the title of an article, is no excerpt."""

from __future__ import annotations

import pytest
from made_news import FERRY, TELESCOPE

import dedup
from dedup.article import Article
from dedup.comparison.match import Match, Relation

TITLE = "Ferry Marit runs onto a sandbank off Torvik"
CARD = f"{TITLE} Ada Wren {FERRY[0]} {FERRY[1]}"
HEARING = [
    "The maritime board heard Captain Elna Brandvold and two engineers of Torvik Lines for six hours on Thursday.",
    "They told it that both engines of the ferry had been overhauled in March, and that a pump was replaced in May.",
    "A fishing boat without lights was the reason why the Marit left the channel, the captain repeated.",
    "Lawyers of passengers asked why the coast guard learned of it from a text message sent by a schoolboy.",
    "The hearing goes on next week, when the divers who looked for a leak are to speak.",
]
FLEET = [
    "Torvik Lines will order a new ferry for the island, its owners decided three weeks after the Marit ran aground.",
    "The ship is to carry sixty cars and 300 passengers, twice what the smaller replacement has room for.",
    "Islanders had handed in a list of 900 names that asked for an early boat on school days.",
    "Captain Elna Brandvold, who is still heard by the maritime board, will not sail for the operator again.",
    "Whether divers can make the old hull fit for the winter route is an open question, engineers said.",
]


def page(name: str, title: str, sentences: list[str], shown: str, outlet: str = "post.example") -> Article:
    """A page in one line with something amid its text."""
    return Article(name, " ".join([*sentences[:3], shown, *sentences[3:]]), title=title, outlet=outlet)


def ferry(sentences: list[str] = FERRY) -> Article:
    return Article("ferry", " ".join(sentences), title=TITLE, outlet="post.example")


def match_among(articles: list[Article], left: str, right: str) -> Match | None:
    report = dedup.scan(articles, stories=False)
    return next((match for match in report.matches if (match.left_id, match.right_id) == (left, right)), None)


def test_an_article_and_a_page_that_shows_it_share_no_excerpt() -> None:
    match = dedup.compare(ferry(), page("hearing", "Captain heard", HEARING, CARD))
    assert match.relation is Relation.SAME_STORY


def test_two_pages_that_show_a_third_article_share_no_excerpt() -> None:
    pages = [page("hearing", "Captain heard", HEARING, CARD), page("new", "A new ferry", FLEET, CARD)]
    assert dedup.compare(*pages).relation is Relation.EXCERPT  # nothing tells them that the line is a title
    match = match_among([*pages, ferry([*TELESCOPE[:1], *FERRY[2:]])], "hearing", "new")
    assert match is None or not match.relation.is_copy


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(f"{FERRY[0]} {FERRY[1]}", id="without the title"),
        pytest.param(f"{TITLE} {' '.join(FERRY[:4])}", id="more of it than a card has"),
        pytest.param(f"{CARD} {FERRY[4]} {FERRY[5]} {FERRY[6]}", id="other passages behind the card"),
    ],
)
def test_a_passage_of_an_article_is_an_excerpt(shown: str) -> None:
    assert dedup.compare(ferry(), page("hearing", "Captain heard", HEARING, shown)).relation is Relation.EXCERPT


def test_another_outlet_that_names_an_article_quotes_it() -> None:
    quoting = page("hearing", "Captain heard", HEARING, CARD, outlet="gazette.example")
    assert dedup.compare(ferry(), quoting).relation is Relation.EXCERPT


def test_a_page_under_the_same_title_carries_a_part_of_the_article() -> None:
    assert dedup.compare(ferry(), page("hearing", TITLE, HEARING, CARD)).relation is Relation.EXCERPT


UNSEEN = "Islanders hand in a list against late boats Ada Wren " + (
    "More than nine hundred people want the early boat back on school days and say that the nine cars which the "
    "replacement has room for are taken by half past six, while the operator counts empty places"
)


def two_pages(left: str, right: str, outlet: str = "post.example") -> list[Article]:
    return [page("hearing", "Captain heard", HEARING, left), page("new", "A new ferry", FLEET, right, outlet)]


def test_the_seams_of_a_card_show_it_where_its_article_is_not_at_hand() -> None:
    assert dedup.compare(*two_pages(UNSEEN, UNSEEN)).relation is not Relation.EXCERPT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(f"{UNSEEN}.", f"{UNSEEN}.", id="it ends with a full stop"),
        pytest.param(UNSEEN, f"{UNSEEN} each morning.", id="its sentence goes on in one of them"),
        pytest.param(f"The list is long: {UNSEEN}", f"It says that {UNSEEN}", id="it stands amid a sentence"),
    ],
)
def test_a_passage_without_seams_is_an_excerpt(left: str, right: str) -> None:
    assert dedup.compare(*two_pages(left, right)).relation is Relation.EXCERPT


def test_a_site_and_its_blogs_share_cards() -> None:
    pages = two_pages(UNSEEN, UNSEEN, outlet="blogs.post.example")
    assert dedup.compare(*pages).relation is not Relation.EXCERPT


def test_two_outlets_do_not_share_cards() -> None:
    assert dedup.compare(*two_pages(UNSEEN, UNSEEN, outlet="gazette.example")).relation is Relation.EXCERPT
