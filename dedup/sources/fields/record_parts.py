"""From a record to an article: which of its fields holds which part.

A field is found by its usual names (`usual_names.py`). If several fields have a usual name, the most usual one that
holds something counts. A name that is given counts alone, exactly as written; it may lead into a field
(`summary.content`, `content[0].value`). A record that keeps its article in an object (`_source`, `fields`, `node`...)
is read from there: what the object says counts before what the record says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import NoneType
from typing import Any, NamedTuple

from dedup.article import Article, Place
from dedup.errors import InputError, NoTextError, check_type
from dedup.sources.article_parts import ArticleParts
from dedup.sources.dates.read_date import read_date
from dedup.sources.fields.field_path import parents_on_path, root_of_path, value_at_path
from dedup.sources.fields.field_values import author_of, date_of, links_of, object_of, one_line_of, text_of
from dedup.sources.fields.foreign_names import DATE_OR_DATA
from dedup.sources.fields.usual_names import (
    ENVELOPES,
    FOREIGN_RANK,
    OTHER_THINGS,
    QUALIFIED_RANK,
    SUMMARY_RANK,
    is_metadata,
    part_and_rank,
)
from dedup.sources.markup.shown_text import shown_parts

_EMPTY: tuple[object, ...] = (None, "", [], {})
_NO_TEXT = "no field holds a text (text, body, content...)"
_LOST = "\ufffd"  # what decoders write for bytes that are no character
_MARKS_OF_OUTLETS = (" - ", " | ", " – ", " — ")  # between a title and the name of its outlet
_MAX_ENVELOPES = 4  # around an article: `data.children[].data` has two
_MAX_SHOWN_CHARACTERS = 200  # of the names of fields
_MAX_SHOWN_VALUE = 60  # characters of a value that is no text
_ValueReader = Callable[[object], object]


class FieldNames(NamedTuple):
    """The names of the fields that hold an article's parts; None means: find the field by its usual names.

    A name may lead into a field: `summary.content`, `content[0].value`, `source.name`.

    >>> FieldNames(text="corpo", title="titolo").url is None
    True
    """

    text: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    id: str | None = None
    language: str | None = None
    author: str | None = None
    canonical: str | None = None
    links: str | None = None

    def find(self, names: Iterable[str]) -> dict[str, list[str]]:
        """The fields, of those with these names, that may hold each part of an article, the most usual first.

        A part that no field can hold is left out. A name that leads into a field gives that field.

        >>> FieldNames(title="titolo").find(["Body", "headline", "maintext", "titolo"])
        {'text': ['Body', 'maintext'], 'title': ['titolo']}
        """
        present = tuple(names)
        plan = _reading_plan(present, self)
        found = {part: list(holders) for part, holders, _ in plan.readers}
        if plan.summaries:
            found["text"] = [*found.get("text", ()), *plan.summaries]
        found |= {part: [root] for part, path in plan.paths if (root := root_of_path(path, present))}
        return {part: found[part] for part in ARTICLE_PARTS if part in found}


DEFAULT_FIELD_NAMES = FieldNames()
ARTICLE_PARTS = FieldNames._fields


class _ReadingPlan(NamedTuple):
    """How records with the same fields are read.

    Each part: the fields that may hold it, and how a value is read. `paths` are names that lead into fields;
    `summaries` are fields whose text counts if there is no other; `metadata` are objects that say more of the article.
    """

    readers: tuple[tuple[str, tuple[str, ...], _ValueReader], ...]
    paths: tuple[tuple[str, str], ...]
    summaries: tuple[str, ...]
    metadata: tuple[str, ...]


def article_from_record(
    record: Mapping[str, object],
    fields: FieldNames = DEFAULT_FIELD_NAMES,
    *,
    default_id: str = "",
    folder: str | None = None,
    place: Place | None = None,
) -> Article:
    """The article in a record; InputError if it has no text.

    If the record has no id, it gets `default_id`, else that of its `place`; if it has neither outlet nor URL, it gets
    the outlet of the `folder` that its file lies in.

    >>> article_from_record({"headline": "Late", "body": "The ferry is late.", "id": 7})
    Article('7', 'The ferry is late.', title='Late')
    """
    check_type(record, Mapping, "article_from_record: a mapping of names to values")
    check_type(fields, FieldNames, "fields: FieldNames()")
    check_type(default_id, str, "default_id: a string")
    check_type(folder, (str, NoneType), "folder: a name, or None")
    check_type(place, (Place, NoneType), "place: a Place, or None")
    parts = parts_of_record(record, fields)
    article = parts.article(place or Place(default_id), folder)
    return replace(article, place=place, id=parts.id or default_id or str(place or ""))


def parts_of_record(record: Mapping[str, object], fields: FieldNames = DEFAULT_FIELD_NAMES) -> ArticleParts:
    """The parts of the article in a record; InputError if it has no text.

    >>> parts_of_record({"headline": "Late", "body": "The ferry is late.", "id": 7}).title
    'Late'
    """
    return shown_parts(stated_parts(record, fields))


def stated_parts(record: Mapping[str, object], fields: FieldNames = DEFAULT_FIELD_NAMES) -> ArticleParts:
    """The parts of the article in a record as they are written there, with their markup; InputError without a text.

    >>> stated_parts({"title": "Late", "body": "<p>The ferry is late.</p>"}).text
    '<p>The ferry is late.</p>'
    """
    plan = _reading_plan(tuple(record), fields)
    parts = _parts_by_plan(record, plan)
    if "text" not in parts or plan.metadata or plan.paths:
        parts = _completed(record, fields, plan, parts)
        if "text" not in parts:
            raise _why_no_text(record, fields)
    if "published" in parts:
        parts["published"], problem = read_date(parts["published"], parts.get("language"))
        if parts["published"] is None:
            parts |= _other_date(record, plan, parts) or ({"warnings": (problem,)} if problem else {})
    if "title" in parts and "outlet" in parts:
        parts["title"] = _without_outlet(parts["title"], parts["outlet"])
    if _LOST in parts["text"] and (lost := parts["text"].count(_LOST)) > 1:
        doubt = f"{lost} characters of the text were lost where it was decoded wrongly before"
        parts["warnings"] = (*parts.get("warnings", ()), doubt)
    return ArticleParts(**parts)


def _without_outlet(title: str, outlet: str) -> str:
    """A title without the name of the outlet behind it, as news services put it there."""
    before = title.removesuffix(outlet)
    if before == title or not before.endswith(_MARKS_OF_OUTLETS):
        return title
    return before[: -len(_MARKS_OF_OUTLETS[0])].rstrip() or title


def _other_date(record: Mapping[str, object], plan: _ReadingPlan, parts: dict[str, Any]) -> dict[str, Any]:
    """The date in another field, where the most usual one is not understood."""
    names = next((names for part, names, _ in plan.readers if part == "published"), ())
    dates = (read_date(record[name], parts.get("language")).moment for name in names)
    found = next(filter(None, dates), None)
    return {"published": found} if found else {}


def holds_text(record: Mapping[str, object], fields: FieldNames) -> bool:
    """Whether a record holds the text of an article."""
    return "text" in _found_parts(record, fields, 0)


def holds_own_text(record: Mapping[str, object], fields: FieldNames) -> bool:
    """Whether a field of the record itself holds a text, not a summary, nor an object in it."""
    plan = _reading_plan(tuple(record), fields)
    names = next((names for part, names, _ in plan.readers if part == "text"), ())
    paths = [value_at_path(record, path) for part, path in plan.paths if part == "text"]
    return any(isinstance(value, str) and text_of(value) for value in (*(record[name] for name in names), *paths))


def check_text_column(names: list[str], fields: FieldNames) -> None:
    """InputError if none of a table's columns can hold a text."""
    if "text" in fields.find(names):
        return
    shown = _shown(names)
    if fields.text is not None:
        raise InputError(f"no column {fields.text!r}; there are: {shown}")
    raise InputError(f"no column holds a text (text, body, content...): {shown}")


def _parts_by_plan(record: Mapping[str, object], plan: _ReadingPlan) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for part, names, read in plan.readers:
        for name in names:
            value = record[name]
            if value or value not in _EMPTY:
                found = read(value)
                if found is not None:
                    parts[part] = found
                    break
    return parts


def _found_parts(record: Mapping[str, object], fields: FieldNames, depth: int) -> dict[str, Any]:
    plan = _reading_plan(tuple(record), fields)
    return _completed(record, fields, plan, _parts_by_plan(record, plan), depth)


def _completed(
    record: Mapping[str, object], fields: FieldNames, plan: _ReadingPlan, parts: dict[str, Any], depth: int = 0
) -> dict[str, Any]:
    """The parts, and those that stand deeper in the record, or under names of a summary."""
    for part, path in plan.paths:
        found = _reader_of(part)(value_at_path(record, path))
        parts |= {} if found is None else {part: found}
    if fields.text is not None:
        for near in parents_on_path(record, fields.text):
            parts = _parts_by_plan(near, _reading_plan(tuple(near), fields)) | parts
    elif "text" not in parts:
        parts |= _enveloped_parts(record, fields, depth) or _parts_of_summary(record, plan)
    for name in plan.metadata:
        from dedup.sources.fields.meta_tags import (
            parts_of_meta_tags,  # with the parser of pages, which few records need
        )

        more = object_of(record[name])
        inner = _parts_by_plan(more, _reading_plan(tuple(more), DEFAULT_FIELD_NAMES))
        inner = {part: found for part, found in inner.items() if part != "text"} | parts_of_meta_tags(more)
        parts = inner | parts
    return parts


def _enveloped_parts(record: Mapping[str, object], fields: FieldNames, depth: int) -> dict[str, Any]:
    """The parts of the article in an object in the record, if one holds a text."""
    if depth >= _MAX_ENVELOPES:
        return {}
    for envelope in _envelopes(record):
        inner = _found_parts(envelope, fields, depth + 1)
        if "text" in inner:
            return inner
    return {}


def _envelopes(record: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The objects in a record that may be its article, those with the usual names first."""
    objects = {name: value for name, value in record.items() if isinstance(value, Mapping)}
    yield from (value for name, value in objects.items() if name.lower() in ENVELOPES)
    for name, value in objects.items():
        if name.lower() not in ENVELOPES | OTHER_THINGS and part_and_rank(name)[0] in ("", "text"):
            yield value


def _parts_of_summary(record: Mapping[str, object], plan: _ReadingPlan) -> dict[str, Any]:
    found = (text for name in plan.summaries if (text := text_of(record[name])) is not None)
    text = next(found, None)
    return {} if text is None else {"text": text}


def _why_no_text(record: Mapping[str, object], fields: FieldNames) -> InputError:
    if fields.text is None:
        values = [record[name] for name in fields.find(record).get("text", [])]
    else:
        values = [value_at_path(record, fields.text)]
    held = [value for value in values if value not in _EMPTY]
    if held and isinstance(held[0], str | float):
        return NoTextError(f"no text, but a placeholder: {str(held[0]).strip()[:_MAX_SHOWN_VALUE]!r}")
    if held:
        return InputError("the field that should hold the text holds something else")
    if fields.text is None:
        return NoTextError(_NO_TEXT)
    if root_of_path(fields.text, record) is None:
        return InputError(f"no field {fields.text!r}; there are: {_shown(record)}")
    return NoTextError(f"no text in the field {fields.text!r}")


def _shown(names: Iterable[str]) -> str:
    shown = ", ".join(names)
    return shown if len(shown) <= _MAX_SHOWN_CHARACTERS else f"{shown[:_MAX_SHOWN_CHARACTERS]}..."


@lru_cache(maxsize=1024)  # the records of a file have the same fields, or nearly so
def _reading_plan(names: tuple[str, ...], fields: FieldNames) -> _ReadingPlan:
    for name in names:
        check_type(name, str, "the names of a record: strings")
    given = dict(_given_names(fields))
    usual: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        part, rank = part_and_rank(name)
        if part and part not in given:
            usual.setdefault(part, []).append((rank, name))
    foreign = (rank for found in usual.values() for rank, _ in found)
    if "published" not in usual and any(FOREIGN_RANK <= rank < QUALIFIED_RANK for rank in foreign):
        usual["published"] = [(0, name) for name in names if name.lower() == DATE_OR_DATA]
    holders = {
        part: tuple(name for rank, name in sorted(found, key=lambda each: each[0]) if rank < SUMMARY_RANK)
        for part, found in usual.items()
    }
    holders |= {part: (name,) for part, name in given.items() if name in names}
    return _ReadingPlan(
        tuple(
            (part, holders[part], _VALUE_READERS.get(part, one_line_of)) for part in ARTICLE_PARTS if holders.get(part)
        ),
        tuple((part, name) for part, name in given.items() if name not in names),
        tuple(name for rank, name in sorted(usual.get("text", ())) if rank >= SUMMARY_RANK),
        tuple(name for name in names if is_metadata(name)),
    )


def _reader_of(part: str) -> _ValueReader:
    return _VALUE_READERS.get(part, one_line_of)


@lru_cache(maxsize=16)
def _given_names(fields: FieldNames) -> tuple[tuple[str, str], ...]:
    return tuple((part, name) for part, name in zip(ARTICLE_PARTS, fields, strict=True) if name is not None)


# Every other part is one line.
_VALUE_READERS: dict[str, _ValueReader] = {
    "text": text_of,
    "published": date_of,
    "author": author_of,
    "links": links_of,
}
