"""What a change of one setting does, on a small made input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dedup.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Case:
    """`outcome` is what the setting says that it changes, found by the given settings on a small made input.

    It is `before` with the default of the setting, and `after` with `value`. All three are equal to what they should
    be, not only unlike each other: Case(value=0.99, outcome=relation_of(LEFT, RIGHT), before="near", after="excerpt").
    """

    value: float | bool
    outcome: Callable[[Settings], Any]
    before: Any
    after: Any
