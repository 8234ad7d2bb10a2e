"""Templates: one form filled in again, with other numbers, other names, or on another day."""

from __future__ import annotations

from dedup.comparison.rules.pair_features import Flags, PairFeatures
from dedup.settings import VerificationSettings


def has_other_numbers(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Where the texts part they have other numbers."""
    m = f.measures
    many = (
        (m.differing_numbers >= s.template_numbers)
        & (m.equal_numbers < m.differing_numbers)
        & (m.longest_run < s.template_run)
    )
    few = (
        (m.differing_numbers >= s.short_template_numbers)
        & (m.equal_numbers <= s.short_template_number_ratio * m.differing_numbers)
        & (m.longest_run < s.short_template_run)
    )
    is_template: Flags = many | few
    return is_template


def has_other_names(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Much is shared, but few names and numbers."""
    differs = (f.min_informative >= s.template_names) & (f.informative_agreement < s.template_agreement)
    is_short: Flags = f.measures.longest_run < s.template_run
    return differs & (f.min_coverage >= s.template_coverage) & is_short


def is_of_another_day(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Another day and another number."""
    m = f.measures
    is_short: Flags = m.longest_run < s.template_run
    return (m.differing_numbers >= 1) & (f.context.days_apart > s.template_days) & is_short


def is_short_template(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Short, with other names; or nothing informative in what is shared."""
    m = f.measures
    has_other_names = f.informative_agreement < s.short_template_agreement
    is_brief = (
        (f.shorter_words < s.short_template_words) & has_other_names & (f.min_informative >= s.short_template_names)
    )
    says_little: Flags = (
        (m.informative_in_stretches < s.min_informative_in_stretches)
        & (f.max_coverage < s.whole_coverage)
        & (m.longest_run < s.short_template_run)
    )
    return is_brief | says_little
