"""Stories: articles that report one event.

Each cluster of copies is represented by its earliest article. Texts are linked by what they have in common
(`linking.story_links`), linked texts are grouped (`linking.linkage`), and each likely pair inside a story is a rewrite
or an independent report (`story_pairs`).

A story is one event and what is reported of it within days; what follows weeks later joins it if it has much in common.
The log-odds of a pair depend on the corpus as well: on how common terms are in it, on what else is close to the two
texts, and on how often its look-alikes are shown by their dates to be of different events.

Where articles are in two languages or more, translations are looked for among all of them (`dedup.translations`), and
one of them makes one story of two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.attribution.credits import CountText, whole_text
from dedup.clusters.origin import Origin
from dedup.clusters.origins import story_origin
from dedup.clusters.values import Cluster, unknown_origin
from dedup.notebook import MAX_LISTED, counted, html_table, listed
from dedup.runtime.arrays import distinct, is_among
from dedup.runtime.lazy import Lazy
from dedup.runtime.progress import Progress, Stage, Watched, no_progress
from dedup.settings import Settings
from dedup.sketch.sorted_keys import pack_pairs, unpack_pairs
from dedup.stories.distinct_texts import NO_PAIRS, DistinctTexts, KnownPairs
from dedup.stories.linking.linkage import linked_groups
from dedup.stories.linking.site_names import NamelessTitles
from dedup.stories.linking.story_links import MISSING_ODDS, LinkedCorpus, StoryLinks, link_articles, with_copies
from dedup.stories.series.find_series import find_recurring, series_among, without_recurring
from dedup.stories.series.series import Series
from dedup.stories.story_pairs import StoryPairBuilder, StoryPairs, StoryTexts, read_stories, story_texts
from dedup.stories.translated_stories import find_translated, joined_groups, packed_translations
from dedup.stories.wording.gathered_wordings import ReadWordings
from dedup.stories.wording.shared_terms import terms_of_stories
from dedup.stories.wording.wordings import Wordings, own_wordings

if TYPE_CHECKING:
    from dedup.translations.translation_pair import TranslationPair

TEXTS_AT_ONCE = 500  # bounds memory: of the texts of some stories, all words are held

LinkArticles = Callable[[Collection[Article], Settings], LinkedCorpus]


@dataclass(frozen=True, slots=True, repr=False)
class Story:
    """Articles on one event, copies and rewrites, in order of id.

    `clusters` are the clusters of copies among them, in order of their first ids. `terms` are names and words that most
    of the articles share, most informative first.
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
        about = f"; {listed(self.terms)}" if self.terms else ""
        return f"Story({counted(len(self.article_ids), 'article')}: {listed(self.article_ids)}{about})"

    def _repr_html_(self) -> str:
        rows = [("terms", ", ".join(self.terms[:MAX_LISTED])), ("articles", listed(self.article_ids))]
        rows += [("copies", listed(cluster.article_ids)) for cluster in self.clusters]
        return html_table(f"Story of {counted(len(self.article_ids), 'article')}", rows)


class FoundStories(NamedTuple):
    """Stories of two articles or more, largest first, then by id; pairs in them; series, in the same order; and
    translations, in order of the positions of their articles.
    """

    stories: list[Story]
    pairs: StoryPairs
    series: list[Series]
    translations: list[TranslationPair]


def find_stories(
    articles: Sequence[Article],
    settings: Settings,
    clusters: Sequence[Cluster] = (),
    known: KnownPairs = NO_PAIRS,
    counted_text: CountText = whole_text,
    link: LinkArticles = link_articles,
    progress: Progress = no_progress,
) -> FoundStories:
    """The stories among articles, every linked pair in them that is no copy, and the series among the articles.

    `clusters` are the clusters of copies among the articles, `known` what is known of pairs. `counted_text` masks
    boilerplate and repeats of an article. `link` may know terms from before. The result depends neither on the order of
    the articles nor on that of the clusters.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> articles = [
    ...     Article("a", "Ferry Aurora ran aground off Hiddensee on Monday. Captain Ines Moll blamed fog for it."),
    ...     Article("b", "Captain Ines Moll said that fog sent the ferry Aurora aground off Hiddensee on Monday."),
    ...     Article("c", "The Riverside library opens on Sundays from May, the council of Oakdale decided."),
    ... ]
    >>> stories, pairs, *_ = find_stories(articles, DEFAULT_SETTINGS)
    >>> [story.article_ids for story in stories], [str(pair.relation) for pair in pairs]
    ([('a', 'b')], ['same_story'])
    """
    texts = DistinctTexts(articles, clusters, counted_text)
    nameless = NamelessTitles(texts.representatives, settings, counted_text)
    linked = link(Watched(nameless, progress, Stage.TERMS), settings)
    links, languages = linked.links, linked.languages
    del linked  # the tables of terms, some kilobytes an article
    translations = find_translated(texts, languages, known, settings)
    translated = packed_translations(translations)
    progress(Stage.LINK, 0, None)
    recurring = find_recurring(texts, links, texts.between(known.forms), settings)
    links = without_recurring(links, recurring)
    links = with_copies(links, texts.between(known.copies[known.is_substantial]))
    threshold = min_mean_odds(settings)
    groups = linked_groups(len(texts), links.left, links.right, links.log_odds, threshold, MISSING_ODDS)
    groups = joined_groups(groups, np.stack(unpack_pairs(texts.between(translated)), axis=1), len(texts))
    builder = StoryPairBuilder(articles, counted_text, settings)
    inner = _links_within(groups, links, texts.positions, np.append(known.copies, translated))
    stories = _described(Watched(groups, progress, Stage.LINK), inner, texts, recurring.read, builder, settings)
    stories += _clusters_alone(groups, texts)
    return FoundStories(
        sorted(stories, key=lambda story: (-len(story.article_ids), story.article_ids)),
        builder.build(),
        series_among(texts, recurring),
        translations,
    )


def _described(
    groups: Iterable[Sequence[int]],
    inner: StoryLinks,
    texts: DistinctTexts,
    wordings: ReadWordings,
    builder: StoryPairBuilder,
    settings: Settings,
) -> list[Story]:
    """The stories of groups of texts, whose inner links are added to the builder; each text is read once for both."""

    def read_others(numbers: NDArray[np.int64]) -> Wordings:
        representatives = texts.representatives
        return own_wordings((texts.counted_text(representatives[number]) for number in numbers.tolist()), settings)

    stories: list[Story] = []
    first = 0
    for some in _together(groups):
        numbers = np.fromiter(chain.from_iterable(some), np.int64)
        of_stories = [texts.texts(group) for group in some]
        read = story_texts(of_stories, wordings.of(numbers, read_others), texts.counted_text, settings)
        stories += _make_stories(read, settings)
        builder.add(read, _links_from(inner, first, len(read.texts)))
        first += len(read.texts)
    return stories


def _clusters_alone(groups: Sequence[Sequence[int]], texts: DistinctTexts) -> list[Story]:
    """A story of each cluster of copies that no group holds."""
    grouped = {texts.positions[text] for group in groups for text in group}
    alone = (cluster for position, cluster in texts.cluster_at.items() if position not in grouped)
    return [Story(cluster.article_ids, (cluster,), (), cluster._find_origin) for cluster in alone]


def min_mean_odds(settings: Settings) -> float:
    """The mean log-odds from which groups of articles are one story."""
    probability = min(max(settings.min_story_probability, 1e-6), 1 - 1e-6)
    return max(math.log(probability / (1 - probability)), MISSING_ODDS + 1e-6)


def relate_pairs(
    articles: Sequence[Article], links: StoryLinks, settings: Settings, counted_text: CountText = whole_text
) -> StoryPairs:
    """Relate linked pairs of articles, whatever stories they belong to; articles are in order of id, and links number
    them in this order.
    """
    texts = DistinctTexts(articles, (), counted_text)
    builder = StoryPairBuilder(articles, counted_text, settings)
    builder.add(read_stories([texts.texts(range(len(texts)))], counted_text, settings), links)
    return builder.build()


def make_story(
    articles: Sequence[Article],
    settings: Settings,
    clusters: Sequence[Cluster] = (),
    counted_text: CountText = whole_text,
) -> Story:
    """One story of all articles, whatever their links."""
    texts = DistinctTexts(articles, clusters, counted_text)
    read = read_stories([texts.texts(range(len(texts)))], counted_text, settings)
    (story,) = _make_stories(read, settings)
    return story


def _together(groups: Iterable[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    """Groups, as many at a time as have some texts in all."""
    some, count = list[Sequence[int]](), 0
    for group in groups:
        some.append(group)
        count += len(group)
        if count >= TEXTS_AT_ONCE:
            yield some
            some, count = [], 0
    if some:
        yield some


def _links_within(
    groups: Sequence[Sequence[int]], links: StoryLinks, positions: Sequence[int], known: NDArray[np.uint64]
) -> StoryLinks:
    """The links within groups that are reported and no known pairs, in order; they number the texts of all groups as
    these stand end to end.
    """
    story_of, place_of = np.full(len(positions), -1, np.int32), np.zeros(len(positions), np.int32)
    grouped = np.fromiter(chain.from_iterable(groups), np.int64)
    story_of[grouped] = np.repeat(np.arange(len(groups)), np.array(list(map(len, groups)), np.int64))
    place_of[grouped] = np.arange(len(grouped))
    is_inner = (story_of[links.left] == story_of[links.right]) & (story_of[links.left] >= 0)
    rows = np.flatnonzero(links.is_reported & is_inner)
    if len(known):
        article = np.array(positions, np.int64)
        left, right = article[links.left[rows]], article[links.right[rows]]
        rows = rows[~is_among(pack_pairs(np.minimum(left, right), np.maximum(left, right)), distinct(known))]
    rows = rows[np.argsort(place_of[links.left[rows]], kind="stable")]
    return links.select(rows).renumbered(place_of[links.left[rows]], place_of[links.right[rows]])


def _links_from(links: StoryLinks, first: int, texts: int) -> StoryLinks:
    """The links of so many texts from `first` on, which number them from 0 on; `links` are in order."""
    start, end = np.searchsorted(links.left, [first, first + texts]).tolist()
    some = links.select(np.arange(start, end))
    return some.renumbered(some.left - np.int32(first), some.right - np.int32(first))


def _make_stories(read: StoryTexts, settings: Settings) -> list[Story]:
    terms = terms_of_stories(read.wordings, np.array(read.ends, np.int64), settings)
    return [_make_story(read, number, each, settings) for number, each in enumerate(terms)]


def _make_story(read: StoryTexts, number: int, terms: tuple[str, ...], settings: Settings) -> Story:
    numbers = read.numbers_of(number)
    of_story = read.texts[numbers.start : numbers.stop]
    ids = sorted(article.id for text in of_story for article in text.copies)
    clusters = tuple(sorted((text.cluster for text in of_story if text.cluster), key=lambda each: each.article_ids))
    origin = Lazy(story_origin, [text.copies for text in of_story], read.credits[number], settings)
    return Story(tuple(ids), clusters, terms, origin)
