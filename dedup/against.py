"""New articles against a reference collection: only pairs of a new article and a reference article are compared.

The reference is an archive that was searched before; the question is what of a delivery it contains already. So pairs
within either collection are neither measured nor reported. Corpus statistics are learned from both: the more articles,
the better.

A new article in a full band bucket, or in a large group of near-duplicates, is paired with its neighbours only, which
may all be new ones. So a new article inherits the reference copies of its own group, and those of the groups of the new
articles that it was paired with.

Reference articles without a match are dropped from the report; repeated blocks inside reference articles are not
reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article, ReadItem, Skipped
from dedup.report import Report
from dedup.sketch.candidates import CandidatePairs
from dedup.sketch.sorted_keys import pack_pairs, sorted_unique, unpack_pairs

Positions = NDArray[np.int64]
Input = str | Path | ReadItem


def new_then_reference(new: Iterable[ReadItem], against: Input | Iterable[Input], ids: set[str]) -> Iterator[Input]:
    """The new articles, whose ids are added to `ids`, and then the reference.

    In this order, where both collections use an id, the reference article gets another one. An article that was read
    from one place for both collections is a new one: it is no copy of itself.
    """
    places = set()
    for item in new:
        if isinstance(item, Article):
            ids.add(item.id)
            places.add(item.place)
        yield item
    for given in [against] if isinstance(against, Input) else against:
        if isinstance(given, Article) and given.place is not None and given.place in places:
            yield Skipped(*given.place, "read already, as a new article")
        else:
            yield given


def cross_pairs(pairs: CandidatePairs, is_reference: NDArray[np.bool_]) -> tuple[Positions, Positions]:
    """The pairs of a new and a reference article, each once, in order: left < right; `is_reference` is (n,)."""
    left, right = pairs.left, pairs.right
    reference_copy = _reference_copies(pairs.representatives, is_reference)
    crosses = is_reference[left] != is_reference[right]
    is_new = ~is_reference[left] & ~is_reference[right]
    new = np.flatnonzero(~is_reference)
    one = np.concatenate([left[crosses], left[is_new], right[is_new], new])
    other = np.concatenate(
        [right[crosses], reference_copy[right[is_new]], reference_copy[left[is_new]], reference_copy[new]]
    )
    exists = other >= 0
    one, other = one[exists], other[exists]
    return unpack_pairs(sorted_unique(pack_pairs(np.minimum(one, other), np.maximum(one, other))))


def _reference_copies(representatives: Positions, is_reference: NDArray[np.bool_]) -> Positions:
    """The first reference article in the group of each article, (n,); -1 where there is none."""
    reference = np.flatnonzero(is_reference)
    groups, first = np.unique(representatives[reference], return_index=True)
    copy_of_group = np.full(len(representatives), -1)
    copy_of_group[groups] = reference[first]
    return copy_of_group[representatives]


def restricted_to_new(report: Report, new_ids: set[str]) -> Report:
    """The report without what holds new articles alone, or reference articles alone."""

    def crosses(article_ids: Iterable[str]) -> bool:
        return len({article_id in new_ids for article_id in article_ids}) == 2

    matches = tuple(match for match in report.matches if crosses((match.left_id, match.right_id)))
    clusters = tuple(cluster for cluster in report.clusters if crosses(cluster.article_ids))
    stories = tuple(
        replace(story, clusters=tuple(cluster for cluster in story.clusters if crosses(cluster.article_ids)))
        for story in report.stories
        if crosses(story.article_ids)
    )
    series = tuple(each for each in report.series if crosses(each.article_ids))
    matched_ids = {
        *chain.from_iterable((match.left_id, match.right_id) for match in matches),
        *chain.from_iterable(cluster.article_ids for cluster in clusters),
        *chain.from_iterable(story.article_ids for story in stories),
        *chain.from_iterable(each.article_ids for each in series),
    }
    shown_ids = matched_ids | new_ids
    articles = tuple(article for article in report.articles if article.id in shown_ids)
    return Report(
        articles=articles,
        repeats=tuple(repeat for repeat in report.repeats if repeat.article_id in new_ids),
        matches=matches,
        clusters=clusters,
        stories=stories,
        series=series,
        skipped=report.skipped,
        warnings=report.warnings,
        boilerplate={
            article.id: report.boilerplate[article.id] for article in articles if article.id in report.boilerplate
        },
        stats=replace(report.stats, articles=len(new_ids), reference_articles=len(report.articles) - len(new_ids)),
        reference_ids=tuple(sorted(matched_ids - new_ids)),
        settings=report.settings,
    )
