"""Writes `phrases.json` from `phrases.toml`: phrases by the first letters of their longest part.

python -m dedup.sources.notices.write_phrases
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import orjson

from dedup.sources.notices.phrases import KEY_LENGTH, MIN_PART_LETTERS, PHRASES_PATH, UNSPACED, Phrase, Written


def arranged_phrases() -> bytes:
    """What `phrases.json` holds."""
    data = tomllib.loads(PHRASES_PATH.with_suffix(".toml").read_text(encoding="utf-8"))
    address, in_reports = data.pop("address"), frozenset(data.pop("reports")["words"].split())
    adding = list(_written(None, data.pop("common")))
    saying: list[Written] = []
    for kind, roles in data.items():
        saying += _written(kind, roles["says"])
        adding += _written(kind, roles.get("adds", {}))
    parts = {part for written in saying for part in Phrase.of(*written).parts}
    rare = sorted(part for part in parts - in_reports if len(part) >= MIN_PART_LETTERS)
    arranged = {
        "saying": _by_key(saying),
        "adding": _by_key(adding),
        "address": address,
        "kinds": list(data),
        "rare_words": " ".join(rare),
    }
    return orjson.dumps(arranged, option=orjson.OPT_APPEND_NEWLINE)


def _written(kind: str | None, by_language: Mapping[str, list[str]]) -> Iterator[Written]:
    return ((kind, language, text) for language, texts in by_language.items() for text in texts)


def _by_key(phrases: Iterable[Written]) -> dict[str, object]:
    by_key: dict[str, list[Written]] = defaultdict(list)
    unspaced: list[Written] = []
    for written in phrases:
        phrase = Phrase.of(*written)
        key = phrase.parts[phrase.longest][:KEY_LENGTH]
        (unspaced if UNSPACED.search(written[2]) else by_key[key]).append(written)
    return {"by_key": {key: listed for key, listed in by_key.items() if listed}, "unspaced": unspaced}


if __name__ == "__main__":
    PHRASES_PATH.write_bytes(arranged_phrases())
