"""What a user may rely on: the public names, each of them explained; the version, and the name of the distribution."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dedup

ROOT = Path(__file__).parent.parent
NAMES = [name for name in dir(dedup) if not name.startswith("_")]


def test_the_names_that_the_design_promises_are_public() -> None:
    promised = "Article Index IndexResult Match Report Settings FieldNames compare repeats scan"
    assert set(promised.split()) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there_and_explained(name: str) -> None:
    value = getattr(dedup, name)
    assert value.__name__ == name
    # A dataclass without a docstring gets its own signature for one.
    assert not (value.__doc__ or f"{name}(").startswith(f"{name}(")


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'dedup' has no attribute 'scam'"):
        dedup.scam  # type: ignore[attr-defined]  # noqa: B018


def test_every_deliberate_error_is_a_dedup_error() -> None:
    errors = [getattr(dedup, name) for name in NAMES if name.endswith("Error")]
    assert all(issubclass(error, dedup.DedupError) for error in errors)


def test_the_distribution_is_named_and_takes_its_version_from_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["name"] == "newsdedup"
    assert "version" in project["project"]["dynamic"]
    path = ROOT / project["tool"]["hatch"]["version"]["path"]
    assert f'__version__ = "{dedup.__version__}"' in path.read_text(encoding="utf-8")


def test_the_package_runs_as_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "dedup", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"dedup {dedup.__version__}\n"
