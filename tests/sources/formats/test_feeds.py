"""Feeds: each item is an article with its own date, author and address; XML that is no feed is named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_files import RAIN, SNOW, page, rss

from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.sources.reader import read_articles

MARCH_5 = datetime(2024, 3, 5, 8, 30, tzinfo=UTC)
ITEM = (
    "<title>Rain &amp;amp; river</title><link>https://harbour.example/1</link><dc:creator>Ada Rill</dc:creator>"
    f"<description>Short.</description><content:encoded><![CDATA[<p>{RAIN}</p><p>{SNOW}</p>]]></content:encoded>"
    '<guid isPermaLink="false">tag:harbour.example,2024:1</guid><pubDate>Tue, 05 Mar 2024 08:30:00 GMT</pubDate>'
)


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(content: bytes, name: str = "feed.rss") -> list[ReadItem]:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content)
    return list(read_articles(name))


@pytest.mark.parametrize("name", ["feed.rss", "feed.xml", "feed", "feed/index.html", "feed.php", "feed.xml.1"])
def test_an_item_is_an_article_whatever_the_file_is_called(name: str) -> None:
    assert read(rss(ITEM), name) == [
        Article(
            "tag:harbour.example,2024:1",
            f"{RAIN}\n\n{SNOW}",
            title="Rain & river",
            url="https://harbour.example/1",
            outlet="harbour.example",
            published=MARCH_5,
            language="en",
            author="Ada Rill",
        )
    ]


def test_an_item_is_not_lent_the_date_of_the_feed() -> None:
    (article,) = read(rss(f"<description>{RAIN}</description>"))
    assert article == Article("feed.rss:1", RAIN, outlet="Harbour Post", language="en")


def test_text_that_merely_looks_like_markup_stays() -> None:
    (article,) = read(
        rss("<description>Of 3 &lt; 5 and AT&amp;amp;T, said the &lt;b&gt;mayor&lt;/b&gt;.</description>")
    )
    assert isinstance(article, Article)
    assert article.text == "Of 3 < 5 and AT&T, said the mayor."


def test_the_id_of_an_item_counts_if_it_is_unique_outside_of_its_feed() -> None:
    found = read(
        rss(
            f"<guid>7</guid><description>{RAIN}</description>",
            f"<guid>https://h.example/2</guid><description>{RAIN}</description>",
        )
    )
    assert [(item.id, item.url) for item in found if isinstance(item, Article)] == [
        ("feed.rss:1", None),
        ("https://h.example/2", "https://h.example/2"),
    ]


def test_an_item_without_a_text_is_skipped_with_its_reason() -> None:
    first, second = read(rss("<title>Only a title</title>", ITEM))
    assert first == Skipped("feed.rss", 1, "the item has no text, but a title")
    assert isinstance(second, Article)


def test_atom() -> None:
    source = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafenpost</title>
    <link href="https://hafen.example/"/><updated>2024-03-07T00:00:00Z</updated>
    <entry><title>Regen</title><link href="1"/><id>urn:uuid:1</id><published>2024-03-05T08:30:00Z</published>
    <updated>2024-03-06T00:00:00Z</updated><author><name>Ada Rill</name></author>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{RAIN}</p></div></content></entry></feed>"""
    assert read(source.encode(), "feed.atom") == [
        Article(
            "urn:uuid:1",
            RAIN,
            title="Regen",
            url="https://hafen.example/1",
            outlet="hafen.example",
            published=MARCH_5,
            language="de",
            author="Ada Rill",
        )
    ]


def test_rss_1_in_rdf() -> None:
    source = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://h.example/"><title>Post</title></channel>
    <item rdf:about="https://h.example/9"><title>Nine</title><link>https://h.example/9</link>
    <description>{RAIN}</description><dc:date>2024-03-05T08:30:00Z</dc:date></item></rdf:RDF>"""
    (article,) = read(source.encode(), "feed.rdf")
    assert isinstance(article, Article)
    assert (article.text, article.url, article.published) == (RAIN, "https://h.example/9", MARCH_5)


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-2", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    source = rss(f"<description>Žluťoučký kůň. {RAIN}</description>").decode()
    (article,) = read(source.replace("?>", f' encoding="{name}"?>', 1).encode(encoding))
    assert isinstance(article, Article)
    assert article.text == f"Žluťoučký kůň. {RAIN}"


def test_what_is_damaged_is_read_as_far_as_it_goes_and_said() -> None:
    whole = rss(ITEM, ITEM)
    *articles, warning = read(whole[: len(whole) - 60])
    assert articles
    assert isinstance(warning, ReadWarning)
    assert warning.reason.startswith("the XML is damaged")
    assert read(rss()) == [ReadWarning("feed.rss", None, "the feed has no items")]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<?xml version='1.0'?><nitf><body>Rain</body></nitf>", "XML that is no feed, but <nitf>"),
        ("<urlset xmlns='x'><url/></urlset>", "XML that is no feed, but <urlset>"),
        ("<TEI xmlns='x'/>", "XML that is no feed, but <TEI>"),
        ("Rain fell.", "not XML that can be read"),
        ("<?xml version='1.0'?> \n", "empty"),
    ],
)
def test_xml_that_is_no_feed_is_named(source: str, reason: str) -> None:
    assert read(source.encode(), "a.xml") == [Skipped("a.xml", None, reason)]


def test_a_page_with_the_ending_of_xml_is_a_page() -> None:
    (article,) = read(b"<?xml version='1.0'?>" + page(), "a.xml")
    assert isinstance(article, Article)
    assert RAIN in article.text


def test_nothing_is_fetched_and_no_entity_expands_without_end() -> None:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    source = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "x">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = read(
        f"{source}<rss><channel><item><description>{RAIN} &l9; &f;</description></item></channel></rss>".encode()
    )
    assert all(len(item.text) < 10_000 and "root:" not in item.text for item in found if isinstance(item, Article))
