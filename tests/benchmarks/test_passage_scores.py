"""Plagdet and its parts, on cases small enough to work out by hand."""

from __future__ import annotations

from math import log2

import pytest
from passages import Region, Score, score

from dedup.article import Span

CASE = Region(Span(0, 100), Span(200, 300))


def region(left: tuple[int, int], right: tuple[int, int]) -> Region:
    return Region(Span(*left), Span(*right))


def test_a_perfect_answer() -> None:
    assert score([[CASE], []], [[CASE], []]) == Score(1, 1, 1, 1)


def test_half_of_a_case() -> None:
    found = score([[CASE]], [[region((0, 50), (200, 250))]])
    assert (found.recall, found.precision, found.granularity) == (0.5, 1, 1)
    assert found.plagdet == pytest.approx(2 / 3)


def test_two_pieces_of_one_case_cost_granularity() -> None:
    found = score([[CASE]], [[region((0, 50), (200, 250)), region((50, 100), (250, 300))]])
    assert (found.recall, found.precision, found.granularity) == (1, 1, 2)
    assert found.plagdet == pytest.approx(1 / log2(3))


def test_overlap_on_one_side_is_none() -> None:
    found = score([[CASE]], [[region((0, 100), (400, 500))]])
    assert (found.recall, found.precision) == (0, 0)


def test_a_finding_where_nothing_is_costs_precision() -> None:
    found = score([[CASE], []], [[CASE], [CASE]])
    assert (found.recall, found.precision) == (1, 0.5)


def test_characters_covered_twice_count_once() -> None:
    found = score([[CASE]], [[region((0, 60), (200, 260)), region((40, 100), (240, 300))]])
    assert found.recall == 1
