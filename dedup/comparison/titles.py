"""Two headlines: how similar they are, whatever site name stands before or after them; and what they number."""

from __future__ import annotations

from dedup.runtime.patterns import lazy_pattern

_NUMBER = lazy_pattern(r"\d+(?:\.\d+)*")
_VERSION = lazy_pattern(r"(?<!\d)\d+(?:\.\d+){2,}")  # no quantity has two points
_MAX_CHARACTERS = 2_000  # of a headline that are compared: time grows with the square of what has no spaces


def title_similarity(left: str | None, right: str | None) -> float | None:
    """From 0 to 1, by the words that both share, in any order (rapidfuzz's token set ratio); None if a title is
    unknown.

    >>> title_similarity("Ferry runs aground - The Harbour Post", "FERRY RUNS AGROUND")
    1.0
    """
    if not left or not right:
        return None
    from rapidfuzz import fuzz, utils

    heads = left[:_MAX_CHARACTERS], right[:_MAX_CHARACTERS]
    return fuzz.token_set_ratio(*heads, processor=utils.default_process) / 100


def name_other_versions(left: str | None, right: str | None) -> bool:
    """Whether each headline numbers versions, and none in common.

    >>> name_other_versions("Karsk 8.14.0 is out", "Karsk 10.14.0 is out"), name_other_versions("Up 1.5", "Up 1.7")
    (True, False)
    """
    versions = [set(_VERSION.findall(title or "")) for title in (left, right)]
    return all(versions) and versions[0].isdisjoint(versions[1])


def name_other_numbers(left: str | None, right: str | None) -> bool:
    """Whether each headline has a number that the other lacks: of a year, an issue or a version.

    >>> name_other_numbers("Survey of 2025", "Survey of 2026"), name_other_numbers("Survey", "Survey of 2026")
    (True, False)
    """
    numbers = [set(_NUMBER.findall(title or "")) for title in (left, right)]
    return not (numbers[0] <= numbers[1] or numbers[1] <= numbers[0])
