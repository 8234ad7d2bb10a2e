"""What is looked for when somebody asks, and only once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lazy(Generic[Value]):
    """A call without arguments that is made when its result is first asked for; copied and pickled as not yet made.

    >>> numbers = iter([1, 2])
    >>> first = Once(lambda: next(numbers))
    >>> first(), first()
    (1, 1)
    """

    __slots__ = ("_call", "_result")

    def __init__(self, call: Callable[[], Value]) -> None:
        self._call = call
        self._result: tuple[()] | tuple[Value] = ()

    def __call__(self) -> Value:
        """The result."""
        if not self._result:
            self._result = (self._call(),)
        return self._result[0]

    def __reduce__(self) -> tuple[type[Lazy[Value]], tuple[Callable[[], Value]]]:
        return Lazy, (self._call,)
