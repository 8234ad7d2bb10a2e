"""States of one article: brought up to date or corrected, however many of its figures changed.

Asked before templates: a new toll, a new jackpot and a new quarter look alike in the text, and the page says which.
"""

from __future__ import annotations

from dedup.comparison.rules.pair_features import Flags, PairFeatures
from dedup.comparison.rules.template_rules import fills_in_again, has_dense_figures, names_differ, subjects_differ
from dedup.settings import VerificationSettings


def is_one_page(f: PairFeatures, s: VerificationSettings) -> Flags:
    """One address, and half of both in common."""
    return f.context.same_address & (f.min_coverage >= s.state_coverage)


def grows_on_one_page(f: PairFeatures, s: VerificationSettings) -> Flags:
    """One address, and half of one article in the other: an alert, and the report that took its place."""
    is_part = (f.max_coverage >= s.state_coverage) & (f.max_shared_prose >= s.min_shared_prose)
    return f.context.same_address & is_part


def is_one_headline(f: PairFeatures, s: VerificationSettings) -> Flags:
    """One outlet, one headline, half of both in common, within a day; no form that a third article fills in."""
    m = f.measures
    is_alike = m.both_title_words >= s.state_title_share * f.longer_title
    same_headline = (m.both_title_words >= s.state_title_words) & is_alike
    is_one_day: Flags = f.context.days_apart < s.state_days
    is_filled_in = fills_in_again(f, s) & has_dense_figures(f, s) & names_differ(f, s)
    is_form = f.context.has_third | subjects_differ(f, s) | is_filled_in
    return f.context.same_outlet & same_headline & is_one_day & (f.min_coverage >= s.state_coverage) & ~is_form
