"""The plain twin of `dedup.clusters.cohesion`: one component after the other, over dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

LONG_COVERAGE = 0.5  # of the longer text: holds a member that has no link to the core


class Link(NamedTuple):
    """How much two articles share: coverage of the shorter and of the longer text."""

    shorter: float
    longer: float


class Member(NamedTuple):
    """What settles ties: the number of words, then the identity of the words, then the place in the corpus."""

    words: int
    identity: int
    article: int


Pair = tuple[int, int]
Links = dict[Pair, Link]


def cohesive_groups(
    links: Links,
    member: Callable[[int], Member],
    measure: Callable[[list[Pair]], list[Link]],
    cohesion: float,
) -> list[list[int]]:
    """Articles that are copies of one text: groups of two or more, each sorted, in order of their first article.

    `links` are verified pairs (lower article first); `measure` measures pairs without a link; a member shares at least
    `cohesion` of the shorter text with its group's core.
    """
    groups = []
    waiting = _parts(links)
    while waiting:
        group, inner = waiting.pop()
        core = _core(group, inner, member)
        kept = _held(core, group, inner, measure, cohesion)
        if len(kept) > 1:
            groups.append(kept)
        left = set(group) - set(kept)
        rest = {pair: link for pair, link in inner.items() if pair[0] in left and pair[1] in left}
        waiting += _parts(rest)
    return sorted(groups)


def _parts(links: Links) -> list[tuple[list[int], Links]]:
    """Each component with its own links."""
    groups = components(links)
    number = {article: place for place, group in enumerate(groups) for article in group}
    inner: list[Links] = [{} for _ in groups]
    for pair, link in links.items():
        inner[number[pair[0]]][pair] = link
    return list(zip(groups, inner, strict=True))


def components(pairs: Iterable[Pair]) -> list[list[int]]:
    """Connected components of two articles or more, each sorted.

    >>> components([(0, 1), (4, 5), (1, 3)])
    [[0, 1, 3], [4, 5]]
    """
    root: dict[int, int] = {}

    def find(article: int) -> int:
        while root.setdefault(article, article) != article:
            root[article] = article = root[root[article]]
        return article

    for left, right in pairs:
        low, high = sorted((find(left), find(right)))
        root[high] = low
    groups: dict[int, list[int]] = {}
    for article in sorted(root):
        groups.setdefault(find(article), []).append(article)
    return [groups[first] for first in sorted(groups)]


def _core(group: list[int], links: Links, member: Callable[[int], Member]) -> int:
    """The member that shares most with the others."""
    shared = dict.fromkeys(group, 0.0)
    for (left, right), link in links.items():
        shared[left] += link.shorter * link.longer
        shared[right] += link.shorter * link.longer
    return max(group, key=lambda article: (round(shared[article], 6), member(article)))


def _held(
    core: int, group: list[int], links: Links, measure: Callable[[list[Pair]], list[Link]], cohesion: float
) -> list[int]:
    """The core and the members that hold to it."""
    pairs = {article: (min(core, article), max(core, article)) for article in group if article != core}
    unlinked = [pair for pair in pairs.values() if pair not in links]
    measured = dict(zip(unlinked, measure(unlinked), strict=True)) if unlinked else {}
    kept = [core]
    for article, pair in pairs.items():
        link = links.get(pair) or measured[pair]
        if link.shorter >= cohesion and (pair in links or link.longer >= LONG_COVERAGE):
            kept.append(article)
    return sorted(kept)
