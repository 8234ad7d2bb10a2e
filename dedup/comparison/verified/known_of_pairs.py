"""What is known about pairs of articles beside their words: days, outlets, addresses, third articles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.pair_measures import Measures
from dedup.comparison.prepared import Prepared
from dedup.comparison.rules.pair_features import PairContext
from dedup.comparison.rules.template_rules import MAX_EDITED_DAYS
from dedup.comparison.third_articles.article_cards import find_cards
from dedup.comparison.third_articles.page_words import PageWords
from dedup.comparison.third_articles.quoted_blocks import find_quoted_blocks
from dedup.comparison.third_articles.recurring_passages import (
    find_closing_blocks,
    find_recurring_passages,
    find_stock_sentences,
)
from dedup.comparison.third_articles.reprinted_background import find_reprinted_background
from dedup.comparison.third_articles.shared_lists import find_shared_lists
from dedup.comparison.third_articles.standing_background import find_standing_background
from dedup.comparison.titles import (
    name_other_numbers,
    name_other_subjects,
    name_other_versions,
)
from dedup.comparison.versions import ArticleUrls
from dedup.corpus.statistics import CorpusStatistics
from dedup.runtime.arrays import is_among
from dedup.settings import Settings

Places = NDArray[np.int64]


def pair_context(
    prepared: Prepared, corpus: CorpusStatistics, left: Places, right: Places, measures: Measures, settings: Settings
) -> PairContext:
    """What is known about pairs of places beside their words; addresses and third articles are left open."""
    days, outlets, hashes = prepared.published_days, prepared.outlets, prepared.texts.content_hashes
    notices = prepared.notice_flags(np.concatenate([left, right])).reshape(2, 2, len(left))
    is_notice, is_hidden = notices[:, 0] | notices[:, 1]
    is_stub = is_among(hashes[left], corpus.stub_texts) | is_among(hashes[right], corpus.stub_texts)
    same_outlet = (outlets[left] == outlets[right]) & (outlets[left] >= 0)
    pages = PageWords(prepared, settings.min_excerpt_run)
    context = PairContext(
        days_apart=abs(days[left] - days[right]),
        same_outlet=same_outlet,
        recurs=find_recurring_passages(left, right, measures, same_outlet, settings)
        | find_closing_blocks(left, right, measures, outlets[left] == outlets[right], settings),
        is_card=find_cards(pages, left, right, measures, same_outlet, settings),
        is_background=find_standing_background(pages, left, right, measures, same_outlet, settings)
        | find_reprinted_background(pages, left, right, measures, same_outlet, settings),
        is_quoted_block=find_quoted_blocks(pages, left, right, measures, settings),
        is_list=find_shared_lists(pages, left, right, measures, settings),
        is_stock_sentence=find_stock_sentences(left, right, measures, settings),
        same_address=np.zeros(len(left), np.bool_),
        is_other_edition=np.zeros(len(left), np.bool_),
        has_third=np.zeros(len(left), np.bool_),
        is_series=np.zeros(len(left), np.bool_),
        same_words=hashes[left] == hashes[right],
        is_notice=is_notice,
        is_stub=is_stub,
        is_hidden=is_hidden,
    )
    pages.forget()  # some thirty kilobytes a page, which its own caches hold
    return context


def same_addresses(
    prepared: Prepared, left: Places, right: Places, measures: Measures, urls: ArticleUrls, settings: Settings
) -> NDArray[np.bool_]:
    """Which pairs have one canonical address; asked where they share enough to be states of one page."""
    flags = np.zeros(len(left), np.bool_)
    may_be_one = prepared.outlets[left] == prepared.outlets[right]
    if not may_be_one.any():
        return flags
    for row in np.flatnonzero(may_be_one & (measures.max_coverage >= settings.state_coverage)).tolist():
        url = urls(prepared.articles[left[row]])
        flags[row] = url is not None and url == urls(prepared.articles[right[row]])
    return flags


def are_other_editions(
    prepared: Prepared, left: Places, right: Places, measures: Measures, settings: Settings
) -> NDArray[np.bool_]:
    """Which pairs of one outlet have titles of other versions; of other subjects, further apart than states of one
    article are, or with nothing in common; or, further apart than an article is edited, of other numbers.
    """
    flags = np.zeros(len(left), np.bool_)
    outlets, days = prepared.outlets, prepared.published_days
    same_outlet = (outlets[left] == outlets[right]) & (outlets[left] >= 0)
    if not same_outlet.any():
        return flags
    is_titled = (measures.left_title_words > 0) & (measures.right_title_words > 0)
    shares_enough = np.minimum(measures.left_coverage, measures.right_coverage) >= settings.template_coverage
    names_only = (measures.left_title_in_text == measures.left_title_words) & (measures.both_title_words == 0)
    names_only &= measures.right_title_in_text == measures.right_title_words  # a notice of a person, a town, a firm
    for row in np.flatnonzero(is_titled & shares_enough & same_outlet).tolist():
        one, other = prepared.articles[left[row]], prepared.articles[right[row]]
        titles, days_apart = (one.title, other.title), abs(days[left[row]] - days[right[row]])
        flags[row] = name_other_versions(*titles) or (days_apart > MAX_EDITED_DAYS and name_other_numbers(*titles))
        if (days_apart >= settings.state_days or names_only[row]) and not flags[row]:
            flags[row] = name_other_subjects(one, other, expand_umlauts=settings.expand_umlauts)
    return flags
