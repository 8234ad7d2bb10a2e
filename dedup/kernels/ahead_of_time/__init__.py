"""Kernels compiled when the package is built: one shared library, called by ctypes, without numba.

build_hook         the hook of hatchling: `pip install .` and `python -m build` call it
compile_kernels    kernels -> objects -> one library a level of processors; needs numba and a linker
processor          which level this machine has
library            the library that was made from these very sources, and its kernels as functions
"""
