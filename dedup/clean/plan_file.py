"""A plan as JSON lines: what was asked for, then the files, then one decision a line.

    {"entry":"plan","version":1,"keep":["earliest"],"drop":[...],"cut":[...],"settings":{},"fields":{},"root":"news"}
    {"entry":"file","path":"news/feed.jsonl","size":31277,"digest":"..."}
    {"entry":"drop","path":"news/feed.jsonl","record":12,"article_id":"a12","relation":"near","kept_id":"a3",...}
    {"entry":"cut","path":"news/feed.jsonl","record":14,"article_id":"a14","kind":"doubled","span":[310,624],...}

People may delete lines of decisions, and empty lines and lines that begin with `#` count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dedup.clean.decision import CutDecision, Decision, DropDecision
from dedup.clean.input_file import InputFile
from dedup.clean.plan import Plan
from dedup.errors import InputError
from dedup.runtime.files.atomic_file import atomic_write
from dedup.runtime.files.given_files import open_given_file
from dedup.serialization import dumps, loads, to_builtins
from dedup.serialization.from_plain import DocumentReader
from dedup.sources.decoding.bounded_reading import reading_error

VERSION = 1
_ENTRIES: dict[str, type[InputFile | DropDecision | CutDecision]] = {
    "file": InputFile,
    "drop": DropDecision,
    "cut": CutDecision,
}
_NAMES = {kind: name for name, kind in _ENTRIES.items()}


def plan_lines(plan: Plan) -> Iterator[bytes]:
    """The lines of a plan, each with its line feed."""
    head = {name: to_builtins(getattr(plan, name)) for name in ("keep", "drop", "cut", "settings", "fields", "root")}
    yield dumps({"entry": "plan", "version": VERSION, **head}) + b"\n"
    for each in (*plan.files, *plan.decisions):
        yield entry_line(each)


def entry_line(entry: InputFile | Decision, **more: object) -> bytes:
    """One line of a plan, with its line feed; a log says `more` about it."""
    return dumps({"entry": _NAMES[type(entry)], **to_builtins(entry), **more}) + b"\n"


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan to a file, whole or not at all; InputError if that fails."""
    with atomic_write(path) as out:
        out.writelines(plan_lines(plan))


def read_plan(path: Path) -> Plan:
    """The plan in a file; InputError that names the line where it is none."""
    head: dict[str, Any] | None = None
    files: list[InputFile] = []
    decisions: list[Decision] = []
    for number, line in _lines(path):
        try:
            entry = loads(line)
            if head is None:
                head = _head(entry)
                continue
            value = _entry(entry)
        except InputError as error:
            raise InputError(f"{path}, line {number}: {error}") from error
        if isinstance(value, InputFile):
            files.append(value)
        else:
            decisions.append(value)
    if head is None:
        raise InputError(f"{path}: empty, no plan")
    try:
        return Plan(**head, files=tuple(files), decisions=tuple(decisions))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with open_given_file(path) as stored:
            for number, line in enumerate(stored, 1):
                if line.strip() and not line.lstrip().startswith(b"#"):
                    yield number, line
    except OSError as error:
        raise InputError(f"{path}: {reading_error(error)}") from error
    except ValueError as error:  # a name that no file can have
        raise InputError(f"{str(path)!r:.80}: no file can have this name") from error


def _head(entry: object) -> dict[str, Any]:
    if not isinstance(entry, dict) or entry.get("entry") != "plan":
        raise InputError("not a plan that dedup wrote: its first line does not say so")
    if entry.get("version") != VERSION:
        raise InputError(f"a plan of version {entry.get('version')!r}; this dedup reads version {VERSION}")
    read = DocumentReader()
    lists = {name: read.value(tuple[str, ...], entry.get(name)) for name in ("keep", "drop", "cut")}
    read.value(Mapping[str, float], entry.get("settings"))
    settings = dict(entry["settings"])  # whole numbers stay whole, so that the plan is written as it was
    fields = read.value(Mapping[str, str], entry.get("fields"))
    return {**lists, "settings": settings, "fields": fields, "root": read.value(str, entry.get("root"))}


def _entry(entry: object) -> InputFile | Decision:
    if not isinstance(entry, dict) or entry.get("entry") not in _ENTRIES:
        raise InputError(f"neither a file nor a decision: `entry` is one of {', '.join(_ENTRIES)}")
    rest = {name: value for name, value in entry.items() if name != "entry"}
    return DocumentReader().document(_ENTRIES[entry["entry"]], rest)
