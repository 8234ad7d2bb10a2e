"""What makes a cluster of copies."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class ClusterSettings(Group):
    """Clusters of copies."""

    min_core_coverage: float = number(
        0.6, unit="share", low=0, high=1, effect="copies that share less with the core of a cluster leave it"
    )
    min_long_coverage: float = number(
        0.5,
        unit="share of the longer text",
        low=0,
        high=1,
        effect="articles that are linked to the core through others only have to share more of it",
    )
