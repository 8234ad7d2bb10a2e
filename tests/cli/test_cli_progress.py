from __future__ import annotations

import io

import pytest

from dedup.cli import main
from dedup.cli.progress_bar import show_progress
from dedup.runtime.progress import no_progress


class Screen(io.StringIO):
    """A standard error that people look at."""

    def isatty(self) -> bool:
        return True


def test_stages_are_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    with show_progress(quiet=False) as progress:
        progress("articles", 3, None)
        progress("fingerprints", 2, 8)
        progress("fingerprints", 4, 8)
    shown = screen.getvalue()
    assert "articles" in shown
    assert "4/8" in shown


def test_quiet_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    with show_progress(quiet=True) as progress:
        progress("articles", 3, None)
    assert screen.getvalue() == ""


def test_without_a_terminal_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with show_progress(quiet=False) as progress:
        assert progress is no_progress


def test_an_interrupt_while_the_program_starts_ends_it_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.argv", ["dedup", "scan", "."])
    monkeypatch.setattr("dedup.cli.application.command_line", interrupted)
    with pytest.raises(SystemExit, match="130"):
        main()
    assert capsys.readouterr().err == "dedup: interrupted\n"
