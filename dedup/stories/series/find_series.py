"""Which articles are a series: at least three texts of one outlet, on three days, that fill in one form.

Two texts have one form if the rules of copies say so (other numbers, other names), if their wording leans while their
numbers are others (`recurring_forms`), if their wording is nearly one, or if they are of one known outlet and their
titles are equal but for numbers. Most texts of a series have something in common to show: words of their titles, or of
their beginnings.

A series is reported once as such: no two of its articles are linked, as rewrites or in one story of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.corpus.published_days import SECONDS_PER_DAY
from dedup.runtime.arrays import connected_components, distinct
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import Settings
from dedup.sketch.sorted_keys import unpack_pairs
from dedup.stories.distinct_texts import DistinctTexts
from dedup.stories.linking.story_links import MAX_ODDS, StoryLinks
from dedup.stories.series.recurring_forms import (
    Publications,
    fill_in_one_form,
    have_one_template,
    may_recur,
    publications_of,
    read_wordings,
    templated_rows,
)
from dedup.stories.series.series import Series, make_series, shape_of
from dedup.stories.wording.gathered_wordings import ReadWordings

MIN_ARTICLES = 3
MIN_DAYS = 3
MAX_TITLE_SHARE = 0.5  # of an outlet's articles: a title that more of them have is the site's name
MIN_TITLED = 12  # articles of an outlet from which that share says something
_NUMBER = lazy_pattern(r"\d+(?:[.,:]\d+)*")

Pairs = NDArray[np.uint64]  # two numbers of texts each, packed by `pack_pairs`


class Recurring(NamedTuple):
    """Pairs of texts that fill in one form, and the groups of them that are a series, given by their numbers; and the
    wordings that were read to find them.
    """

    pairs: Pairs
    groups: list[list[int]]
    read: ReadWordings


def find_recurring(texts: DistinctTexts, links: StoryLinks, forms: Pairs, settings: Settings) -> Recurring:
    """What fills in one form among texts, of which `forms` are known to do so."""
    articles = texts.representatives
    published = publications_of(articles)
    suspected, own = np.flatnonzero(may_recur(links)), templated_rows(links, published)
    linked = read_wordings(articles, links.select(np.append(suspected, own)), texts.counted_text, settings)
    is_suspected = np.arange(len(linked.links)) < len(suspected)
    first, behind = linked.select(np.flatnonzero(is_suspected)), linked.select(np.flatnonzero(~is_suspected))
    pairs = distinct(first.links.packed[fill_in_one_form(first, published, settings)], forms)
    templates = behind.links.packed[have_one_template(behind, settings)]
    read = ReadWordings(distinct(linked.links.left, linked.links.right).astype(np.int64), linked.wordings)
    groups = find_series(articles, published, distinct(pairs, templates))
    return Recurring(pairs, groups, read.within_budget())


def without_recurring(links: StoryLinks, recurring: Recurring) -> StoryLinks:
    """The links, with those between two fillings of one form as unlikely as can be."""
    left, right = links.left, links.right
    series_of = np.full(max(left.max(initial=-1), right.max(initial=-1)) + 1, -1)
    for number, group in enumerate(recurring.groups):
        members = np.array(group)
        series_of[members[members < len(series_of)]] = number
    is_form = np.isin(links.packed, recurring.pairs)
    is_form |= (series_of[left] == series_of[right]) & (series_of[left] >= 0)
    odds = np.where(is_form, np.float32(-MAX_ODDS), links.log_odds)
    return replace(links, log_odds=odds, required=np.where(is_form, np.float32(np.inf), links.required))


def series_among(texts: DistinctTexts, recurring: Recurring) -> list[Series]:
    """The series that were found among texts, largest first, then by their articles' ids."""
    articles = texts.representatives
    found = [make_series([articles[number] for number in group]) for group in recurring.groups]
    return sorted(found, key=lambda series: (-len(series.article_ids), series.article_ids))


def find_series(articles: Sequence[Article], published: Publications, forms: Pairs) -> list[list[int]]:
    """Groups of texts that are a series, given by their numbers; `forms` are pairs that fill in one form.

    >>> from datetime import datetime
    >>> days = (datetime(2026, 3, day, tzinfo=UTC) for day in (2, 3, 4))
    >>> lotto = [
    ...     Article(str(day.day), f"Drawn were {day.day} and 9.", "Lotto 2026", outlet="a.example", published=day)
    ...     for day in days
    ... ]
    >>> find_series(lotto, publications_of(lotto), np.empty(0, np.uint64))
    [[0, 1, 2]]
    """
    one, other = unpack_pairs(forms)
    is_edge = ~published.are_of_two_outlets(one, other) & ~_are_of_one_day(one, other, published)
    edges = list(zip(one[is_edge].tolist(), other[is_edge].tolist(), strict=True))
    edges += [pair for group in _titled_alike(articles, published) for pair in pairwise(group)]
    if not edges:
        return []
    left, right = np.array(edges).T
    labels = connected_components(left, right, len(articles))
    groups = defaultdict[int, list[int]](list)
    for number in distinct(left, right).tolist():
        groups[labels[number]].append(number)
    return [group for group in groups.values() if _is_series([articles[number] for number in group])]


def _are_of_one_day(one: NDArray[np.int64], other: NDArray[np.int64], published: Publications) -> NDArray[np.bool_]:
    """Whether the dates of two texts are known, and are one."""
    days = np.floor(published.seconds / SECONDS_PER_DAY)
    return np.asarray(days[one] == days[other])


def _titled_alike(articles: Sequence[Article], published: Publications) -> Iterator[list[int]]:
    """Groups of dated texts of one outlet whose titles are equal but for numbers, in order."""
    by_outlet = defaultdict[int, list[int]](list)
    for number in np.flatnonzero((published.outlets >= 0) & ~np.isnan(published.seconds)).tolist():
        if articles[number].title:
            by_outlet[int(published.outlets[number])].append(number)
    for numbers in by_outlet.values():
        for group in _by_title(articles, numbers).values():
            is_site_name = len(numbers) >= MIN_TITLED and len(group) > MAX_TITLE_SHARE * len(numbers)
            if len(group) >= MIN_ARTICLES and not is_site_name:
                yield sorted(group)


def _by_title(articles: Sequence[Article], numbers: Sequence[int]) -> Mapping[str, list[int]]:
    groups = defaultdict[str, list[int]](list)
    for number in numbers:
        groups[_NUMBER.sub("0", " ".join((articles[number].title or "").casefold().split()))].append(number)
    return groups


def _is_series(articles: Sequence[Article]) -> bool:
    """Whether there are enough articles, on days enough as far as these are known, with something in common to show."""
    dated = [article for article in articles if article.published is not None]
    days = len(_days(dated)) + len(articles) - len(dated)
    return len(articles) >= MIN_ARTICLES and days >= MIN_DAYS and bool(shape_of(articles))


def _days(articles: Sequence[Article]) -> set[date]:
    return {article.published.astimezone(UTC).date() for article in articles if article.published is not None}
