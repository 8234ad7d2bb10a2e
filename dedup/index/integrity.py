"""Is everything what was written? Finds damage to texts, keys, ids and findings, and names the articles.

SQLite's own check looks at how pages hang together, and misses most flipped bits within them. So every record has a
checksum, and every key is computed again from its text and compared with what stands in the runs. Keys are compared by
their sums: all postings of an article must come to what its text says. One pass over the runs and one over the texts
suffice, and two numbers an article are held. Where sums differ the article is looked at key by key, for a key that very
many articles hold is kept for the first of them alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from dedup.article import Article
from dedup.errors import DamagedDataError
from dedup.index.article_codec import ArticleCodec
from dedup.index.checksums import verified
from dedup.index.corpus_codec import CORPUS_NOTE
from dedup.index.key_checksums import KeySums, articles_with_wrong_keys, sum_keys, texts_with_keys
from dedup.index.postings.sorted_postings import Numbers
from dedup.index.storage.protocols import RecoveredRow, Segment, Store
from dedup.index.story_terms import batch_note_name
from dedup.tokens.words import encode_utf8

ARTICLES_PER_CHECK = 1000  # articles read at a time


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was written, and the article that it concerns: None for what belongs to no single one."""

    article_id: str | None
    description: str


def check_integrity(store: Store, packer: ArticleCodec) -> Iterator[Fault]:
    """Everything that is damaged, an article with damaged text or keys by its id; to be asked within one `reading`."""
    yield from (Fault(None, f"the file: {complaint}") for complaint in store.integrity_errors())
    checked = _KeyChecker(store)
    yield from checked.faults
    count = 0
    for chunk in read_articles(store, packer):
        count += len(chunk.articles)
        yield from chunk.faults
        yield from checked.of(chunk)
    yield from _check_counters(store, count)
    yield from _check_results(store)


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """Some articles: those that are what was written, and what is wrong with the others."""

    numbers: Sequence[int]
    articles: Sequence[Article]
    faults: Sequence[Fault]


def read_articles(store: Store, packer: ArticleCodec) -> Iterator[ReadArticles]:
    """All articles that can be read, in order of number, and a fault for each that cannot or is not found by its id."""
    salvaged = store.recover()
    while taken := list(islice(salvaged, ARTICLES_PER_CHECK)):
        yield _read(store, packer, taken)


def _read(store: Store, packer: ArticleCodec, salvaged: Sequence[RecoveredRow]) -> ReadArticles:
    whole: dict[int, Article] = {}
    faults = []
    for each in salvaged:
        try:
            if each.record is not None:
                whole[each.number] = packer.decode(each.record)
                continue
        except DamagedDataError:
            pass
        name = each.id.decode(errors="backslashreplace") if each.id is not None else f"(number {each.number})"
        faults.append(Fault(name, "its text, or what is known of it, is damaged"))
    try:
        known = store.numbers_of([encode_utf8(article.id) for article in whole.values()])
    except DamagedDataError:
        known = {}
    faults += [
        Fault(article.id, "it is not found by its id")
        for number, article in whole.items()
        if known.get(encode_utf8(article.id)) != number
    ]
    return ReadArticles(list(whole), list(whole.values()), faults)


class _KeyChecker:
    """Compares keys with texts, run by run; `faults` says why it cannot."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.faults: list[Fault] = []
        self._covered = 0
        self._runs: list[Segment] = []
        self._sums: tuple[Segment, KeySums] | None = None
        try:
            self._covered, self._runs = store.state().covered, store.segments()
        except DamagedDataError as error:
            self.faults.append(Fault(None, f"keys cannot be checked: {error}"))

    def of(self, chunk: ReadArticles) -> Iterator[Fault]:
        """The articles whose keys are not those of their texts."""
        numbers = np.array(chunk.numbers, np.int64)
        firsts = np.array([run.first for run in self._runs], np.int64)
        of_run = np.searchsorted(firsts, numbers, side="right") - 1
        for place in np.unique(of_run[numbers < self._covered]).tolist():
            rows = np.flatnonzero((of_run == place) & (numbers < self._covered))
            articles = [chunk.articles[row] for row in rows.tolist()]
            for row in self._wrong(place, numbers[rows], articles):
                yield Fault(articles[row].id, "its keys are damaged")

    def _wrong(self, place: int, numbers: Numbers, articles: Sequence[Article]) -> Sequence[int]:
        """Which of some articles, all of one run, have other keys there; of no run, all that have keys."""
        texts = [article.text for article in articles]
        if place < 0:
            return texts_with_keys(texts)
        run = self._runs[place]
        if self._sums is None or self._sums[0] != run:
            self._sums = run, sum_keys(self._store, run)
        return articles_with_wrong_keys(self._store, run, self._sums[1], numbers, texts)


def _check_counters(store: Store, count: int) -> Iterator[Fault]:
    try:
        state = store.state()
    except DamagedDataError as error:
        yield Fault(None, str(error))
        return
    if state.articles != count:
        yield Fault(None, f"{state.articles:,} articles should be there, {count:,} can be read")


def _check_results(store: Store) -> Iterator[Fault]:
    """Matches, stories and notes that are not what was written: regrouping finds them again."""
    sealed: list[tuple[str, Callable[[], Iterable[bytes]]]] = [
        ("a match", lambda: (found.body for found in store.matches())),
        ("a story", lambda: store.stories().values()),
        ("what was learned", lambda: (note for note in [store.metadata(CORPUS_NOTE)] if note is not None)),
        (
            "what stories are found by",
            lambda: store.metadata_range(batch_note_name(0), batch_note_name(store.state().next_number)),
        ),
    ]
    for what, read in sealed:
        try:
            for body in read():
                verified(body, what)
        except DamagedDataError as error:
            yield Fault(None, str(error))
