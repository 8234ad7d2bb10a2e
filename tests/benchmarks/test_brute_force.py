"""The brute force that judges recall, against the plainest loop there is."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from brute_force import alike
from wire import plain_words, shingles


def small_texts(seed: int) -> list[str]:
    """Sixty texts of few different words: copies, edited copies, halves, tiny and empty ones."""
    random = Random(seed)
    vocabulary = [f"w{number}" for number in range(40)]
    texts = [" ".join(random.choices(vocabulary, k=random.choice((0, 1, 2, 3, 20, 60)))) for _ in range(30)]
    for text in texts[:30]:
        words = text.split()
        edited = [random.choice(vocabulary) if random.random() < 0.08 else word for word in words]
        texts.append(" ".join(random.choice((words, edited, words[: len(words) * 2 // 3], [*words, *edited]))))
    return texts


def naive(texts: list[str]) -> list[tuple[int, int, float, float]]:
    """Every pair, one by one."""
    sets = [shingles(plain_words(text)) for text in texts]
    found = []
    for left, right in combinations(range(len(texts)), 2):
        common = len(sets[left] & sets[right])
        if common == 0:
            continue
        jaccard, share = common / len(sets[left] | sets[right]), common / min(len(sets[left]), len(sets[right]))
        if jaccard >= 0.5 or (share >= 0.8 and common >= 28):
            found.append((left, right, jaccard, share))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_brute_force_equals_the_plain_loop(seed: int) -> None:
    texts = small_texts(seed)
    found = alike(texts)
    rows = list(zip(found.left.tolist(), found.right.tolist(), found.jaccard, found.containment, strict=True))
    assert len(texts) == 60
    assert len(rows) > 10
    assert rows == naive(texts)


def test_texts_without_words_are_alike_to_nothing() -> None:
    assert alike(["", "", "...", "word"]).left.tolist() == []


def test_one_word_is_alike_to_itself() -> None:
    found = alike(["Word", "word!", "other"])
    assert (found.left.tolist(), found.right.tolist(), found.jaccard.tolist()) == ([0], [1], [1.0])
