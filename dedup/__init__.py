"""Find doubled blocks, copies and rewrites among news articles, see the shared passages, and learn who was first.

>>> import dedup
>>> dedup.compare("Rain is expected at the coast.", "RAIN IS EXPECTED AT THE COAST").relation.value
'exact'

Names are looked up when they are first used, so that `import dedup` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.alignment.passage import Edit, EditKind, Evidence, Passage, PassageKind, SensitiveChange
    from dedup.alignment.repeats.blocks import Repeat, repeats
    from dedup.article import Article, Skipped, Span
    from dedup.clusters.origins import Clue, Origin
    from dedup.clusters.values import Cluster
    from dedup.comparison.match import Match, Relation
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
    from dedup.index.result import IndexResult
    from dedup.report import Report
    from dedup.settings import Settings
    from dedup.sketch.minhash import Fingerprint, fingerprint, from_datasketch
    from dedup.sources.fields import FieldNames
    from dedup.stories.story_value import Story

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Clue",
    "Cluster",
    "DamagedDataError",
    "DedupError",
    "Edit",
    "EditKind",
    "Evidence",
    "FieldNames",
    "Fingerprint",
    "Index",
    "IndexResult",
    "InputError",
    "Match",
    "MissingExtraError",
    "Origin",
    "Passage",
    "PassageKind",
    "Relation",
    "Repeat",
    "Report",
    "SensitiveChange",
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
    "dedup.index.result": ("IndexResult",),
    "dedup.comparison.match": ("Match", "Relation"),
    "dedup.alignment.passage": ("Edit", "EditKind", "Evidence", "Passage", "PassageKind", "SensitiveChange"),
    "dedup.alignment.repeats.blocks": ("Repeat", "repeats"),
    "dedup.report": ("Report",),
    "dedup.settings": ("Settings",),
    "dedup.sketch.minhash": ("Fingerprint", "fingerprint", "from_datasketch"),
    "dedup.sources.fields": ("FieldNames",),
    "dedup.clusters.origins": ("Clue", "Origin"),
    "dedup.clusters.values": ("Cluster",),
    "dedup.stories.story_value": ("Story",),
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
