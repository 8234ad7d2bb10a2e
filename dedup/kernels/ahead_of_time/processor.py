"""The levels of processors that a library is compiled for, and the one that this machine has.

x86-64-v2, v3 and v4 are the levels of the System V ABI; numpy found out already which instructions are there.
"""

from __future__ import annotations

import platform
from functools import cache
from typing import Any

import numpy as np

LEVELS = {  # of x86-64, the best first: what numpy calls the level, or the instructions that tell it in older releases
    "x86-64-v4": ("X86_V4", "AVX512_SKX"),
    "x86-64-v3": ("X86_V3", "AVX2"),
    "x86-64-v2": ("X86_V2", "SSE42"),
}
GENERIC = {"aarch64": "arm64", "arm64": "arm64"}
COMPILER_NAMES = {"arm64": "generic"}  # what LLVM calls a level that has another name here


@cache
def levels() -> tuple[str, ...]:
    """The levels that this machine can run, the best first; none where it is of no kind that is known."""
    machine = platform.machine().lower()
    if machine not in ("x86_64", "amd64"):
        return (GENERIC[machine],) if machine in GENERIC else ()
    shown: Any = np.show_config(mode="dicts")
    extensions = shown.get("SIMD Extensions", {})
    found = {*extensions.get("baseline", ()), *extensions.get("found", ())}
    return tuple(level for level, names in LEVELS.items() if found & set(names))
