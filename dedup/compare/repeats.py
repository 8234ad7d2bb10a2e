"""Blocks that stand again in the same article."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.article import Article, Span


@dataclass(frozen=True, slots=True)
class Repeat:
    """A block that an article holds more than once: `spans` are the block and every later occurrence, in order.

    `words` are those of the first occurrence; `similarity` is that of the occurrence least like it, 2 * words matched
    / words of both.
    """

    article_id: str
    spans: tuple[Span, ...]
    words: int
    similarity: float


def repeats(article: Article | str) -> list[Repeat]:
    """Every block of 8 words or more that stands again in the same text."""
    raise NotImplementedError
