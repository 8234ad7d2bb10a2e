"""Where a page goes: to a file, whole or not at all, or into a string."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from dedup.runtime.files.atomic_file import atomic_write

WritePage = Callable[[BinaryIO], None]


def page_text(write: WritePage, path: str | Path | None) -> str | None:
    """The page as text; None where a path is given, to which it is written: InputError if that fails."""
    if path is not None:
        with atomic_write(Path(path)) as out:
            write(out)
        return None
    page = io.BytesIO()
    write(page)
    return page.getvalue().decode()
