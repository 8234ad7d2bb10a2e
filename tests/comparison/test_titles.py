"""Headlines are compared by their words, whatever order they stand in and whatever site they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.comparison.titles import title_similarity


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        ("Ferry runs aground", "FERRY RUNS AGROUND!", 1, 1),
        ("Ferry runs aground | Valley Courier", "Valley Courier: ferry runs aground", 1, 1),
        ("Ferry runs aground", "Ferry runs aground off Torvik", 1, 1),
        ("Ferry runs aground off Torvik", "Ferry stuck on sandbank off Torvik", 0.5, 0.99),
        ("Ferry runs aground", "Library to open on Sundays", 0, 0.5),
        ("港口因风暴关闭", "港口因风暴关闭", 1, 1),
    ],
)
def test_alike_and_unlike(left: str, right: str, least: float, most: float) -> None:
    similarity = title_similarity(left, right)
    assert similarity is not None
    assert least <= similarity <= most


@pytest.mark.parametrize(("left", "right"), [(None, "Ferry"), ("Ferry", None), (None, None), ("", "Ferry")])
def test_without_a_title_nothing_is_said(left: str | None, right: str | None) -> None:
    assert title_similarity(left, right) is None


@given(st.text(), st.text())
def test_the_other_way_round_is_the_same(left: str, right: str) -> None:
    similarity = title_similarity(left, right)
    assert similarity == title_similarity(right, left)
    assert similarity is None or 0 <= similarity <= 1
