"""The value of a series: bulletins and columns that fill in one form again and again, and what their titles share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dedup.article import Article
from dedup.notebook import counted, html_table, listed

SHAPE_WORDS = 12  # of the beginning of a text without title
MIN_SHAPE_WORDS = 2
GAP = "…"
UNDATED = datetime.max.replace(tzinfo=UTC)  # sorts behind every date


@dataclass(frozen=True, slots=True, repr=False)
class Series:
    """Articles that fill in one form again and again, in order of publication, those without a date last.

    `shape` is what most titles have in common, or else the beginnings of the texts, with "…" for what differs.
    `outlet` is that of all of them, `first` and `last` are the earliest and the latest date; None where not known.
    """

    article_ids: tuple[str, ...]
    shape: str
    outlet: str | None = None
    first: datetime | None = None
    last: datetime | None = None

    def __repr__(self) -> str:
        return f"Series({counted(len(self.article_ids), 'article')}: {self.shape!r})"

    def _repr_html_(self) -> str:
        rows = [("outlet", self.outlet or ""), ("articles", listed(self.article_ids))]
        return html_table(f"Series of {counted(len(self.article_ids), 'article')}: {self.shape}", rows)


def make_series(articles: Sequence[Article]) -> Series:
    """The series of some articles."""
    ordered = sorted(articles, key=lambda article: (article.published or UNDATED, article.id))
    dates = [article.published for article in ordered if article.published is not None]
    outlets = {article.outlet for article in ordered}
    return Series(
        tuple(article.id for article in ordered),
        shape_of(articles),
        outlets.pop() if len(outlets) == 1 else None,
        dates[0] if dates else None,
        dates[-1] if dates else None,
    )


def shape_of(articles: Sequence[Article]) -> str:
    """What most titles of articles have in common, or else the beginnings of their texts, with "…" for what differs.

    >>> titles = ("RKI reports 12,097 cases", "RKI reports more than 14,000 cases", "Fewer cases on Sunday")
    >>> shape_of([Article(title, "", title=title) for title in titles])
    'RKI reports … cases'
    """
    beginnings = [article.text.split(maxsplit=SHAPE_WORDS)[:SHAPE_WORDS] for article in articles]
    for lines in ([(article.title or "").split() for article in articles], beginnings):
        shape = _common_words(lines)
        if sum(word != GAP for word in shape) >= MIN_SHAPE_WORDS:
            return " ".join(shape)
    return ""


def _common_words(lines: Sequence[Sequence[str]]) -> list[str]:
    """The words that more than half of the lines have, as the line with most of them has them; a gap for others."""
    counts = Counter(word for line in lines for word in {word.casefold() for word in line})
    common = {word for word, count in counts.items() if 2 * count > len(lines)}
    shapes = ([word if word.casefold() in common else GAP for word in line] for line in lines)
    fullest = max(shapes, key=lambda shape: sum(word != GAP for word in shape))
    return [word for word, previous in zip(fullest, ["", *fullest], strict=False) if (word, previous) != (GAP, GAP)]
