"""What an index is asked about its results: matches, clusters, stories and series, of all articles or of one."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.comparison.neighbours import closest_first
from dedup.errors import check_type
from dedup.index.arguments import may_be_stored
from dedup.index.operations.article_queries import ArticleQueries
from dedup.index.result import IndexResult, Status
from dedup.index.storage.protocols import GroupKind
from dedup.stories.series.series import Series
from dedup.stories.story import Story


class ResultQueries(ArticleQueries):
    """The matches and groups of stored articles, as they are now."""

    def matches(self) -> list[Match]:
        """All matches, in order of ids; left is the lower one."""
        with self._results() as results:
            return results.matches()

    def matches_of(self, article_id: str) -> list[Match]:
        """All matches of a stored article, seen from it; closest first."""
        with self._results() as results:
            number = self._transactions.number_of(article_id)
            return [] if number is None else closest_first(results.matches_with(number), article_id)

    def match(self, left_id: str, right_id: str) -> Match | None:
        """The match of two stored articles; None if they are none."""
        with self._results([left_id, right_id]) as results:
            found = results.matches_before(max(results.numbers, default=0))
        return next((match.seen_from(left_id) for match in found if left_id != right_id), None)

    def verdict(self, article_id: str) -> IndexResult | None:
        """What is known of a stored article and those before it, as if it were new; None if it is not stored."""
        with self._results() as results:
            number = self._transactions.number_of(article_id)
            if number is None:
                return None
            return self._stored_result(article_id, Status.NEW, number, results.matches_before(number))

    def _stored_result(self, article_id: str, status: Status, number: int, matches: Iterable[Match]) -> IndexResult:
        """A stored article with its groups as they are now, within a transaction."""
        clusters, stories = (self._store.results.groups_of(kind, [number]) for kind in GroupKind)
        return IndexResult(
            article_id=article_id,
            status=status,
            matches=tuple(closest_first(matches, article_id)),
            repeats=tuple(self.repeats(article_id)),
            cluster_id=clusters.get(number),
            story_id=stories.get(number),
            _find_cluster=self.cluster,
            _find_story=self.story,
        )

    def clusters(self) -> dict[int, Cluster]:
        """The clusters of copies by their ids, which stay as they grow; largest first, then by the articles' ids."""
        with self._results() as results:
            return results.clusters()

    def cluster(self, cluster_id: int) -> Cluster | None:
        """One cluster as it is now; None when fewer than two articles are left of it."""
        if not may_be_stored(cluster_id, "cluster"):
            return None
        with self._results() as results:
            return results.cluster(cluster_id)

    def cluster_id(self, article_id: str) -> int | None:
        """The cluster of copies that an article belongs to; None if to none."""
        return self._group_id(GroupKind.CLUSTER, article_id)

    def stories(self) -> dict[int, Story]:
        """The stories by their ids, which stay as they grow; largest first, then by the articles' ids."""
        with self._results() as results:
            return results.stories(results.clusters())

    def story(self, story_id: int) -> Story | None:
        """One story as it is now; None when fewer than two articles are left of it."""
        if not may_be_stored(story_id, "story"):
            return None
        with self._results() as results:
            return results.story(story_id)

    def story_id(self, article_id: str) -> int | None:
        """The story that an article belongs to; None if to none."""
        check_type(article_id, str, "story_id: the id of an article, a string")
        return self._group_id(GroupKind.STORY, article_id)

    def _group_id(self, kind: GroupKind, article_id: str) -> int | None:
        with self._reading():
            number = self._transactions.number_of(article_id)
            return None if number is None else self._store.results.groups_of(kind, [number]).get(number)

    def series(self) -> list[Series]:
        """The bulletins and columns that the last regrouping found, largest first, as far as all articles are left."""
        with self._results() as results:
            return results.series()
