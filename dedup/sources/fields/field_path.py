"""Names of nested fields: `summary.content`, `content[0].value`, `_source.body`, `authors[].name`.

A key may hold the dot itself (`title.rendered` in a table that was made flat): the key as it is written counts first.
Without a number, a list gives the values of all its members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dedup.runtime.patterns import lazy_pattern

_STEP_END = lazy_pattern(r"[.\[]")
_INDEX = lazy_pattern(r"\[(\d*|\*)\]\.?")
_ROOT = "$."  # of JSONPath


def root_of_path(path: str, names: Iterable[str]) -> str | None:
    """The field, of those with these names, that a name denotes or leads into; None if there is none.

    >>> root_of_path("content[0].value", ["id", "content"]), root_of_path("corpo", ["id"])
    ('content', None)
    """
    present = set(names)
    if path in present:
        return path
    path = path.removeprefix(_ROOT)
    heads = (path[: end.start()] for end in _STEP_END.finditer(path + "."))
    return next((head for head in heads if head in present), None)


def value_at_path(record: Mapping[str, object], path: str) -> object:
    """The value that a name denotes in a record; None if there is none.

    >>> value_at_path({"content": [{"value": "Rain."}, {"value": "Snow."}]}, "content[0].value")
    'Rain.'
    """
    return _member(record, path if path in record else path.removeprefix(_ROOT))


def _inner_value(value: object, path: str) -> object:
    if not path:
        return value
    if isinstance(value, Mapping):
        return _member(value, path)
    if not isinstance(value, list | tuple):
        return None
    index = _INDEX.match(path)
    if index is None or not index[1].isdecimal():
        rest, members = (path[index.end() :], value) if index else (path, filter(_is_object, value))
        return [each for member in members if (each := _inner_value(member, rest)) is not None] or None
    place = int(index[1])
    return _inner_value(value[place], path[index.end() :]) if place < len(value) else None


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _member(value: Mapping[str, object], path: str) -> object:
    if path in value:
        return value[path]
    for end in _STEP_END.finditer(path):
        if path[: end.start()] in value:
            found = _inner_value(value[path[: end.start()]], path[end.start() :].removeprefix("."))
            if found is not None:
                return found
    return None


def parents_on_path(record: Mapping[str, object], path: str) -> list[Mapping[str, object]]:
    """The objects that a name leads through by names alone, the innermost first: what else they hold is near.

    >>> parents_on_path({"_source": {"body": "Rain.", "title": "Late"}}, "_source.body")
    [{'body': 'Rain.', 'title': 'Late'}]
    """
    found: list[Mapping[str, object]] = []
    for end in _STEP_END.finditer(path):
        if end[0] == "[":
            break
        inner = value_at_path(record, path[: end.start()])
        if isinstance(inner, Mapping):
            found.insert(0, inner)
    return found
