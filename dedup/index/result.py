"""What the index says of one article: its matches, and on demand all that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dedup.alignment.repeats import Repeat
from dedup.clusters.origins import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.stories.story_value import Story


class IndexResult(list[Match]):
    """The matches of one article with what came before it: a list like any other, and a little more.

    `article_id` is the article's own; `repeats` are its doubled blocks; `left_out` counts the articles that share keys
    with it and were not measured, for a hundred others share more; `cluster_id` and `story_id` name the cluster of
    copies and the story that it belongs to, or would if it were added, or are None. `cluster`, `story` and `origin` are
    looked up when they are asked for, while the index is open.
    """

    def __init__(
        self,
        article_id: str,
        matches: Iterable[Match],
        repeats: tuple[Repeat, ...] = (),
        left_out: int = 0,
        cluster_id: int | None = None,
        story_id: int | None = None,
        find_cluster: Callable[[int], Cluster | None] = lambda _: None,
        find_story: Callable[[int], Story | None] = lambda _: None,
    ) -> None:
        super().__init__(matches)
        self.article_id = article_id
        self.repeats = repeats
        self.not_measured = left_out
        self.cluster_id = cluster_id
        self.story_id = story_id
        self._find_cluster = find_cluster
        self._find_story = find_story

    @property
    def cluster(self) -> Cluster | None:
        """The copies of the article as they are known now, or None."""
        return None if self.cluster_id is None else self._find_cluster(self.cluster_id)

    @property
    def story(self) -> Story | None:
        """The articles on the same event as they are known now, or None."""
        return None if self.story_id is None else self._find_story(self.story_id)

    @property
    def origin(self) -> Origin | None:
        """Who is likely to have had the text first; None when nobody can tell."""
        cluster = self.cluster
        return cluster.origin if cluster else None
