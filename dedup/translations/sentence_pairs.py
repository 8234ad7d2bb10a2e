"""Which sentences of one text are which of another: by common keys and by length, in the order of both.

Dynamic programming over both texts (Gale and Church 1993): a bead is up to three sentences of the one and up to three
of the other, four in all. It scores by how even the lengths are, in letters of English, and by its common keys; leaving
a sentence out costs little, for either text may have stretches that the other lacks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, islice
from typing import NamedTuple

from dedup.alignment.passage import Passage, PassageKind
from dedup.article import Span
from dedup.kernels.translate.key_parts import SHAPE_SHIFT
from dedup.tokens.words import tokenize
from dedup.translations.keys.key_shapes import key_weights
from dedup.translations.keys.text_keys import keys_of
from dedup.translations.written_languages import written_language

EVEN = 2.0  # of a bead of equal lengths without a common key
SPREAD = 8.0  # the variance of the length of a translation, per letter; more where a letter is a syllable or a word
MERGED, SKIPPED = 1.6, 0.4  # taken for each sentence beyond one on a side, and for one left out
MAX_KEY, MAX_LENGTH, MAX_UNEVEN = 5.0, 6.0, 60.0
BEADS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
MIN_BEAD = 0.5
MAX_SENTENCES = 200  # of a text: the work grows with the product
_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(
    r"[。！？]++[」』）”]*+|(?<![.!?…])[.!?…]++[\"”»’)\]]*+(?=\s++[^a-zа-я])"
)  # each mark is seen once


class WrittenText(NamedTuple):
    """A text and its language."""

    text: str
    language: str


class _Sentences(NamedTuple):
    """The sentences of a text: their spans, keys, and ends in letters of English, from 0 on; and how lengths vary."""

    spans: Sequence[Span]
    keys: list[frozenset[int]]
    ends: list[float]
    spread: float


class _Bead(NamedTuple):
    left: int  # sentences
    right: int
    score: float


def translated_passages(left: WrittenText, right: WrittenText) -> tuple[Passage, ...]:
    """The sentences of the right text that are those of the left one, as passages in the order of both.

    >>> german = WrittenText("Am 4. März sank die Aurora. 34 Menschen wurden gerettet.", "de")
    >>> english = WrittenText("The Aurora sank on March 4. A total of 34 people were rescued.", "en")
    >>> [passage.right.of(english.text) for passage in translated_passages(german, english)]
    ['The Aurora sank on March 4.', 'A total of 34 people were rescued.']
    """
    return passages_between(left, sentence_spans(left.text), right, sentence_spans(right.text))


def passages_between(
    left: WrittenText, left_sentences: Sequence[Span], right: WrittenText, right_sentences: Sequence[Span]
) -> tuple[Passage, ...]:
    """The same for two texts whose sentences are given, in order."""
    one, other = _sentences(left, left_sentences), _sentences(right, right_sentences)
    passages, i, j = list[Passage](), 0, 0
    for bead in _best_beads(one, other):
        if bead.left and bead.right and bead.score >= MIN_BEAD:
            passages.append(_passage(left, right, (one, other), (i, j), bead))
        i, j = i + bead.left, j + bead.right
    return tuple(passages)


def sentence_spans(text: str) -> list[Span]:
    """The first sentences of a text, those of a line apart from those of the next."""
    return [*islice(_sentences_in_turn(text), MAX_SENTENCES)]


def _sentences_in_turn(text: str) -> Iterator[Span]:
    for line in _LINE.finditer(text):
        start, cuts = line.start(), (line.start() + cut.end() for cut in _SENTENCE_END.finditer(line.group()))
        for end in chain(cuts, [line.end()]):
            sentence = text[start:end]
            if sentence.strip():
                yield Span(end - len(sentence.lstrip()), start + len(sentence.rstrip()))
            start = end


def _sentences(written: WrittenText, spans: Sequence[Span]) -> _Sentences:
    starts, keys = [span.start for span in spans], [set[int]() for _ in spans]
    for key, place in keys_of(written.text, written.language):
        sentence = bisect_right(starts, place) - 1
        if sentence >= 0 and place < spans[sentence].end:
            keys[sentence].add(key)
    letters = written_language(written.language).letters
    lengths = ((span.end - span.start) / letters for span in spans)
    return _Sentences(
        spans, [frozenset(each) for each in keys], [0.0, *accumulate(lengths)], SPREAD / min(1.0, letters)
    )


def _best_beads(left: _Sentences, right: _Sentences) -> list[_Bead]:
    """The beads of highest score in all, in order; one without sentences on a side leaves one out."""
    scores = [[0.0] * (len(right.spans) + 1) for _ in range(len(left.spans) + 1)]
    beads = [[_Bead(0, 0, 0.0)] * (len(right.spans) + 1) for _ in range(len(left.spans) + 1)]
    for i in range(len(left.spans) + 1):
        for j in range(len(right.spans) + 1):
            if i or j:
                scores[i][j], beads[i][j] = max(_ways(left, right, scores, i, j), key=_total)
    path, i, j = list[_Bead](), len(left.spans), len(right.spans)
    while i or j:
        bead = beads[i][j]
        path.append(bead)
        i, j = i - bead.left, j - bead.right
    return path[::-1]


def _total(way: tuple[float, _Bead]) -> float:
    return way[0]


def _ways(
    left: _Sentences, right: _Sentences, scores: Sequence[Sequence[float]], i: int, j: int
) -> list[tuple[float, _Bead]]:
    """The beads that may end behind the first i and j sentences, with the score in all."""
    ways = list[tuple[float, _Bead]]()
    if i:
        ways.append((scores[i - 1][j] - SKIPPED, _Bead(1, 0, 0.0)))
    if j:
        ways.append((scores[i][j - 1] - SKIPPED, _Bead(0, 1, 0.0)))
    for p, q in BEADS:
        if p <= i and q <= j:
            score = _bead_score(left, right, (i - p, i), (j - q, j))
            if score is not None:
                ways.append((scores[i - p][j - q] + score, _Bead(p, q, score)))
    return ways


def _bead_score(left: _Sentences, right: _Sentences, rows: tuple[int, int], columns: tuple[int, int]) -> float | None:
    """The score of some sentences as those of the other text; None where their lengths are too unlike."""
    one, other = (side.ends[end] - side.ends[first] for side, (first, end) in ((left, rows), (right, columns)))
    uneven = (one - other) ** 2 / (max(left.spread, right.spread) * (one + other) / 2 + 1)
    if uneven > MAX_UNEVEN:
        return None
    merged = rows[1] - rows[0] + columns[1] - columns[0] - 2
    common = _keys(left, rows) & _keys(right, columns)
    return EVEN - min(MAX_LENGTH, uneven / 2) - MERGED * merged + sum(map(_capped_weight, common))


def _keys(side: _Sentences, sentences: tuple[int, int]) -> frozenset[int]:
    first, end = sentences
    return side.keys[first] if end == first + 1 else frozenset().union(*side.keys[first:end])


def _capped_weight(key: int) -> float:
    return min(MAX_KEY, float(key_weights()[key >> SHAPE_SHIFT]))


def _passage(
    left: WrittenText, right: WrittenText, sides: tuple[_Sentences, _Sentences], firsts: tuple[int, int], bead: _Bead
) -> Passage:
    """A bead as a passage: how alike it is, is the weight of its common keys among all of its keys."""
    ends = firsts[0] + bead.left, firsts[1] + bead.right
    spans = [
        Span(side.spans[first].start, side.spans[end - 1].end)
        for side, first, end in zip(sides, firsts, ends, strict=True)
    ]
    keys = [_keys(side, (first, end)) for side, first, end in zip(sides, firsts, ends, strict=True)]
    common, every = (sum(map(_capped_weight, some)) for some in (keys[0] & keys[1], keys[0] | keys[1]))
    words = min(len(tokenize(span.of(side.text))) for span, side in zip(spans, (left, right), strict=True))
    alike = common / every if every else 0.0
    return Passage(spans[0], spans[1], words, alike, alike, PassageKind.TRANSLATED)
