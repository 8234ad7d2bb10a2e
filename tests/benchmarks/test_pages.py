"""The measure of extracted pages, on cases small enough to work out by hand; and a folder of two pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from marked_pages import MARKS, USES, marked_text, read_rows
from page_scores import WORD_OR_CHARACTER, Score, Shares, f1_difference, field_verdict, score, shingles
from pages import HERE, pages_of, read_pages

RIGHT, EMPTY = Shares(1.0, 0.0, 0.0), Shares(0.0, 0.0, 1.0)


def test_a_perfect_text() -> None:
    assert Shares.of("One two, three four five.", "One two three four five") == RIGHT


def test_two_of_five_words_are_no_part_of_the_text() -> None:
    assert Shares.of("a b c d", "a b c d e") == (0.5, 0.5, 0.0)


def test_a_repeated_text_is_too_many() -> None:
    assert Shares.of("a b c d", "a b c d a b c d").right == pytest.approx(1 / 5)


def test_scripts_without_spaces_count_by_the_character() -> None:
    assert len(shingles("雨が降った。")) == 2
    assert len(shingles("ฝนตก")) == 1
    assert not shingles("...")


def test_a_page_without_a_text_has_no_precision() -> None:
    assert score([RIGHT, EMPTY]) == Score(2 / 3, 1.0, 0.5)
    assert score([EMPTY]) == (0, 0, 0)


def test_equal_readers_do_not_differ() -> None:
    pages = [Shares(0.5, 0.5, 0.0), RIGHT, EMPTY]
    assert f1_difference(pages, pages) == (0, 0, 0)


def test_a_better_reader_on_every_page_is_better_in_every_draw() -> None:
    difference, low, high = f1_difference([RIGHT] * 20, [Shares(0.5, 0.25, 0.25)] * 20)
    assert (difference, low, high) == pytest.approx((1 / 3, 1 / 3, 1 / 3))


@pytest.mark.parametrize(
    ("field", "gold", "found", "verdict"),
    [
        ("title", "Rain", "rain ", "right"),
        ("title", "Rain", "Rain | The Shore", "wrong"),
        ("author", ["A. B.", "A. B. and C. D."], "A. B. and C. D.", "right"),
        ("author", "A. B., C. D.", "C. D. and A. B.", "right"),
        ("author", "A. B., C. D.", "A. B.", "wrong"),
        ("author", None, None, "right"),
        ("author", None, "Staff", "wrong"),
        ("url", "https://example.org/a", None, "none"),
        ("published", "2024-05-03T10:00:00+02:00", "2024-05-03T08:00:00+00:00", "right"),
        ("published", "2024-05-03T10:00:00+02:00", "2024-05-03T10:00:00+00:00", "wrong"),
        ("published", "2024-05-03", "2024-05-03T23:00:00-05:00", "right"),
    ],
)
def test_fields(field: str, gold: object, found: str | None, verdict: str) -> None:
    assert field_verdict(field, gold, found) == verdict


def test_a_folder_is_read_by_a_checkout(tmp_path: Path) -> None:
    body = "The ferry to the outer island will run on Sundays from May, the council said after a long debate. " * 5
    html = f"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>{body}</p></article></body></html>"
    (tmp_path / "ferry.html").write_text(html)
    (tmp_path / "ferry.txt").write_text(body)
    (tmp_path / "empty.html").write_text("<html></html>")
    (tmp_path / "empty.json").write_text(json.dumps({"title": None}))
    empty, ferry = pages_of(tmp_path)
    assert (empty.text, empty.fields, ferry.text, ferry.fields) == (None, {"title": None}, body, {})
    assert list(read_pages([empty, ferry], HERE)) == [ferry.path]


OTHER_READER = """
from dedup import Article
def read_articles(paths):
    return [Article(path) for path in paths]
"""
OTHER_ARTICLE = """
from types import SimpleNamespace
class Article:
    text = "read by the other checkout"
    title = published = author = outlet = url = None
    def __init__(self, path):
        self.place = SimpleNamespace(path=path)
"""


def test_another_checkout_reads_with_its_own_code(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/ferry.html").write_text("<p>The ferry")
    (tmp_path / "dedup/sources").mkdir(parents=True)
    (tmp_path / "dedup/__init__.py").write_text(OTHER_ARTICLE)
    (tmp_path / "dedup/sources/reader.py").write_text(OTHER_READER)
    (page,) = pages_of(tmp_path / "pages")
    assert read_pages([page], tmp_path)[page.path]["text"] == "read by the other checkout"


PAGE = b"""<p>Rain at the coast<p>Menu<p>Rain at the coast stopped <b>ferries</b>.
<p>Advertisement<h2>Trains</h2><p>Trains ran late.<script>Trains ran late</script><p>Share this"""


def test_marks_are_read_as_the_text_between_them() -> None:
    marks: list[list[str | int]] = [["Rain at the coast", "stopped ferries", 2], ["Trains", "ran late"]]
    assert marked_text(PAGE, marks) == "Rain at the coast stopped ferries.\nTrains\nTrains ran late."


def test_a_mark_that_is_not_in_the_page_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in the page: 'sunshine'"):
        marked_text(PAGE, [["sunshine", "ferries"]])


def test_the_marked_pages_store_no_texts_and_are_dealt_out_in_turns() -> None:
    rows = list(read_rows())
    assert len(rows) == 60 == len({row["name"] for row in rows})
    assert all(row["use"] == USES[place % 2] for place, row in enumerate(rows))
    phrases = [phrase for row in rows for first, last, *_ in row["marks"] for phrase in (first, last)]
    assert max(len(WORD_OR_CHARACTER.findall(phrase)) for phrase in phrases) <= 8
    assert MARKS.stat().st_size < 80_000
