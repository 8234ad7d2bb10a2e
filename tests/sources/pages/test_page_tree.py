"""A page is read whole, or it is said that it is not."""

from __future__ import annotations

import pytest

from dedup.errors import InputError
from dedup.sources.pages.page_tree import read_page_tree


def words(source: bytes, charset: str | None = None) -> str:
    return " ".join(" ".join(map(str, read_page_tree(source, charset).itertext())).split())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"rain", "rain"),
        (b"<p>rain<!-- sun --><?php sun ?></p>", "rain"),
        (b"<html><p>rain</p></html><p>snow</p>", "rain snow"),
        (b"<html><p>rain</p></HTML >\n<html><p>snow</p></html>", "rain snow"),
        (b"<p>rain</p></body></html> snow", "rain snow"),
        (b"<p>one\0two</p>", "one\ufffdtwo"),
        (b"<div>" * 600 + b"rain" + b"</div>" * 600 + b"snow", "rain snow"),
        (b"<p title='" + b"x" * 11_000_000 + b"'>rain</p>snow", "rain snow"),
        ("<meta charset=koi8-r><p>дождь идёт".encode("koi8-r"), "дождь идёт"),
    ],
)
def test_what_the_page_holds_is_in_the_tree(source: bytes, expected: str) -> None:
    assert words(source) == expected


def test_the_charset_of_the_container_is_believed_first() -> None:
    page = "<meta charset=windows-1251><p>été</p>".encode("cp1252")
    assert words(page, "windows-1252") == "été"


@pytest.mark.parametrize("tag", [b"<x%d>", b"<font color=red class=c%d>", b"<b><i id=n%d>", b"<B><SPAN id=n%d>"])
def test_tags_that_shape_no_block_and_are_never_closed_are_no_depth(tag: bytes) -> None:
    source = b"<p>Rain</p>" + b"".join(tag % number + b"fell " for number in range(3000)) + b"<p>on a < b."
    assert words(source) == "Rain " + "fell " * 3000 + "on a < b."


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b" \n", "empty"),
        (b"<!-- rain -->", "no main text found in the page"),
        (b"<div>" * 3000 + b"rain" + b"</div>" * 3000 + b"snow", "the page is nested too deeply to be read whole"),
    ],
)
def test_what_cannot_be_read_whole_is_no_page(source: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_page_tree(source)
