"""How like two headlines are, and the words that this is counted by."""

from __future__ import annotations

from functools import lru_cache

from dedup.runtime.patterns import lazy_pattern

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"  # scripts without spaces: characters
_WORD = lazy_pattern(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def likeness(one: str, other: str) -> float:
    """The share of words that two headlines have in common, 0 to 1 (Dice); of scripts without spaces, of characters.

    >>> likeness("Rain at the coast", "Rain at the coast | Orre Post")
    0.8
    """
    words, others = _words(one), _words(other)
    return 2 * len(words & others) / ((len(words) + len(others)) or 1)


@lru_cache(64)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
