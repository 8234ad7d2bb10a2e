"""An evaluation on the page of its report: plain data, in which articles are places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dedup.reports.page.page_order import PageOrder

FAULTS = ("errors", "misses", "others")


def placed_evaluation(evaluation: Mapping[str, Any] | None, order: PageOrder) -> Mapping[str, Any] | None:
    """The evaluation with the places of its pairs in the order of the page; None if there is none."""
    if evaluation is None:
        return None
    return {**evaluation, **{name: [_placed(each, order) for each in evaluation[name]] for name in FAULTS}}


def _placed(fault: Mapping[str, Any], order: PageOrder) -> dict[str, Any]:
    return {**fault, "left": order.places[fault["left_id"]], "right": order.places[fault["right_id"]]}
