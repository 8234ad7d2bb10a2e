"""Sorting numbers finds the same pairs as sets and dictionaries do."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import match_keys_twin as twin
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pairing import pair_texts

from dedup.kernels.pair.match_keys import recurring_key_entries
from dedup.settings import DEFAULT_SETTINGS, SearchSettings, Settings
from dedup.sketch.anchors import frequent_anchors
from dedup.sketch.fingerprints import NUM_BANDS, Fingerprints, SketchedTexts, band_keys
from dedup.tokens.words import readonly

SENTENCES = [
    "the harbour stayed shut",
    "two ferries were sent back to sea",
    "no one was hurt when the crane fell",
    "engineers will inspect the quay on Tuesday",
    "traders said prices could rise",
    "rain",
    "the council meets tonight to vote on the plan for a second bridge across the river mouth",
]
article = st.lists(st.sampled_from(SENTENCES), max_size=8).map(". ".join)


def taken_apart(texts: SketchedTexts, fingerprints: Fingerprints) -> list[twin.Article]:
    signatures, anchors = fingerprints
    begins = [0, *anchors.ends.tolist()]
    return [
        twin.Article(
            int(texts.content_hashes[a]),
            int(texts.word_counts[a]),
            signatures[a].tolist(),
            [int(band_keys(signatures, band)[a]) for band in range(NUM_BANDS)],
            anchors.values[begins[a] : begins[a + 1]].tolist(),
        )
        for a in range(len(texts))
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(article, max_size=25),
    st.integers(1, 50),
    st.sampled_from([0.5, 0.7, 0.9]),
    st.integers(1, 3),
    st.sampled_from([0, 10, 40]),
    st.integers(2, 50),
    st.integers(1, 64),
)
def test_candidates_are_those_of_the_twin(
    texts: list[str], reach: int, containment: float, shared: int, short: int, common: int, expanded: int
) -> None:
    chosen: dict[str, Any] = {
        "max_band_neighbours": reach,
        "min_duplicate_containment": containment,
        "min_shared_anchors": shared,
        "max_short_words": short,
        "max_anchor_groups": common,
        "max_pairs_per_group_pair": expanded,
    }
    paired = pair_texts(texts, Settings(**chosen))
    fast = paired.candidates
    plain = twin.candidates(taken_apart(paired.texts, paired.fingerprints), **chosen)
    pairs = zip(fast.left.tolist(), fast.right.tolist(), strict=True)
    assert [*zip(pairs, fast.shared_anchors.tolist(), strict=True)] == sorted(plain.pairs.items())
    assert fast.representatives.tolist() == plain.groups
    assert fast.capped_by_band == plain.beyond_reach
    assert fast.capped_by_group == plain.beyond_expansion
    assert fast.frequent_anchors == plain.common_anchors


@settings(max_examples=50, deadline=None)
@given(st.lists(article, max_size=25), st.integers(2, 9), st.integers(1, 16))
def test_common_anchors_are_found_with_their_carriers(texts: list[str], least: int, sample: int) -> None:
    paired = pair_texts(texts)
    anchors = paired.fingerprints.anchors.values
    articles = taken_apart(paired.texts, paired.fingerprints)
    defaults = {field.name: getattr(DEFAULT_SETTINGS, field.name) for field in fields(SearchSettings)}
    held = twin.candidates(articles, **defaults).holders
    carriers = frequent_anchors(paired.postings, least, sample)
    rows = carriers.rows_of(anchors)
    for anchor, row in zip(anchors.tolist(), rows.tolist(), strict=True):
        lowest = held[anchor]
        if len(lowest) < least:
            assert row == -1
        else:
            assert carriers.group_counts[row] == len(lowest)
            assert [a for a in carriers.sample_articles[row].tolist() if a >= 0] == lowest[:sample]


@pytest.mark.parametrize(
    ("leader", "expected"), [(1, [(5, 0), (6, 0), (5, 1), (6, 2)]), (0, [(6, 0), (6, 2)])], ids=["alone", "a copy"]
)
def test_keys_that_occur_once_are_left_out(leader: int, expected: list[tuple[int, int]]) -> None:
    """And those that a copy shares with its leader."""
    keys = np.array([5, 6, 7, 5, 8, 6], np.uint32) << np.uint32(28)
    entries = np.empty(7, np.uint64)
    articles = np.array([0, 1, 2])
    leaders = readonly(np.array([0, leader, 2]))
    kept = recurring_key_entries(readonly(keys), readonly(np.array([2, 4, 6])), readonly(articles), leaders, 8, entries)
    assert entries[:kept].tolist() == [key << 60 | rank for key, rank in expected]
