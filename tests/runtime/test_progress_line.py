"""`progress=True`: a line that stays in its place on a terminal, and lines of a log elsewhere."""

from __future__ import annotations

import io

import pytest

import dedup
from dedup import Article, Index
from dedup.runtime import progress_line
from dedup.runtime.progress import Stage, no_progress
from dedup.runtime.progress_line import ProgressLine, begin_progress

NEWS = [Article(str(number), f"The ferry number {number} is late again.") for number in range(5)]


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, seconds: float = 0.0) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(progress_line, "SECONDS_IN_PLACE", seconds)
    monkeypatch.setattr(progress_line, "SECONDS_BY_LINE", seconds)
    line = ProgressLine()
    for done in (1, 2, 3, 3):
        line("reading", done, 3)
    line("grouping", 0, None)
    line("grouping", 1, 1)
    return stream.getvalue()


def test_a_line_stays_in_its_place_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(monkeypatch, Screen()) == (
        "\rdedup: reading: 1 of 3\rdedup: reading: 2 of 3\rdedup: reading: 3     \n"
        "\rdedup: grouping: 0\rdedup: grouping: 1\n"
    )


def test_a_log_has_a_line_for_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(monkeypatch, io.StringIO()).splitlines() == [
        "dedup: reading: 1 of 3",
        "dedup: reading: 2 of 3",
        "dedup: reading: 3",
        "dedup: grouping: 0",
        "dedup: grouping: 1",
    ]


def test_a_log_is_not_flooded(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = written(monkeypatch, io.StringIO(), 3600.0).splitlines()
    assert lines == ["dedup: reading: 1 of 3", "dedup: reading: 3", "dedup: grouping: 1"]


def test_compilation_is_announced_to_whoever_watches() -> None:
    seen: list[tuple[str, int, int | None]] = []
    begin_progress(lambda *report: seen.append(report), lambda: False)
    assert seen == [(Stage.COMPILE, 0, None)]
    assert begin_progress(False, lambda: False) is no_progress


def test_a_scan_draws_its_progress(capsys: pytest.CaptureFixture[str]) -> None:
    dedup.scan(NEWS, progress=True)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"dedup: {Stage.FINGERPRINT}: 5" in printed.err.splitlines()


def test_additions_to_an_index_report_what_is_stored() -> None:
    seen: list[tuple[str, int, int | None]] = []
    with Index("memory:") as index:
        list(index.add_many(NEWS, batch=2, progress=lambda *report: seen.append(report)))
        assert len(index) == 5
    assert [each for each in seen if each[0] != Stage.COMPILE] == [
        (Stage.ADD, 2, 5),
        (Stage.ADD, 4, 5),
        (Stage.ADD, 5, 5),
        (Stage.ADD, 5, 5),
    ]


def test_articles_that_cannot_be_counted_have_no_total() -> None:
    seen: list[tuple[str, int, int | None]] = []
    with Index("memory:") as index:
        index.add_unverified(iter(NEWS), progress=lambda *report: seen.append(report))
    assert [each for each in seen if each[0] != Stage.COMPILE] == [(Stage.ADD, 5, None), (Stage.ADD, 5, 5)]
