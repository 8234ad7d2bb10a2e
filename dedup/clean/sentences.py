"""A text in sentences, and what is cut with some of them, so that neither a sentence nor a paragraph is torn.

A sentence ends where `dedup.tokens.words` finds the end of one, or of a line. A full stop may be that of an
abbreviation ("St. Mary", "5 p.m. today"), and ends none behind a short name or one or two letters: of two sentences
that are taken for one, either both are cut or neither.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable

import numpy as np

from dedup.alignment.repeats.blocks import signs_around
from dedup.article import Span
from dedup.tokens.words import BLANK, LINE, SENTENCE, SHORT_WORD, TEXT_END, WRAPPED, Words

_MAX_LETTERS = 2  # of an abbreviation in lower case


class Sentences:
    """The sentences of a text, by their numbers.

    >>> from dedup.tokens.words import tokenize
    >>> sentences = Sentences(tokenize("It rained. (It snowed!)"))
    >>> [sentences.span(number) for number in range(len(sentences))]
    [Span(start=0, end=10), Span(start=11, end=23)]
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._borders = _borders(words)
        self._starts, self._ends = words.starts.tolist(), words.ends.tolist()

    def __len__(self) -> int:
        return max(0, len(self._borders) - 1)

    @property
    def text(self) -> str:
        """The text that the sentences are of."""
        return self._words.text

    def words(self, number: int) -> int:
        """How many words a sentence has."""
        return self._borders[number + 1] - self._borders[number]

    def key(self, number: int) -> bytes:
        """A key of a sentence, the same for all with the same words, whatever their case and signs."""
        return self._words.hashes[self._borders[number] : self._borders[number + 1]].tobytes()

    def span(self, number: int) -> Span:
        """The text of a sentence with the signs around it, without white space."""
        first, end = self._borders[number], self._borders[number + 1]
        _, opening = signs_around(first, self._words.starts, self._words.ends, self.text)
        closing, _ = signs_around(end, self._words.starts, self._words.ends, self.text)
        return Span(self._starts[first] - opening, self._ends[end - 1] + closing)

    def within(self, spans: Iterable[Span]) -> list[int]:
        """The numbers of the sentences whose words lie within one of some spans, which do not overlap."""
        found = []
        for span in spans:
            number = bisect_left(self._borders, bisect_left(self._starts, span.start))
            while number < len(self) and self._ends[self._borders[number + 1] - 1] <= span.end:
                found.append(number)
                number += 1
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
    text, end = words.text, int(words.ends[place - 1])
    if text[end] != "." or text[end + 1 : end + 2].strip():
        return False
    start = int(words.starts[place - 1])
    is_name = text[start].isupper() and bool(words.flags[place - 1] & SHORT_WORD)
    return is_name or (end - start <= _MAX_LETTERS and text[start].isalpha())


def cut_spans(sentences: Sentences, chosen: Collection[int]) -> list[tuple[Span, list[int]]]:
    r"""What is cut with the sentences of some numbers: each stretch, and the numbers of its sentences.

    White space goes with a stretch on one side, so that neither words nor paragraphs run together.

    >>> from dedup.tokens.words import tokenize
    >>> text = "It rained all day. It snowed all day.\n\nThen it rained."
    >>> [span for span, _ in cut_spans(Sentences(tokenize(text)), [1])]
    [Span(start=18, end=37)]
    """
    text, runs = sentences.text, list[list[int]]()
    for number in sorted(chosen):
        if runs and runs[-1][-1] == number - 1 and _goes_on(sentences, runs[-1][0], number):
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = (Span(sentences.span(run[0]).start, sentences.span(run[-1]).end) for run in runs)
    return [(_with_white_space(span, text), run) for span, run in zip(spans, runs, strict=True)]


def _goes_on(sentences: Sentences, first: int, number: int) -> bool:
    """Whether a stretch from one sentence on goes on with another: not over a line of signs, which stays; nor, from
    within a line, to the next one.
    """
    text = sentences.text
    between = text[sentences.span(number - 1).end : sentences.span(number).start]
    is_blank = not between or between.isspace()
    return is_blank and ("\n" not in between or _begins_line(sentences.span(first).start, text))


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
