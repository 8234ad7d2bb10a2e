"""New articles against a reference: only pairs that cross from the one to the other count.

An archive has been looked through before, and what is alike in it is known; of a delivery it is asked what the archive
holds already. So pairs within either side are neither measured nor told. Both sides teach what is page furniture and
which words are common: the more articles, the better.

A new article that is alike to many other new ones might never have been paired with the one copy in the reference, for
a band or a group of copies pairs each with its neighbours only. Its copies show the way: in its stead, and in that of
every new article that it was paired with, stands a copy in the reference.

What remains of the reference in a report is what something new has to do with. Its doubled blocks are its own affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.report import Report
from dedup.sketch.candidates import CandidatePairs
from dedup.sketch.sorted_keys import pack_pairs, sorted_unique, unpack_pairs

Positions = NDArray[np.int64]
Input = str | Path | Article


def new_then_reference(new: Iterable[Article], against: Input | Iterable[Input], ids: set[str]) -> Iterator[Input]:
    """The new articles, whose ids are put with the `ids`, and behind them the reference.

    Read in this order, it is the reference whose id is changed where both have the same.
    """
    for article in new:
        ids.add(article.id)
        yield article
    yield from [against] if isinstance(against, Input) else against


def cross_pairs(pairs: CandidatePairs, is_reference: NDArray[np.bool_]) -> tuple[Positions, Positions]:
    """The pairs that cross, each once, in order: left < right; `is_reference` is (n,), one for each article."""
    left, right = pairs.left, pairs.right
    reference_copy = _reference_copies(pairs.representatives, is_reference)
    crosses = is_reference[left] != is_reference[right]
    is_new = ~is_reference[left] & ~is_reference[right]
    new = np.flatnonzero(~is_reference)
    one = np.concatenate([left[crosses], left[is_new], right[is_new], new])
    other = np.concatenate(
        [right[crosses], reference_copy[right[is_new]], reference_copy[left[is_new]], reference_copy[new]]
    )
    found = other >= 0
    one, other = one[found], other[found]
    return unpack_pairs(sorted_unique(pack_pairs(np.minimum(one, other), np.maximum(one, other))))


def _reference_copies(groups: Positions, is_reference: NDArray[np.bool_]) -> Positions:
    """For each article the first copy of it in the reference, (n,); -1 where there is none."""
    reference = np.flatnonzero(is_reference)
    held, first = np.unique(groups[reference], return_index=True)
    of_group = np.full(len(groups), -1)
    of_group[held] = reference[first]
    return of_group[groups]


def restricted_to_new(report: Report, new_ids: set[str]) -> Report:
    """The report without what lies within the new articles, whose ids are given, or within the reference."""

    def crosses(article_ids: Iterable[str]) -> bool:
        return len({article_id in new_ids for article_id in article_ids}) == 2

    matches = tuple(match for match in report.matches if crosses((match.left_id, match.right_id)))
    clusters = tuple(cluster for cluster in report.clusters if crosses(cluster.article_ids))
    stories = tuple(
        replace(story, clusters=tuple(cluster for cluster in story.clusters if crosses(cluster.article_ids)))
        for story in report.stories
        if crosses(story.article_ids)
    )
    matched_ids = {
        *chain.from_iterable((match.left_id, match.right_id) for match in matches),
        *chain.from_iterable(cluster.article_ids for cluster in clusters),
        *chain.from_iterable(story.article_ids for story in stories),
    }
    shown_ids = matched_ids | new_ids
    articles = tuple(article for article in report.articles if article.id in shown_ids)
    return Report(
        articles=articles,
        repeats=tuple(repeat for repeat in report.repeats if repeat.article_id in new_ids),
        matches=matches,
        clusters=clusters,
        stories=stories,
        skipped=report.skipped,
        boilerplate={
            article.id: report.boilerplate[article.id] for article in articles if article.id in report.boilerplate
        },
        stats={**report.stats, "articles": len(new_ids), "reference": len(report.articles) - len(new_ids)},
        reference_ids=tuple(sorted(matched_ids - new_ids)),
        settings=report.settings,
    )
