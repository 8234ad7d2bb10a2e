"""What an index was built with, and which of these this dedup reads.

Postings are hashes: an index whose words, shingles, bands or anchors were made otherwise would find nothing, and say so
of every article. So what it was built with stands in the file, and another is refused. The texts are kept, so that any
index can be rebuilt by any dedup; what says how widely to look and how to group may change with every call.
"""

from __future__ import annotations

from dedup.errors import DamagedDataError, InputError, SettingsError
from dedup.index.storage.protocols import Store
from dedup.serialization import dumps, loads
from dedup.sketch.fingerprints import NUM_BANDS, NUM_PERMUTATIONS, PERMUTATION_SEED

BUILD_NOTE = "built"
FORMAT = 1  # of the tables and records
KEYS = 1  # of folding, words, shingles and anchors: a test pins the keys of a text, and fails when this is to be raised

BUILD_PARAMETERS = {
    "format": FORMAT,
    "keys": KEYS,
    "scheme": "affine32",
    "values": NUM_PERMUTATIONS,
    "seed": PERMUTATION_SEED,
    "bands": NUM_BANDS,
}


def record_build(store: Store) -> None:
    """Note what a new index is built with."""
    with store.writing():
        store.set_metadata(BUILD_NOTE, dumps(BUILD_PARAMETERS))


def check_compatible(store: Store, path: object) -> None:
    """Note what a new index is built with; SettingsError for an index that was built with anything else."""
    with store.reading():
        noted = store.metadata(BUILD_NOTE)
    if noted is None:
        record_build(store)
        return
    try:
        built = loads(noted)
    except InputError as error:
        raise DamagedDataError(f"{path}: what it was built with is damaged; `dedup index rebuild {path}`") from error
    others = [
        f"{name} {built.get(name)!r} (here {BUILD_PARAMETERS.get(name)!r})"
        for name in sorted({*built, *BUILD_PARAMETERS})
        if built.get(name) != BUILD_PARAMETERS.get(name)
    ]
    if others:
        raise SettingsError(
            f"{path}: built with {', '.join(others)}; `dedup index rebuild {path}` makes it anew from the texts in it"
        )
