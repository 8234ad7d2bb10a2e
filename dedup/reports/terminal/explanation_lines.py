"""Why a pair has its relation, as lines for a terminal: the verdict, the rules, the measures and the settings."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from rich.text import Text

from dedup.comparison.explanation import Explanation, NamedMeasure, RuleOutcome
from dedup.reports.sanitize import escape_controls
from dedup.reports.terminal.columns import Column, lay_out, prose_width
from dedup.settings import Settings, numbers_of

RULE_COLUMNS = (Column("applies"), Column("relation", style="cyan"), Column("rule"))
MEASURE_COLUMNS = (Column("name"), Column("value", is_number=True))
INDENT = "  "


def explanation_lines(explanation: Explanation, width: int) -> Iterator[Text]:
    """Draw an explanation. The rule that decides is marked by an arrow: it is the first that applies."""
    match = explanation.match
    yield Text(f"left   {escape_controls(match.left_id)}")
    yield Text(f"right  {escape_controls(match.right_id)}")
    yield Text()
    yield Text.assemble((str(match.relation), "bold"), f": {escape_controls(match.reason)}")
    yield from _title("rules")
    yield from lay_out(RULE_COLUMNS, [_rule_row(rule) for rule in explanation.rules], width)
    yield from _measures("measures", explanation.measures, width)
    yield from _measures("features", explanation.features, width)
    yield from _title("settings")
    yield from _wrapped(_settings_of(explanation.settings), width)


def _title(title: str) -> Iterator[Text]:
    yield Text()
    yield Text(title.upper(), "bold")


def _rule_row(rule: RuleOutcome) -> tuple[str, str, str]:
    applies = "-> true" if rule.decides else f"   {str(rule.applies).lower()}"
    return applies, str(rule.relation or "boilerplate or distinct"), rule.reason


def _measures(title: str, measures: Sequence[NamedMeasure], width: int) -> Iterator[Text]:
    yield from _title(title)
    yield from lay_out(MEASURE_COLUMNS, [(each.name, _number(each.value)) for each in measures], width)


def _number(value: float) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.3f}" if isinstance(value, float) else f"{value:,}"


def _settings_of(settings: Settings) -> str:
    """List the settings of verification, and every other setting that is not its default."""
    values = ((number, getattr(settings, number.name)) for number in numbers_of(Settings))
    shown = (pair for pair in values if pair[0].group == "verification" or pair[1] != pair[0].default)
    return ", ".join(f"{number.name} {number.shown(value)}" for number, value in shown)


def _wrapped(text: str, width: int) -> Iterator[Text]:
    within = prose_width(width)
    lines = textwrap.wrap(text, within, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False)
    yield from map(Text, lines)
