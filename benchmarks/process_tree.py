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
COMM_END, PARENT, TIMES = ")", 1, slice(11, 15)  # of /proc/PID/stat: times are its own and those of ended children

Seconds = dict[str, float]  # of CPU, by kind of process


@dataclass(slots=True)
class Usage:
    """CPU seconds by stage and kind, and the most resident megabytes of one process of each kind."""

    by_stage: dict[str, Seconds] = field(default_factory=dict)
    peak: Counter[str] = field(default_factory=Counter)

    def cpu(self, kind: str | None = None) -> float:
        """CPU seconds of all stages, of one kind or all."""
        return sum(seconds for own in self.by_stage.values() for name, seconds in own.items() if kind in (None, name))


def watched(command: list[str], stages: Path) -> Usage:
    """Run a command; a folder in `stages` that is not finished names what is under way. Ends with it if it fails."""
    usage, before = Usage(), dict.fromkeys(KINDS, 0.0)
    process = subprocess.Popen(command, stdout=sys.stderr)
    while process.poll() is None:
        name, now = _under_way(stages), _cpu_of_tree(process.pid, usage.peak)
        known = usage.by_stage.get(name, {})
        usage.by_stage[name] = {kind: known.get(kind, 0.0) + max(now[kind] - before[kind], 0.0) for kind in KINDS}
        before = {kind: max(now[kind], before[kind]) for kind in KINDS}
        time.sleep(INTERVAL)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: ended with {process.returncode}")
    return usage


def _under_way(stages: Path) -> str:
    """The stage that is being written, or "after" the last one."""
    if not stages.exists():
        return "start"
    found = [each for each in stages.iterdir() if each.is_dir()]
    if not found:
        return "start"
    last = max(found, key=lambda each: each.stat().st_ctime)
    open_ones = [each for each in found if not (each / "_SUCCESS").exists()]
    return open_ones[0].name if open_ones else f"after {last.name}"


def _cpu_of_tree(root: int, peak: Counter[str]) -> Seconds:
    """CPU seconds of a process and those below it by kind; `peak` is raised."""
    stats = {int(each.name): _stat(each) for each in Path("/proc").iterdir() if each.name.isdigit()}
    cpu, level = dict.fromkeys(KINDS, 0.0), [root]
    while level:
        for process in level:
            if stats.get(process):
                own, reaped = _seconds(stats[process])
                kind = "driver" if process == root else "Java" if stats[process][0] == "java" else "workers"
                cpu[kind] += own
                cpu["workers" if process != root else "driver"] += reaped
                peak[kind] = max(peak[kind], _peak(process))
        level = [child for child, stat in stats.items() if stat and int(stat[1 + PARENT]) in level]
    return cpu


def _stat(process: Path) -> list[str]:
    """The name of a process, and its figures from the state on; nothing if it has ended."""
    try:
        name, _, figures = (process / "stat").read_text().partition("(")[2].rpartition(COMM_END)
    except OSError:
        return []
    return [name, *figures.split()]


def _seconds(stat: list[str]) -> tuple[float, float]:
    user, system, children_user, children_system = (int(each) * SECONDS_A_TICK for each in stat[1:][TIMES])
    return user + system, children_user + children_system


def _peak(process: int) -> int:
    """The most megabytes that a process had in memory."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)
