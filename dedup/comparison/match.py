"""What two articles are to each other: the value that comparing makes.

A match of a report has its two articles in the order of their ids (`left_id < right_id`). `compare(a, b)` keeps the
order of its arguments, and `compare(b, a)` is the same match, mirrored. `Match.seen_from` turns a match, so that any
of its articles is left.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import overload

from dedup.alignment.passage import Alignment, Evidence, Passage
from dedup.article import Article
from dedup.errors import InputError
from dedup.notebook import html_table, short_repr
from dedup.runtime.lazy import Lazy


class Relation(StrEnum):
    """What one article is to another, from the closest to none."""

    EXACT = "exact"  # the same words
    NEAR = "near"  # the same article, edited
    SYNDICATED = "syndicated"  # one carries the other whole, inside its own page
    EXCERPT = "excerpt"  # one carries a part of the other
    REWRITE = "rewrite"  # the same report in other words, with evidence of dependence
    SAME_STORY = "same_story"  # independent reports of one event
    TRANSLATION = "translation"  # the same article in another language, whole or in part
    BOILERPLATE = "boilerplate"  # only boilerplate, or a template that was filled in again, is shared
    DISTINCT = "distinct"

    @property
    def rank(self) -> int:
        """The place of the relation among all: 0 is the closest."""
        return _RANKS[self]

    @property
    def is_copy(self) -> bool:
        """Whether one article is a copy of the other, whole or in part."""
        return self in COPY_RELATIONS

    @property
    def is_related(self) -> bool:
        """Whether the articles share more than boilerplate."""
        return self not in (Relation.BOILERPLATE, Relation.DISTINCT)

    @property
    def is_reportable(self) -> bool:
        """Whether `--fail-on-match` counts the relation: one article was made from the other."""
        return self.is_copy or self is Relation.REWRITE


COPY_RELATIONS = frozenset({Relation.EXACT, Relation.NEAR, Relation.SYNDICATED, Relation.EXCERPT})
_RANKS = {relation: rank for rank, relation in enumerate(Relation)}


@dataclass(frozen=True, slots=True, repr=False)
class Match:
    """Two articles and what they are to each other.

    `jaccard`, the containments (share of that article's distinct word 3-shingles that the other has) and the coverages
    (share of that article's words inside shared stretches) are measured over counted words: a repeated block counts
    once, boilerplate not at all. `reason` says in words which rule decided.

    `passages`, `summaries` and `evidence` are computed when they are first asked for: one of a report that keeps its
    texts on disk reads them then. StorageError if the index of a match or the file with its texts cannot be read any
    more, InputError if the match was read from a document that was written without its passages.

    The coverages of a translation are the shares of either text that lie beside the other, by the order of common names
    and figures: one that was cut has less than the other.

    Coverage and passages measure two things: coverage counts long runs of equal words, passages are whatever re-use
    explains better than chance, so a rewritten stretch is a passage and adds nothing to coverage.
    """

    left_id: str
    right_id: str
    relation: Relation
    jaccard: float
    left_containment: float
    right_containment: float
    left_coverage: float
    right_coverage: float
    title_similarity: float | None
    reason: str
    _align: Lazy[Alignment] = field(default=Lazy(Alignment), repr=False, compare=False)
    _articles: Lazy[tuple[Article, ...]] = field(default=Lazy(tuple), repr=False, compare=False)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All stretches that the two articles share, in the order of the left text."""
        return self._align().passages

    @property
    def summaries(self) -> tuple[Passage, ...]:
        """Stretches of one text that sum up the whole other one; never part of coverage."""
        return self._align().summaries

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Evidence for and against "same story". Empty for copies and for unrelated articles."""
        return self._align().evidence

    @overload
    def to_html(self) -> str: ...
    @overload
    def to_html(self, path: str | Path) -> None: ...
    def to_html(self, path: str | Path | None = None) -> str | None:
        """One HTML page that shows both articles side by side; written to `path`, or returned if none is given.

        InputError if the file cannot be written, or if the match was read from a document: it holds no texts.

        >>> from dedup.detector import compare
        >>> "<title>" in compare("The ferry is late again.", "the ferry is late AGAIN").to_html()
        True
        """
        from dedup.reports.page.html_page import write_pair_page
        from dedup.reports.page.page_file import page_text

        articles = self._articles()
        if len(articles) != 2:
            raise InputError("this match holds no texts: it was read from a document, and not found by a scan")
        return page_text(partial(write_pair_page, self, *articles), path)

    def __repr__(self) -> str:
        coverages = f"{self.left_coverage:.0%} and {self.right_coverage:.0%} covered"
        return f"Match({short_repr(self.left_id)}, {short_repr(self.right_id)}: {self.relation}, {coverages})"

    def _repr_html_(self) -> str:
        rows = [
            ("articles", self.left_id, self.right_id),
            ("coverage", f"{self.left_coverage:.0%}", f"{self.right_coverage:.0%}"),
            ("containment", f"{self.left_containment:.0%}", f"{self.right_containment:.0%}"),
            ("jaccard", self.jaccard),
            ("reason", self.reason),
        ]
        return html_table(f"Match: {self.relation}", rows)

    def seen_from(self, article_id: str) -> Match:
        """The match with this article on the left; ValueError if it is of two other articles.

        >>> match = Match("a", "b", Relation.EXCERPT, 0.2, 0.2, 1.0, 0.3, 1.0, None, "most words of both")
        >>> turned = match.seen_from("b")
        >>> turned.left_id, turned.left_coverage, turned.seen_from("a") == match
        ('b', 1.0, True)
        """
        if article_id == self.left_id:
            return self
        if article_id != self.right_id:
            raise ValueError(f"{article_id!r} is not in the match of {self.left_id!r} and {self.right_id!r}")
        return replace(
            self,
            left_id=self.right_id,
            right_id=self.left_id,
            left_containment=self.right_containment,
            right_containment=self.left_containment,
            left_coverage=self.right_coverage,
            right_coverage=self.left_coverage,
            _align=Lazy(_mirrored, self._align),
            _articles=Lazy(_exchanged, self._articles),
        )


def _mirrored(align: Lazy[Alignment]) -> Alignment:
    return align().mirrored()


def _exchanged(articles: Lazy[tuple[Article, ...]]) -> tuple[Article, ...]:
    return articles()[::-1]
