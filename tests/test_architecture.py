"""The house keeps its order: floors, a home for each heavy dependency, an `import dedup` that costs next to nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "dedup"

# The rooms of the house, from the top: a file imports only from its own room and from those above it. The public face,
# `dedup/__init__.py`, is a floor as well: it gathers what stands above it, and the guests below may use it.
FACE = "__init__"
FLOORS = (
    "errors",
    "notebook",
    "article",
    "runtime",
    "settings",
    "kernels",
    "sources",
    "tokens",
    "attribution",
    "sketch",
    "corpus",
    "alignment",
    "comparison",
    "clusters",
    "translations",
    "stories",
    "pair_pipeline",
    "serialization",
    "report",
    "pipeline",
    "against",
    "detector",
    "index",
    "clean",
    "reports",
    "evaluation",
    FACE,
    "spark",
    "adapters",
    "server",
    "cli",
    "__main__",
)

# The rooms that may import a dependency.
HOMES = {
    "anyascii": {"translations"},
    "sudachipy": {"translations"},
    "numba": {"kernels"},
    "llvmlite": {"kernels"},
    "hatchling": {"kernels"},
    "datasketch": {"sketch"},
    "rapidfuzz": {"alignment", "comparison"},
    "sklearn": {"adapters", "evaluation"},
    "matplotlib": {"evaluation"},
    "narwhals": {"adapters"},
    "trafilatura": {"sources"},
    "bs4": {"sources"},
    "chardet": {"sources"},
    "ftfy": {"sources"},
    "feedparser": {"sources"},
    "warcio": {"sources"},
    "brotli": {"sources"},
    "pyromark": {"sources"},
    "yaml": {"sources"},
    "lxml": {"sources"},
    "pyarrow": {"clean", "reports", "sources", "spark"},
    "pyspark": {"spark"},
    "xlsxwriter": {"reports"},
    "pyjson5": {"sources"},
    "python_calamine": {"sources"},
    "zstandard": {"sources", "index"},
    "sqlite3": {"index"},
    "rich": {"reports", "cli"},
    "typer": {"cli"},
    "msgpack": {"tokens"},
    "w3lib": {"sources"},
    "tld": {"sources"},
    "babel": {"sources"},
    "dateparser": {"sources"},
    "langcodes": {"sources"},
    "scrapy": {"adapters"},
    "itemadapter": {"adapters"},
    "twisted": {"adapters"},
    "psycopg": {"index"},
    "starlette": {"server"},
    "uvicorn": {"server"},
    "anyio": {"server"},
}

# Values that are asked to write themselves call the room that writes, which stands below them, when they are asked.
ASKED_TO_WRITE = {("dedup.comparison.match", "reports"), ("dedup.report", "reports")}

# What `import dedup` must not load: together they cost seconds, and most calls need few of them.
LATE = {
    "pyromark",
    "chardet",
    "ftfy",
    "feedparser",
    "warcio",
    "lxml",
    "numba",
    "scipy",
    "sklearn",
    "datasketch",
    "trafilatura",
    "bs4",
    "rich",
    "typer",
    "w3lib",
    "narwhals",
} | {*("tld", "babel", "dateparser", "langcodes")}

VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: str) -> str:
    """The room of `dedup.comparison.match` is `matching`; `dedup` and `dedup.scan` are the face."""
    name = module.partition(".")[2].partition(".")[0]
    return name if name and ((PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()) else FACE


def dotted(path: Path) -> str:
    """`dedup/tokens/words.py` is `dedup.tokens.words`."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str) -> Iterator[str]:
    """The dotted names that a source imports, wherever the import stands; `from dedup import x` imports `dedup.x`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are written from the root of the package"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_above(there: str, here: str) -> bool:
    """Whether one room is the other, or stands above it; a room without a place stands nowhere."""
    return there in FLOORS and here in FLOORS and FLOORS.index(there) <= FLOORS.index(here)


def faults(module: str, source: str) -> list[str]:
    """Every import of a module that breaks the order of floors or enters a dependency's home from outside."""
    here = room(module)
    found = []
    for name in imports(source):
        top = name.partition(".")[0]
        is_guest = here == "adapters" and room(name) not in (FACE, "spark", "adapters")
        is_asked = (module, room(name)) in ASKED_TO_WRITE
        if top == "dedup" and (is_guest or not (is_above(room(name), here) or is_asked)):
            found.append(f"{module} imports {name}, which is not on its floor or above")
        if here not in HOMES.get(top, {here}):
            found.append(f"{module} imports {name}, whose home is {' and '.join(sorted(HOMES[top]))}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_every_import_keeps_to_the_floors_and_homes(path: Path) -> None:
    assert faults(dotted(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("dedup.tokens.words", "from dedup.comparison.match import Match", "not on its floor or above"),
        ("dedup.tokens.words", "from dedup import scan", "not on its floor or above"),
        ("dedup.tokens.words", "def late():\n    import numba", "whose home is kernels"),
        ("dedup.sources.html", "from rich.console import Console", "whose home is cli and reports"),
        ("dedup", "import sqlite3", "whose home is index"),
        ("dedup.adapters.frames", "from dedup.report import Report", "not on its floor or above"),
        ("dedup", "from dedup.cli import main", "not on its floor or above"),
    ],
)
def test_a_wrong_import_is_noticed(module: str, source: str, fault: str) -> None:
    (found,) = faults(module, source)
    assert fault in found


def test_every_module_has_its_place() -> None:
    assert {room(dotted(path)) for path in MODULES} - set(FLOORS) == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [dotted(path) for path in MODULES if path.stem.strip("_") in VAGUE or path.parent.name in VAGUE] == []


def test_importing_dedup_loads_no_heavy_dependency() -> None:
    program = "import dedup, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert LATE & set(done.stdout.split()) == set()
