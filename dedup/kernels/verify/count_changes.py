"""What one article has where the other has something else: numbers and names, and which words of its title."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined
from dedup.kernels.hash_table import find_place
from dedup.kernels.parameters import MeasureNumbers
from dedup.kernels.scalars import ONE, ZERO, U, signed
from dedup.kernels.verify.counted_article import CountedArticle
from dedup.kernels.verify.shared_stretches import Shared

BESIDE_NUMBER = 2  # words: "4.5 million euros"
WORDS_A_FIGURE = 6  # a longer head with a number for so many words holds figures; chosen after seeing notices
CHANGED, OTHER_NAME, CHANGED_NUMBER = np.uint8(1), np.uint8(2), np.uint8(4)


@inlined
def count_changes(
    article: CountedArticle, other: CountedArticle, found: Shared, tiles: U, numbers: MeasureNumbers
) -> tuple[int, int]:
    """Look at what stands between tiles, before the first and behind the last. Return the numbers in short gaps, and
    the distinct informative words that the other article lacks, where no number beside them, in a short gap, explains
    them: a unit follows its number. A head that is full of figures counts as short.
    Note the words that the other lacks in short gaps, and those names.
    """
    found.changed[: len(article.names)] = 0
    changed = names = n = 0
    r, first = ZERO, 0
    for t in range(tiles + ONE):
        end = signed(found.tile_starts[t]) if t < tiles else len(article.words)
        begun = n
        while n < len(article.numbers) and article.numbers[n] < end:
            n += 1
        figures = WORDS_A_FIGURE * (n - begun) * (t == ZERO)
        is_short = end - first <= max(numbers.max_changed_words, figures)
        changed += (n - begun) * is_short
        k = begun
        while r < U(len(article.informative)) and article.informative[r] < end:
            word, name = article.informative[r], U(article.named[r])
            r += ONE
            while k < n and article.numbers[k] < word:
                k += 1
            if other.name_slots[find_place(article.names[name], other.names, other.name_slots)] >= 0:
                continue
            is_number = k < n and article.numbers[k] == word
            is_beside = k < n and article.numbers[k] - word <= BESIDE_NUMBER
            is_beside |= k > begun and word - article.numbers[k - 1] <= BESIDE_NUMBER
            if is_short:
                found.changed[name] |= CHANGED | CHANGED_NUMBER if is_number else CHANGED
            if not (is_short and is_beside) and not is_number and not found.changed[name] & OTHER_NAME:
                found.changed[name] |= OTHER_NAME
                names += 1
        if t < tiles:
            first = signed(found.tile_ends[t])
            while n < len(article.numbers) and article.numbers[n] < first:
                n += 1
            while r < U(len(article.informative)) and article.informative[r] < first:
                r += ONE
    return changed, names


@inlined
def _holds_word(words: NDArray[np.uint64], word: U) -> bool:
    for w in range(len(words)):
        if words[w] == word:
            return True
    return False


@inlined
def count_titles(article: CountedArticle, other: CountedArticle, found: Shared) -> tuple[int, int, int, int, int]:
    """Return how many words of the article's title the other's has too, how many stand in its own text, and how many
    of the latter the other's title lacks; and how many of those were changed, which neither the other's title nor its
    text has, and how many of these are numbers.
    """
    both = inside = own = replaced = numbers = 0
    for t in range(len(article.titles)):
        is_in_both = _holds_word(other.titles, article.titles[t])
        both += is_in_both
        place = article.name_slots[find_place(article.titles[t], article.names, article.name_slots)]
        if place >= 0:
            inside += 1
            own += not is_in_both
            replaced += not is_in_both and found.changed[U(place)] & CHANGED != 0
            numbers += not is_in_both and found.changed[U(place)] & CHANGED_NUMBER != 0
    return both, inside, own, replaced, numbers
