"""The page of a report with a view of its evaluation."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.evaluation.scores import recall_of_bands
from dedup.report import Report
from dedup.reports.page.html_page import write_page
from dedup.reports.page.page_file import page_text
from dedup.serialization import to_builtins

if TYPE_CHECKING:
    from dedup.evaluation.evaluate import Evaluation

_STEPS = 50  # of the curve that bands are expected to have


def save_page(evaluation: Evaluation, report: Report, path: Path) -> None:
    """Write the page; see `Evaluation.save_page`."""
    page_text(partial(write_page, report, evaluation=page_data(evaluation)), path)


def page_data(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as plain data, with the recall of bands alone at equal steps of similarity from 0 to 1."""
    return {**to_builtins(evaluation), "bands": [recall_of_bands(step / _STEPS) for step in range(_STEPS + 1)]}
