"""What each compiled kernel costs in a scan: nanoseconds a word, and its share of the CPU time.

    python benchmarks/kernels.py                      2,000 made-up articles (`news.py`), three runs, the medians
    python benchmarks/kernels.py --write              and the table of `docs/kernels.md` anew

A scan with stories runs in one thread; every call of a kernel is timed from Python, arguments and results included.
Then what a scan does not need: the passages of each match, and the words of each article alone. Words are those of the
corpus, so that the figures of all kernels add up; a kernel that only few articles need costs little a word. Kernels are
compiled before anything is measured. Callers are found in the sources.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from statistics import median
from time import process_time, thread_time_ns
from types import ModuleType
from typing import Any

from news import blocks
from recording import record

import dedup
from dedup.tokens.words import tokenize

# What holds the kernels of a module: a plain twin, or a test against what Python has.
TWINS = {
    "hash_table": "test_select_terms.py",
    "learn.find_boilerplate": "find_boilerplate_twin.py",
    "pair.group_pairs": "match_keys_twin.py",
    "pair.look_up_keys": "look_up_keys_twin.py",
    "pair.match_keys": "match_keys_twin.py",
    "prepare.count_languages": "test_select_terms.py",
    "prepare.find_glue": "find_repeats_twin.py",
    "prepare.find_mixed_scripts": "../tokens/test_look_alikes.py",
    "prepare.find_repeats": "find_repeats_twin.py",
    "prepare.read_articles": "read_articles_twin.py",
    "prepare.sketch_articles": "read_articles_twin.py",
    "relate.compare_sentences": "compare_wordings_twin.py",
    "relate.compare_terms": "compare_terms_twin.py",
    "relate.compare_wordings": "compare_wordings_twin.py",
    "relate.extract_wordings": "compare_wordings_twin.py",
    "relate.link_groups": "../stories/test_linkage.py",
    "relate.search_terms": "compare_terms_twin.py",
    "relate.select_terms": "select_terms_twin.py",
    "relate.weigh_terms": "compare_terms_twin.py",
    "relate.weigh_words": "../stories/test_terms.py",
    "sets": "align_pair_twin.py",
    "sorting": "test_sorting.py",
    "translate.measure_translations": "measure_translations_twin.py",
    "translate.meet_characters": "read_keys_twin.py",
    "translate.reading.read_keys": "read_keys_twin.py",
    "translate.weigh_keys": "test_read_keys.py",
    "verify.align_pair": "align_pair_twin.py",
    "verify.find_summary": "align_pair_twin.py",
    "verify.measure_pairs": "measure_pairs_twin.py",
}
ROOT = Path(__file__).parent.parent
ROOM = ROOT / "dedup" / "kernels"
PAGE = ROOT / "docs" / "kernels.md"
BEGIN, END = "<!-- figures: python benchmarks/kernels.py --write -->", "<!-- end of figures -->"


@dataclass(frozen=True, slots=True)
class Kernel:
    """A compiled loop that Python calls, with the files that call it and what it is held against in tests."""

    module: str  # within `dedup.kernels`
    name: str
    callers: tuple[str, ...]
    twin: str


@dataclass(slots=True)
class Calls:
    """How often a kernel was called, and for how long."""

    count: int = 0
    nanoseconds: int = 0


def listed() -> list[Kernel]:
    """All kernels, by module."""
    imports = list(_imports(ROOT / "dedup"))
    found = []
    for path in sorted(ROOM.rglob("*.py")):
        module = ".".join(path.relative_to(ROOM).with_suffix("").parts)
        for name in _kernels_of(path):
            full = f"dedup.kernels.{module}.{name}"
            callers = sorted({str(where.relative_to(ROOT / "dedup")) for where, what in imports if what == full})
            found.append(Kernel(module, name, tuple(callers), TWINS[module]))
    return found


def _kernels_of(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            decorators = {each.id for each in node.decorator_list if isinstance(each, ast.Name)}
            if "kernel" in decorators:
                yield node.name


def _imports(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield from ((path, f"{node.module}.{alias.name}") for alias in node.names)


@contextmanager
def timed(kernels: list[Kernel]) -> Iterator[Mapping[Kernel, Calls]]:
    """Count the calls of every kernel: callers look it up in its module each time."""
    calls = {kernel: Calls() for kernel in kernels}
    modules = {kernel: import_module(f"dedup.kernels.{kernel.module}") for kernel in kernels}
    plain = {kernel: getattr(modules[kernel], kernel.name) for kernel in kernels}
    for kernel in kernels:
        _replace(modules[kernel], kernel.name, _counting(plain[kernel], calls[kernel]))
    try:
        yield calls
    finally:
        for kernel in kernels:
            _replace(modules[kernel], kernel.name, plain[kernel])


def _replace(module: ModuleType, name: str, function: Callable[..., Any]) -> None:
    setattr(module, name, function)


def _counting(function: Callable[..., Any], calls: Calls) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        began = thread_time_ns()
        result = function(*arguments)
        calls.nanoseconds += thread_time_ns() - began
        calls.count += 1
        return result

    return call


def run(articles: list[dedup.Article]) -> None:
    """Everything that calls a kernel."""
    for match in dedup.scan(articles).matches:
        match.passages  # noqa: B018 - they are found when they are asked for
    for article in articles:
        tokenize(article.text)


def table(kernels: list[Kernel], medians: Mapping[Kernel, float], counts: Mapping[Kernel, int], words: int) -> str:
    """The figures as a Markdown table, dearest first."""
    rows = ["| kernel | called by | held against | calls | ns a word |", "|---|---|---|---|---|"]
    for kernel in sorted(kernels, key=lambda each: -medians[each]):
        callers = ", ".join(f"`{caller}`" for caller in kernel.callers)
        figure = f"{medians[kernel] / words:.2f}" if counts[kernel] else "not in a scan"
        rows.append(
            f"| `{kernel.module}.{kernel.name}` | {callers} | `{kernel.twin}` | {counts[kernel]:,} | {figure} |"
        )
    return "\n".join(rows)


def main() -> None:
    """Measure, show, and keep the figures."""
    parser = argparse.ArgumentParser(description="What each compiled kernel costs in a scan.")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/kernels.md")
    options = parser.parse_args()
    texts = [text for block in blocks(options.articles, seed=1) for text in block.texts()]
    articles = [dedup.Article(f"{number:06}", text) for number, text in enumerate(texts)]
    words = sum(len(tokenize(text)) for text in texts)
    kernels = listed()
    run(articles[:200])  # compiled and read before
    seconds, spent = [], []
    for _ in range(options.runs):
        began = process_time()
        with timed(kernels) as calls:
            run(articles)
        seconds.append(process_time() - began)
        spent.append(calls)
    medians = {kernel: float(median(each[kernel].nanoseconds for each in spent)) for kernel in kernels}
    made = table(kernels, medians, {kernel: spent[-1][kernel].count for kernel in kernels}, words)
    day = datetime.now(UTC).date().isoformat()
    summary = (
        f"Last measured {day}: {len(articles):,} articles, {words:,} words, {median(seconds):.2f} CPU s, of which "
        f"kernels {sum(medians.values()) / 1e9:.2f}."
    )
    print(summary, made, sep="\n\n")
    figures = {f"{kernel.module}.{kernel.name}": round(medians[kernel] / words, 3) for kernel in kernels}
    record("kernels", {"articles": len(articles), "runs": options.runs, "words": words}, {"ns_a_word": figures})
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n\n{summary}\n\n{made}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
