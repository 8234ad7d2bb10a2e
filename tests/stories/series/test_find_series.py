"""Bulletins and columns are series, reported once as such; two accounts of one event are none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import dedup
from dedup.article import Article
from dedup.comparison.match import Relation
from dedup.report import Report

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
EXCHANGE = (
    "The Orvel exchange closed higher on Monday. The OX 30 rose {} percent to {} points, helped by banks. {} won {} "
    "percent after a forecast, and {} lost {} percent. The crown stood at {} to the dollar and oil at {} a barrel. "
    "Dealers said that few had dared to buy before the figures on jobs."
)
DAYS = (
    ("1.2", "8,412", "Bank of Tamsin", "3.4", "Skarv Lines", "2.1", "0.91", "71.30"),
    ("0.8", "8,345", "Pell Copper", "4.9", "Ostry Mills", "0.6", "0.92", "73.10"),
    ("0.1", "8,352", "Hemsley Stores", "6.2", "Farrow Water", "0.9", "0.93", "72.80"),
    ("2.3", "8,544", "Lindau Paper", "5.7", "Glass of Ulm", "1.8", "0.95", "70.45"),
)
STARS = (
    "Aries: somebody keeps a letter from you; wait for Thursday. Taurus: do not lend your ladder to a neighbour.",
    "Aries: a walk along the river clears your head. Taurus: the soup is better on the second day, and so are you.",
    "Aries: count your change. Taurus: an old friend rings at noon and wants to know what became of the canoe.",
)


def exchange(day: int, *, outlet: str | None = "post.example", is_dated: bool = True) -> Article:
    published = MONDAY + timedelta(days=day) if is_dated else None
    return Article(f"day-{day}", EXCHANGE.format(*DAYS[day]), outlet=outlet, published=published)


def pairs_of(report: Report) -> set[Relation]:
    return {match.relation for match in report.matches} & {Relation.REWRITE, Relation.SAME_STORY}


def test_days_at_the_exchange_are_a_series() -> None:
    report = dedup.scan([exchange(day) for day in range(4)])
    (series,) = report.series
    assert series.article_ids == ("day-0", "day-1", "day-2", "day-3")
    assert (series.outlet, series.first, series.last) == ("post.example", MONDAY, MONDAY + timedelta(days=3))
    assert series.shape.startswith("The Orvel exchange closed higher on Monday.")
    assert (pairs_of(report), report.stories) == (set(), ())


def test_two_days_are_no_series_and_no_story() -> None:
    report = dedup.scan([exchange(0), exchange(1)])
    assert (report.series, pairs_of(report), report.stories) == ((), set(), ())


TOLLS = (
    "The toll of the ferry accident off Torvik has risen to 12, the coast guard said on Monday. The ferry Marit "
    "with 212 people on board ran onto a sandbank outside the harbour on Sunday and capsized. Divers from Nordvik "
    "searched the wreck all night. Captain Elna Brandvold is among the missing. The operator Torvik Lines will help "
    "the families.",
    "Rescuers have recovered more bodies from the ferry Marit, which capsized outside Torvik on Sunday with 212 "
    "people on board; 30 are now known to have died, the coast guard said on Wednesday. Captain Elna Brandvold was "
    "found by divers from Nordvik. Prosecutors have searched the offices of Torvik Lines, and the county mourned "
    "for a day.",
)


def test_two_states_of_a_toll_are_one_story() -> None:
    reports = [
        Article(toll, text, f"Torvik: toll rises to {toll}", outlet="post.example", published=MONDAY + timedelta(day))
        for day, toll, text in zip((0, 2), ("12", "30"), TOLLS, strict=True)
    ]
    report = dedup.scan(reports)
    assert (pairs_of(report), report.series) == ({Relation.SAME_STORY}, ())


def test_bulletins_without_outlet_and_date_are_a_series() -> None:
    report = dedup.scan([exchange(day, outlet=None, is_dated=False) for day in range(4)])
    (series,) = report.series
    assert (len(series.article_ids), series.outlet, series.first) == (4, None, None)
    assert (pairs_of(report), report.stories) == (set(), ())


def test_a_column_is_known_by_its_title() -> None:
    articles = [
        Article(f"stars-{day}", text, title=f"Your stars, March {day}", outlet="a.example", published=MONDAY)
        for day, text in enumerate(STARS, 2)
    ]
    dated = [
        Article(each.id, each.text, title=each.title, outlet=each.outlet, published=MONDAY + timedelta(days=day))
        for day, each in enumerate(articles)
    ]
    (series,) = dedup.scan(dated).series
    assert series.shape == "Your stars, March …"
    assert not dedup.scan(articles).series, "one day"


def test_the_name_of_a_site_is_no_column() -> None:
    things = ["bridge", "wolf", "choir", "kiln", "mayor", "clock", "ferry", "bakery"]
    things += ["glider", "parrot", "fountain", "tunnel", "orchard"]
    events = [f"{thing.title()}: {' '.join(f'{thing}{number}' for number in range(12))}." for thing in things]
    pages = [
        Article(str(day), text, title="The Post", outlet="post.example", published=MONDAY + timedelta(days=day))
        for day, text in enumerate(events)
    ]
    assert not dedup.scan(pages).series


def test_two_accounts_of_one_event_are_no_series_though_one_has_more_numbers() -> None:
    accounts = (
        "The ferry Aurora ran aground off Hiddensee on Monday evening with 212 people on board, 14 of them children. "
        "Captain Ines Moll blamed fog. Two tugs pulled the ferry free at 23:40. Nobody was hurt.",
        "Fog sent the ferry Aurora aground off Hiddensee on Monday evening with 212 people on board. Captain Ines Moll "
        "blamed fog. The ferry, built in 1987, is 64 metres long and 11 wide; it carries 350 people and 42 cars.",
    )
    articles = [Article(str(number), text) for number, text in enumerate(accounts)]
    report = dedup.scan([*articles, *(exchange(day, outlet=None, is_dated=False) for day in range(3))])
    assert [series.article_ids for series in report.series] == [("day-0", "day-1", "day-2")]
    assert [story.article_ids for story in report.stories] == [("0", "1")]


def test_two_outlets_on_one_day_fill_in_no_form() -> None:
    reports = [
        Article(f"{outlet}-{day}", text, outlet=f"{outlet}.example", published=MONDAY + timedelta(days=day))
        for day in range(3)
        for outlet, text in (("a", EXCHANGE.format(*DAYS[day])), ("b", "By our staff. " + EXCHANGE.format(*DAYS[day])))
    ]
    report = dedup.scan(reports)
    assert {match.left_id for match in report.matches if match.relation.is_copy} == {"a-0", "a-1", "a-2"}
    assert {len({each[2:] for each in story.article_ids}) for story in report.stories} == {1}


def test_the_next_bulletin_joins_no_story_of_an_index() -> None:
    with dedup.Index("memory:", stories=True) as index:
        results = [index.add(exchange(day)) for day in range(4)]
        assert [(result.story_id, [str(each.relation) for each in result.matches]) for result in results] == [
            (None, [])
        ] * 4
        index.regroup()
        assert [series.article_ids for series in index.series()] == [("day-0", "day-1", "day-2", "day-3")]
        assert index.export().series == tuple(index.series())
        index.remove("day-2")
        assert index.series() == []


def test_a_newsletter_is_a_series_though_it_has_no_figures() -> None:
    letter = (
        "Our letters from the districts of Orvel, today from {}, are about what moves people in the quarter. Here are "
        "the topics of the week. More than two hundred thousand readers have ordered the letters of the Post from the "
        "districts, which are free and come once a week. From {}, {} writes about {}. The letters of all districts can "
        "be ordered on our pages. We wish you much pleasure in reading and are glad of tips from your neighbourhood."
    )
    parts = (
        ("Tamsin", "Tamsin", "Ines Moll", "the new bakery, a lost parrot and the choir of the fire brigade"),
        ("Pell", "Pell", "Oskar Bly", "a dispute over benches, the market hall and who paints the fountain"),
        ("Farrow", "Farrow", "Perla Quast", "the swimming pool in winter, two chess clubs and a burst pipe"),
    )
    letters = [
        Article(str(day), letter.format(*part), outlet="post.example", published=MONDAY + timedelta(days=day))
        for day, part in enumerate(parts)
    ]
    report = dedup.scan(letters)
    assert pairs_of(report) == set()


def test_short_notices_of_a_price_are_no_story() -> None:
    """Two sentences have few numbers, and none of them stands in both."""
    morning = (
        "The crown began the week at 2.7250 to the dollar. The crown rose to 2.7410, and the mark stood at 1.1328."
    )
    later = "The crown began the day at 2.74 to the dollar. The crown rose to 2.7550, and the mark stood at 1.1265."
    report = dedup.scan([Article("a", morning), Article("b", later)])
    assert (pairs_of(report), report.stories) == (set(), ())


def test_two_short_accounts_with_other_numbers_are_one_story() -> None:
    short = "A fire in the sugar mill of Brenning kept 80 firefighters busy. The roof fell in at 4, Alma Reiter said."
    longer = (
        "The sugar mill of Brenning burnt, and firefighters were busy all night. Alma Reiter, the fire chief, said "
        "that 12 engines came from 7 towns. The mill was built in 1871; 3 chimneys stand, and 95 people worked there."
    )
    report = dedup.scan([Article("a", short), Article("b", longer)])
    assert len(report.stories) == 1
