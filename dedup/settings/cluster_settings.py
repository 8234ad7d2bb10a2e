"""What makes a cluster of copies."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.number import number


@dataclass(frozen=True, kw_only=True)
class ClusterSettings:
    """Clusters of copies."""

    min_core_coverage: float = number(
        0.6, unit="share", low=0, high=1, effect="copies that share less with the core of a cluster leave it"
    )
