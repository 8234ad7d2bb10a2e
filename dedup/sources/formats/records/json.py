"""JSON: a file with one value, which is one record or holds records (`json_shapes.py`).

The file is read whole. What is no single value is read as JSON lines, whose reader takes what it can.
"""

from __future__ import annotations

from collections.abc import Iterator

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.bounded_reading import as_stream, read_whole_text
from dedup.sources.formats.format import BadRecord, InputFormat, OpenFile, ReadOptions, SourceRecord, SourceWarning
from dedup.sources.formats.records.json_shapes import records_in
from dedup.sources.formats.records.json_values import TooManyValuesError, parse_json
from dedup.sources.formats.records.jsonl import read_json_lines

_BEGINNING = lazy_pattern(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*(?:\{\s*[\"}]|\])|\{\s*\n\s*[\"}])")


def read_json(file: OpenFile, options: ReadOptions) -> Iterator[SourceRecord | BadRecord | SourceWarning]:
    """The records of a JSON file; the number of the only one is None."""
    text, doubt = read_whole_text(file.stream, options.limits, options.encoding)
    if doubt is not None:
        yield SourceWarning(doubt)
    if not text.strip():
        raise InputError("empty")
    try:
        value = parse_json(text, options.limits.max_json_values)
    except TooManyValuesError:
        raise
    except InputError as error:
        yield from _as_lines(text, options, error)
    else:
        if value in ([], {}):
            raise InputError("empty")
        yield from records_in(value, options.fields)


def _as_lines(text: str, options: ReadOptions, error: InputError) -> Iterator[SourceRecord | BadRecord | SourceWarning]:
    """The records on lines, and what is between them; the error if there is none."""
    bad: list[BadRecord] | None = []
    for item in read_json_lines(as_stream(text), options):
        if bad is None:
            yield item
        elif isinstance(item, BadRecord):
            bad.append(item)
        else:
            yield from bad
            yield item
            bad = None
    if bad is not None:
        raise error


def _sniff(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None


FORMATS = (InputFormat(name="json", endings=("json", "json5", "jsonc"), read=read_json, sniff=_sniff),)
