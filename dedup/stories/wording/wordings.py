"""The own wording of articles: their words without quotations and repeats, as kernels compare them.

The words of all articles stand end to end, and so do the parts of their wordings, so that many pairs are compared in
one call. The wording of a single article, with its places in the text, is made when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article, Span
from dedup.kernels.flags import CONTINUES
from dedup.kernels.parameters import WordingNumbers
from dedup.runtime.lazy_sequence import SequenceByPlace
from dedup.settings import Settings, StorySettings
from dedup.stories.terms import AnnotatedTexts, AnnotatedWords, annotate_texts, batches
from dedup.tokens.words import readonly

if TYPE_CHECKING:
    from dedup.kernels.relate.extract_wordings import Wording, WordingEnds
    from dedup.kernels.relate.weigh_words import WeighedWords

PAIRS = 3  # the part of a wording that has two columns


@dataclass(frozen=True, slots=True, eq=False)
class OwnWording:
    """The words of an article without quotations and repeats: `kernels.relate.compare_wordings.extract`."""

    annotated: AnnotatedWords
    parts: Wording

    def span(self, first: int, end: int) -> Span:
        """The span of some words in the article's text; empty at 0 for words of the title."""
        words, offset = self.annotated.words, self.annotated.title_length
        start = max(0, int(words.starts[first]) - offset)
        return Span(start, max(start, int(words.ends[end - 1]) - offset))

    def surface_text(self, first: int, end: int) -> str:
        """Some words as they are written."""
        return self.annotated.words.span(first, end).of(self.annotated.words.text)

    def sentence(self, number: int) -> tuple[str, Span | None]:
        """A sentence as it is written, and its span in the article's text; None for a sentence of the title."""
        first, end = int(self.parts.firsts[number]), int(self.parts.ends[number])
        span = self.span(first, end)
        return self.surface_text(first, end), span if span.end else None


@dataclass(frozen=True, slots=True, eq=False)
class Wordings(SequenceByPlace[OwnWording]):
    """The wordings of several articles, end to end.

    `batches` are articles as they were read together; `homes` are the batch of each and its place there, (n, 2).
    """

    batches: Sequence[AnnotatedTexts]
    homes: NDArray[np.int64]
    words: WeighedWords
    word_ends: NDArray[np.int64]  # (articles + 1,)
    parts: Wording
    ends: WordingEnds

    def __len__(self) -> int:
        return len(self.word_ends) - 1

    def value_at(self, place: int) -> OwnWording:
        """The wording of one article."""
        return OwnWording(self.annotated(place), self.parts_of(place))

    def annotated(self, number: int) -> AnnotatedWords:
        """The words of one article."""
        batch, place = map(int, self.homes[number])
        return self.batches[batch][place]

    def language(self, number: int) -> str:
        """The language of one article."""
        batch, place = map(int, self.homes[number])
        return self.batches[batch].languages[place]

    def surface_texts(self, terms: NDArray[Any], numbers: range) -> Iterator[str]:
        """Terms of some articles in a row, as the first that has each writes it."""
        ends = self.word_ends[numbers.start : numbers.stop + 1].tolist()
        of_words = self.words.terms[ends[0] : ends[-1]] >> np.uint64(32)
        for term in terms.tolist():
            word = ends[0] + int((of_words == term).argmax())
            yield self._surface_text(numbers.start + bisect_right(ends, word) - 1, word)

    def _surface_text(self, number: int, word: int) -> str:
        """The word or number of an article that begins at a word, numbered through all articles, as it is written."""
        flags, end = self.words.flags, word + 1
        while end < len(flags) and flags[end] & CONTINUES:
            end += 1
        (batch, place), first = map(int, self.homes[number]), int(self.word_ends[number])
        read = self.batches[batch].words
        before = int(read.ends[place])
        return read.texts[place][read.starts[before + word - first] : read.word_ends[before + end - 1 - first]]

    def parts_of(self, number: int) -> Wording:
        """What of the wording of one article can be compared."""
        terms, pairs, sentences, members = (slice(*ends[number : number + 2].tolist()) for ends in self.ends)
        holders = slice(sentences.start + number, sentences.stop + number + 1)
        own = (terms, terms, terms, pairs, sentences, sentences, sentences, holders, members, sentences)
        columns: tuple[Any, ...] = self.parts
        return type(self.parts)(*(column[part] for column, part in zip(columns, own, strict=True)))


def own_wording(article: Article, settings: Settings) -> OwnWording:
    """Prepare the wording of one article for comparison."""
    return own_wordings([article], settings)[0]


def own_wordings(articles: Iterable[Article], settings: Settings) -> Wordings:
    """Prepare the wordings of articles for comparison; some are read at a time, the words of all are held."""
    read = [annotate_texts(some, settings) for some in batches(articles)] or [annotate_texts([], settings)]
    firsts = np.cumsum([0, *(len(each.words) for each in read)]).tolist()
    words, word_ends = _end_to_end([each.weighed for each in read], [each.words.ends for each in read])
    bounds = zip(word_ends[firsts[:-1]].tolist(), word_ends[firsts[1:]].tolist(), strict=True)
    own = [replace(each, weighed=_between(words, *edges)) for each, edges in zip(read, bounds, strict=True)]
    homes = [(batch, place) for batch, each in enumerate(read) for place in range(len(each.words))]
    numbered = np.array(homes, np.int64).reshape(-1, 2)
    return Wordings(own, numbered, words, word_ends, *extracted(words, word_ends, settings))


def _between(words: WeighedWords, start: int, end: int) -> WeighedWords:
    columns: Any = (column[start:end] for column in words)
    return type(words)(*columns)


def _end_to_end(
    weighed: Sequence[WeighedWords], ends: Sequence[NDArray[np.int64]]
) -> tuple[WeighedWords, NDArray[np.int64]]:
    """The words of several batches in a row, and where those of each article end."""
    if len(weighed) == 1:
        return weighed[0], ends[0]
    starts = np.cumsum([0, *(each[-1] for each in ends)])
    joined = [ends[0][:1], *(each[1:] + start for each, start in zip(ends, starts[:-1], strict=True))]
    columns: Any = (np.concatenate(column) for column in zip(*weighed, strict=True))
    return type(weighed[0])(*columns), readonly(np.concatenate(joined))


def extracted(
    words: WeighedWords, word_ends: NDArray[np.int64], settings: StorySettings
) -> tuple[Wording, WordingEnds]:
    """What of the wording of articles can be compared; their words stand end to end."""
    from dedup.kernels.relate.extract_wordings import Wording, WordingEnds, extract_wordings

    room, count = len(words.terms) + len(word_ends), len(word_ends)
    kinds: Any = (np.uint32, np.float32, np.uint8, *[np.int32] * 6, np.float32)
    parts = Wording(*(np.empty((room, 2) if place == PAIRS else room, kind) for place, kind in enumerate(kinds)))
    ends = WordingEnds(*(np.zeros(count, np.int64) for _ in WordingEnds._fields))
    extract_wordings(words, word_ends, wording_numbers(settings), parts, ends)
    return parts, ends


def wording_numbers(settings: StorySettings) -> WordingNumbers:
    """How two wordings are compared."""
    return WordingNumbers(
        min_sentence_terms=settings.min_sentence_terms,
        max_sentences=settings.max_compared_sentences,
        min_aligned=settings.min_aligned_cosine,
        min_surely_aligned=settings.min_sure_cosine,
        min_bigrams=settings.min_compared_bigrams,
        min_rare_weight=settings.min_rare_word_weight,
        min_order_sentences=settings.min_order_sentences,
    )
