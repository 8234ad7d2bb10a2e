"""What a running affair is about stands in the reports of many days, and makes none an excerpt of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE

from dedup.article import Article
from dedup.comparison.match import Relation
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import DEFAULT_SETTINGS

FIRST_DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BACKGROUND = (
    "Dockers in Torvik have been on strike since the second of February over shifts of fourteen hours, which the port "
    "board brought in after two cranes were sold, and no container ship has been unloaded there since."
)
REPORTS = (FERRY, LIBRARY, ORCHARD, TELESCOPE)


def report(number: int, day: float | None, background: str = BACKGROUND, outlet: str | None = None) -> Article:
    """A report of the strike on a day, with the background amid its own words."""
    own = [f"{sentence[:-1]} near Torvik harbour." for sentence in REPORTS[number]]
    text = " ".join([*own[:4], f"Dockers and crane crews met again on day {number}.", background, *own[4:]])
    published = None if day is None else FIRST_DAY + timedelta(days=day)
    return Article(str(number), text, outlet=outlet or f"outlet{number}.example", published=published)


def relations(articles: Sequence[Article]) -> dict[tuple[str, str], Relation]:
    """What the rules say of all pairs, with nothing learned from the articles as boilerplate."""
    prepared, _ = prepare(articles, DEFAULT_SETTINGS)
    sides = np.triu_indices(len(articles), 1)
    verified = verify_pairs(prepared, CorpusStatistics(), *sides, DEFAULT_SETTINGS)
    return {(match.left_id, match.right_id): match.relation for match in verified.all_matches()}


def test_background_of_three_days_is_no_excerpt() -> None:
    articles = [report(number, day) for number, day in enumerate((0, 4, 9))]
    assert not any(relation.is_copy for relation in relations(articles).values())


@pytest.mark.parametrize(
    "days",
    [
        pytest.param((0, 4, 4.2), id="on two days"),
        pytest.param((0, 1, 2), id="on three days in a row: the event is news as long"),
        pytest.param((None, None, None), id="on days that are not known"),
    ],
)
def test_a_passage_that_is_not_printed_again_and_again_is_an_excerpt(days: tuple[float | None, ...]) -> None:
    articles = [report(number, day) for number, day in enumerate(days)]
    assert relations(articles)["0", "1"] is Relation.EXCERPT


def test_an_excerpt_on_the_first_day_stays_one_when_it_is_printed_later() -> None:
    articles = [report(number, day) for number, day in enumerate((0, 0.2, 4, 9))]
    assert relations(articles)["0", "1"] is Relation.EXCERPT
    assert not relations(articles)["2", "3"].is_copy


def test_news_beside_the_background_is_an_excerpt() -> None:
    news = (
        " The harbour board and the dockers agreed late on Tuesday to send for a mediator from the capital, who is to "
        "hear both sides for three days and to propose shifts that neither of them has turned down before."
    )
    articles = [report(0, 0), report(1, 4), report(2, 9, BACKGROUND + news), report(3, 9, BACKGROUND + news)]
    assert relations(articles)["2", "3"] is Relation.EXCERPT


def test_a_long_run_is_the_body_of_an_article() -> None:
    long = BACKGROUND[:-1] + (
        ", while ferries and fishing boats are towed in by the pilots of Ostermark, who joined the dockers for a night "
        "in the first week and went back to work when the board promised them a seat at the table."
    )
    articles = [report(number, day, long) for number, day in enumerate((0, 4, 9))]
    assert relations(articles)["0", "1"] is Relation.EXCERPT


def of_one_outlet(days: Sequence[float | None], background: str = BACKGROUND) -> list[Article]:
    return [report(number, day, background, outlet="post.example") for number, day in enumerate(days)]


def recalled(article: Article) -> Article:
    """The same article, which begins with what the other one has amid its text."""
    return replace(article, text=f"{BACKGROUND} {article.text.replace(BACKGROUND, '')}")


def test_what_an_outlet_prints_again_from_amid_an_earlier_report_is_background() -> None:
    assert not relations(of_one_outlet((0, 4)))["0", "1"].is_copy
    assert not relations(of_one_outlet((4, 0)))["0", "1"].is_copy


def test_what_a_later_report_begins_with_is_background_as_well() -> None:
    earlier, later = of_one_outlet((0, 4))
    assert not relations([earlier, recalled(later)])["0", "1"].is_copy


def test_the_news_that_an_outlet_recalls_is_an_excerpt() -> None:
    earlier, later = of_one_outlet((0, 4))
    assert relations([recalled(earlier), later])["0", "1"] is Relation.EXCERPT


LONG = " ".join(sentence for sentences in (REPORTS[2], REPORTS[3]) for sentence in sentences)


def edited(article: Article) -> Article:
    """A longer article of the same names, which has its id behind every 30 words of the background."""
    marked = " ".join(word + f" item{article.id}" * (n % 30 == 29) for n, word in enumerate(LONG.split()))
    names = [f"{word}{part}" for part in "xyz" for word in LONG.replace(".", "").split()]
    more = names if article.id == "0" else names[::-1]
    return replace(article, text=f"{article.text.replace(LONG, marked)} {' '.join(more)}.")


@pytest.mark.parametrize(
    "articles",
    [
        pytest.param(of_one_outlet((0, 0.3)), id="on one day"),
        pytest.param([report(0, 0), report(1, 4)], id="of two outlets"),
        pytest.param(of_one_outlet((0, 4), " ".join([*REPORTS[2], REPORTS[3][0]])), id="a long run"),
        pytest.param([edited(article) for article in of_one_outlet((0, 4), LONG)], id="much of it, edited"),
    ],
)
def test_an_excerpt_of_the_body_stays_one(articles: list[Article]) -> None:
    assert relations(articles)["0", "1"] is Relation.EXCERPT


def test_explanations_that_stand_amid_two_bulletins_are_background() -> None:
    articles = [edited(article) for article in of_one_outlet((0, 1.1), " ".join(REPORTS[2]))]
    assert not relations(articles)["0", "1"].is_copy


@pytest.mark.parametrize(
    ("titles", "is_background"),
    [
        pytest.param(("Torvik strike: cranes are sold", "Almgren hears pilots in Torvik"), True, id="two events"),
        pytest.param(("Almgren hears Torvik dockers", "Torvik dockers meet Almgren"), False, id="one event"),
        pytest.param(("Torvik", "Almgren hears pilots in Torvik"), False, id="no more than a name"),
        pytest.param((None, None), False, id="no titles"),
    ],
)
def test_undated_articles_of_an_outlet_are_of_two_events_where_titles_say_so(
    titles: tuple[str | None, str | None], is_background: bool
) -> None:
    articles = [
        replace(article, title=title) for article, title in zip(of_one_outlet((None, None)), titles, strict=True)
    ]
    assert relations(articles)["0", "1"].is_copy is not is_background


TALKS = [
    "Mediator Almgren met dockers, crane drivers and pilots at the quay.",
    "At the quay pilots, dockers and crane drivers waited for Almgren, the mediator.",
    "Crane drivers left the quay before Almgren, mediator of dockers and pilots, spoke.",
    "Pilots of the quay call Almgren a mediator whom dockers trust and crane drivers do not.",
]


def undated(count: int) -> list[Article]:
    """Reports of one affair in one outlet, each of which cuts the background elsewhere."""
    return [
        report(number, None, f"{' '.join(BACKGROUND.split()[: 24 + 5 * number])}. {talks} {talks}", "post.example")
        for number, talks in zip(range(3, 3 - count, -1), TALKS, strict=False)
    ]


def test_without_dates_four_articles_of_an_outlet_show_background() -> None:
    assert relations(undated(3))["3", "2"] is Relation.EXCERPT
    assert not any(relation.is_copy for relation in relations(undated(4)).values())


def long_undated(count: int, endings: Sequence[str]) -> list[Article]:
    """Reports of several outlets; the background is a small part of each, the more words it has of its own."""
    articles = [replace(each, outlet=f"outlet{each.id}.example") for each in undated(count)]
    own = [
        [" ".join(f"{word}{end}" for word in " ".join(REPORTS[int(each.id)]).split()) for end in endings]
        for each in articles
    ]
    return [replace(each, text=" ".join([each.text, *texts])) for each, texts in zip(articles, own, strict=True)]


def test_without_dates_four_articles_of_any_outlets_show_a_line_of_background() -> None:
    endings = ("en", "ish", "ov", "ard")
    assert relations(long_undated(3, endings))["3", "2"] is Relation.EXCERPT
    assert not any(relation.is_copy for relation in relations(long_undated(4, endings)).values())
    assert relations(long_undated(4, ()))["3", "2"] is Relation.EXCERPT


def test_copies_of_one_report_print_its_words_once() -> None:
    report_, other = long_undated(4, ("en", "ish", "ov", "ard"))[:2]
    copies = [replace(report_, id=f"copy{number}", outlet=f"carrier{number}.example") for number in range(4)]
    assert relations([other, *copies])[other.id, "copy0"] is Relation.EXCERPT
