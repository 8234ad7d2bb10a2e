"""Stories among articles: which tell of one event, which of those lean on one another, and who had it first.

The earliest of each cluster of copies stands for all of them. Texts are linked by what they are about (`links`), linked
texts are grouped (`linkage`), and within a story each linked pair is told apart:

    rewrite       the wording of one leans on the other's, or both name the same outside source, or one names the other
    same story    none of that shows: which does not mean that the reports are independent

Everything is scored pair by pair against the language, never against the corpus, so a pair is judged alike in any
company. Only the date factor knows more than the two texts: two dates.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.comparison.match import Relation
from dedup.runtime.lazy import Once
from dedup.stories.dependence import Wording, leaning, wording
from dedup.stories.values import Cluster, Origin, Story
from dedup.stories.linkage import linked_groups
from dedup.stories.link_model import Links, link
from dedup.clusters.origins import story_origin
from dedup.stories.evidence import strongest_by_name
from dedup.stories.terms import Terms, mark_words, read_terms
from dedup.attribution.credits import Credit, credits_of, publisher
from dedup.tokens.language import language_of
from dedup.attribution.outlets import known_outlets, namesake
from dedup.tokens.words import read_words

SAME_STORY = 0.5  # mean probability of the links that hold a story together
DEPENDENT = 0.7  # probability from which wording counts as dependent
STORY_TERMS = 8  # that name a story
NAME_BOOST = 1.5  # of a name among them

ReadTerms = Callable[[Collection[Article]], Terms]
Pairs = NDArray[np.uint64]  # places of two articles, lower << 32 | higher
Bare = Callable[[Article], Article]  # an article without what is not its own
NO_PAIRS = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Retelling:
    """Two articles that tell one story: how likely they do, how likely the wording of one leans on the other's (both
    0-1), and in words the source that credits show.
    """

    left_id: str
    right_id: str
    chance: float
    leaning: float
    source: str | None

    @property
    def relation(self) -> Relation:
        """Whether one leans on the other, as far as it shows."""
        return Relation.REWRITE if self.source or self.leaning >= DEPENDENT else Relation.SAME_STORY

    @property
    def reason(self) -> str:
        """Why, in words."""
        if self.source:
            why = self.source
        elif self.leaning >= DEPENDENT:
            why = f"the wording of one likely leans on the other's ({self.leaning:.0%})"
        else:
            why = f"dependence not shown ({self.leaning:.0%} by wording)"
        return f"one story ({self.chance:.0%} likely); {why}"


@dataclass(frozen=True, slots=True, eq=False)
class Retellings(Sequence[Retelling]):
    """Retellings that stay columns until they are looked at, in order of their ids; `left` and `right` are places in
    `articles`, `source` is a place in `sources`, whose first stands for none.
    """

    articles: Sequence[Article]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    chance: NDArray[np.float32]
    leaning: NDArray[np.float32]
    source: NDArray[np.int32]
    sources: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.left)

    def __getitem__(self, place: int) -> Retelling:  # type: ignore[override]  # a slice of these is of no use
        left, right = self.articles[self.left[place]].id, self.articles[self.right[place]].id
        source = self.sources[self.source[place]]
        return Retelling(left, right, float(self.chance[place]), float(self.leaning[place]), source)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def _as_it_is(article: Article) -> Article:
    return article


def tell(
    articles: Sequence[Article],
    clusters: Sequence[Cluster] = (),
    copies: Pairs = NO_PAIRS,
    bare: Bare = _as_it_is,
    read: ReadTerms = read_terms,
) -> tuple[list[Story], Retellings]:
    """Stories of two articles or more, largest first, then by id; and every linked pair in them that is no copy.

    `clusters` are the copies found among the articles, `copies` the pairs of places known to be copies, whole or in
    part; `bare` leaves out what is not an article's own, every place staying the same; `read` may know terms from
    before. Neither the order of the
    articles nor that of the clusters matters.

    >>> told = [
    ...     Article("a", "Ferry Aurora ran aground off Hiddensee on Monday. Captain Ines Moll blamed fog for it."),
    ...     Article("b", "Captain Ines Moll said that fog sent the ferry Aurora aground off Hiddensee on Monday."),
    ...     Article("c", "The Riverside library opens on Sundays from May, the council of Oakdale decided."),
    ... ]
    >>> stories, retellings = tell(told)
    >>> [story.article_ids for story in stories], [str(each.relation) for each in retellings]
    ([('a', 'b')], ['rewrite'])
    """
    heard = _Heard(articles, clusters, bare)
    links = link(heard, read(heard))
    groups = linked_groups(len(heard.places), links.left, links.right, links.probability, SAME_STORY)
    stories: list[Story] = []
    pairs = _Columns(articles)
    for group, linked in zip(groups, _links_within(groups, links, heard.places, copies), strict=True):
        judge = _Judge(heard.texts(group), heard)
        stories.append(_story(judge, partial(heard.origin, group)))
        pairs.add(judge, linked)
    grouped = {heard.places[text] for group in groups for text in group}
    alone = (cluster for place, cluster in heard.cluster_of.items() if place not in grouped)
    stories += [Story(cluster.article_ids, (cluster,), (), cluster.find_origin) for cluster in alone]
    return sorted(stories, key=lambda story: (-len(story.article_ids), story.article_ids)), pairs.retellings()


def tell_pairs(articles: Sequence[Article], links: Links, bare: Bare = _as_it_is) -> Retellings:
    """What linked pairs of articles are to each other, whatever story they may belong to; articles are in order of
    their ids, and links number them so.
    """
    heard = _Heard(articles, (), bare)
    told = _Columns(articles)
    judge = _Judge(heard.texts(range(len(articles))), heard)
    told.add(judge, _Linked(links.left, links.right, links.probability))
    return told.retellings()


def tell_story(articles: Sequence[Article], clusters: Sequence[Cluster] = ()) -> Story:
    """The one story that some articles tell, whatever their links."""
    heard = _Heard(articles, clusters, _as_it_is)
    group = range(len(heard))
    return _story(_Judge(heard.texts(group), heard), partial(heard.origin, group))


class _Text(NamedTuple):
    """One text, the articles that carry it, in order of id, and the one that speaks for it, with its place."""

    speaker: Article
    place: int
    carriers: tuple[Article, ...]
    cluster: Cluster | None


class _Heard(Collection[Article]):
    """Every text once, as the article that speaks for it, in order of their ids; `places` are those of the articles."""

    def __init__(self, articles: Sequence[Article], clusters: Sequence[Cluster], bare: Bare) -> None:
        self.articles, self.bare = articles, bare
        copies = {each for cluster in clusters for each in cluster.article_ids}
        self.place_of = {article.id: place for place, article in enumerate(articles) if article.id in copies}
        self.cluster_of = {self._speaker(cluster): cluster for cluster in clusters}
        alone = [place for place, article in enumerate(articles) if article.id not in copies]
        ordered = sorted([*alone, *self.cluster_of], key=lambda place: articles[place].id)
        self.places = array("i", ordered)
        self.outlets = known_outlets().knowing({name for article in articles if (name := publisher(article))})

    def _speaker(self, cluster: Cluster) -> int:
        """The earliest that is dated, else the first: rewriters had the text from it rather than from those behind."""
        places = [self.place_of[each] for each in sorted(cluster.article_ids)]
        dated = [(date, self.articles[at].id, at) for at in places if (date := self.articles[at].published) is not None]
        return min(dated)[2] if dated else places[0]

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Article]:
        return (self.bare(self.articles[place]) for place in self.places)

    def __contains__(self, article: object) -> bool:
        return any(article == each for each in self)

    def texts(self, group: Sequence[int]) -> list[_Text]:
        """Some texts, by their numbers."""
        return [self._text(self.places[number]) for number in group]

    def _text(self, place: int) -> _Text:
        speaker, cluster = self.articles[place], self.cluster_of.get(place)
        if cluster is None:
            return _Text(speaker, place, (speaker,), None)
        return _Text(speaker, place, tuple(self.articles[self.place_of[each]] for each in cluster.article_ids), cluster)

    def credits(self, article: Article, language: str | None = None) -> tuple[Credit, ...]:
        """What an article says about where it comes from; its language is looked for where it is not given."""
        article = self.bare(article)
        return credits_of(article, self.outlets, language or language_of(article, read_words(article.text)))

    def origin(self, group: Sequence[int]) -> Origin | None:
        """Who is likely to have had a story first."""
        return story_origin([text.carriers for text in self.texts(group)], self.credits)


class _Linked(NamedTuple):
    """The likely links inside one story, by the places of their texts in it."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    chance: NDArray[np.float32]


def _links_within(
    groups: Sequence[Sequence[int]], links: Links, places: Sequence[int], copies: Pairs
) -> Iterator[_Linked]:
    """For each group the likely links between its members that are no copies."""
    story, place = np.full(len(places), -1, np.int32), np.zeros(len(places), np.int32)
    for number, group in enumerate(groups):
        story[group], place[group] = number, np.arange(len(group))
    rows = np.flatnonzero((links.probability >= SAME_STORY) & (story[links.left] == story[links.right]))
    rows = rows[story[links.left[rows]] >= 0]
    if len(copies):
        article = np.array(places, np.uint64)
        left, right = article[links.left[rows]], article[links.right[rows]]
        rows = rows[~np.isin(np.minimum(left, right) << np.uint64(32) | np.maximum(left, right), copies)]
    rows = rows[np.argsort(story[links.left[rows]], kind="stable")]
    ends = np.searchsorted(story[links.left[rows]], np.arange(len(groups) + 1))
    for number in range(len(groups)):
        own = rows[ends[number] : ends[number + 1]]
        yield _Linked(place[links.left[own]], place[links.right[own]], links.probability[own])


class _Judge:
    """One story: its texts, read once, and what each pair of them has to do with each other."""

    def __init__(self, texts: Sequence[_Text], heard: _Heard) -> None:
        self.texts = texts
        self.wordings = [wording(mark_words(heard.bare(text.speaker))) for text in texts]
        self.named = [
            _by_namesake(heard.credits(article, each.marked.language) for article in text.carriers)
            for text, each in zip(texts, self.wordings, strict=True)
        ]
        self.publishers = [
            {namesake(name) for article in text.carriers if (name := publisher(article))} for text in texts
        ]

    def source(self, left: int, right: int) -> str | None:
        """In words, the source that credits show for the pair: one names the other, or both name a third."""
        for teller, listener in ((left, right), (right, left)):
            credited = sorted(self.publishers[listener] & self.named[teller].keys())
            if credited:
                return f"one names the other as its source: {self.named[teller][credited[0]].name}"
        shared = self.named[left].keys() & self.named[right].keys()
        outside = sorted(self.named[left][each].name for each in shared if _is_known(self.named[left][each]))
        return f"both name {outside[0]} as a source" if outside else None


def _by_namesake(listed: Iterable[Iterable[Credit]]) -> dict[str, Credit]:
    return {namesake(name): credit for name, credit in strongest_by_name(chain.from_iterable(listed)).items()}


def _is_known(credit: Credit) -> bool:
    """Whether the text alone shows that an outlet is credited, not the address of another article at hand: a pair is
    judged alike in any company.
    """
    return credit.outlet is None or known_outlets().of_name(credit.outlet.name) is not None


class _Columns:
    """The retellings of one story after the other."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.numbers: dict[str | None, int] = {None: 0}  # of sources, in order of coming
        self.rows: list[tuple[NDArray[np.generic], ...]] = []

    def add(self, judge: _Judge, linked: _Linked) -> None:
        if not len(linked.left):
            return
        places = np.array([text.place for text in judge.texts], np.int32)
        pairs = zip(linked.left.tolist(), linked.right.tolist(), strict=True)
        sources = [self.numbers.setdefault(judge.source(*pair), len(self.numbers)) for pair in pairs]
        chances = leaning(judge.wordings, linked.left, linked.right).astype(np.float32)
        columns = places[linked.left], places[linked.right], linked.chance, chances, np.array(sources, np.int32)
        self.rows.append(columns)

    def retellings(self) -> Retellings:
        kinds = (np.int32, np.int32, np.float32, np.float32, np.int32)
        none = tuple(np.empty(0, kind) for kind in kinds)
        columns = [np.concatenate(column) for column in zip(none, *self.rows, strict=True)]
        self.rows.clear()
        ids = [article.id for article in self.articles]
        rank = np.empty(len(ids), np.int32)
        rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
        order = np.lexsort((rank[columns[1]], rank[columns[0]]))
        left, right, chance, leans, source = (column[order] for column in columns)
        return Retellings(self.articles, left, right, chance, leans, source, tuple(self.numbers))


def _story(judge: _Judge, find_origin: Callable[[], Origin | None]) -> Story:
    ids = sorted(article.id for text in judge.texts for article in text.carriers)
    clusters = tuple(text.cluster for text in judge.texts if text.cluster)
    return Story(tuple(ids), clusters, _story_terms(judge.wordings), Once(find_origin))


def _story_terms(wordings: Sequence[Wording]) -> tuple[str, ...]:
    """The heaviest names and words that at least half of the texts hold, as they are written in the first that has
    them.
    """
    terms, rarity, named = (np.concatenate([each.parts[part] for each in wordings]) for part in range(3))
    distinct, place, holders = np.unique(terms, return_inverse=True, return_counts=True)
    weights = np.zeros(len(distinct))
    np.maximum.at(weights, place, rarity * np.where(named != 0, NAME_BOOST, 1.0))
    common = np.flatnonzero(2 * holders >= len(wordings))
    heaviest = common[np.lexsort((distinct[common], -weights[common] * holders[common]))][:STORY_TERMS]
    return tuple(dict.fromkeys(_written(term, wordings) for term in distinct[heaviest].tolist()))


def _written(term: int, wordings: Sequence[Wording]) -> str:
    for each in wordings:
        places = np.flatnonzero(each.marked.terms >> np.uint64(32) == term)
        if len(places):
            return each.written(int(places[0]), each.end_of(int(places[0])))
    return ""
