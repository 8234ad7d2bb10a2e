"""From anything to articles: folders, files, records, HTML pages, texts; what cannot be read ends nothing.

The process that extracts pages imports this package too, and needs little of it: hence names that are looked up late.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.sources.fields import FieldNames
    from dedup.sources.limits import Limits
    from dedup.sources.reader import read_articles

__all__ = ["FieldNames", "Limits", "read_articles"]

_HOME = {"FieldNames": "fields", "Limits": "limits", "read_articles": "reader"}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"dedup.sources.{_HOME[name]}"), name)
