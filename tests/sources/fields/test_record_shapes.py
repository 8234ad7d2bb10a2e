"""Records as programs and services write them: each shape gives its own text, headline, address, date and author."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from dedup.errors import InputError
from dedup.sources.article_parts import ArticleParts
from dedup.sources.fields.field_path import parents_on_path, root_of_path, value_at_path
from dedup.sources.fields.record_parts import FieldNames, article_from_record, holds_text, parts_of_record
from dedup.sources.fields.usual_names import part_and_rank

RAIN = "Rain fell on the valley all night, and the river rose by a metre."
SNOW = "Snow closed the pass on Tuesday."
MARCH_4 = datetime(2025, 3, 4, 10, tzinfo=UTC)
URL = "https://orre.example/1"
BARE = ArticleParts(RAIN, title="Night", url=URL, published=MARCH_4)
SHORT_LINK = {
    "title": "Night",
    "text": RAIN,
    "authors": ["Ada Rill"],
    "url": "https://orre.pt/2cRxlv5",
    "source": "https://orre.pt",
    "canonical_link": URL,
    "publish_date": None,
    "meta_data": {
        "og": {"site_name": "Orre Post", "url": URL, "image": {"identifier": "https://orre.example/1.png"}},
        "article": {"modified_time": "2025-03-05T10:00:00Z", "published_time": "2025-03-04T10:00:00Z"},
    },
}  # as newspaper writes it

SHAPES: dict[str, dict[str, Any]] = {
    "JSON Feed": {
        "id": URL,
        "url": URL,
        "title": "Night",
        "content_text": RAIN,
        "summary": SNOW,
        "date_published": "2025-03-04T10:00:00Z",
        "authors": [{"name": "Ada Rill"}],
    },
    "feedparser": {
        "link": URL,
        "title": "Night",
        "title_detail": {"type": "text/plain", "value": "Night"},
        "content": [{"type": "text/plain", "language": None, "base": "", "value": RAIN}],
        "summary": SNOW,
        "published_parsed": [2025, 3, 4, 10, 0, 0, 1, 63, 0],
        "links": [{"rel": "alternate", "type": "text/html", "href": URL}],
    },
    "RSS item": {
        "title": "Night",
        "link": URL,
        "description": SNOW,
        "content:encoded": RAIN,
        "pubDate": "Tue, 04 Mar 2025 10:00:00 GMT",
        "dc:creator": "Ada Rill",
        "guid": {"_": "orre-1", "$": {"isPermaLink": "false"}},
    },
    "RSS item of xml2js": {"title": ["Night"], "link": [URL], "description": [RAIN], "pubDate": ["2025-03-04T10:00Z"]},
    "RSS item of xmltodict": {"title": "Night", "link": URL, "description": RAIN, "guid": {"#text": "orre-1"}},
    "WordPress": {
        "id": 7,
        "date": "2025-03-04T10:00:00",
        "guid": {"rendered": "https://orre.example/?p=7"},
        "link": URL,
        "title": {"rendered": "Night"},
        "content": {"rendered": RAIN, "protected": False},
        "excerpt": {"rendered": SNOW},
        "author": 3,
        "_embedded": {"author": [{"name": "Ada Rill", "description": SNOW}]},
    },
    "table of WordPress": {
        "ID": "7",
        "post_title": "Night",
        "post_content": RAIN,
        "post_excerpt": SNOW,
        "post_date": "2025-03-04 10:00:00",
        "post_status": "publish",
        "post_type": "post",
        "post_url": URL,
    },
    "NewsAPI": {
        "source": {"id": None, "name": "Orre Post"},
        "author": "Ada Rill",
        "title": "Night",
        "description": SNOW,
        "url": URL,
        "urlToImage": "https://orre.example/1.jpg",
        "publishedAt": "2025-03-04T10:00:00Z",
        "content": RAIN,
    },
    "Guardian": {
        "id": "world/2025/mar/04/night",
        "webTitle": "Night",
        "webUrl": URL,
        "webPublicationDate": "2025-03-04T10:00:00Z",
        "apiUrl": "https://api.orre.example/1",
        "fields": {"bodyText": RAIN, "trailText": SNOW, "byline": "Ada Rill"},
        "tags": [{"webTitle": "World"}],
    },
    "New York Times": {
        "web_url": URL,
        "snippet": SNOW,
        "lead_paragraph": RAIN,
        "abstract": SNOW,
        "headline": {"main": "Night", "kicker": None},
        "byline": {"original": "By Ada Rill", "person": []},
        "pub_date": "2025-03-04T10:00:00+0000",
        "source": "Orre Post",
    },
    "Elasticsearch": {
        "_index": "news",
        "_id": "x7",
        "_score": 1.0,
        "_source": {"title": "Night", "body": RAIN, "url": URL, "published": "2025-03-04T10:00:00Z"},
    },
    "JSON:API": {
        "type": "node--article",
        "id": "x7",
        "attributes": {"title": "Night", "body": {"value": RAIN, "format": "html"}, "created": "2025-03-04T10:00:00Z"},
        "links": {"self": {"href": URL}},
    },
    "GraphQL": {"cursor": "abc", "node": {"title": "Night", "body": {"text": RAIN}, "url": URL}},
    "MongoDB": {
        "_id": {"$oid": "65e6"},
        "title": "Night",
        "text": RAIN,
        "date": {"$date": {"$numberLong": "1741082400000"}},
    },
    "news-please": {
        "maintext": RAIN,
        "title": "Night",
        "date_publish": "2025-03-04 10:00:00",
        "date_modify": None,
        "description": SNOW,
        "authors": ["Ada Rill"],
        "source_domain": "orre.example",
        "url": URL,
        "image_url": "https://orre.example/1.jpg",
        "title_page": None,
    },
    "newspaper": {"title": "Night", "text": RAIN, "publish_date": "2025-03-04T10:00:00", "summary": SNOW, "url": URL},
    "trafilatura": {
        "title": "Night",
        "hostname": "orre.example",
        "date": "2025-03-04",
        "raw_text": f"{RAIN} ",
        "text": RAIN,
        "source": URL,
        "excerpt": SNOW,
        "comments": SNOW,
    },
    "goose": {
        "meta": {"description": SNOW, "lang": "en", "canonical": URL},
        "cleaned_text": RAIN,
        "title": "Night",
        "opengraph": {"title": "Night - Orre", "description": SNOW},
    },
    "Readability": {"title": "Night", "content": f"<p>{RAIN}</p>", "textContent": RAIN, "excerpt": SNOW, "lang": "en"},
    "ANS": {
        "headlines": {"basic": "Night"},
        "description": {"basic": SNOW},
        "content_elements": [{"type": "text", "content": RAIN}],
        "display_date": "2025-03-04T10:00:00Z",
    },
    "schema.org": {
        "@type": "NewsArticle",
        "headline": "Night",
        "articleBody": RAIN,
        "description": SNOW,
        "datePublished": "2025-03-04T10:00:00Z",
        "author": [{"@type": "Person", "name": "Ada Rill", "description": SNOW}],
        "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
    },
    "LangChain": {"page_content": RAIN, "metadata": {"source": URL, "title": "Night", "date": "2025-03-04T10:00Z"}},
    "Reddit": {"kind": "t3", "data": {"title": "Night", "selftext": RAIN, "url": URL, "created_utc": 1741082400.0}},
    "columns of json_normalize": {"title.rendered": "Night", "content.rendered": RAIN, "link": URL},
    "table of Elasticsearch": {"_id": "x7", "_source.title": "Night", "_source.body": RAIN, "_source.url": URL},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_its_text_and_headline(shape: str) -> None:
    parts = parts_of_record(SHAPES[shape])
    assert parts.text == RAIN
    assert parts.title == "Night"


@pytest.mark.parametrize(
    "shape",
    [
        *("JSON Feed", "feedparser", "RSS item", "WordPress", "NewsAPI", "Guardian", "New York Times", "Elasticsearch"),
        *("table of WordPress", "news-please", "newspaper", "schema.org", "Reddit"),
    ],
)
def test_every_shape_gives_its_address_and_date(shape: str) -> None:
    parts = parts_of_record(SHAPES[shape])
    assert (parts.url, parts.published) == (URL, MARCH_4)


@pytest.mark.parametrize(
    ("shape", "part", "expected"),
    [
        ("JSON Feed", "author", "Ada Rill"),
        ("RSS item", "author", "Ada Rill"),
        ("RSS item", "id", "orre-1"),
        ("RSS item of xmltodict", "id", "orre-1"),
        ("WordPress", "id", "7"),
        ("NewsAPI", "outlet", "Orre Post"),
        ("Guardian", "author", "Ada Rill"),
        ("New York Times", "author", "Ada Rill"),
        ("Elasticsearch", "id", "x7"),
        ("MongoDB", "id", "65e6"),
        ("MongoDB", "published", MARCH_4),
        ("ANS", "published", MARCH_4),
        ("schema.org", "author", "Ada Rill"),
        ("goose", "canonical", URL),
        ("LangChain", "published", datetime(2025, 3, 4, 10, tzinfo=UTC)),
        ("columns of json_normalize", "url", URL),
        ("table of Elasticsearch", "url", URL),
        ("feedparser", "links", ()),
    ],
)
def test_a_shape_gives_its_other_parts(shape: str, part: str, expected: object) -> None:
    assert getattr(parts_of_record(SHAPES[shape]), part) == expected


@pytest.mark.parametrize(
    ("tags", "published", "canonical"),
    [
        ({"pubdate": "2025-03-04T10:00:00Z", "og": {"url": URL}}, MARCH_4, URL),
        ({"og:url": URL, "DC.date.issued": "2025-03-04T10:00:00Z"}, MARCH_4, URL),
        ({"article": {"modified_time": "2025-03-05T10:00:00Z"}}, None, None),
        ({"article": {"published_time": "soon"}, "date": "2025-03-04T10:00:00Z"}, MARCH_4, None),
        ({"og": {"url": "/news"}, "article": "story"}, None, None),
        (str({"og": {"url": URL}, "pubdate": "2025-03-04T10:00:00Z"}), MARCH_4, URL),
        ("no tags", None, None),
    ],
)
def test_tags_complete_what_a_record_does_not_say(tags: object, published: datetime | None, canonical: str) -> None:
    parts = parts_of_record({"text": RAIN, "publish_date": "", "meta_data": tags})
    assert (parts.published, parts.canonical) == (published, canonical)


def test_tags_of_newspaper_hold_the_date_behind_a_short_link() -> None:
    parts = parts_of_record(SHORT_LINK)
    assert (parts.published, parts.canonical, parts.author) == (MARCH_4, URL, "Ada Rill")


def test_a_record_says_more_surely_than_its_tags_when_it_was_published() -> None:
    record = {"text": RAIN, "date": "2025-03-04T10:00:00Z", "meta_data": {"pubdate": "2025-03-09"}}
    assert parts_of_record(record).published == MARCH_4


@pytest.mark.parametrize(
    ("record", "outlet"),
    [
        (SHORT_LINK, "orre.example"),
        ({"url": "https://bit.ly/2cRxlv5", "canonical": "https://www.orre.example/night"}, "orre.example"),
        ({"url": "https://bit.ly/2cRxlv5"}, "bit.ly"),
        ({"url": "https://bit.ly/2cRxlv5", "canonical": URL, "source": "Vale News"}, "Vale News"),
        # A copy with another outlet's canonical URL stands where it stands.
        ({"url": "https://vale.example/night", "canonical": URL}, "vale.example"),
        ({"url": "https://vale.example/20250304", "canonical": URL}, "vale.example"),
        ({"url": "https://vale.example/Night", "canonical": URL}, "vale.example"),
        ({"url": "https://vale.example/a/2cRxlv5", "canonical": URL}, "vale.example"),
        ({"url": "https://vale.example/2cRxlv5?id=7", "canonical": URL}, "vale.example"),
    ],
)
def test_the_outlet_of_a_short_link_is_that_of_the_canonical_url(record: dict[str, Any], outlet: str) -> None:
    assert article_from_record({"text": RAIN} | record).outlet == outlet


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["One.", "Two."], "One.\nTwo."),
        ([{"text": "One."}, {"text": "Two."}], "One.\nTwo."),
        ([{"type": "text/html", "value": "<p>One.</p>"}, {"type": "text/plain", "value": "One."}], "One."),
        (["One ", {"type": "link", "text": "two"}, " three."], "One two three."),
        (
            {
                "type": "doc",
                "content": [
                    {
                        "type": "paragraph",
                        "content": [{"type": "text", "text": "One "}, {"type": "text", "text": "two."}],
                    },
                    {"type": "paragraph", "content": [{"type": "text", "text": "Three."}]},
                ],
            },
            "One two.\nThree.",
        ),
        (
            [{"_type": "block", "children": [{"_type": "span", "text": "One "}, {"_type": "span", "text": "two."}]}],
            "One two.",
        ),
        ({"blocks": [{"type": "paragraph", "data": {"text": "One."}}]}, "One."),
        ({"type": "html", "value": "One."}, "One."),
        ("['One.', 'Two.']", "One.\nTwo."),
        ("[{'type': 'text/html', 'value': 'One.'}]", "One."),
        ('["One.", "Two."]', "One.\nTwo."),
        ("[1] One.", "[1] One."),
        ("{not written out}", "{not written out}"),
    ],
)
def test_a_text_may_be_a_list_or_an_object(value: object, text: str) -> None:
    assert parts_of_record({"content": value}).text == text


@pytest.mark.parametrize(
    "placeholder",
    [
        *("[Removed]", "NaN", "nan", "null", "None", "N/A", "<NA>", "\\N", "[deleted]", "undefined", "-", "#N/A"),
        *("[object Object]", "ONLY AVAILABLE IN PAID PLANS", "No content available", "(no text)", '"null"', "[]"),
    ],
)
def test_a_placeholder_is_no_text(placeholder: str) -> None:
    with pytest.raises(InputError, match="no text, but a placeholder: "):
        parts_of_record({"text": placeholder, "title": "Rain"})
    assert parts_of_record({"text": placeholder, "description": RAIN}).text == RAIN


def test_a_number_that_is_none_is_no_text() -> None:
    with pytest.raises(InputError, match="no text, but a placeholder: 'nan'"):
        parts_of_record({"text": float("nan")})


def test_other_fields_hold_nothing_where_programs_write_so_but_may_be_words() -> None:
    parts = parts_of_record({"text": RAIN, "title": "Removed", "author": "NaN", "url": "null", "date": "NaT"})
    assert (parts.title, parts.author, parts.url, parts.published) == ("Removed", None, None, None)


def test_a_text_of_words_that_begin_like_a_placeholder_is_a_text() -> None:
    assert parts_of_record({"text": "None of the ferries sailed."}).text == "None of the ferries sailed."


def test_names_may_lead_into_a_record() -> None:
    record = {
        "summary": {"content": RAIN, "title": "In the summary"},
        "content": [{"value": SNOW}],
        "source": {"name": "Orre Post", "id": 4},
        "title": "Night",
        "a.b": "flat",
    }
    names = FieldNames(text="summary.content", outlet="source.name", id="source.id")
    assert parts_of_record(record, names) == ArticleParts(RAIN, title="Night", outlet="Orre Post", id="4")
    assert parts_of_record(record, FieldNames(text="content[0].value")).text == SNOW
    assert parts_of_record(record, FieldNames(text="$.content[0].value")).text == SNOW
    assert parts_of_record(record, FieldNames(text="content[].value")).text == SNOW
    assert parts_of_record(record, FieldNames(text="content.value")).text == SNOW
    assert parts_of_record(record, FieldNames(text="a.b")).text == "flat"
    assert names.find(record)["text"] == ["summary"]


def test_what_stands_beside_a_nested_text_is_found_by_its_usual_names() -> None:
    record = {"_id": "x", "_source": {"corpo": RAIN, "title": "Night", "url": URL}}
    assert parts_of_record(record, FieldNames(text="_source.corpo")) == ArticleParts(
        RAIN, title="Night", url=URL, id="x"
    )


@pytest.mark.parametrize("name", ["testo", "summary.contents", "content[7].value", "content[0]x", "[0]", "", "."])
def test_an_unknown_name_is_named_with_those_that_are_there(name: str) -> None:
    record = {"summary": {"content": RAIN}, "content": [{"value": SNOW}]}
    with pytest.raises(InputError, match=r"^no (text in the )?field "):
        parts_of_record(record, FieldNames(text=name))
    with pytest.raises(InputError, match=r"no field 'testo'; there are: summary, content$"):
        parts_of_record(record, FieldNames(text="testo"))


def test_paths_give_none_for_what_is_not_there() -> None:
    assert value_at_path({"a": [1]}, "a[1]") is value_at_path({"a": 1}, "a.b") is value_at_path({}, "b") is None
    assert root_of_path("a.b.c", ["a.b", "x"]) == "a.b"
    assert parents_on_path({"a": {"b": {"c": 1}}}, "a.b.c") == [{"c": 1}, {"b": {"c": 1}}]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("content:encoded", "text"),
        ("Post Content", "text"),
        ("clean_text", "text"),
        ("body_html", "text"),
        ("pageTitle", "title"),
        ("post_date_gmt", "published"),
        ("text_length", ""),
        ("content_type", ""),
        ("image_url", ""),
        ("author_url", ""),
        ("_source.title", "title"),
        ("", ""),
        ("雨", ""),
    ],
)
def test_names_are_known_without_their_writing(name: str, part: str) -> None:
    assert part_and_rank(name)[0] == part


@pytest.mark.parametrize(
    "names",
    [
        ("Überschrift", "Artikeltext", "Datum", "Quelle"),
        ("Tytuł", "Treść", "Data", "Źródło"),
        ("BAŞLIK", "İÇERİK", "TARİH", "KAYNAK"),
        ("titolo", "testo", "data", "fonte"),
        ("Заголовок", "Текст", "Дата", "Источник"),
        ("标题", "正文", "日期", "来源"),
    ],
)
def test_the_columns_of_a_table_may_have_names_in_other_languages(names: tuple[str, ...]) -> None:
    found = parts_of_record(dict(zip(names, ("Night", RAIN, "2025-03-04T10:00Z", "Orre Post"), strict=True)))
    assert (found.title, found.text, found.published, found.outlet) == ("Night", RAIN, MARCH_4, "Orre Post")


def test_the_moment_of_wordpress_counts_before_its_local_time() -> None:
    dates = {"date": "2025-03-04T11:00:00", "date_gmt": "2025-03-04T10:00:00"}
    assert parts_of_record({"content": RAIN, **dates, "author": 3}) == ArticleParts(RAIN, published=MARCH_4)
    assert parts_of_record({"content": RAIN, **dates, "date_gmt": "0000-00-00 00:00:00"}).published is not None


def test_the_outlet_behind_a_headline_is_no_part_of_it() -> None:
    record = {"title": "Rain - again - Orre Post", "text": RAIN, "source": {"id": None, "name": "Orre Post"}}
    assert parts_of_record(record).title == "Rain - again"
    assert parts_of_record(record | {"title": "Orre Post"}).title == "Orre Post"


def test_lost_characters_are_told() -> None:
    found = parts_of_record({"text": "Rain fell in the caf\ufffd of Orr\ufffd."})
    assert found.warnings == ("2 characters of the text were lost where it was decoded wrongly before",)
    assert parts_of_record({"text": f"{RAIN} \ufffd is what decoders write."}).warnings == ()


def test_data_are_no_date_where_the_other_names_are_english() -> None:
    assert parts_of_record({"title": "Night", "text": RAIN, "data": "2025-03-04"}).published is None


def test_texts_of_other_things_are_not_the_texts_of_the_article() -> None:
    for record in (
        {"title": "Night", "author": {"name": "Ada", "text": SNOW}},
        {"title": "Night", "image": {"description": SNOW, "text": SNOW}},
        {"title": "Night", "comments": {"text": SNOW}},
    ):
        assert not holds_text(record, FieldNames())


def test_a_record_keeps_its_own_headline() -> None:
    feed = {"title": "Orre Post", "item": {"title": "Night", "text": RAIN}}
    assert article_from_record(feed).title == "Night"
    assert article_from_record({"title": "Night", "article": RAIN, "data": {"text": SNOW}}).text == RAIN


def test_objects_in_objects_without_end_are_no_article() -> None:
    record: dict[str, Any] = {}
    for _ in range(200):
        record = {"data": record, "content": [record]}
    assert not holds_text(record, FieldNames())
