"""What finding stories makes: articles on one event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dedup.clusters.origins import Origin
from dedup.clusters.values import Cluster, unknown_origin
from dedup.notebook import counted, html_table, listed


@dataclass(frozen=True, slots=True, repr=False)
class Story:
    """Articles on one event, copies and rewrites, in order of id.

    `clusters` are the clusters of copies among them. `terms` are up to eight names and words that most of the articles
    share, most informative first.
    """

    article_ids: tuple[str, ...]
    clusters: tuple[Cluster, ...]
    terms: tuple[str, ...]
    _find_origin: Callable[[], Origin | None] = field(default=unknown_origin, repr=False, compare=False)

    @property
    def origin(self) -> Origin | None:
        """The likely first publisher of the story, with the clues; None if the clues are weak or disagree.

        Computed when it is first read. StorageError if the texts are on disk and cannot be read any more.
        """
        return self._find_origin()

    def __repr__(self) -> str:
        about = f"; {', '.join(map(repr, self.terms))}" if self.terms else ""
        return f"Story({counted(len(self.article_ids), 'article')}: {listed(self.article_ids)}{about})"

    def _repr_html_(self) -> str:
        rows = [("terms", ", ".join(self.terms)), ("articles", listed(self.article_ids))]
        rows += [("copies", listed(cluster.article_ids)) for cluster in self.clusters]
        return html_table(f"Story of {counted(len(self.article_ids), 'article')}", rows)
