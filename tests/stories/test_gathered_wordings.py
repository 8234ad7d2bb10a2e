"""Wordings that were read once are those that another stage would read."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.wording import gathered_wordings
from dedup.stories.wording.gathered_wordings import ReadWordings
from dedup.stories.wording.wordings import Wordings, own_wordings

TEXTS = (
    "The ferry Aurora ran aground on Monday. Captain Ines Moll blamed fog for it, and 40 passengers waited.",
    "",
    "Das Fährschiff Aurora lief am Montag auf Grund. „Der Nebel war dicht“, sagte Kapitän Ines Moll der Zeitung.",
    "Prices rose by 3.4 percent in May. Prices of bread rose by 9 percent. The council of Oakdale met on Tuesday.",
    "Rain.",
)
ARTICLES = [Article(str(number), text, title="Aurora" if number == 2 else None) for number, text in enumerate(TEXTS)]


def read(numbers: np.ndarray) -> Wordings:
    return own_wordings((ARTICLES[number] for number in numbers.tolist()), DEFAULT_SETTINGS)


def columns(wordings: Wordings) -> list[list[object]]:
    """All that can be asked of each wording."""
    shown = []
    for number, one in enumerate(wordings):
        words = (one.annotated.terms, one.annotated.weights, one.annotated.words.starts, *one.parts)
        terms = one.parts.terms[:2]
        texts = [*wordings.surface_texts(terms, range(number, number + 1))]
        shown.append([*(column.tolist() for column in words), wordings.language(number), texts])
    return shown


@pytest.mark.parametrize("known", [[], [2], [0, 1, 3], [0, 1, 2, 3, 4]])
@pytest.mark.parametrize("wanted", [[0], [4, 2], [3, 1, 0, 2, 4], [1, 1]])
def test_what_was_read_before_is_what_would_be_read(known: list[int], wanted: list[int]) -> None:
    before = ReadWordings(np.array(known, np.int64), read(np.array(known, np.int64)))
    found = before.of(np.array(wanted), read)
    assert columns(found) == columns(read(np.array(wanted)))
    assert len(found) == len(wanted)


def test_many_words_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = np.arange(5)
    kept = ReadWordings(numbers, read(numbers))
    assert kept.within_budget() is kept
    monkeypatch.setattr(gathered_wordings, "MAX_KEPT_WORDS", 3)
    assert len(kept.within_budget().wordings) == 0
    assert columns(kept.within_budget().of(numbers, read)) == columns(read(numbers))
