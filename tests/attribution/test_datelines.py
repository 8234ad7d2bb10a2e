"""Datelines, bylines, copyright lines and sign-offs."""

from __future__ import annotations

import pytest
from credit_reading import credits_in, kinds_and_names

FILLER = "It rained all night in the valley. " * 20


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("WASHINGTON (Reuters) - It rained.", "Reuters"),
        ("Paris, 3 mai (AFP) - Il a plu.", "Agence France-Presse"),
        ("AMSTERDAM (ANP) - Het regende.", "ANP"),
        ("МОСКВА, 3 мая — РИА Новости. Шёл дождь.", "RIA Novosti"),
        ("新华社北京5月3日电 下雨了。", "Xinhua"),
        ("(서울=연합뉴스) 비가 왔다.", "Yonhap"),
        ("Reuters - It rained.", "Reuters"),
    ],
)
def test_datelines_name_an_agency(text: str, name: str) -> None:
    assert kinds_and_names(credits_in(text)) == [("dateline", name)]


@pytest.mark.parametrize(
    "text",
    [
        "The American Psychological Association (APA) said so.",  # an abbreviation
        "OSLO (Oakdale Gazette) - It rained.",  # no agency
        FILLER + "\nOSLO (Reuters) - It rained.",  # too far down
    ],
)
def test_other_brackets_are_no_dateline(text: str) -> None:
    assert credits_in(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Ann Lee, Associated Press\n\nThe bridge is closed.", [("byline", "Associated Press")]),
        ("Reuters\n\nThe bridge is closed.", [("byline", "Reuters")]),
        ("The Guardian\n\nThe bridge is closed.", []),  # only an agency stands alone on its line
        (FILLER + "\nBy Ann Lee, Associated Press\n", []),
    ],
)
def test_bylines_end_in_an_outlet(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_names(credits_in(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Copyright 2026 The Associated Press. All rights reserved.", [("copyright", "Associated Press")]),
        ("© 2020-2026 by Reuters", [("copyright", "Reuters")]),
        ("Copyright 2026 Ann Lee", []),
        ("(Reporting by Ann Lee in Oslo; Editing by Bo Ek)", [("agency tail", "Reuters")]),
        ("This material may not be published, broadcast or rewritten.", [("agency tail", "Associated Press")]),
        ("(Reporting by Ann Lee)", []),
    ],
)
def test_closing_lines(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_names(credits_in(FILLER + "\n" + text)) == expected
