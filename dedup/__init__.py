"""Find doubled blocks, copies and rewrites among news articles, see the shared passages, and learn who was first.

>>> import dedup
>>> dedup.compare("Rain is expected at the coast.", "RAIN IS EXPECTED AT THE COAST").relation.value
'exact'
"""

from dedup.article import Article, Skipped, Span
from dedup.compare.match import Evidence, Match, Passage, PassageKind, Relation
from dedup.compare.repeats import Repeat, repeats
from dedup.detector import compare, scan
from dedup.errors import DamagedDataError, DedupError, InputError, MissingExtraError, SettingsError
from dedup.report import Report
from dedup.settings import Settings
from dedup.sources import Fields
from dedup.stories.groups import Clue, Cluster, Origin, Story

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Clue",
    "Cluster",
    "DamagedDataError",
    "DedupError",
    "Evidence",
    "Fields",
    "InputError",
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
    "Story",
    "__version__",
    "compare",
    "repeats",
    "scan",
]
