"""The pipeline on Spark: the same stages as `dedup.pipeline`, over rows in place of arrays.

What needs the articles themselves runs on executors: reading, fingerprints, keys and their pairs, measures. What needs
few bytes of many articles runs on the driver: groups, what is learned from lines, relations, clusters, stories.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from tempfile import mkdtemp

from pyspark.sql import DataFrame, SparkSession

from dedup import __version__
from dedup.clusters.clusters import find_clusters
from dedup.comparison.prepared import learn_stubs
from dedup.comparison.verification import judge_pairs
from dedup.corpus.statistics import learn_corpus
from dedup.errors import InputError
from dedup.pipeline import Findings
from dedup.report import Report, ScanStats
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.sources.fields.record_parts import DEFAULT_FIELD_NAMES, FieldNames
from dedup.sources.reader import read_articles
from dedup.spark.measure_stage import measure_stage
from dedup.spark.pair_stage import PairStage, SparkCandidates
from dedup.spark.prepare_stage import prepare_stage
from dedup.spark.rows.sources import kind_of_table, notes_of, open_table, rows_of_items, rows_of_table
from dedup.spark.stages import STAGES_FORMAT, Stages
from dedup.spark.term_stage import linking_on_spark
from dedup.stories.story_matches import add_story_matches


def scan_table(
    frame: DataFrame,
    folder: str | None = None,
    *,
    stories: bool = True,
    boilerplate: bool = False,
    settings: Settings = DEFAULT_SETTINGS,
    fields: FieldNames = DEFAULT_FIELD_NAMES,
    parts: int = 0,
    source: str = "",
) -> Report:
    """The report that `dedup.scan` makes, of the articles in the rows of a table of Spark.

    Columns are found by their usual names, or by those in `fields`; each row needs an id of its own. InputError where
    ids or texts have no column, or two rows have one id. Rows without a text are in `Report.skipped`.

    `folder` keeps the stages of the job, and must be one that all machines reach (`/mnt/...`, `s3a://...`); a job that
    was stopped goes on there. Without one, a local session uses a temporary folder. `parts` is the number of
    partitions, by default that of the session's shuffles. Nothing in the report depends on it, or on the order of rows.
    `source` is a name of the table: stages of a table with another name are refused.
    """
    spark = frame.sparkSession
    if boilerplate:
        settings = replace(settings, min_listed_boilerplate_run=0)
    folder = folder or _temporary_folder(spark)
    stages = Stages(spark, f"{folder}/stages", made_with(source, settings, stories=stories))
    read = stages.kept("read", lambda: rows_of_table(frame, fields, settings))
    found = run_on_spark(stages, read.where("note is null"), settings, stories=stories, parts=parts)
    return found.report(notes_of(read))


def scan_source(
    spark: SparkSession,
    source: str,
    folder: str,
    *,
    kind: str | None = None,
    stories: bool = True,
    settings: Settings = DEFAULT_SETTINGS,
    fields: FieldNames = DEFAULT_FIELD_NAMES,
    parts: int = 0,
) -> Report:
    """The same of a table of Spark's catalogue, of files that Spark reads, or of what only dedup reads.

    `kind` is that of the table (`kind_of_table`). What only dedup reads, the driver reads, and hands it on.
    """
    kind = kind or kind_of_table(source)
    if kind is not None:
        frame = open_table(spark, source, kind)
        return scan_table(frame, folder, stories=stories, settings=settings, fields=fields, parts=parts, source=source)
    read, notes = rows_of_items(spark, read_articles([source], fields, limits=settings))
    stages = Stages(spark, f"{folder}/stages", made_with(source, settings, stories=stories))
    found = run_on_spark(stages, read, settings, stories=stories, parts=parts)
    return found.report(notes.skipped, notes.warnings)


def made_with(source: str, settings: Settings, *, stories: bool) -> dict[str, object]:
    """What the stages of a job depend on."""
    made: dict[str, object] = {"input": source, "version": __version__, "stages": STAGES_FORMAT}
    return made | {"stories": stories, "settings": asdict(settings)}


def _temporary_folder(spark: SparkSession) -> str:
    if not str(spark.sparkContext.master).startswith("local"):
        raise InputError("the stages of a job on several machines need a folder that all of them reach: name one")
    return mkdtemp(prefix="dedup-spark-")


def run_on_spark(
    stages: Stages, source: DataFrame, settings: Settings, *, stories: bool = True, parts: int = 0
) -> Findings:
    """Find repeated blocks, matches, clusters and stories among the articles in `source`: rows of id, text and fields.

    `parts` is the number of partitions, that of the session's shuffles if it is 0.
    """
    parts = parts or int(stages.spark.conf.get("spark.sql.shuffle.partitions") or 1)
    articles = prepare_stage(stages, source, settings, parts)
    prepared = articles.prepared
    found = PairStage(stages, articles, settings, parts).candidates()
    corpus = learn_corpus(prepared.texts, prepared.outlets, found.representatives, found.phrases, settings)
    corpus = learn_stubs(corpus, prepared, settings)
    measured = measure_stage(stages, articles, corpus, found.left, found.right, settings)
    verified = judge_pairs(prepared, corpus, found.left, found.right, measured, settings)
    clusters = find_clusters(verified, settings)
    stats = _stats(len(prepared), found)
    if not stories:
        return Findings(prepared, corpus, verified.matches(), clusters, (), (), stats, settings)
    found_stories = add_story_matches(verified, clusters, settings, linking_on_spark(stages, articles, corpus))
    return Findings(
        prepared, corpus, found_stories.matches, clusters, found_stories.stories, found_stories.series, stats, settings
    )


def _stats(articles: int, found: SparkCandidates) -> ScanStats:
    return ScanStats(
        articles=articles,
        candidates=len(found.left),
        capped_by_band=found.capped_by_band,
        capped_by_group=found.capped_by_group,
        frequent_anchors=found.frequent_anchors,
    )
