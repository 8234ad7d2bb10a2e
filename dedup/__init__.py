"""Find doubled blocks, copies and rewrites among news articles, see the shared passages, and learn who was first.

>>> import dedup
>>> dedup.compare("Rain is expected at the coast.", "RAIN IS EXPECTED AT THE COAST").relation.value
'exact'

Names are looked up when they are first used, so that `import dedup` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.article import Article, Skipped, Span
    from dedup.detector import compare, scan
    from dedup.errors import (
        DamagedDataError,
        DedupError,
        InputError,
        MissingExtraError,
        SettingsError,
        StorageError,
    )
    from dedup.index.index import Index
    from dedup.index.result import Judged
    from dedup.comparison.match import Changed, Edit, EditKind, Evidence, Match, Passage, PassageKind, Relation
    from dedup.alignment.repeats import Repeat, repeats
    from dedup.report import Report
    from dedup.settings import Settings
    from dedup.sketch.minhash import Fingerprint, fingerprint, from_datasketch
    from dedup.sources import Fields
    from dedup.stories.values import Clue, Cluster, Origin, Story

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Changed",
    "Clue",
    "Cluster",
    "DamagedDataError",
    "DedupError",
    "Edit",
    "EditKind",
    "Evidence",
    "Fields",
    "Fingerprint",
    "Index",
    "InputError",
    "Judged",
    "Match",
    "MissingExtraError",
    "Origin",
    "Passage",
    "PassageKind",
    "Relation",
    "Repeat",
    "Report",
    "Settings",
    "SettingsError",
    "Skipped",
    "Span",
    "StorageError",
    "Story",
    "__version__",
    "compare",
    "fingerprint",
    "from_datasketch",
    "repeats",
    "scan",
]

_HOMES = {
    "dedup.article": ("Article", "Skipped", "Span"),
    "dedup.detector": ("compare", "scan"),
    "dedup.errors": (
        "DamagedDataError",
        "DedupError",
        "InputError",
        "MissingExtraError",
        "SettingsError",
        "StorageError",
    ),
    "dedup.index.index": ("Index",),
    "dedup.index.result": ("Judged",),
    "dedup.comparison.match": ("Changed", "Edit", "EditKind", "Evidence", "Match", "Passage", "PassageKind", "Relation"),
    "dedup.alignment.repeats": ("Repeat", "repeats"),
    "dedup.report": ("Report",),
    "dedup.settings": ("Settings",),
    "dedup.sketch.minhash": ("Fingerprint", "fingerprint", "from_datasketch"),
    "dedup.sources": ("Fields",),
    "dedup.stories.values": ("Cluster", "Clue", "Origin", "Story"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
