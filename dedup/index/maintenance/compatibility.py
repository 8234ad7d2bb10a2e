"""What an index was built with, and the refusal of an index that was built otherwise.

Postings are hashes. An index whose words, shingles, bands or anchors were made by other rules would find nothing, and
call every article new. So the parameters are stored in the index, and others are refused. The texts are stored as well,
so that any index can be rebuilt by any version. Settings, which say how widely to search and how to group, may change
with every call; but for `expand_umlauts`, which an index keeps as it was when the index was made.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dedup.errors import DamagedDataError, InputError, SettingsError
from dedup.index.storage.opening import given_store
from dedup.index.storage.protocols import Store
from dedup.serialization import dumps, loads
from dedup.settings import FoldingSettings, Settings
from dedup.sketch.fingerprints import KEYS, NUM_BANDS, NUM_PERMUTATIONS, PERMUTATION_SEED

BUILD_NOTE = "built"
CHECKSUM = "checksum"  # of the parameters, among them
EXPANDED = "expand_umlauts"  # among them where it is on
FORMAT = 2  # of the tables and records

BUILD_PARAMETERS = {
    "format": FORMAT,
    "keys": KEYS,
    "scheme": "affine32",
    "values": NUM_PERMUTATIONS,
    "seed": PERMUTATION_SEED,
    "bands": NUM_BANDS,
}


def _checksum(built: Mapping[str, object]) -> int:
    return zlib.crc32(dumps(dict(sorted(built.items()))))


def record_build(store: Store, settings: FoldingSettings) -> None:
    """Store what a new index is built with."""
    built = {**BUILD_PARAMETERS, EXPANDED: True} if settings.expand_umlauts else BUILD_PARAMETERS
    with store.writing():
        store.set_metadata(BUILD_NOTE, dumps({**built, CHECKSUM: _checksum(built)}))


def open_as_built(given: str | Path | Store, settings: Settings, name: str) -> tuple[Store, Settings]:
    """The store at a URL, or the one that is given, and the settings with the folding that it was built with.

    SettingsError for an index that was built with other parameters, or without `expand_umlauts` where the settings ask
    for it.
    """
    store = given_store(given, settings)
    try:
        built = _built_settings(store, name, settings)
    except BaseException:
        store.close()
        raise
    if built == settings or not isinstance(given, str | Path):
        return store, built
    store.close()
    return given_store(given, built), built


def is_expanded(store: Store) -> bool:
    """Whether an index was built with `expand_umlauts`; False where this cannot be read any more."""
    try:
        with store.reading():
            stored = store.metadata(BUILD_NOTE)
        return stored is not None and bool(dict(loads(stored)).get(EXPANDED))
    except (DamagedDataError, InputError, ValueError, TypeError):
        return False


def _built_settings(store: Store, url: str, settings: Settings) -> Settings:
    """Store what a new index is built with; of an older one, check it, and return the settings with its folding."""
    with store.reading():
        stored = store.metadata(BUILD_NOTE)
    if stored is None:
        record_build(store, settings)
        return settings
    try:
        built = dict(loads(stored))
        is_sealed = CHECKSUM in built or built.get("format") == FORMAT
        if is_sealed and built.pop(CHECKSUM, None) != _checksum(built):
            raise InputError("not what was written")
    except (InputError, ValueError, TypeError) as error:
        raise DamagedDataError(f"{url}: what it was built with is damaged; `dedup index rebuild {url}`") from error
    is_as_built = bool(built.pop(EXPANDED, False))
    differences = [
        f"{name} {built.get(name)!r} (here {BUILD_PARAMETERS.get(name)!r})"
        for name in sorted({*built, *BUILD_PARAMETERS})
        if built.get(name) != BUILD_PARAMETERS.get(name)
    ]
    if differences:
        raise SettingsError(
            f"{url}: built with {', '.join(differences)}; "
            f"`dedup index rebuild {url}` makes it anew from the texts in it"
        )
    if settings.expand_umlauts and not is_as_built:
        raise SettingsError(
            f"{url}: built without expand_umlauts; "
            f"`dedup index rebuild {url} --set expand_umlauts=true` makes it anew from the texts in it"
        )
    return replace(settings, expand_umlauts=is_as_built)
