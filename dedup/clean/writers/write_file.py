"""One input file to its copy: which writer it has, and how it is packed."""

from __future__ import annotations

from functools import partial
from io import BufferedReader
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from dedup.clean.writers.archive_writer import MemberDecisions, write_tar, write_zip
from dedup.clean.writers.document_writer import write_document
from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError
from dedup.clean.writers.records.json_array_writer import write_json_array
from dedup.clean.writers.records.json_lines_writer import write_json_lines
from dedup.clean.writers.records.parquet_writer import write_parquet
from dedup.clean.writers.records.sequence_writer import write_feed, write_mailbox
from dedup.clean.writers.records.table_writer import write_table
from dedup.settings.limit_settings import DEFAULT_LIMITS
from dedup.sources.decoding.compression import decompressed, packing_of
from dedup.sources.decoding.packing import packed
from dedup.sources.fields.record_parts import FieldNames
from dedup.sources.formats import format_of_file
from dedup.sources.formats.format import InputFormat

_TEXTS = ("text", "markdown")
_TABLES = {"csv": None, "tsv": "\t"}
_MAGIC_BYTES = 10
WRITTEN = ("text", "html", "jsonl", "json", "csv", "tsv", "parquet", "feed", "mbox", "zip", "tar")


def write_file(path: Path, out: BinaryIO, decisions: MemberDecisions, fields: FieldNames, threads: int = 1) -> None:
    """Write a copy of a file without what was decided about it, under an empty name, and about what lies in it;
    NotWrittenError where that cannot be done.
    """
    with path.open("rb") as stored:
        if any(decisions.values()) and _is_parquet(path.name, stored.peek()):
            write_parquet(path, out, decisions[""])
        else:
            _write_stored(path.name, stored, out, decisions, fields=fields, threads=threads)


def _is_parquet(name: str, head: bytes) -> bool:
    form = format_of_file(name, head) if packing_of(head[:_MAGIC_BYTES]) is None else None
    return form is not None and form.name == "parquet"


def _write_stored(
    name: str,
    stored: BufferedReader,
    out: BinaryIO,
    decisions: MemberDecisions,
    *,
    fields: FieldNames,
    threads: int = 1,
) -> None:
    """Write a file or a member of an archive, packed as it was."""
    if not any(decisions.values()):
        copyfileobj(stored, out)
        return
    packing = packing_of(stored.peek(_MAGIC_BYTES))
    stream = decompressed(stored, DEFAULT_LIMITS)
    form = format_of_file(name, stream.peek())
    kind = form.name if form is not None else "text"
    with packed(out, packing, threads) as target:
        if kind == "zip":
            write_zip(stream, target, decisions, partial(_write_stored, fields=fields))
        elif kind == "tar":
            write_tar(stream, target, decisions, partial(_write_stored, fields=fields))
        elif decisions.keys() != {""}:
            raise NotWrittenError(f"articles cannot be left out of what lies in {kind} files")
        elif not _write_records(kind, stream, target, decisions[""], fields):
            _write_article(kind, form, stream, target, decisions[""])


def _write_records(
    kind: str, stream: BufferedReader, out: BinaryIO, decisions: FileDecisions, fields: FieldNames
) -> bool:
    """Write a file that holds records; False if it is of another kind."""
    if kind == "jsonl":
        write_json_lines(stream, out, decisions)
    elif kind == "json":
        write_json_array(stream, out, decisions, fields)
    elif kind in _TABLES:
        write_table(stream, out, decisions, fields, _TABLES[kind])
    elif kind == "feed":
        write_feed(stream, out, decisions)
    elif kind == "mbox":
        write_mailbox(stream, out, decisions)
    else:
        return False
    return True


def _write_article(
    kind: str, form: InputFormat | None, stream: BufferedReader, out: BinaryIO, decisions: FileDecisions
) -> None:
    """Write a file that holds one article."""
    if kind in _TEXTS and decisions.cuts.keys() <= {None} and not decisions.drops:
        write_document(stream, out, decisions)
    elif form is not None and form.holds_one_article and not decisions.drops:
        copyfileobj(stream, out)  # a page is kept as it is
        decisions.leave(None, "a page is kept as it is")
    else:
        raise NotWrittenError(f"articles cannot be left out of {kind} files; {', '.join(WRITTEN)} are written")
