"""Standing passages: an author's note, a firm's words about itself, a law, a chain's notice. They belong to no article.

Where a passage stands in three articles or more, the corpus shows it (`dedup.corpus`, `third_articles`). In two alone
its place does: it opens or closes both, and nothing else in the one has to do with the other. An excerpt was taken
because of what it says, and what surrounds it speaks of the same.
"""

from __future__ import annotations

import numpy as np

from dedup.comparison.rules.pair_features import Flags, PairFeatures, is_rest_unlike
from dedup.settings import VerificationSettings

# Of either article: what makes up half of one is no note beside it, unless its outlet sets it apart under a heading.
MAX_STANDING_COVERAGE = 0.5
MAX_FIRM_AGREEMENT = 0.3  # of the other words of two releases of one firm; chosen after looking at such releases


def shares_standing_passage(f: PairFeatures, s: VerificationSettings) -> Flags:
    """What is shared stands at the edges, and the rest of either article is unlike the other article.

    Under a heading of its own ("About us"), a passage may say of whom the articles are: then only what is outside it is
    compared.
    """
    m = f.measures
    stands_at_edges = (f.min_edge_share >= s.edge_share) & (f.max_shared_inside < s.max_inside_edges)
    says_enough = f.min_rest_informative >= s.min_rest_words
    outside = m.both_informative - m.informative_in_stretches
    is_rest_unlike = outside <= s.max_rest_agreement * f.min_rest_informative
    has_heading = (m.shared_layout_lines >= 1) & (
        np.maximum(m.left_shared_body_prose, m.right_shared_body_prose) < s.min_shared_prose
    )
    is_unlike: Flags = (f.max_rest_agreement <= s.max_rest_agreement) | (has_heading & is_rest_unlike)
    is_own_heading = has_heading & f.context.same_outlet
    is_beside = f.max_coverage < np.where(is_own_heading, s.max_column_share, MAX_STANDING_COVERAGE)
    return stands_at_edges & says_enough & is_unlike & is_beside


def shares_recurring_passage(f: PairFeatures, s: VerificationSettings) -> Flags:
    """A third article of the outlet has the passage too, and it is not the whole of one of the two.

    A report that stands whole in the day's bulletin was carried, however many bulletins carry it.
    """
    is_carried = (f.shorter_coverage >= s.whole_coverage) & (f.shorter_words >= s.min_body_passage)
    return f.context.recurs & ~is_carried


def shares_words_about_outlet(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Two articles of one outlet share what stands under a heading beside the body of either: a firm's words about
    itself, its caution on forecasts. Such articles name the firm and its business alike, and little else.
    """
    m = f.measures
    is_beside = np.maximum(m.left_shared_body_prose, m.right_shared_body_prose) < s.min_shared_prose
    is_box: Flags = (m.shared_layout_lines >= 1) & is_beside & is_rest_unlike(f, s, MAX_FIRM_AGREEMENT)
    return f.context.same_outlet & is_box & (f.max_coverage < MAX_STANDING_COVERAGE)


def shares_card(f: PairFeatures, _: VerificationSettings) -> Flags:
    """What is shared stands behind the title of another article of the outlet."""
    return f.context.is_card


def shares_standing_background(f: PairFeatures, _: VerificationSettings) -> Flags:
    """What is shared is printed whenever the affair is in the news."""
    return f.context.is_background


def shares_list(f: PairFeatures, _: VerificationSettings) -> Flags:
    """What is shared is a list, which whoever reports the event prints alike."""
    return f.context.is_list


def shares_frame(f: PairFeatures, s: VerificationSettings) -> Flags:
    """What is shared opens and closes both articles, which have nothing else in common: a prize draw, a sign-up."""
    return f.shares_both_ends & is_rest_unlike(f, s) & (f.max_coverage < MAX_STANDING_COVERAGE)


def shares_passage_of_outlet(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Two articles of one outlet have nothing but the passage in common."""
    return f.context.same_outlet & is_rest_unlike(f, s, s.max_outlet_rest_agreement)
