"""Look-alike letters: a Cyrillic, Greek or Armenian letter in a Latin word, or a Latin one in theirs, exchanged back.

To a reader the word is the same; its bytes hide a copy from every program. A word that is written in one script stays
as it is. Of a word in two, the letters that the other script has no look-alike of say to which it belongs; where both
scripts have such letters the word is left alone (`euроблок`), and where none has, it belongs to the script of most of
its letters. A script of which a text has nothing but look-alikes is none of its scripts: then letters that stand alone
(`а` for `a`) are exchanged as well.

One code point becomes one code point, so places in the text stay what they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_RANGES = {"cyrillic": "\u0400-\u052f", "greek": "\u0370-\u03ff", "armenian": "\u0531-\u058f"}
_OTHER_LEADS = bytes(byte for byte in range(256) if not 0xCD <= byte <= 0xD6)
"""All bytes but those with which letters of these scripts begin in UTF-8."""
_LATIN = "A-Za-z"
_MARKS = "\u0300-\u036f"
_SPACE = 32  # bytes up to this one separate words


class _Script(NamedTuple):
    """A script beside Latin: its words that are mixed with it, the letters proper to each, and the exchanges."""

    meeting: re.Pattern[str]  # of the two scripts: texts without are left alone
    word: re.Pattern[str]
    own: re.Pattern[str]  # letters of the script that are no look-alikes
    own_latin: re.Pattern[str]
    to_latin: dict[int, str]
    from_latin: dict[int, str]


def in_one_script(text: str) -> str:
    """The text with look-alike letters in the script of their word, letter for letter.

    >>> in_one_script("The p\u0430nel \u043epened in Москва")
    'The panel opened in Москва'
    """
    for script in _scripts():
        if script.meeting.search(text):
            text = _without(script, text, _letters_alone(script, text))
    return text


def mend_look_alikes(encoded: Sequence[bytes]) -> list[bytes]:
    """UTF-8 texts with look-alike letters in the script of their word; all but a few come back as they are."""
    mended = list(encoded)
    places = [place for place, text in enumerate(encoded) if text.translate(None, _OTHER_LEADS)]
    if not places:
        return mended
    ends = np.cumsum([len(encoded[place]) for place in places], dtype=np.int64)
    for mixed in _mixed(b"".join(encoded[place] for place in places), ends):
        mended[places[mixed]] = _mended(encoded[places[mixed]])
    return mended


def _mixed(encoded: bytes, ends: NDArray[np.int64]) -> list[int]:
    """Which of the pieces of a text that end at `ends` may have a word in two scripts."""
    from dedup.kernels.prepare.find_mixed_scripts import find_mixed_scripts

    is_mixed: NDArray[np.bool_] = np.zeros(len(ends), np.bool_)
    find_mixed_scripts(np.frombuffer(encoded, np.uint8), ends, is_mixed)
    places: list[int] = np.flatnonzero(is_mixed).tolist()
    return places


def _mended(encoded: bytes) -> bytes:
    """What `in_one_script` makes of a text; pieces between white space that have no word in two scripts are skipped."""
    ends = np.append(np.flatnonzero(np.frombuffer(encoded, np.uint8) <= _SPACE) + 1, len(encoded))
    cuts = [0]
    for place in _mixed(encoded, ends):
        cuts += [int(ends[place - 1]) if place else 0, int(ends[place])]
    pieces = [encoded[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise([*cuts, len(encoded)])]
    for script in _scripts():
        if any(map(script.meeting.search, pieces[1::2])):
            text = "".join(pieces)
            if _letters_alone(script, text):
                return _encode(in_one_script(text))
            pieces[1::2] = [_without(script, piece, {}) for piece in pieces[1::2]]
    return _encode("".join(pieces))


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@cache
def _scripts() -> tuple[_Script, ...]:
    rows = json.loads(Path(__file__).with_name("look_alikes.json").read_text(encoding="utf-8"))
    return tuple(_script(letters, **rows[name]) for name, letters in _RANGES.items())


def _script(range_: str, letters: str, latin: str) -> _Script:
    pairs = [*zip(letters, latin, strict=True)]
    return _Script(
        re.compile(f"[{_LATIN}][{_MARKS}]*[{range_}]|[{range_}][{_MARKS}]*[{_LATIN}]"),
        re.compile(f"[{_LATIN}{range_}{_MARKS}]+"),
        re.compile(f"[{range_}](?<![{letters}])"),
        re.compile(f"[{_LATIN}](?<![{latin}])"),
        str.maketrans(dict(pairs)),
        str.maketrans({plain: other for other, plain in reversed(pairs)}),
    )


def _letters_alone(script: _Script, text: str) -> dict[int, str]:
    """The exchanges of letters that stand alone: those of the script of which the text has nothing but look-alikes."""
    if not script.own.search(text):
        return script.to_latin
    return {} if script.own_latin.search(text) else script.from_latin


def _without(script: _Script, text: str, alone: dict[int, str]) -> str:
    def exchanged(match: re.Match[str]) -> str:
        word = match[0]
        if not script.meeting.search(word):
            return word.translate(alone) if len(word) == 1 else word
        own, own_latin = script.own.search(word), script.own_latin.search(word)
        if own and own_latin:
            return word
        if own or own_latin:
            return word.translate(script.from_latin if own else script.to_latin)
        is_latin = 2 * sum(letter.isascii() for letter in word) >= len(word)
        return word.translate(alone or (script.to_latin if is_latin else script.from_latin))

    return script.word.sub(exchanged, text)
