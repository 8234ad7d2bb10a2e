"""The hook of hatchling that compiles the kernels, so that who installs the package needs no compiler of Python.

A clone's `pip install .` compiles for the best level of its own processor, and keeps what is fresh.
DEDUP_KERNEL_LEVELS names the levels of a release: "x86-64-v2 x86-64-v3 x86-64-v4".
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parents[3]


class KernelHook(BuildHookInterface):  # type: ignore[type-arg] # hatchling's configuration is of any type
    """Puts the libraries of kernels into the wheel, compiled where they are missing or stale."""

    def dependencies(self) -> list[str]:
        """What the build needs beside numba: a linker, where the system has none."""
        return [] if any(map(shutil.which, ("cc", "gcc", "clang"))) or os.environ.get("CC") else ["ziglang>=0.13"]

    def initialize(
        self,
        version: str,  # noqa: ARG002 # as hatchling calls it
        build_data: dict[str, Any],
    ) -> None:
        """Compile what is not fresh, for a wheel and for an editable install alike."""
        if sys.platform == "win32":  # numba compiles there, when kernels are called
            return
        brought = os.environ.get("PYTHONPATH")  # where pip puts what the build needs
        subprocess.run(  # this very interpreter
            [sys.executable, "-m", "dedup.kernels.ahead_of_time.compile_kernels"],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), brought])),
                "DEDUP_KERNELS": "numba",
            },
            check=True,
        )
        built_for = sysconfig.get_platform().replace("universal2", platform.machine())
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{re.sub('[-.]', '_', built_for)}"  # the library knows no version of Python
        build_data["artifacts"] += [f"dedup/kernels/ahead_of_time/*{suffix}" for suffix in (".so", ".dylib")]
