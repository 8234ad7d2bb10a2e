"""Whole outputs: what each kind of input becomes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dedup.article import Article, Place, ReadItem, ReadWarning, Skipped
from dedup.errors import InputError
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.fields.record_parts import FieldNames
from dedup.sources.reader import read_articles

RAIN = "Rain fell on the valley all night, and the river rose by a metre."
SNOW = "Snow closed the pass on Tuesday; the road is to open again by noon."
MARCH_5 = datetime(2024, 3, 5, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(path: str, content: str | bytes) -> Path:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)
    return target


def give_on_stdin(monkeypatch: pytest.MonkeyPatch, content: str | bytes) -> None:
    source = content.encode() if isinstance(content, str) else content
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(source))))


def ids(found: Iterator[ReadItem]) -> list[str | Skipped | ReadWarning]:
    return [item if not isinstance(item, Article) else item.id for item in found]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", "title,text\n"), ("a.jsonl", ""), ("a.json", "[]"), ("a.zip", b"PK\5\6" + bytes(18))],
)
def test_a_file_without_articles_is_told(name: str, content: str | bytes) -> None:
    assert list(read_articles(written(name, content))) == [Skipped(name, None, "empty")]


def test_a_record_that_holds_a_whole_page_is_read_as_a_page(tmp_path: Path) -> None:
    ends = ("said the warden of the weir.", "wrote the county in its report.", "was heard at the bridge.") * 2
    lines = [f"In hour {n} rain fell on the valley, and the river rose by a metre, {end}" for n, end in enumerate(ends)]
    page = (
        "<!DOCTYPE html><html lang=en><head><title>Night of rain | Orre Post</title></head><body><nav>"
        f"<a href=/>Home</a><a href=/n>News</a></nav><h1>Night of rain</h1><p>{'</p><p>'.join(lines)}</p>"
        "<footer>All rights reserved</footer></body></html>"
    )
    records = [{"url": "https://orre.example/1", "date": "2024-03-05", "html": page}, {"html": "<html><p>Rain.</html>"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    first, second = read_articles(tmp_path / "a.jsonl")
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.title, first.text, first.url) == ("Night of rain", "\n\n".join(lines), "https://orre.example/1")
    assert (first.published, second.text) == (datetime(2024, 3, 5, tzinfo=UTC), "Rain.")


def test_texts_are_numbered_and_articles_pass() -> None:
    known = Article("known", "", title="An empty article of the caller's own")
    assert list(read_articles(known, texts=[RAIN, "", SNOW])) == [
        known,
        Article("text-0", RAIN),
        Skipped("text-1", None, "empty"),
        Article("text-2", SNOW),
    ]


def test_texts_may_have_ids() -> None:
    assert list(read_articles(texts={"rain": RAIN, "snow": SNOW})) == [Article("rain", RAIN), Article("snow", SNOW)]
    assert list(read_articles(texts=(text for text in (RAIN, SNOW)))) == list(read_articles(texts=[RAIN, SNOW]))


def test_one_text_is_no_sequence_of_texts() -> None:
    with pytest.raises(InputError, match="not one text"):
        read_articles(texts=RAIN)
    with pytest.raises(InputError, match="id and text are strings, not str and int"):
        list(read_articles(texts=[7]))  # type: ignore[list-item]


def test_one_input_needs_no_list() -> None:
    assert list(read_articles(Article("a", RAIN))) == [Article("a", RAIN)]
    assert list(read_articles(written("a.txt", RAIN))) == list(read_articles("a.txt")) == [Article("a.txt", RAIN)]


def test_an_article_says_where_it_was_read() -> None:
    feed = written("in/feed.jsonl", f'{{"text": "{RAIN}"}}\n\n{{"id": "s", "text": "{SNOW}"}}\n')
    inputs: list[Path | Article] = [feed, written("in/a.txt", RAIN), Article("b", SNOW)]
    assert [article.place for article in read_articles(inputs) if isinstance(article, Article)] == [
        Place("in/feed.jsonl", 1),
        Place("in/feed.jsonl", 3),
        Place("in/a.txt"),
        None,
    ]


def test_a_plain_text_may_begin_with_a_header() -> None:
    written(
        "news/a.txt",
        "Title: The river rose\r\nOutlet: www.Example.org\nPublished: 2024-03-05T08:30:00Z\nURL: https://m.example.org/1\n"
        f"Author: Ada Rill\nLanguage: en\n\n{RAIN}\n",
    )
    written("news/b.txt", f"Note: The pass\nUpdate: closed\n\n{SNOW}")
    written("news/c.txt", f"URL: https://www.example.org/2\n\n{SNOW}")
    assert list(read_articles("news")) == [
        Article(
            "news/a.txt",
            f"{RAIN}\n",
            title="The river rose",
            url="https://m.example.org/1",
            outlet="example.org",
            published=MARCH_5,
            language="en",
            author="Ada Rill",
        ),
        Article("news/b.txt", f"Note: The pass\nUpdate: closed\n\n{SNOW}"),
        Article("news/c.txt", SNOW, url="https://www.example.org/2", outlet="example.org"),
    ]


def test_a_folder_is_walked_in_order_of_names_and_its_folders_name_outlets() -> None:
    for name in ("b.txt", "a/z.txt", "a/2024/05/y.txt", ".hidden.txt", ".git/x.txt", "photo.jpg", "a.TXT"):
        written(f"in/{name}", f"{RAIN} {name}")
    assert [(item.id, item.outlet) for item in read_articles("in") if isinstance(item, Article)] == [
        ("in/a/2024/05/y.txt", "a"),
        ("in/a/z.txt", "a"),
        ("in/a.TXT", None),
        ("in/b.txt", None),
    ]


def test_the_outlet_of_a_mirrored_site_is_the_site() -> None:
    paths = (
        "orre.example/news/2025/a.txt",
        "orre.example/b.txt",
        "www.pell.example/sport/d.io/c.txt",
        "v1.final/d.txt",
    )
    for path in paths:
        written(f"mirror/{path}", f"{RAIN} {path}")
    outlets = ["orre.example", "orre.example", "v1.final", "pell.example"]
    assert [item.outlet for item in read_articles("mirror") if isinstance(item, Article)] == outlets
    given = ["mirror/orre.example", "mirror/orre.example/news", "mirror/orre.example/news/2025/a.txt"]
    found = [item for item in read_articles(given) if isinstance(item, Article)]
    assert {item.outlet for item in found} == {"orre.example"}


def test_links_are_followed_once() -> None:
    written("in/a/a.txt", RAIN)
    Path("in/a/loop").symlink_to("..")
    Path("in/a/same.txt").symlink_to("a.txt")
    Path("in/broken.txt").symlink_to("nowhere")
    assert list(read_articles(Path("in"))) == [
        Article("in/a/a.txt", RAIN, outlet="a"),
        Skipped("in/a/loop", None, "read already, as in"),
        Skipped("in/a/same.txt", None, "read already, as in/a/a.txt"),
        Skipped("in/broken.txt", None, "a broken link"),
    ]


def test_a_named_file_with_an_unknown_ending_is_a_text() -> None:
    assert list(read_articles(written("wire.copy", RAIN))) == [Article("wire.copy", RAIN)]


def test_json_lines_find_fields_by_their_usual_names() -> None:
    first = {"ID": 7, "Headline": "The river", "article_body": RAIN, "source": {"id": "x", "name": "The Example"}}
    second = {
        "text": "",
        "body": SNOW,
        "link": "https://news.example.com/2",
        "pubDate": "Tue, 05 Mar 2024 08:30:00 GMT",
    }
    third = {
        "content": ["One paragraph.", "Another."],
        "authors": ["Ada", "Bo"],
        "lang": "en",
        "published_at": 1709627400,
    }
    lines = "\n".join(map(json.dumps, (first, second, third)))
    assert list(read_articles(written("paper/feed.jsonl", f"\ufeff{lines}\n\n"))) == [
        Article("7", RAIN, title="The river", outlet="The Example"),
        Article(
            "paper/feed.jsonl:2", SNOW, url="https://news.example.com/2", outlet="news.example.com", published=MARCH_5
        ),
        Article("paper/feed.jsonl:3", "One paragraph.\nAnother.", author="Ada, Bo", language="en", published=MARCH_5),
    ]


def test_fields_can_be_named() -> None:
    record = {"text": "an abstract", "corpo": RAIN, "nr": "n-1", "quando": "2024-03-05 08:30", "id": "not this"}
    fields = FieldNames(text="corpo", id="nr", published="quando")
    assert list(read_articles(written("a.json", json.dumps(record)), fields)) == [
        Article("n-1", RAIN, published=MARCH_5)
    ]
    assert list(read_articles(Path("a.json"), FieldNames(text="testo"))) == [
        Skipped("a.json", None, "no field 'testo'; there are: text, corpo, nr, quando, id")
    ]


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ({"text": RAIN}, ["a.json"]),
        ([{"text": RAIN}, {"text": SNOW}], ["a.json:1", "a.json:2"]),
        ({"status": "ok", "articles": [{"text": RAIN}]}, ["a.json:1"]),
        ({"page": {"n": 1}, "anything": [{"text": RAIN}]}, ["a.json:1"]),
        ({"tags": [{"name": "rain"}], "data": [{"text": RAIN}]}, ["a.json:1"]),
        ({"text": RAIN, "items": [{"text": SNOW}]}, ["a.json"]),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_file_is_an_object_an_array_or_an_object_with_an_array(
    value: object, ids: list[str], indent: int | None
) -> None:
    assert [
        item.id
        for item in read_articles(written("a.json", json.dumps(value, indent=indent)))
        if isinstance(item, Article)
    ] == ids


def test_json_lines_with_the_ending_of_json_are_read() -> None:
    source = f'{{"text": "{RAIN}"}}\n{{"text": \n{{"text": "{SNOW}"}}'
    assert [getattr(item, "id", item) for item in read_articles(written("a.json", source))] == [
        "a.json:1",
        Skipped("a.json", 2, "not JSON: Expecting value: line 1 column 9 (char 8)"),
        "a.json:3",
    ]


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_tables(name: str, mark: str) -> None:
    rows = ["id,title,text,date", f'x,"The ""river""","{RAIN}\nIt fell.",2024-03-05T08:30', f",,{SNOW[:20]},", ""]
    source = "\r\n".join(row.replace(",", mark) for row in rows)
    assert list(read_articles(written(name, source))) == [
        Article("x", f"{RAIN}\nIt fell.".replace(",", mark), title='The "river"', published=MARCH_5),
        Article(f"{name}:2", SNOW[:20]),
    ]


def test_an_id_that_was_there_before_is_told_apart() -> None:
    lines = "\n".join(json.dumps({"id": name, "text": RAIN}) for name in ("a", "a", "a#2", "a", "b"))
    assert [
        item.id for item in read_articles([written("x.jsonl", lines), Article("b", SNOW)]) if isinstance(item, Article)
    ] == [
        "a",
        "a#2",
        "a#2#2",
        "a#3",
        "b",
        "b#2",
    ]


def test_standard_input_is_known_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {
        f'{{"text": "{RAIN}"}}\n{{"id": "s", "text": "{SNOW}"}}': ["-:1", "s"],
        f'{{\n  "text": "{RAIN}"\n}}': ["-"],
        f'[{{"text": "{RAIN}"}}]': ["-:1"],
        f"<!DOCTYPE html><html><body><article><p>{RAIN} {SNOW}</p></article></body></html>": ["-"],
        f"[Correction] {RAIN}": ["-"],
    }
    for content, ids in expected.items():
        give_on_stdin(monkeypatch, content)
        assert [getattr(item, "id", item) for item in read_articles(Path("-"))] == ids
    give_on_stdin(monkeypatch, b"")
    assert list(read_articles(Path("-"))) == [Skipped("-", None, "empty")]


def test_a_page_becomes_an_article() -> None:
    written(
        "site/a.html",
        f"""<!DOCTYPE html><html lang="en-GB"><head><title>River - Example</title>
        <meta property="og:title" content="The river rose"><meta property="og:url" content="https://www.example.org/river">
        <link rel="canonical" href="https://wire.example.com/1"><meta name="author" content="Ada  Rill">
        <meta property="article:published_time" content="2024-03-05T08:30:00Z"></head>
        <body><nav><a href="/">Home</a></nav><article><h1>The river rose</h1>
        <p>{RAIN} <a href="/snow">Snow</a> is expected.</p>
        <p>{SNOW}<br>See <a href="https://example.net/road">the map</a>.</p>
        <p>{RAIN}</p></article></body></html>""",
    )
    assert list(read_articles("site")) == [
        Article(
            "site/a.html",
            f"The river rose\n\n{RAIN} Snow is expected.\n\n{SNOW}\nSee the map.\n\n{RAIN}",
            title="The river rose",
            url="https://www.example.org/river",
            outlet="example.org",
            published=MARCH_5,
            language="en-GB",
            author="Ada Rill",
            canonical="https://wire.example.com/1",
            links=("https://www.example.org/snow", "https://example.net/road"),
        )
    ]


@pytest.mark.parametrize("given", ["missing.jsonl", "no/such/folder", "", "a\0b", "雨/" + "雨" * 90, "\ud800"])
def test_a_path_that_names_nothing_is_an_error(given: str) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        read_articles([Article("a", RAIN), Path(given)] if given else [RAIN])
    with pytest.raises(InputError, match="no such file or folder; texts are given as"):
        list(read_articles(iter([given or RAIN])))


@pytest.mark.parametrize(
    ("given", "reason"),
    [("", "the name of a file or folder is empty"), ("https://example.org/a.html", "a web address; files are read")],
)
def test_a_name_of_no_path_is_an_error(given: str, reason: str) -> None:
    """`Path("")` is the folder one is in, and `Path` takes a slash out of an address."""
    with pytest.raises(InputError, match=reason):
        read_articles(given)


def test_a_text_that_was_given_as_a_path_is_shown_in_short() -> None:
    with pytest.raises(InputError) as raised:
        read_articles(f"{RAIN} {SNOW}")
    assert str(raised.value) == (
        "'Rain fell on the valley all night, and the river rose by a m…': "
        "no such file or folder; texts are given as `texts=[...]`"
    )


def test_articles_are_read_lazily() -> None:
    mixed: Iterator[str | Path | Article] = iter([Article("a", RAIN), written("empty.txt", b""), Path("missing.txt")])
    found = read_articles(mixed)
    assert next(found) == Article("a", RAIN)
    assert next(found) == Skipped("empty.txt", None, "empty")
    with pytest.raises(InputError, match=r"missing\.txt: no such file or folder"):
        next(found)


def test_an_article_that_is_too_long_is_skipped() -> None:
    limits = LimitSettings(max_article_bytes=100, max_source_bytes=400)
    inputs: list[Path | Article] = [Article("a", "ä" * 51), written("a.txt", "x" * 401), written("b.txt", "x" * 101)]
    assert ids(read_articles(inputs, texts=["ä" * 50 + "\n"], limits=limits)) == [
        Skipped("a", None, "the text is longer than 100 bytes"),
        Skipped("a.txt", None, "larger than 400 bytes, too long for one article"),
        Skipped("b.txt", None, "the text is longer than 100 bytes"),
        Skipped("text-0", None, "the text is longer than 100 bytes"),
    ]
