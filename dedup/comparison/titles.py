"""The similarity of two headlines, whatever site name stands before or after them."""

from __future__ import annotations


def title_similarity(left: str | None, right: str | None) -> float | None:
    """From 0 to 1, by the words that both share, in any order (rapidfuzz's token set ratio); None if a title is
    unknown.

    >>> title_similarity("Ferry runs aground - The Harbour Post", "FERRY RUNS AGROUND")
    1.0
    """
    if not left or not right:
        return None
    from rapidfuzz import fuzz, utils

    return fuzz.token_set_ratio(left, right, processor=utils.default_process) / 100
