"""The documents say what is so: links lead somewhere, names exist, pictures and tables are those of today's code."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import settings_page
import speed
import timeline
from test_architecture import FACE, FLOORS

from dedup.settings import Settings, numbers_of
from dedup.sources.formats import input_formats

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "benchmarks/README.md", ROOT / "samples/README.md"]
)
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]+)")
NAME = re.compile(r"`(dedup(?:\.\w+)+)")
SETTING = re.compile(r"`((?:min|max)_[a-z_]+)`")
COMMAND_WORDS = re.compile(r"dedup\.(?:html|toml)$")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_links_lead_to_files(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.name != "CHANGELOG.md"], ids=relative)
def test_dotted_names_exist(path: Path) -> None:
    names = {name for name in NAME.findall(path.read_text(encoding="utf-8")) if not COMMAND_WORDS.search(name)}
    assert [name for name in sorted(names) if not exists(name)] == []


def exists(name: str) -> bool:
    """Whether a dotted name is a module, or what a module holds."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def test_the_rooms_are_those_of_the_architecture() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = text.partition("<!-- rooms")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [
        room for room in FLOORS if room not in (FACE, "__main__")
    ]


def test_every_ending_that_is_read_stands_in_the_table_of_formats() -> None:
    table = (ROOT / "docs/how-to/inputs.md").read_text(encoding="utf-8").partition("\n## ")[0]
    endings = {ending for each in input_formats().values() for ending in each.endings}
    assert endings - set(re.findall(r"\.([a-z0-9]+)", table)) == set()


def test_extras_that_documents_name_exist() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = {name for path in DOCUMENTS for name in re.findall(r"extra `(\w+)`", path.read_text(encoding="utf-8"))}
    assert named - set(extras) == set()


def test_the_pictures_are_drawn_from_todays_samples_and_results() -> None:
    assert timeline.PICTURE.read_text(encoding="utf-8") == timeline.draw(timeline.scan_samples())
    assert speed.PICTURE.read_text(encoding="utf-8") == speed.draw(speed.read_results())


def test_settings_that_documents_name_exist() -> None:
    known = {number.name for number in numbers_of(Settings)}
    documents = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]  # which names those that are gone
    named = {name for path in documents for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    assert named - known == set()


def test_the_settings_are_those_of_the_code() -> None:
    assert settings_page.PAGE.read_text(encoding="utf-8") == settings_page.page()


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}  # a note of the theme on its own future
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert (tmp_path / "algorithms" / "relations" / "index.html").exists()
