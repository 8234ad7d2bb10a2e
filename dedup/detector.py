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

from dedup.article import Article, Skipped
from dedup.corpus.statistics import Corpus
from dedup.comparison.match import Match
from dedup.comparison.verification import FurnitureSpans, compare_pairs, learn
from dedup.comparison.prepared import Prepared, prepare
from dedup.runtime.progress import Progress, silent
from dedup.against import behind, crossing, narrowed
from dedup.report import Report
from dedup.settings import Settings
from dedup.sketch.candidates import Candidates, candidates
from dedup.sources import Fields, articles
from dedup.runtime.text_spill import hold
from dedup.clusters.clusters import clusters
from dedup.stories.story_matches import retell, retell_pair
from dedup.tokens.words import lexicon

Inputs = str | Path | Article | Iterable[str | Path | Article]
DEFAULT_SETTINGS = Settings()
DEFAULT_FIELDS = Fields()
_TOLD_EACH = 16  # articles; pages take a third of a second for so many


def scan(
    inputs: Inputs,
    *,
    against: Inputs | None = None,
    stories: bool = True,
    settings: Settings = DEFAULT_SETTINGS,
    fields: Fields = DEFAULT_FIELDS,
    threads: int = 1,
    memory: int | None = None,
    progress: Progress = silent,
) -> Report:
    """Find doubled blocks, copies and stories among all articles of `inputs`.

    `inputs` are paths, texts or Articles: a `Path` is always a path; a string that names a file or folder is a path,
    any other a text. What cannot be read stands in `Report.skipped`. With `stories=False` only copies and repeats are
    looked for, which is fastest. The report does not depend on the order of the inputs or the number of threads.
    Texts that take more than `memory` bytes wait in a temporary file; fingerprints, 2 kB an article, stay in memory.

    With a reference to look `against`, also an `Index`, only pairs of a new article and one of the reference are
    judged. The report holds all new articles, and those of the reference that they have to do with: see `Report`.

    >>> report = scan(["The ferry is late again.", "THE FERRY IS LATE AGAIN"])
    >>> [str(match.relation) for match in report.matches]
    ['exact']
    """
    skipped: list[Skipped] = []
    read = articles(inputs, fields, processes=threads)
    new: set[str] = set()
    if against is not None:
        read = articles(behind(_readable(read, skipped, silent), against, new), fields, processes=threads)
    loading = Thread(target=lexicon, daemon=True)  # and the kernels, while other processes read pages
    loading.start()
    with nullcontext() if against is not None or _is_made_on_the_way(inputs) else _collection_paused():
        found = hold(_readable(read, skipped, progress), memory)
    loading.join()
    found.sort(key=lambda article: article.id)
    with _collection_paused():
        prepared = prepare(found, threads, progress)
        pairs = candidates(
            prepared.sketches,
            reach=settings.reach,
            shared_anchors=settings.shared_anchors,
            common_groups=settings.common,
            consume=True,
            threads=threads,
        )
        sides = (pairs.left, pairs.right)
        if against is not None:
            sides = crossing(pairs, np.array([article.id not in new for article in found], np.bool_))
        corpus = learn(prepared, pairs, threads)
        compared = compare_pairs(prepared, corpus, *sides, threads=threads, progress=progress)
        copies = clusters(compared, settings.cohesion)
        told, matches = retell(compared, copies) if stories else ([], compared.matches())
    report = Report(
        articles=prepared.articles,
        repeats=tuple(chain.from_iterable(prepared.repeats)),
        matches=matches,
        clusters=tuple(copies),
        stories=tuple(told),
        skipped=tuple(skipped),
        furniture=FurnitureSpans(compared),
        stats=_counts(prepared, pairs, skipped),
    )
    return report if against is None else narrowed(report, new)


def compare(left: Article | str, right: Article | str) -> Match:
    """Tell what two articles have to do with each other, with all passages that they share.

    The sides are those of the arguments; `compare(b, a)` is the same, mirrored. Texts get the ids "left" and "right".

    >>> compare("The ferry is late again.", "the ferry is late AGAIN").relation
    <Relation.EXACT: 'exact'>
    """
    pair = (_as_article(left, "left"), _as_article(right, "right"))
    compared = compare_pairs(prepare(pair), Corpus(), np.array([0]), np.array([1]))
    return retell_pair(compared)


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


def _is_made_on_the_way(inputs: Inputs) -> bool:
    """Whether someone else's code runs between the articles, and may leave behind what only a collection clears."""
    return not isinstance(inputs, str | Path | Article | list | tuple)


def _as_article(given: Article | str, name: str) -> Article:
    return Article(name, given) if isinstance(given, str) else given


def _readable(found: Iterable[Article | Skipped], skipped: list[Skipped], progress: Progress) -> Iterator[Article]:
    """The articles; what cannot be read is put with the `skipped`."""
    read = 0
    for item in found:
        if isinstance(item, Article):
            read += 1
            if read % _TOLD_EACH == 0:
                progress("articles", read, None)
            yield item
        else:
            skipped.append(item)
    progress("articles", read, None)


def _counts(prepared: Prepared, pairs: Candidates, skipped: list[Skipped]) -> dict[str, int]:
    return {
        "articles": len(prepared),
        "skipped": len(skipped),
        "candidates": len(pairs.left),
        "pairs beyond reach": pairs.beyond_reach,
        "pairs beyond expansion": pairs.beyond_expansion,
        "common anchors": pairs.common_anchors,
    }
