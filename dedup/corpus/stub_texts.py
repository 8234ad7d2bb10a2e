"""Stubs: texts that stand under other titles of their outlet. They are what a page shows where its article is missing.

"Chat with us in Facebook Messenger" was once read 273 times from one outlet, under as many headlines. No phrase says
what such a text is; its recurrence does. An article that is printed again keeps most of its headline, and a brief under
two headlines is longer or stands in two outlets.

A page that only shows a film has its address besides: short texts that differ in addresses alone count as one.

A form whose firm, town or date stands in the headline alone is one, too: the headlines are alike then, but each has a
word that neither another of them nor the text has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.page_remarks import ADDRESS
from dedup.runtime.arrays import distinct
from dedup.settings import BoilerplateSettings
from dedup.sketch.fingerprints import SketchedTexts
from dedup.tokens.words import FUNCTION_WORD, TokenizedTexts, Words, tokenize, tokenize_texts

Keys = NDArray[np.uint64]
TitleWords = frozenset[int]

MAX_ADDRESSED_WORDS = 100  # of a page with nothing but an address of its own
READ_TOGETHER = 4096  # texts in which addresses are looked for
MAX_TITLES_COMPARED = 16  # of one text: more than enough to find a few that are unlike


def find_stub_texts(
    texts: SketchedTexts, outlets: NDArray[np.int64], titles: Sequence[str | None], settings: BoilerplateSettings
) -> Keys:
    """The content hashes of stubs, sorted.

    `outlets`, (n,), are numbers, -1 where the outlet is unknown; `titles` are by article.

    A text is a stub if `min_stub_titles` titles of one outlet, no two of them alike, stand over it; two are enough over
    one of fewer than `max_short_stub_words` words. So it is if each of `min_stub_titles` titles names what neither
    another title nor the text does, and nothing of its own that the text has.
    """
    found = []
    for articles in chain(_of_one_outlet(texts, outlets), _alike_but_for_addresses(texts, outlets)):
        is_short = texts.word_counts[articles[0]] < settings.max_short_stub_words
        wanted = min(2, settings.min_stub_titles) if is_short else settings.min_stub_titles
        own = {title for article in articles if (title := titles[article])}
        words = tokenize_texts(sorted(own)[:MAX_TITLES_COMPARED], expand_umlauts=texts.source.expand_umlauts)
        if _has_unlike_titles(words, wanted, settings) or _are_named_in_titles(words, texts, articles[0], settings):
            found += texts.content_hashes[articles].tolist()
    return distinct(np.array(found, np.uint64))


def _of_one_outlet(texts: SketchedTexts, outlets: NDArray[np.int64]) -> Iterator[list[int]]:
    """The articles of each outlet that hold the same words, where these are two or more."""
    known = np.flatnonzero((outlets >= 0) & (texts.word_counts > 0))
    order = known[np.lexsort((known, outlets[known], texts.content_hashes[known]))]
    hashes, of_outlet = texts.content_hashes[order], outlets[order]
    is_new = np.append(True, (np.diff(of_outlet) != 0) | (hashes[1:] != hashes[:-1]))[: len(order)]
    starts = np.flatnonzero(is_new)
    ends = np.append(starts[1:], len(order))
    for start, end in zip(starts[ends - starts > 1].tolist(), ends[ends - starts > 1].tolist(), strict=True):
        yield order[start:end].tolist()


def _alike_but_for_addresses(texts: SketchedTexts, outlets: NDArray[np.int64]) -> Iterator[list[int]]:
    """The articles of each outlet that are short and hold the same but for addresses, where these are two or more."""
    short = np.flatnonzero((outlets >= 0) & (texts.word_counts > 0) & (texts.word_counts < MAX_ADDRESSED_WORDS))
    alike: dict[tuple[int, str], list[int]] = defaultdict(list)
    for start in range(0, len(short), READ_TOGETHER):
        some = short[start : start + READ_TOGETHER]
        for article, text in zip(some.tolist(), texts.source.pack_some(some), strict=True):
            if b"://" in text:
                bare = " ".join(ADDRESS.sub(" ", text.decode("utf-8", "replace")).split())
                alike[int(outlets[article]), bare].append(article)
    return (articles for articles in alike.values() if len(articles) > 1)


def _has_unlike_titles(titles: TokenizedTexts, wanted: int, settings: BoilerplateSettings) -> bool:
    """Whether so many titles are there, no two of which are alike."""
    unlike: list[TitleWords] = []
    for number in range(len(titles)):
        words = frozenset(titles[number].hashes.tolist())
        if words and all(_overlap(words, other) <= settings.max_stub_title_overlap for other in unlike):
            unlike.append(words)
    return len(unlike) >= wanted


def _are_named_in_titles(
    titles: TokenizedTexts, texts: SketchedTexts, article: int, settings: BoilerplateSettings
) -> bool:
    """Whether each title of enough has words of its own, none of which the text has."""
    if len(titles) < settings.min_stub_titles:
        return False
    words = [frozenset(_content_words(titles[number])) for number in range(len(titles))]
    (text,) = texts.source.pack_some(np.array([article]))
    of_text = tokenize(text.decode("utf-8", "replace"), expand_umlauts=texts.source.expand_umlauts)
    counts = Counter(word for title in words for word in title)
    own = [{word for word in title if counts[word] == 1} for title in words]
    return all(each and each.isdisjoint(of_text.hashes.tolist()) for each in own)


def _content_words(words: Words) -> list[int]:
    hashes: list[int] = words.hashes[(words.flags & FUNCTION_WORD) == 0].tolist()
    return hashes


def _overlap(one: TitleWords, other: TitleWords) -> float:
    return len(one & other) / min(len(one), len(other))
