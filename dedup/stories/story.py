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
from dedup.attribution.credit import Credit
from dedup.attribution.credits import CountText, CreditReader, strongest_by_outlet, whole_text
from dedup.attribution.outlets import name_key, publisher_of, shipped_outlets
from dedup.clusters.origins import Origin, story_origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Relation
from dedup.runtime.lazy import Lazy
from dedup.settings import Settings
from dedup.stories.dependence import OwnWording, dependence_probabilities, own_wording
from dedup.stories.link_model import StoryLinks, find_story_links
from dedup.stories.linkage import linked_groups
from dedup.stories.story_value import Story
from dedup.stories.terms import Terms, annotate_words, read_terms

MIN_STORY_PROBABILITY = 0.5  # mean probability of the links that hold a story together
MIN_DEPENDENCE = 0.7  # probability from which wording counts as dependent
MAX_STORY_TERMS = 8  # that name a story
STORY_NAME_BOOST = 1.5  # of a name among them

ReadTerms = Callable[[Collection[Article]], Terms]
PackedPairs = NDArray[np.uint64]  # places of two articles, lower << 32 | higher
NO_PAIRS = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class StoryPair:
    """Two articles that tell one story: how likely they do, how likely the wording of one leans on the other's (both
    0-1), and in words the source that credits show.
    """

    left_id: str
    right_id: str
    same_story_probability: float
    dependence_probability: float
    shared_source: str | None

    @property
    def relation(self) -> Relation:
        """Whether one leans on the other, as far as it shows."""
        return (
            Relation.REWRITE
            if self.shared_source or self.dependence_probability >= MIN_DEPENDENCE
            else Relation.SAME_STORY
        )

    @property
    def reason(self) -> str:
        """Why, in words."""
        if self.shared_source:
            why = self.shared_source
        elif self.dependence_probability >= MIN_DEPENDENCE:
            why = f"the wording of one likely leans on the other's ({self.dependence_probability:.0%})"
        else:
            why = f"dependence not shown ({self.dependence_probability:.0%} by wording)"
        return f"one story ({self.same_story_probability:.0%} likely); {why}"


@dataclass(frozen=True, slots=True, eq=False)
class StoryPairs(Sequence[StoryPair]):
    """Retellings that stay columns until they are looked at, in order of their ids; `left` and `right` are places in
    `articles`, `source` is a place in `sources`, whose first stands for none.
    """

    articles: Sequence[Article]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    same_story_probability: NDArray[np.float32]
    dependence_probability: NDArray[np.float32]
    shared_source: NDArray[np.int32]
    sources: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.left)

    def __getitem__(self, place: int) -> StoryPair:  # type: ignore[override]  # a slice of these is of no use
        left, right = self.articles[self.left[place]].id, self.articles[self.right[place]].id
        source = self.sources[self.shared_source[place]]
        return StoryPair(
            left, right, float(self.same_story_probability[place]), float(self.dependence_probability[place]), source
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def find_stories(
    articles: Sequence[Article],
    settings: Settings,
    clusters: Sequence[Cluster] = (),
    copies: PackedPairs = NO_PAIRS,
    counted: CountText = whole_text,
    read: ReadTerms = read_terms,
) -> tuple[list[Story], StoryPairs]:
    """Stories of two articles or more, largest first, then by id; and every linked pair in them that is no copy.

    `clusters` are the copies found among the articles, `copies` the pairs of places known to be copies, whole or in
    part; `counted` gives the counted text of an article; `read` may know terms from
    before. Neither the order of the
    articles nor that of the clusters matters.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> reports = [
    ...     Article("a", "Ferry Aurora ran aground off Hiddensee on Monday. Captain Ines Moll blamed fog for it."),
    ...     Article("b", "Captain Ines Moll said that fog sent the ferry Aurora aground off Hiddensee on Monday."),
    ...     Article("c", "The Riverside library opens on Sundays from May, the council of Oakdale decided."),
    ... ]
    >>> stories, pairs = find_stories(reports, DEFAULT_SETTINGS)
    >>> [story.article_ids for story in stories], [str(pair.relation) for pair in pairs]
    ([('a', 'b')], ['rewrite'])
    """
    texts = _DistinctTexts(articles, clusters, counted, settings)
    links = find_story_links(texts, read(texts))
    groups = linked_groups(len(texts.places), links.left, links.right, links.probability, MIN_STORY_PROBABILITY)
    stories: list[Story] = []
    builder = _StoryPairBuilder(articles)
    for group, linked in zip(groups, _links_within(groups, links, texts.places, copies), strict=True):
        story_texts = _StoryTexts(texts.texts(group), texts)
        stories.append(_make_story(story_texts, partial(texts.origin, group)))
        builder.add(story_texts, linked)
    grouped = {texts.places[text] for group in groups for text in group}
    alone = (cluster for place, cluster in texts.cluster_of.items() if place not in grouped)
    stories += [Story(cluster.article_ids, (cluster,), (), cluster._find_origin) for cluster in alone]
    return sorted(stories, key=lambda story: (-len(story.article_ids), story.article_ids)), builder.build()


def relate_pairs(articles: Sequence[Article], links: StoryLinks, counted: CountText, settings: Settings) -> StoryPairs:
    """What linked pairs of articles are to each other, whatever story they may belong to; articles are in order of
    their ids, and links number them so.
    """
    texts = _DistinctTexts(articles, (), counted, settings)
    builder = _StoryPairBuilder(articles)
    story_texts = _StoryTexts(texts.texts(range(len(articles))), texts)
    builder.add(story_texts, _StoryLinks(links.left, links.right, links.probability))
    return builder.build()


def make_story(
    articles: Sequence[Article], clusters: Sequence[Cluster], counted: CountText, settings: Settings
) -> Story:
    """The story of some articles, whatever their links; `counted` gives their counted text."""
    texts = _DistinctTexts(articles, clusters, counted, settings)
    group = range(len(texts))
    return _make_story(_StoryTexts(texts.texts(group), texts), partial(texts.origin, group))


class _DistinctText(NamedTuple):
    """One text, the articles that carry it, in order of id, and the one that speaks for it, with its place."""

    representative: Article
    place: int
    copies: tuple[Article, ...]
    cluster: Cluster | None


class _DistinctTexts(Collection[Article]):
    """Every text once, as the article that speaks for it, in order of their ids; `places` are those of the articles."""

    def __init__(
        self, articles: Sequence[Article], clusters: Sequence[Cluster], counted: CountText, settings: Settings
    ) -> None:
        self.articles, self.counted, self.settings = articles, counted, settings
        copies = {each for cluster in clusters for each in cluster.article_ids}
        self.place_of = {article.id: place for place, article in enumerate(articles) if article.id in copies}
        self.cluster_of = {self._representative(cluster): cluster for cluster in clusters}
        alone = [place for place, article in enumerate(articles) if article.id not in copies]
        ordered = sorted([*alone, *self.cluster_of], key=lambda place: articles[place].id)
        self.places = array("i", ordered)

    def _representative(self, cluster: Cluster) -> int:
        """The earliest that is dated, else the first: rewriters had the text from it rather than from those behind."""
        places = [self.place_of[each] for each in sorted(cluster.article_ids)]
        dated = [(date, self.articles[at].id, at) for at in places if (date := self.articles[at].published) is not None]
        return min(dated)[2] if dated else places[0]

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Article]:
        return (self.counted(self.articles[place]) for place in self.places)

    def __contains__(self, article: object) -> bool:
        return any(article == each for each in self)

    def texts(self, group: Sequence[int]) -> list[_DistinctText]:
        """Some texts, by their numbers."""
        return [self._text(self.places[number]) for number in group]

    def _text(self, place: int) -> _DistinctText:
        representative, cluster = self.articles[place], self.cluster_of.get(place)
        if cluster is None:
            return _DistinctText(representative, place, (representative,), None)
        return _DistinctText(
            representative, place, tuple(self.articles[self.place_of[each]] for each in cluster.article_ids), cluster
        )

    def origin(self, group: Sequence[int]) -> Origin | None:
        """Who is likely to have had a story first."""
        return story_origin([text.copies for text in self.texts(group)], self.counted, self.settings)


class _StoryLinks(NamedTuple):
    """The likely links inside one story, by the places of their texts in it."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    probability: NDArray[np.float32]


def _links_within(
    groups: Sequence[Sequence[int]], links: StoryLinks, places: Sequence[int], copies: PackedPairs
) -> Iterator[_StoryLinks]:
    """For each group the likely links between its members that are no copies."""
    story, place = np.full(len(places), -1, np.int32), np.zeros(len(places), np.int32)
    for number, group in enumerate(groups):
        story[group], place[group] = number, np.arange(len(group))
    rows = np.flatnonzero((links.probability >= MIN_STORY_PROBABILITY) & (story[links.left] == story[links.right]))
    rows = rows[story[links.left[rows]] >= 0]
    if len(copies):
        article = np.array(places, np.uint64)
        left, right = article[links.left[rows]], article[links.right[rows]]
        rows = rows[~np.isin(np.minimum(left, right) << np.uint64(32) | np.maximum(left, right), copies)]
    rows = rows[np.argsort(story[links.left[rows]], kind="stable")]
    ends = np.searchsorted(story[links.left[rows]], np.arange(len(groups) + 1))
    for number in range(len(groups)):
        rows_of_story = rows[ends[number] : ends[number + 1]]
        yield _StoryLinks(
            place[links.left[rows_of_story]], place[links.right[rows_of_story]], links.probability[rows_of_story]
        )


class _StoryTexts:
    """One story: its texts, read once, and what each pair of them has to do with each other."""

    def __init__(self, texts: Sequence[_DistinctText], heard: _DistinctTexts) -> None:
        self.texts = texts
        self.wordings = [own_wording(annotate_words(heard.counted(text.representative))) for text in texts]
        members = [article for text in texts for article in text.copies]
        read = CreditReader(members, heard.counted, heard.settings)
        languages = [wording.annotated.language for wording in self.wordings]  # of the representatives
        self.credited = [
            _by_name_key(read(article, language if article is text.representative else None) for article in text.copies)
            for text, language in zip(texts, languages, strict=True)
        ]
        self.publishers = [
            {name_key(name) for article in text.copies if (name := publisher_of(article))} for text in texts
        ]

    def shared_source(self, left: int, right: int) -> str | None:
        """In words, the source that credits show for the pair: one names the other, or both name a third."""
        for naming, named in ((left, right), (right, left)):
            credited = sorted(self.publishers[named] & self.credited[naming].keys())
            if credited:
                return f"one names the other as its source: {self.credited[naming][credited[0]].name}"
        shared = self.credited[left].keys() & self.credited[right].keys()
        outside = sorted(self.credited[left][each].name for each in shared if _is_registered(self.credited[left][each]))
        return f"both name {outside[0]} as a source" if outside else None


def _by_name_key(listed: Iterable[Iterable[Credit]]) -> dict[str, Credit]:
    return {name_key(name): credit for name, credit in strongest_by_outlet(chain.from_iterable(listed)).items()}


def _is_registered(credit: Credit) -> bool:
    """Whether the text alone shows that an outlet is credited, not the address of another article at hand: a pair is
    judged alike in any company.
    """
    return credit.outlet is None or shipped_outlets().by_name(credit.outlet.name) is not None


class _StoryPairBuilder:
    """The retellings of one story after the other."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.source_numbers: dict[str | None, int] = {None: 0}  # of sources, in order of coming
        self.rows: list[tuple[NDArray[np.generic], ...]] = []

    def add(self, judge: _StoryTexts, linked: _StoryLinks) -> None:
        if not len(linked.left):
            return
        places = np.array([text.place for text in judge.texts], np.int32)
        pairs = zip(linked.left.tolist(), linked.right.tolist(), strict=True)
        sources = [
            self.source_numbers.setdefault(judge.shared_source(*pair), len(self.source_numbers)) for pair in pairs
        ]
        chances = dependence_probabilities(judge.wordings, linked.left, linked.right).astype(np.float32)
        columns = places[linked.left], places[linked.right], linked.probability, chances, np.array(sources, np.int32)
        self.rows.append(columns)

    def build(self) -> StoryPairs:
        kinds = (np.int32, np.int32, np.float32, np.float32, np.int32)
        none = tuple(np.empty(0, kind) for kind in kinds)
        columns = [np.concatenate(column) for column in zip(none, *self.rows, strict=True)]
        self.rows.clear()
        ids = [article.id for article in self.articles]
        rank = np.empty(len(ids), np.int32)
        rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
        order = np.lexsort((rank[columns[1]], rank[columns[0]]))
        left, right, chance, leans, source = (column[order] for column in columns)
        return StoryPairs(self.articles, left, right, chance, leans, source, tuple(self.source_numbers))


def _make_story(judge: _StoryTexts, find_origin: Callable[[], Origin | None]) -> Story:
    ids = sorted(article.id for text in judge.texts for article in text.copies)
    clusters = tuple(text.cluster for text in judge.texts if text.cluster)
    return Story(tuple(ids), clusters, _story_terms(judge.wordings), Lazy(find_origin))


def _story_terms(wordings: Sequence[OwnWording]) -> tuple[str, ...]:
    """The heaviest names and words that at least half of the texts hold, as they are written in the first that has
    them.
    """
    terms, rarity, named = (np.concatenate([each.parts[part] for each in wordings]) for part in range(3))
    distinct, place, holders = np.unique(terms, return_inverse=True, return_counts=True)
    weights = np.zeros(len(distinct))
    np.maximum.at(weights, place, rarity * np.where(named != 0, STORY_NAME_BOOST, 1.0))
    common = np.flatnonzero(2 * holders >= len(wordings))
    heaviest = common[np.lexsort((distinct[common], -weights[common] * holders[common]))][:MAX_STORY_TERMS]
    return tuple(dict.fromkeys(_surface_text(term, wordings) for term in distinct[heaviest].tolist()))


def _surface_text(term: int, wordings: Sequence[OwnWording]) -> str:
    for each in wordings:
        places = np.flatnonzero(each.annotated.terms >> np.uint64(32) == term)
        if len(places):
            return each.surface_text(int(places[0]), each.term_end(int(places[0])))
    return ""
