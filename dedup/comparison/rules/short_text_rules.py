"""Short texts: alerts, briefs and descriptions of feeds, of a sentence or two.

The other rules ask for more words than these have. What a short text says counts instead: nearly all of it is shared,
its names too.
"""

from __future__ import annotations

from dedup.comparison.rules.pair_features import Flags, PairFeatures
from dedup.settings import VerificationSettings


def is_edited_brief(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Two short texts, one of them corrected: most words of both, and the same names and figures but for a few."""
    m = f.measures
    is_brief: Flags = (f.shorter_words >= s.min_brief_words) & (f.longer_words < s.short_template_words)
    is_same: Flags = (f.min_coverage >= s.near_coverage) & (f.informative_agreement >= s.short_template_agreement)
    return is_brief & is_same & (m.longest_run >= s.min_excerpt_run) & _says_something(f, s)


def is_short_excerpt(f: PairFeatures, s: VerificationSettings) -> Flags:
    """A short text stands whole in a longer one, word for word, but for what a feed writes behind it."""
    m = f.measures
    is_brief: Flags = (f.shorter_words >= s.min_brief_words) & (f.shorter_words < s.short_template_words)
    is_longer = f.shorter_words < s.near_length_ratio * f.longer_words
    has_tail = is_longer & (f.shorter_unshared_lead == 0) & (f.shorter_coverage >= s.near_coverage)
    is_whole: Flags = (f.shorter_coverage >= s.short_excerpt_coverage) | has_tail
    is_own: Flags = (m.differing_numbers == 0) & ~f.context.is_stock_sentence
    has_run = 2 * m.longest_run >= f.shorter_words
    return is_brief & is_whole & is_own & has_run & (m.longest_run >= s.min_excerpt_run) & _says_something(f, s)


def _says_something(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Names, numbers and other informative words are shared, and no phrase of them is a stock phrase."""
    m = f.measures
    says_much: Flags = m.informative_in_stretches >= s.min_informative_in_stretches
    is_own: Flags = 2 * m.stock_phrase_anchors <= m.shared_anchors
    return says_much & is_own
