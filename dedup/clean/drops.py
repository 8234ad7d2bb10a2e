"""Which articles are left out: copies of one that is kept.

Of the articles of a cluster that chosen relations connect, one is kept, by the policy. Large clusters are not measured
pair by pair, so an article may be dropped by its match with another copy than the one that is kept. Two articles that
one page carries are no copies of each other: where no other way leads from an article to the one that is kept, the two
are measured, and a part of the cluster may keep an article of its own. Between clusters, and of excerpts, only a match
with the kept article itself counts.

An excerpt is dropped only where the other article has nearly all of it (`whole_coverage`). Translations are dropped
only where that is asked for, and likewise; of two that hold each other whole the policy keeps one (`language=de`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from dedup.article import Article
from dedup.clean.decision import DropDecision
from dedup.clean.keep_policy import KeepPolicy, latest_first
from dedup.comparison.match import COPY_RELATIONS, Match, Relation
from dedup.comparison.versions import version_reason
from dedup.detector import compare
from dedup.errors import InputError
from dedup.report import Report
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import encode_utf8, tokenize

DROPPABLE = (*(relation for relation in Relation if relation in COPY_RELATIONS), Relation.TRANSLATION)
DEFAULT_DROP = (Relation.EXACT, Relation.NEAR, Relation.SYNDICATED)
SAME_TEXT = frozenset({Relation.EXACT, Relation.NEAR})
PAGES = frozenset({Relation.SYNDICATED})
Links = Mapping[str, Sequence[Match]]  # the matches of each article, the closest first


def relations_to_drop(names: Iterable[str]) -> frozenset[Relation]:
    """The relations with these names; InputError for one whose articles are no copies."""
    names = list(names)
    wrong = [name for name in names if name not in set(DROPPABLE)]
    if wrong:
        raise InputError(f"{wrong[0]!r} is not dropped: only copies and translations are, {', '.join(DROPPABLE)}")
    return frozenset(Relation(name) for name in names)


def find_drops(report: Report, policy: KeepPolicy, relations: frozenset[Relation]) -> list[DropDecision]:
    """A decision for each article that is left out, in order of their ids; one of each group is kept."""
    return _DropSearch(report, policy, relations).decisions()


class _DropSearch:
    """The articles of a report, and which of them are dropped so far, each with the match that decided."""

    def __init__(self, report: Report, policy: KeepPolicy, relations: frozenset[Relation]) -> None:
        self._report, self._policy, self._relations = report, policy, relations
        self._settings = report.settings or DEFAULT_SETTINGS
        self._articles = {article.id: article for article in report.articles}
        self._reference = frozenset(report.reference_ids)
        self._kept_of: dict[str, str] = {}  # of a dropped article, the one that it was dropped for
        self._match_of: dict[str, Match] = {}

    def decisions(self) -> list[DropDecision]:
        for cluster in self._report.clusters:
            origin = cluster.origin if "origin" in self._policy.criteria else None
            origin_ids = [origin.article_id] if origin and origin.article_id else []
            links = _links(match for match in cluster.matches if match.relation in self._relations - {Relation.EXCERPT})
            for group in _connected(links):
                rest = group
                while len(rest) > 1:
                    rest = self._keep_one(rest, links, origin_ids)
        self._drop_pairs([match for match in self._report.matches if match.relation in self._relations])
        return [self._decision(article_id) for article_id in sorted(self._kept_of)]

    def _keep_one(self, ids: Sequence[str], links: Links, origin_ids: Sequence[str]) -> list[str]:
        """Drop the copies of the article that is kept; the ids of those that are none, and wait for another."""
        group = [self._articles[article_id] for article_id in ids]
        best = self._policy.ordered(group, origin_ids, self._reference)[0]
        kept = best if best.id in self._reference else self._latest_version(best, links)
        matches = _copies_of(kept.id, frozenset(ids), links)
        for article in group:
            if article.id != kept.id and article.id not in matches:
                measured = compare(article, kept, settings=self._settings)
                if measured.relation in self._relations - {Relation.EXCERPT}:
                    matches[article.id] = measured
        for article_id, match in matches.items():
            self._drop(article_id, kept.id, match)
        return [article_id for article_id in ids if article_id != kept.id and article_id not in matches]

    def _latest_version(self, article: Article, links: Links) -> Article:
        """The latest of the articles that are versions of one page with this one, and not dropped."""
        versions, waiting = {article.id: article}, [article]
        for version in waiting:
            for match in links[version.id]:
                other = self._articles[match.seen_from(version.id).right_id]
                is_open = other.id not in versions and other.id not in self._kept_of
                if is_open and self._are_versions(version, other, match):
                    versions[other.id] = other
                    waiting.append(other)
        return min(versions.values(), key=latest_first)

    def _are_versions(self, article: Article, other: Article, match: Match) -> bool:
        return version_reason(article, other, match.jaccard, match.title_similarity, self._settings) is not None

    def _drop_pairs(self, matches: Sequence[Match]) -> None:
        """Drop articles that a kept one of another group holds: the later of two by the policy, or an excerpt."""
        stands_for_others = set(self._kept_of.values())
        for match in sorted(matches, key=lambda each: (each.relation.rank, each.left_id, each.right_id)):
            if match.left_id in self._kept_of or match.right_id in self._kept_of:
                continue
            pair = [self._articles[match.left_id], self._articles[match.right_id]]
            kept, dropped = (article.id for article in self._policy.ordered(pair, (), self._reference))
            if match.relation is Relation.EXCERPT or self._is_part(match):
                dropped, kept = self._excerpt_first(match)
                if match.seen_from(dropped).left_coverage < self._settings.whole_coverage:
                    continue
            elif dropped in stands_for_others:
                continue
            self._drop(dropped, kept, match)

    def _is_part(self, match: Match) -> bool:
        """Whether a match is of a translation that lacks a part of the other article."""
        coverage = min(match.left_coverage, match.right_coverage)
        return match.relation is Relation.TRANSLATION and coverage < self._settings.whole_coverage

    def _excerpt_first(self, match: Match) -> tuple[str, str]:
        """The ids of a pair, that of the article of which the other holds more first."""
        by_coverage = sorted([(match.left_coverage, match.left_id), (match.right_coverage, match.right_id)])
        return by_coverage[1][1], by_coverage[0][1]

    def _drop(self, article_id: str, kept_id: str, match: Match) -> None:
        if article_id not in self._reference:
            self._kept_of[article_id], self._match_of[article_id] = kept_id, match

    def _decision(self, article_id: str) -> DropDecision:
        article, match = self._articles[article_id], self._match_of[article_id].seen_from(article_id)
        kept = self._kept_of[article_id]
        while kept in self._kept_of:  # an excerpt that stood for others was dropped itself
            kept = self._kept_of[kept]
        path, record = article.place or (None, None)
        return DropDecision(
            path=path,
            record=record,
            article_id=article_id,
            relation=match.relation,
            kept_id=kept,
            match=(match.left_id, match.right_id),
            reason=match.reason,
            coverage=round(match.left_coverage, 3),
            words=len(tokenize(article.text)),
            bytes=len(encode_utf8(article.text)),
        )


def _copies_of(kept_id: str, ids: Collection[str], links: Links) -> dict[str, Match]:
    """The copies of an article among some, each with the match that leads to it from the article.

    What is the same text as a copy is a copy. What a page holds beside the article that it carries is none: of the
    matches on the way, one at most may be of a page.
    """
    matches: dict[str, Match] = {}
    reached = [kept_id]
    for relations in (SAME_TEXT, PAGES, SAME_TEXT):
        waiting = list(reached)
        for nearer in waiting:
            for match in links[nearer]:
                other = match.seen_from(nearer).right_id
                is_new = other != kept_id and other in ids and other not in matches
                if is_new and match.relation in relations:
                    matches[other] = match
                    reached.append(other)
                    if relations is SAME_TEXT:
                        waiting.append(other)
    return matches


def _links(matches: Iterable[Match]) -> dict[str, list[Match]]:
    """The matches of each article, the closest first."""
    links: dict[str, list[Match]] = defaultdict(list)
    for match in sorted(matches, key=lambda each: (each.relation.rank, -each.jaccard, each.left_id, each.right_id)):
        links[match.left_id].append(match)
        links[match.right_id].append(match)
    return links


def _connected(links: Links) -> Iterator[list[str]]:
    """Groups of articles that matches connect, each in order of ids."""
    reached: set[str] = set()
    for first in sorted(links):
        if first in reached:
            continue
        group = [first]
        reached.add(first)
        for article_id in group:
            for match in links[article_id]:
                for other in (match.left_id, match.right_id):
                    if other not in reached:
                        reached.add(other)
                        group.append(other)
        yield sorted(group)
