"""Options that several commands share, written once: a dataclass of options, which a command takes as one argument.

Typer reads options from the parameters of a function, and knows no other way to group them. `with_option_groups` puts
the fields of each group in the place of the parameter, and makes the group again from what typer hands in.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, get_type_hints

Command = Callable[..., None]


def with_option_groups(command: Command) -> Command:
    """Let a command take groups of options: each parameter that is a dataclass becomes the options in its fields."""
    parameters = inspect.signature(command, eval_str=True).parameters.values()
    groups: dict[str, Any] = {each.name: each.annotation for each in parameters if is_dataclass(each.annotation)}

    @wraps(command)
    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        command(**given)

    options = (option for each in parameters for option in _options_of(each, groups.get(each.name)))
    run.__signature__ = inspect.Signature([*options])  # type: ignore[attr-defined]
    run.__annotations__ = {}  # the signature holds them: those of the command name the groups
    return run


def _options_of(parameter: inspect.Parameter, group: Any) -> Iterator[inspect.Parameter]:
    if group is None:
        yield parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        return
    types = get_type_hints(group, include_extras=True)
    for field in fields(group):
        yield inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=types[field.name]
        )
