"""Stubs: what stands under many headlines of one outlet is no article, and is said once."""

from __future__ import annotations

import numpy as np
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE, text

import dedup
from dedup.article import Article
from dedup.corpus.stub_texts import find_stub_texts
from dedup.settings import DEFAULT_SETTINGS
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts

MESSENGER = "Chat with us in Facebook Messenger. Find out what's happening in the world as it unfolds."
GALLERY = (
    "Scroll through the pictures above to see what our photographers saw this week. Each Sunday we choose ten of them, "
    "and readers may vote for the one that they like best until Friday noon. Prints can be ordered from our shop."
)
DIVIDEND = (
    "Le conseil a décidé de proposer à l'assemblée le versement d'un dividende. Il sera mis en paiement au siège trois "
    "jours après la date du détachement. Les actionnaires inscrits la veille y auront droit. Le communiqué entier peut "
    "être lu sur le site de la société, ou demandé par écrit."
)
TITLES = ["Ferry runs aground", "Library opens on Sundays", "Frost ruins the apple harvest", "Comet seen from Karsk"]


def pages(body: str, titles: list[str], outlet: str | None = "post.example") -> list[Article]:
    return [Article(f"p{n}", body, title=title, outlet=outlet) for n, title in enumerate(titles)]


def test_a_text_under_many_titles_of_one_outlet_is_a_copy_of_nothing() -> None:
    other = Article("other", MESSENGER, title="Harbour closed", outlet="herald.example")
    report = dedup.scan([*pages(MESSENGER, TITLES), other])
    assert (report.clusters, report.stories) == ((), ())
    assert not any(match.relation.is_related for match in report.matches)
    (warning,) = report.warnings
    assert "no article" in warning.reason and "5 titles" in warning.reason


def test_two_titles_are_enough_over_a_short_text() -> None:
    assert dedup.scan(pages(MESSENGER, TITLES[:2])).clusters == ()
    assert len(dedup.scan(pages(GALLERY, TITLES[:2])).clusters) == 1
    assert dedup.scan(pages(GALLERY, TITLES[:3])).clusters == ()


def test_pages_with_nothing_but_the_address_of_a_film_are_no_articles() -> None:
    body = (
        "https://films.example/watch?v={0} If the stream does not start, try https://tube.example/watch?v={0} instead. "
        "This stream was made by the people of the harbour radio, who work for nothing and are glad of help."
    )
    films = [Article(f"p{n}", body.format(f"x{n}7Qz"), title=t, outlet="post.example") for n, t in enumerate(TITLES)]
    report = dedup.scan(films)
    assert (report.clusters, report.stories) == ((), ())
    again = [Article(f"p{n}", body.format(f"x{n}7Qz"), title=TITLES[0], outlet="post.example") for n in range(3)]
    assert len(dedup.scan(again).clusters) == 1


def test_an_article_that_is_printed_again_is_no_stub() -> None:
    again = ["Ferry runs aground", "Ferry runs aground off Torvik", "UPDATE: Ferry runs aground"]
    report = dedup.scan(pages(text(FERRY), again))
    assert (len(report.clusters), report.warnings) == (1, ())


def test_a_form_whose_subject_stands_in_the_title_alone_is_no_article() -> None:
    firms = [f"Proposition de dividende: {firm}" for firm in ("Cuivres de Pelle", "Banque d'Ostrie", "Tuiles Farrow")]
    assert dedup.scan(pages(DIVIDEND, firms)).clusters == ()
    assert len(dedup.scan(pages(DIVIDEND, firms[:2])).clusters) == 1
    retitled = [f"Proposition d'un dividende: {words}" for words in ("le conseil décide", "la date", "au siège")]
    assert len(dedup.scan(pages(DIVIDEND, retitled)).clusters) == 1


def test_nearly_the_same_short_text_under_unlike_titles_is_a_copy_of_nothing() -> None:
    one, other = pages(MESSENGER + " 1/24", TITLES[:1]) + pages(MESSENGER + " 1/18", TITLES[1:2])
    report = dedup.scan([one, Article("other", other.text, title=other.title, outlet=other.outlet)])
    assert (report.clusters, report.stories) == ((), ())


def test_one_brief_of_three_outlets_is_no_stub() -> None:
    brief = [
        Article(name, text(LIBRARY[:2]), title=title, outlet=f"{name}.example")
        for name, title in zip("abc", TITLES, strict=False)
    ]
    report = dedup.scan([*brief, Article("d", text(TELESCOPE), title="Comet", outlet="a.example")])
    assert [len(cluster.article_ids) for cluster in report.clusters] == [3]


def test_the_two_of_a_pair_show_it_too() -> None:
    left, right = pages(MESSENGER, TITLES[:2])
    assert dedup.compare(left, right).relation == "boilerplate"
    assert dedup.compare(*pages(text(ORCHARD), TITLES[:2])).relation == "exact"


def test_titles_of_an_unknown_outlet_show_nothing() -> None:
    texts, _ = sketch(pack_texts([MESSENGER] * 4))
    for outlet, stubs in ((-1, 0), (0, 1)):
        assert len(find_stub_texts(texts, np.full(4, outlet), TITLES, DEFAULT_SETTINGS)) == stubs
