"""A plan applied: copies of the inputs in an empty folder, file by file, each whole or not at all.

What was begun and killed goes on with the next file. The folder keeps the plan, what is done, and a log of what was
removed, in `.dedup/`, which no scan reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dedup.article import Skipped
from dedup.clean.decision import Decision
from dedup.clean.input_file import InputFile, check_unchanged, stored_path
from dedup.clean.journal import FileDone, Journal, make_folder
from dedup.clean.plan import CleanAmount, Plan, amounts_of
from dedup.clean.plan_file import entry_line
from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError
from dedup.clean.writers.page_text import is_page_file, write_page_text
from dedup.clean.writers.write_file import write_file
from dedup.errors import InputError
from dedup.runtime.files.atomic_file import atomic_write
from dedup.runtime.progress import Progress, Stage, no_progress
from dedup.runtime.threads import map_threads
from dedup.sources.fields.record_parts import FieldNames

_TEXT_ENDING = ".txt"


@dataclass(frozen=True, slots=True)
class CleanResult:
    """What applying a plan did: how many files have a copy, and how many were left out as a whole.

    `amounts` is what was left out by reason. `not_done` are decisions that could not be carried out, and why;
    `problems` are files that could not be written, and why. `log` is the file that lists every decision.
    """

    files_written: int
    files_left_out: int
    amounts: dict[str, CleanAmount]
    not_done: tuple[tuple[Decision, str], ...]
    problems: tuple[Skipped, ...]
    log: Path


def apply_plan(
    plan: Plan, output: Path, *, pages_as_text: bool = False, threads: int = 1, progress: Progress = no_progress
) -> CleanResult:
    """Write copies of the input files of a plan; see `Plan.apply`."""
    targets = {file.path: _target(file, plan.root, output) for file in plan.files}
    by_file = _by_file(plan)
    check_unchanged(plan.files)
    journal = Journal(output, plan, "# pages as text\n" if pages_as_text else "")
    done = journal.done()
    writer = _Writer(FieldNames(**plan.fields), pages_as_text, threads)
    open_files = [file for file in plan.files if not _is_done(done.get(file.path), targets[file.path])]

    def write(file: InputFile) -> FileDone:
        return writer.write(file, targets[file.path], by_file[file.path])

    for number, written in enumerate(map_threads(write, open_files, threads), 1 + len(plan.files) - len(open_files)):
        done[written.path] = written
        journal.add(written)
        progress(Stage.WRITE, number, len(plan.files))
    result = _result(plan, done, by_file, journal.log_path)
    _write_log(plan, result)
    return result


def _target(file: InputFile, root: str, output: Path) -> Path:
    """Where the copy of a file goes; InputError for a file that is not below the root."""
    try:
        below = Path(file.path).relative_to(root)
    except ValueError as error:
        raise InputError(f"{file.path}: not below {root}, whose layout the output keeps") from error
    if ".." in below.parts:
        raise InputError(f"{file.path}: not below {root}, whose layout the output keeps")
    return output / below


def _by_file(plan: Plan) -> dict[str, list[tuple[int, Decision]]]:
    """The decisions on each file with their numbers; InputError for one on a file that the plan does not list."""
    files = {file.path for file in plan.files}
    found: dict[str, list[tuple[int, Decision]]] = defaultdict(list)
    for number, decision in enumerate(plan.decisions):
        path = decision.path
        if path is None:
            raise InputError(f"{decision.article_id}: was not read from a file, so that none can be written")
        found[path if path in files else stored_path(path)].append((number, decision))
    if unknown := sorted(found.keys() - files):
        raise InputError(f"{unknown[0]}: the plan does not list this file")
    return found


def _is_done(done: FileDone | None, target: Path) -> bool:
    """Whether the copy of a file is what was written, or has none."""
    if done is None or done.written is None:
        return done is not None
    targets = (target, target.with_name(target.name + _TEXT_ENDING))
    return any(each.is_file() and each.stat().st_size == done.written for each in targets)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the copies of files, one at a time."""

    fields: FieldNames
    pages_as_text: bool
    threads: int

    def write(self, file: InputFile, target: Path, decisions: Sequence[tuple[int, Decision]]) -> FileDone:
        """Write the copy of a file, or none where the plan leaves it out as a whole or it cannot be written."""
        chosen = _by_member(file, decisions)
        left_out = "" in chosen and None in chosen[""].drops
        try:
            written = None if left_out else self._write_copy(Path(file.path), target, chosen)
        except NotWrittenError as error:
            return FileDone(file.path, None, str(error), {})
        numbers = {id(each): number for number, each in decisions}
        left = [pair for member in chosen.values() for pair in member.left]
        return FileDone(file.path, written, None, {str(numbers[id(each)]): reason for each, reason in left})

    def _write_copy(self, source: Path, target: Path, decisions: Mapping[str, FileDecisions]) -> int:
        make_folder(target.parent)
        as_text = self.pages_as_text and is_page_file(source)
        target = target.with_name(target.name + _TEXT_ENDING) if as_text else target
        if target.exists() and target.samefile(source):
            raise InputError(f"{target}: is an input; no input is written")
        with atomic_write(target, flush=False) as out:
            if as_text:
                write_page_text(source, out, decisions.get("", FileDecisions.of(())))
            else:
                write_file(source, out, decisions, self.fields, self.threads)
        return target.stat().st_size


def _by_member(file: InputFile, decisions: Sequence[tuple[int, Decision]]) -> dict[str, FileDecisions]:
    """The decisions on a file, under an empty name, and on the files that lie in it, by their names."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for _, each in decisions:
        found[(each.path or "").removeprefix(file.path).removeprefix("/")].append(each)
    return {name: FileDecisions.of(of_member) for name, of_member in found.items()}


def _result(
    plan: Plan, done: dict[str, FileDone], by_file: dict[str, list[tuple[int, Decision]]], log: Path
) -> CleanResult:
    reasons: dict[int, str] = {}
    for path, decisions in by_file.items():
        reasons |= {int(number): reason for number, reason in done[path].left.items()}
        if done[path].problem is not None:
            reasons |= {number: f"the file is not written: {done[path].problem}" for number, _ in decisions}
    problems = (Skipped(each.path, None, each.problem) for each in done.values() if each.problem is not None)
    carried_out = (each for number, each in enumerate(plan.decisions) if number not in reasons)
    return CleanResult(
        files_written=sum(each.written is not None for each in done.values()),
        files_left_out=sum(each.written is None and each.problem is None for each in done.values()),
        amounts=amounts_of(carried_out),
        not_done=tuple((plan.decisions[number], reasons[number]) for number in sorted(reasons)),
        problems=tuple(problems),
        log=log,
    )


def _write_log(plan: Plan, result: CleanResult) -> None:
    """Write a line for each decision, which says whether it was carried out."""
    not_done = {id(decision): reason for decision, reason in result.not_done}
    with atomic_write(result.log) as out:
        for decision in plan.decisions:
            out.write(entry_line(decision, not_done=not_done.get(id(decision))))
