"""Boilerplate is distinguished from a wire story by the rest of the articles that contain it; body text is kept."""

from __future__ import annotations

import made_news as news
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import FERRY, text

import dedup
from dedup.article import Article
from dedup.comparison.prepared import prepare
from dedup.corpus.boilerplate import learn_boilerplate
from dedup.settings import DEFAULT_SETTINGS

MENU = ["Home | News | Sport | Weather", "Sign in or register", "Most read this week"]
BOX = (
    "If you want to know what is going on in the valley, you can have our letter sent to you every morning before "
    "breakfast, and all that you have to do is to leave your address at the end of this page."
)
FOOTER = ["Contact the editors", "© 2026 Valley Courier"]


def pages(number: int, outlet: str | None = None, *, first: int = 0, box: str = BOX) -> list[Article]:
    """Pages of one site: its menu, a story, a box, another story's beginning, its footer."""
    return [
        Article(f"{outlet}-{n}", text(MENU, news.story(n, 10), box, news.story(n + 500, 2), FOOTER), outlet=outlet)
        for n in range(first, first + number)
    ]


def learned(articles: list[Article]) -> set[str]:
    """The lines that are found to be boilerplate."""
    report = dedup.scan(articles, stories=False)
    texts = {article.id: article.text for article in articles}
    return {line for a, spans in report.boilerplate.items() for s in spans for line in s.of(texts[a]).splitlines()}


def without_end_mark(lines: list[str]) -> set[str]:
    """A span ends with its last word."""
    return {line.rstrip(".") for line in lines}


OTHERS = [Article(f"other-{n}", text(news.story(n, 12))) for n in range(300, 304)]


@pytest.mark.parametrize(
    ("number", "outlet", "box", "lines"),
    [
        (1, "courier.example", "", []),
        (2, "courier.example", "", [*MENU, *FOOTER]),
        (2, "courier.example", BOX, []),
        (3, "courier.example", BOX, [*MENU, BOX, *FOOTER]),
        (6, "courier.example", BOX, [*MENU, BOX, *FOOTER]),
        (2, None, "", []),
        (3, None, "", [*MENU, *FOOTER]),
        (3, None, BOX, []),
        (4, None, BOX, [*MENU, BOX, *FOOTER]),
        (6, None, BOX, [*MENU, BOX, *FOOTER]),
    ],
)
def test_lines_are_learned_from_as_many_pages(number: int, outlet: str | None, box: str, lines: list[str]) -> None:
    """In an outlet from two pages, with a box of prose from three; where the outlet is unknown, from one page more.
    Before that, pages that share a box of prose are alike, and alike pages teach nothing.
    """
    assert learned([*pages(number, outlet, box=box), *OTHERS]) == without_end_mark(lines)


ABOUT = (
    "The harbour school was founded by three pilots in the year of the great storm to teach the children of the coast "
    "how to read a chart, and has since then trained the crews of every ferry between the islands and the mainland. "
    "It is run by a board of masters who are chosen for four years, and it takes no fees from those who cannot pay."
)


@pytest.mark.parametrize(("number", "is_learned"), [(15, False), (16, True), (40, True)])
def test_a_box_may_make_up_most_of_short_notices(number: int, is_learned: bool) -> None:
    """Sixteen notices of an outlet show it with few words of their own."""
    articles = [
        Article(f"{n}", " ".join([ABOUT, *news.story(n, 2)]), title=news.story(n + 500, 1)[0], outlet="school.example")
        for n in range(number)
    ]
    assert bool(learned(articles)) is is_learned
    report = dedup.scan(articles, stories=False)
    assert not is_learned or not [match for match in report.matches if match.relation.is_copy]


def test_a_report_that_one_outlet_prints_often_is_no_boilerplate() -> None:
    """Its pages differ by no more than a byline and a line about the page."""
    articles = [
        Article(f"{n}", text(f"By {name} of the Courier", ABOUT, f"Read on page {n}"), outlet="courier.example")
        for n, name in enumerate(["Ada Lund", "Bo Vik", "Cai Holm", "Dag Moe", "Eli Rask", "Fay Tveit"] * 5)
    ]
    assert not learned(articles) & set(ABOUT.split(". "))
    (cluster,) = dedup.scan(articles, stories=False).clusters
    assert len(cluster.article_ids) == len(articles)


def test_dates_and_numbers_of_a_dated_line_do_not_matter() -> None:
    articles = [
        Article(str(n), text(f"Updated {n} May 2026 1{n}:32", news.story(n, 10)), outlet="courier.example")
        for n in range(2, 6)
    ]
    assert learned(articles) == {f"Updated {n} May 2026 1{n}:32" for n in range(2, 6)}


@pytest.mark.parametrize("outlets", [4, 10, 50])
@pytest.mark.parametrize("is_labelled", [False, True])
def test_a_wire_story_in_many_pages_is_no_boilerplate(outlets: int, is_labelled: bool) -> None:
    """Not even where the pages have nothing else in common with anything."""
    articles = [
        Article(f"{n}", news.page(text(FERRY), n), outlet=f"site-{n}.example" if is_labelled else None)
        for n in range(outlets)
    ]
    report = dedup.scan(articles, stories=False)
    taken = {s.of(article.text) for article in articles for s in report.boilerplate.get(article.id, ())}
    assert not any(sentence.rstrip(".") in stretch for sentence in FERRY for stretch in taken)
    (cluster,) = report.clusters
    assert len(cluster.article_ids) == outlets


def test_a_wire_story_among_other_pages_of_its_outlets_is_no_boilerplate() -> None:
    articles = []
    for site in range(6):
        menu = news.page("", site).split("\n")
        articles += [
            Article(f"{site}-{n}", text(menu[:5], body, menu[5:]), outlet=f"site-{site}.example")
            for n, body in enumerate([text(FERRY), *(text(news.story(10 * site + m, 9)) for m in range(4))])
        ]
    report = dedup.scan(articles, stories=False)
    for site in range(6):
        carrier = articles[5 * site]
        own_lines = without_end_mark(carrier.text.split("\n")) - without_end_mark(FERRY) - {""}
        taken = {line for s in report.boilerplate[carrier.id] for line in s.of(carrier.text).split("\n")} - {""}
        assert taken == own_lines
    (cluster,) = report.clusters
    assert cluster.article_ids == tuple(f"{site}-0" for site in range(6))


def test_body_words_are_not_lost() -> None:
    articles = [page for site in range(5) for page in pages(4, f"site-{site}.example", first=10 * site)] + OTHERS
    assert learned(articles) == without_end_mark([*MENU, BOX, *FOOTER])


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_articles_teaches_nothing(order: list[int]) -> None:
    articles = [*pages(3, "courier.example"), *pages(5, first=20), *OTHERS]
    ordered = [articles[place] for place in order]

    def keys(of: list[Article]) -> list[int]:
        prepared, _ = prepare(of, DEFAULT_SETTINGS)
        return [*map(int, learn_boilerplate(prepared.texts, prepared.outlets, DEFAULT_SETTINGS))]

    assert keys(ordered) == keys(articles) != []


def test_nothing_is_learned_from_nothing() -> None:
    assert learned([]) == learned([Article("a", "")]) == learned([Article(str(n), "") for n in range(9)]) == set()


AFFAIR = (
    "vaccine hospital ministry infections mask curfew quarantine chancellor restaurant patient laboratory school virus "
    "shutdown district winter nurse parents office journey"
)


def of_the_affair(number: int, shared: int) -> str:
    """A report of twenty sentences with two names each that no other has, and so many words that all have."""
    words = [*AFFAIR.split()[:shared], *(f"karst{number}x{n}" for n in range(shared, 20))]
    return text([f"The {words[n]} of Torv{number}x{n} is seen by Lom{number}x{n} today." for n in range(20)])


@pytest.mark.parametrize(("shared", "is_learned"), [(0, True), (14, True), (20, False)])
def test_reports_of_one_running_affair_show_what_their_outlet_puts_into_all(shared: int, is_learned: bool) -> None:
    """They share a quarter of their words; what states of one article share is its own."""
    articles = [Article(f"{n}", text(of_the_affair(n, shared), BOX), outlet="courier.example") for n in range(4)]
    assert (BOX.rstrip(".") in learned(articles)) is is_learned
