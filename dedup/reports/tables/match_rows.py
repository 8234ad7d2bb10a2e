"""The matches of a report as a table: one row a match, with what is known of both articles.

`cluster` and `story` are the numbers of the groups that hold both, from 1, in the order of the report. `passage` is the
longest stretch that the two share, as the left article has it; its places are code points of the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dedup.alignment.passage import Passage
from dedup.article import Article
from dedup.comparison.match import Match
from dedup.errors import InputError
from dedup.report import Report
from dedup.reports.tables.table import Cell, CellKind, Table, in_utc
from dedup.runtime.progress import Progress, Stage, Watched, no_progress

MATCH_COLUMNS = {
    "left_id": CellKind.TEXT,
    "right_id": CellKind.TEXT,
    "relation": CellKind.TEXT,
    "left_coverage": CellKind.NUMBER,
    "right_coverage": CellKind.NUMBER,
    "left_title": CellKind.TEXT,
    "right_title": CellKind.TEXT,
    "left_outlet": CellKind.TEXT,
    "right_outlet": CellKind.TEXT,
    "left_published": CellKind.TIME,
    "right_published": CellKind.TIME,
    "left_url": CellKind.TEXT,
    "right_url": CellKind.TEXT,
    "cluster": CellKind.INTEGER,
    "story": CellKind.INTEGER,
    "jaccard": CellKind.NUMBER,
    "left_containment": CellKind.NUMBER,
    "right_containment": CellKind.NUMBER,
    "title_similarity": CellKind.NUMBER,
    "reason": CellKind.TEXT,
    "passage": CellKind.TEXT,
    "passage_words": CellKind.INTEGER,
    "left_start": CellKind.INTEGER,
    "left_end": CellKind.INTEGER,
    "right_start": CellKind.INTEGER,
    "right_end": CellKind.INTEGER,
}
NO_PASSAGE = (None,) * 6


def match_table(report: Report, *, passages: bool = True, progress: Progress = no_progress) -> Table:
    """One row for each match, in the order of the report.

    Without `passages`, which take 1 ms a copy and 10 ms where words differ, the columns of the longest one are empty;
    so they are where the report holds no passages or no texts.
    """
    matches = Watched(report.matches, progress, Stage.ALIGN) if passages else report.matches
    return Table("matches", MATCH_COLUMNS, _rows(report, matches, passages))


def group_numbers(groups: Iterable[Sequence[str]]) -> dict[str, int]:
    """The number of the group of each article, from 1.

    >>> group_numbers([("a", "b"), ("c", "d")])
    {'a': 1, 'b': 1, 'c': 2, 'd': 2}
    """
    return {article_id: number for number, group in enumerate(groups, 1) for article_id in group}


def _rows(report: Report, matches: Iterable[Match], passages: bool) -> Iterator[tuple[Cell, ...]]:
    articles = {article.id: article for article in report.articles}
    clusters = group_numbers(cluster.article_ids for cluster in report.clusters)
    stories = group_numbers(story.article_ids for story in report.stories)
    for match in matches:
        left, right = articles[match.left_id], articles[match.right_id]
        yield (
            *(match.left_id, match.right_id, str(match.relation), match.left_coverage, match.right_coverage),
            *(left.title, right.title, left.outlet, right.outlet),
            *(in_utc(left.published), in_utc(right.published), left.url, right.url),
            *(_common(clusters, match), _common(stories, match)),
            *(match.jaccard, match.left_containment, match.right_containment, match.title_similarity, match.reason),
            *(_passage_cells(match, left) if passages else NO_PASSAGE),
        )


def _common(numbers: dict[str, int], match: Match) -> int | None:
    """The number of the group that holds both articles."""
    number = numbers.get(match.left_id)
    return number if number == numbers.get(match.right_id) else None


def _passage_cells(match: Match, left: Article) -> tuple[Cell, ...]:
    passage = _longest_passage(match)
    if passage is None:
        return NO_PASSAGE
    places = (passage.left.start, passage.left.end, passage.right.start, passage.right.end)
    return (passage.left.of(left.text) or None, passage.words, *places)


def _longest_passage(match: Match) -> Passage | None:
    try:
        return max(match.passages, key=lambda passage: passage.words, default=None)
    except InputError:  # the match was written without its passages
        return None
