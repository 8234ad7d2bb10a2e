"""CPU seconds and memory of a process and all below it, by kind of process and by what was under way (Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

SECONDS_A_TICK = 1 / os.sysconf("SC_CLK_TCK")
INTERVAL = 0.1
KINDS = ("Java", "workers", "driver")
BEHIND = "behind"
PARENT, TIMES = 2, slice(12, 14)  # of `_stat`

Seconds = dict[str, float]  # of CPU, by kind of process


@dataclass(slots=True)
class Usage:
    """CPU seconds by stage and kind, and the most resident megabytes of one process of each kind."""

    by_stage: dict[str, Seconds] = field(default_factory=dict)
    peak: Counter[str] = field(default_factory=Counter)

    def cpu(self, kind: str | None = None) -> float:
        """CPU seconds of all stages but what is behind them, of one kind or all."""
        stages = (own for stage, own in self.by_stage.items() if stage != BEHIND)
        return sum(seconds for own in stages for name, seconds in own.items() if kind in (None, name))


def watched(command: list[str], stages: Path, found: Path) -> Usage:
    """Run a command; a folder in `stages` that is not finished names what is under way, and `found` what is behind it.

    Ends with the command if that fails.
    """
    usage, tree = Usage(), _Tree()
    process = subprocess.Popen(command, stdout=sys.stderr)
    while process.poll() is None:
        name = BEHIND if found.exists() else _under_way(stages)
        known = usage.by_stage.get(name, dict.fromkeys(KINDS, 0.0))
        more = tree.more_cpu(process.pid, usage.peak)
        usage.by_stage[name] = {kind: known[kind] + more[kind] for kind in KINDS}
        time.sleep(INTERVAL)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: ended with {process.returncode}")
    return usage


def _under_way(stages: Path) -> str:
    """The stage that is being written, or "after" the last one."""
    found = [each for each in stages.iterdir() if each.is_dir()] if stages.exists() else []
    if not found:
        return "start"
    last = max(found, key=lambda each: each.stat().st_ctime)
    unfinished = [each for each in found if not (each / "_SUCCESS").exists()]
    return unfinished[0].name if unfinished else f"after {last.name}"


class _Tree:
    """The processes below one as they were seen last: what becomes of ended ones is not known of their parents."""

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}

    def more_cpu(self, root: int, peak: Counter[str]) -> Seconds:
        """CPU seconds since the last time, by kind; `peak` is raised."""
        stats = {int(each.name): _stat(each) for each in Path("/proc").iterdir() if each.name.isdigit()}
        more, level = dict.fromkeys(KINDS, 0.0), [root]
        while level:
            for process in level:
                if stats.get(process):
                    seconds = sum(int(each) for each in stats[process][TIMES]) * SECONDS_A_TICK
                    kind = "driver" if process == root else "workers" if "python" in stats[process][0] else "Java"
                    more[kind] += max(seconds - self._seconds.get(process, 0.0), 0.0)
                    self._seconds[process] = seconds
                    peak[kind] = max(peak[kind], _peak(process))
            level = [child for child, stat in stats.items() if stat and int(stat[PARENT]) in level]
        return more


def _stat(process: Path) -> list[str]:
    """The name of a process, and its figures from the state on; nothing if it has ended."""
    try:
        name, _, figures = (process / "stat").read_text().partition("(")[2].rpartition(")")
    except OSError:
        return []
    return [name, *figures.split()]


def _peak(process: int) -> int:
    """The most megabytes that a process had in memory."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)
