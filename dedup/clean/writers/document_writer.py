"""A file that holds one article: it is left out by its name, copied, or its text is cut below its head."""

from __future__ import annotations

from typing import BinaryIO

from dedup.clean.decision import CutDecision
from dedup.clean.writers.file_decisions import FileDecisions, cut_value, is_text_of

_ENCODINGS = ("utf-8", "utf-16")


def write_document(stored: BinaryIO, out: BinaryIO, decisions: FileDecisions) -> None:
    """Write a text file with its text cut; as it is, where the text does not stand in it as it was read."""
    source = stored.read()
    out.write(_cut_source(source, decisions.cuts[None]) or _left(source, decisions))


def _left(source: bytes, decisions: FileDecisions) -> bytes:
    decisions.leave(None)
    return source


def _cut_source(source: bytes, cuts: list[CutDecision]) -> bytes | None:
    """The bytes of a file with its text cut; None where the text is not found."""
    for encoding in _ENCODINGS:
        try:
            whole = source.decode(encoding)
        except UnicodeDecodeError:
            continue
        start = _start_of_text(whole, cuts)
        if start is not None and whole.encode(encoding) == source:
            end = start + cuts[0].characters
            return f"{whole[:start]}{cut_value(whole[start:end], cuts)}{whole[end:]}".encode(encoding)
    return None


def _start_of_text(whole: str, cuts: list[CutDecision]) -> int | None:
    """Where the text begins in the file: at its beginning or, below a head, at that of a line."""
    size = cuts[0].characters
    starts = {0, len(whole) - size, *(place + 1 for place, sign in enumerate(whole) if sign == "\n")}
    found = (start for start in sorted(starts) if 0 <= start <= len(whole) - size)
    return next((start for start in found if is_text_of(whole[start : start + size], cuts)), None)
