"""The whole machine: prepare one, compare two, group many.

read      anything            -> articles           sources
prepare   articles            -> Prepared           text, sketch      each article alone
pair      Prepared            -> Candidates         sketch.lsh        the only place where articles meet
compare   Prepared, pairs     -> Compared           compare           two articles, alone
group     Compared            -> clusters, stories  stories
report    all of it           -> Report
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from threading import Thread

import numpy as np

from dedup.against import cross_pairs, new_then_reference, restricted_to_new
from dedup.article import Article, Skipped
from dedup.clusters.clusters import find_clusters
from dedup.comparison.counted_text import BoilerplateSpans
from dedup.comparison.match import Match
from dedup.comparison.prepared import Prepared, prepare
from dedup.comparison.verification import learn_corpus, verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.report import Report
from dedup.runtime.progress import Progress, no_progress
from dedup.runtime.text_spill import keep_within
from dedup.settings import Settings
from dedup.sketch.candidates import CandidatePairs, find_candidates
from dedup.sources.fields import FieldNames
from dedup.sources.reader import Texts, read_articles
from dedup.stories.story_matches import add_story_matches, match_pair
from dedup.tokens.words import function_word_table

Inputs = str | Path | Article | Iterable[str | Path | Article]
DEFAULT_SETTINGS = Settings()
DEFAULT_FIELDS = FieldNames()
_PROGRESS_EVERY = 16  # articles; pages take a third of a second for so many


def scan(
    inputs: Inputs = (),
    *,
    texts: Texts = (),
    against: Inputs | None = None,
    stories: bool = True,
    settings: Settings = DEFAULT_SETTINGS,
    fields: FieldNames = DEFAULT_FIELDS,
    threads: int = 1,
    memory: int | None = None,
    progress: Progress = no_progress,
) -> Report:
    """Find repeated blocks, copies and stories among all articles of `inputs` and `texts`.

    `inputs` are paths (`str` or `Path`) and Articles; InputError for a path that names nothing. `texts` are a sequence
    of texts, which get the ids `text-0`, `text-1`..., or a mapping of ids to texts. What cannot be read is listed in
    `Report.skipped`. With `stories=False` only copies and repeats are
    looked for, which is fastest. The report does not depend on the order of the inputs or the number of threads.
    Texts that take more than `memory` bytes wait in a temporary file; fingerprints, 2 kB an article, stay in memory.

    With a reference to look `against`, also an `Index`, only pairs of a new article and one of the reference are
    judged. The report holds all new articles, and those of the reference that they have to do with: see `Report`.

    >>> report = scan(texts=["The ferry is late again.", "THE FERRY IS LATE AGAIN"])
    >>> [str(match.relation) for match in report.matches]
    ['exact']
    """
    skipped: list[Skipped] = []
    read = read_articles(inputs, fields, texts=texts, limits=settings, processes=threads)
    new: set[str] = set()
    if against is not None:
        read = read_articles(
            new_then_reference(_articles_collecting_skipped(read, skipped, no_progress), against, new),
            fields,
            limits=settings,
            processes=threads,
        )
    loading = Thread(target=function_word_table, daemon=True)  # and the kernels, while other processes read pages
    loading.start()
    with nullcontext() if against is not None or _is_lazy_input(inputs) else _collection_paused():
        found = keep_within(_articles_collecting_skipped(read, skipped, progress), memory)
    loading.join()
    found.sort(key=lambda article: article.id)
    with _collection_paused():
        prepared = prepare(found, settings, threads, progress)
        pairs = find_candidates(
            prepared.sketches,
            max_band_neighbours=settings.max_band_neighbours,
            min_shared_anchors=settings.min_shared_anchors,
            max_anchor_groups=settings.max_anchor_groups,
            release_inputs=True,
            threads=threads,
        )
        sides = (pairs.left, pairs.right)
        if against is not None:
            sides = cross_pairs(pairs, np.array([article.id not in new for article in found], np.bool_))
        corpus = learn_corpus(prepared, pairs, threads)
        compared = verify_pairs(prepared, corpus, *sides, settings, threads=threads, progress=progress)
        copies = find_clusters(compared, settings.min_core_coverage)
        told, matches = add_story_matches(compared, copies) if stories else ([], compared.matches())
    report = Report(
        articles=prepared.articles,
        repeats=tuple(chain.from_iterable(prepared.repeats)),
        matches=matches,
        clusters=tuple(copies),
        stories=tuple(told),
        skipped=tuple(skipped),
        boilerplate=BoilerplateSpans(prepared, corpus),
        stats=_counts(prepared, pairs, skipped),
        settings=settings,
    )
    return report if against is None else restricted_to_new(report, new)


def compare(left: Article | str, right: Article | str, *, settings: Settings = DEFAULT_SETTINGS) -> Match:
    """Tell what two articles have to do with each other, with all passages that they share.

    The sides are those of the arguments; `compare(b, a)` is the same, mirrored. Texts get the ids "left" and "right".

    >>> compare("The ferry is late again.", "the ferry is late AGAIN").relation
    <Relation.EXACT: 'exact'>
    """
    pair = (_as_article(left, "left"), _as_article(right, "right"))
    compared = verify_pairs(prepare(pair, settings), CorpusStatistics(), np.array([0]), np.array([1]), settings)
    return match_pair(compared)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """No garbage collection while many objects are made that all stay: looking through them costs a tenth of a scan."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _is_lazy_input(inputs: Inputs) -> bool:
    """Whether someone else's code runs between the articles, and may leave behind what only a collection clears."""
    return not isinstance(inputs, str | Path | Article | list | tuple)


def _as_article(given: Article | str, name: str) -> Article:
    return Article(name, given) if isinstance(given, str) else given


def _articles_collecting_skipped(
    found: Iterable[Article | Skipped], skipped: list[Skipped], progress: Progress
) -> Iterator[Article]:
    """The articles; what cannot be read is put with the `skipped`."""
    read = 0
    for item in found:
        if isinstance(item, Article):
            read += 1
            if read % _PROGRESS_EVERY == 0:
                progress("articles", read, None)
            yield item
        else:
            skipped.append(item)
    progress("articles", read, None)


def _counts(prepared: Prepared, pairs: CandidatePairs, skipped: list[Skipped]) -> dict[str, int]:
    return {
        "articles": len(prepared),
        "skipped": len(skipped),
        "candidates": len(pairs.left),
        "pairs beyond reach": pairs.capped_by_band,
        "pairs beyond expansion": pairs.capped_by_group,
        "common anchors": pairs.frequent_anchors,
    }
