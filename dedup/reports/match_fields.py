"""The fields of a match that are columns where matches stand in a table of their own: CSV, data frames."""

from __future__ import annotations

from dataclasses import fields

from dedup.comparison.match import Match

MATCH_FIELDS = tuple(field.name for field in fields(Match) if not field.name.startswith("_"))
