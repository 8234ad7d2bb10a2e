"""Copy links: a stretch of words and its copy further on, found by seeds and extension, then put together by block."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dedup.alignment.repeats.glued_words import UngluedWords
from dedup.kernels.parameters import RepeatNumbers
from dedup.settings import RepeatSettings
from dedup.tokens.words import readonly


class WordRun(NamedTuple):
    """Words that are equal one by one: their first place earlier and later, and how many they are."""

    earlier: int
    later: int
    length: int


class CopyLink(NamedTuple):
    """A stretch of words and its copy further on, and the runs in which they are equal."""

    start: int
    end: int
    copy_start: int
    copy_end: int
    runs: list[WordRun]

    @property
    def matched(self) -> int:
        """How many words are equal."""
        return sum(run.length for run in self.runs)


def find_groups(unglued: UngluedWords, settings: RepeatSettings) -> tuple[list[RepeatGroup], bool]:
    """The repeated stretches of one text with their copies, and whether the search was complete."""
    links, is_complete = _links(unglued, settings)
    links = _non_overlapping(links, unglued, settings)
    return _groups(_resolve_to_first(links, len(unglued.starts), settings.max_border_distance), settings), is_complete


def weight_between(unglued: UngluedWords, first: int, end: int) -> int:
    """The half words of a stretch."""
    return int(unglued.weight_before[end] - unglued.weight_before[first])


def _links(unglued: UngluedWords, settings: RepeatSettings) -> tuple[list[CopyLink], bool]:
    """Every link between a stretch and a later one, in the order of the search, and whether it was complete."""
    if unglued.weight_before[-1] < 4 * settings.min_repeat_words:
        return [], True
    from dedup.kernels.prepare.find_repeats import find_repeated_stretches

    rows, run_rows, is_complete = find_repeated_stretches(
        readonly(unglued.hashes),
        readonly(unglued.strengths),
        readonly(unglued.weight_before),
        readonly(unglued.numbers_before),
        _repeat_numbers(settings),
    )
    runs, first, links = [WordRun(*row) for row in run_rows.tolist()], 0, []
    for start, end, copy_start, copy_end, runs_end in rows.tolist():
        links.append(CopyLink(start, end, copy_start, copy_end, runs[first:runs_end]))
        first = runs_end
    return links, is_complete


def _repeat_numbers(settings: RepeatSettings) -> RepeatNumbers:
    return RepeatNumbers(
        seed_words=settings.repeat_seed_words,
        max_gap=settings.max_repeat_gap,
        gap_cost=settings.repeat_gap_cost,
        x_drop=settings.repeat_drop,
        near_gap=settings.max_near_repeat_gap,
        near_agreement=settings.min_run_after_near_gap,
        far_agreement=settings.min_run_after_far_gap,
        short_gap=settings.max_gap_before_boundary,
        max_chance_words=settings.max_chance_words,
        sentence_strength=settings.repeat_boundary_words,
        same_start_words=settings.max_start_distance,
        min_run=2 * settings.min_repeat_words,
        min_edited=2 * settings.min_edited_repeat_words,
        min_edited_run=2 * settings.min_edited_repeat_run,
        min_edited_share=float(settings.min_edited_repeat_share),
        template_numbers=settings.repeat_template_numbers,
        template_share=float(settings.repeat_template_share),
        min_certain_run=2 * settings.min_template_free_run,
        work_per_word=settings.repeat_work_per_word,
        min_work=settings.min_repeat_work,
    )


def _non_overlapping(links: Iterable[CopyLink], unglued: UngluedWords, settings: RepeatSettings) -> list[CopyLink]:
    """Links whose later sides are apart, in their order: longest first, each takes words that are still free."""
    min_weight = 2 * settings.min_repeat_words
    taken, kept = bytearray(len(unglued.starts)), []
    for link in sorted(links, key=lambda link: (-link.matched, link.copy_start)):
        part = _free_part(link, taken)
        if sum(weight_between(unglued, run.later, run.later + run.length) for run in part.runs) >= min_weight:
            taken[part.copy_start : part.copy_end] = b"\1" * (part.copy_end - part.copy_start)
            kept.append(part)
    return sorted(kept, key=lambda link: link.copy_start)


def _free_part(link: CopyLink, taken: bytearray) -> CopyLink:
    """The longest part of a link whose later side is free."""
    if taken.find(1, link.copy_start, link.copy_end) < 0:
        return link
    stretches = re.finditer(b"\0+", taken[link.copy_start : link.copy_end])
    first, end = max((match.span() for match in stretches), key=lambda span: span[1] - span[0], default=(0, 0))
    return _cut(link, link.copy_start + first, link.copy_start + end)


def _cut(link: CopyLink, first: int, end: int) -> CopyLink:
    """The part of a link whose later side is the words from `first` to `end`."""
    runs = []
    for earlier, later, length in link.runs:
        skipped, left_over = max(0, first - later), max(0, later + length - end)
        if skipped + left_over < length:
            runs.append(WordRun(earlier + skipped, later + skipped, length - skipped - left_over))
    if not runs:
        return link._replace(runs=runs)
    start, copy_start = (link.start, first) if first == link.copy_start else runs[0][:2]
    stop, copy_stop = (link.end, end) if end == link.copy_end else (sum(runs[-1][::2]), sum(runs[-1][1:]))
    return CopyLink(start, stop, copy_start, copy_stop, runs)


def _resolve_to_first(links: Iterable[CopyLink], word_count: int, tolerance: int) -> list[CopyLink]:
    """Links, in the order of their later sides, from first occurrences: a copy of a copy copies the original.

    A link may stick out of the copy that it lies in by `tolerance` words.
    """
    resolved: list[CopyLink] = []
    copying_link = np.full(word_count + tolerance, -1, np.int32)  # of each word, the link whose later side it lies in
    for link in links:
        place = copying_link[link.start + tolerance]
        original = _compose(link, resolved[place], tolerance) if place >= 0 else link
        copying_link[link.copy_start : link.copy_end] = len(resolved)
        resolved.append(original)
    return resolved


def _compose(link: CopyLink, host: CopyLink, tolerance: int) -> CopyLink:
    """The link from what `host` copies, if `host` copies all of this link's earlier side; else the link itself."""
    if link.start < host.copy_start - tolerance or link.end > host.copy_end + tolerance:
        return link
    runs = list(_composed_runs(link.runs, host.runs))
    if not runs:
        return link
    start = host.start if link.start <= host.copy_start + tolerance else runs[0].earlier
    end = host.end if link.end >= host.copy_end - tolerance else runs[-1].earlier + runs[-1].length
    return CopyLink(start, end, link.copy_start, link.copy_end, runs)


def _composed_runs(runs: Iterable[WordRun], through: Sequence[WordRun]) -> Iterable[WordRun]:
    """Words that equal words that equal others: both lists are in order, so one bisection finds where to begin."""
    for earlier, later, length in runs:
        host = max(0, bisect_right(through, earlier, key=lambda run: run.later) - 1)
        while host < len(through) and through[host].later < earlier + length:
            origin, copy, copied = through[host]
            first, end = max(earlier, copy), min(earlier + length, copy + copied)
            if first < end:
                yield WordRun(origin + first - copy, later + first - earlier, end - first)
            host += 1


@dataclass(slots=True)
class RepeatGroup:
    """A stretch of words and the links that copy it; `first_copy` is the place of the first copy."""

    start: int
    end: int
    first_copy: int
    links: list[CopyLink]

    def try_add(self, link: CopyLink, min_overlap: float) -> bool:
        """Add a link if it copies the same stretch; return whether it does."""
        start, end = min(self.start, link.start), max(self.end, link.end)
        first_copy = min(self.first_copy, link.copy_start)
        overlap = min(self.end, link.end) - max(self.start, link.start)
        if overlap < min_overlap * (end - start) or end > first_copy:
            return False
        self.start, self.end, self.first_copy = start, end, first_copy
        self.links.append(link)
        return True


def _groups(links: Iterable[CopyLink], settings: RepeatSettings) -> list[RepeatGroup]:
    """Links put together by what they copy.

    They come in the order of their earlier sides, so the block that one belongs to is among the last few.
    """
    groups: list[RepeatGroup] = []
    for link in sorted(links, key=lambda link: (link.start, -link.end, link.copy_start)):
        recent = groups[: -settings.max_groups_back - 1 : -1]
        if not any(group.try_add(link, settings.min_block_overlap) for group in recent):
            groups.append(RepeatGroup(link.start, link.end, link.copy_start, [link]))
    return groups
