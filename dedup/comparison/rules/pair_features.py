"""Pair features: the measures of a pair as the relation rules need them, the same whichever article is left.

The longer article is the one with more counted words, the left one of equals.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.pair_measures import Measures
from dedup.settings import VerificationSettings

Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]
Counts = NDArray[np.int32]


class PairContext(NamedTuple):
    """What is known about each pair beside its words."""

    days_apart: Shares  # nan where a date is not known
    same_outlet: Flags
    recurs: Flags  # whether a third article of the outlet shares a run with both
    is_card: Flags  # whether all that is shared stands in cards of other articles of the outlet
    is_background: Flags  # whether hardly more is shared than is printed on several days, and this long after the first
    is_quoted_block: Flags  # whether hardly more is shared than blocks that both quote without quotation marks
    is_list: Flags  # whether hardly more is shared than lists: of players, of winners
    is_stock_sentence: Flags  # whether what a short text shares stands in another, unlike article too
    same_address: Flags  # the canonical one; looked at where enough is shared
    is_other_edition: Flags  # of one outlet, whether the titles number other versions, years or issues, or name others
    has_third: Flags  # whether a third article fills in the form of either (`template_families`)
    is_series: Flags  # whether both belong to a series of their outlet
    same_words: Flags  # of all words, boilerplate and repeated blocks included
    is_notice: Flags  # whether either text is no article but a notice: a cookie wall, an error page, a captcha
    is_stub: Flags  # whether either text stands under other titles of its outlet, where articles are missing
    is_hidden: Flags  # whether either text is hardly more than a notice, with a few words of an article


class PairFeatures(NamedTuple):
    """The measures of each pair as the rules need them, the same whichever article is left.

    The longer article is the one with more counted words, the left one of equals.
    """

    measures: Measures
    context: PairContext
    min_coverage: Shares
    max_coverage: Shares
    shorter_coverage: Shares
    shorter_words: Counts
    shorter_unshared_lead: Counts  # words before the first stretch
    longer_words: Counts
    max_shared_prose: Counts
    other_numbers: Counts  # where the texts part: in the gaps of stretches, or in short gaps and at both ends
    min_informative: Counts  # distinct informative words of the article that has fewer
    informative_agreement: Shares  # how many of those the other has; 1 where there are none
    specific_anchor_share: Shares  # of the shared anchors, those that are no stock phrases; 1 where few are shared
    min_edge_share: Shares  # of the shared words, those at the edges of the article
    min_edge_non_prose_share: Shares  # of the shared words at the edges, those that are no prose
    max_shared_inside: Counts  # shared words that stand at no edge
    longer_boilerplate: Counts  # words left out as boilerplate
    longer_unshared: Counts
    longer_unshared_prose: Counts
    longer_unshared_non_prose_share: Shares
    longer_unshared_edge: Counts  # unshared words before the first stretch or behind the last, whichever are more
    longer_unshared_edge_share: Shares  # of the unshared words, those at both edges
    longer_unshared_at_both_edges: Flags
    min_prose_coverage: Shares  # of the prose, what is shared
    shared_in_quotations: Counts  # shared words that stand in quotation marks in either article
    shared_unquoted: Counts  # shared words outside quotation marks
    min_unquoted: Counts  # words outside quotation marks
    min_unshared_unquoted: Counts  # those of them that are not shared
    min_account: Shares  # how many words of an article those are
    min_rest_informative: Counts  # distinct informative words outside the shared stretches
    max_rest_agreement: Shares  # how many of those the other article has, anywhere
    max_prose_coverage: Shares
    longer_title: Counts  # words, function words left out, of the longer title
    is_titled: Flags  # whether both have a title
    shares_both_ends: Flags  # the first words of both, and the last, but for a few
    signs: dict[Callable[..., Flags], Flags]  # what was found of these by `once`


def features_of(m: Measures, context: PairContext, settings: VerificationSettings) -> PairFeatures:
    """The features of every pair, in the order of the measures."""
    left, right = m.left_coverage, m.right_coverage
    is_left = m.left_words >= m.right_words

    def longer(left_column: Counts, right_column: Counts) -> Counts:
        return np.where(is_left, left_column, right_column)

    words, shared = longer(m.left_words, m.right_words), longer(m.left_shared, m.right_shared)
    prose = longer(m.left_prose - m.left_prose_shared, m.right_prose - m.right_prose_shared)
    lead = longer(m.left_unshared_lead, m.right_unshared_lead)
    tail = longer(m.left_unshared_tail, m.right_unshared_tail)
    unshared, is_any = words - shared, shared > 0
    informative = np.minimum(m.left_informative, m.right_informative)
    prose_coverages = _share(m.left_prose_shared, m.left_prose), _share(m.right_prose_shared, m.right_prose)
    ends = m.left_unshared_lead, m.left_unshared_tail, m.right_unshared_lead, m.right_unshared_tail
    unshared_ends = np.max(ends, axis=0)
    return PairFeatures(
        measures=m,
        context=context,
        min_coverage=np.minimum(left, right),
        max_coverage=np.maximum(left, right),
        shorter_coverage=np.where(is_left, right, left),
        shorter_words=np.minimum(m.left_words, m.right_words),
        longer_words=words,
        max_shared_prose=np.maximum(m.left_prose_shared, m.right_prose_shared),
        other_numbers=np.maximum(m.differing_numbers, m.changed_numbers),
        min_informative=informative,
        informative_agreement=np.where(informative > 0, _share(m.both_informative, informative), 1.0),
        specific_anchor_share=_specific_anchor_share(m, settings.min_anchors_classified),
        longer_boilerplate=longer(m.left_boilerplate_words, m.right_boilerplate_words),
        longer_unshared=unshared,
        longer_unshared_prose=prose,
        longer_unshared_non_prose_share=_share(unshared - prose, unshared),
        longer_unshared_edge=np.where(is_any, np.maximum(lead, tail), 0),
        longer_unshared_edge_share=np.where(is_any, _share(lead + tail, unshared), 0.0),
        longer_unshared_at_both_edges=is_any & (np.minimum(lead, tail) >= settings.min_page_edge_piece),
        shorter_unshared_lead=np.where(is_left, m.right_unshared_lead, m.left_unshared_lead),
        min_prose_coverage=np.minimum(*prose_coverages),
        max_prose_coverage=np.maximum(*prose_coverages),
        shares_both_ends=is_any & (unshared_ends <= settings.max_stray_prose),
        signs={},
        **_features_of_titles(m),
        **_features_of_edges(m),
        **_features_of_rest(m),
    )


def in_context(features: PairFeatures, context: PairContext) -> PairFeatures:
    """The same pairs, once more is known about them."""
    return features._replace(context=context, signs={})


def _features_of_titles(m: Measures) -> dict[str, Any]:
    """How long the titles are, and whether both have one."""
    return {
        "longer_title": np.maximum(m.left_title_words, m.right_title_words),
        "is_titled": np.minimum(m.left_title_words, m.right_title_words) > 0,
    }


def _features_of_edges(m: Measures) -> dict[str, Any]:
    """What of the shared words stands at the edges of the articles."""
    return {
        "min_edge_share": np.minimum(
            _share(m.left_shared_at_edges, m.left_shared), _share(m.right_shared_at_edges, m.right_shared)
        ),
        "min_edge_non_prose_share": np.minimum(
            _share(m.left_shared_at_edges_non_prose, m.left_shared_at_edges),
            _share(m.right_shared_at_edges_non_prose, m.right_shared_at_edges),
        ),
        "max_shared_inside": np.maximum(
            m.left_shared - m.left_shared_at_edges, m.right_shared - m.right_shared_at_edges
        ),
    }


def _features_of_rest(m: Measures) -> dict[str, Any]:
    """What is shared outside quotations, and what is not shared."""
    accounts = m.left_unquoted - m.left_unquoted_shared, m.right_unquoted - m.right_unquoted_shared
    return {
        "shared_in_quotations": np.maximum(
            m.left_shared - m.left_unquoted_shared, m.right_shared - m.right_unquoted_shared
        ),
        "shared_unquoted": np.minimum(m.left_unquoted_shared, m.right_unquoted_shared),
        "min_unquoted": np.minimum(m.left_unquoted, m.right_unquoted),
        "min_unshared_unquoted": np.minimum(*accounts),
        "min_account": np.minimum(_share(accounts[0], m.left_words), _share(accounts[1], m.right_words)),
        "min_rest_informative": np.minimum(m.left_rest_informative, m.right_rest_informative),
        "max_rest_agreement": max_rest_agreement(m),
    }


def max_rest_agreement(m: Measures) -> Shares:
    """How many of the informative words outside the shared stretches the other article has, anywhere."""
    return np.maximum(
        _share(m.left_rest_agreeing, m.left_rest_informative), _share(m.right_rest_agreeing, m.right_rest_informative)
    )


def is_rest_unlike(f: PairFeatures, s: VerificationSettings, most: float | None = None) -> Flags:
    """Both say enough beside what is shared, and no more of it in common than `most`, or than a frame leaves."""
    says_enough = f.min_rest_informative >= s.min_rest_words
    is_unlike: Flags = f.max_rest_agreement <= (s.max_rest_agreement if most is None else most)
    return says_enough & is_unlike


def _specific_anchor_share(m: Measures, min_anchors: int) -> Shares:
    return np.where(m.shared_anchors >= min_anchors, 1 - _share(m.stock_phrase_anchors, m.shared_anchors), 1.0)


def _share(part: Counts, whole: Counts) -> Shares:
    return part / np.maximum(whole, 1)


Condition = Callable[[PairFeatures, VerificationSettings], Flags]


def once(sign: Condition) -> Condition:
    """A sign that several rules look for, found once in the same features: it is asked for up to twenty times."""

    @wraps(sign)
    def found(features: PairFeatures, settings: VerificationSettings) -> Flags:
        flags = features.signs.get(sign)
        if flags is None:
            flags = features.signs[sign] = sign(features, settings)
            flags.flags.writeable = False
        return flags

    return found
