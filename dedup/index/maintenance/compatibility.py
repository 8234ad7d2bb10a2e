"""What an index was built with, and the refusal of an index that was built otherwise.

Postings are hashes. An index whose words, shingles, bands or anchors were made by other rules would find nothing, and
call every article new. So the parameters are stored in the index, and others are refused. The texts are stored as well,
so that any index can be rebuilt by any version. Settings, which say how widely to search and how to group, may change
with every call.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from dedup.errors import DamagedDataError, InputError, SettingsError
from dedup.index.storage.protocols import Store
from dedup.serialization import dumps, loads
from dedup.sketch.fingerprints import KEYS, NUM_BANDS, NUM_PERMUTATIONS, PERMUTATION_SEED

BUILD_NOTE = "built"
CHECKSUM = "checksum"  # of the parameters, among them
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


def record_build(store: Store) -> None:
    """Store what a new index is built with."""
    with store.writing():
        store.set_metadata(BUILD_NOTE, dumps({**BUILD_PARAMETERS, CHECKSUM: _checksum(BUILD_PARAMETERS)}))


def check_compatible(store: Store, url: object) -> None:
    """Store what a new index is built with; SettingsError for an index that was built with anything else."""
    with store.reading():
        stored = store.metadata(BUILD_NOTE)
    if stored is None:
        record_build(store)
        return
    try:
        built = dict(loads(stored))
        is_sealed = CHECKSUM in built or built.get("format") == FORMAT
        if is_sealed and built.pop(CHECKSUM, None) != _checksum(built):
            raise InputError("not what was written")
    except (InputError, ValueError, TypeError) as error:
        raise DamagedDataError(f"{url}: what it was built with is damaged; `dedup index rebuild {url}`") from error
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
