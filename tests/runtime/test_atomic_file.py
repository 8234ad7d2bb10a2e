from __future__ import annotations

import os
import resource
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dedup.errors import InputError
from dedup.runtime.files.atomic_file import atomic_write, check_writable


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond 64 KiB: the system's own refusal, as on a full disk.

    It holds for this process, and so for the file that the output of the tests may go to: for as short as can be.
    """
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def write(path: Path, data: bytes) -> None:
    with atomic_write(path) as out:
        out.write(data)


def test_a_new_file_is_what_the_user_would_make(tmp_path: Path) -> None:
    write(tmp_path / "report.json", b"all")
    (tmp_path / "other").write_bytes(b"")
    assert (tmp_path / "report.json").read_bytes() == b"all"
    assert stat.S_IMODE((tmp_path / "report.json").stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)


def test_a_file_that_is_replaced_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_nothing_half_written_is_left(tmp_path: Path, fault: type[BaseException]) -> None:
    (tmp_path / "report.json").write_bytes(b"old")
    with pytest.raises(fault), atomic_write(tmp_path / "report.json") as out:
        out.write(b"half")
        raise fault
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report.json", b"old")]


def test_a_full_disk_is_an_input_error(tmp_path: Path) -> None:
    with full_disk(), pytest.raises(InputError, match=r"report\.json: cannot be written: file too large"):
        write(tmp_path / "report.json", b"x" * (1 << 20))
    assert list(tmp_path.iterdir()) == []


def test_places_where_no_file_can_be_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        check_writable(tmp_path / "nowhere" / "report.json")
    with pytest.raises(InputError, match="it is a folder"):
        check_writable(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_allows_no_files_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="allows no new files"):
        check_writable(tmp_path / "report.json")


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe, b"all")
    reader.join()
    assert read == [b"all"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
