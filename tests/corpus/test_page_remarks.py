"""What feeds and pages write into a text is blanked out; what the article says stays."""

from __future__ import annotations

import pytest

import dedup
from dedup.article import Article
from dedup.corpus.page_remarks import without_addresses, without_footer

TITLE = "Ferry Marit mended after nine weeks"
TEXT = "The ferry is back in service. Its pump had been broken since the storm in June."


@pytest.mark.parametrize(
    "footer",
    [
        f"The post {TITLE} appeared first on Harbour Post.",
        f"L'article {TITLE} est apparu en premier sur Le Quai.",
        f"Articolul {TITLE} apare prima dată în Portul de Azi .",
        f"Der Beitrag {TITLE} erschien zuerst auf Hafenblatt.",
    ],
)
def test_footers_of_feeds_are_no_part_of_a_text(footer: str) -> None:
    article = Article("a", f"{TEXT} {footer}", title=TITLE)
    found = without_footer(article)
    assert found.text.rstrip() == TEXT
    assert len(found.text) == len(article.text)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"{TEXT} The song is called {TITLE}.",  # nothing behind it
        f"{TITLE}: so the sign on the quay said. {TEXT} {TEXT}",  # at the head
    ],
)
def test_a_title_may_stand_in_a_text(text: str) -> None:
    article = Article("a", text, title=TITLE)
    assert without_footer(article) is article


def test_addresses_are_blanked_out() -> None:
    article = Article("a", "Look: https://media.example/2031/05/a.m3u8 and www.quay.example", title="www.one.example/7")
    found = without_addresses(article)
    assert found.text.split() == ["Look:", "and"]
    assert len(found.text) == len(article.text)
    assert found.title is None


def test_signs_that_end_a_sentence_or_enclose_an_address_stay() -> None:
    article = Article("a", "Seen at https://one.example/a. Then (www.two.example/b) and http://three.example/c—Ann")
    assert without_addresses(article).text.split() == ["Seen", "at", ".", "Then", "(", ")", "and", "—Ann"]


def test_the_words_of_addresses_make_no_story() -> None:
    place = "https://38media.harbourtv.example/cms/upload/album/page/performance/2031/10/21/{}/176.m3u8"
    subjects = [
        "Robots now help to walk the children home. Nobody has to run after them through the whole street any more.",
        "Secrets hide in these small ornaments when looked at from close by. The shop of the museum sells them.",
        "Farmers dry chillies on the roofs again, and the whole village is red until the first rain comes.",
        "A baker weighs every loaf by hand, as his grandmother did when the mill still turned.",
    ]
    articles = [Article(str(n), f"{place.format(n)} {said}", url=place.format(n)) for n, said in enumerate(subjects)]
    assert not dedup.scan(articles).stories
