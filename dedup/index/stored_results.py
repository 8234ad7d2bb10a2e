"""What the index has found, as values: matches, clusters and stories over all that is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from dedup.alignment.passage import Alignment
from dedup.article import Article
from dedup.attribution.credits import whole_text
from dedup.clusters.origins import Origin, cluster_origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.index.match_codec import decode_match, decode_story, is_single_cluster
from dedup.index.storage.protocols import GroupKind, MatchRow, Store
from dedup.runtime.lazy import Lazy
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.story import make_story
from dedup.stories.story_value import Story

ReadArticles = Callable[[list[int]], dict[int, Article]]
Align = Callable[[int, int], Alignment]
Group = TypeVar("Group", Cluster, Story)


class StoredResults:
    """What a store holds at one moment; to be asked within one `reading`."""

    def __init__(self, store: Store, ids: Mapping[int, str], read_articles: ReadArticles, align: Align) -> None:
        self._store = store
        self._ids = ids
        self._read = read_articles
        self._align = align

    def matches(self, found: Iterable[MatchRow] | None = None) -> list[Match]:
        """All matches between articles that are there, in order of ids."""
        ids = self._ids
        matches = [
            decode_match(each.body, (ids[each.newer], ids[each.older]), self._aligner(each))
            for each in (self._store.matches() if found is None else found)
            if each.newer in ids and each.older in ids
        ]
        return sorted(matches, key=lambda match: (match.left_id, match.right_id))

    def _aligner(self, found: MatchRow) -> Lazy[Alignment]:
        left, right = sorted((found.newer, found.older), key=self._ids.__getitem__)
        return Lazy(self._align, left, right)

    def clusters(self) -> dict[int, Cluster]:
        """All clusters of two copies or more by their ids; largest first, then by the articles' ids."""
        groups = self._store.groups(GroupKind.CLUSTER)
        group_of = {self._ids[n]: group for group, numbers in groups.items() for n in numbers if n in self._ids}
        inner: dict[int, list[Match]] = {}
        for match in self.matches():
            group = group_of.get(match.left_id)
            if group is not None and group == group_of.get(match.right_id):
                inner.setdefault(group, []).append(match)
        found = {group: self._cluster(numbers, inner.get(group, [])) for group, numbers in groups.items()}
        return _largest_first(found)

    def cluster(self, group: int) -> Cluster | None:
        """One cluster; None when less than two articles are left of it."""
        numbers = self._store.members(GroupKind.CLUSTER, group)
        known = set(numbers)
        found = [each for each in self._store.matches_of(numbers) if each.older in known]
        cluster = self._cluster(numbers, self.matches(found))
        return cluster if len(cluster.article_ids) > 1 else None

    def _cluster(self, numbers: Sequence[int], matches: Sequence[Match]) -> Cluster:
        here = sorted((number for number in numbers if number in self._ids), key=self._ids.__getitem__)
        return Cluster(tuple(self._ids[number] for number in here), tuple(matches), Lazy(self._origin, here, matches))

    def _origin(self, numbers: list[int], matches: Sequence[Match]) -> Origin | None:
        known = self._read(numbers)
        articles = [known[number] for number in numbers if number in known]
        return cluster_origin(articles, matches, whole_text, DEFAULT_SETTINGS)

    def stories(self, clusters: Mapping[int, Cluster]) -> dict[int, Story]:
        """All stories of two articles or more by their ids; largest first, then by the articles' ids."""
        known = self._store.stories()
        of_article = {each: cluster for cluster in clusters.values() for each in cluster.article_ids}
        groups = self._store.groups(GroupKind.STORY).items()
        return _largest_first({story: self._story(numbers, known.get(story), of_article) for story, numbers in groups})

    def story(self, story: int) -> Story | None:
        """One story; None when less than two articles are left of it."""
        numbers = self._store.members(GroupKind.STORY, story)
        groups = set(self._store.groups_of(GroupKind.CLUSTER, numbers).values())
        clusters = [cluster for group in sorted(groups) if (cluster := self.cluster(group))]
        of_article = {each: cluster for cluster in clusters for each in cluster.article_ids}
        found = self._story(numbers, self._store.stories().get(story), of_article)
        return found if len(found.article_ids) > 1 else None

    def _story(self, numbers: Sequence[int], known: bytes | None, of_article: Mapping[str, Cluster]) -> Story:
        """A story of some articles; what is not known of it since they have changed is found now."""
        here = [number for number in numbers if number in self._ids]
        ids = tuple(sorted(self._ids[number] for number in here))
        own = {of_article[each].article_ids: of_article[each] for each in ids if each in of_article}
        whole = tuple(cluster for members, cluster in own.items() if {*members} <= {*ids})
        if is_single_cluster(ids, whole):
            return Story(ids, whole, (), whole[0]._find_origin)
        if known is not None:
            source, terms = decode_story(known)
            return Story(ids, whole, terms, partial(_constant_origin, source))
        return make_story([*self._read(here).values()], whole) if len(here) > 1 else Story(ids, whole, ())


def _constant_origin(source: Origin | None) -> Origin | None:
    return source


def _largest_first(groups: Mapping[int, Group]) -> dict[int, Group]:
    kept = [(group, each) for group, each in groups.items() if len(each.article_ids) > 1]
    return dict(sorted(kept, key=lambda item: (-len(item[1].article_ids), item[1].article_ids)))
