"""Every number that may be tuned, in one frozen value.

What a fingerprint is made of (three-word shingles, 128 values, 32 bands of 4, five-word anchors) is no setting: stored
fingerprints would not fit. These numbers say how widely to look and how to group; they may change from run to run.
"""

from __future__ import annotations

from dataclasses import dataclass

from dedup.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How widely copies are looked for, and what makes a cluster. SettingsError names all faults at once.

    reach: articles, 1 or more. Of a run of articles with one band in common, each is paired with so many of the next.
    common: groups of copies, 2 or more. An anchor that more of them hold pairs nobody.
    shared_anchors: 1 or more. Two articles without a band in common need so many anchors in common to be compared.
    cohesion: 0 to 1. A copy belongs to its cluster if so much of the shorter text is shared with the cluster's core.

    >>> Settings(cohesion=2)
    Traceback (most recent call last):
        ...
    dedup.errors.SettingsError: cohesion must lie between 0 and 1, not at 2
    """

    reach: int = 50
    common: int = 50
    shared_anchors: int = 2
    cohesion: float = 0.6

    def __post_init__(self) -> None:
        faults = [
            f"{name} must be {least} or more, not {value}"
            for name, value, least in (
                ("reach", self.reach, 1),
                ("common", self.common, 2),
                ("shared_anchors", self.shared_anchors, 1),
            )
            if value < least
        ]
        if not 0 <= self.cohesion <= 1:
            faults.append(f"cohesion must lie between 0 and 1, not at {self.cohesion}")
        if faults:
            raise SettingsError("; ".join(faults))
