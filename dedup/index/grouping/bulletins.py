"""Links of new articles to those whose form they fill in again: the next bulletin joins no story of the last one."""

from __future__ import annotations

import numpy as np

from dedup.comparison.counted_text import CountedText
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.prepared_pool import PreparedPool
from dedup.stories.linking.story_links import StoryLinks
from dedup.stories.series.recurring_forms import may_recur, recurring_links


def without_bulletins(links: StoryLinks, pool: PreparedPool, corpus: CorpusStatistics) -> StoryLinks:
    """The links, which name articles by their numbers, without those between two fillings of one form."""
    rows = np.flatnonzero(may_recur(links))  # of links to articles that exist
    if not len(rows):
        return links
    suspected = links.select(rows)
    row_of = pool.rows({*suspected.left.tolist(), *suspected.right.tolist()})
    sides = (np.array([row_of[each] for each in side.tolist()], np.int32) for side in (suspected.left, suspected.right))
    prepared = pool.prepared
    counted_text = CountedText(prepared, corpus)
    found = recurring_links(prepared.articles, suspected.renumbered(*sides), counted_text, pool.settings)
    is_kept = np.ones(len(links), np.bool_)
    is_kept[rows[found]] = False
    return links.select(is_kept)
