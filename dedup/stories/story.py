"""Stories: articles that report one event.

Each cluster of copies is represented by its earliest article. Texts are linked by their terms (`link_model`), linked
texts are grouped (`linkage`), and each linked pair inside a story is a rewrite or an independent report
(`story_pairs`).

The score of a pair depends on the two texts and their dates only, not on the rest of the corpus.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.attribution.credits import CountText, whole_text
from dedup.clusters.origins import Origin, story_origin
from dedup.clusters.values import Cluster, unknown_origin
from dedup.notebook import counted, html_table, listed
from dedup.runtime.lazy import Lazy
from dedup.runtime.progress import Progress, Stage, Watched, no_progress
from dedup.settings import Settings
from dedup.sketch.sorted_keys import pack_pairs
from dedup.stories.credited_sources import DistinctText
from dedup.stories.dependence import OwnWording
from dedup.stories.link_model import StoryLinks, find_story_links
from dedup.stories.linkage import linked_groups
from dedup.stories.story_pairs import StoryPairBuilder, StoryPairs, StoryTexts
from dedup.stories.terms import Terms, read_terms

ReadTerms = Callable[[Collection[Article], Settings], Terms]
PackedPairs = NDArray[np.uint64]  # positions of two articles, packed by `pack_pairs`
NO_PAIRS = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True, repr=False)
class Story:
    """Articles on one event, copies and rewrites, in order of id.

    `clusters` are the clusters of copies among them. `terms` are names and words that most of the articles share, most
    informative first.
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


def find_stories(
    articles: Sequence[Article],
    settings: Settings,
    clusters: Sequence[Cluster] = (),
    copies: PackedPairs = NO_PAIRS,
    counted_text: CountText = whole_text,
    read: ReadTerms = read_terms,
    progress: Progress = no_progress,
) -> tuple[list[Story], StoryPairs]:
    """Stories of two articles or more, largest first, then by id; and every linked pair in them that is no copy.

    `clusters` are the clusters of copies among the articles, `copies` the packed pairs of positions that are copies,
    whole or in part. `counted_text` masks boilerplate and repeats of an article. `read` may know terms from before. The
    result depends neither on the order of the articles nor on that of the clusters.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> articles = [
    ...     Article("a", "Ferry Aurora ran aground off Hiddensee on Monday. Captain Ines Moll blamed fog for it."),
    ...     Article("b", "Captain Ines Moll said that fog sent the ferry Aurora aground off Hiddensee on Monday."),
    ...     Article("c", "The Riverside library opens on Sundays from May, the council of Oakdale decided."),
    ... ]
    >>> stories, pairs = find_stories(articles, DEFAULT_SETTINGS)
    >>> [story.article_ids for story in stories], [str(pair.relation) for pair in pairs]
    ([('a', 'b')], ['rewrite'])
    """
    texts = _DistinctTexts(articles, clusters, counted_text)
    terms = read(Watched(texts, progress, Stage.TERMS), settings)
    progress(Stage.LINK, 0, None)
    links = find_story_links(texts, terms, settings)
    groups = linked_groups(len(texts), links.left, links.right, links.probability, settings.min_story_probability)
    stories: list[Story] = []
    builder = StoryPairBuilder(articles, settings)
    inner = _links_within(groups, links, texts.positions, copies, settings)
    for group, links_of_story in Watched(list(zip(groups, inner, strict=True)), progress, Stage.LINK):
        story_texts = StoryTexts(texts.texts(group), counted_text, settings)
        stories.append(_make_story(story_texts, texts, settings))
        builder.add(story_texts, links_of_story)
    grouped = {texts.positions[text] for group in groups for text in group}
    alone = (cluster for position, cluster in texts.cluster_at.items() if position not in grouped)
    stories += [Story(cluster.article_ids, (cluster,), (), cluster._find_origin) for cluster in alone]
    return sorted(stories, key=lambda story: (-len(story.article_ids), story.article_ids)), builder.build()


def relate_pairs(
    articles: Sequence[Article], links: StoryLinks, settings: Settings, counted_text: CountText = whole_text
) -> StoryPairs:
    """Relate linked pairs of articles, whatever stories they belong to; articles are in order of id, and links number
    them in this order.
    """
    texts = _DistinctTexts(articles, (), counted_text)
    builder = StoryPairBuilder(articles, settings)
    builder.add(StoryTexts(texts.texts(range(len(texts))), counted_text, settings), links)
    return builder.build()


def make_story(
    articles: Sequence[Article],
    settings: Settings,
    clusters: Sequence[Cluster] = (),
    counted_text: CountText = whole_text,
) -> Story:
    """One story of all articles, whatever their links."""
    texts = _DistinctTexts(articles, clusters, counted_text)
    return _make_story(StoryTexts(texts.texts(range(len(texts))), counted_text, settings), texts, settings)


class _DistinctTexts(Collection[Article]):
    """Each text once, in order of the ids of the articles that represent them.

    Iterating gives the counted text of the representatives; `positions` are their positions among the articles.
    """

    def __init__(self, articles: Sequence[Article], clusters: Sequence[Cluster], counted_text: CountText) -> None:
        self.articles, self.counted_text = articles, counted_text
        copies = {article_id for cluster in clusters for article_id in cluster.article_ids}
        self.position_of = {article.id: at for at, article in enumerate(articles) if article.id in copies}
        self.cluster_at = {self._representative(cluster): cluster for cluster in clusters}
        alone = [at for at, article in enumerate(articles) if article.id not in copies]
        self.positions = array("i", sorted([*alone, *self.cluster_at], key=lambda at: articles[at].id))

    def _representative(self, cluster: Cluster) -> int:
        """The earliest article with a date, which is the likely source of rewrites; else the first by id."""
        positions = [self.position_of[article_id] for article_id in sorted(cluster.article_ids)]
        dated = [
            (date, self.articles[at].id, at) for at in positions if (date := self.articles[at].published) is not None
        ]
        return min(dated)[2] if dated else positions[0]

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[Article]:
        return (self.counted_text(self.articles[at]) for at in self.positions)

    def __contains__(self, article: object) -> bool:
        return any(article == each for each in self)

    def texts(self, group: Sequence[int]) -> list[DistinctText]:
        """Some texts, given by their numbers."""
        return [self._text(self.positions[number]) for number in group]

    def _text(self, position: int) -> DistinctText:
        representative, cluster = self.articles[position], self.cluster_at.get(position)
        if cluster is None:
            return DistinctText(representative, position, (representative,), None)
        copies = tuple(self.articles[self.position_of[article_id]] for article_id in cluster.article_ids)
        return DistinctText(representative, position, copies, cluster)


def _links_within(
    groups: Sequence[Sequence[int]],
    links: StoryLinks,
    positions: Sequence[int],
    copies: PackedPairs,
    settings: Settings,
) -> Iterator[StoryLinks]:
    """For each group the links between its members that are likely and no copies; they number the members."""
    story_of, member_of = np.full(len(positions), -1, np.int32), np.zeros(len(positions), np.int32)
    for number, group in enumerate(groups):
        story_of[group], member_of[group] = number, np.arange(len(group))
    is_inner = (story_of[links.left] == story_of[links.right]) & (story_of[links.left] >= 0)
    rows = np.flatnonzero((links.probability >= settings.min_story_probability) & is_inner)
    if len(copies):
        article = np.array(positions, np.int64)
        left, right = article[links.left[rows]], article[links.right[rows]]
        rows = rows[~np.isin(pack_pairs(np.minimum(left, right), np.maximum(left, right)), copies)]
    rows = rows[np.argsort(story_of[links.left[rows]], kind="stable")]
    ends = np.searchsorted(story_of[links.left[rows]], np.arange(len(groups) + 1))
    for number in range(len(groups)):
        inner = rows[ends[number] : ends[number + 1]]
        yield StoryLinks(member_of[links.left[inner]], member_of[links.right[inner]], links.probability[inner])


def _make_story(story: StoryTexts, texts: _DistinctTexts, settings: Settings) -> Story:
    ids = sorted(article.id for text in story.texts for article in text.copies)
    clusters = tuple(text.cluster for text in story.texts if text.cluster)
    origin = Lazy(story_origin, [text.copies for text in story.texts], texts.counted_text, settings)
    return Story(tuple(ids), clusters, _story_terms(story.wordings, settings), origin)


def _story_terms(wordings: Sequence[OwnWording], settings: Settings) -> tuple[str, ...]:
    """The terms with the highest weight that at least half of the texts have, as the first text writes them."""
    terms, rarity, named = (np.concatenate([each.parts[part] for each in wordings]) for part in range(3))
    distinct, row, frequency = np.unique(terms, return_inverse=True, return_counts=True)
    weights = np.zeros(len(distinct))
    np.maximum.at(weights, row, rarity * np.where(named != 0, settings.story_name_boost, 1.0))
    frequent = np.flatnonzero(2 * frequency >= len(wordings))
    order = np.lexsort((distinct[frequent], -weights[frequent] * frequency[frequent]))
    heaviest = distinct[frequent[order][: settings.max_story_terms]]
    return tuple(dict.fromkeys(_surface_text(term, wordings) for term in heaviest.tolist()))


def _surface_text(term: int, wordings: Sequence[OwnWording]) -> str:
    for wording in wordings:
        words = np.flatnonzero(wording.annotated.terms >> np.uint64(32) == term)
        if len(words):
            return wording.surface_text(int(words[0]), wording.term_end(int(words[0])))
    return ""
