"""The result of a scan, as one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article, ReadWarning, Skipped, Span
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.corpus.statistics import CorpusStatistics
from dedup.notebook import counted, html_table, listed
from dedup.runtime.progress import ProgressGiven
from dedup.runtime.progress_line import begin_progress
from dedup.serialization import from_json, to_json
from dedup.settings import Settings
from dedup.stories.series.series import Series
from dedup.stories.story import Story

if TYPE_CHECKING:
    from dedup.reports.page.pair_choice import PairChoice
    from dedup.reports.tables.outlet_rows import OutletLink
    from dedup.reports.tables.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanStats:
    """Counters of a scan, which can be added.

    `articles` and `reference_articles` were read, `skipped` files and records were not; `candidates` are the pairs that
    were measured. Pairs that were not measured: `capped_by_band` are those of an LSH bucket beyond
    `max_band_neighbours`, once a band; `capped_by_group` are those of two groups of near-duplicates beyond
    `max_pairs_per_group_pair`. `frequent_anchors` generated no candidates.

    >>> ScanStats(articles=2, candidates=1) + ScanStats(articles=3)
    ScanStats(articles=5, reference_articles=0, skipped=0, candidates=1, capped_by_band=0, capped_by_group=0, \
frequent_anchors=0)
    """

    articles: int = 0
    reference_articles: int = 0
    skipped: int = 0
    candidates: int = 0
    capped_by_band: int = 0
    capped_by_group: int = 0
    frequent_anchors: int = 0

    def __add__(self, other: ScanStats) -> ScanStats:
        return ScanStats(**{name: value + getattr(other, name) for name, value in self.by_name().items()})

    def by_name(self) -> dict[str, int]:
        """The counters, in their order."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """Everything that a scan found.

    Clusters and stories hold two articles or more each; they stand largest first, then by id. Matches stand by id;
    repeats by weight: what pages doubled by fault first, then the longest, adjacent ones before others. Pairs that
    share only boilerplate are among the matches where a passage can be shown, or if all were asked for. `skipped`
    lists the files and records that could not be read, and why; `warnings` what was read with a doubt, and files
    that were passed over.

    `series` are bulletins and columns: articles that fill in one form again and again, largest first. They are no
    rewrites of each other, and no story.

    `boilerplate` maps an article's id to the spans of its boilerplate: lines that recur in pages of its outlet, or in
    otherwise dissimilar articles. Articles without any have no entry. `stats` are counters.

    `settings` are the numbers by which the report was made; None in a report that was written before reports held them.

    After a scan against a reference collection, `reference_ids` lists the reference articles that matched. They are
    included in `articles`; every match, cluster and story spans both collections.

    `matches`, `boilerplate` and the origins of clusters and stories are computed when they are read. A report that
    keeps its texts on disk reads them then, and may raise StorageError.
    """

    articles: Sequence[Article]
    repeats: Sequence[Repeat]
    matches: Sequence[Match]
    clusters: Sequence[Cluster]
    stories: Sequence[Story]
    skipped: Sequence[Skipped]
    boilerplate: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    stats: ScanStats = ScanStats()
    reference_ids: Sequence[str] = ()
    settings: Settings | None = None
    warnings: Sequence[ReadWarning] = ()
    series: Sequence[Series] = ()
    _learned: CorpusStatistics | None = field(default=None, repr=False, compare=False)  # None: not known any more

    def to_json(self, *, texts: bool = False, passages: bool = False) -> str:
        """The report as one line of JSON; `texts` adds the articles' texts, `passages` those of every match."""
        return to_json(self, texts=texts, passages=passages)

    @overload
    def to_html(self, *, pairs: PairChoice = "all", progress: ProgressGiven = False) -> str: ...
    @overload
    def to_html(self, path: str | Path, *, pairs: PairChoice = "all", progress: ProgressGiven = False) -> None: ...
    def to_html(
        self, path: str | Path | None = None, *, pairs: PairChoice = "all", progress: ProgressGiven = False
    ) -> str | None:
        """One HTML page that holds the whole report; written to `path`, or returned if none is given.

        It needs no network, no server and no other file, and holds the texts. `pairs` says whose passages are looked
        for, which takes most of the time: those of all pairs, of each article with its closest earlier one ("source"),
        or of each article with its N closest. `progress` is as in `scan`. InputError if the file cannot be written, or
        if there are no texts.

        >>> from dedup.detector import scan
        >>> report = scan(texts=["The ferry is late again.", "THE FERRY IS LATE AGAIN"])
        >>> report.to_html().startswith("<!doctype html>")
        True
        """
        from dedup.kernels import is_compiled
        from dedup.reports.page.html_page import write_page
        from dedup.reports.page.page_file import page_text

        watch = begin_progress(progress, is_compiled)
        return page_text(partial(write_page, self, pairs=pairs, progress=watch), path)

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """The report that `to_json` wrote, of this version or an older one; InputError for anything else.

        >>> report = Report((), (), (), (), (), ())
        >>> Report.from_json(report.to_json()) == report
        True
        """
        return from_json(cls, text)

    def to_parquet(self, folder: str | Path) -> None:
        """Write the report, with the texts, as a folder of Parquet files: one for each kind of value, with its fields
        as typed columns, one of what was learned from all articles, and `report.json` with the counters and settings.

        `folder` is a path, or an address that PyArrow knows (`s3://...`, `gs://...`, `hdfs://...`). InputError if it
        cannot be written, MissingExtraError without PyArrow.
        """
        from dedup.reports.parquet_folder.report_folder import write_report_folder

        write_report_folder(self, folder)

    @classmethod
    def from_parquet(cls, folder: str | Path, *, outlet: str | None = None, story_of: str | None = None) -> Report:
        """The report that `to_parquet` or `dedup spark` wrote to a folder; InputError if there is none.

        Of a part of it, only that part is read: the articles of an `outlet`, those that they match, and the clusters
        and stories of all of these; or the story of the article with the id `story_of`, or else its cluster. InputError
        if the report holds no such articles. Passages are found again in the texts when they are read.

        >>> from tempfile import TemporaryDirectory
        >>> report = Report((), (), (), (), (), ())
        >>> with TemporaryDirectory() as folder:
        ...     report.to_parquet(folder)
        ...     Report.from_parquet(folder) == report
        True
        """
        from dedup.reports.parquet_folder.report_folder import read_report_folder

        return read_report_folder(cls, folder, outlet=outlet, story_of=story_of)

    def to_pandas(self, rows: str = "matches", *, passages: bool = True) -> Any:
        """A table of the report as a `pandas.DataFrame`; one row a match, an article, a repeated block, or a link
        between two outlets: `matches`, `articles`, `repeats` or `outlets`.

        The longest passage of each match takes 1 to 10 ms to find; without `passages` its columns are empty.
        InputError for other rows, MissingExtraError without pandas.
        """
        from dedup.reports.tables.data_frames import to_pandas

        return to_pandas(self._table(rows, passages))

    def to_polars(self, rows: str = "matches", *, passages: bool = True) -> Any:
        """The same as a `polars.DataFrame`."""
        from dedup.reports.tables.data_frames import to_polars

        return to_polars(self._table(rows, passages))

    def to_arrow(self, rows: str = "matches", *, passages: bool = True) -> Any:
        """The same as a `pyarrow.Table`."""
        from dedup.reports.tables.data_frames import to_arrow

        return to_arrow(self._table(rows, passages))

    def outlets(self) -> Sequence[OutletLink]:
        """Who carries whom: one link for each two outlets and relation, those of most articles first.

        An article counts for the article of another outlet before it that it is most closely related to. Articles
        without a date or an outlet take no part.
        """
        from dedup.reports.tables.outlet_rows import outlet_links

        return outlet_links(self)

    def _table(self, rows: str, passages: bool) -> Table:
        from dedup.reports.tables.report_tables import table_of

        return table_of(self, rows, passages=passages)

    def __repr__(self) -> str:
        return f"Report({', '.join(self.counts())})"

    def _repr_html_(self) -> str:
        rows = [
            (counted(len(cluster.article_ids), "article"), listed(cluster.article_ids)) for cluster in self.clusters
        ]
        return html_table(repr(self), rows)

    def counts(self) -> Iterator[str]:
        """How many values of each kind the report holds, in words."""
        yield counted(len(self.articles), "article")
        yield counted(len(self.matches), "match", "matches")
        yield counted(len(self.clusters), "cluster")
        yield counted(len(self.stories), "story", "stories")
        yield f"{len(self.series):,} series"
        yield counted(len(self.repeats), "repeat")
        yield f"{len(self.skipped):,} skipped"
