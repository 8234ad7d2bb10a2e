"""Quotations: what is shared was said or written by others, and both articles quote it."""

from __future__ import annotations

from dedup.comparison.rules.pair_features import Flags, PairFeatures
from dedup.settings import VerificationSettings


def shares_only_quotations(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Hardly more is shared than stands in quotation marks, and both articles have an account of their own.

    A run that goes on beyond the marks shows a copy: two writers who were handed one statement introduce it in other
    words. A text that is nearly all quotation is the document that the other one quotes.
    """
    m = f.measures
    is_quoted = f.shared_in_quotations >= s.min_quotation_words
    is_rest_shared = (f.shared_unquoted >= s.min_excerpt_words) | (
        f.shared_unquoted >= s.max_unquoted_agreement * f.min_unquoted
    )
    goes_on = (m.longest_run >= s.min_excerpt_words) & (m.unquoted_run >= s.min_words_beyond_quotation)
    has_account: Flags = (f.min_unshared_unquoted >= s.min_account_words) & (f.min_account >= s.min_account_share)
    return is_quoted & ~is_rest_shared & ~goes_on & has_account


def shares_quoted_block(f: PairFeatures, _: VerificationSettings) -> Flags:
    """Hardly more is shared than blocks that both quote, without quotation marks."""
    return f.context.is_quoted_block
