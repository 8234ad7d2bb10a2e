"""What is read of the page's own article: its title, date, author, addresses and language, and not another's."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    assert {name: value for name in PageMetadata._fields if (value := getattr(found, name))} == expected


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


TITLE = "Harbour master resigns over dredging contract"
STATED = f"<title>{TITLE} | Orre Post</title>"
HEADING = f"<h1>{TITLE}</h1>"
TODAY = "2025-11-29T10:00:00+00:00"
SHOWN = "4 March 2025"
CLOCK = f'<time datetime="{TODAY}">Saturday, 29 November 2025</time>'
PUBLISHED = '<time datetime="2025-03-04T08:00">4 March 2025</time>'


@pytest.mark.parametrize(
    "body",
    [
        f"<header>{CLOCK}</header><main>{HEADING}{PUBLISHED}</main>",
        f'<div class="topbar">{CLOCK}</div>{HEADING}{PUBLISHED}',
        f'<div id="wrap"><div id="currentDate" class="today-date">{CLOCK}</div><main>{HEADING}{PUBLISHED}</main></div>',
        f"<div><div>{CLOCK}</div><div><h1>{TITLE}</h1><p>{PUBLISHED}</p></div></div>",
        f"<div>{CLOCK}{HEADING}{PUBLISHED}</div>",
        f"<nav>{CLOCK}</nav><article><header>{HEADING}{PUBLISHED}</header></article>",
        f"<main>{HEADING}{PUBLISHED}</main><footer>{CLOCK}</footer>",
        f"<main>{HEADING}{PUBLISHED}</main><aside>{CLOCK}</aside>",
        f'<div class="masthead-bar">Saturday, 29 November 2025</div><main>{HEADING}<p>{SHOWN}</p></main>',
        f"<div>{CLOCK}</div><main>{HEADING}<p>Published {SHOWN} 08:00, updated 5 March 2025 09:00</p></main>",
        f"<div>{CLOCK}</div><main>{HEADING}<p>Updated 5 March 2025</p><p>Published: {SHOWN}</p></main>",
        f'<main>{HEADING}<time class="updated" datetime="2025-03-05">x</time>{PUBLISHED}</main>',
        f'<main>{HEADING}<p>Last updated: <time datetime="2025-03-05">x</time></p>{PUBLISHED}</main>',
        f'<main>{HEADING}<time datetime="PT1M48S">1:48</time>{PUBLISHED}</main>',
        f"<main>{HEADING}{PUBLISHED}</main><div class='related'><article><h2>Tax</h2>{CLOCK}</article></div>",
        f"<h1>Orre Post</h1><div>{CLOCK}</div><main><h2>{TITLE}</h2>{PUBLISHED}</main>",
    ],
)
def test_a_clock_teaser_or_change_is_not_the_date(body: str) -> None:
    found = read(STATED, body)
    assert found.published is not None
    assert found.published.date().isoformat() == "2025-03-04"
    assert found.title == TITLE


@pytest.mark.parametrize("body", [f"<header>{CLOCK}</header>{HEADING}", f"<div>{CLOCK}</div><main>{HEADING}</main>"])
def test_a_clock_alone_is_no_date(body: str) -> None:
    assert read(STATED, body).published is None


def test_a_day_in_the_address_comes_before_a_date_far_from_the_headline() -> None:
    head = STATED + '<meta property="og:url" content="https://orre.example/2025/03/04/harbour">'
    found = read(head, f"<main>{HEADING}</main><div>{CLOCK}</div>")
    assert found.published == datetime(2025, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize("stated", ["0001-01-01T00:00:00Z", "1970-01-01", "2611-01-01", "1899-12-30T00:00:00"])
def test_a_date_that_cannot_be_is_none_and_said(stated: str) -> None:
    script = json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": stated})
    head = f'{STATED}<script type="application/ld+json">{script}</script>'
    found = read(head, HEADING)
    assert found.published is None
    assert stated in found.warnings[0]
    assert read(head, HEADING + PUBLISHED).published == datetime(2025, 3, 4, 8, tzinfo=UTC)
    assert read(head, HEADING + PUBLISHED).warnings == ()


OWN = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "url": "https://orre.example/harbour",
    "datePublished": "2025-03-01T08:00:00Z",
    "author": {"@type": "Person", "name": "Ann Lee"},
}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Tax on second homes goes to vote in Ostry",
    "url": "https://orre.example/tax",
    "datePublished": "2019-01-01T08:00:00Z",
    "author": {"@type": "Person", "name": "Vera Stone"},
}
LISTED = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}, OTHER]}


def scripts(*values: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'
        for value in values
    )


@pytest.mark.parametrize(
    "head",
    [
        scripts(LISTED, OWN),
        scripts(OTHER, OWN, OTHER),
        scripts([OTHER, OTHER, OWN]),
        scripts({"@graph": [LISTED, OTHER, OWN]}),
        scripts(OWN | {"hasPart": [OTHER], "isPartOf": OTHER, "relatedLink": OTHER}),
        scripts({"@type": "WebPage", "mostRead": [OTHER], "mainEntity": OWN}),
        scripts({"@type": "WebPage", "hasPart": [OTHER, OWN]}),
        scripts(OTHER, OWN | {"headline": TITLE[:30] + "…"}),
        scripts(OTHER, OWN | {"headline": "A social headline of other words", "mainEntityOfPage": OWN["url"]}),
        scripts(OTHER, OWN | {"url": None, "mainEntityOfPage": {"@type": "WebPage", "@id": OWN["url"]}}),
        scripts(LISTED) + scripts(json.dumps(OWN)[:-1] + ",}"),
        scripts(OTHER, f"<!--\n//<![CDATA[\n{json.dumps(OWN)}\n//]]>\n-->"),
        scripts(OTHER, json.dumps(OWN).replace("harbour", "harbour").replace('"Ann Lee"', '"Ann\tLee"')),
        scripts(OTHER, json.dumps(OWN | {"description": "x"}).replace('"x"', r'"it\'s"')),
        scripts(OTHER, OWN | {"author": {"@id": "#ann"}}, {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}),
        scripts(
            {"@type": "LiveBlogPosting", **{k: v for k, v in OWN.items() if k != "@type"}, "liveBlogUpdate": [OTHER]}
        ),
    ],
)
def test_the_json_ld_of_another_article_is_not_the_pages(head: str) -> None:
    link = '<link rel="canonical" href="https://orre.example/harbour">'
    found = read(STATED + head + link, HEADING)
    assert (found.title, found.url, found.author) == (TITLE, "https://orre.example/harbour", "Ann Lee")
    assert found.published == datetime(2025, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "head", [scripts(OTHER), scripts(LISTED), scripts([OTHER, OTHER]), scripts({"mostRead": OTHER})]
)
def test_other_articles_alone_say_nothing_of_the_page(head: str) -> None:
    assert read(STATED + head, HEADING) == PageMetadata(title=TITLE)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f"<title>{TITLE} | Orre Post</title>", HEADING),
        (f"<title>{TITLE} - Orre Post</title>", HEADING),
        (f"<title>Orre Post: {TITLE}</title>", HEADING),
        (f"<title>Orre Post – {TITLE}</title><meta property='og:site_name' content='Orre Post'>", ""),
        (f"<title>{TITLE} · Orre Post</title><meta property='og:site_name' content='The Orre Post'>", ""),
        (f"<title>{TITLE} : News : Orre Post</title>", HEADING),
        (f"<title>{TITLE} - News - Orre Post</title><meta property='og:title' content='{TITLE}'>", ""),
        (f"<meta property='og:title' content='{TITLE} | Orre Post'>", "<h1>Orre Post</h1>"),
        (f"<meta property='og:title' content='{TITLE} - orrepost.example'>", HEADING),
        (f"<title>{TITLE}_Orre Post</title><link rel=canonical href='https://www.orrepost.example/a/b'>", ""),
        (f"<title>{TITLE} — OrrePost</title><link rel=canonical href='https://www.orrepost.example/a/b'>", ""),
        ("<title>Orre Post</title>", HEADING),
        (
            f"<title>{TITLE} - By Ann Lee - X</title><meta property='og:title' content='{TITLE} - By Ann Lee - X'>",
            HEADING,
        ),
        ("<meta property='og:title' content='Orre Post'><meta property='og:site_name' content='Orre Post'>", HEADING),
        (f"<title>{TITLE.replace(' ', '&amp;nbsp;', 1)} | Orre Post</title>", HEADING),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(head: str, body: str) -> None:
    assert read(head, body).title == TITLE


URL = "https://orre.example/news/bus-771.html"


@pytest.mark.parametrize(
    "canonical",
    [
        *("https://orre.example/news/", "https://orre.example/news", "https://orre.example/", "https://orre.example"),
        *("https://orre.example/#top", "https://orre.example/index.html", "https://orre.example/en/", "/", "/news/"),
        *("https://orre.example/category/local", "//orre.example/", "https://www.orre.example/news/"),
    ],
)
@pytest.mark.parametrize("place", ["og:url", "json-ld", "fetched"])
def test_a_canonical_link_to_a_section_is_not_believed(canonical: str, place: str) -> None:
    head = STATED + f'<link rel="canonical" href="{canonical}">'
    head += f'<meta property="og:url" content="{URL}">' if place == "og:url" else ""
    head += scripts(OWN | {"url": URL}) if place == "json-ld" else ""
    found = read(head, HEADING, URL if place == "fetched" else None)
    assert (found.url, found.canonical) == (URL, None)
    assert "names no article" in found.warnings[0]


@pytest.mark.parametrize(
    ("canonical", "fetched"),
    [
        ("https://orre.example/news/bus-771.html", "https://orre.example/news/bus-771.html?utm_source=x"),
        ("https://orre.example/a/night-bus-stays", "https://orre.example/2025/03/night-bus-stays"),
        ("https://sister.example/news/bus-771.html", "https://orre.example/news/bus-771.html"),
        ("https://orre.example/", "https://orre.example/"),
    ],
)
def test_a_canonical_link_to_an_article_is_believed(canonical: str, fetched: str) -> None:
    found = read(STATED + f'<link rel="canonical" href="{canonical}">', HEADING, fetched)
    assert (found.canonical, found.warnings) == (canonical, ())


def test_a_page_that_states_only_its_site_has_the_outlet_of_it() -> None:
    found = read(STATED + '<link rel="canonical" href="https://www.orre.example/">', HEADING)
    assert (found.url, found.outlet) == (None, "orre.example")


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        ('<meta name="author" content="By Ann Lee and Bo Ek">', "", "Ann Lee, Bo Ek"),
        ('<meta name="author" content="Ann Lee"><meta name="author" content="Bo Ek">', "", "Ann Lee, Bo Ek"),
        ('<meta name="author" content="Orre Post"><meta property="og:site_name" content="Orre Post">', "", None),
        ('<meta name="author" content="admin">', '<p>By <a rel="author" href="/a">Ann Lee</a></p>', "Ann Lee"),
        ("", '<div class="byline">By <a href="/a">Ann Lee</a> and <a href="/b">Bo Ek</a></div>', "Ann Lee, Bo Ek"),
        (
            "",
            '<span class="c-author__name">Ann Lee</span><div class="author-bio">Ann Lee is a reporter.</div>',
            "Ann Lee",
        ),
        ("", "<p>By Ann Lee</p>", "Ann Lee"),
        ("", '<div class="byline">By <span>Ann Lee</span><div>Orre Post</div><div>Mar 4</div></div>', "Ann Lee"),
        ('<meta name="author" content="Ann Lee | ann@orre.example">', "", "Ann Lee"),
        ("", "<p>By <span>Ann Lee</span></p>", "Ann Lee"),
        ("", "<p>By using this site you agree to cookies</p>", None),
        ("", '<div class="comments"><a rel="author">Vera Stone</a></div>', None),
        ("", '<p class="author">Von Jan de Vries und Ulla von Stein</p>', "Jan de Vries, Ulla von Stein"),
        (scripts(OWN | {"author": ["Ann Lee", {"name": "Bo Ek"}]}), "", "Ann Lee, Bo Ek"),
        (
            scripts(
                OWN | {"author": {"@type": "Organization", "name": "Orre Post"}, "publisher": {"name": "Orre Post"}}
            ),
            "",
            None,
        ),
        (scripts(OWN | {"author": {"name": "https://orre.example/ann"}}), "", None),
        (scripts(OWN | {"author": {"name": "Maria Di Pietro"}}), "", "Maria Di Pietro"),
        (scripts(OWN | {"author": [{"givenName": "Ann", "familyName": "Lee"}]}), "", "Ann Lee"),
        ("", '<div class="byline"><span class="s">Ann Lee</span><span class="s">Bo Ek</span></div>', "Ann Lee, Bo Ek"),
    ],
)
def test_authors_are_names(head: str, body: str, author: str | None) -> None:
    assert read(STATED + head, HEADING + body).author == author


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ('<meta http-equiv="content-language" content="nb">', "nb"),
        ('<meta property="og:locale" content="pt_BR"><meta name="language" content="Dutch">', "pt-BR"),
        (scripts(OWN | {"inLanguage": "sv-SE"}), "sv-SE"),
    ],
)
def test_the_language_is_what_the_page_states(tag: str, language: str) -> None:
    assert read(STATED + tag, HEADING).language == language


WORDS = st.sampled_from(
    (
        *(
            "author",
            "byline",
            "datePublished",
            "og:title",
            "og:url",
            "date",
            "headline",
            "canonical",
            "by",
            "By Ann Lee",
        ),
        *(
            "https://orre.example/a",
            "//[",
            "/news",
            "2025-03-04",
            "4 March 2025",
            "0001-01-01",
            "|",
            " - ",
            "&nbsp;",
            "",
        ),
        *("application/ld+json", "related", "published", "updated", "NewsArticle", "@id", "@graph", "#a", "\x0b", "é"),
    )
)
VALUES = st.recursive(
    WORDS | st.none() | st.integers() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.sampled_from(sorted(OWN)), inner, max_size=4)
    ),
    max_leaves=8,
)
TAGS = st.builds(
    lambda tag, name, value, text: f'<{tag} {name}="{value}" content="{text}" datetime="{text}" href="{value}">{text}',
    st.sampled_from(
        ("meta", "time", "h1", "h2", "a", "title", "link", "base", "p", "div", "article", "header", "span")
    ),
    st.sampled_from(("name", "property", "itemprop", "class", "rel", "type", "pubdate")),
    WORDS,
    WORDS,
)
SCRIPTS = VALUES.map(lambda value: scripts(value if isinstance(value, dict | list) else [value]))


@settings(suppress_health_check=[HealthCheck.too_slow])  # a clock that other work may slow
@given(st.lists(TAGS | SCRIPTS | WORDS, max_size=12), st.none() | WORDS)
def test_any_page_gives_metadata_of_their_types(pieces: list[str], fetched_url: str | None) -> None:
    found = read("".join(pieces[:4]), "".join(pieces[4:]), fetched_url)
    for text in (found.title, found.author, found.language):
        assert text is None or text.strip() != ""
    for url in (found.url, found.canonical):
        assert url is None or url.startswith(("http://", "https://")) or url == fetched_url
    assert found.published is None or found.published.tzinfo is not None
