"""What a stranger may rely on while reading the package: small folders, unique names, short functions, plain words."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from test_architecture import MODULES, PACKAGE, dotted, imports

MAX_FILES_A_FOLDER = 10  # besides __init__.py; folders within count apart
MAX_FUNCTION_LINES = 45  # outside kernels, without the docstring
MAX_ARGUMENTS = 8  # outside the command line, whose options are arguments
MAX_MACHINE_LINES = 80  # of the pipeline's callers

# One file a format, one folder a database: there a name may stand in several folders.
SAME_NAMES_ALLOWED = ("sources/formats", "reports/formats", "index/storage")

# Words for which the field has others; docs/glossary.md has them.
WORDS_NOT_USED = re.compile(
    r"\b(told|heard|kin|desk|shelf|strangers?|furniture|own words|somebody|stands? for it)\b", re.IGNORECASE
)
# "told" is a cue of newsrooms and the name of a kind of credit; "furniture" is a key of older reports and indexes.
WORDS_ALLOWED_IN = {
    "attribution/credit.py",
    "attribution/cues.py",
    "attribution/cue_matcher.py",
    "attribution/credits.py",
    "clusters/origin.py",
    "index/codecs/corpus_codec.py",
    "serialization/from_plain.py",
}


def place(path: Path) -> str:
    """The path within the package."""
    return path.relative_to(PACKAGE).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its decorators and docstring."""
    assert function.end_lineno is not None
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return function.end_lineno - function.lineno + 1 - docstring


def test_no_folder_has_more_than_ten_files() -> None:
    sizes = Counter(path.parent for path in MODULES if path.stem != "__init__" and path.parent != PACKAGE)
    assert {place(folder): size for folder, size in sizes.items() if size > MAX_FILES_A_FOLDER} == {}


def test_no_file_name_stands_twice() -> None:
    stems = Counter(
        path.stem
        for path in MODULES
        if path.stem not in ("__init__", "__main__") and not place(path).startswith(SAME_NAMES_ALLOWED)
    )
    assert [stem for stem, count in stems.items() if count > 1] == []


def test_no_public_name_stands_twice() -> None:
    names = Counter(
        node.name
        for path in MODULES
        if not place(path).startswith(SAME_NAMES_ALLOWED)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_adapters_import_only_the_public_face() -> None:
    inner = {
        f"{dotted(path)}: {name}"
        for path in (PACKAGE / "adapters").rglob("*.py")
        for name in imports(path.read_text(encoding="utf-8"))
        if name.startswith("dedup.") and name.count(".") > 1 and not name.startswith("dedup.adapters.")
    }
    assert inner == set()


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_functions_are_short_and_take_few_arguments(path: Path) -> None:
    room = place(path).partition("/")[0]
    long = [f.name for f in functions(path) if body_lines(f) > MAX_FUNCTION_LINES and room != "kernels"]
    wide = [
        f.name
        for f in functions(path)
        if len(f.args.posonlyargs)
        + len(f.args.args)
        + len(f.args.kwonlyargs)
        - ([each.arg for each in f.args.args[:1]] == ["self"])
        > MAX_ARGUMENTS
        and room not in ("cli", "kernels")
        and f.name not in ("__init__", "scan")  # a value takes its fields, `scan` by keyword what users ask for
    ]
    assert (long, wide) == ([], [])


@pytest.mark.parametrize("name", ["pipeline.py", "detector.py", "against.py", "index/maintenance/regroup.py"])
def test_the_machine_and_its_callers_fit_on_a_screen(name: str) -> None:
    source = (PACKAGE / name).read_text(encoding="utf-8")
    tree = ast.parse(source)
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        assert body_lines(function) <= MAX_MACHINE_LINES


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_words_of_the_field_are_used(path: Path) -> None:
    if place(path) in WORDS_ALLOWED_IN:
        return
    source = path.read_text(encoding="utf-8")
    found = [
        f"line {token.start[0]}: {word}"
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type in (tokenize.COMMENT, tokenize.STRING, tokenize.NAME)
        for word in WORDS_NOT_USED.findall(token.string.replace("_", " "))
    ]
    assert found == []


def test_every_module_is_held_by_a_suite() -> None:
    tests = Path(__file__).parent
    named = {
        name
        for path in tests.rglob("*.py")
        for name in imports(path.read_text(encoding="utf-8"))
        if name.startswith("dedup.")
    }
    named |= {name.rpartition(".")[0] for name in named}
    rows = re.findall(r"^\| (`dedup[^|]*) \|", (tests / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    patterns = [pattern for row in rows for pattern in re.findall(r"`([^`]+)`", row)]
    modules = {dotted(path) for path in MODULES if path.stem != "__init__"}
    assert [
        module for module in sorted(modules - named) if not any(fnmatch(module, pattern) for pattern in patterns)
    ] == []
