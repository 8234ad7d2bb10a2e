"""How the value of a field is read: as a text, as one line, as a date, as links; None if it holds nothing of the kind.

A value is a string, or what exports make of one: a list of paragraphs; an object that holds the string under a name
of its kind (`{"rendered": ...}`, `{"#text": ...}`, `{"name": ...}`); the document of an editor, whose blocks hold runs
of text; a list or an object written out as a string, as tables hold it.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.fields.placeholders import MAX_PLACEHOLDER_CHARACTERS, NULL_BEGINNINGS, is_no_text, is_null

_MAX_DEPTH = 40  # of objects in objects; editors' documents have ten
_MAX_LITERAL_CHARACTERS = 1 << 20  # of a list written out as a string: Python's parser takes a hundredfold in memory

# Where an object holds the text that it is about, the most telling name first.
_TEXT_KEYS = (
    *("rendered", "value", "text", "plain", "content", "body", "html", "#text", "$t", "_", "__cdata", "__text"),
    *("_text", "_cdata", "processed", "paragraphs", "children", "blocks", "root", "data"),
)
# Where an object holds the one line that it is about.
_LINE_KEYS = (
    *("name", "rendered", "main", "basic", "value", "text", "title", "#text", "$t", "_", "__cdata", "__text", "_text"),
    *("_cdata", "original", "$oid", "@id", "href", "url", "label", "code", "domain", "id"),
)
_BY = lazy_pattern(r"^(?:By|BY)\s+(?=[^\W\d_])")
_BRACKETS = frozenset("[{")
_SPECIAL_BEGINNINGS = _BRACKETS | NULL_BEGINNINGS
_WRITTEN_OUT = frozenset(("['", '["', "[{", "[[", "{'", '{"'))  # how a list or an object begins
_INLINE_TYPES = frozenset(["text", "span", "link", "mention", "bold", "italic"])
_OWN_RELATIONS = frozenset(["alternate", "self", "enclosure", "edit", "replies", "via", "hub", "canonical"])


def text_of(value: object) -> str | None:
    """A text; a list of paragraphs, or the blocks of an editor, as one."""
    if isinstance(value, str):
        if value[:1] in _BRACKETS and (inner := _written_out(value)) is not None:
            return text_of(inner)
        return value if len(value) > MAX_PLACEHOLDER_CHARACTERS or not is_no_text(value) else None
    if isinstance(value, list | tuple | Mapping):
        found = _blocks(value, 0)
        return None if is_no_text(found) else found or None
    return None


def one_line_of(value: object) -> str | None:
    """A value as one line: a number as digits, an object by its name, a list by its parts."""
    if isinstance(value, str):
        line = value.strip()
        if line and line[0] not in _SPECIAL_BEGINNINGS:  # as most are: nothing to be looked at
            return line
    return _line(value, 0)


def object_of(value: object) -> Mapping[str, object]:
    """An object, also one that a table holds written out as a string; an empty one for any other value.

    >>> object_of("{'pubdate': '2025-03-04'}"), object_of("rain")
    ({'pubdate': '2025-03-04'}, {})
    """
    found = _written_out(value.strip()) if isinstance(value, str) else value
    return found if isinstance(found, Mapping) else {}


def _line(value: object, depth: int) -> str | None:
    if isinstance(value, str):
        stripped = value.strip()
        if stripped[:1] in ("[", "{") and (inner := _written_out(stripped)) is not None:
            return _line(inner, depth + 1)
        return None if not stripped or is_null(stripped) else stripped
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, Mapping):
        return next((line for key in _LINE_KEYS if (line := _line(value.get(key), depth + 1))), None)
    if isinstance(value, list | tuple):
        return ", ".join(line for member in value if (line := _line(member, depth + 1))) or None
    if isinstance(value, float) and value.is_integer():  # of a column in which numbers are missing
        return str(int(value))
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def author_of(value: object) -> str | None:
    """The names of authors as one line; a number is what a database calls one.

    >>> author_of("By Ann Lee"), author_of(["[[Ann Lee]]", "Bo Ek"]), author_of(7)
    ('Ann Lee', 'Ann Lee, Bo Ek', None)
    """
    line = one_line_of(value)
    if line is None or line.isdecimal():
        return None
    if "[[" in line:  # a note of Obsidian, which has a page for each author
        line = line.replace("[[", "").replace("]]", "")
    return _BY.sub("", line)


def date_of(value: object) -> object:
    """A date as it is: it is read when the language of its record is known."""
    return value


def links_of(value: object) -> tuple[str, ...]:
    """The URLs in a list of strings or of objects; not those of a feed's entry to itself."""
    if not isinstance(value, list | tuple):
        return ()
    return tuple(link for each in value if (link := _link(each)))


def _link(value: object) -> str | None:
    if isinstance(value, Mapping):
        found = None if value.get("rel") in _OWN_RELATIONS else value.get("href") or value.get("url")
        return found if isinstance(found, str) else None
    return value if isinstance(value, str) else None


def _blocks(value: object, depth: int) -> str:
    """The text of a list of paragraphs, of an object that holds a text, or of objects in objects."""
    if isinstance(value, str):
        return value
    if depth > _MAX_DEPTH:
        return ""
    if isinstance(value, Mapping):
        held = (value[key] for key in _TEXT_KEYS if value.get(key) and isinstance(value[key], str | list | Mapping))
        return _blocks(next(held, ""), depth + 1)
    if not isinstance(value, list | tuple):
        return ""
    texts = [_blocks(member, depth + 1) for member in value]
    if _are_alternatives(value):
        return max(texts, key=len)
    return ("" if _are_inline(value, depth) else "\n").join(texts)


def _are_alternatives(members: Sequence[object]) -> bool:
    """Whether the members are one text in several forms, each with its MIME type, as in an entry of a feed."""
    return bool(members) and all(isinstance(each, Mapping) and "/" in str(each.get("type", "")) for each in members)


def _are_inline(members: Sequence[object], depth: int) -> bool:
    """Whether the members are runs of text within one paragraph."""
    mixed = {isinstance(member, str) for member in members} == {True, False}
    return mixed or (depth > 0 and any(_is_run(member) for member in members))


def _is_run(member: object) -> bool:
    if not isinstance(member, Mapping) or not isinstance(member.get("text"), str):
        return False
    return member.get("type", member.get("_type", "text")) in _INLINE_TYPES


def _written_out(text: str) -> object:
    """The list or object that a string is, in JSON or as Python writes it; None for any other string."""
    if text[:2] not in _WRITTEN_OUT or text[-1] not in "]}" or len(text) > _MAX_LITERAL_CHARACTERS:
        return None
    import ast  # both load much more, which the process that extracts pages does without

    import orjson

    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
