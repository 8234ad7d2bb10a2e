"""From anything to articles: folders, files, records, HTML pages, texts; what cannot be read ends nothing."""

from dedup.sources.fields import Fields
from dedup.sources.limits import Limits
from dedup.sources.reader import articles

__all__ = ["Fields", "Limits", "articles"]
