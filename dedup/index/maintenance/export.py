"""An index as one report."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.article import Article
from dedup.comparison.prepared import prepare
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.grouping.stored_results import StoredResults
from dedup.pipeline import Findings
from dedup.report import Report, ScanStats
from dedup.settings import Settings


def export_report(
    results: StoredResults, articles: Sequence[Article], corpus: CorpusStatistics, settings: Settings
) -> Report:
    """The stored results over the stored articles, as a report."""
    clusters = results.clusters()
    prepared, _ = prepare(sorted(articles, key=lambda article: article.id), settings)
    return Findings(
        prepared=prepared,
        corpus=corpus,
        matches=tuple(results.matches()),
        clusters=tuple(clusters.values()),
        stories=tuple(results.stories(clusters).values()),
        series=tuple(results.series()),
        stats=ScanStats(articles=len(articles)),
        settings=settings,
    ).report()
