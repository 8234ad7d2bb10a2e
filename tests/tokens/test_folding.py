"""Folding, and the table that the kernels read it from; `tests/kernels` compares the table with the definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dedup.errors import DamagedDataError
from dedup.kernels.layouts import FoldingTable
from dedup.tokens.folding import TABLE_PATH, fold_char, folding_table, save_folding_table


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
        ("เ", " เ"),
    ],
)
def test_what_a_code_point_becomes(char: str, folded: str) -> None:
    assert fold_char(char) == folded


def test_the_table_that_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "fold.npz"
    save_folding_table(folding_table(), path)
    for name in FoldingTable._fields:
        assert np.array_equal(getattr(folding_table(path), name), getattr(folding_table(TABLE_PATH), name))


def test_a_table_that_a_kernel_could_leave_is_refused(tmp_path: Path) -> None:
    table = folding_table()
    damaged = FoldingTable(table.blocks + np.uint16(len(table.rows) // 256), table.rows, table.short_rows)
    path = tmp_path / "fold.npz"
    save_folding_table(damaged, path)
    with pytest.raises(DamagedDataError, match="not the folding table"):
        folding_table(path)
