"""Tables kept between runs: made once, never believed when damaged, done without where nothing can be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dedup.tokens import kept_tables, word_frequencies
from dedup.tokens.kept_tables import Table, kept_table

TABLE = (np.array([0, 3, 0, 1 << 63], np.uint64), np.array([0, 1.5, 0, 13.8], np.float32))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: tmp_path / "cache")
    kept_tables._folder.cache_clear()
    yield tmp_path / "cache"
    kept_tables._folder.cache_clear()


class Maker:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Table:
        self.calls += 1
        return TABLE


def is_right(table: Table) -> bool:
    return [column.tobytes() for column in table] == [column.tobytes() for column in TABLE]


def test_a_table_is_made_once_and_kept_for_this_user_alone(cache: Path) -> None:
    make = Maker()
    assert is_right(kept_table("en", make))
    assert is_right(kept_table("en", make))
    assert make.calls == 1
    (folder,) = cache.iterdir()
    (file,) = folder.iterdir()
    assert (folder.stat().st_mode | file.stat().st_mode) & 0o077 == 0
    assert is_right(kept_table("de", make))
    assert make.calls == 2


@pytest.mark.parametrize("place", [0, 8, 20, 63])
def test_a_damaged_table_is_made_again(cache: Path, place: int) -> None:
    make = Maker()
    kept_table("en", make)
    (file,) = cache.rglob("en")
    whole = file.read_bytes()
    for damaged in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :], whole + b"\0"):
        file.write_bytes(damaged)
        calls = make.calls
        assert is_right(kept_table("en", make))
        assert make.calls == calls + 1
        assert file.read_bytes() == whole


def test_where_nothing_can_be_written_tables_are_made_each_time(cache: Path) -> None:
    cache.write_text("no folder")
    make = Maker()
    assert is_right(kept_table("en", make))
    assert is_right(kept_table("en", make))
    assert make.calls == 2


def test_weights_are_the_same_from_the_list_and_from_the_folder(cache: Path) -> None:
    made, read = (word_frequencies.word_weights.__wrapped__("ko") for _ in range(2))
    assert list(cache.rglob("small_ko-*"))
    assert np.array_equal(made.keys, read.keys)
    assert np.array_equal(made.weights, read.weights)
    assert made.keys.dtype == read.keys.dtype
    assert not read.weights.flags.writeable
