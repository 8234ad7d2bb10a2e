"""Names in a run of Chinese signs, which has no spaces.

Foreign names are written by sound, with some four hundred signs: a run of these is a name, as it stands and without its
first or last sign, which may be a word. A Chinese person is two signs behind a family name, a place two signs before
"city", "county" or "river".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dedup.translations.keys.key_shapes import key_of_name
from dedup.translations.keys.skeletons import chinese_skeleton, skeleton

MIN_CLASSES = 2


class _Signs(NamedTuple):
    sounds: frozenset[str]
    families: frozenset[str]
    places: frozenset[str]


def chinese_name_keys(run: str) -> Iterator[tuple[int, int]]:
    """The keys of names in a run of signs, and where in the run each begins."""
    signs, at = _signs(), 0
    while at < len(run):
        end = at
        while end < len(run) and run[end] in signs.sounds:
            end += 1
        if end - at >= 2:
            for first, last in {(at, end), (at + 1, end), (at, end - 1)}:
                if last - first >= 2:
                    yield from _keyed(chinese_skeleton(run[first:last]), first)
        at = max(end, at + 1)
    for place, sign in enumerate(run):
        if sign in signs.families and place + 2 < len(run):
            yield from _keyed(skeleton(run[place + 1 : place + 3]), place)
        if sign in signs.places and place >= 2:
            yield from _keyed(skeleton(run[place - 2 : place]), place - 2)


def _keyed(classes: str, start: int) -> Iterator[tuple[int, int]]:
    if len(classes) >= MIN_CLASSES:
        yield key_of_name(classes), start


@cache
def _signs() -> _Signs:
    listed = json.loads(Path(__file__).with_name("chinese_signs.json").read_text(encoding="utf-8"))
    return _Signs(*(frozenset(listed[name]) for name in _Signs._fields))
