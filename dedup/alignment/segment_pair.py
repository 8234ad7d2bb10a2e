"""Segment pairs: a candidate passage, with its place in both texts and its scores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SegmentPair:
    """Words [left_first, left_end) of one text and [right_first, right_end) of another.

    Scores are log-odds of re-use in nats; shares are the parts of each side's words that were re-used beyond chance.
    """

    left_first: int
    left_end: int
    right_first: int
    right_end: int
    left_score: float
    right_score: float
    left_share: float
    right_share: float

    @property
    def left_words(self) -> int:
        """Words of the left side."""
        return self.left_end - self.left_first

    @property
    def right_words(self) -> int:
        """Words of the right side."""
        return self.right_end - self.right_first

    @property
    def strength(self) -> float:
        """Both scores together."""
        return self.left_score + self.right_score

    def is_near(self, other: SegmentPair, max_gap: int) -> bool:
        """Whether no more than `max_gap` words lie between the two, on both sides."""
        left_gap = max(self.left_first, other.left_first) - min(self.left_end, other.left_end)
        right_gap = max(self.right_first, other.right_first) - min(self.right_end, other.right_end)
        return left_gap <= max_gap and right_gap <= max_gap

    def merged(self, other: SegmentPair) -> SegmentPair:
        """Both pairs and what lies between them, with the shares of the stronger one."""
        stronger = max(self, other, key=SegmentPair.order)
        return replace(
            stronger,
            left_first=min(self.left_first, other.left_first),
            left_end=max(self.left_end, other.left_end),
            right_first=min(self.right_first, other.right_first),
            right_end=max(self.right_end, other.right_end),
            left_score=self.left_score + other.left_score,
            right_score=self.right_score + other.right_score,
        )

    def overlaps_mostly(self, stronger: SegmentPair, max_overlap: float) -> bool:
        """Whether more than a share of either side lies inside the stronger pair's."""
        left_inside = min(self.left_end, stronger.left_end) - max(self.left_first, stronger.left_first)
        right_inside = min(self.right_end, stronger.right_end) - max(self.right_first, stronger.right_first)
        return left_inside > max_overlap * self.left_words or right_inside > max_overlap * self.right_words

    def order(self) -> tuple[float, int, int]:
        """Sort key: by strength, then by the places in both texts."""
        return self.strength, self.left_first, self.right_first


def merge_neighbours(segments: Iterable[SegmentPair], max_gap: int) -> list[SegmentPair]:
    """Merge neighbouring pairs until none are left; strongest first."""
    merged: list[SegmentPair] = []
    for segment in segments:
        while near := [other for other in merged if segment.is_near(other, max_gap)]:
            merged = [other for other in merged if not segment.is_near(other, max_gap)]
            for other in near:
                segment = segment.merged(other)
        merged.append(segment)
    return sorted(merged, key=SegmentPair.order, reverse=True)


def without_overlaps(segments: Iterable[SegmentPair], max_overlap: float) -> list[SegmentPair]:
    """Of pairs that overlap mostly, the strongest; `segments` come strongest first."""
    kept: list[SegmentPair] = []
    for segment in segments:
        if not any(segment.overlaps_mostly(stronger, max_overlap) for stronger in kept):
            kept.append(segment)
    return kept
