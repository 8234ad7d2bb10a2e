"""What makes a line boilerplate and a phrase a stock phrase, in sets of lines and words, one article at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dedup.settings import BoilerplateSettings
from dedup.tokens.words import FUNCTION_WORD, HALF_WORD, NUMBER, SHORT_WORD, Words


@dataclass(frozen=True)
class Line:
    key: int
    is_prose: bool
    length: int
    content: frozenset[int]  # words that are neither function words nor short
    specific: frozenset[int]  # numbers, and words that are no function words
    numbers: frozenset[int]


@dataclass(frozen=True, eq=False)
class Article:
    order: tuple[int, int]  # its content hash, then its number
    outlet: str | None
    lines: tuple[Line, ...]

    def place(self, key: int) -> int:
        """Where a line stands first."""
        return next(place for place, line in enumerate(self.lines) if line.key == key)


def article_of(words: Words, number: int, content_hash: int, outlet: str | None) -> Article:
    lines, start = [], 0
    listed = zip(words.hashes.tolist(), words.flags.tolist(), strict=True)
    tokens = list(listed)
    for end, key, is_prose in zip(*(column.tolist() for column in words.lines), strict=True):
        inside = tokens[start:end]
        numbers = {word for word, flags in inside if flags & NUMBER}
        real = {word for word, flags in inside if not flags & FUNCTION_WORD}
        long = {word for word, flags in inside if not flags & SHORT_WORD or flags & HALF_WORD}
        lines.append(Line(key, is_prose, end - start, *map(frozenset, (real & long, real | numbers, numbers))))
        start = end
    return Article((content_hash, number), outlet, tuple(lines))


def count_dissimilar(
    carriers: Iterable[Article], is_similar: Callable[[Article, Article], bool], can_show: Callable[[Article], bool]
) -> int:
    """How many carriers are mutually dissimilar, chosen greedily, in order."""
    chosen: list[Article] = []
    for article in carriers:
        if can_show(article) and not any(is_similar(other, article) for other in chosen):
            chosen.append(article)
    return len(chosen)


# --- boilerplate -------------------------------------------------------------------------------------------------


def boilerplate(articles: Sequence[Article], settings: BoilerplateSettings) -> set[int]:
    """Keys of lines that dissimilar articles carry: of one outlet, or of any."""
    known: set[int] = set()
    for outlet in {article.outlet for article in articles} - {None}:
        members = [article for article in articles if article.outlet == outlet]
        limits = settings.min_outlet_prose_carriers, settings.min_outlet_other_carriers
        lines = candidates(members, *limits)
        known |= carried_by_dissimilar(lines, set(lines), settings, settings.min_frequent_content_words)
    limits = settings.min_prose_carriers, settings.min_other_carriers
    lines = {key: line for key, line in candidates(articles, *limits).items() if key not in known}
    lines = {key: line for key, line in lines.items() if not belongs_to_article(key, line[1], known, settings)}
    return known | carried_by_dissimilar(lines, known | set(lines), settings, settings.min_content_words)


Carried = tuple[int, list[Article]]  # how many must be dissimilar; the carriers in order


def candidates(articles: Iterable[Article], min_prose: int, min_other: int) -> dict[int, Carried]:
    """Lines with enough carriers. A line is prose if it is for half of them or more."""
    carriers: dict[int, list[Article]] = {}
    for article in sorted(articles, key=lambda each: each.order):
        for key in dict.fromkeys(line.key for line in article.lines):
            carriers.setdefault(key, []).append(article)
    found = {}
    for key, holders in carriers.items():
        votes = sum(article.lines[article.place(key)].is_prose for article in holders)
        required = min_prose if 2 * votes >= len(holders) else min_other
        if len(holders) >= required:
            found[key] = required, holders
    return found


def carried_by_dissimilar(
    lines: dict[int, Carried], excluded: set[int], settings: BoilerplateSettings, min_words_of_frequent: int
) -> set[int]:
    """The lines enough of whose carriers have little in common outside of all lines in question."""

    @cache
    def rest(article: Article) -> frozenset[int]:
        return frozenset[int]().union(
            *(line.content for line in article.lines if line.is_prose and line.key not in excluded)
        )

    def is_similar(left: Article, right: Article) -> bool:
        fewer = min(len(rest(left)), len(rest(right)))
        return len(rest(left) & rest(right)) >= settings.max_content_overlap * fewer

    def can_show(article: Article) -> bool:
        return len(rest(article)) >= min_words

    found = set()
    for key, (required, holders) in lines.items():
        sample = holders[: settings.max_carriers]
        is_frequent = len(sample) == settings.max_carriers
        min_words = min_words_of_frequent if is_frequent else settings.min_content_words
        dissimilar = count_dissimilar(sample, is_similar, can_show)
        if dissimilar >= max(required, settings.min_dissimilar_share * len(sample)):
            found.add(key)
    return found


def belongs_to_article(key: int, carriers: list[Article], known: set[int], settings: BoilerplateSettings) -> bool:
    """Whether a line is in a long block of prose that most neighbours share: an article of its own."""
    sample = carriers[: settings.max_block_carriers]
    blocks = [block_words(key, left, right, known) for left, right in pairwise(sample)]
    return 2 * sum(words >= settings.min_article_block_words for words in blocks) > len(blocks)


def block_words(key: int, left: Article, right: Article, known: set[int]) -> int:
    """Prose words around a line that two articles carry side by side."""
    at, other = left.place(key), right.place(key)
    behind = zip(left.lines[at:], right.lines[other:], strict=False)
    before = zip(left.lines[:at][::-1], right.lines[:other][::-1], strict=False)
    total = 0
    for neighbours in (behind, before):
        for line, same in neighbours:
            if line.key != same.key:
                break
            total += line.length if line.is_prose and line.key not in known else 0
    return total


# --- stock phrases -----------------------------------------------------------------------------------------------


def is_stock_phrase(
    carriers: Sequence[Article], group_of: dict[Article, int], frequent: set[int], settings: BoilerplateSettings
) -> bool:
    """Whether enough of a phrase's carriers have little in common in their informative words."""

    @cache
    def informative(article: Article) -> frozenset[int]:
        lines = [line for line in article.lines if line.is_prose]
        return frozenset(
            word for line in lines for word in line.specific if word in line.numbers or word not in frequent
        )

    def is_similar(left: Article, right: Article) -> bool:
        fewer = min(len(informative(left)), len(informative(right)))
        shared = len(informative(left) & informative(right))
        return (
            group_of[left] == group_of[right]
            or fewer < settings.min_informative_words
            or shared >= settings.max_informative_overlap * fewer
        )

    dissimilar = count_dissimilar(carriers, is_similar, lambda _: True)
    return dissimilar >= max(settings.min_stock_phrase_carriers, settings.min_dissimilar_share * len(carriers))
