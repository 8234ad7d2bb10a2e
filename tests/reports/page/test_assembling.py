"""Modules become one script: in order, with their exports, and nothing that is not understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dedup.reports.page.assembling import EXPORT, FOLDER, IMPORT, check_closed, join_modules

SCRIPT = FOLDER / "script"
MODULES = sorted(SCRIPT.rglob("*.js"))


def write(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        path = folder / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, "utf-8")
    return folder


def test_a_module_stands_behind_those_that_it_imports_and_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        main='import { double } from "./parts/double.js";\nimport { two } from "./two.js";\ndouble(two);\n',
        two="export const two = 2;\n",
        parts__double='import { two } from "../two.js";\nexport function double(x) {\n  return two * x;\n}\n',
    )
    joined = join_modules(folder)
    places = [joined.index(f"const {name} = (") for name in ("two_js", "parts_double_js", "main_js")]
    assert places == sorted(places)
    assert joined.count("const two = 2") == 1
    assert "return { double };" in joined
    assert "import " not in joined
    assert "export " not in joined


@pytest.mark.parametrize(
    ("modules", "fault"),
    [
        (
            {"main": 'import { a } from "./a.js";', "a": 'import { b } from "./main.js";\nexport const a = 1;'},
            "each other",
        ),
        ({"main": 'import whole from "./a.js";'}, "not understood"),
        ({"main": "export default 3;"}, "not understood"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, modules: dict[str, str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        join_modules(write(tmp_path, **modules))


@pytest.mark.parametrize(("script", "style"), [("'</SCRIPT>'", ""), ("<!--", ""), ("", "</style")])
def test_neither_script_nor_style_ends_its_element(script: str, style: str) -> None:
    with pytest.raises(ValueError, match="the end of its element"):
        check_closed(script, style)


def test_every_import_is_exported_and_every_module_is_used() -> None:
    exports = {
        path: {next(filter(None, names)) for names in EXPORT.findall(path.read_text("utf-8"))} for path in MODULES
    }
    used = {SCRIPT / "main.js"}
    for path in MODULES:
        for names, target in IMPORT.findall(path.read_text("utf-8")):
            module = (path.parent / f"{target}.js").resolve()
            used.add(module)
            assert {name.strip() for name in names.split(",") if name.strip()} <= exports[module], path
    assert set(MODULES) == used


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SCRIPT).as_posix())
def test_no_module_makes_markup_of_text_or_asks_the_network(path: Path) -> None:
    source = re.sub(r"^ *(//|/?\*).*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|fetch\(|XMLHttp", source) == []
    assert source.count("\n") < 300
