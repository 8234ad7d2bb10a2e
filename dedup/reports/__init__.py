"""A result for people (a table, two texts side by side) and for programs (JSON, JSON lines, CSV)."""
