"""Terms of texts, from which stories are linked: they are read where the texts are, and linked on the driver."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from io import BytesIO

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame

from dedup.article import Article
from dedup.comparison.counted_text import CountedText
from dedup.corpus.statistics import CorpusStatistics
from dedup.runtime.progress import Watched
from dedup.settings import Settings
from dedup.sketch.sorted_keys import stable_order
from dedup.spark.prepare_stage import PreparedStage
from dedup.spark.rows.article_columns import LINE_COLUMNS, PREPARED_COLUMNS, prepared_of
from dedup.spark.stages import Stages
from dedup.stories.distinct_texts import SelectedArticles
from dedup.stories.linking.site_names import NamelessTitles, SiteNames
from dedup.stories.linking.story_links import LinkedCorpus, link_terms
from dedup.stories.story import LinkArticles
from dedup.stories.terms import Terms, read_terms


def linking_on_spark(stages: Stages, articles: PreparedStage, corpus: CorpusStatistics) -> LinkArticles:
    """Links articles of a job as `link_articles` does; their terms are read on executors."""

    def link(texts: Collection[Article], settings: Settings) -> LinkedCorpus:
        assert isinstance(texts, Watched)
        assert isinstance(texts.values, NamelessTitles)
        chosen = texts.values.articles
        assert isinstance(chosen, SelectedArticles)
        is_chosen = np.zeros(len(articles.prepared), np.bool_)
        is_chosen[np.array(chosen.positions, np.int64)] = True
        names = texts.values.names
        stage = stages.kept("terms", lambda: _term_rows(stages, articles, corpus, is_chosen, names, settings))
        return link_terms(_terms_of(stage, settings), settings)

    return link


def _term_rows(
    stages: Stages,
    articles: PreparedStage,
    corpus: CorpusStatistics,
    is_chosen: np.ndarray[tuple[int], np.dtype[np.bool_]],
    names: SiteNames,
    settings: Settings,
) -> DataFrame:
    """The terms of the chosen articles, a row for some hundred of them."""
    known = stages.spark.sparkContext.broadcast((corpus, is_chosen, names))

    def over(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        corpus, is_chosen, names = known.value
        for batch in batches:
            places = batch.column("place").to_numpy()
            table = pa.Table.from_batches([batch]).filter(pa.array(is_chosen[places]))
            if len(table):
                prepared = prepared_of(table, settings)
                counted = NamelessTitles(prepared.articles, settings, CountedText(prepared, corpus), names)
                columns = places[is_chosen[places]].tobytes(), _written(read_terms(counted, settings))
                yield pa.record_batch([pa.array([each], pa.binary()) for each in columns], names=["places", "terms"])

    rows = articles.rows.select("place", *PREPARED_COLUMNS, *LINE_COLUMNS, "repeats", "notice")
    return stages.map_rows(rows, over, "places binary, terms binary")


def _terms_of(stage: DataFrame, settings: Settings) -> Terms:
    """The terms of all rows, in the order of places."""
    table = stage.toArrow()
    if not len(table):
        return read_terms([], settings)
    places = np.concatenate([np.frombuffer(each.as_buffer(), np.int64) for each in table.column("places")])
    first, *others = [_read(each.as_py()) for each in table.column("terms")]
    return first.concatenated(*others).select(stable_order(places))


def _written(terms: Terms) -> bytes:
    file = BytesIO()
    np.savez(file, allow_pickle=False, **{name: getattr(terms, name) for name in Terms.__slots__})
    return file.getvalue()


def _read(written: bytes) -> Terms:
    with np.load(BytesIO(written), allow_pickle=False) as columns:
        return Terms(**{name: columns[name] for name in Terms.__slots__})
