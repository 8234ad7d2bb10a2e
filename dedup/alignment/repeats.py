"""Blocks that stand again in the same article.

Pages double paragraphs, whole articles, teasers: a slip of an editor, a template that prints the body twice, a feed
that carries a page three times in one line. Every later measure must count such a block once.

Five words that stood before are a seed; seeds grow over small edits into links between an earlier and a later stretch
(`dedup.kernels.prepare.find_repeats`). Longest first, each link takes what no longer one has taken of its later side.
An earlier stretch that is itself a copy is replaced by what it is a copy of, so that all copies of a block meet at its
first occurrence and make one `Repeat`.

Texts that lost their line breaks are often glued (`...the end.Prices rose`, `...newsletterPrices rose`,
`REUTERPrices`). They are read with a space put in at every such place, and places are told in the original. A place
inside a word is a weaker border than the end of a sentence, for `YouTube` has one too, and the halves of such a word
count half a word each.

What counts as eight words: an ideograph, or two signs of Thai or Lao, are half a word, a number none. A block of fewer
than twenty words must begin and end at borders wherever it stands again, for phrases inside sentences are no blocks.

Not found: copies that have no five words in a row in common; a glued place that case does not show (`REUTERU.S.`). A
copy with more than 14 words put in at one place is told as two repeats. A form filled in again with other numbers is no
repeat; one with other names is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article, Span
from dedup.kernels.flags import (
    GLUE_ACCENT,
    GLUE_CLOSING,
    GLUE_DIGIT,
    GLUE_END_MARK,
    GLUE_LOWER,
    GLUE_OPENING,
    GLUE_UPPER,
)
from dedup.tokens.words import (
    HALF_WORD,
    LINE,
    MAX_ARTICLE_BYTES,
    NUMBER,
    SENTENCE,
    TEXT_END,
    Words,
    encode_utf8,
    readonly,
    tokenize,
)

MIN_BLOCK_WEIGHT = 16  # half words: a block of eight
MIN_INLINE_WEIGHT = 40  # half words: a block of twenty may stand inside a sentence
MIN_BLOCK_OVERLAP = 0.8  # of two earlier stretches, intersection over union, that are one block
BORDER_TOLERANCE = 2  # words by which an earlier stretch may stick out of the copy that it lies in
MAX_GROUPS_BACK = 8  # earlier stretches come in order: a block they belong to is among the last few
BOUNDARY_STRENGTH, GLUE_STRENGTH = 3, 2  # strengths, in words that agree by chance beyond them

CLOSING = ".!?…。！？、，,;:%\"'”’»>)]」』）》】"  # where no space tells, these belong to the word before them
OPENING = "\"'“”‘’«»<([$£€•–—#@¿¡「『（《【"  # and these to the word behind

CASED_POINTS = 0x530  # Latin, Greek and Cyrillic lie below
CLASSIFIED_POINTS = 0x2100  # code points; none of what matters lies behind


@dataclass(frozen=True, slots=True)
class Repeat:
    """A block that an article holds more than once: `spans` are the block and every later occurrence, in order.

    `words` are those of the first occurrence; `similarity` is that of the occurrence least like it, 2 * words matched
    / words of both.
    """

    article_id: str
    spans: tuple[Span, ...]
    words: int
    similarity: float


class Block(NamedTuple):
    """A block of one text and its copies, in order; `words` are the same places as words of the text: first and end."""

    spans: tuple[Span, ...]
    words: tuple[tuple[int, int], ...]
    similarity: float


class RepeatSearch(NamedTuple):
    """The blocks of one text. Where it was too repetitive to be `thorough`, edited copies may be missing or cut."""

    blocks: tuple[Block, ...]
    is_complete: bool


def repeats(article: Article | str) -> list[Repeat]:
    """Every block of 8 words or more that stands again in the same text, verbatim or with small edits.

    Takes time linear in the text. When millions of words nearly repeat, only verbatim copies are found.

    >>> notice = "The harbour bridge stays closed to lorries until the end of May."
    >>> [repeat] = repeats(f"{notice} Drivers are angry. {notice}")
    >>> repeat.spans, repeat.words, repeat.similarity
    ((Span(start=0, end=64), Span(start=84, end=148)), 12, 1.0)
    """
    if isinstance(article, str):
        article = Article("text-0", article)
    return repeats_of(article.id, tokenize(article.text))


def repeats_of(article_id: str, words: Words) -> list[Repeat]:
    """The same of an article whose words are at hand."""
    return [
        Repeat(article_id, block.spans, block.words[0][1] - block.words[0][0], block.similarity)
        for block in find_repeats(words).blocks
    ]


def find_repeats(words: Words) -> RepeatSearch:
    """Every block that stands again in one text, in the order of first occurrences."""
    unglued = _split_glued(words)
    links, is_complete = _links(unglued)
    groups = _groups(_resolve_to_first(_non_overlapping(links, unglued), len(unglued.starts)))
    kept = filter(None, (_without_inline_phrases(group, unglued) for group in groups))
    return RepeatSearch(tuple(sorted(_block(group, unglued, words) for group in kept)), is_complete)


# --- reading glued text ------------------------------------------------------------------------------------------


class UngluedWords(NamedTuple):
    """The words that blocks are looked for in: glued words are two; places are those of the original text."""

    hashes: NDArray[np.uint64]  # (n,)
    starts: NDArray[np.signedinteger]  # (n,) code points
    ends: NDArray[np.signedinteger]  # (n,) code points
    strengths: NDArray[np.uint8]  # (n + 1,) of the border before each word
    weight_before: NDArray[np.int32]  # (n + 1,) half words
    numbers_before: NDArray[np.int32]  # (n + 1,)


def _split_glued(words: Words) -> UngluedWords:
    """Read the text again with a space at every place where two words are glued."""
    text, cuts = words.text, find_glued_places(words.text)
    if len(cuts):
        cuts = cuts[: MAX_ARTICLE_BYTES - len(encode_utf8(text))]
        words = tokenize(" ".join(text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)))
    starts, ends, glued = words.starts, words.ends, np.zeros(len(words) + 1, np.bool_)
    if len(cuts):
        spaces = cuts + np.arange(len(cuts))
        starts, ends = (places - np.searchsorted(spaces, places) for places in (starts, ends))
        glued[1:-1] = np.isin(starts[1:], cuts) & (starts[1:] == ends[:-1])
    strengths = np.where(
        words.boundaries & (SENTENCE | LINE | TEXT_END), BOUNDARY_STRENGTH, np.where(glued, GLUE_STRENGTH, 0)
    )
    weights = np.where(words.flags & HALF_WORD, np.maximum(1, (ends - starts) // 2), 2 - (glued[1:] | glued[:-1]))
    is_number = (words.flags & NUMBER).astype(np.bool_)
    weights[is_number] = 0
    return UngluedWords(words.hashes, starts, ends, strengths.astype(np.uint8), _sums(weights), _sums(is_number))


def find_glued_places(text: str) -> NDArray[np.int64]:
    """The places where words are glued, as `dedup.kernels.prepare.find_glue` says.

    >>> glue("It is the end.Next comes the newsletterPrices rose in 1999Reuters said").tolist()
    [14, 39, 58]
    """
    from dedup.kernels.prepare.find_glue import find_glue

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    cuts = np.empty(len(points) + 1, np.int64)
    return cuts[: find_glue(points, _character_classes(), cuts)]


@cache
def _character_classes() -> NDArray[np.uint8]:
    """What each code point may be where words are glued; the last entry is that of all others: nothing."""
    signs = np.zeros(CLASSIFIED_POINTS, np.uint8)
    for point in range(CASED_POINTS):
        signs[point] = GLUE_LOWER * chr(point).islower() | GLUE_UPPER * chr(point).isupper()
    signs[0x300:0x370] = GLUE_ACCENT
    for kind, chars in (
        (GLUE_DIGIT, "0123456789"),
        (GLUE_END_MARK, ".!?…"),
        (GLUE_CLOSING, "\"'”’»)]"),
        (GLUE_OPENING, "\"'“‘«(["),
    ):
        signs[[ord(char) for char in chars]] |= kind
    return readonly(signs)


def _sums(values: NDArray[np.generic]) -> NDArray[np.int32]:
    sums = np.zeros(len(values) + 1, np.int32)
    np.cumsum(values, out=sums[1:])
    return sums


# --- from links to groups ----------------------------------------------------------------------------------------


class WordRun(NamedTuple):
    """Words that agree one by one: where they stand earlier and later, and how many."""

    earlier: int
    later: int
    length: int


class CopyLink(NamedTuple):
    """A stretch of words and its copy further on, and the runs in which they agree."""

    start: int
    end: int
    copy_start: int
    copy_end: int
    runs: list[WordRun]

    @property
    def matched(self) -> int:
        """How many words agree."""
        return sum(run.length for run in self.runs)


def _links(unglued: UngluedWords) -> tuple[list[CopyLink], bool]:
    """Every link between a stretch and a later one, as they were found, and whether the search was thorough."""
    if unglued.weight_before[-1] < 2 * MIN_BLOCK_WEIGHT:
        return [], True
    from dedup.kernels.parameters import RepeatNumbers
    from dedup.kernels.prepare.find_repeats import find_repeated_stretches

    rows, run_rows, is_complete = find_repeated_stretches(
        readonly(unglued.hashes),
        readonly(unglued.strengths),
        readonly(unglued.weight_before),
        readonly(unglued.numbers_before),
        RepeatNumbers(),
    )
    runs, first, links = [WordRun(*row) for row in run_rows.tolist()], 0, []
    for start, end, copy_start, copy_end, runs_end in rows.tolist():
        links.append(CopyLink(start, end, copy_start, copy_end, runs[first:runs_end]))
        first = runs_end
    return links, is_complete


def _non_overlapping(links: Iterable[CopyLink], unglued: UngluedWords) -> list[CopyLink]:
    """Links whose later sides are apart, in their order: longest first, each takes words that are still free."""
    taken, kept = bytearray(len(unglued.starts)), []
    for link in sorted(links, key=lambda link: (-link.matched, link.copy_start)):
        part = _free_part(link, taken)
        if sum(_weight(unglued, run.later, run.later + run.length) for run in part.runs) >= MIN_BLOCK_WEIGHT:
            taken[part.copy_start : part.copy_end] = b"\1" * (part.copy_end - part.copy_start)
            kept.append(part)
    return sorted(kept, key=lambda link: link.copy_start)


def _free_part(link: CopyLink, taken: bytearray) -> CopyLink:
    """Return the longest part of a link whose later side is free."""
    if taken.find(1, link.copy_start, link.copy_end) < 0:
        return link
    stretches = re.finditer(b"\0+", taken[link.copy_start : link.copy_end])
    first, end = max((match.span() for match in stretches), key=lambda span: span[1] - span[0], default=(0, 0))
    return _cut(link, link.copy_start + first, link.copy_start + end)


def _cut(link: CopyLink, first: int, end: int) -> CopyLink:
    """Return the part of a link that copies to the words from `first` to `end`."""
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


def _resolve_to_first(links: Iterable[CopyLink], word_count: int) -> list[CopyLink]:
    """Tell links, in the order of their later sides, from first occurrences: a copy of a copy copies the original."""
    resolved: list[CopyLink] = []
    copying_link = np.full(
        word_count + BORDER_TOLERANCE, -1, np.int32
    )  # of each word, the link whose later side it lies in
    for link in links:
        place = copying_link[link.start + BORDER_TOLERANCE]
        original = _compose(link, resolved[place]) if place >= 0 else link
        copying_link[link.copy_start : link.copy_end] = len(resolved)
        resolved.append(original)
    return resolved


def _compose(link: CopyLink, host: CopyLink) -> CopyLink:
    """Return the link from what `host` copies, if `host` copies all of this link's earlier side; else itself."""
    if link.start < host.copy_start - BORDER_TOLERANCE or link.end > host.copy_end + BORDER_TOLERANCE:
        return link
    runs = list(_composed_runs(link.runs, host.runs))
    if not runs:
        return link
    start = host.start if link.start <= host.copy_start + BORDER_TOLERANCE else runs[0].earlier
    end = host.end if link.end >= host.copy_end - BORDER_TOLERANCE else runs[-1].earlier + runs[-1].length
    return CopyLink(start, end, link.copy_start, link.copy_end, runs)


def _composed_runs(runs: Iterable[WordRun], through: Sequence[WordRun]) -> Iterable[WordRun]:
    """Words that agree with words that agree: both lists in order, so one bisection finds where to begin."""
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
    """A stretch of words and the links that copy it; `first_copy` is where the first of the copies begins."""

    start: int
    end: int
    first_copy: int
    links: list[CopyLink]

    def try_add(self, link: CopyLink) -> bool:
        """Whether a link copies the same stretch; if so, it is in the group from now on."""
        start, end = min(self.start, link.start), max(self.end, link.end)
        first_copy = min(self.first_copy, link.copy_start)
        overlap = min(self.end, link.end) - max(self.start, link.start)
        if overlap < MIN_BLOCK_OVERLAP * (end - start) or end > first_copy:
            return False
        self.start, self.end, self.first_copy = start, end, first_copy
        self.links.append(link)
        return True


def _groups(links: Iterable[CopyLink]) -> list[RepeatGroup]:
    """Links put together by what they copy."""
    groups: list[RepeatGroup] = []
    for link in sorted(links, key=lambda link: (link.start, -link.end, link.copy_start)):
        if not any(group.try_add(link) for group in groups[: -MAX_GROUPS_BACK - 1 : -1]):
            groups.append(RepeatGroup(link.start, link.end, link.copy_start, [link]))
    return groups


# --- from groups to blocks ---------------------------------------------------------------------------------------


def _weight(unglued: UngluedWords, first: int, end: int) -> int:
    return int(unglued.weight_before[end] - unglued.weight_before[first])


def _without_inline_phrases(group: RepeatGroup, unglued: UngluedWords) -> RepeatGroup | None:
    """Return the group without copies that are a phrase inside a sentence; None when nothing is left."""
    if _weight(unglued, group.start, group.end) >= MIN_INLINE_WEIGHT:
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


def _block(group: RepeatGroup, unglued: UngluedWords, words: Words) -> Block:
    """Return a group in places of the original text."""
    length = group.end - group.start
    similarity = min(2 * link.matched / (length + link.copy_end - link.copy_start) for link in group.links)
    copies = sorted((link.copy_start, link.copy_end) for link in group.links)
    spans = [_span(first, end, unglued, words.text) for first, end in [(group.start, group.end), *copies]]
    firsts = np.searchsorted(words.starts, [span.start for span in spans])
    ends = np.maximum(firsts, np.searchsorted(words.ends, [span.end for span in spans], side="right"))
    return Block(tuple(spans), tuple(zip(firsts.tolist(), ends.tolist(), strict=True)), similarity)


def _span(first: int, end: int, unglued: UngluedWords, text: str) -> Span:
    """Words with the punctuation that belongs to them, never with white space."""
    _, opening = _punctuation(first, unglued, text)
    closing, _ = _punctuation(end, unglued, text)
    return Span(int(unglued.starts[first]) - opening, int(unglued.ends[end - 1]) + closing)


def _punctuation(place: int, unglued: UngluedWords, text: str) -> tuple[int, int]:
    """How many signs before word `place` close what stands before them, and how many open what stands behind.

    Where a line ends between the two words, all signs on the one line and on the next; else all up to the first white
    space and from the last; where there is none, signs that are known to open or close.
    """
    start = int(unglued.ends[place - 1]) if place else 0
    end = int(unglued.starts[place]) if place < len(unglued.starts) else len(text)
    gap = text[start:end]
    if place == 0:
        return 0, len(gap.rpartition("\n")[2].lstrip())
    if place == len(unglued.starts) or "\n" in gap:
        return len(gap.partition("\n")[0].rstrip()), len(gap.rpartition("\n")[2].lstrip())
    first, *others = f"x{gap}x".split()
    if others:
        return len(first) - 1, len(others[-1]) - 1
    behind = gap.lstrip(CLOSING)
    return len(gap) - len(behind), len(behind) - len(behind.rstrip(OPENING))
