"""Adding to an earlier job: its articles are taken as they were prepared, and what reading had to say about them.

All else is found anew, for a new article may change it: who is next to whom in a bucket, what recurs, and how often.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pyarrow.fs import FileType
from pyspark.sql import DataFrame, SparkSession

from dedup import __version__
from dedup.article import ReadWarning, Skipped
from dedup.errors import InputError
from dedup.serialization import loads, to_builtins
from dedup.serialization.from_plain import DocumentReader
from dedup.settings import Settings
from dedup.sources.reading_notes import ReadingNotes
from dedup.spark.rows.stored_articles import files_at
from dedup.spark.stages import COMPLETE, STAGES_FORMAT, Stages, differing_names, folder_address


def preparing(settings: Settings) -> dict[str, object]:
    """What prepared articles depend on, beside themselves."""
    return {"version": __version__, "stages": STAGES_FORMAT, "settings": asdict(settings)}


class EarlierJob:
    """The prepared articles of a job; InputError where there are none, or where they were prepared otherwise."""

    def __init__(self, spark: SparkSession, folder: str, settings: Settings) -> None:
        self._spark, self._address = spark, f"{folder_address(folder)}/stages"
        self._files, self._path = files_at(self._address)
        if self._files.get_file_info(f"{self._path}/articles/{COMPLETE}").type is FileType.NotFound:
            raise InputError(f"{folder} holds no articles of an earlier job: its folder `stages` is needed")
        wanted = preparing(settings)
        found = self._read("job")
        differing = differing_names({name: found.get(name) for name in wanted}, wanted)
        if differing:
            raise InputError(
                f"the articles of {folder} were prepared by another job ({', '.join(differing)} differ): scan all again"
            )

    def articles(self) -> DataFrame:
        """The articles, as rows with their fingerprints."""
        return self._spark.read.parquet(f"{self._address}/articles")

    def notes(self) -> ReadingNotes:
        """What reading had to say about them."""
        return _notes_of(self._read("notes"))

    def _read(self, name: str) -> Any:
        with self._files.open_input_stream(f"{self._path}/{name}.json") as file:
            return loads(file.read())


def kept_notes(stages: Stages, notes: ReadingNotes, earlier: EarlierJob | None) -> ReadingNotes:
    """The notes of a job, behind those of the earlier one; they are kept for later ones."""

    def make() -> Any:
        before = earlier.notes() if earlier else ReadingNotes()
        return to_builtins(ReadingNotes([*before.skipped, *notes.skipped], [*before.warnings, *notes.warnings]))

    return _notes_of(stages.noted("notes", make))


def _notes_of(document: Any) -> ReadingNotes:
    reader = DocumentReader()
    skipped = reader.value(tuple[Skipped, ...], document["skipped"])
    return ReadingNotes([*skipped], [*reader.value(tuple[ReadWarning, ...], document["warnings"])])
