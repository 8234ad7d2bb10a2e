"""A value that is computed when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Lazy(Generic[Value]):
    """A call that is made once, when its result is first asked for; copied and pickled as not yet made.

    >>> numbers = iter([1, 2])
    >>> first = Lazy(next, numbers)
    >>> first(), first()
    (1, 1)
    """

    __slots__ = ("_arguments", "_function", "_result")

    def __init__(self, function: Callable[..., Value], *arguments: Any) -> None:  # whatever it takes
        self._function = function
        self._arguments = arguments
        self._result: tuple[()] | tuple[Value] = ()

    @classmethod
    def of(cls, value: Value) -> Lazy[Value]:
        """A result that is known already.

        >>> Lazy.of(3)()
        3
        """
        return cls(_known, value)

    def __call__(self) -> Value:
        """The result."""
        if not self._result:
            self._result = (self._function(*self._arguments),)
        return self._result[0]

    def __reduce__(self) -> tuple[Any, ...]:
        return Lazy, (self._function, *self._arguments)


def _known(value: Value) -> Value:
    return value
