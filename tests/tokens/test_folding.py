"""Folding, and the table that the kernels read it from."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from dedup.errors import DamagedDataError
from dedup.kernels.layouts import FoldingTable
from dedup.tokens.folding import MAX_GROWTH, TABLE_PATH, fold_char, folding_table, save_folding_table
from dedup.tokens.words import tokenize


@pytest.mark.parametrize(
    ("char", "folded"),
    [
        ("É", "e"),
        ("ß", "ss"),
        ("ﬁ", "fi"),
        ("３", "3"),
        ("٣", "3"),
        ("ł", "l"),
        ("\u0301", ""),  # an accent
        ("\u00ad", ""),  # soft hyphen
        ("!", " "),
        ("ʼ", " "),  # a letter in Unicode
        ("½", "½"),
        ("中", " 中 "),
        ("學", " 学 "),
        ("ك", "ک"),  # of an Arabic keyboard: of a Persian one
        ("ئ", "ی"),
        ("เ", " เ"),
        ("ມ", " ມ"),
        ("ໜ", " ຫ ນ"),
        ("ក", " ក"),
        ("ា", "ា"),
        ("မ", " မ"),
    ],
)
def test_what_a_code_point_becomes(char: str, folded: str) -> None:
    assert fold_char(char) == folded


def test_every_code_point_folds_as_defined() -> None:
    """The shipped table is the definition; NFC = NFD; folding twice changes nothing; growth is bounded."""
    table, folded = folding_table(), [fold_char(chr(point)) for point in range(sys.maxunicode + 1)]
    rows = table.rows.view(np.uint8).reshape(-1, 256, 16)[table.blocks].reshape(-1, 16)
    for point, expected in enumerate(folded):
        row = rows[point].tobytes()
        shipped = row[: row[15]].decode()
        if unicodedata.category(chr(point)) == "Cn" or unassigned_when_shipped(chr(point), shipped):
            continue
        assert shipped == expected, hex(point)
        if not 0xD800 <= point < 0xE000:
            assert len(expected.encode()) <= MAX_GROWTH * len(chr(point).encode())
        apart = "".join(folded[ord(char)] for char in unicodedata.normalize("NFD", chr(point)))
        again = "".join(folded[ord(char)] for char in expected)
        assert apart.split(" ") == expected.split(" "), hex(point)
        assert again.split() == expected.split(), hex(point)
    assert (rows[sys.maxunicode + 1 :] == rows[32]).all()


def unassigned_when_shipped(char: str, shipped: str) -> bool:
    """The table is of Unicode 14, where what was assigned later is a separator."""
    return sys.version_info >= (3, 12) and shipped == " " and unicodedata.ucd_3_2_0.category(char) == "Cn"


def test_the_table_that_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "fold.npz"
    save_folding_table(folding_table(), path)
    for name in FoldingTable._fields:
        assert np.array_equal(getattr(folding_table(path), name), getattr(folding_table(TABLE_PATH), name))


def test_a_table_that_a_kernel_could_leave_is_refused(tmp_path: Path) -> None:
    table = folding_table()
    damaged = FoldingTable(
        table.blocks + np.uint16(len(table.rows) // 256), table.rows, table.short_rows, table.ideographs
    )
    path = tmp_path / "fold.npz"
    save_folding_table(damaged, path)
    with pytest.raises(DamagedDataError, match="not the folding table"):
        folding_table(path)


def test_a_thai_word_ends_where_its_last_letter_ends() -> None:
    """The am is one letter or two, of the same word, and its end is that of the letter in the text."""
    for text, end in (("ทำ", 2), ("ท\u0e4dา", 3), ("ทำ ", 2), ("ทำa", 2)):
        read = tokenize(text)
        assert (read.hashes[0], read.ends[0]) == (tokenize("ทำ").hashes[0], end)
