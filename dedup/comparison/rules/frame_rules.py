"""Frames: what is shared stands around the articles, or is no part of them."""

from __future__ import annotations

import numpy as np

from dedup.comparison.rules.pair_features import Flags, PairFeatures, is_rest_unlike
from dedup.settings import VerificationSettings


def frames_column(f: PairFeatures, s: VerificationSettings) -> Flags:
    """One outlet on two days, the same beginning and end, and other words between them: a letter to readers, a column
    with its greeting.

    Where what is new has nothing to do with the other day, it may be short, or stand above or below what is shared.
    So may what stands under two titles with nothing in common, of one day or undated: the opening of an article above
    an offer to subscribe.
    """
    is_two_days = f.context.days_apart >= s.state_days
    is_small = f.max_coverage < s.max_column_share
    is_framed = is_two_days & f.shares_both_ends & is_small
    is_other = is_two_days & (f.shares_both_ends | is_small)
    is_other |= f.is_titled & (f.measures.both_title_words == 0) & (f.max_coverage < s.near_high_coverage)
    is_column: Flags = is_framed | (is_other & is_rest_unlike(f, s))
    return f.context.same_outlet & is_column & _stands_at_edges(f, s)


def shares_only_layout(f: PairFeatures, s: VerificationSettings) -> Flags:
    """What is shared stands at the edges of the page, round the prose."""
    is_layout = (f.min_edge_non_prose_share >= s.edge_non_prose) | f.context.same_outlet
    return is_layout & _stands_at_edges(f, s) & ~shares_body(f, s)


def shares_outside_bodies(f: PairFeatures, s: VerificationSettings) -> Flags:
    """What is shared stands beside the body of the articles."""
    m = f.measures
    lines = m.shared_layout_lines
    is_layout: Flags = (lines >= s.min_shared_layout_lines) | ((lines >= 1) & f.context.same_outlet)
    is_outside_one = np.minimum(m.left_shared_body_prose, m.right_shared_body_prose) < s.min_shared_prose
    is_outside_both: Flags = np.maximum(m.left_shared_body_prose, m.right_shared_body_prose) < s.min_shared_prose
    is_outside = (is_layout & is_outside_one) | is_outside_both
    is_part = (f.min_edge_share > 0) & (f.max_coverage < s.near_coverage)
    return is_outside & is_part & ~shares_body(f, s)


def shares_stock_phrases(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Most shared anchors are stock phrases."""
    m = f.measures
    is_copy: Flags = (
        (m.differing_numbers == 0)
        & (m.equal_numbers >= s.stock_phrase_numbers)
        & (f.min_coverage >= s.stock_phrase_coverage)
    )
    return (f.specific_anchor_share < s.min_specific_anchors) & ~is_copy


def runs_on_from_boilerplate(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Little prose is shared that does not run on from layout lines."""
    is_little = (
        (f.measures.shared_prose_in_body < s.min_shared_prose)
        & (f.shorter_coverage < s.whole_coverage)
        & (f.min_coverage < s.run_on_coverage)
    )
    return is_little & (f.min_edge_share > 0)


def shares_only_boilerplate(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Little prose is shared."""
    run = f.measures.longest_run
    is_copy = (f.min_coverage >= s.prose_free_coverage) | (
        (f.max_coverage >= s.prose_free_high_coverage) & (run >= s.prose_free_run)
    )
    is_quoted_table = (f.min_edge_share == 0) & (run >= s.min_excerpt_words)
    is_boilerplate: Flags = (f.max_shared_prose < s.min_shared_prose) & ~is_copy & ~is_quoted_table
    return is_boilerplate


# --- signs of a body ---------------------------------------------------------------------------------------------


def shares_body(f: PairFeatures, s: VerificationSettings) -> Flags:
    """So much prose in a row, or so much of the prose of either, is no edge of a page."""
    shares: Flags = (f.measures.longest_passage >= s.min_body_passage) | (f.max_prose_coverage >= s.min_body_share)
    return shares


def _stands_at_edges(f: PairFeatures, s: VerificationSettings) -> Flags:
    """What is shared opens or closes the articles."""
    is_at_edges: Flags = (f.min_edge_share >= s.edge_share) & (f.max_shared_inside < s.max_inside_edges)
    return is_at_edges
