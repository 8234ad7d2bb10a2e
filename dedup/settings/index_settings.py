"""What an index may change from call to call; what it was built with is no setting (`dedup.index.maintenance`)."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class IndexSettings(Group):
    """Candidates of one new article, versions, and waiting for other writers."""

    max_index_candidates: int = number(
        100, unit="articles", low=1, effect="more stored articles are measured against a new one, 30 us each"
    )
    min_version_overlap: float = number(
        0.5,
        unit="share",
        low=0,
        high=1,
        effect="texts with one id that share less of either side are an id conflict, and no versions of one article",
    )
    min_page_overlap: float = number(
        0.1,
        unit="share",
        low=0,
        high=1,
        effect="texts at one URL that share less of either side, under unlike headlines, are two articles",
    )
    index_lock_seconds: float = number(
        120.0, unit="seconds", low=0, effect="an addition waits longer for other processes that write"
    )
    durability: int = number(
        1, unit="0 or 1", low=0, high=1, effect="an addition waits for the disk, so that no loss of power undoes it"
    )
