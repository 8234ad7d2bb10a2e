"""Stories among articles: which tell of one event, which of those lean on one another, and who had it first.

The earliest of each cluster of copies stands for all of them. Texts are linked by what they are about (`links`), linked
texts are grouped (`linkage`), and within a story each linked pair is told apart:

    rewrite       the wording of one leans on the other's, or both name the same outside source, or one names the other
    same story    none of that shows: which does not mean that the reports are independent

Everything is scored pair by pair against the language, never against the corpus, so a pair is judged alike in any
company. Only the date factor knows more than the two texts: two dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np

from dedup.article import Article
from dedup.matching.match import Evidence, Match, Relation
from dedup.matching.titles import title_similarity
from dedup.stories.dependence import Wording, leaning, shared_shingles, wording
from dedup.stories.groups import Cluster, Story
from dedup.stories.linkage import linked_groups
from dedup.stories.links import Links, link
from dedup.stories.origins import story_origin
from dedup.stories.showing import strongest_by_name
from dedup.stories.terms import mark_words, read_terms
from dedup.text.credits import Credit, credits_of, publisher
from dedup.text.outlets import Outlets, known_outlets, namesake

SAME_STORY = 0.5  # mean probability of the links that hold a story together
DEPENDENT = 0.7  # probability from which wording counts as dependent
STORY_TERMS = 8  # that name a story

Stories = tuple[list[Story], list[Match]]


def tell(articles: Sequence[Article], clusters: Sequence[Cluster] = (), matches: Iterable[Match] = ()) -> Stories:
    """Stories of two articles or more, largest first, then by id; and a match for every linked pair that is no copy.

    `clusters` are the copies found among the articles; `matches` those already made: no pair is matched twice. Neither
    the order of the articles nor that of the clusters matters.

    >>> told = [
    ...     Article("a", "Ferry Aurora ran aground off Hiddensee on Monday. Captain Ines Moll blamed fog for it."),
    ...     Article("b", "Captain Ines Moll said that fog sent the ferry Aurora aground off Hiddensee on Monday."),
    ...     Article("c", "The Riverside library opens on Sundays from May, the council of Oakdale decided."),
    ... ]
    >>> stories, matches = tell(told)
    >>> [story.article_ids for story in stories], [str(match.relation) for match in matches]
    ([('a', 'b')], ['rewrite'])
    """
    ordered = sorted(articles, key=lambda article: article.id)
    texts = _texts(ordered, clusters)
    links = link([text.speaker for text in texts], read_terms(text.speaker for text in texts))
    groups = linked_groups(len(texts), links.left, links.right, links.probability, SAME_STORY)
    linked = _links_within(groups, links, len(texts))
    known = {(match.left_id, match.right_id) for match in matches}
    outlets = known_outlets().knowing(name for article in ordered if (name := publisher(article)))
    stories: list[Story] = []
    found: list[Match] = []
    for group, pairs in zip(groups, linked, strict=True):
        judge = _Judge([texts[place] for place in group], outlets)
        stories.append(judge.story())
        found += judge.matches(pairs, known)
    grouped = set(chain.from_iterable(groups))
    alone = [_story_of_copies(text) for place, text in enumerate(texts) if text.cluster and place not in grouped]
    stories = sorted([*stories, *alone], key=lambda story: (-len(story.article_ids), story.article_ids))
    return stories, sorted(found, key=lambda match: (match.left_id, match.right_id))


@dataclass(frozen=True, slots=True)
class _Text:
    """One text, the articles that carry it, in order of id, and the one that speaks for it."""

    speaker: Article
    carriers: tuple[Article, ...]
    cluster: Cluster | None = None


def _texts(ordered: Sequence[Article], clusters: Sequence[Cluster]) -> list[_Text]:
    """Every text once, in order of its speaker's id."""
    by_id = {article.id: article for article in ordered}
    copies = {each for cluster in clusters for each in cluster.article_ids}
    texts = [_Text(article, (article,)) for article in ordered if article.id not in copies]
    for cluster in clusters:
        carriers = tuple(by_id[each] for each in sorted(cluster.article_ids))
        texts.append(_Text(_speaker(carriers), carriers, cluster))
    return sorted(texts, key=lambda text: text.speaker.id)


def _speaker(carriers: Sequence[Article]) -> Article:
    """The earliest that is dated, else the first: rewriters had the text from it rather than from those behind."""
    dated = ((article.published, article.id, article) for article in carriers if article.published is not None)
    return min(dated, default=(None, "", carriers[0]))[2]


def _links_within(groups: Sequence[Sequence[int]], links: Links, count: int) -> list[list[tuple[int, int, float]]]:
    """For each group the likely links between its members, by their places in the group."""
    story, place = np.full(count, -1), np.zeros(count, np.int64)
    for number, group in enumerate(groups):
        story[group], place[group] = number, np.arange(len(group))
    rows = np.flatnonzero((links.probability >= SAME_STORY) & (story[links.left] == story[links.right]))
    rows = rows[story[links.left[rows]] >= 0]
    within: list[list[tuple[int, int, float]]] = [[] for _ in groups]
    columns = (story[links.left[rows]], place[links.left[rows]], place[links.right[rows]], links.probability[rows])
    for number, left, right, chance in zip(*(column.tolist() for column in columns), strict=True):
        within[number].append((left, right, chance))
    return within


def _story_of_copies(text: _Text) -> Story:
    assert text.cluster is not None
    return Story(text.cluster.article_ids, (text.cluster,), text.cluster.origin, ())


class _Judge:
    """One story: its texts, read once, and what each pair of them has to do with each other."""

    def __init__(self, texts: Sequence[_Text], outlets: Outlets) -> None:
        self.texts = texts
        self.wordings = [wording(mark_words(text.speaker)) for text in texts]
        self.credits = {
            article.id: credits_of(article, outlets, each.marked.language)
            for text, each in zip(texts, self.wordings, strict=True)
            for article in text.carriers
        }
        self.named = [_by_namesake(chain.from_iterable(map(self.read_credits, text.carriers))) for text in texts]
        self.publishers = [
            {namesake(name) for article in text.carriers if (name := publisher(article))} for text in texts
        ]

    def read_credits(self, article: Article) -> tuple[Credit, ...]:
        return self.credits[article.id]

    def story(self) -> Story:
        carriers = [text.carriers for text in self.texts]
        clusters = tuple(text.cluster for text in self.texts if text.cluster)
        ids = tuple(sorted(article.id for text in carriers for article in text))
        return Story(ids, clusters, story_origin(carriers, self.read_credits), _story_terms(self.wordings))

    def matches(self, pairs: Iterable[tuple[int, int, float]], known: set[tuple[str, str]]) -> Iterator[Match]:
        for left, right, chance in pairs:
            ids = self.texts[left].speaker.id, self.texts[right].speaker.id
            if ids not in known:
                yield self._match(left, right, chance)

    def _match(self, left: int, right: int, chance: float) -> Match:
        one, other = self.wordings[left], self.wordings[right]
        relation, reason = _verdict(chance, leaning(one, other), self._source(left, right))
        common = shared_shingles(one, other)
        left_count, right_count = max(1, len(one.shingles)), max(1, len(other.shingles))
        articles = self.texts[left].speaker, self.texts[right].speaker
        return Match(
            articles[0].id,
            articles[1].id,
            relation,
            jaccard=common / max(1, left_count + right_count - common),
            left_containment=common / left_count,
            right_containment=common / right_count,
            left_coverage=0.0,
            right_coverage=0.0,
            title_similarity=title_similarity(articles[0].title, articles[1].title),
            reason=reason,
            evidence=_evidence(round(chance, 3)),
        )

    def _source(self, left: int, right: int) -> str | None:
        """In words, the source that credits show for the pair: one names the other, or both name a third."""
        for teller, listener in ((left, right), (right, left)):
            credited = sorted(self.publishers[listener] & self.named[teller].keys())
            if credited:
                return f"one names the other as its source: {self.named[teller][credited[0]].name}"
        shared = self.named[left].keys() & self.named[right].keys()
        outside = sorted(self.named[left][each].name for each in shared if _is_known(self.named[left][each]))
        return f"both name {outside[0]} as a source" if outside else None


def _by_namesake(listed: Iterable[Credit]) -> dict[str, Credit]:
    return {namesake(name): credit for name, credit in strongest_by_name(listed).items()}


def _is_known(credit: Credit) -> bool:
    """Whether the text alone shows that an outlet is credited, not the address of another article at hand: a pair is
    judged alike in any company.
    """
    return credit.outlet is None or known_outlets().of_name(credit.outlet.name) is not None


# Many pairs say the same: one value stands for all of them.


@cache
def _evidence(chance: float) -> tuple[Evidence, ...]:
    return (Evidence("one story", f"{chance:.0%}", weight=chance),)


@cache
def _reason(chance: str, why: str) -> str:
    return f"one story ({chance} likely); {why}"


def _verdict(chance: float, wording_chance: float, source: str | None) -> tuple[Relation, str]:
    if source:
        return Relation.REWRITE, _reason(f"{chance:.0%}", source)
    if wording_chance >= DEPENDENT:
        why = f"the wording of one likely leans on the other's ({wording_chance:.0%})"
        return Relation.REWRITE, _reason(f"{chance:.0%}", why)
    return Relation.SAME_STORY, _reason(f"{chance:.0%}", f"dependence not shown ({wording_chance:.0%} by wording)")


def _story_terms(wordings: Sequence[Wording]) -> tuple[str, ...]:
    """The heaviest names and words that at least half of the texts hold, as they are written in the first that has
    them.
    """
    holders: dict[int, int] = defaultdict(int)
    weight: dict[int, float] = {}
    for each in wordings:
        for term, rarity, named in zip(*(part.tolist() for part in each.parts[:3]), strict=True):
            holders[term] += 1
            weight[term] = max(weight.get(term, 0.0), rarity * (1.5 if named else 1.0))
    common = [term for term, count in holders.items() if 2 * count >= len(wordings)]
    heaviest = sorted(common, key=lambda term: (-weight[term] * holders[term], term))[:STORY_TERMS]
    return tuple(dict.fromkeys(_written(term, wordings) for term in heaviest))


def _written(term: int, wordings: Sequence[Wording]) -> str:
    for each in wordings:
        places = np.flatnonzero(each.marked.terms == np.uint64(term))
        if len(places):
            return each.written(int(places[0]), each.end_of(int(places[0])))
    return ""
