"""A cluster of copies, as a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dedup.clusters.origin import Origin
from dedup.comparison.match import Match
from dedup.notebook import counted, html_table, listed


def unknown_origin() -> Origin | None:
    """The origin of a group of which no origin was computed."""
    return None


@dataclass(frozen=True, slots=True, repr=False)
class Cluster:
    """Copies of one text, in order of id, and the matches between them."""

    article_ids: tuple[str, ...]
    matches: Sequence[Match]
    _find_origin: Callable[[], Origin | None] = field(default=unknown_origin, repr=False, compare=False)

    @property
    def origin(self) -> Origin | None:
        """The likely first publisher of the text, with the clues; None if the clues are weak or disagree.

        Computed when it is first read, from credits in the texts, dates and URLs. StorageError if the texts are on disk
        and cannot be read any more.
        """
        return self._find_origin()

    def __repr__(self) -> str:
        return f"Cluster({counted(len(self.article_ids), 'article')}: {listed(self.article_ids)})"

    def _repr_html_(self) -> str:
        rows = [
            (each.relation, each.left_id, each.right_id, f"{each.left_coverage:.0%}", f"{each.right_coverage:.0%}")
            for each in self.matches
        ]
        return html_table(repr(self), rows)
