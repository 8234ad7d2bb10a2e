"""Every example in a docstring runs, and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import dedup

MODULES = [
    module.name
    for module in pkgutil.walk_packages(dedup.__path__, "dedup.")
    if not module.name.startswith("dedup.kernels.")  # compiled loops have no examples
]


@pytest.mark.parametrize("name", ["dedup", *MODULES])
def test_the_examples_of_docstrings_run(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except dedup.MissingExtraError as missing:
        pytest.skip(str(missing))
    assert doctest.testmod(module).failed == 0


def test_there_are_examples() -> None:
    found = doctest.DocTestFinder().find(importlib.import_module("dedup.detector"))
    assert sum(bool(test.examples) for test in found) >= 2
