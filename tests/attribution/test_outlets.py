"""The registry of outlets: by name, by host, and as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.article import Article
from dedup.attribution.names.outlets import Outlet, name_key, publisher_of, read_outlets, shipped_outlets
from dedup.errors import InputError


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/news/1", "BBC"),
        ("uk.reuters.com", "Reuters"),
        ("https://co.uk/", None),
        ("http://[", None),
    ],
)
def test_urls_belong_to_outlets(url: str, name: str | None) -> None:
    found = shipped_outlets().by_host(url)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the financial times", "Financial Times"),
        ("«Коммерсантъ»", "Kommersant"),
        ("AP", "Associated Press"),
        ("ap", None),  # a short abbreviation counts in capitals only
        ("Meridian News Agency", "Meridian News Agency"),  # not listed, an agency by its form
        ("Ann Lee", None),
    ],
)
def test_names_belong_to_outlets(name: str, expected: str | None) -> None:
    found = shipped_outlets().by_name(name)
    assert (found and found.name) == expected


def test_every_name_belongs_to_one_outlet() -> None:
    names = [name for entry in shipped_outlets().entries for name in {entry.name, *entry.aliases}]
    assert len(names) == len(set(names))


def test_a_later_entry_wins() -> None:
    outlets = shipped_outlets().extended([Outlet("Harbour Reuters", ("Reuters",), ("reuters.com",))])
    (by_name, by_host) = outlets.by_name("Reuters"), outlets.by_host("reuters.com")
    assert by_name == by_host == outlets.entries[-1]


def test_a_name_and_a_domain_of_one_outlet_have_one_key() -> None:
    names = ["Harbour Bits", "harbourbits.example", "https://www.harbourbits.co.example/1", "harbour-bits"]
    assert {name_key(name) for name in names} == {"harbourbits"}
    assert name_key("Harbour Bytes") != "harbourbits"


@pytest.mark.parametrize(
    ("article", "name"),
    [
        (Article("a", "", outlet="www.reuters.com"), "Reuters"),
        (Article("a", "", outlet="Oakdale Gazette", url="https://www.bbc.co.uk/1"), "BBC"),
        (Article("a", "", outlet="Oakdale Gazette"), "Oakdale Gazette"),
        (Article("a", "", url="https://news.oakdale.example/1"), "news.oakdale.example"),
        (Article("a", ""), None),
    ],
)
def test_the_publisher_is_the_outlet_else_the_host(article: Article, name: str | None) -> None:
    assert publisher_of(article) == name


def test_a_publisher_of_an_extended_registry() -> None:
    outlets = shipped_outlets().extended([Outlet("Harbour Post", ("HP",), ("harbour.example",))])
    assert publisher_of(Article("a", "", url="https://news.harbour.example/1"), outlets) == "Harbour Post"


@pytest.mark.parametrize("content", ['[{"aliases": []}]', "{}", "[1]", "no JSON", "\udcff"])
def test_a_file_that_is_no_list_of_outlets_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "outlets.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    if content == "{}":
        assert read_outlets(path) == []
        return
    with pytest.raises(InputError, match=r"outlets\.json is no list of outlets"):
        read_outlets(path)


def test_german_names_are_declined() -> None:
    outlets = shipped_outlets()
    assert [
        getattr(outlets.by_name(name), "name", None) for name in ("Deutschen Presse-Agentur", "Süddeutschen Zeitung")
    ] == [
        "dpa",
        "Süddeutsche Zeitung",
    ]
