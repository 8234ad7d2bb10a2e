"""Front matter: YAML between lines `---`, TOML between lines `+++`, or a JSON object, above the text of a file.

YAML is read by PyYAML with its base loader, which makes strings, lists and mappings and nothing else: a date stays what
was written until it is read as a date. Aliases are refused, since a few of them make gigabytes. Front matter that is no
YAML (`title: Rain: again`) is read line by line, as other heads are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.heads.head_names import is_head

_MAX_CHARACTERS = 1 << 16  # of front matter: a hundred times what crawlers write
_FENCED = lazy_pattern(
    r"\ufeff?\s*^(---|\+\+\+)[ \t]*\r?\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE | re.DOTALL
)
_ALIAS = lazy_pattern(r"(?:^|[\s\[{,])\*\w")
_NAMED_LINE = lazy_pattern(r"^([^\W\d_][\w .-]{0,39}?):[ \t]+(\S.*?)[ \t]*\r?$", re.MULTILINE)
_NO_VALUES = ("", "null", "~", "Null", "NULL")


class FrontMatter(NamedTuple):
    """What front matter states, by its names, and the text below it."""

    stated: dict[str, object]
    text: str


def split_front_matter(text: str) -> FrontMatter | None:
    r"""The front matter and the text below it; None if the text has none.

    >>> split_front_matter("---\ntitle: Rain\n---\nIt rained.")
    FrontMatter(stated={'title': 'Rain'}, text='It rained.')
    """
    if text.startswith("{"):
        return _split_json(text)
    found = _FENCED.match(text, 0, _MAX_CHARACTERS)
    if found is None:
        return None
    stated = _read_yaml(found[2]) if found[1] == "---" else _read_toml(found[2])
    return _checked(stated, text[found.end() :].removeprefix("\r").removeprefix("\n"))


def _split_json(text: str) -> FrontMatter | None:
    try:
        stated, end = json.JSONDecoder().raw_decode(text[:_MAX_CHARACTERS])
    except (ValueError, RecursionError):
        return None
    return _checked(stated, text[end:].lstrip("\r\n"))


def _read_yaml(source: str) -> object:
    import yaml

    if _ALIAS.search(source) is None:
        try:
            return yaml.load(source, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506  # strings only
        except (yaml.YAMLError, ValueError, RecursionError):
            pass
    return {name: value.strip("\"'") for name, value in _NAMED_LINE.findall(source)}


def _read_toml(source: str) -> object:
    import tomllib  # compiles patterns of its own

    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _checked(stated: object, text: str) -> FrontMatter | None:
    """Front matter that states something about an article; a rule above a text is none."""
    if not isinstance(stated, Mapping):
        return None
    known: dict[str, Any] = {str(name): value for name, value in stated.items() if value not in _NO_VALUES}
    return FrontMatter(known, text) if is_head({name: _line(value) for name, value in known.items()}) else None


def _line(value: object) -> str:
    return value if isinstance(value, str) else ""
