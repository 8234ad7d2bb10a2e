"""Template families: which articles fill in one form again, seen over all pairs.

Two articles with other figures may be one report, brought up to date, or one form with two contents. A third article
with that skeleton decides: the form of earnings, draws and weather is filled in more than twice. Articles of the same
words count once, and so do states of one article: a third article is on another day, or has other names, or names
another subject in its title.

An outlet's series needs no figures: what it prints on three days under three headlines, half of it in the words of the
other days, promotes a newsletter or opens a column. A report that is brought up to date on another day stands twice.

Of a report with thousands of copies some differ in a few numbers and names by chance. In a form most do: where under a
tenth of all that have the skeleton of an article fill it in with other content, it is a report, and no form is seen in
its copies, however much edited.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.rules.pair_features import Flags, PairFeatures
from dedup.comparison.rules.template_rules import (
    fills_in_again,
    has_dense_figures,
    heads_standing_text,
    is_another_day,
    is_other_issue,
    is_titled_otherwise,
    names_differ,
    subjects_differ,
)
from dedup.runtime.arrays import distinct
from dedup.settings import VerificationSettings
from dedup.sketch.sorted_keys import pack_pairs, unpack_pairs

# Of the articles with one skeleton. Of copies of a report with a word in twenty edited, one in five hundred differs in
# figures and names by chance; in a form, most do.
MIN_FILLED_SHARE = 0.1
MIN_ALIKE = 10  # articles with one skeleton, from which that share is looked at
GROUPING_STEPS = 3  # links of equal articles: nearly all of one text are candidates of each other

Places = NDArray[np.int64]


class TemplateFamilies(NamedTuple):
    """Articles of the same words in groups, which groups fill in one form with other content, and which articles belong
    to a series of their outlet.
    """

    group_of: Places  # (articles,)
    partners: Places  # (articles,) by group: other groups that fill in its form
    is_report: Flags  # (articles,) by group: whether nearly all that have its skeleton are its copies
    pairs: NDArray[np.uint64]  # of groups that do, packed, sorted
    is_serial: Flags  # (articles,)

    def has_third(self, left: Places, right: Places) -> Flags:
        """Whether a third article fills in the form of either article of each pair."""
        if not len(self.pairs):
            return np.zeros(len(left), np.bool_)
        sides = np.sort([self.group_of[left], self.group_of[right]], axis=0)
        is_known = np.isin(pack_pairs(*sides), self.pairs)
        has_third: Flags = (self.partners[sides] > is_known).any(axis=0) & ~self.is_report[sides].any(axis=0)
        return has_third

    def is_series(self, left: Places, right: Places) -> Flags:
        """Whether both articles of each pair belong to a series of their outlet."""
        is_series: Flags = self.is_serial[left] & self.is_serial[right]
        return is_series


def find_families(
    f: PairFeatures, left: Places, right: Places, days: NDArray[np.float64], s: VerificationSettings
) -> TemplateFamilies:
    """The families among pairs of places in `days`, those of the articles, nan where unknown."""
    articles = len(days)
    group_of = np.arange(articles)
    is_same = f.context.same_words | (f.measures.is_identical == 1)
    for _ in range(GROUPING_STEPS if is_same.any() else 0):
        first = np.minimum(group_of[left[is_same]], group_of[right[is_same]])
        np.minimum.at(group_of, left[is_same], first)
        np.minimum.at(group_of, right[is_same], first)
    sides = np.sort([group_of[left], group_of[right]], axis=0)
    is_alike = (f.min_coverage >= s.template_coverage) & (sides[0] != sides[1])
    is_filled = is_alike & ~is_same & fills_in_form(f, s)
    is_serial = _serial_articles(f, left, right, days, s)
    if not is_filled.any():
        nothing = np.zeros(articles, np.int64)
        return TemplateFamilies(group_of, nothing, nothing > 0, np.empty(0, np.uint64), is_serial)
    packed = pack_pairs(*sides)
    pairs = distinct(packed[is_filled])
    partners, alike = (_pairs_of_groups(some, articles) for some in (pairs, distinct(packed[is_alike])))
    is_report = (alike >= MIN_ALIKE) & (partners < MIN_FILLED_SHARE * alike)
    return TemplateFamilies(group_of, partners, is_report, pairs, is_serial)


def _pairs_of_groups(pairs: NDArray[np.uint64], groups: int) -> Places:
    """In how many packed pairs each group is, (groups,)."""
    low, high = unpack_pairs(pairs)
    count: Places = np.bincount(low, minlength=groups) + np.bincount(high, minlength=groups)
    return count


def _serial_articles(
    f: PairFeatures, left: Places, right: Places, days: NDArray[np.float64], s: VerificationSettings
) -> Flags:
    """Which articles have two others of their outlet, on two more days and under other titles, that share as much as a
    form; and those others.
    """
    rows = is_other_issue(f, s) & ~f.context.same_address
    if not rows.any():
        return np.zeros(len(days), np.bool_)
    one, other = np.concatenate([left[rows], right[rows]]), np.concatenate([right[rows], left[rows]])
    first, last = np.full(len(days), np.inf), np.full(len(days), -np.inf)
    np.minimum.at(first, one, days[other])
    np.maximum.at(last, one, days[other])
    has_two: Flags = last - first >= s.state_days
    is_serial = has_two.copy()
    is_serial[other[has_two[one]]] = True
    return is_serial


def fills_in_form(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Whether the two articles of each pair fill in one form with other content, and are no states of one article."""
    is_unlike = is_another_day(f, s) | np.isnan(f.context.days_apart) | names_differ(f, s)
    is_later = (f.context.days_apart > s.template_days) & (f.other_numbers >= s.template_numbers)
    has_other_figures = (fills_in_again(f, s) & is_unlike) | (is_later & has_dense_figures(f, s))
    has_other_head = heads_standing_text(f, s) & (is_unlike | ~f.is_titled | is_titled_otherwise(f, s))
    has_other_content = has_other_figures | has_other_head | subjects_differ(f, s)
    return has_other_content & (f.min_coverage >= s.template_coverage) & ~f.context.same_address
