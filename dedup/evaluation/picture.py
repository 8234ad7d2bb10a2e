"""An evaluation as a picture: SVG, PNG or PDF by the ending of the file, drawn by Matplotlib (the extra `plots`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError, MissingExtraError
from dedup.evaluation.scores import recall_of_bands
from dedup.runtime.files.atomic_file import atomic_write

if TYPE_CHECKING:
    from dedup.evaluation.evaluate import Evaluation

ENDINGS = (".svg", ".png", ".pdf")
_SIZE, _DOTS_PER_INCH = (9.6, 4.2), 160  # inches
_BLUE, _ORANGE, _GREY = "#1f4e8c", "#b4540a", "#6b6f73"
_SETTINGS: Any = {"svg.hashsalt": "dedup", "svg.fonttype": "none", "font.size": 9}  # equal figures are equal bytes
_STEPS = 100


def check_picture(path: Path) -> None:
    """Raise InputError for a file whose ending names no picture."""
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path}: a picture ends in {', '.join(ENDINGS)}")


def save_picture(evaluation: Evaluation, path: Path) -> None:
    """Draw an evaluation; see `Evaluation.save_picture`."""
    check_picture(path)
    if not evaluation.pairs:
        raise InputError("a picture is drawn of labelled pairs, and these labels are groups")
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("pictures are drawn by Matplotlib: pip install 'newsdedup[plots]'") from error
    with rc_context(_SETTINGS):
        figure = Figure(figsize=_SIZE, dpi=_DOTS_PER_INCH, layout="constrained")
        left, right = figure.subplots(1, 2)
        _draw_curve(left, evaluation)
        _draw_recall(right, evaluation)
        with atomic_write(path) as out:
            kind = path.suffix[1:].lower()
            figure.savefig(out, format=kind, metadata={"Date": None} if kind == "svg" else None)


def _draw_curve(axes: Any, evaluation: Evaluation) -> None:
    """Precision and recall of copies by the least share of words that both have."""
    thresholds = [point.threshold for point in evaluation.curve]
    axes.plot(thresholds, [point.precision for point in evaluation.curve], color=_BLUE, label="precision")
    axes.plot(thresholds, [point.recall for point in evaluation.curve], "--", color=_ORANGE, label="recall")
    _frame(axes, f"Copies by threshold, {evaluation.pairs:,} labelled pairs", "least share of words of one text")


def _draw_recall(axes: Any, evaluation: Evaluation) -> None:
    """The share of labelled copies among the matches by similarity, beside that of bands alone."""
    steps = [step / _STEPS for step in range(_STEPS + 1)]
    axes.plot(steps, [recall_of_bands(step) for step in steps], color=_GREY, label="bands alone (LSH), expected")
    points = [(point.similarity, point.found) for point in evaluation.similarity_recall]
    axes.errorbar(
        [similarity for similarity, _ in points],
        [share.value for _, share in points],
        yerr=[[share.value - share.low for _, share in points], [share.high - share.value for _, share in points]],
        fmt="o",
        capsize=3,
        color=_BLUE,
        label="labelled copies that are matches, 95 %",
    )
    _frame(axes, "Recall by similarity", "Jaccard similarity of three-word shingles")


def _frame(axes: Any, title: str, label: str) -> None:
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.04), title=title, xlabel=label)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower left" if "threshold" in title else "lower right", frameon=False)
