"""Frequent words and stock phrases are learned from unrelated articles, not from copies."""

from __future__ import annotations

import made_news as news
import numpy as np
from made_news import FERRY, text
from pairing import learn

from dedup.article import Article
from dedup.corpus.dissimilarity import read_word_sets
from dedup.corpus.informative_words import informative_words
from dedup.corpus.statistics import CorpusStatistics
from dedup.sketch.anchors import anchor_keys
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts
from dedup.tokens.words import tokenize

FORMULA = (
    "who spoke on condition of anonymity because he was not authorised to discuss the confidential negotiations of "
    "both governments with reporters"
)


def statistics_of(texts: list[str]) -> CorpusStatistics:
    _, _, corpus = learn([Article(f"{n:04}", given) for n, given in enumerate(texts)])
    return corpus


def hashes(words: str) -> set[int]:
    return set(tokenize(words).hashes.tolist())


def test_a_word_of_many_stories_is_frequent() -> None:
    stories = [text(news.story(n), f"Ferries to {n} islands stopped.") for n in range(21)]
    assert hashes("ferries islands stopped") <= set(statistics_of(stories).frequent_words.tolist())
    assert not hashes("ferries islands stopped") & set(statistics_of(stories[:20]).frequent_words.tolist())


def test_the_words_of_copies_are_not() -> None:
    """Nor those of a story in many pages that are no near-duplicates of each other."""
    copies = [news.edited(text(FERRY), 0.02, seed=n) for n in range(60)]
    pages = [news.page(text(FERRY), n) for n in range(60)]
    names = hashes("Marit Torvik Brandvold sandbank lifeboats")
    for texts in (copies, pages):
        corpus = statistics_of(texts)
        assert not names & set(corpus.frequent_words.tolist())
        assert len(corpus.stock_phrases) == len(corpus.boilerplate_lines) == 0


def test_a_phrase_of_nine_unrelated_stories_is_a_stock_phrase() -> None:
    def stories(number: int) -> list[str]:
        made = (news.story(100 + n) for n in range(number))
        return [text(story[:4], f"{story[4][:-1]}, said one {FORMULA}.", story[5:]) for story in made]

    assert len(statistics_of(stories(8)).stock_phrases) == 0
    corpus = statistics_of(stories(9))
    anchors = anchor_keys(sketch(pack_texts([FORMULA]))[1].anchors.values)
    assert set(corpus.stock_phrases.tolist()) & set(anchors.tolist())


def test_informative_words_are_names_and_numbers_of_the_prose() -> None:
    people = (
        "The mayor of Torvik said that all of the 212 people had been brought to the quay in the two old lifeboats."
    )
    texts, _ = sketch(pack_texts([text("Cookies", people, "Menu")]))
    informative = informative_words(texts, tokenize("mayor people").hashes)
    words = read_word_sets(texts, informative, np.arange(1)).words
    assert set(words.tolist()) == hashes("Torvik 212 brought quay two old lifeboats")


def test_two_texts_alone_teach_nothing() -> None:
    corpus = CorpusStatistics()
    assert len(corpus.boilerplate_lines) == len(corpus.frequent_words) == len(corpus.stock_phrases) == 0
    assert [table.tolist() for table in corpus.hash_tables()] == [[0], [0], [0]]
    assert all(table is again for table, again in zip(corpus.hash_tables(), corpus.hash_tables(), strict=True))
