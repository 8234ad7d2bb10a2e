"""The decorators of this room: what Python calls, and what only kernels call.

Numba makes two wrappers for every function, one for Python and one for C; each is optimised and linked wherever the
function is. A kernel needs the first, a stage none. A stage that takes all that is known of an article, and is called
for every pair, is put in place of the call: to hand on twenty arrays can cost as much as what is done with them.
"""

from __future__ import annotations

from numba import njit

kernel = njit(nogil=True, cache=True, no_cfunc_wrapper=True)
stage = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
inlined = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)
