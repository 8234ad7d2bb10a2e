"""Repeated blocks, to the character: what the other files of this folder find, as values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.quotations import Quotations, quotations_of_paragraphs
from dedup.alignment.repeats.copy_links import CopyLink, RepeatGroup, find_groups, weight_between
from dedup.alignment.repeats.glued_words import UngluedWords, split_glued
from dedup.alignment.repeats.repeat_kind import (
    MIN_FORM_PLACES,
    REASONS,
    BlockLayout,
    RepeatKind,
    are_adjacent,
    kind_of_block,
)
from dedup.article import Article, Span
from dedup.errors import check_type
from dedup.notebook import MAX_LISTED, counted, html_table, short_repr
from dedup.runtime.lazy import Lazy
from dedup.settings import DEFAULT_SETTINGS, RepeatSettings, Settings
from dedup.tokens.words import Words, tokenize

CLOSING = ".!?…。！？។៕။།、，,;:%\"'”’»>)]」』）》】"  # where no space tells, these belong to the word before them
MAX_EXCERPT_CHARACTERS = 400  # of a block's words in a report
OPENING = "\"'“”‘’«»<([$£€•–—#@¿¡「『（《【"  # and these to the word behind


@dataclass(frozen=True, slots=True, repr=False)
class Repeat:
    """A block that stands more than once in an article: `spans` are the block and every later occurrence, in order.

    `words` are those of the first occurrence; `similarity` is that of the occurrence least like it: twice the equal
    words over the words of both. `kind` says what the block is, and `reason` says so in words: only a block that is
    doubled, or a teaser, is a fault of the page. `excerpt` holds the words of the block in one line, without the middle
    of a long one; `is_adjacent` where an occurrence follows another with next to nothing between.
    """

    article_id: str
    spans: tuple[Span, ...]
    words: int
    similarity: float
    kind: RepeatKind = RepeatKind.DOUBLED
    reason: str = REASONS[RepeatKind.DOUBLED]
    excerpt: str = ""
    is_adjacent: bool = False

    @property
    def repeated_words(self) -> int:
        """The words of all occurrences but the first."""
        return self.words * (len(self.spans) - 1)

    @property
    def rank(self) -> tuple[bool, int, str, int]:
        """A key that sorts repeats by weight: faults of pages first, long ones before short ones, adjacent ones twice.

        Of equal weight, by id and place.
        """
        weight = self.repeated_words * (1 + self.is_adjacent)
        return not self.kind.is_page_fault, -weight, self.article_id, self.spans[0].start

    def __repr__(self) -> str:
        size = f"{counted(self.words, 'word')}, {counted(len(self.spans), 'time')}"
        return f"Repeat({short_repr(self.article_id)}: {self.kind}, {size}, {short_repr(self.excerpt)})"

    def _repr_html_(self) -> str:
        places = ", ".join(f"{span.start}-{span.end}" for span in self.spans[:MAX_LISTED])
        rows = [
            ("article", self.article_id),
            ("kind", f"{self.kind}: {self.reason}"),
            ("words", self.words),
            ("times", len(self.spans)),
            ("alike", f"{self.similarity:.0%}"),
            ("places", places),
            ("text", self.excerpt),
        ]
        return html_table(f"Repeat in {short_repr(self.article_id)}", rows)


class Block(NamedTuple):
    """A block of one text and its copies, in order; `words` are the same places as half-open ranges of words."""

    spans: tuple[Span, ...]
    words: tuple[tuple[int, int], ...]
    similarity: float
    kind: RepeatKind


class RepeatSearch(NamedTuple):
    """The blocks of one text; where the search was not complete, edited copies may be missing or cut."""

    blocks: tuple[Block, ...]
    is_complete: bool


def repeats(article: Article | str, settings: Settings = DEFAULT_SETTINGS) -> list[Repeat]:
    """Every block of `min_repeat_words` or more that stands again in the same text, verbatim or with small edits.

    Takes time linear in the text. When millions of words nearly repeat, only verbatim copies are found.

    >>> notice = "The harbour bridge stays closed to lorries until the end of May."
    >>> [repeat] = repeats(f"{notice} Drivers are angry. {notice}")
    >>> repeat.spans, repeat.words, repeat.similarity
    ((Span(start=0, end=64), Span(start=84, end=148)), 12, 1.0)
    >>> str(repeat.kind), repeat.reason
    ('doubled', 'the page holds the block again')
    """
    if isinstance(article, str):
        article = Article("text-0", article)
    check_type(article, Article, "repeats: an article or a text")
    check_type(settings, Settings, "settings: Settings()")
    return repeats_of(article.id, tokenize(article.text, expand_umlauts=settings.expand_umlauts), settings)


def repeats_of(article_id: str, words: Words, settings: RepeatSettings) -> list[Repeat]:
    """The repeats of an article whose words are known."""
    return [_repeat(article_id, block, words.text) for block in find_repeats(words, settings).blocks]


def _repeat(article_id: str, block: Block, text: str) -> Repeat:
    first, end = block.words[0]
    excerpt = " ".join(block.spans[0].of(text).split())
    if len(excerpt) > MAX_EXCERPT_CHARACTERS:
        half = MAX_EXCERPT_CHARACTERS // 2
        excerpt = f"{excerpt[:half].rpartition(' ')[0]} … {excerpt[-half:].partition(' ')[2]}"
    return Repeat(
        article_id=article_id,
        spans=block.spans,
        words=end - first,
        similarity=block.similarity,
        kind=block.kind,
        reason=REASONS[block.kind],
        excerpt=excerpt,
        is_adjacent=are_adjacent(block.words),
    )


def find_repeats(words: Words, settings: RepeatSettings) -> RepeatSearch:
    """Every block that stands again in one text, in the order of first occurrences."""
    unglued = split_glued(words, settings)
    groups, is_complete = find_groups(unglued, settings)
    groups = [group for group in groups if _has_copies(group, unglued, words.text, settings)]
    kept = filter(None, (_without_inline_phrases(group, unglued, settings) for group in groups))
    quotations = Lazy(quotations_of_paragraphs, words.text)
    return RepeatSearch(tuple(sorted(_block(group, unglued, words, quotations) for group in kept)), is_complete)


def _has_copies(group: RepeatGroup, unglued: UngluedWords, text: str, settings: RepeatSettings) -> bool:
    """Whether a group has copies besides forms filled in again, which are left out."""
    group.links = [link for link in group.links if not _is_form(link, unglued, text, settings)]
    return bool(group.links)


def _is_form(link: CopyLink, unglued: UngluedWords, text: str, settings: RepeatSettings) -> bool:
    """Whether a link is of a form: two words or more stand for as many others, names for names among them."""
    longest = max(weight_between(unglued, run.later, run.later + run.length) for run in link.runs)
    span = max(link.end - link.start, link.copy_end - link.copy_start)
    if longest >= 2 * settings.min_template_free_run or link.matched >= settings.repeat_template_share * span:
        return False
    filled = _filled_places(link, unglued)
    return len(filled) >= MIN_FORM_PLACES and any(_are_names(places, unglued, text) for places in filled)


def _filled_places(link: CopyLink, unglued: UngluedWords) -> list[tuple[int, int]]:
    """The words that stand for one another in a link, one for one."""
    return [
        places
        for run, behind in pairwise(link.runs)
        if behind.earlier - run.earlier == behind.later - run.later
        for places in zip(
            range(run.earlier + run.length, behind.earlier), range(run.later + run.length, behind.later), strict=True
        )
        if unglued.hashes[places[0]] != unglued.hashes[places[1]]
    ]


def _are_names(places: tuple[int, int], unglued: UngluedWords, text: str) -> bool:
    """Whether both words are capitalised where no sentence begins."""
    return all(text[unglued.starts[place]].isupper() and not unglued.strengths[place] for place in places)


def _are_numbers(places: tuple[int, int], unglued: UngluedWords) -> bool:
    return all(unglued.numbers_before[place + 1] > unglued.numbers_before[place] for place in places)


def _without_inline_phrases(group: RepeatGroup, unglued: UngluedWords, settings: RepeatSettings) -> RepeatGroup | None:
    """The group without copies that are a phrase inside a sentence; None if nothing is left."""
    if weight_between(unglued, group.start, group.end) >= 2 * settings.min_inline_repeat_words:
        return group
    starts = {group.start, *(link.copy_start for link in group.links)}
    ends = {group.end, *(link.copy_end for link in group.links)}
    group.links = [
        link
        for link in group.links
        if (unglued.strengths[link.copy_start] or link.copy_start in ends)
        and (unglued.strengths[link.copy_end] or link.copy_end in starts)
    ]
    return group if group.links else None


def _block(group: RepeatGroup, unglued: UngluedWords, words: Words, quotations: Lazy[Quotations]) -> Block:
    """A group in places of the original text."""
    length = group.end - group.start
    similarity = min(2 * link.matched / (length + link.copy_end - link.copy_start) for link in group.links)
    copies = sorted((link.copy_start, link.copy_end) for link in group.links)
    spans = [_span(first, end, unglued, words.text) for first, end in [(group.start, group.end), *copies]]
    firsts = np.searchsorted(words.starts, [span.start for span in spans])
    ends = np.maximum(firsts, np.searchsorted(words.ends, [span.end for span in spans], side="right"))
    ranges = tuple(zip(firsts.tolist(), ends.tolist(), strict=True))
    filled = max(
        sum(
            _are_names(places, unglued, words.text) or _are_numbers(places, unglued)
            for places in _filled_places(link, unglued)
        )
        for link in group.links
    )
    kind = kind_of_block(BlockLayout(spans, ranges, similarity, filled), words, quotations)
    return Block(tuple(spans), ranges, similarity, kind)


def _span(first: int, end: int, unglued: UngluedWords, text: str) -> Span:
    """The span of words with the punctuation that belongs to them, without white space."""
    _, opening = _punctuation(first, unglued, text)
    closing, _ = _punctuation(end, unglued, text)
    return Span(int(unglued.starts[first]) - opening, int(unglued.ends[end - 1]) + closing)


def _punctuation(place: int, unglued: UngluedWords, text: str) -> tuple[int, int]:
    """How many signs before word `place` close what stands before them, and how many open what stands behind.

    Where a line ends between the two words, all signs on the one line and on the next; else all up to the first white
    space and from the last; where there is none, signs that are known to open or close.
    """
    return signs_around(place, unglued.starts, unglued.ends, text)


def signs_around(place: int, starts: NDArray[np.int32], ends: NDArray[np.int32], text: str) -> tuple[int, int]:
    """The same of words whose places in the text are given."""
    start = int(ends[place - 1]) if place else 0
    end = int(starts[place]) if place < len(starts) else len(text)
    gap = text[start:end]
    if place == 0:
        return 0, len(gap.rpartition("\n")[2].lstrip())
    if place == len(starts) or "\n" in gap:
        return len(gap.partition("\n")[0].rstrip()), len(gap.rpartition("\n")[2].lstrip())
    first, *others = f"x{gap}x".split()
    if others:
        return len(first) - 1, len(others[-1]) - 1
    behind = gap.lstrip(CLOSING)
    return len(gap) - len(behind), len(behind) - len(behind.rstrip(OPENING))
