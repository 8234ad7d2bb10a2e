"""Folders: each file is read once, skipped with its reason, or counted in one line; globs choose among them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from made_files import RAIN, page, rss, zipped

from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.sources.reader import read_articles


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(names: Sequence[str], content: bytes = RAIN.encode()) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)


def ids(found: list[ReadItem]) -> list[str]:
    return [item.id for item in found if isinstance(item, Article)]


def warnings(found: list[ReadItem]) -> list[str]:
    return [item.reason for item in found if isinstance(item, ReadWarning)]


def test_what_is_passed_over_is_counted_in_one_line() -> None:
    write(["in/a.txt", "in/1.docx", "in/2.DOCX", "in/x/3.jpg", "in/x/y/4.docx", "in/.hidden.txt", "in/.git/config"])
    write(["in/robots.txt", "in/unknown.nfo"])
    write(["in/blob"], bytes(range(32)) * 9)
    Path("in/empty").mkdir()
    found = list(read_articles("in"))
    assert ids(found) == ["in/a.txt"]
    assert found[1:] == [
        ReadWarning(
            "in",
            None,
            "2 hidden files and folders: .git 1, .hidden.txt 1; "
            "6 files with endings that are not read: .docx 3, .jpg 1, .nfo 1, without an ending 1; "
            "1 empty folder: empty 1; "
            "1 file of a site or its crawler, no article: robots.txt 1",
        )
    ]


def test_a_folder_that_is_read_whole_needs_no_line() -> None:
    write(["in/a.txt", "in/x/b.txt"])
    assert list(map(type, read_articles("in"))) == [Article, Article]


def test_an_empty_folder_is_said() -> None:
    Path("in").mkdir()
    assert list(read_articles("in")) == [ReadWarning("in", None, "1 empty folder: in 1")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("story.php", page()),
        ("view.asp?id=3&x=a.b", page()),
        ("index.html?p=12", page()),
        ("index.html@p=12", page()),
        ("story.jsp", page()),
        ("story.aspx", page()),
        ("story-slug", page()),
        ("story.html.1", page()),
        ("story.bak", page()),
        ("story.php", b"<div><p>" + RAIN.encode() + b"</p></div>"),
        ("story.txt", page()),
        ("items.jl", b'{"text": "' + RAIN.encode() + b'"}\n'),
        ("items.json.1", b'[{"text": "' + RAIN.encode() + b'"}]'),
        ("items.log", b'{"text": "' + RAIN.encode() + b'"}\n'),
        ("dump", b'{"text": "' + RAIN.encode() + b'"}\n'),
        ("feed.php", rss(f"<description>{RAIN}</description>")),
        ("archive", zipped({"a.txt": RAIN.encode()})),
        ("49960", RAIN.encode()),
        ("A story of St. Olaf", RAIN.encode()),
        ("What now?.txt", RAIN.encode()),
    ],
)
@pytest.mark.parametrize("given", ["by name", "in a folder"])
def test_a_file_is_read_as_what_it_holds(name: str, content: bytes, given: str) -> None:
    write([f"in/{name}"], content)
    found = list(read_articles("in" if given == "in a folder" else f"in/{name}"))
    (article,) = found
    assert isinstance(article, Article)
    assert RAIN in article.text
    assert "<" not in article.text
    assert "{" not in article.text


@pytest.mark.parametrize(
    "text",
    [
        "From Monday on, it rains.\n",
        "{It rains.}",
        "[Correction] It rains.",
        "<3 it rains",
        "Subject: rain\n\nIt rains.",
    ],
)
def test_an_ordinary_text_stays_a_text(text: str) -> None:
    write(["a.txt"], text.encode())
    assert [item.text for item in read_articles("a.txt") if isinstance(item, Article)] in ([text], ["It rains."])


@pytest.mark.parametrize("name", ["a.js", "a.css", "program.php", "a.svg", "a.yaml"])
def test_what_programs_read_is_no_article(name: str) -> None:
    content = {"program.php": b"<?php echo 1;", "a.svg": b"<svg/>", "a.css": b"p { color: red }"}.get(name, b"x: 1\n")
    write([f"in/{name}"], content)
    assert warnings(list(read_articles("in"))) == [f"1 file with an ending that is not read: .{name.split('.')[1]} 1"]


def test_parts_of_saved_pages_are_no_articles() -> None:
    write(["in/Rain.html", "in/Schnee.htm", "in/lone_files/a.html"], page())
    write(["in/Rain_files/frame.html", "in/Rain_files/a.js.download", "in/Schnee-Dateien/b.html"], page())
    found = list(read_articles("in"))
    assert ids(found) == ["in/Rain.html", "in/Schnee.htm", "in/lone_files/a.html"]
    assert warnings(found) == ["2 folders that belong to saved pages: Rain_files 1, Schnee-Dateien 1"]


@pytest.mark.parametrize(
    "given",
    [
        ["news", "news/a.txt"],
        ["news/a.txt", "."],
        ["news", "./news"],
        ["news", "link"],
        ["link", "news/2025/b.txt"],
        ["news/a.txt", "link/a.txt", "news/../news"],
        ["news/a.txt", "news/a.txt", "news/2025"],
        [".", "news", "link", "news/2025"],
    ],
)
def test_a_file_is_read_once_whatever_leads_to_it(given: list[str]) -> None:
    write(["news/a.txt", "news/2025/b.txt"])
    Path("link").symlink_to("news")
    found = list(read_articles(given))
    assert len(ids(found)) == 2
    skipped = [item for item in found if isinstance(item, Skipped)]
    assert skipped
    assert all(item.reason.startswith("read already, as ") for item in skipped)


def test_a_hard_link_and_a_name_of_other_case_are_one_file() -> None:
    write(["in/a.txt"])
    os.link("in/a.txt", "in/b.txt")
    article, skipped = read_articles("in")
    assert isinstance(article, Article)
    assert skipped == Skipped("in/b.txt", None, "read already, as in/a.txt")


def test_an_article_that_was_read_before_is_not_read_again() -> None:
    write(["in/a.txt", "in/b.txt"])
    found = list(read_articles([*read_articles("in/a.txt"), "in"]))
    assert ids(found) == ["in/a.txt", "in/b.txt"]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        (["*.txt"], [], ["2024/b.txt", "a.txt", "drafts/c.txt"]),
        (["2024"], [], ["2024/b.txt", "2024/d.html"]),
        (["2024/*.txt"], [], ["2024/b.txt"]),
        (["**/*.html"], [], ["2024/d.html"]),
        ([], ["drafts"], ["2024/b.txt", "2024/d.html", "a.txt"]),
        ([], ["drafts/", "*.html"], ["2024/b.txt", "a.txt"]),
        (["*.txt"], ["2024/*"], ["a.txt", "drafts/c.txt"]),
        (["*.nfo"], [], ["e.nfo"]),
        (["[ab].*"], [], ["2024/b.txt", "a.txt"]),
    ],
)
def test_globs_choose_files_of_folders(include: list[str], exclude: list[str], expected: list[str]) -> None:
    write(["in/a.txt", "in/2024/b.txt", "in/drafts/c.txt", "in/e.nfo"])
    write(["in/2024/d.html"], page())
    found = list(read_articles("in", include=include, exclude=exclude))
    assert ids(found) == [f"in/{name}" for name in expected]
    assert len(warnings(found)) == 1
    assert ids(list(read_articles("in/a.txt", include=["*.html"]))) == ["in/a.txt"]


@pytest.mark.parametrize("name", ["README.md", "readme.txt", "README", "README.fr.md", "LICENSE", "Licence.html"])
def test_a_description_of_a_folder_is_no_article_of_it_unless_it_is_named(name: str) -> None:
    write(["in/a.txt", f"in/x/{name}", "in/readme-for-voters.txt"])
    assert ids(list(read_articles("in"))) == ["in/a.txt", "in/readme-for-voters.txt"]
    assert warnings(list(read_articles("in"))) == [f"1 description of its folder, no article: {name} 1"]
    assert ids(list(read_articles(f"in/x/{name}"))) == [f"in/x/{name}"]


def test_a_day_before_the_name_of_markdown_is_its_date() -> None:
    write(["in/2024-03-05-rain.md", "in/2024-03-05.md", "in/rain-2024-03-05.md", "in/2024-03-05-rain.txt"])
    dated = {item.id: item.published for item in read_articles("in") if isinstance(item, Article)}
    assert [name for name, day in dated.items() if day is not None] == ["in/2024-03-05-rain.md"]


def test_a_folder_of_one_article_is_no_outlet() -> None:
    write(["in/blog/rain/index.md", "in/blog/sun.md", "in/blog/rain/drops.txt", "in/example.org/index.md"])
    outlets = {item.id: item.outlet for item in read_articles("in") if isinstance(item, Article)}
    assert outlets == {
        "in/blog/rain/index.md": "blog",
        "in/blog/sun.md": "blog",
        "in/blog/rain/drops.txt": "rain",
        "in/example.org/index.md": "example.org",
    }
