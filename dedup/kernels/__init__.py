"""The one room of compiled loops. Nothing else in dedup imports numba.

`load` imports a kernel module when it is first needed: numba and the cached machine code cost half a second, which
`dedup --help` must not pay. Machine code is kept in the user's own cache folder, named by the sources that it was made
from, so that it survives a read-only install and never outlives an upgrade. Where no such folder can be written it is
compiled for this process alone, in a private temporary one: never in a shared folder, for numba's cache is a pickle,
and whoever can write it can run code. NUMBA_CACHE_DIR, where set, is respected.

How to write a loop here. No branch in an inner loop: store always, advance sometimes. One accumulator, in a scalar. Two
arrays might overlap for all LLVM knows: read what you need into scalars, then write. Unsigned counters, or numba adds a
wrap-around test to every index. A loop of fixed length is unrolled before it can be vectorised: fine for stores in a
row, ruinous for a reduction. No intrinsics and no pointers: the source is right on any processor, and
NUMBA_BOUNDSCHECK=1 checks every index. A kernel trusts its arguments: the typed side that calls it checks shapes.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from threading import RLock
from types import ModuleType

from platformdirs import user_cache_path

_importing = RLock()


def load(name: str) -> ModuleType:
    """The kernels of `dedup/kernels/{name}.py`, compiled when first called."""
    with _importing:
        return _load(name)


@cache
def _load(name: str) -> ModuleType:
    from numba import config

    before = config.CACHE_DIR
    config.CACHE_DIR = before or str(cache_folder())
    try:
        return import_module(f"dedup.kernels.{name}")
    finally:
        config.CACHE_DIR = before


@cache
def cache_folder() -> Path:
    """Where machine code is kept: writable by this user alone."""
    folder = user_cache_path("dedup") / f"kernels-{_fingerprint()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    private = Path(mkdtemp(prefix="dedup-"))
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    return private


def is_compiled() -> bool:
    """Whether machine code from an earlier run is there."""
    folder = Path(os.environ.get("NUMBA_CACHE_DIR") or cache_folder())
    return any(folder.rglob("reading.sketch_articles-*.nbi"))


def _fingerprint() -> str:
    sources = sorted(Path(__file__).parent.glob("*.py"))
    checked = os.environ.get("NUMBA_BOUNDSCHECK", "0")
    return hashlib.sha256(b"\0".join([*(source.read_bytes() for source in sources), checked.encode()])).hexdigest()[:16]
