"""Workbooks: every sheet with a column of texts is read, every other one and every damage is named."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from made_workbooks import made_workbook

from dedup.article import Article, Skipped
from dedup.sources.reader import read_articles

pytest.importorskip("python_calamine")
RAIN = "Rain fell on the valley all night, and the river rose by a metre."
SNOW = "Snow closed the pass on Tuesday; the road is to open again by noon."


def test_every_sheet_with_a_column_of_texts_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sheets: dict[str, list[list[str | float]]] = {
        "March": [
            ["Export of March"],
            [],
            ["id", "Title", "Text"],
            [7.0, "Rain", RAIN],
            ["", "", ""],
            [8.0, "Empty", ""],
        ],
        "Prices": [["item", "price"], ["pear", 1.5]],
        "April": [["text", "id"], [SNOW, "s"]],
    }
    Path("a.xlsx").write_bytes(made_workbook(sheets))
    assert list(read_articles("a.xlsx")) == [
        Article("7", RAIN, title="Rain"),
        Skipped("a.xlsx", 2, "no field holds a text (text, body, content...)"),
        Skipped(
            "a.xlsx",
            None,
            "the sheet 'Prices' is not read: no column holds a text (text, body, content...): item, price",
        ),
        Article("s", SNOW),
    ]


def test_what_is_no_workbook_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    whole = made_workbook({"News": [["text"], [RAIN]]})
    at = whole.index(b"PK\1\2") + 6  # where the version of ZIP stands that is needed
    of_later_version = whole[:at] + b"\x6c" + whole[at + 1 :]
    cut_off = (whole[: len(whole) // 2], whole[:-30])
    for content in (b"PK, and no more", *cut_off, b"\xd0\xcf\x11\xe0" + bytes(600), of_later_version):
        path.write_bytes(content)
        (item,) = read_articles(path)
        assert isinstance(item, Skipped)


def test_without_calamine_the_reason_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(made_workbook({"News": [["text"], [RAIN]]}))
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    (item,) = read_articles(path)
    assert isinstance(item, Skipped)
    assert item.reason == "workbooks are read with calamine: pip install 'newsdedup[excel]'"
