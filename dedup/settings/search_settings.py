"""How widely candidates are searched for."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings.number import number


@dataclass(frozen=True, kw_only=True)
class SearchSettings:
    """Candidate generation: which pairs are measured."""

    max_band_neighbours: int = number(
        50, unit="articles", low=1, effect="more pairs of one LSH bucket are measured: recall in very large clusters"
    )
    max_anchor_groups: int = number(
        50, unit="groups", low=2, effect="more frequent anchors generate candidates: excerpts of much-quoted texts"
    )
    min_shared_anchors: int = number(
        2, unit="anchors", low=1, effect="short excerpts are missed, fewer pairs are measured"
    )
