"""What is found in an HTML page: the main text with its structure, and what the page says about itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from dedup.sources.article_parts import ArticleParts
from dedup.sources.pages.extraction import extract_page
from dedup.sources.pages.metadata import PageMetadata, read_page_metadata
from dedup.sources.pages.page_tree import read_page_tree

RIVER = "The river rose by a metre during the night, and the bridge to the lower town was closed to all traffic."
ROAD = "The road over the pass is to open again by noon, the office said, if no more snow falls in the morning."
NOTHING = PageMetadata(None, None, None, None, None, None)


def page_with(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_blocks_stand_apart_and_the_headline_is_no_part_of_the_text() -> None:
    found = extract_page(
        page_with(
            f"""<header><ul><li><a href="/">Home</a><li><a href="/sport">Sport</a></ul></header>
            <article><h1>High water</h1><p>{RIVER}\n   {ROAD}</p><h2>What to <em>do</em></h2>
            <ul><li>{ROAD}</li><li>Keep <b>calm</b>.</li></ul><blockquote><p>{RIVER}</p></blockquote>
            <p>First line<br>and second line.</p></article><footer>Copyright, terms, imprint</footer>"""
        )
    )
    assert found == ArticleParts(
        f"{RIVER} {ROAD}\n\nWhat to do\n\n{ROAD}\n\nKeep calm.\n\n{RIVER}\n\nFirst line\nand second line.",
        title="High water",
    )


@pytest.mark.parametrize("order", ["aa", "aab", "abab", "aabb", "aaaa", "abcabcabc", "abca", "abbc", "abc"])
@pytest.mark.parametrize("tag", ["p", "div", "blockquote", "li"])
def test_a_text_holds_a_block_as_often_as_the_page(order: str, tag: str) -> None:
    blocks = {"a": RIVER, "b": ROAD, "c": "Three schools stayed shut on Tuesday while their cellars were pumped dry."}
    html = "".join(f"<{tag}>{blocks[name]}</{tag}>" for name in order)
    found = extract_page(page_with(f"<article>{f'<ul>{html}</ul>' if tag == 'li' else html}</article>"))
    assert found.text == "\n\n".join(blocks[name] for name in order)


def test_a_fragment_is_a_page() -> None:
    assert extract_page(f"<p>{RIVER}</p><p>{ROAD}</p>".encode()).text == f"{RIVER}\n\n{ROAD}"


def test_xhtml_with_a_declaration_in_a_legacy_encoding() -> None:
    text = "Le fleuve est monté d’un mètre pendant la nuit et le pont a été fermé à la circulation."
    source = f"""<?xml version="1.0" encoding="windows-1252"?><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr">
    <head><title>Été</title></head><body><p>{text}</p></body></html>"""
    assert extract_page(source.encode("cp1252")) == ArticleParts(text, title="Été", language="fr")


def test_links_are_absolute_counted_once_and_bounded() -> None:
    links = "".join(f'<p>{RIVER} <a href="https://example.org/{number // 2}">more</a></p>' for number in range(500))
    others = f'<p>{ROAD} <a href="mailto:a@example.org">mail</a> <a href="/b">b</a> <a href="http://[bad">bad</a></p>'
    found = extract_page(page_with(f"<article>{others}{links}</article>"))
    assert found.links == tuple(f"https://example.org/{number}" for number in range(200))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", {}),
        ("<title> The\n river </title>", {"title": "The river"}),
        ('<title>a</title><meta property="og:title" content="b"><h1>c</h1>', {"title": "b"}),
        ("<h1>High <em>water</em></h1>", {"title": "High water"}),
        ('<link rel="canonical" href="https://a.org/1">', {"url": "https://a.org/1", "canonical": "https://a.org/1"}),
        (
            '<meta property="og:url" content="https://b.org/2"><link rel=canonical href="https://a.org/1">',
            {"url": "https://b.org/2", "canonical": "https://a.org/1"},
        ),
        ('<link rel="canonical" href="/1"><meta property="og:url" content="b.org">', {}),
        ('<meta property="og:locale" content="pt_BR">', {"language": "pt-BR"}),
        (
            '<meta name="author" content="https://facebook.com/ada"><meta name="dc.creator" content="Ada">',
            {"author": "Ada"},
        ),
        ('<time datetime="2024-03-05">5 March</time>', {"published": datetime(2024, 3, 5, tzinfo=UTC)}),
        (
            '<time datetime="2001-01-01"></time><meta itemprop="datePublished" content="2024-03-05T01:00:00+01:00">',
            {"published": datetime(2024, 3, 5, tzinfo=UTC)},
        ),
        (
            '<meta name="date" content="soon"><time datetime="2024-03-05">',
            {"published": datetime(2024, 3, 5, tzinfo=UTC)},
        ),
    ],
)
def test_metadata(head: str, expected: dict[str, object]) -> None:
    found = read_page_metadata(read_page_tree(page_with("", head)))
    assert {name: value for name in PageMetadata.__slots__ if (value := getattr(found, name)) is not None} == expected


@pytest.mark.parametrize(
    "wrap", [lambda node: node, lambda node: [node], lambda node: {"@graph": [{"@type": "Person"}, node]}]
)
def test_json_ld(wrap: object) -> None:
    node = {
        "@type": ["NewsArticle"],
        "headline": "High water",
        "url": "https://a.org/1",
        "datePublished": "2024-03-05T08:30:00Z",
        "author": [{"@type": "Person", "name": "Ada"}, "Bo"],
    }
    assert callable(wrap)
    head = "".join(
        f'<script type="application/ld+json">{source}</script>' for source in ("{bad", json.dumps(wrap(node)))
    )
    assert read_page_metadata(read_page_tree(page_with("", head))) == PageMetadata(
        "High water", "https://a.org/1", None, datetime(2024, 3, 5, 8, 30, tzinfo=UTC), "Ada, Bo", None
    )


@pytest.mark.parametrize(
    "value", ["[" * 5000, '{"@type": "Article", "headline": 7, "url": [], "author": {"name": {}}}', "7"]
)
def test_json_ld_of_any_shape_is_survived(value: str) -> None:
    head = f'<script type="application/ld+json">{value}</script>'
    assert read_page_metadata(read_page_tree(page_with("", head))) == NOTHING
