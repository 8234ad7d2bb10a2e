"""The decorators of this room: what Python calls, and what only kernels call.

Where a library of these very sources is there (`ahead_of_time`), a kernel is called in it, and numba is not needed.
Else numba compiles what is called. It makes two wrappers for every function, one for Python and one for C; each is
optimised and linked wherever the function is. A kernel needs the first, a stage none. A stage that takes all that is
known of an article, and is called for every pair, is put in place of the call: to hand on twenty arrays can cost as
much as what is done with them.

To a type checker a decorated function is the function: numba has no types of its own. With NUMBA_DISABLE_JIT=1 it is
the function indeed, and a debugger steps through it; that unsigned numbers wrap round, which hashes are made of, is no
warning then. DEDUP_KERNELS=numba passes the library by.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np

from dedup.errors import MissingExtraError
from dedup.kernels import cache_folder
from dedup.kernels.ahead_of_time.library import CompiledKernel, fresh_library

Function = TypeVar("Function", bound=Callable[..., Any])

USES_NUMBA = (
    os.environ.get("DEDUP_KERNELS") == "numba"
    or any(os.environ.get(name, "0") != "0" for name in ("NUMBA_DISABLE_JIT", "NUMBA_BOUNDSCHECK"))
    or fresh_library() is None
)

if USES_NUMBA:
    try:
        from numba import config as numba_config
        from numba import njit as numba_njit
    except ImportError as error:
        raise MissingExtraError(
            "no kernels were compiled for this machine and these sources: install the package anew (`pip install .` in "
            "a clone compiles them), or install numba, which compiles them when they are first called"
        ) from error

    # Numba asks for the folder of machine code when a function is decorated, and has one setting for the whole process.
    # It is made here, once, before the first kernel is: kernels of others that are decorated later share the folder,
    # which is private to the user and names each function by its file.
    config: Any = numba_config
    config.CACHE_DIR = str(cache_folder())
    njit: Any = numba_njit  # its stubs know neither wrapper


def kernel(function: Function) -> Function:
    """A loop that Python calls, without Python's lock; its machine code is kept."""
    library = fresh_library()
    if not USES_NUMBA and library is not None:
        return cast(Function, CompiledKernel(function, library))
    if config.DISABLE_JIT:
        return np.errstate(over="ignore")(function)
    compiled: Function = njit(nogil=True, cache=True, no_cfunc_wrapper=True)(function)
    return compiled


def stage(function: Function) -> Function:
    """A loop that only kernels call."""
    if not USES_NUMBA:
        return function
    compiled: Function = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return compiled


def inlined(function: Function) -> Function:
    """A stage that takes the place of its call."""
    if not USES_NUMBA:
        return function
    compiled: Function = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)(function)
    return compiled
