"""Whether a file or folder of machine code may be trusted: who can write it can run code as this user."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def is_private(folder: Path) -> bool:
    """Whether a folder, and the one that it lies in, are the user's and nobody else's to write; links are not.

    The outer one may be root's, or let others in as /tmp does, where nobody renames what is not his own.
    """
    if not hasattr(os, "getuid"):  # Windows keeps the folders of users apart
        return folder.is_dir()
    try:
        own, outer = folder.lstat(), folder.parent.stat()
    except OSError:
        return False
    is_own = stat.S_ISDIR(own.st_mode) and own.st_uid == os.getuid() and not own.st_mode & _OTHERS_WRITE
    is_sticky = outer.st_mode & stat.S_ISVTX
    return is_own and outer.st_uid in (os.getuid(), 0) and bool(is_sticky or not outer.st_mode & _OTHERS_WRITE)


def make_private(folder: Path) -> bool:
    """Make a folder that only the user can write, if there is none; whether it is so. OSError if it cannot be made."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.parent.stat()
    if hasattr(os, "getuid") and status.st_uid == os.getuid() and status.st_mode & _OTHERS_WRITE:
        folder.parent.chmod(stat.S_IMODE(status.st_mode) & ~_OTHERS_WRITE)  # of an earlier release, under a wide mask
    folder.mkdir(mode=0o700, exist_ok=True)
    return is_private(folder)


def is_as_safe_as(path: Path, source: Path) -> bool:
    """Whether nobody can write a file who could not write its source, or is root or this user."""
    if not hasattr(os, "getuid"):
        return True
    try:
        made, given = path.stat(), source.stat()
    except OSError:
        return False
    is_owned = made.st_uid in (os.getuid(), 0, given.st_uid)
    return is_owned and not made.st_mode & _OTHERS_WRITE & ~given.st_mode
