"""One input file to its copy: which writer it has, and how it is packed."""

from __future__ import annotations

from io import BufferedReader
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from dedup.clean.writers.document_writer import write_document
from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError
from dedup.clean.writers.json_lines_writer import write_json_lines
from dedup.clean.writers.parquet_writer import write_parquet
from dedup.clean.writers.table_writer import write_table
from dedup.settings.limit_settings import DEFAULT_LIMITS
from dedup.sources.decoding.compression import decompressed, packing_of
from dedup.sources.decoding.packing import packed
from dedup.sources.fields.record_parts import FieldNames
from dedup.sources.formats import format_of_file
from dedup.sources.formats.format import InputFormat

_TEXTS = ("text", "markdown")
_TABLES = {"csv": None, "tsv": "\t"}
_MAGIC_BYTES = 10
WRITTEN = ("text", "html", "jsonl", "csv", "tsv", "parquet")


def write_file(path: Path, out: BinaryIO, decisions: FileDecisions, fields: FieldNames) -> None:
    """Write a copy of a file without what was decided; NotWrittenError where that cannot be done."""
    with path.open("rb") as stored:
        if not decisions:
            copyfileobj(stored, out)
            return
        packing = packing_of(stored.peek(_MAGIC_BYTES))
        stream = decompressed(stored, DEFAULT_LIMITS)
        form = format_of_file(path.name, stream.peek())
        if form is not None and form.name == "parquet" and packing is None:
            write_parquet(path, out, decisions)
            return
        with packed(out, packing) as target:
            _write_unpacked(form, stream, target, decisions, fields)


def _write_unpacked(
    form: InputFormat | None, stream: BufferedReader, out: BinaryIO, decisions: FileDecisions, fields: FieldNames
) -> None:
    name = form.name if form is not None else "text"
    if name == "jsonl":
        write_json_lines(stream, out, decisions)
    elif name in _TABLES:
        write_table(stream, out, decisions, fields, _TABLES[name])
    elif name in _TEXTS and decisions.cuts.keys() <= {None} and not decisions.drops:
        write_document(stream, out, decisions)
    elif form is not None and form.holds_one_article and not decisions.drops:
        copyfileobj(stream, out)  # a page is kept as it is
        decisions.leave(None, "a page is kept as it is")
    else:
        raise NotWrittenError(f"articles cannot be left out of {name} files; {', '.join(WRITTEN)} are written")
