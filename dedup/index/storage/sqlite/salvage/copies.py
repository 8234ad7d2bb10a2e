"""Files that stand beside an index while it is made anew, and what a killed process left of them."""

from __future__ import annotations

from pathlib import Path

REBUILD_END = "-rebuild"
SALVAGE_END = "-salvage"
CELLS_END = "-cells"


def leftovers(path: Path) -> list[Path]:
    """The databases beside an index that nobody needs any more, if they exist."""
    beside = [f"{path}{end}" for end in (REBUILD_END, SALVAGE_END, CELLS_END)]
    within = [f"{path}{SALVAGE_END}{end}" for end in (REBUILD_END, CELLS_END)]
    ends = ("", "-wal", "-shm", "-journal")
    return [
        file
        for each in (*beside, *within)
        if any(Path(f"{each}{end}").exists() for end in ends)
        for file in [Path(each)]
    ]
