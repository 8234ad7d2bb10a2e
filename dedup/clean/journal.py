"""What of a plan is done already: a line for each file that was written, in a hidden folder of the output.

A file takes its name when it is whole, and then its line is written here. After a kill, a line may be missing or cut
off: that file is written again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dedup.clean.plan import Plan
from dedup.clean.plan_file import plan_lines
from dedup.errors import InputError
from dedup.runtime.files.atomic_file import PARTS, atomic_write
from dedup.serialization import dumps, loads, to_builtins
from dedup.serialization.from_plain import DocumentReader

FOLDER = ".dedup"
PLAN, DONE, LOG = "plan.jsonl", "done.jsonl", "removed.jsonl"


def make_folder(path: Path) -> None:
    """Make a folder and those above it where there are none; InputError if that fails."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{path}: cannot be made: {(error.strerror or str(error)).lower()}") from error


@dataclass(frozen=True, slots=True)
class FileDone:
    """An input file that is done: how many bytes its copy has, None if it has none; why, if it could not be written;
    and the cuts that were not made, by the place of the decision in the plan, with the reasons.
    """

    path: str
    written: int | None
    problem: str | None
    left: Mapping[str, str]


class Journal:
    """The hidden folder of an output; InputError if the output folder holds anything else, or another plan.

    The `note`, a line of comment, says in which way the plan is carried out.
    """

    def __init__(self, output: Path, plan: Plan, note: str = "") -> None:
        self._folder = output / FOLDER
        for part in output.rglob(PARTS):
            part.unlink()  # of what was killed
        lines = b"".join(plan_lines(plan)) + note.encode()
        stored = self._folder / PLAN
        if stored.is_file():
            if stored.read_bytes() != lines:
                raise InputError(f"{output}: holds what another plan left of its inputs; name another folder")
            return
        if output.exists() and (not output.is_dir() or any(each.name != FOLDER for each in output.iterdir())):
            raise InputError(f"{output}: not an empty folder; name one that does not exist yet")
        make_folder(self._folder)
        with atomic_write(stored) as out:
            out.write(lines)

    @property
    def log_path(self) -> Path:
        """Where the log of what was removed is."""
        return self._folder / LOG

    def done(self) -> dict[str, FileDone]:
        """The files that are done, by path; what a kill left of a last line is removed."""
        path = self._folder / DONE
        if not path.is_file():
            return {}
        lines = path.read_bytes()
        whole = lines[: lines.rfind(b"\n") + 1]
        if whole != lines:
            with atomic_write(path) as out:
                out.write(whole)
        entries = (DocumentReader().document(FileDone, loads(line)) for line in whole.splitlines())
        return {each.path: each for each in entries}

    def add(self, done: FileDone) -> None:
        """Note that a file is done."""
        with (self._folder / DONE).open("ab") as stored:
            stored.write(dumps(to_builtins(done)) + b"\n")
