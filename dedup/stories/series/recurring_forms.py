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

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.attribution.credits import CountText
from dedup.attribution.names.outlets import publisher_key
from dedup.corpus.published_days import days_between
from dedup.settings import Settings
from dedup.stories.dependence import Dependence, OwnWording, dependence_probabilities, measure_dependence, own_wordings
from dedup.stories.linking.story_links import StoryLinks

MIN_OTHER_NUMBERS = 4
MIN_LEANING = 0.5
MIN_TEMPLATE_LEANING = 0.95  # chosen after looking at newsletters of one outlet
MIN_REPLACED_NUMBERS = 3
MIN_WHOLE = 0.9  # of the words; chosen after looking at short accounts of one event, which say more than one sentence
MAX_KEPT_SHARE = 0.5  # of the numbers that are replaced
MIN_DAYS_APART = 0.5


def may_recur(links: StoryLinks) -> NDArray[np.bool_]:
    """Which links are likely, but between leads of other numbers."""
    other, shared = links.other_numbers, links.shared_numbers
    return np.asarray((other >= MIN_OTHER_NUMBERS) & (other > shared) & (links.log_odds > 0))


def recurring_links(
    articles: Sequence[Article], links: StoryLinks, counted: CountText, settings: Settings
) -> NDArray[np.int64]:
    """The rows of the links between two fillings of one form; links number the articles."""
    rows = np.flatnonzero(may_recur(links))
    if not len(rows):
        return rows
    suspected = links.select(rows)
    wordings = _wordings(articles, suspected, counted, settings)
    sides = list(zip(suspected.left.tolist(), suspected.right.tolist(), strict=True))
    leaning = _leaning(suspected, wordings, settings)
    is_form = [
        dependence >= MIN_LEANING
        and _is_filled_in_again(
            (articles[one], articles[other]), (wordings[one], wordings[other]), settings, shared > 0
        )
        for (one, other), dependence, shared in zip(
            sides, leaning.tolist(), suspected.shared_numbers.tolist(), strict=True
        )
    ]
    return rows[np.array(is_form, np.bool_)]


def templated_links(
    articles: Sequence[Article], links: StoryLinks, counted: CountText, settings: Settings
) -> NDArray[np.int64]:
    """The rows of the likely links between texts of one outlet on two days whose wording is nearly one.

    Two of them may be a report and its follow-up; three among each other are a column (`find_series`).
    """
    likely = np.flatnonzero(links.log_odds > 0)
    sides = zip(links.left[likely].tolist(), links.right[likely].tolist(), strict=True)
    is_own = [_is_own_other_day(articles[one], articles[other]) for one, other in sides]
    rows = likely[np.array(is_own, np.bool_)]
    own = links.select(rows)
    return rows[_leaning(own, _wordings(articles, own, counted, settings), settings) >= MIN_TEMPLATE_LEANING]


def _wordings(
    articles: Sequence[Article], links: StoryLinks, counted: CountText, settings: Settings
) -> dict[int, OwnWording]:
    """The wording of each linked text, by its number."""
    used = np.unique([links.left, links.right]).tolist()
    return dict(zip(used, own_wordings((counted(articles[number]) for number in used), settings), strict=True))


def _leaning(links: StoryLinks, wordings: Mapping[int, OwnWording], settings: Settings) -> NDArray[np.float64]:
    """The probability of each link that the wording of one text leans on the other's."""
    if not len(links):
        return np.empty(0)
    numbers = np.array([*wordings])
    left, right = (np.searchsorted(numbers, side).astype(np.int32) for side in (links.left, links.right))
    return dependence_probabilities([*wordings.values()], left, right, settings)


def _is_own_other_day(left: Article, right: Article) -> bool:
    """Whether two articles are known to be of one outlet, on two days."""
    if left.published is None or right.published is None:
        return False
    is_other_day = days_between(left.published, right.published) >= MIN_DAYS_APART
    return is_other_day and (key := publisher_key(left)) is not None and key == publisher_key(right)


def _is_filled_in_again(
    articles: tuple[Article, Article],
    wordings: tuple[OwnWording, OwnWording],
    settings: Settings,
    shares_numbers: bool,
) -> bool:
    """Whether two texts whose wording is alike are of one outlet on two days, or replace each other's numbers."""
    outlets = {key for article in articles if (key := publisher_key(article)) is not None}
    dates = [article.published for article in articles if article.published is not None]
    is_other_day = len(dates) == 2 and days_between(*dates) >= MIN_DAYS_APART
    if is_other_day and len(outlets) == 1 and all(map(publisher_key, articles)):
        return True
    if len(outlets) == 2 and len(dates) == 2 and not is_other_day:
        return False
    dependence = measure_dependence(*wordings, settings)
    replaced, kept = _replaced_numbers(*wordings, dependence)
    if replaced >= MIN_REPLACED_NUMBERS:
        return kept < MAX_KEPT_SHARE * replaced
    aligned = min(dependence.features[:2])  # of the text that has less of its words in aligned sentences
    is_whole = aligned >= MIN_WHOLE and dependence.probability >= MIN_TEMPLATE_LEANING
    return is_whole and not shares_numbers and replaced > 0 and not kept


def _replaced_numbers(left: OwnWording, right: OwnWording, dependence: Dependence) -> tuple[int, int]:
    """How many numbers of aligned sentences are replaced by others, and how many are kept."""
    replaced = kept = 0
    for one, other, _ in dependence.aligned_sentences:
        numbers, others = left.numbers(one), right.numbers(other)
        kept += len(numbers & others)
        replaced += min(len(numbers - others), len(others - numbers))
    return replaced, kept
