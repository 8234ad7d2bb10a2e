"""The elements that hold doubled words are found by the words alone, and their selectors lead back to them."""

from __future__ import annotations

import pytest

pytest.importorskip("scrapy")

from scrapy.http import HtmlResponse, Response, TextResponse

from dedup.adapters.page_elements import elements_around

FERRY = "The ferry Brightling was late again on Monday because a seal in its engine had failed."
COACH = "Some two hundred passengers waited on the quay at Skarrow for a coach that came at midnight."


def page(body: str) -> HtmlResponse:
    return HtmlResponse("https://example.org/ferry", body=f"<html><body>{body}</body></html>", encoding="utf-8")


@pytest.mark.parametrize(
    ("body", "words", "selectors"),
    [
        (f"<div class='story'><p>{FERRY}</p></div>", FERRY, ["div.story > p"]),
        (
            f"<main id='top'><div class='story'><p>{FERRY}</p><p>{COACH}</p></div>"
            f"<div class='print only x'><p>{FERRY}</p><p>{COACH}</p></div></main>",
            f"{FERRY}\n\n{COACH}",
            ["main#top > div.story", "main#top > div.print.only"],
        ),
        (f"<p>{FERRY[:40]}<b>{FERRY[40:]}</b> And more.</p>", FERRY.upper(), ["p"]),
        (f"<p>{FERRY}<p>{COACH}", f"{FERRY} {COACH}", ["body"]),
        (f"<script>{FERRY}</script><!-- {FERRY} --><h2>{FERRY}</h2>", FERRY, ["h2"]),
        (f"<p class='a&quot;b x:y'>{FERRY}</p>", FERRY, ["p"]),
        (f"<article><p>{FERRY}</p> and an aside, and more</article>", f"{FERRY} {COACH}", ["article > p"]),
        ("<p>港口因风暴关闭。</p>", "港口因风暴关闭", ["p"]),
        (f"<p>{FERRY}</p>", COACH, []),
        (f"<p>{FERRY}</p>", "…", []),
        ("", FERRY, []),
    ],
)
def test_the_smallest_elements(body: str, words: str, selectors: list[str]) -> None:
    assert elements_around(page(body), words) == selectors


def test_a_selector_leads_back_to_the_words() -> None:
    response = page(f"<div><section class='teaser'><p>Other</p></section><section><p>{FERRY}</p></section></div>")
    (selector,) = elements_around(response, FERRY)
    assert any(FERRY in found for found in response.css(selector).getall())


def test_what_is_no_markup_holds_no_elements() -> None:
    for response in (None, Response("https://example.org"), TextResponse("https://example.org", body=b'{"a": 1}')):
        assert elements_around(response, FERRY) == []


def test_a_page_may_be_as_deep_as_it_likes() -> None:
    assert elements_around(page(f"{'<div>' * 200}{FERRY}{'</div>' * 200}"), FERRY) == ["div > div > div"]
