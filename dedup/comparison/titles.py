"""Two headlines: how similar they are, whatever site name stands before or after them; what they number and name."""

from __future__ import annotations

from functools import partial

from dedup.article import Article
from dedup.runtime.patterns import lazy_pattern
from dedup.tokens.words import FUNCTION_WORD, HALF_WORD, NUMBER, tokenize

_NUMBER = lazy_pattern(r"\d+(?:\.\d+)*")
_VERSION = lazy_pattern(r"(?<!\d)\d+(?:\.\d+){2,}")  # no quantity has two points
_SITE_NAME = lazy_pattern(r"\s[-–—|·:]\s")  # what stands before it is the headline
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


def name_other_subjects(left: Article, right: Article, *, expand_umlauts: bool) -> bool:
    """Whether the headline of each names what its own text has, and the other article has nowhere: two fillings of one
    headline. Numbers do not count, nor does a site name that both end with.

    >>> shops = [Article(name, f"{name} ships now.", f"{name} opens in Torvik") for name in ("Karsk", "Lenne")]
    >>> name_other_subjects(*shops, expand_umlauts=False)
    True
    """
    titles = _without_site_name(left.title or "", right.title or "")
    read = partial(_names, expand_umlauts=expand_umlauts)
    heads, texts = [read(title) for title in titles], [read(left.text), read(right.text)]
    own = [heads[0] - heads[1], heads[1] - heads[0]]
    is_own = not own[0].isdisjoint(texts[0]) and not own[1].isdisjoint(texts[1])
    return is_own and own[0].isdisjoint(texts[1]) and own[1].isdisjoint(texts[0])


def _without_site_name(left: str, right: str) -> tuple[str, str]:
    """Two headlines without what both end with behind a separator."""
    left_ends, right_ends = ([match.start() for match in _SITE_NAME.finditer(title)] for title in (left, right))
    if not left_ends or not right_ends or left[left_ends[-1] :] != right[right_ends[-1] :]:
        return left, right
    return left[: left_ends[-1]], right[: right_ends[-1]]


def _names(text: str, *, expand_umlauts: bool) -> frozenset[int]:
    """The words of a text, as hashes, but for numbers, function words and single ideographs."""
    words = tokenize(text, expand_umlauts=expand_umlauts)
    return frozenset(words.hashes[(words.flags & (NUMBER | FUNCTION_WORD | HALF_WORD)) == 0].tolist())
