"""The library of compiled kernels: found if it was made from these very sources, called by ctypes.

A library that was made from other sources is never used. A call costs some two microseconds for each array that it is
given and more for each that it makes: where it matters, many articles are read in one call that writes into given
arrays. Python's lock is free while it runs.
"""

from __future__ import annotations

import ctypes
import hashlib
import platform
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dedup.kernels.ahead_of_time.processor import levels
from dedup.kernels.ahead_of_time.signatures import ArrayKind, Kind, ScalarKind, Signature, signatures_of
from dedup.runtime.private_files import is_as_safe_as

FOLDER = Path(__file__).parent
SUFFIX = ".dylib" if platform.system() == "Darwin" else ".so"

SCALARS: dict[str, Any] = {
    "int64": ctypes.c_int64,
    "uint64": ctypes.c_uint64,
    "int32": ctypes.c_int32,
    "uint32": ctypes.c_uint32,
    "uint8": ctypes.c_uint8,
    "float64": ctypes.c_double,
    "bool": ctypes.c_bool,
}


@cache
def sources_digest() -> str:
    """What names the sources of all kernels: a hash of the files of this room."""
    room = FOLDER.parent
    digest = hashlib.sha256()
    for path in sorted(room.rglob("*.py")):
        digest.update(str(path.relative_to(room)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def library_path(level: str) -> Path:
    """Where the library for a level of processors is kept: beside its sources."""
    return FOLDER / f"kernels-{level}{SUFFIX}"


def symbol(function: Callable[..., Any], number: int) -> str:
    """The name of a kernel in the library, for one of its signatures."""
    return f"{function.__module__}.{function.__name__}.{number}"


@cache
def fresh_library() -> ctypes.CDLL | None:
    """The library for this machine, if there is one that was made from these sources."""
    for path in map(library_path, levels()):
        if is_fresh(path):
            library = ctypes.CDLL(str(path))
            library.dedup_release.restype = None
            return library
    return None


def is_fresh(path: Path) -> bool:
    """Whether a library is there, can be loaded and was made from these sources; no wider open to others than they."""
    if not path.exists() or not is_as_safe_as(path, Path(__file__)):
        return False
    digest = sources_digest()
    try:
        made_from = (ctypes.c_char * len(digest)).in_dll(ctypes.CDLL(str(path)), "dedup_sources")
    except (OSError, ValueError):  # of another platform, or no library of ours
        return False
    return made_from.value == digest.encode()


class CompiledKernel:
    """A kernel of the library, called as the function that it was made from."""

    def __init__(self, function: Callable[..., Any], library: ctypes.CDLL) -> None:
        self.__name__, self.__doc__, self.__wrapped__ = function.__name__, function.__doc__, function
        self._library = library
        self._loaded: list[_Loaded] | None = None

    def __call__(self, *arguments: Any) -> Any:
        """Call the kernel; MemoryError where it gets none, TypeError for arrays of another type or order."""
        if self._loaded is None:  # annotations are read when a kernel is first called: there are many
            function = self.__wrapped__
            self._loaded = [
                _Loaded(self._library, symbol(function, number), signature)
                for number, signature in enumerate(signatures_of(function))
            ]
        for loaded in self._loaded:
            if len(self._loaded) == 1 or loaded.takes(arguments):
                return loaded(arguments)
        raise TypeError(f"{self.__name__} takes no arrays of {[getattr(each, 'dtype', each) for each in arguments]}")


class _Loaded:
    """A kernel for one signature."""

    def __init__(self, library: ctypes.CDLL, name: str, signature: Signature) -> None:
        self._signature = signature
        self._flatten = _tuple_flattener(signature.arguments)
        self._result = ctypes.c_int64 if signature.result is None else _result_type(signature.result)
        self._release = library.dedup_release
        flat = [each for kind in signature.arguments for each in _argument_types(kind)]
        prototype = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *flat)
        self._call = prototype((name, library))
        self._name = name

    def takes(self, arguments: tuple[Any, ...]) -> bool:
        kinds = zip(self._signature.arguments, arguments, strict=True)
        return all(value.dtype == kind.dtype for kind, value in kinds if isinstance(kind, ArrayKind))

    def __call__(self, arguments: tuple[Any, ...]) -> Any:
        flat: list[Any] = []
        self._flatten(arguments, flat)
        result, error = self._result(), ctypes.c_void_p()
        if self._call(ctypes.addressof(result), ctypes.addressof(error), *flat):
            raise MemoryError(f"no memory for {self._name}")  # kernels raise nothing else
        return None if self._signature.result is None else self._value(self._signature.result, result)

    def _value(self, kind: Kind, found: Any) -> Any:
        if isinstance(kind, ScalarKind):
            return found.value if hasattr(found, "value") else found
        if isinstance(kind, ArrayKind):
            return self._array(kind, found)
        parts = [self._value(part, getattr(found, f"part{place}")) for place, part in enumerate(kind.parts)]
        return kind.named(*parts) if kind.named else tuple(parts)

    def _array(self, kind: ArrayKind, found: Any) -> Any:
        """A copy of an array that a kernel made."""
        array = np.empty(tuple(found.shape), kind.dtype)
        ctypes.memmove(address_of(array), found.data, array.nbytes)
        self._release(ctypes.c_void_p(found.memory))
        return array


def _argument_types(kind: Kind) -> list[Any]:
    """How numba takes an argument: an array as memory, parent, items, size of one, data, shape and strides."""
    if isinstance(kind, ScalarKind):
        return [SCALARS[kind.dtype.name]]
    if isinstance(kind, ArrayKind):
        sizes = [ctypes.c_int64] * (2 * kind.dimensions)
        return [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, *sizes]
    return [each for part in kind.parts for each in _argument_types(part)]


def _result_type(kind: Kind) -> Any:
    """How numba lays a result out: arrays as it takes them, tuples as structures."""
    if isinstance(kind, ScalarKind):
        return SCALARS[kind.dtype.name]
    if isinstance(kind, ArrayKind):
        sizes = ctypes.c_int64 * kind.dimensions
        fields = [("memory", ctypes.c_void_p), ("parent", ctypes.c_void_p), ("items", ctypes.c_int64)]
        fields += [("item_size", ctypes.c_int64), ("data", ctypes.c_void_p), ("shape", sizes), ("strides", sizes)]
    else:
        fields = [(f"part{place}", _result_type(part)) for place, part in enumerate(kind.parts)]
    return type("Result", (ctypes.Structure,), {"_fields_": fields})


_Flattener = Callable[[Any, list[Any]], None]
"""Adds an argument to those of a call, as `_argument_types` says."""


def _flattener(kind: Kind) -> _Flattener:
    """The flattener of a kind of argument: made once, for an array is flattened in the time of two look-ups."""
    if isinstance(kind, ScalarKind):
        return _flatten_number
    if isinstance(kind, ArrayKind):
        return _list_flattener(kind.dtype) if kind.dimensions == 1 else _array_flattener(kind.dtype, kind.dimensions)
    return _tuple_flattener(kind.parts)


def _flatten_number(value: Any, flat: list[Any]) -> None:
    flat.append(value)


def _list_flattener(dtype: np.dtype[Any]) -> _Flattener:
    size = dtype.itemsize
    strides = (size,)

    def flatten(array: Any, flat: list[Any]) -> None:
        if array.dtype != dtype or array.strides != strides:
            _flatten_any(array, flat)
        else:
            count = array.size
            flat += (None, None, count, size, address_of(array), count, size)

    _flatten_any = _array_flattener(dtype, 1)  # one item, or none, is contiguous whatever its strides are
    return flatten


def _array_flattener(dtype: np.dtype[Any], dimensions: int) -> _Flattener:
    def flatten(array: Any, flat: list[Any]) -> None:
        if array.dtype != dtype or array.ndim != dimensions or not array.flags.c_contiguous:
            raise TypeError(f"not a contiguous array of {dtype} and {dimensions} dimensions: {array.dtype}")
        flat += (None, None, array.size, dtype.itemsize, address_of(array), *array.shape, *array.strides)

    return flatten


def _tuple_flattener(parts: Sequence[Kind]) -> _Flattener:
    flatteners = [_flattener(part) for part in parts]

    def flatten(values: Any, flat: list[Any]) -> None:
        for flatten_part, value in zip(flatteners, values, strict=True):
            flatten_part(value, flat)

    return flatten


def _stated_address(array: Any) -> int:
    """Where the numbers of an array lie, as numpy says: that takes five times as long as all else about an argument."""
    address: int = array.__array_interface__["data"][0]
    return address


def _read_address(array: Any) -> int:
    """The same, read behind the head of the object, where numpy's binary interface has it."""
    return ctypes.c_void_p.from_address(id(array) + object.__basicsize__).value or 0


_PROBE = np.zeros(1)
_is_readable = sys.implementation.name == "cpython" and _read_address(_PROBE) == _stated_address(_PROBE)
address_of = _read_address if _is_readable else _stated_address
