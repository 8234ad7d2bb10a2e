"""One number or switch that may be turned: its default, unit, range and effect, written once, where the field is.

A group of settings is a frozen dataclass (`settings_group`) whose fields are made by `number`. The names are unique
over all groups, so that `Settings`, which inherits every group, is flat: `Settings(near_coverage=0.7)`. A stage takes
the group that it needs, and is handed the `Settings` of the run.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable
from dataclasses import FrozenInstanceError, dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar, cast, dataclass_transform

from dedup.errors import SettingsError

if TYPE_CHECKING:
    from inspect import Signature

Kind = TypeVar("Kind")

_KEY = "number"
MAX_VALUE = sys.maxsize  # what counts and offsets have; neither infinite nor no number


class Number(NamedTuple):
    """What is known of one setting. `low` and `high` are inclusive; None means no bound."""

    name: str
    group: str
    default: int | float | bool
    unit: str
    low: float | None
    high: float | None
    effect: str

    @property
    def range(self) -> str:
        """The inclusive range in words.

        >>> Number("cutoff", "search", 0.5, "share", 0, 1, "less is found").range
        '0 to 1'
        """
        if self.is_switch:
            return "true or false"
        if self.low is None:
            return "any" if self.high is None else f"{self.high:g} or less"
        return f"{self.low:g} or more" if self.high is None else f"{self.low:g} to {self.high:g}"

    @property
    def is_switch(self) -> bool:
        """Whether the setting is on or off."""
        return isinstance(self.default, bool)

    def shown(self, value: float | bool) -> str:
        """A value as it is written in tables and files.

        >>> Number("cutoff", "search", 0.5, "share", 0, 1, "less is found").shown(0.25)
        '0.25'
        """
        return str(value).lower() if self.is_switch else f"{value:g}"

    def fault(self, value: object) -> str | None:
        """What is wrong with a value, or None."""
        if self.is_switch:
            return None if isinstance(value, bool) else f"{self.name} must be true or false, not {value!r}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"{self.name} must be a number, not {value!r}"
        if isinstance(self.default, int) and not isinstance(value, int):
            return f"{self.name} must be a whole number, not {value!r:.40}"
        if self.low is not None and self.high is not None and not self.low <= value <= self.high:
            return f"{self.name} must lie between {self.low:g} and {self.high:g}, not at {value!r:.40}"
        if self.low is not None and not value >= self.low:
            return f"{self.name} must be {self.low:g} or more, not {value!r:.40}"
        if self.high is not None and not value <= self.high:
            return f"{self.name} must be {self.high:g} or less, not {value!r:.40}"
        return self._fault_of_any(value)

    def _fault_of_any(self, value: float) -> str | None:
        is_sensible = abs(value) <= MAX_VALUE
        return None if is_sensible else f"{self.name} must be a number of a sensible size, not {value!r:.40}"


class _GroupSignature:
    """What a group is made of, for `inspect.signature` and completion in notebooks."""

    def __get__(self, _: object, group: type) -> Signature:
        from inspect import Parameter, Signature

        named = fields(cast(Any, group))
        return Signature(
            [Parameter(each.name, Parameter.KEYWORD_ONLY, default=each.default, annotation=each.type) for each in named]
        )


class Group:
    """What all groups have: they are made by name, never change, compare by their numbers, and show what differs from
    the defaults.

    A dataclass would write each of these methods anew for each group, in a third of the time of loading the package.
    """

    __signature__ = _GroupSignature()

    def __init__(self, **values: float | bool) -> None:
        defaults = {each.name: each.default for each in fields(cast(Any, self))}
        if unknown := [name for name in values if name not in defaults]:
            raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument {unknown[0]!r}")
        vars(self).update(defaults | values)
        self.__post_init__()

    def __post_init__(self) -> None:
        """What a group checks when it is made."""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def __repr__(self) -> str:
        values = ((number, getattr(self, number.name)) for number in numbers_of(type(self)))
        changed = (f"{number.name}={value!r}" for number, value in values if value != number.default)
        return f"{type(self).__name__}({', '.join(changed)})"


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False)
def settings_group(group: type[Kind]) -> type[Kind]:
    """Make a class that inherits `Group` a dataclass of its numbers."""
    return dataclass(init=False, eq=False, repr=False, kw_only=True)(group)


def number(
    default: float, *, unit: str, effect: str, low: float | None = None, high: float | None = None
) -> Any:  # a field takes the type that the class gives it
    """A field of a settings group: its default, unit, inclusive range, and what a higher value does."""
    return field(default=default, metadata={_KEY: (unit, low, high, effect)})


def switch(*, default: bool, effect: str) -> Any:  # as `number`
    """A field of a settings group that is on or off, and what it does where it is on."""
    return field(default=default, metadata={_KEY: ("switch", None, None, effect)})


def numbers_of(group: type) -> tuple[Number, ...]:
    """The numbers that a group, or `Settings`, holds, in the order in which they are written."""
    return _numbers_of(cast(Hashable, group))


@cache
def _numbers_of(group: Any) -> tuple[Number, ...]:
    return tuple(
        Number(each.name, _home(group, each.name), each.default, *each.metadata[_KEY])  # type: ignore[arg-type]
        for each in fields(group)
    )


def check(settings: Any) -> None:  # any group
    """Raise a SettingsError that names every value out of its range."""
    faults = [each.fault(getattr(settings, each.name)) for each in numbers_of(type(settings))]
    if any(faults):
        raise SettingsError("; ".join(fault for fault in faults if fault))


def _home(group: type, name: str) -> str:
    """The group that declares a number: `SearchSettings` is `search`."""
    (home,) = (base for base in group.__mro__ if name in vars(base).get("__annotations__", {}))
    return home.__name__.removesuffix("Settings").lower()
