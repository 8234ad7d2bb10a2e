"""What a repeated block is: doubled by its page, or repeated by the article itself.

A page doubles blocks by fault: a selector matches twice, a template prints the teaser above the text. Articles repeat
words without fault: a sentence is set apart as a pull quote, an interview asks two people one question, a speaker is
quoted in the lead and again below, a notice is filled in with other names. What tells them apart is layout (whether an
occurrence has lines to itself, and what stands between two) and the signs of the block.

The limits were chosen after reading repeats of three sets of German, French and Turkish news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from dedup.alignment.quotations import Quotations
from dedup.article import Span
from dedup.attribution.agency_phrases import phrase_words
from dedup.runtime.lazy import Lazy
from dedup.runtime.patterns import lazy_pattern
from dedup.tokens.words import BLANK, LINE, SENTENCE, TEXT_END, WRAPPED, Words

MAX_WORDS_BETWEEN = 10  # of adjacent occurrences: the author and the date of an embedded post
MAX_SHARE_BETWEEN = 0.5  # of the words of the block
MIN_ADJACENT_SIMILARITY = 0.95  # sentences that begin alike follow each other, too
MAX_ASIDE_WORDS = 40  # of a pull quote, a question, a caption, a refrain
MAX_LEAD_WORDS = 30  # before the opening of a text: its headline and its place
MAX_TEASER_WORDS = 100
MIN_PAGE_WORDS = 40  # of whole sentences that running text says again word for word
MAX_FORM_SIMILARITY = 0.95
MIN_FORM_PLACES = 2  # filled in otherwise; one other word is an edit
MAX_REFRAIN_LINE_WORDS = 12
MAX_CREDIT_DISTANCE = 60  # characters from the end of a caption
QUESTION_MARKS = "?？؟"
QUOTATION_MARKS = '"“„«»‹›「『'
CLOSING_SIGNS = "\"'“”’«»」』)] "
ADDRESS = lazy_pattern(r"(?:https?://|www\.)\S+")


class RepeatKind(StrEnum):
    """What a repeated block is; the first two are faults of the page."""

    DOUBLED = "doubled"
    TEASER = "teaser"
    PULL_QUOTE = "pull quote"
    CAPTION = "caption"
    QUESTION = "question"
    QUOTATION = "quotation"
    REFRAIN = "refrain"
    FORM = "form"
    LINK = "link"
    RESTATED = "restated"

    @property
    def is_page_fault(self) -> bool:
        """Whether the page holds the block twice by fault, so that later occurrences can be dropped."""
        return self in (RepeatKind.DOUBLED, RepeatKind.TEASER)


REASONS = {
    RepeatKind.DOUBLED: "the page holds the block again",
    RepeatKind.TEASER: "the opening stands above the text and again in it",
    RepeatKind.PULL_QUOTE: "a line of its own and part of a paragraph: a pull quote or a heading",
    RepeatKind.CAPTION: "the line of a picture, with its credit",
    RepeatKind.QUESTION: "a question that is asked again",
    RepeatKind.QUOTATION: "words of a speaker, quoted again",
    RepeatKind.REFRAIN: "short lines that return, as a refrain does",
    RepeatKind.FORM: "a form, filled in again with other names or numbers",
    RepeatKind.LINK: "mostly an address that is given again",
    RepeatKind.RESTATED: "inside running text each time: the article says it again",
}


class BlockLayout(NamedTuple):
    """A block and its copies: places in the text and in its words, least similarity, words filled in otherwise."""

    spans: Sequence[Span]
    words: Sequence[tuple[int, int]]
    similarity: float
    filled_places: int


def kind_of_block(block: BlockLayout, words: Words, quotations: Lazy[Quotations]) -> RepeatKind:
    """Tell what a repeated block is; `REASONS` say it in words. `quotations` are those of the text's paragraphs."""
    own_lines = [_has_own_lines(first, end, words) for first, end in block.words]
    first, end = block.words[0]
    is_aside = end - first <= MAX_ASIDE_WORDS
    if _is_mostly_address(block.spans[0].of(words.text)):
        return RepeatKind.LINK
    if block.filled_places >= MIN_FORM_PLACES and block.similarity < MAX_FORM_SIMILARITY:
        return RepeatKind.FORM
    if is_aside and (aside := _aside(block, words, all(own_lines))):
        return aside
    is_adjacent = are_adjacent(block.words) and block.similarity >= MIN_ADJACENT_SIMILARITY
    is_lead = first <= MAX_LEAD_WORDS and end - first <= MAX_TEASER_WORDS
    is_quoted = any(_is_quoted(span, words.text, quotations) for span in block.spans)
    opens_text = is_lead and (own_lines[0] or (first == 0 and not is_quoted)) and not all(own_lines[1:])
    if opens_text and not (is_adjacent and all(own_lines) == any(own_lines)):
        return RepeatKind.TEASER
    if any(own_lines) and not all(own_lines) and is_aside:
        return RepeatKind.PULL_QUOTE
    if is_adjacent or all(own_lines):
        return RepeatKind.DOUBLED
    if is_quoted:
        return RepeatKind.QUOTATION
    is_page = end - first >= MIN_PAGE_WORDS and block.similarity >= MIN_ADJACENT_SIMILARITY
    if any(own_lines) or (is_page and all(_is_whole(first, end, words) for first, end in block.words)):
        return RepeatKind.DOUBLED
    return RepeatKind.RESTATED


def _is_mostly_address(text: str) -> bool:
    return 2 * sum(map(len, ADDRESS.findall(text))) > len(text)


def are_adjacent(ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether two occurrences follow each other with next to nothing between them."""
    most = min(MAX_WORDS_BETWEEN, MAX_SHARE_BETWEEN * (ranges[0][1] - ranges[0][0]))
    return any(behind[0] - before[1] <= most for before, behind in pairwise(ranges))


def _aside(block: BlockLayout, words: Words, all_own_lines: bool) -> RepeatKind | None:
    """What a short block is by its signs: a caption, a question, a refrain."""
    texts = [span.of(words.text) for span in block.spans]
    if any(_has_picture_credit(span, words.text) for span in block.spans):
        return RepeatKind.CAPTION
    is_apart = all(behind[0] > before[1] for before, behind in pairwise(block.words))
    if is_apart and all(text.rstrip(CLOSING_SIGNS)[-1:] in [*QUESTION_MARKS] for text in texts):
        return RepeatKind.QUESTION
    lines = texts[0].split("\n")
    are_short = all(len(line.split()) <= MAX_REFRAIN_LINE_WORDS for line in lines)
    if is_apart and all_own_lines and len(lines) > 1 and are_short and block.similarity == 1:
        return RepeatKind.REFRAIN
    return None


def _has_own_lines(first: int, end: int, words: Words) -> bool:
    """Whether words begin and end where a line does that nobody wrapped."""
    borders = (int(words.boundaries[first]), int(words.boundaries[end]))
    return all(border & (LINE | BLANK | TEXT_END) and (border & BLANK or not border & WRAPPED) for border in borders)


def _is_whole(first: int, end: int, words: Words) -> bool:
    """Whether words are whole sentences."""
    whole = SENTENCE | LINE | TEXT_END
    return bool(words.boundaries[first] & whole and words.boundaries[end] & whole)


def _is_quoted(span: Span, text: str, quotations: Lazy[Quotations]) -> bool:
    """Whether most of a block stands between quotation marks of its paragraph, or a mark opens it."""
    if text[span.start] in QUOTATION_MARKS or text.startswith("''", span.start):
        return True
    quoted = quotations().within(span.start, span.end)
    return quoted > (span.end - span.start) / 2


def _has_picture_credit(span: Span, text: str) -> bool:
    """Whether a picture's credit ends a block, or follows it in its line or in the next one."""
    behind = "\n".join(text[span.end : span.end + MAX_CREDIT_DISTANCE].split("\n", 2)[:2])
    last_line = text[max(span.start, span.end - MAX_CREDIT_DISTANCE) : span.end].rpartition("\n")[2]
    return _picture_credit().search(f"{last_line}{behind}".lower()) is not None


@cache
def _picture_credit() -> re.Pattern[str]:
    """A word for picture in brackets, or with a colon or a slash behind it."""
    pictures = phrase_words().pictures.pattern
    return re.compile(rf"(?:[(\[]|^\s*|\n\s*|\. )(?:{pictures})\w*\s*(?:[:：/©]|by\b|von\b|par\b)")
