"""Build a folder for `pages.py` from the pages of `marked_pages.jsonl`, which stand in public repositories.

    python benchmarks/marked_pages.py FOLDER --checkout flairNLP/fundus=PATH --checkout mozilla/readability=PATH ...
    python benchmarks/pages.py FOLDER

A line of `marked_pages.jsonl` names one page by its repository, commit and path, and says what a person who read it
marked: the stretches of its visible text (`visible_text.py`) that are the text of the article, each by its first and
its last words, at most eight, with a number where not the first place with these words is meant; and its metadata as
far as the page states them. The text is the body as a reader follows it: paragraphs, subheadings, lists, quotations and
boxes that belong to it. It is not the headline, the standfirst above the body, captions, bylines and what is said of
authors, a quotation set apart that repeats the body, related links, advertisements, comments, notices. Pages on odd
lines ("use": "tuning") are there to develop with; those on even lines ("judging") are not looked at while a reader is
developed.

A checkout is a clone, with or without a work tree, that holds the commit. Pages of repositories that are not named are
left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from page_scores import WORD_OR_CHARACTER
from visible_text import VisibleText

MARKS = Path(__file__).parent / "marked_pages.jsonl"
USES = ("tuning", "judging")


def main() -> int:
    """Write the pages, their texts and metadata."""
    options = _options()
    checkouts = dict(options.checkout)
    options.folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for row in read_rows():
        if row["repository"] in checkouts and options.use in (None, row["use"]):
            _write(row, page_of(row, checkouts[row["repository"]]), options.folder)
            count += 1
    print(f"{count} pages")
    return 0 if count else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the pages are written")
    parser.add_argument("--checkout", action="append", default=[], type=_checkout, metavar="OWNER/NAME=PATH")
    parser.add_argument("--use", choices=USES, help="only the pages that are there for this")
    return parser.parse_args()


def _checkout(argument: str) -> tuple[str, Path]:
    repository, _, path = argument.partition("=")
    return repository, Path(path)


def read_rows() -> Iterator[dict[str, Any]]:
    """The marked pages, in the order of the lines."""
    return map(json.loads, MARKS.read_text(encoding="utf-8").splitlines())


def page_of(row: Mapping[str, Any], checkout: Path) -> bytes:
    """The bytes of a page; CalledProcessError if the checkout does not hold its commit."""
    command = ["git", "-C", str(checkout), "show", f"{row['commit']}:{row['path']}"]
    source = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return gzip.decompress(source) if row["path"].endswith(".gz") else source


def _write(row: Mapping[str, Any], source: bytes, folder: Path) -> None:
    target = folder / row["name"]
    target.with_name(f"{row['name']}.html").write_bytes(source)
    target.with_name(f"{row['name']}.txt").write_text(marked_text(source, row["marks"]), encoding="utf-8")
    target.with_name(f"{row['name']}.json").write_text(json.dumps(row["fields"], ensure_ascii=False), encoding="utf-8")


def marked_text(source: bytes, marks: Iterable[Sequence[Any]]) -> str:
    r"""The marked stretches of a page, one below the other; ValueError if one is not found.

    >>> marked_text(b"<p>Menu<p>It rained at the coast.<p>Trains stood still.<p>Share", [["it rained", "stood still"]])
    'It rained at the coast.\nTrains stood still.'
    """
    page = VisibleText.of(source)
    stretches, at = [], 0
    for first, last, *nth in marks:
        start = _find(page, first, at)
        for _ in range(1, nth[0] if nth else 1):
            start = _find(page, first, start + 1)
        at = _find(page, last, start) + len(_words(last))
        stretches.append(page.text[page.starts[start] : _line_end(page, at)])
    return "\n".join(stretches)


def _line_end(page: VisibleText, word: int) -> int:
    """Where the text before a word ends, with the punctuation behind it: at most at the end of its line."""
    end = page.text.find("\n", page.ends[word - 1])
    ends = [len(page.text) if end < 0 else end, *page.starts[word : word + 1]]
    return min(ends)


def _find(page: VisibleText, phrase: str, at: int) -> int:
    words = _words(phrase)
    for start in range(at, len(page.words) - len(words) + 1):
        if page.words[start : start + len(words)] == words:
            return start
    raise ValueError(f"not in the page: {phrase!r}")


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in WORD_OR_CHARACTER.findall(phrase))


if __name__ == "__main__":
    sys.exit(main())
