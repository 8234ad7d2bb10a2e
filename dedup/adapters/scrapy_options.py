"""The settings of the Scrapy pipeline, read and checked once; one error lists every fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup import FieldNames, Relation, SettingsError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

RELATIONS = (*(str(relation) for relation in Relation if relation.is_copy), "version", "unchanged")
"""What an item may be to an earlier article, the closest relation first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineOptions:
    """The settings of the pipeline; each is set as `DEDUP_` and the name of the field, in capitals.

    index: the file of the index, or the address of a server. fields: which field of an item holds which part of an
    article. drop: the relations whose items are dropped. alarm_share, alarm_pages: a host is reported if more than this
    share of its pages, of this many or more, hold a block twice. callback: a function that is called with each `item`
    and its `verdict`.
    """

    index: Path | str | None = None
    fields: FieldNames = FieldNames()  # noqa: RUF009  # it is frozen
    drop: frozenset[str] = frozenset()
    alarm_share: float = 0.2
    alarm_pages: int = 10
    callback: Callable[..., object] | None = None


def read_pipeline_options(settings: BaseSettings) -> PipelineOptions:
    """Read all settings that begin with `DEDUP_`; SettingsError names all that is wrong with them.

    Values may be text, from the command line: `-s DEDUP_DROP=exact,near`. A setting that is None counts as not given.
    """
    readings: dict[str, Callable[[str], object]] = {
        "DEDUP_ALARM_PAGES": lambda name: _at_least_one(settings.getint(name)),
        "DEDUP_ALARM_SHARE": lambda name: _share(settings.getfloat(name)),
        "DEDUP_CALLBACK": lambda name: _function(settings[name]),
        "DEDUP_DROP": lambda name: _relations(settings.getlist(name)),
        "DEDUP_FIELDS": lambda name: _fields(settings.getdict(name)),
        "DEDUP_INDEX": lambda name: _place(settings[name]),
    }
    given = sorted(name for name in settings if name.startswith("DEDUP_") and settings[name] is not None)
    read: dict[str, Any] = {}
    faults = []
    for name in given:
        if name not in readings:
            faults.append(f"{name}: no such setting")
            continue
        try:
            read[name.removeprefix("DEDUP_").lower()] = readings[name](name)
        except (TypeError, ValueError) as error:
            faults.append(f"{name}: {error}")
    if faults:
        raise SettingsError("; ".join(faults))
    return PipelineOptions(**read)


def _place(given: str | Path) -> Path | str:
    return given if isinstance(given, str) and given.startswith(("http://", "https://")) else Path(given)


def _function(given: str | Callable[..., object]) -> Callable[..., object]:
    from scrapy.utils.misc import load_object

    try:
        found: Any = load_object(given)
    except (ImportError, NameError) as error:
        raise ValueError(str(error)) from error
    if not callable(found):
        raise TypeError(f"{given!r} is no function")
    function: Callable[..., object] = found
    return function


def _fields(names: Mapping[str, str]) -> FieldNames:
    parts = FieldNames._fields
    unknown = sorted({*names} - {*parts})
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not among {', '.join(parts)}")
    return FieldNames(**names)


def _at_least_one(pages: int) -> int:
    if pages < 1:
        raise ValueError(f"{pages} is not 1 or more")
    return pages


def _share(share: float) -> float:
    if not 0 <= share <= 1:
        raise ValueError(f"{share:g} is no share from 0 to 1")
    return share


def _relations(names: Sequence[object]) -> frozenset[str]:
    unknown = sorted({*map(str, names)} - {*RELATIONS})
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not among {', '.join(RELATIONS)}")
    return frozenset(map(str, names))
