"""Linked texts that fill in one form again: the next bulletin, not the same event in other words.

Exchange reports, infection counts and the weather of two days share their wording, and so look like rewrites. What
differs are their numbers:

    other numbers      the leads have at least 4 numbers that the other text lacks, and more than they share
    leaning wording    the wording of one leans on the other's with a probability of .5 or more
    other days         and they are of one outlet on two days; or, where an outlet or a day is not known,
    replaced numbers   at least 3 numbers of aligned sentences are replaced by others, over twice as many as are kept;
                       or, where the leads share no number and each text is in the other sentence by sentence, one, and
                       none is kept: short notices of prices

The last is what tells a bulletin from two accounts of one event, of which one has more numbers: these keep the numbers
of sentences that align. Two outlets that report on one day never fill in one form. The thresholds of the last line were
chosen by looking at undated exchange bulletins and at pairs of one claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.attribution.credits import CountText
from dedup.attribution.names.outlets import publisher_numbers
from dedup.corpus.published_days import SECONDS_PER_DAY, published_seconds
from dedup.kernels.layouts import REPLACEMENT
from dedup.runtime.arrays import distinct
from dedup.settings import Settings
from dedup.stories.linking.story_links import StoryLinks
from dedup.stories.wording.dependence import MAX_ALIGNED_SENTENCES, compare_pairs, replaced_numbers
from dedup.stories.wording.wordings import Wordings, own_wordings

MIN_OTHER_NUMBERS = 4
MIN_LEANING = 0.5
MIN_TEMPLATE_LEANING = 0.95  # chosen after looking at newsletters of one outlet
MIN_REPLACED_NUMBERS = 3
MIN_WHOLE = 0.9  # of the words; chosen after looking at short accounts of one event, which say more than one sentence
MAX_KEPT_SHARE = 0.5  # of the numbers that are replaced
MIN_SECONDS_APART = SECONDS_PER_DAY / 2

Rows = NDArray[np.int64]
Numbers = NDArray[np.signedinteger]
Flags = NDArray[np.bool_]


class Publications(NamedTuple):
    """Who published texts, and when."""

    outlets: NDArray[np.int64]  # (texts,) a number for each outlet; -1: unknown
    seconds: NDArray[np.float64]  # (texts,) since 1970; nan: unknown

    def are_dated(self, left: Numbers, right: Numbers) -> Flags:
        """Whether the dates of both texts are known."""
        return ~np.isnan(self.seconds[left] - self.seconds[right])

    def are_apart(self, left: Numbers, right: Numbers) -> Flags:
        """Whether the dates of both are known, and are of two days."""
        return np.asarray(np.abs(self.seconds[left] - self.seconds[right]) >= MIN_SECONDS_APART)

    def are_of_one_outlet(self, left: Numbers, right: Numbers) -> Flags:
        """Whether the outlets of both are known, and are one."""
        return np.asarray((self.outlets[left] == self.outlets[right]) & (self.outlets[left] >= 0))

    def are_of_two_outlets(self, left: Numbers, right: Numbers) -> Flags:
        """Whether the outlets of both are known, and are two."""
        one, other = self.outlets[left], self.outlets[right]
        return np.asarray((one != other) & (one >= 0) & (other >= 0))


def publications_of(articles: Iterable[Article]) -> Publications:
    """Who published articles, and when."""
    listed = list(articles)
    return Publications(np.array(publisher_numbers(listed), np.int64), published_seconds(listed))


def may_recur(links: StoryLinks) -> NDArray[np.bool_]:
    """Which links are likely, but between leads of other numbers."""
    other, shared = links.other_numbers, links.shared_numbers
    return np.asarray((other >= MIN_OTHER_NUMBERS) & (other > shared) & (links.log_odds > 0))


class LinkedWordings(NamedTuple):
    """Links, and the wordings of the texts that they link, which `left` and `right` number."""

    links: StoryLinks
    wordings: Wordings
    left: NDArray[np.int32]
    right: NDArray[np.int32]

    def select(self, rows: Rows) -> LinkedWordings:
        """The same of some links."""
        return LinkedWordings(self.links.select(rows), self.wordings, self.left[rows], self.right[rows])


def read_wordings(
    articles: Sequence[Article], links: StoryLinks, counted: CountText, settings: Settings
) -> LinkedWordings:
    """The wordings of linked texts; links number the articles."""
    used = distinct(links.left, links.right)
    wordings = own_wordings((counted(articles[number]) for number in used.tolist()), settings)
    left, right = (np.searchsorted(used, side).astype(np.int32) for side in (links.left, links.right))
    return LinkedWordings(links, wordings, left, right)


def recurring_links(articles: Sequence[Article], links: StoryLinks, counted: CountText, settings: Settings) -> Rows:
    """The rows of the links between two fillings of one form; links number the articles."""
    rows = np.flatnonzero(may_recur(links))
    if not len(rows):
        return rows
    linked = read_wordings(articles, links.select(rows), counted, settings)
    return rows[fill_in_one_form(linked, publications_of(articles), settings)]


def templated_rows(links: StoryLinks, published: Publications) -> Rows:
    """The rows of the likely links between texts that are known to be of one outlet, on two days."""
    sides = links.left, links.right
    is_own = published.are_of_one_outlet(*sides) & published.are_apart(*sides)
    return np.flatnonzero((links.log_odds > 0) & is_own)


def have_one_template(linked: LinkedWordings, settings: Settings) -> Flags:
    """Whether the wording of linked texts is nearly one.

    Two of one outlet may be a report and its follow-up; three among each other are a column (`find_series`).
    """
    return compare_pairs(*linked[1:], settings).probabilities >= MIN_TEMPLATE_LEANING


def fill_in_one_form(linked: LinkedWordings, published: Publications, settings: Settings) -> Flags:
    """Whether texts lean on each other's wording, and are of one outlet on two days, or replace numbers."""
    sides = linked.links.left, linked.links.right
    is_form = compare_pairs(*linked[1:], settings).probabilities >= MIN_LEANING
    is_other_day = published.are_apart(*sides)
    is_own = published.are_of_one_outlet(*sides) & is_other_day
    is_one_day = published.are_dated(*sides) & ~is_other_day
    is_form &= ~(published.are_of_two_outlets(*sides) & is_one_day)
    open_rows = np.flatnonzero(is_form & ~is_own)
    is_form[open_rows] = _replace_numbers(linked.select(open_rows), settings)
    return is_form


def _replace_numbers(linked: LinkedWordings, settings: Settings) -> Flags:
    """Whether texts whose wording is alike replace each other's numbers."""
    compared = compare_pairs(*linked[1:], settings, MAX_ALIGNED_SENTENCES)
    counts = replaced_numbers(*linked[1:], compared)
    replaced, kept = counts[:, REPLACEMENT.replaced], counts[:, REPLACEMENT.kept]
    aligned = compared.features[:, :2].min(axis=1)  # of the text that has less of its words in aligned sentences
    is_whole = (aligned >= MIN_WHOLE) & (compared.probabilities >= MIN_TEMPLATE_LEANING)
    is_notice = is_whole & (linked.links.shared_numbers == 0) & (replaced > 0) & (kept == 0)
    return np.where(replaced >= MIN_REPLACED_NUMBERS, kept < MAX_KEPT_SHARE * replaced, is_notice)
