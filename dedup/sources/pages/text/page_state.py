"""The text of an article that stands only in the data of a page's program: `__NEXT_DATA__`, `window.__STATE__ = {...}`.

Such a page is drawn by JavaScript. Its data are records as anywhere else, so that the names of their fields say where
the text is.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain

from lxml.etree import _Element as Element

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.fields.field_values import text_of
from dedup.sources.fields.usual_names import OTHER_THINGS, SUMMARY_RANK, part_and_rank
from dedup.sources.markup.shown_text import shown_text
from dedup.sources.pages.text.streamed_state import streamed_values

MIN_STATE_TEXT = 400  # characters: shorter ones are as often of other articles
_MIN_SCRIPT = 500  # characters
_MAX_OBJECTS = 20_000
_MAX_ASSIGNMENTS = 20  # in a script
_LIST_NAMES = frozenset(("content_elements", "contentElements", "blocks", "paragraphs", "components", "sections"))
_ASSIGNMENT = lazy_pattern(r"=\s*(?:JSON\.parse\(\s*)?(?=[{\[\"])")
_DECODER = json.JSONDecoder(strict=False)


def find_state_text(scripts: Iterable[Element], title: str | None) -> str | None:
    """The longest text of an article in the data of these scripts, that with the title of the page before others."""
    found: list[tuple[bool, int, str]] = []
    scripts = list(scripts)
    assigned = (_values(script.text or "", script.get("type", "")) for script in scripts)
    for value in chain(chain.from_iterable(assigned), streamed_values(script.text or "" for script in scripts)):
        for record in _records(value):
            text = _text(record)
            if len(text) >= MIN_STATE_TEXT:
                is_titled = title is not None and title in record.values()
                found.append((is_titled, len(text), text))
    return max(found)[2] if found else None


def _values(script: str, kind: str) -> Iterator[object]:
    """The JSON values that a script is, or assigns to names."""
    if len(script) < _MIN_SCRIPT or "ld+json" in kind:
        return
    start = 0
    for _ in range(_MAX_ASSIGNMENTS):
        try:
            if "json" in kind:
                yield json.loads(script, strict=False)
                return
            assignment = _ASSIGNMENT.search(script, start)
            if assignment is None:
                return
            start = assignment.end()
            value, start = _DECODER.raw_decode(script, start)
            yield json.loads(value, strict=False) if isinstance(value, str) and len(value) >= _MIN_SCRIPT else value
        except (ValueError, RecursionError):
            if "json" in kind:
                return


def _records(value: object) -> Iterator[Mapping[str, object]]:
    """The objects inside a JSON value that may be the article, outer ones first."""
    waiting = deque([value])
    for _ in range(_MAX_OBJECTS):
        if not waiting:
            return
        node = waiting.popleft()
        if isinstance(node, dict):
            yield node
            waiting += (inner for name, inner in node.items() if name not in OTHER_THINGS)
        elif isinstance(node, list):
            waiting += node


def _text(record: Mapping[str, object]) -> str:
    """What the longest text among the fields of a record shows."""
    texts = (text_of(value) or "" for name, value in record.items() if value and _may_hold_text(name))
    longest = max(texts, key=len, default="")
    if len(longest) < MIN_STATE_TEXT:
        return ""
    with suppress(InputError):  # nested too deeply
        return shown_text(longest).text.strip()
    return ""


def _may_hold_text(name: str) -> bool:
    if name in _LIST_NAMES:
        return True
    part, rank = part_and_rank(name)
    return part == "text" and rank < SUMMARY_RANK
