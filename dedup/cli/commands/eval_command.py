"""`dedup eval LABELS PATHS...`: how good the results are by labels, and which settings would be better."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dedup.cli import options
from dedup.cli.inputs import check_exists
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.evaluation.evaluate import Evaluation
    from dedup.evaluation.labels import Labels
    from dedup.evaluation.tuning import Tuning
    from dedup.report import Report
    from dedup.settings import Settings

EvalPaths = Annotated[
    list[Path],
    typer.Argument(
        metavar="LABELS PATHS",
        help="A file of labels, then what is scanned; with --sample, no labels.",
        show_default=False,
    ),
]
Sample = Annotated[
    int | None,
    typer.Option("--sample", min=1, metavar="N", help="Write a sheet of so many pairs to label to --output."),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Draw another sample.")]
Curve = Annotated[bool, typer.Option("--curve", help="Show precision and recall by the share of words, too.")]
Tune = Annotated[
    list[str] | None,
    typer.Option(
        "--tune",
        metavar="NAME=V1,V2",
        help="Try these values of a setting on one half of the labels; several times, one after the other.",
        show_default=False,
    ),
]
Figure = Annotated[str, typer.Option("--figure", metavar="NAME", help="What --tune maximises: near.precision, ...")]
Picture = Annotated[
    Path | None,
    typer.Option("--picture", metavar="FILE", help="Draw the curves, as .svg, .png or .pdf (extra: plots)."),
]
EvalPage = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write the report as a page, with a view of the figures.")
]
EvalFormat = Annotated[str, typer.Option("--format", metavar="[table|json]", help="How to write the figures.")]


@dataclass(frozen=True, slots=True)
class EvalChoices:
    """What is done: a sheet is drawn, settings are chosen, or results are measured."""

    sample: Sample = None
    seed: Seed = 0
    curve: Curve = False
    tune: Tune = None
    figure: Figure = "copy.f1"
    picture: Picture = None
    html: EvalPage = None

    def draw(self, report: Report, output: Path) -> Iterator[str]:
        """Write a sheet of pairs to label, and say so."""
        from dedup.evaluation.label_sheet import write_label_sheet
        from dedup.reports.formatting import count_of

        count = write_label_sheet(report, output, self.sample or 0, self.seed)
        yield f"{count_of(count, 'pair')} to label: {output}"

    def measure(
        self,
        scan_with: Callable[[Settings], Report],
        labels: Labels,
        settings: Settings,
        output: Path | None,
        limit: int,
    ) -> tuple[Evaluation | Tuning, Iterator[str]]:
        """Return the figures by labels, or the chosen settings, which are written; and the lines that show them."""
        from dedup.evaluation.evaluate import evaluate
        from dedup.evaluation.evaluation_table import curve_lines, evaluation_lines, tuning_lines
        from dedup.evaluation.tuning import tune

        if not self.tune:
            report = scan_with(settings)
            found = evaluate(report, labels)
            if self.html is not None:
                found.save_page(report, self.html)
            if self.picture is not None:
                found.save_picture(self.picture)
            return found, chain(evaluation_lines(found, limit), curve_lines(found) if self.curve else ())
        tuning = tune(scan_with, labels, self.figure, _values(self.tune), settings)
        if output is not None:
            _write_settings(tuning.changes, settings, output)
        return tuning, chain(tuning_lines(tuning), evaluation_lines(tuning.after, limit))


def eval_command(
    paths: EvalPaths,
    *,
    choices: EvalChoices,
    format_: EvalFormat = "table",
    output: options.Output = None,
    limit: options.Limit = 20,
    stories: options.Stories = True,
    fields: options.FieldOptions,
    files: options.FileOptions,
    chosen: options.SettingsOptions,
    work: options.WorkOptions,
) -> None:
    """Measure results by labels, draw pairs to label, and choose settings.

    Labels are pairs (left, right, label: a relation, or yes and no) or groups (id and cluster, or id and story), in CSV
    or JSON lines. With --sample, a sheet of pairs is written whose column `label` waits to be filled in. With --tune,
    --output is the file of the chosen settings, for --settings of other commands.
    """
    is_sheet = choices.sample is not None
    inputs = paths if is_sheet else paths[1:]
    _check_arguments(paths, inputs, choices, output, format_)
    settings = chosen.settings()
    from dedup.cli.progress_bar import announce_compilation, show_progress
    from dedup.detector import scan
    from dedup.evaluation.labels import Labels
    from dedup.sources.reader import read_articles

    labels = Labels() if is_sheet else Labels.read(paths[0])
    announce_compilation(work.quiet)
    with show_progress(work.quiet) as progress, redirect_stdout(sys.stderr):
        read = read_articles(inputs, fields.names(), limits=settings, processes=work.threads, **files.arguments())
        find = partial(scan, [*read], stories=stories, threads=work.threads, progress=progress)
        result: Evaluation | Tuning | None = None
        if is_sheet and output is not None:
            lines = iter([*choices.draw(find(settings=settings), output)])
        else:
            result, lines = choices.measure(lambda tried: find(settings=tried), labels, settings, output, limit)
    _print(result, lines, format_)


def _print(result: Evaluation | Tuning | None, lines: Iterable[str], format_: str) -> None:
    from dedup.cli.output import destination
    from dedup.serialization import dumps, to_builtins

    with destination(None) as out:
        if format_ == "json" and result is not None:
            out.write(dumps(to_builtins(result)) + b"\n")
        else:
            out.writelines(f"{line}\n".encode() for line in lines)


def _write_settings(changes: Mapping[str, float], settings: Settings, output: Path) -> None:
    from dedup.reports.formats import OUTPUT_FORMATS
    from dedup.runtime.files.atomic_file import atomic_write
    from dedup.settings.assignments import with_values

    write = OUTPUT_FORMATS["toml"].write_settings
    assert write is not None
    with atomic_write(output) as out:
        write(with_values(settings, changes), out)


def _values(given: list[str]) -> dict[str, list[float]]:
    """Read `name=value,value` texts."""
    found: dict[str, list[float]] = {}
    for each in given:
        name, _, values = each.partition("=")
        try:
            found[name.strip()] = [
                int(value) if value.strip().isdecimal() else float(value) for value in values.split(",")
            ]
        except ValueError:
            raise InputError(f"{each!r} names no values of a setting, as near_coverage=.5,.6,.7 does") from None
    return found


def _check_arguments(
    paths: list[Path], inputs: list[Path], choices: EvalChoices, output: Path | None, format_: str
) -> None:
    """Raise InputError before the work for what would fail after it."""
    from dedup.runtime.files.atomic_file import check_writable

    check_exists(paths)
    if not inputs:
        raise InputError("name the file of labels, then what is to be scanned; or --sample N, to draw pairs to label")
    _values(choices.tune or [])
    is_sheet = choices.sample is not None
    if is_sheet and output is None:
        raise InputError("--output names the file of the sheet")
    if choices.html is not None:
        if is_sheet or choices.tune:
            raise InputError("--html shows figures: it goes with neither --sample nor --tune")
        check_writable(choices.html)
    if choices.picture is not None:
        from dedup.evaluation.picture import check_picture

        check_picture(choices.picture)
        check_writable(choices.picture)
    if format_ not in ("table", "json"):
        raise InputError(f"{format_!r} is neither table nor json")
    if output is not None:
        check_writable(output)
