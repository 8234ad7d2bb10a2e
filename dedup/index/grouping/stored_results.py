"""What an index has found, as values: matches, clusters and stories over all that is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from dedup.alignment.passage import Alignment
from dedup.article import Article
from dedup.attribution.credits import CountText
from dedup.clusters.origin import Origin
from dedup.clusters.origins import cluster_origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.index.codecs.match_codec import decode_match, decode_story, is_single_cluster
from dedup.index.codecs.series_codec import SERIES_NOTE, decode_series
from dedup.index.storage.protocols import GroupKind, MatchRow, Store
from dedup.runtime.lazy import Lazy
from dedup.settings import Settings
from dedup.stories.series.series import Series
from dedup.stories.story import Story, make_story

ReadArticles = Callable[[list[int]], dict[int, Article]]
Align = Callable[[int, int], Alignment]
CountTexts = Callable[[Sequence[Article]], CountText]
Group = TypeVar("Group", Cluster, Story)


class StoredResults:
    """What a store holds at one moment; to be asked within one `reading`.

    `read` reads articles, `align` aligns two of them, `count_texts` finds the counted text of some. They may be called
    later.
    """

    def __init__(
        self,
        store: Store,
        ids: Mapping[int, str],
        read: ReadArticles,
        align: Align,
        count_texts: CountTexts,
        settings: Settings,
    ) -> None:
        self._results = store.results
        self._series_note = store.metadata(SERIES_NOTE)
        self._ids = ids
        self._read = read
        self._align = align
        self._count_texts = count_texts
        self._settings = settings

    @property
    def numbers(self) -> Iterable[int]:
        """The numbers of the articles."""
        return self._ids

    def matches_with(self, number: int) -> list[Match]:
        """The matches of one article, in order of ids. All are looked through: they are kept by their newer side."""
        return self.matches(row for row in self._results.matches() if number in (row.newer, row.older))

    def matches_before(self, number: int) -> list[Match]:
        """The matches of one article with those that were added before it, in the order in which they were added."""
        rows = sorted(self._results.matches_of([number]), key=lambda row: row.older)
        return [match for row in rows for match in self.matches([row])]

    def matches(self, rows: Iterable[MatchRow] | None = None) -> list[Match]:
        """All matches between existing articles, in order of ids; or those of some rows."""
        ids = self._ids
        matches = [
            decode_match(row, (ids[row.newer], ids[row.older]), *self._looked_up(row))
            for row in (self._results.matches() if rows is None else rows)
            if row.newer in ids and row.older in ids
        ]
        return sorted(matches, key=lambda match: (match.left_id, match.right_id))

    def _looked_up(self, row: MatchRow) -> tuple[Lazy[Alignment], Lazy[tuple[Article, ...]]]:
        """The alignment of a match and its two articles, both read when they are asked for."""
        left, right = sorted((row.newer, row.older), key=self._ids.__getitem__)
        return Lazy(self._align, left, right), Lazy(self._pair, left, right)

    def _pair(self, left: int, right: int) -> tuple[Article, ...]:
        known = self._read([left, right])
        return tuple(known[number] for number in (left, right) if number in known)

    def clusters(self) -> dict[int, Cluster]:
        """All clusters of two copies or more by their ids; largest first, then by the articles' ids."""
        groups = self._results.groups(GroupKind.CLUSTER)
        group_of = {self._ids[n]: group for group, numbers in groups.items() for n in numbers if n in self._ids}
        inner: dict[int, list[Match]] = {}
        for match in self.matches():
            group = group_of.get(match.left_id)
            if group is not None and group == group_of.get(match.right_id):
                inner.setdefault(group, []).append(match)
        clusters = {group: self._cluster(numbers, inner.get(group, [])) for group, numbers in groups.items()}
        return _largest_first(clusters)

    def cluster(self, cluster_id: int) -> Cluster | None:
        """One cluster; None when fewer than two articles are left of it."""
        numbers = self._results.members(GroupKind.CLUSTER, [cluster_id])[cluster_id]
        members = set(numbers)
        rows = [row for row in self._results.matches_of(numbers) if row.older in members]
        cluster = self._cluster(numbers, self.matches(rows))
        return cluster if len(cluster.article_ids) > 1 else None

    def _cluster(self, numbers: Sequence[int], matches: Sequence[Match]) -> Cluster:
        existing = self._existing(numbers)
        ids = tuple(self._ids[number] for number in existing)
        return Cluster(ids, tuple(matches), Lazy(self._origin, existing, matches))

    def _existing(self, numbers: Sequence[int]) -> list[int]:
        """Those of some articles that exist, in order of ids."""
        return sorted((number for number in numbers if number in self._ids), key=self._ids.__getitem__)

    def _origin(self, numbers: list[int], matches: Sequence[Match]) -> Origin | None:
        known = self._read(numbers)
        articles = [known[number] for number in numbers if number in known]
        if not articles:
            return None
        return cluster_origin(articles, matches, self._count_texts(articles), self._settings)

    def stories(self, clusters: Mapping[int, Cluster]) -> dict[int, Story]:
        """All stories of two articles or more by their ids; largest first, then by the articles' ids."""
        bodies = self._results.stories()
        cluster_of = {article_id: cluster for cluster in clusters.values() for article_id in cluster.article_ids}
        groups = self._results.groups(GroupKind.STORY).items()
        return _largest_first(
            {story: self._story(story, numbers, bodies.get(story), cluster_of) for story, numbers in groups}
        )

    def series(self) -> list[Series]:
        """The series that the last regrouping found, but for those of which an article has been removed since."""
        ids = set(self._ids.values())
        return [each for each in decode_series(self._series_note) if ids.issuperset(each.article_ids)]

    def story(self, story_id: int) -> Story | None:
        """One story; None when fewer than two articles are left of it."""
        numbers = self._results.members(GroupKind.STORY, [story_id])[story_id]
        cluster_ids = set(self._results.groups_of(GroupKind.CLUSTER, numbers).values())
        clusters = [cluster for each in sorted(cluster_ids) if (cluster := self.cluster(each))]
        cluster_of = {article_id: cluster for cluster in clusters for article_id in cluster.article_ids}
        story = self._story(story_id, numbers, self._results.stories().get(story_id), cluster_of)
        return story if len(story.article_ids) > 1 else None

    def _story(
        self, story_id: int, numbers: Sequence[int], body: bytes | None, cluster_of: Mapping[str, Cluster]
    ) -> Story:
        """A story of some articles: recomputes its terms and origin if it has changed since they were stored."""
        existing = [number for number in numbers if number in self._ids]
        ids = tuple(sorted(self._ids[number] for number in existing))
        involved = {cluster_of[each].article_ids: cluster_of[each] for each in ids if each in cluster_of}
        whole = tuple(cluster for members, cluster in involved.items() if {*members} <= {*ids})
        if is_single_cluster(ids, whole):
            return Story(ids, whole, (), whole[0]._find_origin)
        if body is not None:
            origin, terms = decode_story(story_id, body)
            return Story(ids, whole, terms, Lazy.of(origin))
        if len(existing) < 2:
            return Story(ids, whole, ())
        articles = [*self._read(existing).values()]
        return make_story(articles, self._settings, whole, self._count_texts(articles))


def _largest_first(groups: Mapping[int, Group]) -> dict[int, Group]:
    kept = [(group_id, group) for group_id, group in groups.items() if len(group.article_ids) > 1]
    return dict(sorted(kept, key=lambda item: (-len(item[1].article_ids), item[1].article_ids)))
