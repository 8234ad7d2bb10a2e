"""Compile all kernels to one shared library that needs neither numba nor llvmlite nor Python's headers.

    DEDUP_KERNELS=numba python -m dedup.kernels.ahead_of_time.compile_kernels

compiles for this machine's best level, or for those that DEDUP_KERNEL_LEVELS names, and keeps what is fresh.

Numba types each kernel for the signatures that its annotations give, LLVM writes position-independent objects, and the
system's C compiler (or that of the package `ziglang`) links them with `runtime.c`. What is private in numba here:
`library._final_module`, `fndesc.llvm_func_name` and the calling convention of `numba.core.callconv.CPUCallConv`, which
`library` speaks. They have not changed for many releases, and nothing promises that they will not: the build pins
numba; users do not have it.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pkgutil
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from itertools import chain, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import dedup.kernels
from dedup.kernels.ahead_of_time.library import is_fresh, library_path, sources_digest, symbol
from dedup.kernels.ahead_of_time.processor import COMPILER_NAMES, levels
from dedup.kernels.ahead_of_time.signatures import ArrayKind, Kind, ScalarKind, Signature, signatures_of

# Modules that read texts: most of what is compiled for one of them is compiled for all.
READING = (
    "verify.measure_pairs", "prepare.sketch_articles", "prepare.read_articles", "learn.find_boilerplate",
)  # fmt: skip
RUNTIME = {"NRT_MemInfo_alloc_aligned", "NRT_MemInfo_call_dtor"}  # what of numba's `runtime.c` has


def compile_library(level: str) -> Path:
    """Compile the kernels for a level of processors, in as many processes as there are cores; return the library."""
    target = library_path(level)
    with tempfile.TemporaryDirectory(prefix="dedup-kernels-") as folder:
        environment = (COMPILER_NAMES.get(level, level),)
        with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _prepare_process, environment) as pool:
            written = pool.map(_compile_modules, module_groups(), repeat(Path(folder)))
            objects = list(chain.from_iterable(written))
        linked = Path(folder) / target.name
        _link(objects, linked)
        ctypes.CDLL(str(linked))  # an OSError names what a kernel asks of numba that `runtime.c` does not have
        shutil.move(linked, target)  # whole or not at all
    return target


def compiler() -> list[str] | None:
    """The command that links: of CC, of the system, or of the package `ziglang`; None where there is none."""
    if os.environ.get("CC"):
        return shlex.split(os.environ["CC"])
    found = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if found:
        return [found]
    return [sys.executable, "-m", "ziglang", "cc"] if importlib.util.find_spec("ziglang") else None


def module_groups() -> list[list[str]]:
    """The modules of kernels by their names in this room, together where a process that has compiled one has compiled
    parts of the others: what reads texts, what relates articles, and the rest. What takes longest is first.
    """
    found = [
        module.name.removeprefix("dedup.kernels.")
        for module in pkgutil.walk_packages(dedup.kernels.__path__, "dedup.kernels.")
        if not module.ispkg and ".ahead_of_time" not in module.name
    ]
    relating = [name for name in found if name.startswith("relate.")]
    return [[*READING], relating, [name for name in found if name not in (*READING, *relating)]]


def _prepare_process(processor: str) -> None:
    """Make numba compile for a processor, and keep by module the functions that are kernels."""
    os.environ["NUMBA_CPU_NAME"], os.environ["NUMBA_CPU_FEATURES"] = processor, ""
    os.environ["DEDUP_KERNELS"] = "numba"
    from dedup.kernels import decorators

    def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
        _kernels.setdefault(function.__module__, []).append(function)
        return decorators.stage(function)  # without the wrapper for Python

    decorators.kernel = kernel  # type: ignore[assignment] # in a process that does nothing else


_kernels: dict[str, list[Callable[..., Any]]] = {}


def _compile_modules(names: list[str], folder: Path) -> list[Path]:
    """Write an object for each signature of each kernel of some modules."""
    return [path for name in names for path in _compile_module(import_module(f"dedup.kernels.{name}"), folder)]


def _compile_module(module: Any, folder: Path) -> list[Path]:
    written = []
    for function in _kernels.get(module.__name__, ()):
        for number, signature in enumerate(signatures_of(function)):
            path = folder / f"{symbol(function, number)}.o"
            dispatcher = getattr(module, function.__name__)
            path.write_bytes(compile_kernel(dispatcher, signature, symbol(function, number)))
            written.append(path)
    return written


def compile_kernel(dispatcher: Any, signature: Signature, name: str) -> bytes:
    """Compile a kernel to an object that holds it by a name; TypeError where no library can hold it."""
    arguments = tuple(map(_numba_type, signature.arguments))
    dispatcher.compile(arguments)
    compiled = dispatcher.overloads[arguments]
    if described(compiled.signature.return_type) != described_kind(signature.result):
        raise TypeError(f"{name} returns {compiled.signature.return_type}, not as annotated")
    module = compiled.library._final_module
    asked = {each.name for each in (*module.functions, *module.global_variables) if each.is_declaration}
    missing = {each for each in asked if each.startswith(("NRT_", "Py", "_Py"))} - RUNTIME
    if missing:
        raise TypeError(f"{name} asks for {', '.join(sorted(missing))}, which no library has: docs/kernels.md says why")
    module.get_function(compiled.fndesc.llvm_func_name).name = name
    return bytes(_machine().emit_object(module))


def _machine() -> Any:
    from llvmlite import binding

    return binding.Target.from_default_triple().create_target_machine(
        cpu=os.environ.get("NUMBA_CPU_NAME", "generic"), opt=3, reloc="pic", codemodel="default"
    )


def _numba_type(kind: Kind) -> Any:
    from numba.np.numpy_support import from_dtype

    types = _numba_types()
    if isinstance(kind, ArrayKind):
        return types.Array(from_dtype(kind.dtype), kind.dimensions, "C")
    if isinstance(kind, ScalarKind):
        return from_dtype(kind.dtype)
    parts = [_numba_type(part) for part in kind.parts]
    return types.NamedTuple(parts, kind.named) if kind.named else types.Tuple(parts)


def _numba_types() -> Any:
    return import_module("numba.types")  # half of it has types of Python's, and half has none


def described(numba_type: Any) -> Any:
    """A type of numba's without the names of its tuples, so that it can be compared."""
    types = _numba_types()
    if isinstance(numba_type, types.BaseTuple):
        return tuple(map(described, numba_type.types))
    return (numba_type.dtype, numba_type.ndim) if isinstance(numba_type, types.Array) else numba_type


def described_kind(kind: Kind | None) -> Any:
    """What `described` says of the type of an annotation."""
    return _numba_types().none if kind is None else described(_numba_type(kind))


def _link(objects: list[Path], target: Path) -> None:
    command = compiler()
    if command is None:
        raise RuntimeError("no C compiler to link the kernels with: install one (`apt install gcc`), or `ziglang`")
    runtime = Path(__file__).with_name("runtime.c")
    sources = f'-DDEDUP_SOURCES="{sources_digest()}"'
    subprocess.run(  # noqa: S603 # the builder's own compiler
        [*command, "-shared", "-fPIC", "-s", "-O2", sources, "-o", target, runtime, *objects, "-lm"], check=True
    )


def make_libraries() -> None:
    """Make the libraries that are wanted, and take away all others."""
    wanted = os.environ.get("DEDUP_KERNEL_LEVELS", "").split() or levels()[:1]
    paths = {library_path(level): level for level in wanted}
    for path in set(library_path("*").parent.glob(library_path("*").name)) - paths.keys():
        path.unlink()
    for path, level in paths.items():
        if not is_fresh(path):
            compile_library(level)


if __name__ == "__main__":
    make_libraries()
