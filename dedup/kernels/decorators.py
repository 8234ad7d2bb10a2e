"""The decorators of this room: what Python calls, and what only kernels call.

Numba makes two wrappers for every function, one for Python and one for C; each is optimised and linked wherever the
function is. A kernel needs the first, a stage none. A stage that takes all that is known of an article, and is called
for every pair, is put in place of the call: to hand on twenty arrays can cost as much as what is done with them.

To a type checker a decorated function is the function: numba has no types of its own. With NUMBA_DISABLE_JIT=1 it is
the function indeed, and a debugger steps through it; that unsigned numbers wrap round, which hashes are made of, is no
warning then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba import config as numba_config
from numba import njit as numba_njit

from dedup.kernels import cache_folder

# Numba asks for the folder of machine code when a function is decorated, and has one setting for the whole process. It
# is made here, once, before the first kernel is: kernels of others that are decorated later share the folder, which is
# private to the user and names each function by its file.
config: Any = numba_config
if not config.CACHE_DIR:
    config.CACHE_DIR = str(cache_folder())
njit: Any = numba_njit  # its stubs know neither wrapper

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """A loop that Python calls, without Python's lock; its machine code is kept."""
    if config.DISABLE_JIT:
        return np.errstate(over="ignore")(function)
    compiled: Function = njit(nogil=True, cache=True, no_cfunc_wrapper=True)(function)
    return compiled


def stage(function: Function) -> Function:
    """A loop that only kernels call."""
    compiled: Function = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return compiled


def inlined(function: Function) -> Function:
    """A stage that takes the place of its call."""
    compiled: Function = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)(function)
    return compiled
