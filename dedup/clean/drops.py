"""Which articles are left out: copies of one that is kept.

Of the articles of a cluster that chosen relations connect, one is kept, by the policy. Large clusters are not measured
pair by pair, so an article may be dropped by its match with another copy than the one that is kept. Two articles that
one page carries are no copies of each other: where no other way leads from an article to the one that is kept, the two
are measured, and a part of the cluster may keep an article of its own. Between clusters, and of excerpts, only a match
with the kept article itself counts.

An excerpt is dropped only where the other article has nearly all of it (`whole_coverage`). Translations are dropped
only where that is asked for, and likewise; of those that hold each other whole the policy keeps one
(`languages=de,en`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from dedup.article import Article
from dedup.clean.decision import DropDecision
from dedup.clean.keep_policy import KeepPolicy, latest_first
from dedup.comparison.match import COPY_RELATIONS, Match, Relation
from dedup.comparison.verified.verified_pairs import match_columns, matches_at
from dedup.comparison.versions import VERSIONS_NOTE
from dedup.detector import compare
from dedup.errors import InputError
from dedup.report import Report
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import Words, encode_utf8, tokenize_each

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
        pairs = list(self._open_pairs())
        self._drop_whole_translations([match for match in pairs if self._is_whole_translation(match)])
        self._drop_pairs([match for match in pairs if not self._is_whole_translation(match)])
        dropped = [self._articles[article_id] for article_id in sorted(self._kept_of)]
        texts = tokenize_each(article.text for article in dropped)
        return [self._decision(article, words) for article, words in zip(dropped, texts, strict=True)]

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
                other = self._articles[_other_id(match, version.id)]
                is_open = other.id not in versions and other.id not in self._kept_of
                if is_open and VERSIONS_NOTE in match.reason:
                    versions[other.id] = other
                    waiting.append(other)
        return min(versions.values(), key=latest_first)

    def _open_pairs(self) -> Iterable[Match]:
        """The matches of the chosen relations between articles that are not dropped."""
        columns = match_columns(self._report.matches)
        is_open = np.array([article_id not in self._kept_of for article_id in columns.ids], np.bool_)
        is_chosen = np.isin(columns.relation_ranks, [relation.rank for relation in self._relations])
        rows = np.flatnonzero(is_chosen & is_open[columns.left] & is_open[columns.right])
        return matches_at(self._report.matches, rows)

    def _drop_whole_translations(self, matches: Sequence[Match]) -> None:
        """Keep one of the articles that are whole translations of it, and so on among the rest."""
        links = _links(matches)
        for rest in _connected(links):
            while len(rest) > 1:
                best = self._policy.ordered([self._articles[each] for each in rest], (), self._reference)[0].id
                same = {other: match for match in links[best] if (other := _other_id(match, best)) in rest}
                for other, match in same.items():
                    self._drop(other, best, match)
                rest = [each for each in rest if each != best and each not in same]

    def _drop_pairs(self, matches: Iterable[Match]) -> None:
        """Drop articles that a kept one of another group holds: the later of two by the policy, or an excerpt."""
        stands_for_others = set(self._kept_of.values())
        for match in sorted(matches, key=lambda each: (each.relation.rank, each.left_id, each.right_id)):
            if match.left_id in self._kept_of or match.right_id in self._kept_of:
                continue
            pair = [self._articles[match.left_id], self._articles[match.right_id]]
            kept, dropped = (article.id for article in self._policy.ordered(pair, (), self._reference))
            if match.relation in (Relation.EXCERPT, Relation.TRANSLATION):
                dropped, kept = self._excerpt_first(match)
                if match.seen_from(dropped).left_coverage < self._settings.whole_coverage:
                    continue
            elif dropped in stands_for_others:
                continue
            self._drop(dropped, kept, match)

    def _is_whole_translation(self, match: Match) -> bool:
        """Whether a match is of a translation that lacks no part of the other article."""
        coverage = min(match.left_coverage, match.right_coverage)
        return match.relation is Relation.TRANSLATION and coverage >= self._settings.whole_coverage

    def _excerpt_first(self, match: Match) -> tuple[str, str]:
        """The ids of a pair, that of the article of which the other holds more first."""
        by_coverage = sorted([(match.left_coverage, match.left_id), (match.right_coverage, match.right_id)])
        return by_coverage[1][1], by_coverage[0][1]

    def _drop(self, article_id: str, kept_id: str, match: Match) -> None:
        if article_id not in self._reference:
            self._kept_of[article_id], self._match_of[article_id] = kept_id, match

    def _decision(self, article: Article, words: Words) -> DropDecision:
        match = self._match_of[article.id].seen_from(article.id)
        kept = self._kept_of[article.id]
        while kept in self._kept_of:  # an excerpt that stood for others was dropped itself
            kept = self._kept_of[kept]
        path, record = article.place or (None, None)
        return DropDecision(
            path=path,
            record=record,
            article_id=article.id,
            relation=match.relation,
            kept_id=kept,
            match=(match.left_id, match.right_id),
            reason=match.reason,
            coverage=round(match.left_coverage, 3),
            words=len(words),
            bytes=len(encode_utf8(words.text)),
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
                other = _other_id(match, nearer)
                is_new = other != kept_id and other in ids and other not in matches
                if is_new and match.relation in relations:
                    matches[other] = match
                    reached.append(other)
                    if relations is SAME_TEXT:
                        waiting.append(other)
    return matches


def _other_id(match: Match, article_id: str) -> str:
    return match.right_id if match.left_id == article_id else match.left_id


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
