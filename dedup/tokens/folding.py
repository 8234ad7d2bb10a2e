"""Folding: what each code point becomes before words are compared.

Two renderings of one article must give the same words whatever their case, accents, width, quotes or Unicode form.
`fold_char` is the whole definition, in plain Python, one code point at a time. A code point becomes

    ""      nothing: accents, soft hyphen, zero-width characters, variation selectors, tatweel
    " "     a space: white space, punctuation, symbols, quotes of every shape
    "ss"    letters and digits in lower case without accents (ß, ẞ; é -> e; ３ and ٣ -> 3; ﬁ -> fi), and one form of
            letters that have several: of Arabic and Persian keyboards (ي ى -> ی; ك -> ک), of Chinese (學 -> 学)
    " 中 "   a word by itself: ideographs, which are written without spaces between words
    " เ"    the start of a word where no spaces are written either: Thai and Lao vowels that precede their syllable, and
            Lao, Khmer and Burmese consonants, so that a consonant with the vowels behind it is a word
    "ะ "    the end of a word: Thai vowels and marks behind which a syllable mostly ends; a word of Thai is so a
            syllable or two, and an edit changes what stands next to it, not a whole phrase

Each code point is decomposed first and folded alone. Therefore NFC and NFD of a text give the same words, and folding
twice changes nothing. The tests check both on all 1,114,112 code points.

The kernels read the definition from a table of 16-byte rows: up to 15 bytes of folded UTF-8, then their count. A row is
copied as two little-endian integers. The rows are stored in blocks of 256 code points, equal blocks once. The table is
built once (Unicode 14, Python 3.11) and shipped as data, because fingerprints must not change with the Unicode version
of the Python that runs them.

With the option `expand_umlauts`, ü becomes "ue" (`dedup.tokens.umlauts`).

Not done: word segmentation of Thai, Khmer or Burmese by dictionary; transliteration; stemming.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import category, combining, decimal, normalize

import numpy as np
from numpy.typing import NDArray

from dedup.errors import DamagedDataError
from dedup.kernels.layouts import FoldingTable

ROW_BYTES = 16  # 15 bytes of text and their count: one vector load, one vector store
MAX_GROWTH = 3  # maximum number of folded bytes per source byte; it determines the size of scratch memory
BLOCK_POINTS = 256
SHORT_POINTS = 0x800  # code points of one or two bytes: at most six bytes when folded
TABLE_BLOCKS = 0x2000  # covers all 21 bits of a four-byte sequence: damaged UTF-8 must stay inside the table

IDEOGRAPHS = ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
UNIFIED_IDEOGRAPHS = range(0x4E00, 0xA000)
LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")
# Behind these a Thai syllable ends: always ะ ำ ๆ and the mark of silence, mostly า and ี. Chosen after
# edited texts of 350 letters were compared: with consonants as signs, unlike texts shared terms.
TRAILING_VOWELS = frozenset("ะาำๆ\u0e4cี")
# Of Lao consonants, of Burmese, of Khmer, of other languages in Burmese script (two).
SIGNS = ((0x0E81, 0x0EAE), (0x1000, 0x109F), (0x1780, 0x17FF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F))
# Tatweel, grapheme joiner, Mongolian selectors, and the ring of the Thai am, which is written as one letter or as two:
# a letter behind which a word ends must not fold to more bytes than it has.
INVISIBLE_LETTERS = frozenset("\u0640\u034f\u180b\u180c\u180d\u180f\u0e4d")
APOSTROPHES = frozenset("ʹ\u0374ʻʼʽˈˮ")  # letters in Unicode, used as quotes in news
# Letters that keyboards of Arabic, Persian and Urdu write in two ways: yeh, kaf, heh, and teh marbuta at a word's end.
_ARABIC_VARIANTS = {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ہ": "ه", "ە": "ه", "ھ": "ه"}
WITHOUT_DECOMPOSITION = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe"})
# Letters of phonetic alphabets that are taken for the plain ones, and small capitals.
_LATIN_VARIANTS = str.maketrans("ɑɡɩᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "agiabcdefghijklmnoprstuvwyz")


def is_dropped(char: str) -> bool:
    """Whether a code point is left out: accents, format characters and other marks that do not distinguish words."""
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return combining(char) != 0 or category(char) in ("Cf", "Me") or char in INVISIBLE_LETTERS or selector


def is_letter(char: str) -> bool:
    """Whether a code point belongs to a word: letters, digits, and vowels that are written as marks."""
    return category(char)[0] in "LNM" and char not in APOSTROPHES


def is_ideograph(letters: str) -> bool:
    """Whether this is one character of a script that writes no spaces between words."""
    return len(letters) == 1 and any(first <= ord(letters) <= last for first, last in IDEOGRAPHS)


def starts_word(letter: str) -> bool:
    """Whether a letter begins a word of a script without spaces; vowels behind it, which are marks, belong to it."""
    is_sign = category(letter) == "Lo" and any(first <= ord(letter) <= last for first, last in SIGNS)
    return is_sign or letter in LEADING_VOWELS


def ends_word(letter: str) -> bool:
    """Whether a word of a script without spaces ends behind a letter."""
    return letter in TRAILING_VOWELS


def _fold_once(letters: str) -> str:
    """Decompose, drop marks, convert to lower case, convert digits of any script to 0-9; once."""
    kept = (c for c in normalize("NFKD", letters) if not is_dropped(c))
    return "".join(str(decimal(c, c)) for c in kept).casefold().translate(_variants())


@cache
def _variants() -> dict[int, str]:
    """The one form of each letter that has another; traditional characters have that of simplified ones."""
    rows = json.loads(Path(__file__).with_name("han_variants.json").read_text(encoding="utf-8"))
    return {
        **WITHOUT_DECOMPOSITION,
        **_LATIN_VARIANTS,
        **str.maketrans(_ARABIC_VARIANTS),
        **str.maketrans(dict(zip(rows["traditional"], rows["simplified"], strict=True))),
    }


@lru_cache(1 << 14)
def fold_char(char: str) -> str:
    """What one code point becomes, as the head of this file defines it.

    >>> [fold_char(char) for char in "É٣ﬁ!中"]
    ['e', '3', 'fi', ' ', ' 中 ']
    """
    if is_dropped(char):
        return ""
    if not is_letter(char):
        return " "
    folded, again = char, _fold_once(char)
    while folded != again:
        folded, again = again, _fold_once(again)
    too_long = len(folded.encode()) > min(ROW_BYTES - 1, MAX_GROWTH * len(char.encode()))
    if too_long or not all(map(is_letter, folded)):  # "½" does not become "1 2"
        folded = char
    if is_ideograph(folded):
        return f" {folded} "
    return "".join(f" {letter}" if starts_word(letter) else letter for letter in folded) + " " * ends_word(char)


def build_folding_table() -> FoldingTable:
    """Build the table from the Unicode data of this Python: `python -m dedup.tokens.folding`, two seconds."""
    numbers: dict[bytes, int] = {}
    firsts = range(0, BLOCK_POINTS * TABLE_BLOCKS, BLOCK_POINTS)
    blocks = [numbers.setdefault(_block_bytes(first), len(numbers)) for first in firsts]
    rows = np.frombuffer(b"".join(numbers), "<u8").reshape(-1, 2)
    return _with_short_rows(np.array(blocks, np.uint16), rows)


def _with_short_rows(blocks: NDArray[np.uint16], rows: NDArray[np.uint64]) -> FoldingTable:
    low, high = rows.reshape(-1, BLOCK_POINTS, 2)[blocks[: SHORT_POINTS // BLOCK_POINTS]].reshape(-1, 2).T
    points = np.arange(SHORT_POINTS)
    is_newline = (low == ord(" ")) & ((points == ord("\n")) | (points >= 0x80))
    length = high >> np.uint64(56) << np.uint64(56)
    short_rows = np.where(is_newline, np.uint64(ord("\n")), low) | length
    return FoldingTable(blocks, rows, short_rows, _folded_ideographs(blocks, rows))


def _folded_ideographs(blocks: NDArray[np.uint16], rows: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """The code point that each unified ideograph becomes, from the three bytes behind the space of its row."""
    points = np.arange(UNIFIED_IDEOGRAPHS.start, UNIFIED_IDEOGRAPHS.stop)
    low = rows[blocks[points >> 8].astype(np.int64) << 8 | points & 255, 0]
    first, second, third = (low >> np.uint64(shift) & np.uint64(255) for shift in (8, 16, 24))
    folded = (first & np.uint64(15)) << np.uint64(12) | (second & np.uint64(63)) << np.uint64(6) | third & np.uint64(63)
    points_of: NDArray[np.uint16] = folded.astype(np.uint16)
    return points_of


def _block_bytes(first: int) -> bytes:
    points = range(first, first + BLOCK_POINTS)
    return b"".join(_row_bytes(fold_char(chr(point)) if point <= sys.maxunicode else " ") for point in points)


def _row_bytes(text: str) -> bytes:
    encoded = text.encode()
    return encoded.ljust(ROW_BYTES - 1, b"\0") + bytes([len(encoded)])


def patched_table(table: FoldingTable, folded: Mapping[str, str]) -> FoldingTable:
    """A table in which some code points become something else; their blocks are written anew behind all others."""
    blocks, parts = table.blocks.copy(), [table.rows]
    for block in sorted({ord(char) // BLOCK_POINTS for char in folded}):
        rows = table.rows.reshape(-1, BLOCK_POINTS, 2)[blocks[block]].copy()
        for char, text in folded.items():
            if ord(char) // BLOCK_POINTS == block:
                rows[ord(char) % BLOCK_POINTS] = np.frombuffer(_row_bytes(text), "<u8")
        blocks[block] = sum(map(len, parts)) // BLOCK_POINTS
        parts.append(rows)
    return _read_only(_with_short_rows(blocks, np.concatenate(parts)))


def _read_only(table: FoldingTable) -> FoldingTable:
    for part in table:
        part.flags.writeable = False
    return table


def save_folding_table(table: FoldingTable, path: Path) -> None:
    """Write a table by columns instead of rows: that compresses to a third."""
    np.savez_compressed(path, pages=table.blocks, columns=table.rows.view(np.uint8).T.copy())


TABLE_PATH = Path(__file__).with_name("fold.npz")


@cache
def folding_table(path: Path = TABLE_PATH) -> FoldingTable:
    """The shipped table, read-only. Raises DamagedDataError if a kernel could read outside of it."""
    with np.load(path) as file:
        blocks, rows = file["pages"], np.ascontiguousarray(file["columns"].T).view("<u8")
    if rows.shape[1:] != (2,) or blocks.shape != (TABLE_BLOCKS,) or int(blocks.max()) * BLOCK_POINTS >= len(rows):
        raise DamagedDataError(f"{path}: not the folding table; install dedup again")
    return _read_only(_with_short_rows(blocks, rows))


if __name__ == "__main__":
    save_folding_table(build_folding_table(), TABLE_PATH)
