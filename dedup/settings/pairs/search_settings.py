"""How widely candidates are searched for."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class SearchSettings(Group):
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
    max_short_words: int = number(
        40, unit="words", low=0, effect="in longer texts, too, a single shared anchor makes a candidate"
    )
    min_duplicate_containment: float = number(
        0.7,
        unit="share of the shingles of the shorter text, estimated",
        low=0,
        high=1,
        effect="fewer articles count as one text in document frequencies",
    )
    max_pairs_per_group_pair: int = number(
        64, unit="pairs", low=1, effect="more pairs of members of two groups of near-duplicates are measured"
    )
