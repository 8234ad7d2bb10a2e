"""What is found in an HTML page: the main text with its structure, and what the page says about itself."""

from __future__ import annotations

import pytest

from dedup.sources.article_parts import ArticleParts
from dedup.sources.pages.extraction import extract_page
from dedup.sources.pages.page_tree import read_page_tree
from dedup.sources.pages.text.second_reader import read_again

RIVER = "The river rose by a metre during the night, and the bridge to the lower town was closed to all traffic."
ROAD = "The road over the pass is to open again by noon, the office said, if no more snow falls in the morning."


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
    "page",
    [
        "<!DOCTYPE html>\n<!-- saved from url=(0026)https://orre.example/rain -->\n<html>{}</html>",
        "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://orre.example/rain \n-->{}</html>",
        "<html>{}<!-- Mirrored from orre.example/rain by HTTrack Website Copier/3.x, Sun, 30 Nov 2025 -->\n</html>",
    ],
)
def test_a_saved_page_tells_its_address(page: str) -> None:
    assert extract_page(page.format("<p>It rained on Monday.</p>").encode()).url == "https://orre.example/rain"


@pytest.mark.parametrize("character", ["\x01", "\x1f", "\v", "\f", "\ufffe", "\uffff"])
def test_a_character_that_xml_does_not_allow_does_not_end_the_second_reader(character: str) -> None:
    tree = read_page_tree(page_with(f"<article><h1>High water</h1><p>{RIVER}{character}</p><p>{ROAD}</p></article>"))
    text, _ = read_again(tree, is_fast=True)
    assert RIVER in text
    assert character not in text
