"""Kernels compiled when the package is built: the same results as numba's, for these sources only, without numba."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import GenericAlias, ModuleType, SimpleNamespace
from typing import Any, TypeVar, cast

import numpy as np
import pytest
from numpy.typing import NDArray
from test_modes import PROGRAMS, run

from dedup.kernels.ahead_of_time import library
from dedup.kernels.ahead_of_time.build_hook import KernelHook
from dedup.kernels.ahead_of_time.compile_kernels import compiler
from dedup.kernels.ahead_of_time.library import fresh_library, is_fresh, library_path
from dedup.kernels.ahead_of_time.processor import levels
from dedup.kernels.ahead_of_time.signatures import (
    ArrayKind,
    ScalarKind,
    Signature,
    TupleKind,
    _kind,
    signatures_of,
)
from dedup.kernels.layouts import FoldingTable, Matrix

needs_library = pytest.mark.skipif(fresh_library() is None, reason="no library was compiled from these sources")

# Refuses to import numba, as on a machine without it.
WITHOUT_NUMBA = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("numba", "llvmlite"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Missing())
"""


@needs_library
@pytest.mark.parametrize("stage", PROGRAMS)
def test_the_library_gives_what_numba_gives(stage: str) -> None:
    built, compiled = (run(PROGRAMS[stage], {"DEDUP_KERNELS": how}) for how in ("", "numba"))
    assert built == compiled != ""


@needs_library
def test_each_kernel_is_in_the_library() -> None:
    program = """
from importlib import import_module
from dedup.kernels.ahead_of_time.compile_kernels import module_groups
from dedup.kernels.ahead_of_time.library import CompiledKernel, fresh_library, symbol
from dedup.kernels.ahead_of_time.signatures import signatures_of

modules = [import_module(f"dedup.kernels.{name}") for group in module_groups() for name in group]
kernels = {each.__wrapped__ for module in modules for each in vars(module).values() if isinstance(each, CompiledKernel)}
symbols = [symbol(kernel, number) for kernel in kernels for number, _ in enumerate(signatures_of(kernel))]
print(len(kernels) > 30, [name for name in symbols if not hasattr(fresh_library(), name)])
"""
    assert run(program, {"DEDUP_KERNELS": ""}) == "True []\n"


def test_a_kernel_that_a_library_cannot_hold_is_refused_by_its_name() -> None:
    """A row written at once asks numba for room, since both sides may overlap."""
    program = """
from dedup.kernels.ahead_of_time.compile_kernels import compile_kernel
from dedup.kernels.ahead_of_time.signatures import signatures_of
from dedup.kernels.decorators import stage
from dedup.kernels.layouts import Matrix

def copy_row(rows: Matrix[np.int64]) -> None:
    rows[1] = rows[0]

def copy_each(rows: Matrix[np.int64]) -> None:
    for column in range(rows.shape[1]):
        rows[1, column] = rows[0, column]

for function in (copy_each, copy_row):
    try:
        print(len(compile_kernel(stage(function), signatures_of(function)[0], function.__name__)) > 0)
    except TypeError as error:
        print(error)
"""
    first, second = run(program, {"DEDUP_KERNELS": "numba"}).splitlines()
    assert first == "True"
    assert second.startswith("copy_row asks for NRT_")


@needs_library
def test_a_scan_needs_no_numba() -> None:
    program = "import dedup; print(dedup.scan(texts=['one text here', 'one text here']).matches[0].relation)"
    assert run(f"{WITHOUT_NUMBA}\n{program}", {}) == "exact\n"


def test_where_nothing_can_be_written_a_scan_finds_the_same() -> None:
    program = """
import dedup
told = "The ferry Aurora ran aground off the island on Monday with 212 people on board, and nobody was hurt. "
again = "Nobody was hurt when the Aurora, a ferry with 212 people on board, ran aground off the island on Monday. "
print(dedup.scan(texts=[told * 2, again * 2]).to_json(passages=True))
"""
    somewhere, nowhere = (run(program, home) for home in ({}, {"HOME": "/dev/null", "XDG_CACHE_HOME": ""}))
    assert somewhere == nowhere != ""


def test_without_a_compiler_the_build_brings_a_linker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CC", raising=False)
    hook: Any = KernelHook.__new__(KernelHook)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [each.partition(">")[0] for each in hook.dependencies()] == ["ziglang"]
    monkeypatch.setitem(sys.modules, "ziglang", None)
    assert compiler() is None
    found = ModuleType("ziglang")
    found.__spec__ = ModuleSpec("ziglang", None)
    monkeypatch.setitem(sys.modules, "ziglang", found)
    assert compiler() == [sys.executable, "-m", "ziglang", "cc"]
    cc = tmp_path / "cc"
    cc.write_text("#!/bin/sh\n")
    cc.chmod(0o755)
    assert (hook.dependencies(), compiler()) == ([], [str(cc)])


def test_a_library_of_other_sources_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert not is_fresh(tmp_path / "kernels-none.so")
    for path in filter(Path.exists, map(library_path, levels())):
        monkeypatch.setattr(library, "sources_digest", lambda: "0" * 64)
        assert not is_fresh(path)


def test_without_a_library_and_without_numba_the_error_says_what_to_do() -> None:
    program = f"""{WITHOUT_NUMBA}
from dedup.kernels.ahead_of_time import library
library.fresh_library = lambda: None
import dedup
try:
    dedup.compare("one text", "another text")
except dedup.DedupError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "DEDUP_KERNELS": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.startswith("no kernels were compiled for this machine"), done.stderr
    assert "pip install ." in done.stdout


def test_the_address_of_an_array_is_the_one_that_numpy_states() -> None:
    numbers = np.arange(12, dtype=np.int32)
    for array in (numbers, numbers[5:], numbers.reshape(3, 4), np.empty(0), np.frombuffer(b"ab", np.uint8)):
        assert library.address_of(array) == array.__array_interface__["data"][0]


@needs_library
def test_what_a_kernel_does_not_take_is_refused() -> None:
    from dedup.kernels.sorting import radix_order

    if not isinstance(radix_order, library.CompiledKernel):
        pytest.skip("numba was asked for")
    for wrong in (np.zeros(4, np.int32), np.zeros((2, 2), np.uint64), np.zeros(8, np.uint64)[::2]):
        with pytest.raises(TypeError, match="contiguous array of uint64"):
            radix_order(wrong, np.zeros(4, np.int64))


Whole = TypeVar("Whole", np.int64, np.uint64)


def test_an_array_may_be_an_alias_of_a_type_statement() -> None:
    array, dtype = cast(Any, np.ndarray), cast(Any, np.dtype)
    alias = SimpleNamespace(__value__=array[Any, dtype[Whole]])  # as numpy's NDArray is from 2.5 on
    assert _kind(GenericAlias(alias, (np.uint8,)), {}) == ArrayKind(np.dtype(np.uint8), 1)  # type: ignore[arg-type]


def test_annotations_say_what_a_kernel_is_compiled_for() -> None:
    def one(table: FoldingTable, rows: Matrix[np.int32], share: float, is_last: bool) -> tuple[int, NDArray[np.uint8]]:
        raise NotImplementedError

    def each(values: NDArray[Whole]) -> None:
        raise NotImplementedError

    def none(texts: list[str]) -> None:
        raise NotImplementedError

    def array(dtype: Any, dimensions: int = 1) -> ArrayKind:
        return ArrayKind(np.dtype(dtype), dimensions)

    folding = TupleKind(FoldingTable, (array("u2"), array("u8", 2), array("u8"), array("u2")))
    arguments = (folding, array("i4", 2), ScalarKind(np.dtype("f8")), ScalarKind(np.dtype("?")))
    assert signatures_of(one) == [Signature(arguments, TupleKind(None, (ScalarKind(np.dtype("i8")), array("u1"))))]
    assert [signature.arguments for signature in signatures_of(each)] == [(array("i8"),), (array("u8"),)]
    with pytest.raises(TypeError, match="nothing that a kernel takes"):
        signatures_of(none)


RECORD_CALLS = """
import dedup.kernels.decorators as decorators

made, kernel = [], decorators.kernel
def recorded(function):
    made.append(kernel(function))
    return made[-1]
decorators.kernel = recorded
"""
COMPARE_CALLS = """
from dedup.kernels.ahead_of_time.compile_kernels import described, described_kind
from dedup.kernels.ahead_of_time.signatures import signatures_of

for compiled in made:
    wanted = [tuple(map(described_kind, signature.arguments)) for signature in signatures_of(compiled.py_func)]
    for called in compiled.signatures:
        assert tuple(map(described, called)) in wanted, f"{compiled.py_func.__name__} is called with {called}"
assert len(made) > 30
"""


def test_annotations_are_what_kernels_are_called_with() -> None:
    """A library is compiled for annotations: what calls a kernel otherwise would be refused where it is used."""
    program = "\n".join([RECORD_CALLS, *PROGRAMS.values(), COMPARE_CALLS])
    assert run(program, {"DEDUP_KERNELS": "numba"})
