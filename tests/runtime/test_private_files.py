"""Code and caches are the user's own and nobody else's, or are not used."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import dedup.kernels
from dedup.runtime.private_files import is_as_safe_as, is_private, make_private
from dedup.tokens import kept_tables

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders of users are kept apart otherwise")


@pytest.mark.parametrize(("mode", "expected"), [(0o700, True), (0o755, True), (0o775, False), (0o777, False)])
def test_what_others_can_write_is_not_private(tmp_path: Path, mode: int, expected: bool) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    folder.chmod(mode)
    assert is_private(folder) is expected
    assert is_private(folder / "inner") is False
    (folder / "inner").mkdir(mode=0o700)
    assert is_private(folder / "inner") is expected


def test_a_folder_of_another_user_and_a_link_are_not_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to("cache")
    assert (is_private(tmp_path / "cache"), is_private(tmp_path / "link")) == (True, False)
    monkeypatch.setattr(os, "getuid", lambda: Path.stat(tmp_path).st_uid + 1)
    assert is_private(tmp_path / "cache") is False


def test_an_outer_folder_of_the_user_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "outer").mkdir()
    (tmp_path / "outer").chmod(0o775)
    assert make_private(tmp_path / "outer/inner")
    assert (tmp_path / "outer").stat().st_mode & 0o777 == 0o755


def test_a_library_is_used_only_if_its_sources_are_as_open(tmp_path: Path) -> None:
    library, source = tmp_path / "kernels.so", tmp_path / "library.py"
    for path in (library, source):
        path.write_bytes(b"")
        path.chmod(0o644)
    assert is_as_safe_as(library, source)
    library.chmod(0o666)
    assert not is_as_safe_as(library, source)
    source.chmod(0o666)
    assert is_as_safe_as(library, source)
    assert not is_as_safe_as(tmp_path / "none", source)


def test_machine_code_of_a_folder_that_others_can_write_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(shared))
    made = dedup.kernels.cache_folder.__wrapped__()
    assert (made == shared, is_private(made)) == (False, True)
    shared.chmod(0o700)
    assert dedup.kernels.cache_folder.__wrapped__() == shared


def test_a_table_that_others_can_write_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "dedup/words"
    monkeypatch.setattr(kept_tables, "_folder", lambda: folder)
    first = np.array([1, 0], np.uint64), np.array([0.5, 0], np.float32)
    second = np.array([2, 0], np.uint64), np.array([0.25, 0], np.float32)
    assert kept_tables.kept_table("en", lambda: first)[0].tolist() == [1, 0]
    assert kept_tables.kept_table("en", lambda: second)[0].tolist() == [1, 0]
    folder.chmod(0o777)
    assert kept_tables.kept_table("en", lambda: second)[0].tolist() == [2, 0]
