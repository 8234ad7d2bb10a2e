"""Copies: an article carried whole, edited, or in part."""

from __future__ import annotations

import numpy as np

from dedup.comparison.rules.pair_features import Flags, PairFeatures
from dedup.settings import VerificationSettings


def is_embedded_whole(f: PairFeatures, s: VerificationSettings) -> Flags:
    """The longer article carries the shorter whole, and a page round it."""
    m = f.measures
    page_words = f.longer_unshared + f.longer_boilerplate
    has_page = page_words >= np.maximum(s.min_page_words, s.min_page_share * f.longer_words)
    is_most: Flags = f.longer_unshared_prose <= s.max_page_prose_ratio * np.maximum(m.left_shared, m.right_shared)
    non_prose = f.longer_unshared_non_prose_share
    looks_like_page: Flags = (non_prose >= s.min_page_non_prose) | (
        f.longer_unshared_at_both_edges & (non_prose >= s.min_page_non_prose_around)
    )
    is_at_edges = (
        (f.longer_unshared_edge >= s.min_page_edge_words)
        & (f.longer_unshared_edge_share >= s.min_page_edge_share)
        & looks_like_page
    )
    is_whole: Flags = (f.shorter_coverage >= s.whole_coverage) & has_page & is_most
    return is_whole & ((f.longer_boilerplate >= s.min_page_words) | is_at_edges)


def shares_most_of_both(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Most words of both are shared; or some half of them, and not as one passage amid two articles that are unlike."""
    m = f.measures
    is_like_length = f.shorter_words >= s.near_length_ratio * f.longer_words
    is_half: Flags = (f.min_coverage >= s.near_low_coverage) & (f.max_coverage < s.near_high_coverage) & is_like_length
    is_passage = 2 * m.longest_run > m.min_shared
    is_rest_unlike = (f.min_rest_informative >= s.min_rest_words) & (f.max_rest_agreement <= s.max_rest_agreement)
    return (f.min_coverage >= s.near_coverage) | (is_half & ~(is_passage & is_rest_unlike))


def is_much_edited(f: PairFeatures, s: VerificationSettings) -> Flags:
    """The same informative words, with many edits between them; also beside a passage that makes up most of what is
    shared.
    """
    m = f.measures
    has_same_names = (f.informative_agreement >= s.edited_agreement) & (f.min_informative >= s.edited_names)
    is_alike = (f.shorter_words >= s.near_length_ratio * f.longer_words) & (f.min_coverage >= s.edited_coverage)
    is_passage = (m.longest_run >= s.min_body_passage) & (2 * m.longest_run > m.min_shared)
    rest_agrees = (m.left_rest_agreeing >= s.edited_agreement * m.left_rest_informative) & (
        m.right_rest_agreeing >= s.edited_agreement * m.right_rest_informative
    )
    is_edited: Flags = ~is_passage | rest_agrees
    return (m.jaccard >= s.edited_jaccard) & is_alike & has_same_names & is_edited


def is_one_article_in_two_pages(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Most prose of both is shared, and the rest is no prose."""
    shares_prose = (f.min_prose_coverage >= s.two_pages_prose_coverage) & (
        f.max_shared_prose >= s.two_pages_shared_prose
    )
    return shares_prose & (f.longer_unshared_non_prose_share >= s.two_pages_non_prose)


def has_excerpt(f: PairFeatures, s: VerificationSettings) -> Flags:
    """A long passage is shared."""
    m = f.measures
    has_run = m.longest_run >= s.min_excerpt_run
    is_long = (m.longest_passage >= s.min_excerpt_words) & has_run
    is_much = (
        (f.max_coverage >= s.excerpt_coverage)
        & has_run
        & (m.longest_passage >= s.short_excerpt_words)
        & (f.max_shared_prose >= s.short_excerpt_prose)
    )
    is_excerpt: Flags = is_long | (m.longest_run >= s.min_excerpt_words) | is_much
    return is_excerpt


def any_pair(f: PairFeatures, _: VerificationSettings) -> Flags:
    """Every pair."""
    return f.shorter_words >= 0
