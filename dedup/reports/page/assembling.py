"""Puts the page around its data: the modules of the script into one, the styles into one, and the policy before both.

The sources are the product: plain ES modules and style sheets, shipped as they are, so that nothing but Python is
needed to install or to change them. Each module becomes a function that returns what it exports, called after those
that it imports. Imports are named ones of other modules, and cycles are refused.

The policy allows this script and these styles by their hashes and nothing else: no request, no other script, no markup
made of text. Trusted types are refused altogether, so that even this script cannot assign `innerHTML`.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern

FOLDER = Path(__file__).parent
IMPORT = lazy_pattern(r'^import \{([^}]+)\} from "([\w./]+)\.js";$', re.MULTILINE)
EXPORT = lazy_pattern(r"^export (?=(?:async )?function (\w+)|const (\w+)|class (\w+))", re.MULTILINE)
STRAY = lazy_pattern(r"^(?:import|export)\b.*$", re.MULTILINE)
HOLE = lazy_pattern("<%([a-z]+)%>")
DATA_HOLE = "<%data%>"


class PageFrame(NamedTuple):
    """A page before its data, and behind it."""

    head: str
    tail: str


@cache
def page_frame() -> PageFrame:
    """The page as it is shipped."""
    script = join_modules(FOLDER / "script")
    style = "".join(path.read_text("utf-8") for path in sorted((FOLDER / "style").glob("*.css")))
    check_closed(script, style)
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {_digest(script)}",
            f"style-src {_digest(style)}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )
    parts = {"policy": policy, "style": style, "script": script, "data": DATA_HOLE}
    page = HOLE.sub(lambda hole: parts[hole[1]], (FOLDER / "page.html").read_text("utf-8"))
    head, _, tail = page.partition(DATA_HOLE)
    return PageFrame(head, tail)


def check_closed(script: str, style: str) -> None:
    """Raise ValueError if a script or a style would end its element early."""
    if "</script" in script.lower() or "<!--" in script or "</style" in style.lower():
        raise ValueError("the page's script or style holds the end of its element")


def join_modules(folder: Path, entry: str = "main") -> str:
    """All modules that an entry needs, as one script."""
    done: dict[str, str] = {}
    _visit(folder, entry, (), done)
    return '"use strict";\n' + "".join(done.values())


def _visit(folder: Path, name: str, above: tuple[str, ...], done: dict[str, str]) -> None:
    """Add a module to those that are done, after those that it imports."""
    if name in above:
        raise ValueError(f"modules import each other: {' -> '.join((*above, name))}")
    if name in done:
        return
    source = (folder / f"{name}.js").read_text("utf-8")
    for _, path in IMPORT.findall(source):
        _visit(folder, _resolved(name, path), (*above, name), done)
    exported = [next(filter(None, names)) for names in EXPORT.findall(source)]
    body = EXPORT.sub("", IMPORT.sub(lambda found: _constants(found[1], _resolved(name, found[2])), source))
    if stray := STRAY.search(body):
        raise ValueError(f"{name}.js: not understood: {stray[0]}")
    done[name] = f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();\n"


def _constants(names: str, module: str) -> str:
    return f"const {{{names}}} = {_variable(module)};"


def _resolved(module: str, path: str) -> str:
    """The name of a module that another one imports by a path from itself.

    >>> _resolved("views/pair", "../parts/dom")
    'parts/dom'
    """
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), path))


def _variable(module: str) -> str:
    return f"{module.replace('/', '_')}_js"


def _digest(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
