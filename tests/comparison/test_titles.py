"""Headlines are compared by their words, whatever order they stand in and whatever site they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article
from dedup.comparison.titles import name_other_subjects, title_similarity


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


BRIDGE = "The harbour kit now speaks to {0} by a bridge. Name {0} in the settings, and see the manual of the Quay."


@pytest.mark.parametrize(
    ("titles", "names", "are_other"),
    [
        pytest.param(("Cohera joins the kit", "Azuro joins the kit"), ("Cohera", "Azuro"), True, id="two products"),
        pytest.param(
            ("Search for Quay - Quay", "Search for Azuro - Quay"), ("gulls", "Azuro"), False, id="both name it"
        ),
        pytest.param(("Azuro joins | Quay", "Cohera joins | Quay"), ("Azuro", "Cohera"), True, id="under a site name"),
        pytest.param(
            ("Cohera joins the kit", "The kit has a bridge"), ("Cohera", "Cohera"), False, id="a new headline"
        ),
        pytest.param(("Cohera joins", "Cohera joins the kit at last"), ("Cohera", "Cohera"), False, id="a longer one"),
        pytest.param(("Bridge 2 is out", "Bridge 3 is out"), ("2", "3"), False, id="numbers, which count elsewhere"),
        pytest.param((None, "Azuro joins the kit"), ("Cohera", "Azuro"), False, id="no headline"),
    ],
)
def test_headlines_that_name_what_the_other_article_lacks(
    titles: tuple[str | None, str | None], names: tuple[str, str], are_other: bool
) -> None:
    one, other = (
        Article(side, BRIDGE.format(name), title) for side, name, title in zip("ab", names, titles, strict=True)
    )
    assert name_other_subjects(one, other, expand_umlauts=False) is are_other
    assert name_other_subjects(other, one, expand_umlauts=False) is are_other
