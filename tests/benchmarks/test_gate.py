"""The gate lets through what costs as much as noted, and names what costs more."""

from __future__ import annotations

import json

from gate import MOST, NOTED, STAGES, slower


def test_every_stage_has_a_noted_ratio() -> None:
    assert json.loads(NOTED.read_text(encoding="utf-8")).keys() == STAGES.keys()


def test_a_stage_that_costs_more_is_named() -> None:
    noted = dict.fromkeys(STAGES, 2.0)
    assert slower(noted, noted) == []
    assert slower(noted | {"JSON lines": 2.0 * MOST + 0.1}, noted) == ["JSON lines: 1.35 times what is noted"]
