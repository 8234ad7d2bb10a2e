"""Tokenization: one text to arrays of folded words and lines.

A word is a maximal run of letters and digits after folding (`dedup.tokens.folding`), with look-alike letters of other
scripts exchanged back before that (`dedup.tokens.look_alikes`). `expand_umlauts` says whether ü folds to ue
(`dedup.tokens.umlauts`); words that were folded otherwise cannot be compared. An ideograph is a word by itself. No
Python object is made for a word. Four arrays describe it: the 64-bit hash of its folded UTF-8, its offsets in the text,
its flags, and the boundary before it.

A line ends at a newline; a line of more than 40 words is cut into sentences. Boilerplate is learned from lines.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from dedup.article import Span
from dedup.errors import InputError
from dedup.runtime.arrays import distinct
from dedup.tokens.look_alikes import mend_look_alikes
from dedup.tokens.umlauts import expand_marks, folding_table_of

# Bits of `Words.boundaries`: what precedes a word. The last entry describes what follows the last word.
SENTENCE = 1  # one of . ! ? … (and closing quotes and brackets), then white space; or one of 。！？
LINE = 2  # a newline, unless the next word begins in lower case (text wrapped by hand)
WRAPPED = 4  # set together with LINE if hard wrapping may explain the newline: the line before has 45-100 characters
#              and no end mark, the line after it at most 100. Not set where more such lines begin with a capital than
#              in lower case, because that is a list. It ends a block, but not a line.
BLANK = 8  # an empty line: two newlines or more
TEXT_END = 16  # the beginning or end of the text

# Bits of `Words.flags`.
NUMBER = 1  # begins with a digit
FUNCTION_WORD = 2  # one of the most frequent words of its language: the, of, und, les...
HALF_WORD = 4  # one ideograph, kana, Khmer or Burmese sign, or Thai or Lao syllable: counts as half a word
DATE_WORD = 8  # a month, a weekday, "updated", "comments"...: numbers in a short line with such a word are masked
YEAR = 16  # 1900 to 2099
SHORT_WORD = 32  # fewer than four letters

GOLDEN_RATIO = 0x9E3779B97F4A7C15  # 2^64 times its fraction: odd powers, distributed like random multipliers
MAX_ARTICLE_BYTES = 1 << 24  # limits scratch memory, some fifty bytes for each byte of the longest article
_BATCH_CHARACTERS = 1 << 18  # of texts that are read together

Array = TypeVar("Array", bound=NDArray[Any])

# (2304,) First 2,048 slots, one word each: upper 56 bits of the word's hash, its flags below; 0 = empty. Then 256
# multipliers, one for each highest byte of a hash.
FunctionWordTable = NDArray[np.uint64]
TABLE_SLOTS, TABLE_GROUPS = 2048, 256


class Lines(NamedTuple):
    """The m lines of one text, a long line cut into sentences. Line i holds the words from the end of line i - 1."""

    ends_at_word: NDArray[np.int32]  # (m,) number of the word after the last one of the line
    keys: NDArray[np.uint64]  # (m,) hash of the words of the line; numbers and dates masked in a short line with a date
    is_prose: NDArray[np.bool_]  # (m,) whether the line reads like sentences


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The n words of one text, in order. All arrays are read-only; offsets are code points of `text`, half-open."""

    text: str
    hashes: NDArray[np.uint64]  # (n,) of the folded word
    stems: NDArray[np.uint64]  # (n,) hash of its first seven letters
    starts: NDArray[np.int32]  # (n,)
    ends: NDArray[np.int32]  # (n,)
    boundaries: NDArray[np.uint8]  # (n + 1,)
    flags: NDArray[np.uint8]  # (n,)
    lines: Lines
    expand_umlauts: bool = False

    def __len__(self) -> int:
        return len(self.hashes)

    def span(self, first: int, end: int) -> Span:
        """The text from word `first` to word `end`, exclusive."""
        return Span(int(self.starts[first]), int(self.ends[end - 1]))


@dataclass(frozen=True, slots=True, eq=False)
class TokenizedTexts:
    """The words of several texts, end to end: those of text a are `hashes[ends[a]:ends[a + 1]]`."""

    texts: Sequence[str]
    ends: NDArray[np.int64]  # (texts + 1,)
    line_ends: NDArray[np.int64]  # (texts + 1,) of the lines of each
    hashes: NDArray[np.uint64]
    stems: NDArray[np.uint64]
    starts: NDArray[np.int32]  # code points from the beginning of the text
    word_ends: NDArray[np.int32]
    boundaries: NDArray[np.uint8]  # one more than words for each text
    flags: NDArray[np.uint8]
    lines: Lines
    expand_umlauts: bool

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, number: int) -> Words:
        first, end = self.ends[number : number + 2].tolist()
        line, last_line = self.line_ends[number : number + 2].tolist()
        line_words, keys, is_prose = self.lines
        return Words(
            self.texts[number], self.hashes[first:end], self.stems[first:end], self.starts[first:end],
            self.word_ends[first:end], self.boundaries[first + number : end + number + 1], self.flags[first:end],
            Lines(line_words[line:last_line], keys[line:last_line], is_prose[line:last_line]), self.expand_umlauts,
        )  # fmt: skip


def tokenize_texts(texts: Sequence[str], *, expand_umlauts: bool = False) -> TokenizedTexts:
    """Tokenize several texts together, each of at most 16 MiB of UTF-8. Raises InputError for a longer one.

    >>> words = tokenize_texts(["Prices rose.", "Rain"])
    >>> [len(words[number]) for number in range(len(words))]
    [2, 1]
    """
    return _tokenize_with(texts, function_word_table(expand_umlauts=expand_umlauts), expand_umlauts=expand_umlauts)


def tokenize_each(texts: Iterable[str], *, expand_umlauts: bool = False) -> Iterator[Words]:
    """Tokenize texts one after the other; neighbours are read together, which takes less time. Raises InputError for
    one of more than 16 MiB.

    >>> [len(words) for words in tokenize_each(["Prices rose.", "Rain"])]
    [2, 1]
    """
    batch, characters = list[str](), 0
    for text in texts:
        batch.append(text)
        characters += len(text)
        if characters >= _BATCH_CHARACTERS:
            yield from _words_of(batch, expand_umlauts)
            batch, characters = [], 0
    if batch:  # a kernel is not called for nothing: few articles that are looked at one by one have anything to read
        yield from _words_of(batch, expand_umlauts)


def _words_of(batch: list[str], expand_umlauts: bool) -> Iterator[Words]:
    return map(tokenize_texts(batch, expand_umlauts=expand_umlauts).__getitem__, range(len(batch)))


def tokenize(text: str, *, expand_umlauts: bool = False) -> Words:
    """Tokenize one text of at most 16 MiB of UTF-8. Raises InputError for a longer text.

    >>> words = tokenize("Prices rose by 3 %, he said.")
    >>> [words.span(word, word + 1).of(words.text) for word in range(len(words))]
    ['Prices', 'rose', 'by', '3', 'he', 'said']
    """
    return tokenize_texts([text], expand_umlauts=expand_umlauts)[0]


def mended_letters(encoded: Sequence[bytes], *, expand_umlauts: bool) -> list[bytes]:
    """UTF-8 texts as they are folded: look-alike letters in the script of their word, and letters for marks that are
    expanded. One code point stands for one code point.
    """
    if all(map(bytes.isascii, encoded)):
        return [*encoded]
    mended = mend_look_alikes(encoded)
    return list(map(expand_marks, mended)) if expand_umlauts else mended


def encode_utf8(text: str) -> bytes:
    """UTF-8 of any string. A lone surrogate, which JSON can hold, becomes three bytes."""
    return text.encode("utf-8", "surrogatepass")


def readonly(array: Array) -> Array:
    """A contiguous read-only view. Kernels are compiled for read-only arrays, so that each is compiled once."""
    flags = array.flags
    if flags.c_contiguous and not flags.writeable:
        return array
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return cast(Array, view)


@cache
def function_word_table(*, expand_umlauts: bool) -> FunctionWordTable:
    """A hash table of the function words and date words of all languages in `lexicon.json`, with their flags."""
    data = json.loads(Path(__file__).with_name("lexicon.json").read_text(encoding="utf-8"))
    flags_of: dict[int, int] = defaultdict(int)
    for name, flag in (("function", FUNCTION_WORD), ("dated", DATE_WORD)):
        listed = [*data[name].values()]
        words = _tokenize_with(listed, readonly(_empty_table()), expand_umlauts=expand_umlauts)
        for word in words.hashes.tolist():
            flags_of[word] |= flag
    return readonly(_perfect_hash_table(flags_of))


@cache
def number_words(*, expand_umlauts: bool) -> NDArray[np.uint64]:
    """The hashes of numbers that are written as words, from two on, of all languages in `lexicon.json`; sorted.

    Left out are "one", in most languages an article as well, and what is another word in another language, as "once".
    """
    data = json.loads(Path(__file__).with_name("lexicon.json").read_text(encoding="utf-8"))
    words = _tokenize_with([" ".join(data["number"].values())], readonly(_empty_table()), expand_umlauts=expand_umlauts)
    return readonly(distinct(words.hashes))


def _empty_table() -> FunctionWordTable:
    return np.zeros(TABLE_SLOTS + TABLE_GROUPS, np.uint64)


def _perfect_hash_table(flags_of: Mapping[int, int]) -> FunctionWordTable:
    """A hash table without collisions, so that a lookup reads one slot (Fredman, Komlos and Szemeredi 1984).

    The hashes of a group have the highest byte in common. A group takes the first multiplier that sends all its hashes
    to empty slots; the largest group chooses first.
    """
    table, taken, groups = _empty_table(), set[int](), defaultdict(list)
    for word in flags_of:
        groups[word >> 56].append(word)
    for group in sorted(groups, key=lambda group: -len(groups[group])):
        words = groups[group]
        for multiplier in accumulate(repeat(GOLDEN_RATIO), lambda one, other: one * other % (1 << 64)):
            slots = [word * multiplier % (1 << 64) >> 53 for word in words]
            if len(set(slots)) == len(slots) and taken.isdisjoint(slots):
                break
        taken.update(slots)
        table[TABLE_SLOTS + group] = multiplier
        table[slots] = [word & ~255 | flags_of[word] for word in words]
    return table


def _tokenize_with(texts: Sequence[str], function_words: FunctionWordTable, *, expand_umlauts: bool) -> TokenizedTexts:
    from dedup.kernels.prepare.read_articles import ArticleArrays, read_packed_articles

    encoded = mended_letters([encode_utf8(text) for text in texts], expand_umlauts=expand_umlauts)
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    _check_size(max(map(len, encoded), default=0))
    room = int(offsets[-1]) + len(texts)
    kinds: Any = (np.uint64, np.uint64, np.int32, np.int32, np.uint8, np.uint8, np.int32, np.uint64, np.uint8)
    read = ArticleArrays(*(np.empty(room, kind) for kind in kinds))
    ends = np.zeros((len(texts) + 1, 2), np.int64)
    data = np.frombuffer(b"".join(encoded), np.uint8)
    table = folding_table_of(expand_umlauts=expand_umlauts)
    read_packed_articles(data, readonly(offsets), table, function_words, read, ends)
    words, lines = ends[-1].tolist()
    sizes = (words, words, words, words, words + len(texts), words, lines, lines, lines)
    columns: list[Any] = [*read]
    hashes, stems, starts, word_ends, boundaries, flags, line_words, keys, is_prose = (
        readonly(column[:size].copy() if len(texts) > 1 else column[:size])  # the room of many is let go of at once
        for column, size in zip(columns, sizes, strict=True)
    )
    read_lines = Lines(line_words, keys, is_prose.view(np.bool_))
    ends_of_words, ends_of_lines = map(readonly, ends.T)
    return TokenizedTexts(
        texts,
        ends_of_words,
        ends_of_lines,
        hashes,
        stems,
        starts,
        word_ends,
        boundaries,
        flags,
        read_lines,
        expand_umlauts,
    )


def _check_size(size: int) -> None:
    if size > MAX_ARTICLE_BYTES:
        raise InputError(f"a text of {size:,} bytes; the limit for one article is {MAX_ARTICLE_BYTES:,}")
