"""The pipeline on Spark: the same stages as `dedup.pipeline`, over rows in place of arrays.

What needs the articles themselves runs on executors: reading, fingerprints, keys and their pairs, measures. What needs
few bytes of many articles runs on the driver: groups, what is learned from lines, relations, clusters, stories.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from tempfile import mkdtemp

from pyspark.sql import DataFrame, SparkSession

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
from dedup.sources.reading_notes import ReadingNotes
from dedup.spark.earlier_job import EarlierJob, kept_notes, preparing
from dedup.spark.measure_stage import measure_stage
from dedup.spark.pair_stage import PairStage, SparkCandidates
from dedup.spark.prepare_stage import prepare_stage
from dedup.spark.rows.sources import kind_of_table, notes_of, open_table, rows_of_items, rows_of_table
from dedup.spark.stages import Stages, folder_address
from dedup.spark.term_stage import linking_on_spark
from dedup.stories.story_matches import add_story_matches


@dataclass(frozen=True, slots=True)
class Job:
    """What a job is made with beside its articles: see `scan_table`."""

    settings: Settings = DEFAULT_SETTINGS
    stories: bool = True
    parts: int = 0
    add_to: str | None = None

    def earlier(self, spark: SparkSession) -> EarlierJob | None:
        """The job that this one adds to."""
        return None if self.add_to is None else EarlierJob(spark, self.add_to, self.settings)

    def stages(self, spark: SparkSession, folder: str, source: str) -> Stages:
        """The stages of the job in a folder; those of another job, or of another source, are refused."""
        self.earlier(spark)  # is refused before anything is written
        made_with: dict[str, object] = {
            "input": source,
            "add_to": self.add_to and folder_address(self.add_to),
            "stories": self.stories,
        }
        return Stages(spark, f"{folder}/stages", made_with | preparing(self.settings))


def scan_table(
    frame: DataFrame,
    folder: str | None = None,
    *,
    stories: bool = True,
    boilerplate: bool = False,
    settings: Settings = DEFAULT_SETTINGS,
    fields: FieldNames = DEFAULT_FIELD_NAMES,
    parts: int = 0,
    add_to: str | None = None,
) -> Report:
    """The report that `dedup.scan` makes, of the articles in the rows of a table of Spark.

    Columns are found by their usual names, or by those in `fields`; each row needs an id of its own. InputError where
    ids or texts have no column, or two rows have one id. Rows without a text are in `Report.skipped`.

    `folder` keeps the stages of the job, and must be one that all machines reach (`/mnt/...`, `s3a://...`); a job that
    was stopped goes on there. Without one, a local session uses a temporary folder. `parts` is the number of
    partitions, by default that of the session's shuffles. Nothing in the report depends on it, or on the order of rows.

    `add_to` is the folder of an earlier job: the report is that of its articles and these together. Its articles are
    neither read nor prepared again; InputError where it was made with other settings, or by another version.
    """
    if boilerplate:
        settings = replace(settings, min_listed_boilerplate_run=0)
    folder = folder or _temporary_folder(frame.sparkSession)
    return _scan_frame(frame, "", folder, Job(settings, stories, parts, add_to), fields)


def scan_source(
    spark: SparkSession,
    source: str,
    folder: str,
    job: Job,
    *,
    kind: str | None = None,
    fields: FieldNames = DEFAULT_FIELD_NAMES,
) -> Report:
    """The same of a table of Spark's catalogue, of files that Spark reads, or of what only dedup reads.

    `kind` is that of the table (`kind_of_table`). What only dedup reads, the driver reads, and hands it on.
    """
    kind = kind or kind_of_table(source)
    if kind is not None:
        return _scan_frame(open_table(spark, source, kind), source, folder, job, fields)
    stages = job.stages(spark, folder, source)
    read, notes = rows_of_items(spark, read_articles([source], fields, limits=job.settings))
    return _scan_rows(stages, read, notes, job)


def _scan_frame(frame: DataFrame, source: str, folder: str, job: Job, fields: FieldNames) -> Report:
    stages = job.stages(frame.sparkSession, folder, source)
    read = stages.kept("read", lambda: rows_of_table(frame, fields, job.settings))
    return _scan_rows(stages, read.where("note is null"), ReadingNotes(notes_of(read)), job)


def _scan_rows(stages: Stages, read: DataFrame, notes: ReadingNotes, job: Job) -> Report:
    """The report of rows that were read."""
    earlier = job.earlier(stages.spark)
    notes = kept_notes(stages, notes, earlier)
    return run_on_spark(stages, read, job, earlier).report(notes.skipped, notes.warnings)


def _temporary_folder(spark: SparkSession) -> str:
    if not str(spark.sparkContext.master).startswith("local"):
        raise InputError("the stages of a job on several machines need a folder that all of them reach: name one")
    return mkdtemp(prefix="dedup-spark-")


def run_on_spark(stages: Stages, source: DataFrame, job: Job, earlier: EarlierJob | None = None) -> Findings:
    """Find repeated blocks, matches, clusters and stories among the articles in `source` and those of an earlier job.

    The rows of `source` hold the id, text and fields of articles.
    """
    settings = job.settings
    parts = job.parts or int(stages.spark.conf.get("spark.sql.shuffle.partitions") or 1)
    articles = prepare_stage(stages, source, settings, parts, earlier)
    prepared = articles.prepared
    found = PairStage(stages, articles, settings, parts).candidates()
    corpus = learn_corpus(prepared.texts, prepared.outlets, found.representatives, found.phrases, settings)
    corpus = learn_stubs(corpus, prepared, settings)
    measured = measure_stage(stages, articles, corpus, found.left, found.right, settings)
    verified = judge_pairs(prepared, corpus, found.left, found.right, measured, settings)
    clusters = find_clusters(verified, settings)
    stats = _stats(len(prepared), found)
    if not job.stories:
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
