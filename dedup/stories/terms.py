"""What an article is about: its words as weighted terms.

    weight = (1 + ln times) * background weight * 1.5 for names, 1.25 for numbers

Words are not stemmed in English and their commonness is that of the language (`dedup.tokens.word_frequencies`), not of
the corpus: a score means the same among 5 articles and among 100,000. Names are words that stand capitalised in
mid-sentence at least as often as not; in scripts without case nothing is a name. Numbers count by value: "$14.3
billion", "14.3B" and "14,300 million" are one term. Each distinct sentence counts once, so doubled blocks weigh
nothing.

Only the heaviest 96 terms and 24 pairs are kept: under 1 kB an article. On ECB+ as good as all of them, or better.
Method and figures: tf-idf with a background prior; on ECB+ average precision .925, against .893 for tf-idf of the
corpus itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.kernels.flags import BREAK, CLOSING_QUOTE, OPENING_QUOTE, UPPER_CASE
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.language import language_of
from dedup.tokens.word_frequencies import word_weights
from dedup.tokens.words import Words, readonly, tokenize

MAX_TERMS = 96
MAX_QUERY_TERMS = 32  # terms of an article that candidates are looked for with
MAX_BIGRAMS = 24  # rare words in a row
MAX_QUOTED_TRIGRAMS = 24  # triples of quoted words
MAX_CHARACTERS_READ = 120_000  # of a text that are read: what a longer one is about shows before

# What letters or words behind a number stand for: powers of ten, 100 for a percentage.
NUMBER_SCALES = {
    3: """thousand tausend mille mil mila duizend tusen tysiąc tysięcy tys tisíc mii тысяч тысячи тыс тисяч bin nghìn
        ngàn ribu χιλιάδες ألف हजार""",
    6: """million millions mln mio millionen millón millones milione milioni milhão milhões miljoen miljon miljoner
        millioner milion miliony milionów miliónů milionů milioane миллион миллиона миллионов млн мільйон мільйонів
        εκατομμύρια εκατ milyon مليون triệu juta miljoonaa""",
    9: """billion billions bn mrd mld milliard milliards milliarde milliarden miliardo miliardi bilhão bilhões miljard
        miljarder miliard miliardy miliardów miliarde миллиард миллиарда миллиардов млрд мільярд мільярдів
        δισεκατομμύρια δισ milyar مليار tỷ tỉ miliar miljardia""",
    12: """trillion trillions trn bilion biliony триллион триллионов трлн трильйон τρισεκατομμύρια trilyon تريليون
        triliun trilhão trilhões""",
    100: "percent pct prozent pourcent procent prosent процент процента процентов процентів yüzde persen",
}


@dataclass(frozen=True, slots=True)
class AnnotatedWords:
    """The words of one article as the kernels marked them; the title, if any, stands in front.

    `offset`: how many characters of title stand before the text.
    """

    words: Words
    title_length: int
    title_words: int
    language: str
    terms: NDArray[np.uint64]  # (n,) 0: not a term
    weights: NDArray[np.float32]  # (n,)
    term_flags: NDArray[np.uint8]  # (n,)
    sentences: NDArray[np.int32]  # (n,)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of many articles, end to end: article a has ids[ends[a]:ends[a + 1]], in order of number."""

    ends: NDArray[np.int64]  # (articles + 1,)
    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]  # in 1/512
    early_shares: NDArray[np.uint8]  # share of the weight that the first 60 % of the text would give, in 1/255
    flags: NDArray[np.uint8]
    bigram_ends: NDArray[np.int64]
    bigram_ids: NDArray[np.uint32]  # rare words in a row
    bigram_weights: NDArray[np.uint16]
    quote_ends: NDArray[np.int64]
    quoted_trigrams: NDArray[np.uint32]  # triples of quoted words
    word_counts: NDArray[np.int32]  # (articles,) words that count

    def __len__(self) -> int:
        return len(self.word_counts)

    def select(self, numbers: NDArray[np.int64]) -> Terms:
        """The terms of some articles, in the order of `numbers`."""
        terms, term_ends = _selected_rows(self.ends, numbers)
        pairs, pair_ends = _selected_rows(self.bigram_ends, numbers)
        quotes, quote_ends = _selected_rows(self.quote_ends, numbers)
        return Terms(
            term_ends, self.ids[terms], self.weights[terms], self.early_shares[terms], self.flags[terms],
            pair_ends, self.bigram_ids[pairs], self.bigram_weights[pairs], quote_ends, self.quoted_trigrams[quotes],
            self.word_counts[numbers],
        )  # fmt: skip

    def concatenated(self, *others: Terms) -> Terms:
        """These and the terms of other articles behind them."""
        return Terms(
            *(_concatenated_column([getattr(each, name) for each in (self, *others)], name) for name in Terms.__slots__)
        )


def _concatenated_column(columns: Sequence[NDArray[Any]], name: str) -> NDArray[Any]:
    """A column of several articles' terms, one behind the other; ends count on."""
    if not name.endswith("ends"):
        return np.concatenate(columns)
    offsets = np.cumsum([0, *(column[-1] for column in columns[:-1])])
    return np.concatenate(
        [columns[0][:1], *(column[1:] + start for column, start in zip(columns, offsets, strict=True))]
    )


def _selected_rows(ends: NDArray[np.int64], numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of everything between some ends, one stretch behind the other, and where each of them ends there."""
    lengths = ends[numbers + 1] - ends[numbers]
    selected_ends = np.concatenate([[0], np.cumsum(lengths)])
    return np.arange(selected_ends[-1]) + np.repeat(ends[numbers] - selected_ends[:-1], lengths), selected_ends


def annotate_words(article: Article) -> AnnotatedWords:
    """Read an article's title and text into marked words."""
    from dedup.kernels.parameters import TermNumbers
    from dedup.kernels.relate.weigh_words import NumberRules, TermWords, WeightTable, weigh_words

    title = article.title.strip() if article.title else ""
    lead = f"{title}\n\n" if title else ""
    words = tokenize(lead + article.text[:MAX_CHARACTERS_READ])
    language = language_of(article, words, DEFAULT_SETTINGS)
    prior = word_weights(language)
    points = np.frombuffer(words.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    scales = _scale_table()
    keys = readonly(prior.keys_of(words))
    terms, weights, marks, sentences = weigh_words(
        TermWords(keys, words.starts, words.ends, words.boundaries, words.flags, readonly(points)),
        _letter_classes(),
        WeightTable(prior.keys, prior.weights, prior.unlisted_weight),
        NumberRules(scales.keys, scales.powers, prior.dots_group_digits),
        TermNumbers(),
    )
    title_words = int(np.searchsorted(words.starts, len(lead))) if lead else _title_words(words)
    return AnnotatedWords(words, len(lead), title_words, language, terms, weights, marks, sentences)


def read_terms(articles: Collection[Article]) -> Terms:
    """The terms of all articles.

    Room is taken for the most that they can have; what is not written to takes up no memory.
    """
    from dedup.kernels.parameters import SelectionNumbers
    from dedup.kernels.relate.select_terms import TermColumns, WeighedWords, select_terms

    count = len(articles)
    capacities = (MAX_TERMS, MAX_TERMS, MAX_TERMS, MAX_TERMS, MAX_BIGRAMS, MAX_BIGRAMS, MAX_QUOTED_TRIGRAMS)
    dtypes = (np.uint32, np.uint16, np.uint8, np.uint8, np.uint32, np.uint16, np.uint32)
    columns = TermColumns(*(np.empty(count * most, kind) for most, kind in zip(capacities, dtypes, strict=True)))
    ends, words = np.zeros((count + 1, 3), np.int64), np.zeros(count, np.int32)
    numbers = SelectionNumbers(MAX_TERMS, MAX_QUERY_TERMS, MAX_BIGRAMS, MAX_QUOTED_TRIGRAMS)
    for row, article in enumerate(articles):
        m = annotate_words(article)
        ends[row + 1] = ends[row]
        weighed = WeighedWords(m.terms, m.weights, m.term_flags, m.sentences)
        words[row] = select_terms(weighed, m.title_words, numbers, columns, ends[row + 1])
    term_ends, bigram_ends, quote_ends = np.ascontiguousarray(ends.T)
    terms, bigrams, quotes = ends[count].tolist()
    return Terms(
        term_ends, columns.ids[:terms], columns.weights[:terms], columns.early_shares[:terms], columns.flags[:terms],
        bigram_ends, columns.bigram_ids[:bigrams], columns.bigram_weights[:bigrams],
        quote_ends, columns.quoted_trigrams[:quotes], words,
    )  # fmt: skip


def _title_words(words: Words) -> int:
    """A first line of at most 22 words is the title."""
    newline = words.text.find("\n")
    first = int(np.searchsorted(words.starts, newline)) if newline > 0 else 0
    return first if first <= 22 else 0


class _ScaleTable(NamedTuple):
    keys: NDArray[np.uint64]
    powers: NDArray[np.int64]


@cache
def _scale_table() -> _ScaleTable:
    """Scale words by hash of the whole word and by stem: whichever a language's terms are keyed by."""
    from dedup.kernels.hash_table import add_values

    powers: dict[int, int] = {}
    for power, listed in NUMBER_SCALES.items():
        words = tokenize(listed)
        powers |= dict.fromkeys([*words.hashes.tolist(), *words.stems.tolist()], power)
    keys, values = np.zeros(1024, np.uint64), np.zeros(1024, np.int64)
    add_values(np.array(list(powers), np.uint64), np.array(list(powers.values()), np.int64), keys, values)
    return _ScaleTable(readonly(keys), readonly(values))


@cache
def _letter_classes() -> NDArray[np.uint8]:
    """What each of the first 65,536 code points is: upper case, a break before which no mid-sentence goes on, a
    quotation mark.
    """
    classes = np.zeros(65536, np.uint8)
    for point in range(65536):
        character = chr(point)
        if character.isupper() or character.istitle():
            classes[point] |= UPPER_CASE
    for character in '.!?:"\n…。！？“”„«»「」':
        classes[ord(character)] |= BREAK
    for opening in '"“„«「『‟':
        classes[ord(opening)] |= OPENING_QUOTE
    for closing in '"”»」』':
        classes[ord(closing)] |= CLOSING_QUOTE
    return readonly(classes)
