"""What every benchmark leaves behind: a table on the screen and a JSON file that says where its figures come from."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("newsdedup", "numpy", "scipy", "numba", "llvmlite", "rapidfuzz", "scikit-learn", "orjson", "datasketch")


def installed(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """The version of each package that is installed."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def processor() -> str:
    """The processor's own name, where the system tells it."""
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text().splitlines() if listing.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": sys.version.split()[0],
        "load_at_start": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def record(
    name: str,
    settings: Mapping[str, object],
    figures: Mapping[str, object],
    packages: Iterable[str] = PACKAGES,
    folder: Path = RESULTS,
) -> Path:
    """Write `folder/NAME.json`: the figures, and all that is needed to make them again, but where the files lay."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.json"
    content = {
        "benchmark": name,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": installed(packages),
        "settings": {key: value for key, value in settings.items() if not isinstance(value, Path)},
        "figures": figures,
    }
    target.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return target


def show(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table: the first column to the left, all others to the right; shares with four places."""
    cells = [list(header), *([_cell(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    print(f"\n{title}")
    for first, *others in cells:
        numbers = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        print("  ".join([first.ljust(widths[0]), *numbers]).rstrip())
    print()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 10 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def verdict(faults: Sequence[str]) -> int:
    """Print what misses its threshold; the exit code: 1 when anything does."""
    for fault in faults:
        print(f"MISSED  {fault}")
    if not faults:
        print("all thresholds met")
    return 1 if faults else 0
