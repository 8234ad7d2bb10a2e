"""What the README and the how-to pages show is what happens: sessions and programs are run, their output compared.

A `console` block holds commands behind `$ `, each followed by its output; a `python` block is followed by a `text`
block with what it prints. All are run in one folder that holds nothing but the samples, one after the other.
`python tests/test_readme.py --refresh` runs them and writes their output into the documents.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs/how-to").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```\n\n```text\n.*?^```\n", re.MULTILINE | re.DOTALL)
# As wide as a page shows, without colours, whatever terminal the tests run in.
PLAIN = {"COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}


def output(folder: Path, *command: str) -> str:
    """What a command prints on standard output, without white space at the ends of lines."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **PLAIN, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{shlex.join(command)} ended with {done.returncode}:\n{done.stderr}"
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())


def session(folder: Path, block: str) -> str:
    """The block's commands, each followed by what it prints now."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{command}\n{output(folder, *shlex.split(command[2:]))}" for command in commands)


def rerun(text: str) -> str:
    """A document with every output as it is now."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "samples", folder / "samples")
        text = CONSOLE.sub(lambda block: f"```console\n{session(folder, block[1])}```\n", text)
        return PYTHON.sub(
            lambda block: f"```python\n{block[1]}```\n\n```text\n{output(folder, sys.executable, '-c', block[1])}```\n",
            text,
        )


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_shows_what_happens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert rerun(text) == text


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_python_block_is_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(PYTHON.findall(text)) == text.count("```python\n")


def test_the_readme_is_short_and_has_examples() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 150
    assert CONSOLE.search(readme)
    assert PYTHON.search(readme)


if __name__ == "__main__":
    if sys.argv[1:] != ["--refresh"]:
        sys.exit(f"usage: python {sys.argv[0]} --refresh")
    for document in DOCUMENTS:
        document.write_text(rerun(document.read_text(encoding="utf-8")), encoding="utf-8")
