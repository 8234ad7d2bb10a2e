"""What every code point becomes before words are compared: the folding table.

Two readings of one article must give the same words whatever their case, accents, width, quotes or Unicode form.
`fold_char` says so in plain Python, one code point at a time, and that is the whole definition:

    ""      dropped: accents, soft hyphen, zero-width characters, variation selectors, tatweel
    " "     between words: spaces, punctuation, symbols, quotes of every shape
    "ss"    letters and digits, in lower case and without accents (ß, ẞ; é -> e; ３ and ٣ -> 3; ﬁ -> fi)
    " 中 "   a word of its own: ideographs, written without spaces between words
    " เ"    starts a word: Thai and Lao vowels that stand first in their syllable (no spaces there either)

Because it looks at one code point alone, and decomposes before anything else, NFC and NFD agree, and folding twice
changes nothing; the tests check both on all 1,114,112 code points.

The kernels read the same definition from a table of 16-byte rows: up to 15 bytes of folded UTF-8, then their number,
as two little-endian integers, so that a row is moved in two steps. Rows lie in pages of 256 code points; equal pages
are stored once. The table is built once (Unicode 14, Python 3.11) and shipped as data, not built at start: Python's
Unicode version must not change fingerprints.

Not done: word segmentation of Thai, Khmer or Burmese by dictionary; transliteration; stemming.
"""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, combining, decimal, normalize

import numpy as np
from numpy.typing import NDArray

from dedup.errors import DamagedDataError

ROW_BYTES = 16  # 15 bytes of text and their number: one vector load, one vector store
MAX_GROWTH = 3  # folded bytes per source byte, at most; the kernels size their scratch memory by it
BLOCK_POINTS = 256
SHORT_POINTS = 0x800  # code points of one or two bytes: folded, they have six bytes at most
TABLE_BLOCKS = 0x2000  # a four-byte sequence holds 21 bits: damaged UTF-8 may ask for any of them and must stay inside

IDEOGRAPHS = ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")
INVISIBLE_LETTERS = frozenset("\u0640\u034f\u180b\u180c\u180d\u180f")  # tatweel, grapheme joiner, Mongolian selectors
APOSTROPHES = frozenset("ʹ\u0374ʻʼʽˈˮ")  # letters to Unicode, quotes to a newsroom
WITHOUT_DECOMPOSITION = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe"}
)  # no decomposition


def is_dropped(char: str) -> bool:
    """Accents, format characters and other marks that change how a word looks but not which word it is."""
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return combining(char) != 0 or category(char) in ("Cf", "Me") or char in INVISIBLE_LETTERS or selector


def is_letter(char: str) -> bool:
    """Letters, digits, and the vowel signs of scripts that write vowels as marks."""
    return category(char)[0] in "LNM" and char not in APOSTROPHES


def is_ideograph(letters: str) -> bool:
    """One character of a script that writes no spaces between words."""
    return len(letters) == 1 and any(first <= ord(letters) <= last for first, last in IDEOGRAPHS)


def _fold_once(letters: str) -> str:
    """One round of: compatibility decomposition, marks off, lower case, digits of any script to 0-9."""
    kept = (c for c in normalize("NFKD", letters) if not is_dropped(c))
    return "".join(str(decimal(c, c)) for c in kept).casefold().translate(WITHOUT_DECOMPOSITION)


@lru_cache(1 << 14)
def fold_char(char: str) -> str:
    """What one code point becomes: see the head of this file."""
    if is_dropped(char):
        return ""
    if not is_letter(char):
        return " "
    folded, again = char, _fold_once(char)
    while folded != again:
        folded, again = again, _fold_once(again)
    too_long = len(folded.encode()) > min(ROW_BYTES - 1, MAX_GROWTH * len(char.encode()))
    if too_long or not all(map(is_letter, folded)):  # "½" is not "1 2", a one-letter poem in Arabic stays itself
        folded = char
    if is_ideograph(folded):
        return f" {folded} "
    return f" {folded}" if folded in LEADING_VOWELS else folded


class FoldingTable(NamedTuple):
    """Row of code point c: `rows[pages[c // 256] * 256 + c % 256]`; bytes 0-14 the text, byte 15 its length.

    `short` has the same once more for code points of one or two bytes, in eight: bytes 0-6 the text, byte 7 its length.
    There a separator that may end a line or sentence by itself, a newline or one of two bytes, is a newline.
    """

    pages: NDArray[np.uint16]  # (8192,)
    rows: NDArray[np.uint64]  # (256 * distinct pages, 2)
    short_rows: NDArray[np.uint64]  # (2048,)


def build_folding_table() -> FoldingTable:
    """From Python's Unicode data; about two seconds, run by the maintainer."""
    seen: dict[bytes, int] = {}
    numbers = [
        seen.setdefault(_block_bytes(first), len(seen)) for first in range(0, BLOCK_POINTS * TABLE_BLOCKS, BLOCK_POINTS)
    ]
    rows = np.frombuffer(b"".join(seen), "<u8").reshape(-1, 2)
    return _with_short_rows(np.array(numbers, np.uint16), rows)


def _with_short_rows(pages: NDArray[np.uint16], rows: NDArray[np.uint64]) -> FoldingTable:
    low, high = rows.reshape(-1, BLOCK_POINTS, 2)[pages[: SHORT_POINTS // BLOCK_POINTS]].reshape(-1, 2).T
    points = np.arange(SHORT_POINTS)
    is_newline = (low == ord(" ")) & ((points == ord("\n")) | (points >= 0x80))
    return FoldingTable(
        pages, rows, np.where(is_newline, np.uint64(ord("\n")), low) | high >> np.uint64(56) << np.uint64(56)
    )


def _block_bytes(first: int) -> bytes:
    return b"".join(
        _row_bytes(fold_char(chr(c)) if c <= sys.maxunicode else " ") for c in range(first, first + BLOCK_POINTS)
    )


def _row_bytes(text: str) -> bytes:
    encoded = text.encode()
    return encoded.ljust(ROW_BYTES - 1, b"\0") + bytes([len(encoded)])


def save_folding_table(table: FoldingTable, path: Path) -> None:
    """Columns instead of rows: neighbours in a column are alike, and the file shrinks to a third."""
    np.savez_compressed(path, pages=table.pages, columns=table.rows.view(np.uint8).T.copy())


TABLE_PATH = Path(__file__).with_name("fold.npz")


@cache
def folding_table(path: Path = TABLE_PATH) -> FoldingTable:
    """The shipped table, read-only; DamagedDataError where the kernels would read outside of it."""
    with np.load(path) as file:
        pages, rows = file["pages"], np.ascontiguousarray(file["columns"].T).view("<u8")
    if rows.shape[1:] != (2,) or pages.shape != (TABLE_BLOCKS,) or int(pages.max()) * BLOCK_POINTS >= len(rows):
        raise DamagedDataError(f"{path}: not the folding table; install dedup again")
    table = _with_short_rows(pages, rows)
    for part in table:
        part.flags.writeable = False
    return table


if __name__ == "__main__":
    save_folding_table(build_folding_table(), TABLE_PATH)
