"""Files that stand beside an index while it is made anew, and what a killed process left of them."""

from __future__ import annotations

from pathlib import Path

from dedup.index.storage.sqlite.database import database_files

REBUILD_END = "-rebuild"
SALVAGE_END = "-salvage"
CELLS_END = "-cells"


def leftovers(path: Path) -> list[Path]:
    """The databases beside an index that nobody needs any more, if they exist."""
    beside = [f"{path}{end}" for end in (REBUILD_END, SALVAGE_END, CELLS_END)]
    within = [f"{path}{SALVAGE_END}{end}" for end in (REBUILD_END, CELLS_END)]
    return [Path(each) for each in (*beside, *within) if any(file.exists() for file in database_files(Path(each)))]
