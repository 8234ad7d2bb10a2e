"""What is read of the page's own article: its title, date, author, addresses and language, and not another's."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from dedup.sources.pages.metadata.page_metadata import PageMetadata, read_page_metadata
from dedup.sources.pages.page_tree import read_page_tree


def read(head: str, body: str = "", fetched_url: str | None = None) -> PageMetadata:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_page_metadata(read_page_tree(page.encode()), fetched_url)


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
    found = read(head)
    assert {name: value for name in PageMetadata.__slots__ if (value := getattr(found, name))} == expected


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
    assert read(head) == PageMetadata(
        "High water", "https://a.org/1", None, datetime(2024, 3, 5, 8, 30, tzinfo=UTC), "Ada, Bo"
    )


@pytest.mark.parametrize(
    "value", ["[" * 5000, '{"@type": "Article", "headline": 7, "url": [], "author": {"name": {}}}', "7"]
)
def test_json_ld_of_any_shape_is_survived(value: str) -> None:
    head = f'<script type="application/ld+json">{value}</script>'
    assert read(head) == PageMetadata()
