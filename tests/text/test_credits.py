"""Credits: what a text says about where it comes from, and what only looks like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dedup.article import Article
from dedup.text.credits import Credit, credits_of, find_credits, publisher
from dedup.text.outlets import Outlet, known_outlets

SENTENCES = json.loads(Path(__file__).with_name("credit_sentences.json").read_text(encoding="utf-8"))
LEAST_RIGHT = 0.95


def told(credits: tuple[Credit, ...]) -> list[tuple[str, str]]:
    return [(credit.kind, credit.name) for credit in credits]


def test_two_hundred_sentences_in_twenty_languages() -> None:
    """Half of the sentences are traps: institutions, polls, own analyses, pictures, a name that is a common word."""
    rows = [(language, *row) for language, listed in SENTENCES.items() for row in listed]
    assert len(SENTENCES) == 20
    assert len(rows) == 200
    assert sum(not expected for _, _, expected in rows) == 100
    wrong = [
        f"{language}: {text} -> {found}"
        for language, text, expected in rows
        if (found := told(find_credits(text))) != [tuple(pair) for pair in expected]
    ]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(rows), "\n".join(wrong)
