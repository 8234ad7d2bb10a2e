"""States of one article are copies, however many figures changed; a template filled in again is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import made_news as news
import pytest
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE, text

import dedup
from dedup.alignment.passage import SensitiveChange
from dedup.article import Article
from dedup.comparison.match import Match, Relation

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FLOOD = (
    "The Sedge has left its banks at {0} places between Ane and Brunnby. {1} houses stand in the water, {2} people "
    "spent the night in the school, and {3} pumps are at work, the county said. The road to Karsk is closed, and "
    "nobody knows when the trains will run again."
)
QUAKE = (
    "{0} was shaken by an earthquake of magnitude {1} at {2}. It lay {3} kilometres deep, the institute said. Nobody "
    "was hurt, and nothing is known of damage. The region lies where two plates meet, and the earth trembles often."
)
SHIPS = "There were {0} grain ships loading and {1} waiting to load at Karsk, according to the harbour exchange."
GOLD = "{0} crowns was the price of gold at noon in Karsk, dealers said, as buyers waited for word from the bank."


def article(
    name: str,
    body: str,
    hours: float | None = 0,
    *,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Article:
    published = None if hours is None else NOON + timedelta(hours=hours)
    return Article(name, body, title=title, outlet=outlet, url=url, published=published)


def matches(*articles: Article) -> dict[tuple[str, str], Match]:
    return {(match.left_id, match.right_id): match for match in dedup.scan(articles, stories=False).matches}


def relation(one: Article, other: Article) -> Relation:
    return dedup.compare(one, other).relation


@pytest.mark.parametrize("hours", [3, 30, 300])
def test_an_address_makes_a_version_whatever_changed(hours: float) -> None:
    first = article("a", FLOOD.format(3, 40, 120, 6), url="https://post.example/flood")
    again = article("b", FLOOD.format(5, 90, 310, 11), hours, url="https://post.example/flood")
    match = dedup.compare(first, again)
    assert match.relation is Relation.NEAR
    assert match.reason == "two states of one page; versions of one page: the same address"
    changed = [edit.sensitive for passage in match.passages for edit in passage.edits]
    assert (SensitiveChange.NUMBER,) in changed


@pytest.mark.parametrize("hours", [5, None])
def test_figures_brought_up_to_date_by_another_outlet_on_the_same_day(hours: float | None) -> None:
    first = article("a", FLOOD.format(3, 40, 120, 6), title="Sedge leaves its banks", outlet="post.example")
    later = article("b", FLOOD.format(5, 90, 310, 11), hours, title="Flood in the county", outlet="sun.example")
    assert relation(first, later) is Relation.NEAR


MINE = (
    "At least {0} miners died and {1} are still trapped after a gallery of the mine at Karsk fell in, firemen said. It "
    "fell in at 5.40 when the shift changed. Rescuers have opened a pipe of {2} metres through which water and air are "
    "sent. The minister of labour, Elsa Quire, went to the place and closed the other galleries. Families wait at its "
    "mouth, where the parish hands out coffee and blankets. The firm said the gallery had been inspected in March."
)
TOLLS = "Fall in mine of Karsk leaves {0} dead", "Number of dead rises to {0} after fall in mine of Karsk"


@pytest.mark.parametrize(
    ("tolls", "hours", "expected"),
    [
        (("four", "seven"), 5, {Relation.NEAR}),
        (("4", "7"), 5, {Relation.NEAR}),
        (("four", "seven"), 24 * 30, {Relation.BOILERPLATE, Relation.DISTINCT}),  # another accident
    ],
)
def test_a_toll_in_titles_of_one_day_is_brought_up_to_date(
    tolls: tuple[str, str], hours: float, expected: set[Relation]
) -> None:
    first, later = (title.format(toll) for title, toll in zip(TOLLS, tolls, strict=True))
    one = article("a", MINE.format(tolls[0], "eleven", "38"), title=first, outlet="one.example")
    knocking = MINE.format(tolls[1], "eight", "52") + " Towards noon the rescuers heard knocking."
    other = article("b", knocking, hours, title=later, outlet="two.example")
    assert relation(one, other) in expected


def test_a_reprint_with_one_figure_corrected_is_a_copy_days_later() -> None:
    body = text(FERRY, ORCHARD)
    first = article("a", f"{body} The repair will cost 3,000 crowns.", outlet="daily.example")
    reprint = article("b", f"{body} The repair will cost 3,500 crowns.", 24 * 6, outlet="weekly.example")
    assert relation(first, reprint) is Relation.NEAR


def test_the_middle_of_a_page_written_anew() -> None:
    first = article("a", text(FERRY[:3], ORCHARD[:2], FERRY[3:]), outlet="p.example", title="Ferry aground at night")
    again = article("b", text(FERRY[:3], LIBRARY[:2], FERRY[3:]), 4, outlet="p.example", title="Ferry aground at night")
    assert relation(first, again) is Relation.NEAR


def test_a_letter_to_readers_on_two_days_is_no_copy() -> None:
    frame = (
        "Good morning to all of you who are up before the gulls. Here is what will matter today, and what may wait.",
        "That was it for today, and we thank you for your patience. Write to us if you know better; we read it all.",
    )
    first = article("a", text(frame[0], ORCHARD[:2], frame[1]), outlet="p.example", title="Our letter")
    again = article("b", text(frame[0], LIBRARY[:2], frame[1]), 24, outlet="p.example", title="Our letter")
    assert not relation(first, again).is_copy


def test_earthquakes_of_one_day_are_no_copies() -> None:
    found = matches(
        article("a", QUAKE.format("Pell", "4.2", "3:07", 11), title="Earth shakes again", outlet="p.example"),
        article("b", QUAKE.format("Karsk", "3.8", "9:41", 8), 6, title="Earth shakes again", outlet="p.example"),
        article("c", QUAKE.format("Brunnby", "4.6", "15:20", 14), 12, title="Earth shakes again", outlet="p.example"),
    )
    assert not any(match.relation.is_copy for match in found.values())


@pytest.mark.parametrize(
    ("form", "contents"),
    [(SHIPS, [("seven", "nine"), ("four", "six"), ("eleven", "three")]), (GOLD, [("1,920",), ("1,934",), ("1,917",)])],
)
def test_numbers_in_words_and_figures_at_the_head_make_a_form_with_a_third(
    form: str, contents: list[tuple[str, ...]]
) -> None:
    found = matches(*(article(f"{n}", form.format(*each), 24 * n) for n, each in enumerate(contents)))
    assert not any(match.relation.is_copy for match in found.values())


def test_no_cluster_is_bridged_by_a_form() -> None:
    notices = [article(f"{n}", FLOOD.format(n + 2, 7 * n + 11, 31 * n + 50, n + 4), 24 * n) for n in range(6)]
    copies = [article("copy", notices[0].text, 1)]
    report = dedup.scan([*notices, *copies], stories=False)
    assert [cluster.article_ids for cluster in report.clusters] == [("0", "copy")]


def test_tolls_of_three_outlets_on_one_day_are_copies() -> None:
    """Each edited a word, and none names another place: they are states of one report, no form."""
    found = matches(
        article("a", FLOOD.format(3, 40, 120, 6), title="Sedge leaves its banks", outlet="a.example"),
        article(
            "b",
            FLOOD.format(5, 90, 310, 11).replace("school", "gymnasium").replace("knows", "foresees"),
            3,
            title="Flood in the county",
            outlet="b.example",
        ),
        article(
            "c",
            FLOOD.format(8, 95, 340, 14).replace("school", "church").replace("nobody knows", "nobody says"),
            6,
            title="Houses stand in the Sedge",
            outlet="c.example",
        ),
    )
    assert {match.relation for match in found.values()} == {Relation.NEAR}
    assert len(found) == 3


LETTER = (
    "{0} The harbour's fate is one of the great topics of our letters to readers, but not the only one. More than "
    "23,000 of you have ordered them by now, all over the county. You can order the letters from {1}, like those from "
    "all other parishes, here and free of charge: letters.post.example. {2} writes from {1}. In these days it is good "
    "to wish others well. In our letters you can tell of the birthdays of friends, relatives, neighbours and partners "
    "in business, or wish them well yourself with a few kind words. Write to our authors, whose addresses stand in the "
    "letters."
)
ISSUES = (
    ("A bath in winter and more.", "Ane and Brunnby", "Judith Lind", "The bath stays open", 0),
    ("Boats that nobody wants.", "Karsk and Torvik", "Anders Gork", "The next graveyard of ships", 7),
    ("Who builds on the quay.", "Lenne and Pell", "Paula Luther", "Quarrel about the gasworks", 13),
    ("A lane for bicycles.", "Orre and Ulm", "Mats Slavin", "A lane that is to stay", 20),
)


def letters(number: int) -> list[Article]:
    return [
        article(name, LETTER.format(opening, places, author), 24 * days, title=title, outlet="post.example")
        for name, (opening, places, author, title, days) in zip("abcd", ISSUES[:number], strict=False)
    ]


@pytest.mark.parametrize("number", [3, 4])
def test_what_an_outlet_prints_on_three_days_is_a_series(number: int) -> None:
    found = matches(*letters(number))
    assert not [match for match in found.values() if match.relation.is_copy]
    assert not dedup.scan(letters(number)).clusters


def test_what_an_outlet_prints_on_two_days_is_a_copy() -> None:
    assert matches(*letters(2))["a", "b"].relation is Relation.NEAR


def test_a_report_that_goes_on_for_three_days_is_no_series() -> None:
    """Much of it is new each day, and speaks of what was told before."""
    kept = text(FERRY)
    days = [text(part, FERRY[2]) for part in (LIBRARY, ORCHARD, TELESCOPE)]
    reports = [
        article(
            name,
            text(kept, *[sentence.replace("the", "the ferry's") for sentence in (new,)]),
            24 * n,
            title=title,
            outlet="post.example",
        )
        for n, (name, new, title) in enumerate(zip("abc", days, ("Marit aground", "Day two", "Towed off"), strict=True))
    ]
    assert {match.relation for match in matches(*reports).values()} <= {Relation.NEAR, Relation.EXCERPT}


INFLATION = (
    "Prices in the county rose by {0} in {1}, after {2} in the month before, the office said. Since the last {1} they "
    "have gone up by {3}. The office had expected as much, it said, {4}. Food and rent make up most of it, as they "
    "mostly do, and {5}. The county looks at what 400 shops ask for 90 goods."
)
MARCH = INFLATION.format(
    "two pct", "March", "a tenth", "nine pct", "for the frost was hard on all crops", "coal is dear"
)
MAY = INFLATION.format("a tenth", "May", "half a pct", "eight pct", "since the ships were late", "the bus costs more")


@pytest.mark.parametrize(
    ("days", "expected"), [(0.5, Relation.NEAR), (2, Relation.BOILERPLATE), (61, Relation.BOILERPLATE)]
)
def test_another_day_words_in_common_beside_other_names_are_those_of_a_form(days: float, expected: Relation) -> None:
    assert relation(article("a", MARCH, title="Prices"), article("b", MAY, 24 * days, title="Prices")) is expected


@pytest.mark.parametrize(("days", "expected"), [(2, Relation.NEAR), (8, Relation.BOILERPLATE)])
def test_after_a_week_words_in_common_here_and_there_are_those_of_a_form(days: int, expected: Relation) -> None:
    edited = news.edited(text(FERRY), 0.2, 1)
    assert (
        relation(article("a", text(FERRY), title="Ferry"), article("b", edited, 24 * days, title="Ferry")) is expected
    )


def test_what_is_printed_again_after_a_month_is_a_copy() -> None:
    reprint = text(FERRY).replace("Marit", "Marrit")
    assert relation(article("a", text(FERRY)), article("b", reprint, 24 * 30)) is Relation.NEAR


DIVIDEND = "Qtly div 10 cts vs 10 cts prior. Pay {} 30. Record {} 10."


def test_dividends_of_two_firms_with_the_same_figures_are_no_copies() -> None:
    first = article("a", DIVIDEND.format("April", "April"), title="August Mills sets quarterly dividend")
    other = article("b", DIVIDEND.format("April", "April") + " Karsk", title="Low and Son QTLY DIV")
    assert not [match for match in matches(first, other).values() if match.relation.is_copy]


QUOTES = "Last quotes at {0} hours: May {1} over {2}, July {3} under {4}, August no quote, October {5} over even, end."


def test_quotes_of_two_hours_are_no_copies() -> None:
    first = article("a", QUOTES.format("ten", "0.10", "0.12", "1.40", "1.45", "0.60"), title="Quotes of Karsk")
    later = article("b", QUOTES.format("one", "0.14", "0.20", "1.80", "1.10", "0.70"), 1, title="Quotes of Karsk")
    assert not [match for match in matches(first, later).values() if match.relation.is_copy]


def test_a_table_with_a_figure_corrected_is_a_copy() -> None:
    first = article("a", QUOTES.format("ten", "0.10", "0.12", "1.40", "1.45", "0.60"), title="Quotes of Karsk")
    later = article("b", QUOTES.format("ten", "0.10", "0.12", "1.40", "1.54", "0.60"), 1, title="Quotes of Karsk")
    assert matches(first, later)["a", "b"].relation is Relation.NEAR


TREMOR = (
    "M {0}.{1} - {2} km north of {place}. Depth {3} km, {4}:{5} UTC. This notice was made by a machine from readings "
    "of all stations that felt the event, and nobody has seen it yet. Strength can change as more readings come "
    "in. People who felt the shaking can tell the institute about it on its page; reports help to draw the map of the "
    "event. After a strong event more are to be expected, and damaged houses should not be entered."
)
OUTLOOK = (
    "{place}: {0} to {1} degrees in the morning, wind from the west with {2} km/h, rain {3}.{4} mm, cloud {5} %. "
    "The outlook is drawn up twice a day by the weather service for all towns with a station of their own. Roads in "
    "the hills may be slippery in the morning, and drivers are asked to leave more room. Showers can bring more in "
    "single places than the value for the town says. Warnings are sent out apart from this outlook, at any hour."
)
PRICES = (
    "{place} diesel {0}.{1} a litre, up {2}.{3} %, heating oil {4}.{5} a litre. Prices are the mean of what all "
    "stations of the district asked at noon, taxes included. They are gathered by the chamber, which takes no "
    "responsibility for single values. Before the holidays prices tend to rise for some days and to fall behind them. "
    "Buyers who compare stations before they fill up can save a good part of the bill over the year."
)
READINGS = ((3, 1, 12, 10, 22, 41), (4, 6, 31, 55, 14, 17), (2, 8, 47, 19, 36, 53), (5, 2, 26, 38, 11, 29))


@pytest.mark.parametrize("form", [TREMOR, OUTLOOK, PRICES], ids=["quakes", "weather", "prices"])
@pytest.mark.parametrize("hours", [None, 3, 40])
@pytest.mark.parametrize("places", [("Karsk", "Ane", "Brunnby", "Orre"), ("Karsk",) * 4], ids=["places", "one place"])
@pytest.mark.parametrize("outlet", [None, "institute.example"])
def test_figures_at_the_head_of_a_standing_text_are_no_copies(
    form: str, hours: float | None, places: tuple[str, ...], outlet: str | None
) -> None:
    notices = [
        article(str(n), form.format(*figures, place=place), None if hours is None else n * hours, outlet=outlet)
        for n, (figures, place) in enumerate(zip(READINGS, places, strict=True))
    ]
    found = dedup.scan(notices, stories=False)
    assert not found.clusters
    assert {match.relation for match in found.matches} <= {Relation.BOILERPLATE}


def test_times_over_a_report_with_figures_of_its_own_make_no_form() -> None:
    body = " ".join([text(FERRY), "In 2019 some 340 people were aboard, and 12 boats came to help.", text(ORCHARD)])
    heads = ("12.03.2026 14:30, 3 comments. ", "12.03.2026 15:05, 17 comments. ", "12.03.2026 18:20, 8 comments. ")
    reports = [article(str(n), head + body, None) for n, head in enumerate(heads)]
    (cluster,) = dedup.scan(reports, stories=False).clusters
    assert len(cluster.article_ids) == len(heads)


SURVEY = f"It is time for this year's survey of the harbours. {text(LIBRARY, ORCHARD)}"


@pytest.mark.parametrize(
    ("titles", "days", "expected"),
    [
        pytest.param(("Karsk 8.14.0 is out", "Karsk 10.14.0 is out"), 0, Relation.BOILERPLATE, id="two versions"),
        pytest.param(("Survey of 2025", "Survey of 2026"), 365, Relation.BOILERPLATE, id="two years"),
        pytest.param(("Survey of 2025", "Survey of 2026"), 1, Relation.NEAR, id="a year corrected on the next day"),
        pytest.param(("Prices up 1.5 pct", "Prices up 1.7 pct"), 0, Relation.NEAR, id="a quantity corrected"),
        pytest.param(("Survey of 2026", "Survey of 2026"), 30, Relation.NEAR, id="printed again"),
        pytest.param(("Survey", "Survey of 2026"), 30, Relation.NEAR, id="one title numbers nothing"),
    ],
)
def test_an_outlet_numbers_its_editions(titles: tuple[str, str], days: int, expected: Relation) -> None:
    first, later = (
        article(name, SURVEY.replace("harbours", place), 24 * n * days, title=title, outlet="post.example")
        for n, (name, title, place) in enumerate(zip("ab", titles, ("harbours", "quays"), strict=True))
    )
    assert relation(first, later) is expected


def test_two_outlets_may_number_one_report_otherwise() -> None:
    first = article("a", SURVEY, title="Karsk 8.14.0 is out", outlet="post.example")
    other = article("b", SURVEY.replace("harbours", "quays"), title="8.14.1: Karsk is out", outlet="sun.example")
    assert relation(first, other) is Relation.NEAR


PROVIDER = (
    "The harbour kit now speaks to {0} by an official bridge. To use it, put the package in place, and name {0} "
    "in the settings of the kit. It sends what the kit is asked, and gives back what {0} answers, in pieces, as they "
    "come. Every call is counted, and the count stands on the page of the kit. For more, see the manual."
)


def announcement(name: str, days: int, body: str = PROVIDER) -> Article:
    title = f"{name} bridge for the harbour kit now at hand"
    return article(name, body.format(name), 24 * days, title=title, outlet="kit.example")


def test_announcements_that_name_another_product_all_along_are_no_copies() -> None:
    assert not relation(announcement("Cohera", 0), announcement("Azuro", 5)).is_copy


def test_a_product_of_the_title_that_the_other_names_as_well_is_no_other_subject() -> None:
    both = PROVIDER + " It spoke to Azuro and Cohera before, by a bridge that others had made."
    assert relation(announcement("Cohera", 0, both), announcement("Azuro", 5, both)).is_copy


GREETING = (
    "Good morning from the newsroom on the quay. This is your letter with what the coast will talk about today, picked "
    "by the night desk and sent before the first ferry leaves. Whoever got it from a friend can have it for nothing. "
)
GOODBYE = (
    " That was the letter of today. If there was something in it that you liked, answer this mail; we read all, "
    "though we cannot write back to everybody. Until tomorrow, and take an umbrella."
)
NEWS = (
    "Two sisters light the kiln of the old tile works in Brunnby again and have hired nine potters. "
    "A museum in Torvik has ordered blue tiles for its stairs.",
    "Wolves were seen beside the winch of the gliding club, and shepherds ask the county for fences. "
    "Someone had left a sausage beside the runway.",
)


def test_a_short_filling_of_a_letter_is_no_copy_of_the_day_before() -> None:
    today, tomorrow = (
        article(str(day), GREETING + news_of_day + GOODBYE, 24 * day, title="The morning letter", outlet="post.example")
        for day, news_of_day in enumerate(NEWS)
    )
    assert relation(today, tomorrow) is Relation.BOILERPLATE
    again = article("again", GREETING + NEWS[0].replace("nine", "ten") + GOODBYE, 24, title="The morning letter")
    assert relation(today, again) is Relation.NEAR


def test_notes_below_two_episodes_make_no_story() -> None:
    notes = (
        " Listen wherever you find your programmes, and leave us a review if you like the show, for it helps others to "
        "find it. Sound by Corin Hale, music by the Karsk Quartet, produced by Perla Quist for the Harbour Post."
    )
    shows = [
        article(
            str(week), text(story[:3]) + notes, 168 * week, title=f"The coast, episode {week}", outlet="post.example"
        )
        for week, story in enumerate((LIBRARY, TELESCOPE))
    ]
    report = dedup.scan(shows)
    assert (report.clusters, report.stories) == ((), ())


def test_notices_of_two_people_on_one_day_are_a_form() -> None:
    notice = (
        "{0}, {1}, died {2} on Monday. {3} was born in {4} and worked as a {5} for many years. A service will be held "
        "in the church of Karsk on Friday, followed by a burial in the churchyard. The family asks for gifts to the "
        "lifeboat instead of flowers, and thanks the nurses of the coast hospital for their care."
    )
    maria = notice.format("Maria Oster", 88, "peacefully at home", "She", "Brunnby", "weaver")
    henrik = notice.format("Henrik Sallow", 91, "in hospital", "He", "Torvik", "pilot")
    two = (
        article("a", maria, title="Maria Oster", outlet="p"),
        article("b", henrik, 1, title="Henrik Sallow", outlet="p"),
    )
    assert relation(*two) is Relation.BOILERPLATE
    corrected = article("c", maria.replace("88", "89"), 1, title="Maria Oster", outlet="p")
    assert relation(two[0], corrected) is Relation.NEAR


def test_signs_shared_in_a_row_are_no_respelled_report() -> None:
    form = (
        "{0}公司公布第一季度业绩，净利润同比{1}。董事会建议派发股息，并将在下月的股东大会上表决。公司说，主要增长来自{2}业务，"
        "而{3}业务的收入有所下降。管理层对全年前景保持谨慎乐观，并将继续控制成本。"
    )
    bank = article(
        "a", form.format("奥斯特里银行", "上升", "个人贷款", "投资"), title="奥斯特里银行公布业绩", outlet="p"
    )
    copper = article("b", form.format("佩尔铜业", "下降", "精炼铜", "矿石"), title="佩尔铜业公布业绩", outlet="p")
    assert relation(bank, copper) is Relation.BOILERPLATE


def test_words_written_together_make_no_excerpt_of_texts_of_one_length() -> None:
    one = (
        "شورای شهر روز پنجشنبه تصمیم گرفت که خط اتوبوس شبانه باقی بماند. این خط قرار بود در تابستان تعطیل شود، "
        "زیرا مسافران کمی پس از نیمه\u200cشب از آن استفاده می\u200cکردند. چهار هزار نفر نامه\u200cای را امضا کردند."
    )
    assert relation(article("a", one), article("b", one.replace("\u200c", " "))) is Relation.NEAR
