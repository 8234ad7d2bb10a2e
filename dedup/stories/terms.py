"""What an article is about: its words as terms.

A term has a weight, from the frequency of the word in its language (`dedup.tokens.word_frequencies`); what it weighs
among other articles is a matter of `dedup.stories.linking.term_weights`. English words are not stemmed. Names are words
that are capitalised in mid-sentence at least as often as not; scripts without case have no names. Numbers count by
value: "$14.3 billion", "14.3B" and "14,300 million" are one term. Each distinct sentence counts once, so repeated
blocks add no weight.

Only the heaviest 128 terms and 48 bigrams of an article are kept, 1.4 kB.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.corpus.published_days import published_day
from dedup.kernels.flags import BREAK, CLOSING_QUOTE, CONTINUES, OPENING_QUOTE, UPPER_CASE
from dedup.kernels.parameters import SelectionNumbers, TermNumbers
from dedup.settings import Settings, StorySettings
from dedup.tokens.language import languages_of, pack_language
from dedup.tokens.named_days import named_days
from dedup.tokens.number_scales import NUMBER_SCALES
from dedup.tokens.word_frequencies import word_weights
from dedup.tokens.words import TokenizedTexts, Words, encode_utf8, readonly, tokenize, tokenize_texts

if TYPE_CHECKING:
    from dedup.kernels.relate.weigh_words import WeighedWords

BATCH_CHARACTERS = 1 << 18  # of articles that are read together: a character takes some thirty bytes meanwhile


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatedWords:
    """The words of one article with their term, weight, flags and sentence; the words of the title come first.

    `title_length` is the number of characters that stand before the text.
    """

    words: Words
    title_length: int
    title_words: int
    language: str
    terms: NDArray[np.uint64]  # (n,) 0: not a term
    weights: NDArray[np.float32]  # (n,)
    term_flags: NDArray[np.uint8]  # (n,)
    sentences: NDArray[np.int32]  # (n,)

    def term_end(self, word: int) -> int:
        """The end of the number or word that begins at `word`."""
        flags, end = self.term_flags, word + 1
        while end < len(flags) and flags[end] & CONTINUES:
            end += 1
        return end


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms of many articles, concatenated: article a has ids[ends[a]:ends[a + 1]], in order of term."""

    ends: NDArray[np.int64]  # (articles + 1,)
    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]  # in the language, in 1/512
    counts: NDArray[np.uint8]  # how often they occur, up to 255
    flags: NDArray[np.uint8]
    bigram_ends: NDArray[np.int64]
    bigram_ids: NDArray[np.uint32]  # rare words in a row
    bigram_weights: NDArray[np.uint16]
    quote_ends: NDArray[np.int64]
    quoted_trigrams: NDArray[np.uint32]  # triples of quoted words
    word_counts: NDArray[np.int32]  # (articles,) counted words
    outlets: NDArray[np.uint32]  # (articles,) a hash of the outlet's name; 0: unknown
    days: NDArray[np.float64]  # (articles,) when they were published, since 1970; nan: unknown
    languages: NDArray[np.uint32]  # (articles,) the code of the language, packed by `pack_language`; 0: unknown
    weekdays: NDArray[np.uint8]  # (articles,) that the lead names, `named_days`

    def __len__(self) -> int:
        return len(self.word_counts)

    def select(self, numbers: NDArray[np.int64]) -> Terms:
        """The terms of some articles, in the order of `numbers`."""
        terms, term_ends = selected_rows(self.ends, numbers)
        pairs, pair_ends = selected_rows(self.bigram_ends, numbers)
        quotes, quote_ends = selected_rows(self.quote_ends, numbers)
        return Terms(
            term_ends, self.ids[terms], self.weights[terms], self.counts[terms], self.flags[terms],
            pair_ends, self.bigram_ids[pairs], self.bigram_weights[pairs], quote_ends, self.quoted_trigrams[quotes],
            self.word_counts[numbers], self.outlets[numbers], self.days[numbers], self.languages[numbers],
            self.weekdays[numbers],
        )  # fmt: skip

    def concatenated(self, *others: Terms) -> Terms:
        """These terms, followed by those of other articles."""
        return Terms(*concatenated_columns([self, *others]))


def concatenated_columns(parts: Sequence[Any]) -> Iterator[NDArray[Any]]:
    """The columns of several values of one dataclass, concatenated; ends are shifted by what precedes them."""
    for name in parts[0].__slots__:
        columns = [getattr(part, name) for part in parts]
        if name.endswith("ends"):
            offsets = np.cumsum([0, *(column[-1] for column in columns[:-1])])
            columns = [columns[0][:1], *(column[1:] + start for column, start in zip(columns, offsets, strict=True))]
        yield np.concatenate(columns)


def selected_rows(ends: NDArray[np.int64], numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of some articles, given by their numbers, and the ends of the articles among these rows."""
    lengths = ends[numbers + 1] - ends[numbers]
    selected_ends = np.concatenate([[0], np.cumsum(lengths)])
    return np.arange(selected_ends[-1]) + np.repeat(ends[numbers] - selected_ends[:-1], lengths), selected_ends


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatedTexts:
    """The words of several articles, annotated, end to end."""

    words: TokenizedTexts
    title_lengths: list[int]
    title_words: list[int]
    languages: list[str]
    weighed: WeighedWords

    def __getitem__(self, number: int) -> AnnotatedWords:
        first, end = self.words.ends[number : number + 2].tolist()
        terms, weights, flags, sentences = self.weighed
        return AnnotatedWords(
            self.words[number], self.title_lengths[number], self.title_words[number], self.languages[number],
            terms[first:end], weights[first:end], flags[first:end], sentences[first:end],
        )  # fmt: skip


def annotate_words(article: Article, settings: Settings) -> AnnotatedWords:
    """Tokenize the title and text of an article and weigh each word."""
    return annotate_texts([article], settings)[0]


def annotate_texts(articles: Sequence[Article], settings: Settings) -> AnnotatedTexts:
    """Tokenize the titles and texts of articles and weigh each word; memory grows with all of them."""
    titles = [article.title.strip() if article.title else "" for article in articles]
    leads = [f"{title}\n\n" if title else "" for title in titles]
    most = settings.max_story_characters
    texts = [lead + article.text[:most] for lead, article in zip(leads, articles, strict=True)]
    words = tokenize_texts(texts, expand_umlauts=settings.expand_umlauts)
    languages = languages_of(articles, words, settings)
    title_words = [
        int(np.searchsorted(words.starts[first:end], len(lead)))
        if lead
        else _title_words(text, words.starts[first:end], settings)
        for lead, text, (first, end) in zip(leads, words.texts, pairwise(words.ends.tolist()), strict=True)
    ]
    return AnnotatedTexts(words, list(map(len, leads)), title_words, languages, _weighed(words, languages, settings))


def _weighed(words: TokenizedTexts, languages: Sequence[str], settings: StorySettings) -> WeighedWords:
    """Weigh the words of texts, those of one language together."""
    from dedup.kernels.relate.weigh_words import NumberRules, TermWords, WeighedWords, WeightTable, weigh_words

    points = readonly(np.frombuffer("".join(words.texts).encode("utf-32-le", "surrogatepass"), np.uint32))
    point_ends = readonly(np.cumsum([0, *map(len, words.texts)], dtype=np.int64))
    scales, count = _scale_table(expand_umlauts=words.expand_umlauts), len(words.hashes)
    kinds: Any = (np.uint64, np.float32, np.uint8, np.int32)
    weighed = WeighedWords(*(np.zeros(count, kind) for kind in kinds))
    for language in sorted({*languages}):
        prior = word_weights(language, expand_umlauts=words.expand_umlauts)
        rows = np.flatnonzero(np.array([each == language for each in languages]))
        keys = readonly(prior.keys_of(words))
        weigh_words(
            TermWords(keys, words.starts, words.word_ends, words.boundaries, words.flags, points),
            words.ends,
            point_ends,
            rows,
            _letter_classes(),
            (
                WeightTable(prior.keys, prior.weights, prior.unlisted_weight),
                NumberRules(scales.keys, scales.powers, prior.dots_group_digits),
            ),
            _term_numbers(settings),
            weighed,
        )
    return weighed


def _term_numbers(settings: StorySettings) -> TermNumbers:
    return TermNumbers(
        settings.common_number_weight,
        settings.round_number_weight,
        settings.rare_number_weight,
        settings.unlisted_bigram_weight,
        settings.min_repeated_sentence,
    )


def read_terms(articles: Collection[Article], settings: Settings) -> Terms:
    """The terms of all articles, some of which are read at a time.

    Arrays are allocated for the maximum number of terms; pages that are not written to take up no memory.
    """
    from dedup.kernels.relate.select_terms import TermColumns, select_terms

    count, numbers = len(articles), _selection_numbers(settings)
    capacities = (*[numbers.max_terms] * 4, *[numbers.max_pairs] * 2, numbers.max_quotes)
    dtypes = (np.uint32, np.uint16, np.uint8, np.uint8, np.uint32, np.uint16, np.uint32)
    columns = TermColumns(*(np.empty(count * most, kind) for most, kind in zip(capacities, dtypes, strict=True)))
    ends, words = np.zeros((count + 1, 3), np.int64), np.zeros(count, np.int32)
    outlets, days, languages = np.zeros(count, np.uint32), np.empty(count), np.zeros(count, np.uint32)
    weekdays = np.zeros(count, np.uint8)
    first = 0
    for some in batches(articles):
        read, rows = annotate_texts(some, settings), slice(first, first + len(some))
        title_words = np.array(read.title_words, np.int32)
        select_terms(
            read.weighed, read.words.ends, title_words, numbers, columns, ends[first : rows.stop + 1], words[rows]
        )
        outlets[rows] = [_outlet_key(article.outlet) for article in some]
        days[rows] = [published_day(article) for article in some]
        languages[rows] = [pack_language(language) for language in read.languages]
        weekdays[rows] = named_days(read.words, read.title_words, read.languages, settings.lead_words)
        first = rows.stop
    term_ends, bigram_ends, quote_ends = np.ascontiguousarray(ends.T)
    terms, bigrams, quotes = ends[count].tolist()
    return Terms(
        term_ends, columns.ids[:terms], columns.weights[:terms], columns.counts[:terms], columns.flags[:terms],
        bigram_ends, columns.bigram_ids[:bigrams], columns.bigram_weights[:bigrams],
        quote_ends, columns.quoted_trigrams[:quotes], words, outlets, days, languages, weekdays,
    )  # fmt: skip


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles that are read together: as many as have some characters in all."""
    batch, size = list[Article](), 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _selection_numbers(settings: StorySettings) -> SelectionNumbers:
    return SelectionNumbers(
        max_terms=settings.max_terms,
        max_pairs=settings.max_bigrams,
        max_quotes=settings.max_quoted_trigrams,
        name_boost=settings.name_boost,
        number_boost=settings.number_boost,
        lead_words=settings.lead_words,
        early_share=settings.early_share,
        early_words=settings.min_early_words,
        late_rank=settings.late_rank,
        min_quoted_words=settings.min_quoted_words,
    )


def _outlet_key(outlet: str | None) -> int:
    return zlib.crc32(encode_utf8(outlet.casefold())) if outlet else 0


def _title_words(text: str, starts: NDArray[np.int32], settings: StorySettings) -> int:
    """The number of words of the first line, if it is short enough for a title; else 0."""
    newline = text.find("\n")
    first = int(np.searchsorted(starts, newline)) if newline > 0 else 0
    return first if first <= settings.max_title_words else 0


class _ScaleTable(NamedTuple):
    keys: NDArray[np.uint64]
    powers: NDArray[np.int64]


@cache
def _scale_table(*, expand_umlauts: bool) -> _ScaleTable:
    """Powers of ten by the hash of a scale word and by its stem: languages key their terms by one or the other."""
    powers: dict[int, int] = {}
    for power, listed in NUMBER_SCALES.items():
        words = tokenize(listed, expand_umlauts=expand_umlauts)
        powers |= dict.fromkeys([*words.hashes.tolist(), *words.stems.tolist()], power)
    keys, values = np.zeros(2048, np.uint64), np.zeros(2048, np.int64)
    from dedup.kernels.hash_table import add_values

    add_values(np.array(list(powers), np.uint64), np.array(list(powers.values()), np.int64), keys, values)
    return _ScaleTable(readonly(keys), readonly(values))


@cache
def _letter_classes() -> NDArray[np.uint8]:
    """Flags of the first 65,536 code points: upper case, break (no mid-sentence follows it), quotation mark."""
    characters = np.arange(65536, dtype=np.uint32).view("U1")
    classes = np.where(np.strings.isupper(characters) | np.strings.istitle(characters), UPPER_CASE, 0).astype(np.uint8)
    for character in '.!?:"\n…。！？“”„«»「」':
        classes[ord(character)] |= BREAK
    for opening in '"“„«「『‟':
        classes[ord(opening)] |= OPENING_QUOTE
    for closing in '"”»」』':
        classes[ord(closing)] |= CLOSING_QUOTE
    return readonly(classes)
