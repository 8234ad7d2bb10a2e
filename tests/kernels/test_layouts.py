"""Columns that a kernel writes have the names of the value that the typed side makes of them, in the same order."""

from __future__ import annotations

import pytest

from dedup.alignment.repeats.copy_links import CopyLink, WordRun
from dedup.alignment.segment_pair import SegmentPair
from dedup.alignment.summaries import Summary
from dedup.comparison.pair_measures import Measures
from dedup.kernels import layouts
from dedup.stories.wording.dependence import DEPENDENCE_FEATURES


def test_measures_are_the_columns_of_the_kernel() -> None:
    assert layouts.MEASURE._fields == Measures._fields


def test_features_of_dependence_are_the_columns_of_the_kernel() -> None:
    assert layouts.DEPENDENCE._fields == DEPENDENCE_FEATURES


def test_runs_and_links_of_repeats_are_the_columns_of_the_kernel() -> None:
    assert layouts.RUN._fields == WordRun._fields
    assert layouts.REPEAT._fields[:4] == CopyLink._fields[:4]


@pytest.mark.parametrize("layout", [value for name, value in vars(layouts).items() if name.isupper()])
def test_columns_are_numbered_in_order(layout: tuple[int, ...]) -> None:
    assert list(layout) == list(range(len(layout)))


def test_segments_and_summaries_are_made_of_every_column() -> None:
    """By position: `SegmentPair(*place, *score)`, `Summary(first, end, length_ratio, *measures)`."""
    assert SegmentPair.__slots__ == (*layouts.SEGMENT._fields, *layouts.SEGMENT_SCORE._fields)
    assert Summary.__slots__ == ("first", "end", "length_ratio", *layouts.SUMMARY._fields)
