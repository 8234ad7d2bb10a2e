"""What `dedup.kernels.prepare` computes, in ordinary Python, said as plainly as possible.

A hash is an int below 2**64.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby, pairwise

import numpy as np

from dedup.sketch.fingerprints import permutations
from dedup.tokens.folding import fold_char
from dedup.tokens.look_alikes import in_one_script
from dedup.tokens.words import (
    BLANK,
    DATE_WORD,
    FUNCTION_WORD,
    HALF_WORD,
    LINE,
    NUMBER,
    SENTENCE,
    SHORT_WORD,
    TABLE_SLOTS,
    TEXT_END,
    WRAPPED,
    YEAR,
    encode_utf8,
    function_word_table,
)

K1, K2, K3 = 0x9E3779B97F4A7C15, 0x6A09E667F3BCC909, 0xBB67AE8584CAA73B
MASK32, MASK64 = (1 << 32) - 1, (1 << 64) - 1
SHINGLE_WORDS, WINDOW, BANDS, ROWS, STEM_LETTERS = 3, 6, 32, 4, 7

MARK, WIDE_MARK, CLOSING, WHITE = "[.!?…؟۔।]", "[。！？។៕။།]", "[’”»\"')\\]]", "[\0- \u00a0\u3000\u2028\u2029]"
SENTENCE_END = re.compile(f"{WIDE_MARK}|{MARK}{CLOSING}*{WHITE}")
SENTENCE_END_OF_TEXT = re.compile(f"{WIDE_MARK}|{MARK}{CLOSING}*({WHITE}|$)", re.DOTALL)
NEWLINE = re.compile("[\n\u2028\u2029]")


@dataclass(frozen=True)
class Word:
    folded: str
    start: int  # code points
    end: int

    @property
    def hash(self) -> int:
        return hash_letters(self.folded)

    @property
    def stem(self) -> int:
        return hash_letters(self.folded[:STEM_LETTERS])


def words(text: str) -> Iterator[Word]:
    """Every folded word, look-alike letters in the script of their word; accents after a word belong to it."""
    word, start = "", 0
    for place, char in enumerate(chain(in_one_script(text), " ")):
        folded = fold_char(char)
        if folded.startswith(" ") and word:
            yield Word(word, start, place)
            word = ""
        if not word:
            start = place
        word += folded.strip(" ")
        if folded.endswith(" ") and word:
            yield Word(word, start, place + 1)
            word = ""


def hash_letters(letters: str) -> int:
    """Sixteen bytes of UTF-8 at a time, as two little-endian numbers."""
    data, h = encode_utf8(letters), 0
    for at in range(0, len(data), 16):
        low, high = data[at : at + 8], data[at + 8 : at + 16]
        h = ((h ^ int.from_bytes(low, "little")) * K1 + int.from_bytes(high, "little") * K2) & MASK64
        h ^= h >> 32
    return h


# --- borders, kinds and units ------------------------------------------------------------------------------------


def borders(text: str, found: Sequence[Word]) -> list[int]:
    """What lies before each word, and behind the last."""
    if not found:
        return [TEXT_END]
    before_text = [*NEWLINE.finditer(text, 0, found[0].start)]
    result, line, line_word = [TEXT_END], before_text[-1].end() if before_text else 0, 0
    for w, (before, word) in enumerate(pairwise(found), 1):
        gap = text[before.end : word.start]
        border = SENTENCE if SENTENCE_END.search(gap) else 0
        newlines = [*NEWLINE.finditer(gap)]
        if newlines:
            border |= LINE
            length, line_words = line_length(text, line), w - line_word
            line, line_word = before.end + newlines[-1].end(), w
            is_full = 45 <= length <= 100 and line_words >= 9 and border & SENTENCE == 0
            if len(newlines) > 1:
                border |= BLANK
            elif is_small(text[word.start]):
                border &= ~LINE
            elif is_full and line_length(text, line) <= 100 and not text.startswith("  ", line):
                border |= WRAPPED
        result.append(border)
    wrapped = (word for border, word in zip(result, found, strict=True) if border & WRAPPED)
    capitals = sum(is_capital(text[word.start]) for word in wrapped)
    if capitals - small_lines(text, found) >= 2:
        result = [border & ~WRAPPED for border in result]
    return [*result, TEXT_END | (SENTENCE if SENTENCE_END_OF_TEXT.search(text[found[-1].end :]) else 0)]


def small_lines(text: str, found: Sequence[Word]) -> int:
    """How many lines go on in small letters."""
    gaps = ((text[before.end : word.start], text[word.start]) for before, word in pairwise(found))
    return sum(is_small(letter) for gap, letter in gaps if len(NEWLINE.findall(gap)) == 1)


def is_capital(char: str) -> bool:
    """A letter that begins a sentence."""
    return char < "\u2000" and (char.isupper() or char.istitle())


def is_small(char: str) -> bool:
    """A letter that would be a capital at the head of a sentence; ligatures and full-width forms are passed over."""
    return char < "\u2000" and char.islower() and char.title() != char


def line_length(text: str, start: int) -> int:
    newline = NEWLINE.search(text, start)
    return (newline.start() if newline else len(text)) - start


def kind(word: Word) -> int:
    """What kind of word it is: by its letters, and by the lexicon of function words and dates."""
    letters = word.folded
    rules = {
        NUMBER: letters[0] in "0123456789",
        YEAR: re.fullmatch("(19|20)[0-9][0-9]", letters) is not None,
        SHORT_WORD: len(letters) < 4,
        HALF_WORD: (len(letters) == 1 and letters >= "\u0800") or is_written_without_spaces(letters[0]),
    }
    return sum(bit for bit, holds in rules.items() if holds) | known_words().get(word.hash >> 8, 0)


def is_written_without_spaces(letter: str) -> bool:
    """Thai and Lao, Burmese, Khmer."""
    return any(first <= letter <= last for first, last in ("\u0e00\u0eff", "\u1000\u10bf", "\u1780\u17ff"))


@cache
def known_words() -> dict[int, int]:
    return {entry >> 8: entry & 255 for entry in function_word_table(expand_umlauts=False)[:TABLE_SLOTS].tolist()}


@dataclass(frozen=True)
class Unit:
    end: int
    key: int
    prose: bool


def units(hashes: Sequence[int], borders: Sequence[int], kinds: Sequence[int]) -> list[Unit]:
    """Lines, and the sentences of lines of more than 40 words."""
    count = len(hashes)
    is_foreign = sum(k & FUNCTION_WORD != 0 for k in kinds) < 0.08 * count
    ends = [w for w in range(1, count + 1) if w == count or (borders[w] & LINE and not borders[w] & WRAPPED)]
    result, prose_words = [], 0
    for first, end in zip([0, *ends], ends, strict=False):
        prose = is_prose(kinds[first:end], borders[end] & SENTENCE != 0, is_foreign)
        prose_words += prose * (end - first)
        for start, stop in pieces(first, end, borders):
            result.append(Unit(stop, unit_key(hashes[start:stop], kinds[start:stop]), prose))
    if prose_words < max(20, count // 4):
        result = [Unit(unit.end, unit.key, True) for unit in result]
    return result


def pieces(first: int, end: int, borders: Sequence[int]) -> list[tuple[int, int]]:
    """A line, or its sentences; a sentence of under six words goes with the next, the last one with that before."""
    cuts = [first]
    for w in range(first + 1, end):
        if borders[w] & SENTENCE and w - cuts[-1] >= 6 and end - first > 40:
            cuts.append(w)
    if len(cuts) > 1 and end - cuts[-1] < 6:
        cuts.pop()
    return [*zip(cuts, [*cuts[1:], end], strict=True)]


def is_prose(kinds: Sequence[int], is_closed: bool, is_foreign: bool) -> bool:
    length = len(kinds)
    functions, numbers = (sum(k & bit != 0 for k in kinds) / length for bit in (FUNCTION_WORD, NUMBER))
    if length < 8:
        return False
    if is_foreign:
        return is_closed or length >= 25
    return (is_closed and functions >= 0.2) or (length >= 20 and (functions >= 0.15 or numbers >= 0.25))


def unit_key(hashes: Sequence[int], kinds: Sequence[int]) -> int:
    """A hash of the words in order; in a short dated unit, numbers and dates count as alike."""
    is_dated = len(hashes) <= 20 and any(k & (DATE_WORD | YEAR) for k in kinds)
    masked = [k & NUMBER if is_dated and k & (DATE_WORD | NUMBER) else h for h, k in zip(hashes, kinds, strict=True)]
    return text_hash(masked)


def text_hash(hashes: Sequence[int]) -> int:
    """One number for words in their order."""
    h = len(hashes) * K3
    for place, word in enumerate(hashes):
        x = (word + place * K2) * K1 & MASK64
        h += (x ^ x >> 29) * K3
    h &= MASK64
    return h ^ h >> 32


# --- fingerprints ------------------------------------------------------------------------------------------------


def rotate(x: int, bits: int) -> int:
    return (x << bits | x >> (64 - bits)) & MASK64


def shingles(hashes: Sequence[int]) -> list[int]:
    """One hash for every three words in a row; a text of one or two words is one shingle, an empty one none."""
    padded = [*hashes, *[0] * (SHINGLE_WORDS - len(hashes))] if hashes else []
    mixed = [
        (a ^ rotate(b, 21) ^ rotate(c, 42)) * K3 & MASK64
        for a, b, c in zip(padded, padded[1:], padded[2:], strict=False)
    ]
    return [h ^ h >> 32 for h in mixed]


def signature(shingles: Sequence[int]) -> list[int]:
    """128 minima of slope * h + shift (mod 2**32) over the mixed upper halves of the shingles."""
    slopes, shifts = permutations()
    hashes = np.array([fmix32(h >> 32) for h in shingles], np.uint32)
    minima: list[int] = (hashes[:, None] * slopes + shifts).min(axis=0, initial=MASK32).tolist()
    return minima


def fmix32(h: int) -> int:
    h = (h ^ h >> 16) * 0x85EBCA6B & MASK32
    h = (h ^ h >> 13) * 0xC2B2AE35 & MASK32
    return h ^ h >> 16


def band_keys(signature: Sequence[int]) -> list[int]:
    """Four minima and the number of their band in 64 bits."""
    keys = []
    for band in range(BANDS):
        a, b, c, d = signature[band * ROWS : band * ROWS + ROWS]
        h = (((a | b << 32) ^ band) * K1 + (c | d << 32) * K2) & MASK64
        h = (h ^ h >> 32) * K3 & MASK64
        keys.append(h ^ h >> 29)
    return keys


def grams(shingles: Sequence[int]) -> list[int]:
    """One hash for every five words in a row."""
    mixed = [(a ^ rotate(c, 32)) * K2 & MASK64 for a, c in zip(shingles, shingles[2:], strict=False)]
    return [h ^ h >> 32 for h in mixed]


def anchors(grams: Sequence[int]) -> list[int]:
    """Upper halves of five-word hashes that are the lowest of six in a row; of equal ones in a row one."""
    tops, kept = [gram >> 32 for gram in grams], set()
    for at in range(max(1, len(tops) - WINDOW + 1)):
        window = tops[at : at + WINDOW]
        kept |= {at + w for w, top in enumerate(window) if top == min(window)}
    return [top for top, _ in groupby(tops[place] for place in sorted(kept))]
