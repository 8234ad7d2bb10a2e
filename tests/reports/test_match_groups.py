"""Matches between the same two groups are one entry; columns say of matches what the matches say."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reports import make_match

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.comparison.verified.verified_pairs import match_columns, matches_at
from dedup.detector import scan
from dedup.report import Report
from dedup.reports.match_groups import first_of_each_group

IDS = [f"a{number}" for number in range(6)]
pairs = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from([*Relation][:-1]))
RAIN = "The river rose by a metre during the night, and the old bridge at {} was closed to all traffic until Sunday. "
MORE = "Firefighters from {} villages carried {} sandbags to the mill, where the water stood {} centimetres high."


def merged_one_by_one(matches: list[Match], group_of: dict[str, int]) -> list[tuple[Match, int]]:
    found: dict[tuple[Relation, frozenset[int]], list[Match]] = {}
    for match in matches:
        groups = frozenset((group_of[match.left_id], group_of[match.right_id]))
        if len(groups) > 1:
            found.setdefault((match.relation, groups), []).append(match)
    by_rank = sorted(found.values(), key=lambda group: group[0].relation.rank)
    return [(group[0], len(group)) for group in by_rank]


@given(st.lists(pairs), st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_merging_on_columns_is_merging_one_by_one(
    given_pairs: list[tuple[str, str, Relation]], groups: list[int]
) -> None:
    matches = [make_match(left, right, relation) for left, right, relation in given_pairs]
    group_of = dict(zip(IDS, groups, strict=True))
    columns = match_columns(matches)
    first, counts = first_of_each_group(columns, np.array([group_of[each] for each in columns.ids], np.int64))
    merged = list(zip(matches_at(matches, first), counts.tolist(), strict=True))
    assert merged == merged_one_by_one(matches, group_of)


@pytest.fixture(scope="module")
def report() -> Report:
    """Copies and templates among made articles, rewrites and stories among the samples."""
    articles = [
        Article(f"{number}", (RAIN * 4).format(*"abcd") + MORE.format(number, number * 7, number + 3) * (number % 3))
        for number in range(12)
    ]
    return scan([*articles, Path(__file__).parents[2] / "samples"])


def test_columns_say_what_the_matches_say(report: Report) -> None:
    columns = match_columns(report.matches)
    found = [
        (columns.ids[left], columns.ids[right], rank)
        for left, right, rank in zip(columns.left, columns.right, columns.relation_ranks, strict=True)
    ]
    assert found == [(match.left_id, match.right_id, match.relation.rank) for match in report.matches]
    assert {match.relation for match in report.matches} >= {Relation.REWRITE, Relation.NEAR}


def test_matches_are_made_in_the_order_asked_for(report: Report) -> None:
    rows = np.arange(len(report.matches))[::-2]
    assert list(matches_at(report.matches, rows)) == list(report.matches)[::-2]
    assert pickle.loads(pickle.dumps(report.matches)) == report.matches  # of this test
