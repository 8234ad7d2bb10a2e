"""What reading has to say beside the articles: what was skipped, and what was read with a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.runtime.progress import Progress, Stage, no_progress
from dedup.sources.reading import Reading

_PROGRESS_EVERY = 16  # articles between two reports of progress: pages take a third of a second for so many


@dataclass(frozen=True, slots=True)
class ReadingNotes:
    """What reading has to say beside the articles: what could not be read, and what was read with a doubt."""

    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[ReadWarning] = field(default_factory=list)


def collect_articles(
    items: Iterable[ReadItem], notes: ReadingNotes, progress: Progress = no_progress
) -> Iterator[Article]:
    """The articles that were read; everything else is appended to `notes`."""
    count = 0
    expected = items.expected_articles if isinstance(items, Reading) and progress is not no_progress else _not_known
    for item in items:
        if isinstance(item, Skipped):
            notes.skipped.append(item)
        elif isinstance(item, ReadWarning):
            notes.warnings.append(item)
        else:
            count += 1
            if count % _PROGRESS_EVERY == 0:
                progress(Stage.READ, count, expected(count))
            yield item
    progress(Stage.READ, count, count)


def _not_known(articles: int) -> None:  # noqa: ARG001  # of any other iterator
    return None
