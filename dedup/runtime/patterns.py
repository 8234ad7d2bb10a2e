"""Patterns that are compiled when they are first used: a run needs a few of the three hundred that modules hold."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern that is compiled when an attribute of it is first asked for; handed to `re.sub` it is none.

    >>> digits = lazy_pattern("[0-9]+")
    >>> digits.sub("#", "14 of 15")
    '# of #'
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))


class _LazyPattern:
    """Stands for a pattern, whose attributes it takes over at its first use: later uses cost nothing more."""

    __slots__ = (
        "_arguments",
        "findall",
        "finditer",
        "flags",
        "fullmatch",
        "groupindex",
        "groups",
        "match",
        "pattern",
        "scanner",
        "search",
        "split",
        "sub",
        "subn",
    )

    def __init__(self, pattern: Any, flags: int) -> None:
        self._arguments = (pattern, flags)
        self.pattern = pattern  # patterns are made of patterns, which need not be compiled for that

    def __getattr__(self, name: str) -> Any:  # of a slot that is still empty
        if name not in self.__slots__:
            raise AttributeError(name)
        compiled = re.compile(*self._arguments)
        for attribute in self.__slots__[1:]:
            setattr(self, attribute, getattr(compiled, attribute))
        return getattr(compiled, name)
