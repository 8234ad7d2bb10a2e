"""Identity: notices in the place of articles, and texts of the same words."""

from __future__ import annotations

from dedup.comparison.rules.pair_features import Flags, PairFeatures
from dedup.settings import VerificationSettings

MAX_UNLIKE_TITLE_SHARE = 1 / 3  # of the words of the longer title; chosen after looking at notices of Reuters


def has_no_words(f: PairFeatures, _: VerificationSettings) -> Flags:
    """Either text has no words."""
    is_empty: Flags = f.shorter_words == 0
    return is_empty


def is_notice(f: PairFeatures, _: VerificationSettings) -> Flags:
    """Either text is no article but a notice."""
    return f.context.is_notice


def is_stub(f: PairFeatures, _: VerificationSettings) -> Flags:
    """Either text stands under other titles of its outlet."""
    return f.context.is_stub


def is_nearly_stub(f: PairFeatures, s: VerificationSettings) -> Flags:
    """One outlet has nearly the same short text under two titles with little in common, and it speaks of neither."""
    m = f.measures
    is_unlike = f.is_titled & (m.both_title_words <= MAX_UNLIKE_TITLE_SHARE * f.longer_title)
    speaks_of_neither: Flags = m.own_title_in_text == 0
    is_one_text = (f.min_coverage >= s.near_high_coverage) & (f.longer_words < s.short_template_words)
    return f.context.same_outlet & is_unlike & speaks_of_neither & is_one_text


def is_mostly_notice(f: PairFeatures, _: VerificationSettings) -> Flags:
    """Either text is a notice with a few words of an article."""
    return f.context.is_hidden


def has_same_words(f: PairFeatures, _: VerificationSettings) -> Flags:
    """Both texts have the same words, boilerplate and repeated blocks included."""
    return f.context.same_words


def is_identical_in_a_page(f: PairFeatures, s: VerificationSettings) -> Flags:
    """The counted words are the same, and one of both stands in a page of its own."""
    m = f.measures
    page_words = abs(m.left_boilerplate_words - m.right_boilerplate_words)
    is_in_page: Flags = (m.is_identical == 1) & (page_words >= s.min_page_words)
    return is_in_page


def has_identical_words(f: PairFeatures, _: VerificationSettings) -> Flags:
    """The counted words are the same."""
    is_identical: Flags = f.measures.is_identical == 1
    return is_identical
