"""The one room of compiled loops. Nothing else in dedup imports numba, and where a library was compiled when the
package was built (`ahead_of_time`), nothing does.

Folders are the stages of `dedup.pipeline`: `prepare` one article, `pair`, `learn`, `verify` two articles, `relate`
articles on one event. What several of them need stands beside them, once: hashes, hash tables, sorting, sets. The typed
side of a kernel imports it where it calls it: what kernels need costs up to half a second, which `dedup --help` must
not pay. `flags`, `layouts` and `parameters` load no numba.

Machine code that numba makes is kept in the user's own cache folder, named by the sources that it was made from, so
that it survives a read-only install and never outlives an upgrade. Where no such folder can be written it is compiled
for this process alone, in a private temporary one: never in a folder that others can write or own, for numba's cache is
a pickle, and whoever can write it can run code. NUMBA_CACHE_DIR, where set, is respected if it is the user's alone.

How to write a loop is explained in `docs/kernels.md`.
"""

from __future__ import annotations

import atexit
import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from platformdirs import user_cache_path

from dedup.runtime.private_files import is_private, make_private


@cache
def cache_folder() -> Path:
    """Where machine code is kept: writable by this user alone."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    folder = Path(chosen) if chosen else user_cache_path("dedup") / f"kernels-{_fingerprint()}"
    try:
        if (is_private(folder) if chosen else make_private(folder)) and os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    private = Path(mkdtemp(prefix="dedup-"))
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    return private


def is_compiled() -> bool:
    """Whether machine code is there: of the build, or of an earlier run."""
    from dedup.kernels.ahead_of_time.library import fresh_library

    if fresh_library() is not None:
        return True
    return any(cache_folder().rglob("sketch_articles.sketch_articles-*.nbi"))


def _fingerprint() -> str:
    from dedup.kernels.ahead_of_time.library import sources_digest

    return sources_digest()[:16] + "-checked" * (os.environ.get("NUMBA_BOUNDSCHECK", "0") != "0")
