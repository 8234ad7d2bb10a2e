"""Help without Typer, the man page, shell completion: what is made from the options is what they are now."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from make_help import MAN_PAGE, TYPER, man_page, overview

from dedup.cli import OVERVIEW

RUN = [sys.executable, "-m", "dedup"]
ENVIRONMENT = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(Path(__file__).parents[2])}


same_typer = pytest.mark.skipif(
    not version("typer").startswith(TYPER), reason="another version of Typer words its help in another way"
)


@same_typer
def test_the_overview_is_what_typer_says() -> None:
    """After a change of options: python docs/man/make_help.py."""
    assert OVERVIEW.read_text(encoding="utf-8") == overview()


@same_typer
def test_the_man_page_holds_the_options_of_now() -> None:
    """After a change of options: python docs/man/make_help.py."""
    assert MAN_PAGE.read_text(encoding="utf-8") == man_page()


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_man_page_is_roff() -> None:
    done = subprocess.run(["groff", "-man", "-ww", "-Tutf8", str(MAN_PAGE)], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@same_typer
@pytest.mark.parametrize("width", ["80", "60"])
def test_help_is_the_same_with_and_without_typer(width: str) -> None:
    environment = {**ENVIRONMENT, "COLUMNS": width}
    program = "from dedup.cli.application import command_line; command_line()(prog_name='dedup')"
    by_typer = subprocess.run(
        [sys.executable, "-c", program, "--help"], capture_output=True, text=True, check=True, env=environment
    )
    shown = subprocess.run([*RUN, "--help"], capture_output=True, text=True, check=True, env=environment)
    assert shown.stdout == by_typer.stdout


def test_help_does_not_load_typer() -> None:
    program = "import sys; sys.argv[1:] = ['--help']; from dedup.cli import main; main(); print('typer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    assert done.stdout.endswith("\nFalse\n")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("dedup sc", ["scan"]),
        ("dedup index re", ["remove", "regroup", "rebuild"]),
        ("dedup scan --format js", ["jsonl", "json"]),
        ("dedup scan --set max_band", ["max_band_neighbours="]),
    ],
)
def test_a_shell_completes_commands_formats_and_settings(typed: str, offered: list[str]) -> None:
    words = typed.split()
    asked = {"_DEDUP_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(RUN, capture_output=True, text=True, check=False, env={**ENVIRONMENT, **asked})
    assert done.stdout.split() == offered


def test_completion_is_installed_for_a_shell(tmp_path: Path) -> None:
    environment = {**ENVIRONMENT, "HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(
        [*RUN, "--install-completion", "bash"], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    scripts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.sh")]
    assert any("_DEDUP_COMPLETE=complete_bash" in script for script in scripts)
