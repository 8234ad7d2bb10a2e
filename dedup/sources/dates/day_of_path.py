"""The day in an address or in the name of a file, as sites that are built from files write it."""

from __future__ import annotations

from datetime import UTC, datetime

from dedup.runtime.patterns import lazy_pattern

_DAY_FOLDERS = lazy_pattern(r"(?:^|/)((?:19|20)\d\d)/(\d\d)/(\d\d)/[^/]")
_DAY_BEFORE_NAME = lazy_pattern(r"(?:^|/)((?:19|20)\d\d)-(\d\d)-(\d\d)[-_][^/]+$")


def day_of_path(path: str) -> datetime | None:
    """The day that a path names, at midnight UTC: in three folders, or before the name of a file; None without one.

    >>> day_of_path("/blog/2024/03/05/rain") == day_of_path("_posts/2024-03-05-rain.md")
    True
    """
    found = _DAY_FOLDERS.search(path) or _DAY_BEFORE_NAME.search(path)
    if found is None:
        return None
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:  # the 31st of February
        return None
