"""Each public callable is given what it cannot take, one argument after the other: it says so, and no more happens.

An answer, or a DedupError, TypeError or ValueError with words of its own; an AttributeError, or the name of a codec, is
what was noticed too late.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup import Article, DedupError, Index, InputError, ReadWarning, Report, Skipped, plan, scan

TEXT = "The harbour of Northport is closed until Friday, the harbour office said after a fire on the quay."
ARTICLES = [Article("a", TEXT), Article("b", TEXT)]
REPORT = scan(ARTICLES)
ODD: list[Any] = [
    None,
    -1,
    2**70,
    math.nan,
    "",
    "\ud800",
    "a\0b",
    "x" * 5_000,
    b"x",
    [None],
    [[1]],
    {1: 2},
    object(),
]
GOOD = {"article": ARTICLES[0], "articles": ARTICLES, "left": TEXT, "right": TEXT, "text": TEXT, "inputs": ARTICLES}
GOOD |= {"texts": [TEXT], "report": REPORT}
NOTICED_LATE = ("object has no attribute", "codec can't")


def callables() -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in sorted(dir(dedup)):
        value = getattr(dedup, name)
        is_error = isinstance(value, type) and issubclass(value, BaseException)
        if callable(value) and not name.startswith("_") and not is_error:
            yield name, value
    yield "Index.rebuild_file", Index.rebuild_file
    held = (REPORT, REPORT.matches[0], ARTICLES[0], REPORT.clusters[0], plan(REPORT), dedup.Settings())
    for value in held:
        for name in sorted(dir(value)):
            if not name.startswith("_") and inspect.ismethod(getattr(value, name)):
                yield f"{type(value).__name__}.{name}", getattr(value, name)


CALLABLES = dict(callables())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", CALLABLES)
def test_a_wrong_argument_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    called = CALLABLES[name]
    try:
        known = [*inspect.signature(called).parameters.values()]
    except ValueError:  # a class that Python itself makes
        return
    named = [each for each in known if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)]
    needed = {each.name: GOOD.get(each.name, "a") for each in named if each.default is each.empty}
    for each in named:
        for value in ODD:
            try:
                made = called(**needed | {each.name: value})
            except (DedupError, TypeError, ValueError) as error:
                assert str(error).strip(), (each.name, value)
                assert not any(words in str(error) for words in NOTICED_LATE), (each.name, value, error)
            else:
                if isinstance(made, Index):
                    made.close()


def test_what_is_no_path_makes_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for value in ([None], 7, {1: 2}, object):
        with pytest.raises(TypeError, match="a path, a URL or a Store"):
            Index(value)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 4_000, "\ud800", "a\0b"], ids=["long", "deep", "half", "NUL"])
def test_a_name_that_is_none_is_told_by_whoever_opens_it(name: str) -> None:
    for call in (
        lambda: Index(name),
        lambda: Index.rebuild_file(name),
        lambda: REPORT.to_html(name),
        lambda: plan(REPORT).save(Path(name)),
        lambda: REPORT.to_parquet(name),
        lambda: Report.from_parquet(name),
    ):
        with pytest.raises(InputError, match="no file can have this name"):
            call()


def test_halves_of_characters_in_what_was_skipped_are_written_by_every_output(tmp_path: Path) -> None:
    report = scan([*ARTICLES, Skipped("\ud800", None, "\udfff"), ReadWarning("\ud801", 1, "\udffe")])
    assert report.skipped == (Skipped("\ufffd", None, "\ufffd"),)
    report.to_parquet(tmp_path / "report")
    assert (
        Report.from_parquet(tmp_path / "report").skipped == Report.from_json(report.to_json()).skipped == report.skipped
    )


def test_a_report_of_halves_of_characters_says_so(tmp_path: Path) -> None:
    report = Report.from_json(
        REPORT.to_json().replace('"skipped":[]', '"skipped":[{"path":"\\ud800","record_number":null,"reason":"x"}]')
    )
    with pytest.raises(InputError, match="a half of a character"):
        report.to_parquet(tmp_path / "report")


def test_a_generator_that_raises_ends_the_scan_with_its_own_error() -> None:
    def articles() -> Iterator[Article]:
        yield ARTICLES[0]
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        scan(articles())
    with Index("memory:") as index:
        with pytest.raises(ZeroDivisionError, match="mine"):
            list(index.add_many(articles()))
        assert len(index) in (0, 1)
        assert index.check() == []
