"""Candidates to verified matches: every pair is measured, and the rules decide its relation."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.pair_measures import Measures, measure_candidates
from dedup.comparison.prepared import Prepared
from dedup.comparison.relation_rules import classify_pairs
from dedup.comparison.rules.pair_features import features_of, in_context
from dedup.comparison.third_articles.template_families import TemplateFamilies, find_families
from dedup.comparison.verified.aligner import Aligner
from dedup.comparison.verified.known_of_pairs import are_other_editions, pair_context, same_addresses
from dedup.comparison.verified.measuring_order import measuring_order
from dedup.comparison.verified.verified_pairs import VerifiedPairs
from dedup.comparison.versions import ArticleUrls
from dedup.corpus.statistics import CorpusStatistics
from dedup.runtime.progress import Progress, no_progress
from dedup.settings import Settings

Places = NDArray[np.int64]


class OrderedMeasures(NamedTuple):
    """Measures of pairs in order of content hash, and which pairs were swapped for it."""

    swapped: NDArray[np.bool_]
    measures: Measures


def verify_pairs(
    prepared: Prepared,
    corpus: CorpusStatistics,
    left: Places,
    right: Places,
    settings: Settings,
    *,
    families: TemplateFamilies | None = None,
    threads: int = 1,
    progress: Progress = no_progress,
) -> VerifiedPairs:
    """Measure pairs of places in `prepared.articles` and decide their relations.

    Pairs are measured in order of content hash and reported in the caller's order, so that swapping the arguments
    mirrors the result. The template families are those of these pairs, unless they are known from all.
    """
    measured = measure_in_order(prepared, corpus, left, right, settings, threads=threads, progress=progress)
    return judge_pairs(prepared, corpus, left, right, measured, settings, families)


def measure_in_order(
    prepared: Prepared,
    corpus: CorpusStatistics,
    left: Places,
    right: Places,
    settings: Settings,
    *,
    threads: int = 1,
    progress: Progress = no_progress,
) -> OrderedMeasures:
    """Measure pairs of places in order of content hash."""
    swapped = _against_hash_order(prepared, left, right)
    sides = np.where(swapped, right, left), np.where(swapped, left, right)
    return OrderedMeasures(
        swapped, _measure_together(prepared, corpus, *sides, settings, threads=threads, progress=progress)
    )


def judge_pairs(
    prepared: Prepared,
    corpus: CorpusStatistics,
    left: Places,
    right: Places,
    measured: OrderedMeasures,
    settings: Settings,
    families: TemplateFamilies | None = None,
) -> VerifiedPairs:
    """Decide the relations of pairs of places that were measured by `measure_in_order`."""
    swapped, measures = measured
    sides = np.where(swapped, right, left), np.where(swapped, left, right)
    urls = ArticleUrls()
    context = pair_context(prepared, corpus, *sides, measures, settings)._replace(
        same_address=same_addresses(prepared, left, right, measures, urls, settings),
        is_other_edition=are_other_editions(prepared, left, right, measures, settings),
    )
    features = features_of(measures, context, settings)
    if families is None:
        families = find_families(features, left, right, prepared.published_days, settings)
    has_third, is_series = families.has_third(left, right), families.is_series(left, right)
    if has_third.any() or is_series.any():
        context = context._replace(has_third=has_third, is_series=is_series)
        features = in_context(features, context)
    verdicts = classify_pairs(features, settings)
    aligner = Aligner(prepared, corpus, settings)
    mirrored = measures.mirrored(swapped)
    return VerifiedPairs(prepared, corpus, settings, left, right, mirrored, context, verdicts, families, aligner, urls)


def _measure_together(
    prepared: Prepared,
    corpus: CorpusStatistics,
    left: Places,
    right: Places,
    settings: Settings,
    *,
    threads: int = 1,
    progress: Progress = no_progress,
) -> Measures:
    """Measure pairs of the same few texts one after the other; the rows are in the order of the pairs."""
    measure = partial(
        measure_candidates, prepared.measured(), corpus, settings=settings, threads=threads, progress=progress
    )
    if len(left) < 2:
        return measure(left, right)
    order = measuring_order(left, right, prepared.texts.source.sizes)
    return measure(left[order], right[order]).only(np.argsort(order))


def _against_hash_order(prepared: Prepared, left: Places, right: Places) -> NDArray[np.bool_]:
    """Which pairs stand against the order of their content hashes; of equal hashes, of their texts."""
    hashes = prepared.texts.content_hashes
    swapped = hashes[left] > hashes[right]
    for pair in np.flatnonzero(hashes[left] == hashes[right]).tolist():
        swapped[pair] = prepared.articles[left[pair]].text > prepared.articles[right[pair]].text
    return swapped
