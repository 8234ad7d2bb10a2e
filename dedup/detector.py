"""`scan` and `compare`: reads articles and hands them to the pipeline (`dedup.pipeline`, `dedup.pair_pipeline`).

What only a scan needs is imported in it: a comparison of two texts loads half as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dedup.article import Article, ReadItem, skipped_article
from dedup.comparison.match import Match
from dedup.corpus.statistics import CorpusStatistics
from dedup.errors import DedupError, check_type
from dedup.pair_pipeline import run_pair
from dedup.settings import DEFAULT_SETTINGS, Settings

if TYPE_CHECKING:
    from dedup.pipeline import Findings
    from dedup.report import Report
    from dedup.runtime.progress import Progress, ProgressGiven
    from dedup.sources.fields.record_parts import FieldNames
    from dedup.sources.reader import Texts
    from dedup.sources.reading_notes import ReadingNotes

_PROBE = Article("\N{REPLACEMENT CHARACTER}", "Rain fell on the harbour all night, and the river rose by three metres.")
Inputs = str | Path | ReadItem | Iterable[str | Path | ReadItem]


def scan(
    inputs: Inputs = (),
    *,
    texts: Texts = (),
    against: Inputs | None = None,
    stories: bool = True,
    boilerplate: bool = False,
    settings: Settings = DEFAULT_SETTINGS,
    fields: FieldNames | None = None,
    threads: int = 1,
    progress: ProgressGiven = False,
) -> Report:
    """Find repeated blocks, copies and stories among all articles of `inputs` and `texts`.

    `inputs` are paths (`str` or `Path`) and Articles, or what `read_articles` yields; InputError for a path that names
    nothing. `texts` are a sequence of texts, which get the ids `text-0`, `text-1`..., or a mapping of ids to texts.
    What cannot be read is listed in `Report.skipped`, what is read with a doubt in `Report.warnings`. With
    `stories=False` only copies and repeats are looked for, which is fastest. Pairs that share only boilerplate are
    listed where a passage can be shown (`settings.min_listed_boilerplate_run`), and with `boilerplate=True` all of
    them. The report does not depend on the order of the inputs or the number of threads. Texts that take more than
    `settings.max_text_memory` bytes are kept in a temporary file; fingerprints, 2 kB an article, are not. `progress` is
    True for a line on standard error, or a callable: `progress(stage, done, total)`.

    With a reference collection to look `against`, which may be an `Index`, only new articles are compared with
    reference articles. The report contains all new articles, and every reference article that matches one of them.

    >>> report = scan(texts=["The ferry is late again.", "THE FERRY IS LATE AGAIN"])
    >>> [str(match.relation) for match in report.matches]
    ['exact']
    """
    from dedup.against import restricted_to_new
    from dedup.kernels import is_compiled
    from dedup.runtime.progress_line import begin_progress
    from dedup.runtime.text_spill import keep_within
    from dedup.sources.reading_notes import ReadingNotes, collect_articles

    check_type(settings, Settings, "settings: Settings()")
    progress = begin_progress(progress, is_compiled)
    if boilerplate:
        settings = replace(settings, min_listed_boilerplate_run=0)
    notes, new = ReadingNotes(), None if against is None else set[str]()
    read = _read(inputs, against, new, texts=texts, fields=fields, settings=settings, processes=threads)
    articles = keep_within(collect_articles(read, notes, progress), settings.max_text_memory)
    articles.sort(key=lambda article: article.id)
    find = partial(_find, new=new, settings=settings, stories=stories, threads=threads, progress=progress)
    found = _found_or_without_faulty(find, articles, settings, notes)
    report = found.report(notes.skipped, notes.warnings)
    return report if new is None else restricted_to_new(report, new)


def _read(
    inputs: Inputs,
    against: Inputs | None,
    new: set[str] | None,
    *,
    texts: Texts,
    fields: FieldNames | None,
    settings: Settings,
    processes: int,
) -> Iterator[ReadItem]:
    """What is read of the inputs and then of the reference collection; `new` takes the ids of those before it."""
    from dedup.against import new_then_reference
    from dedup.sources.fields.record_parts import DEFAULT_FIELD_NAMES
    from dedup.sources.reader import check_inputs, read_articles

    fields = fields or DEFAULT_FIELD_NAMES
    read = read_articles(inputs, fields, texts=texts, limits=settings, processes=processes)
    if against is None or new is None:
        return read
    check_inputs(against)
    return read_articles(new_then_reference(read, against, new), fields, limits=settings, processes=processes)


def _find(
    articles: Sequence[Article],
    *,
    new: AbstractSet[str] | None,
    settings: Settings,
    stories: bool,
    threads: int,
    progress: Progress,
) -> Findings:
    """What is found among articles in order of their ids; only of the new ones, where these are given."""
    from dedup.against import cross_pairs
    from dedup.pipeline import all_pairs, run

    choose_pairs = all_pairs
    if new is not None:
        is_reference = np.array([article.id not in new for article in articles], np.bool_)
        choose_pairs = partial(cross_pairs, is_reference=is_reference)
    return run(articles, settings, stories=stories, choose_pairs=choose_pairs, threads=threads, progress=progress)


def _found_or_without_faulty(
    find: Callable[[Sequence[Article]], Findings], articles: Sequence[Article], settings: Settings, notes: ReadingNotes
) -> Findings:
    try:
        return find(articles)
    except (DedupError, AssertionError):  # no text is at fault
        raise
    except Exception:  # one text must not end the work on all others
        kept = _without_faulty(articles, settings, notes)
        if len(kept) in (0, len(articles)):
            raise
        return find(kept)


def _without_faulty(articles: Sequence[Article], settings: Settings, notes: ReadingNotes) -> list[Article]:
    """The articles that can be worked on beside another one; the others are noted as skipped, with the error."""
    from dedup.pipeline import run

    kept = []
    for article in articles:
        try:
            run((article, _PROBE), settings)
        except Exception as error:
            notes.skipped.append(skipped_article(article, error))
        else:
            kept.append(article)
    return kept


def compare(left: Article | str, right: Article | str, *, settings: Settings = DEFAULT_SETTINGS) -> Match:
    """Compare two articles: their relation, and all passages that they share.

    The sides are those of the arguments; `compare(b, a)` is the same, mirrored. Texts get the ids "left" and "right".

    >>> compare("The ferry is late again.", "the ferry is late AGAIN").relation
    <Relation.EXACT: 'exact'>
    """
    left = Article("left", left) if isinstance(left, str) else left
    right = Article("right", right) if isinstance(right, str) else right
    for side in (left, right):
        check_type(side, Article, "compare: two articles or texts")
    check_type(settings, Settings, "settings: Settings()")
    return run_pair(left, right, settings, CorpusStatistics())
