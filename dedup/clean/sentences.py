"""A text in sentences, and what is cut with some of them, so that neither a sentence nor a paragraph is torn.

A sentence ends where `dedup.tokens.words` finds the end of one, or of a line. A full stop may be that of an
abbreviation ("St. Mary", "5 p.m. today"), and ends none behind a short name or one or two letters: of two sentences
that are taken for one, either both are cut or neither.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from dedup.alignment.repeats.blocks import signs_around
from dedup.article import Span
from dedup.tokens.words import BLANK, LINE, SENTENCE, SHORT_WORD, TEXT_END, WRAPPED, Words

_MAX_LETTERS = 2  # of an abbreviation in lower case


class Sentence(NamedTuple):
    """A sentence: its words, as a half-open range; its text from the first word to the last, and with the signs around
    it; and a key of its words.

    Two sentences have one key if they have the same words, whatever their case and signs.
    """

    first_word: int
    end_word: int
    words_span: Span
    span: Span
    key: bytes


def sentences_of(words: Words) -> list[Sentence]:
    """The sentences of a text, in order.

    >>> from dedup.tokens.words import tokenize
    >>> [sentence.span for sentence in sentences_of(tokenize("It rained. (It snowed!)"))]
    [Span(start=0, end=10), Span(start=11, end=23)]
    """
    found = []
    for first, end in pairwise(_borders(words)):
        _, opening = signs_around(first, words.starts, words.ends, words.text)
        closing, _ = signs_around(end, words.starts, words.ends, words.text)
        span = Span(int(words.starts[first]) - opening, int(words.ends[end - 1]) + closing)
        found.append(Sentence(first, end, words.span(first, end), span, words.hashes[first:end].tobytes()))
    return found


def _borders(words: Words) -> list[int]:
    """The numbers of the words that begin a sentence, and that behind the last word."""
    if not len(words):
        return []
    is_wrapped = words.boundaries & WRAPPED != 0
    is_line = (words.boundaries & (BLANK | TEXT_END) != 0) | ((words.boundaries & LINE != 0) & ~is_wrapped)
    is_stop = words.boundaries & SENTENCE != 0
    candidates = np.flatnonzero(is_line | is_stop).tolist()
    return [place for place in candidates if is_line[place] or not _is_abbreviation(place, words)]


def _is_abbreviation(place: int, words: Words) -> bool:
    """Whether a full stop and nothing else follows the word before this one, which is short enough."""
    start, end = int(words.starts[place - 1]), int(words.ends[place - 1])
    is_name = words.text[start].isupper() and bool(words.flags[place - 1] & SHORT_WORD)
    is_short = is_name or (end - start <= _MAX_LETTERS and words.text[start].isalpha())
    return is_short and words.text[end : end + 2].strip() == "."


def cut_spans(sentences: list[Sentence], chosen: Collection[int], text: str) -> list[tuple[Span, list[int]]]:
    r"""What is cut with the sentences of some numbers: each stretch, and the numbers of its sentences.

    White space goes with a stretch on one side, so that neither words nor paragraphs run together.

    >>> from dedup.tokens.words import tokenize
    >>> text = "It rained all day. It snowed all day.\n\nThen it rained."
    >>> [span for span, _ in cut_spans(sentences_of(tokenize(text)), [1], text)]
    [Span(start=18, end=37)]
    """
    runs: list[list[int]] = []
    for number in sorted(chosen):
        if runs and runs[-1][-1] == number - 1 and _goes_on(sentences, runs[-1][0], number, text):
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = (Span(sentences[run[0]].span.start, sentences[run[-1]].span.end) for run in runs)
    return [(_with_white_space(span, text), run) for span, run in zip(spans, runs, strict=True)]


def _goes_on(sentences: list[Sentence], first: int, number: int, text: str) -> bool:
    """Whether a stretch from one sentence on goes on with another: not over a line of signs, which stays; nor, from
    within a line, to the next one.
    """
    between = text[sentences[number - 1].span.end : sentences[number].span.start]
    is_blank = not between or between.isspace()
    return is_blank and ("\n" not in between or _begins_line(sentences[first].span.start, text))


def _begins_line(start: int, text: str) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return not line or line.isspace()


def _with_white_space(span: Span, text: str) -> Span:
    """The stretch with the white space behind it or before it; of two, the one with more line ends stays."""
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    lines_before, lines_behind = text.count("\n", start, span.start), text.count("\n", span.end, end)
    is_behind = end < len(text) and lines_before >= max(1, lines_behind)
    return Span(span.start, end) if start == 0 or is_behind else Span(start, span.end)
