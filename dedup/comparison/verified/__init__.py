"""Pairs that were measured and judged: their matches, what is known of them, their passages."""
