"""What a kernel takes and gives back, by its annotations: what it is compiled for before it is called.

An array has one dimension; `Matrix[...]` of `dedup.kernels.layouts` has two. A type variable with constraints stands
for each of them in turn: a kernel is compiled once for each. Nothing here loads numba.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

import numpy as np

SCALARS: dict[Any, np.dtype[Any]] = {int: np.dtype(np.int64), float: np.dtype(np.float64), bool: np.dtype(np.bool_)}


class ScalarKind(NamedTuple):
    """A number."""

    dtype: np.dtype[Any]


class ArrayKind(NamedTuple):
    """An array, contiguous, rows first."""

    dtype: np.dtype[Any]
    dimensions: int


class TupleKind(NamedTuple):
    """Several values: of a NamedTuple, or of none in particular."""

    named: type[Any] | None
    parts: tuple[Any, ...]


Kind = ScalarKind | ArrayKind | TupleKind


class Signature(NamedTuple):
    """The arguments and the result of a kernel; None for no result."""

    arguments: tuple[Kind, ...]
    result: Kind | None


def signatures_of(function: Callable[..., Any]) -> list[Signature]:
    """What a function is compiled for: one signature, or one for each constraint of its type variable.

    >>> def double(numbers: NDArray[np.int32], limit: int) -> int: ...
    >>> [[kind.dtype.name for kind in signature.arguments] for signature in signatures_of(double)]
    [['int32', 'int64']]
    """
    hints = get_type_hints(function, include_extras=True)
    variables = {variable for hint in hints.values() for variable in getattr(hint, "__parameters__", ())}
    if not variables:
        return [_signature(hints, {})]
    (variable,) = variables
    return [_signature(hints, {variable: constraint}) for constraint in variable.__constraints__]


def _signature(hints: dict[str, Any], chosen: dict[Any, Any]) -> Signature:
    kinds = {name: None if hint is types.NoneType else _kind(hint, chosen) for name, hint in hints.items()}
    result = kinds.pop("return")
    return Signature(tuple(kind for kind in kinds.values() if kind is not None), result)


def _kind(hint: Any, chosen: dict[Any, Any]) -> Kind:
    hint = _resolved(hint)
    if hint in SCALARS:
        return ScalarKind(SCALARS[hint])
    if get_origin(hint) is Annotated:
        array, dimensions = get_args(hint)
        return _array(array, dimensions, chosen)
    if get_origin(hint) is np.ndarray:
        return _array(hint, 1, chosen)
    if get_origin(hint) is tuple:
        return TupleKind(None, tuple(_kind(part, chosen) for part in get_args(hint)))
    if hasattr(hint, "_fields"):
        fields = get_type_hints(hint, include_extras=True)
        return TupleKind(hint, tuple(_kind(fields[name], chosen) for name in hint._fields))
    if isinstance(hint, type) and issubclass(hint, np.generic):
        return ScalarKind(np.dtype(hint))
    raise TypeError(f"{hint} is nothing that a kernel takes")


def _resolved(hint: Any) -> Any:
    """What an alias stands for: numpy's NDArray is one of a `type` statement from 2.5 on."""
    value = getattr(get_origin(hint), "__value__", None)
    return hint if value is None else value[get_args(hint)]


def _array(hint: Any, dimensions: int, chosen: dict[Any, Any]) -> ArrayKind:
    _, dtype = get_args(_resolved(hint))
    (item,) = get_args(dtype)
    return ArrayKind(np.dtype(chosen.get(item, item)), dimensions)
