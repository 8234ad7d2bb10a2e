"""JSON lines: a line is left out, or the string of its text is spliced; every other byte stays.

A line that is no JSON object by itself is copied as it is; if a decision is about one, the file is not written.
"""

from __future__ import annotations

from typing import BinaryIO

from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError
from dedup.clean.writers.records.json_strings import cut_json
from dedup.errors import InputError
from dedup.serialization import loads

_MARK = b"\xef\xbb\xbf"  # of UTF-8


def write_json_lines(stored: BinaryIO, out: BinaryIO, decisions: FileDecisions) -> None:
    """Write the lines of a file that are kept; NotWrittenError for a line that cannot be left out or cut."""
    drops, cuts = decisions.drops, decisions.cuts
    for number, line in enumerate(stored, 1):
        if number in drops:
            _check_record(line, number)
            if number == 1 and line.startswith(_MARK):
                out.write(_MARK)
        elif number in cuts:
            out.write(_cut_line(line, number, decisions))
        else:
            out.write(line)


def _check_record(line: bytes, number: int) -> None:
    try:
        value = loads(line.removeprefix(_MARK))
    except InputError as error:
        raise NotWrittenError(f"line {number} is no JSON object by itself: {error}") from error
    if not isinstance(value, dict):
        raise NotWrittenError(f"line {number} is no JSON object by itself")


def _cut_line(line: bytes, number: int, decisions: FileDecisions) -> bytes:
    """The line with its text cut; as it is, where no string in it is the text."""
    _check_record(line, number)
    head = line[: len(line) - len(line.removeprefix(_MARK))]
    after = cut_json(line.removeprefix(_MARK).decode("utf-8"), decisions.cuts[number])
    if after is None:
        decisions.leave(number)
        return line
    return head + after.encode("utf-8")
