"""The measuring kernels count what their twin counts, on any pair of texts and whatever other articles taught."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import measure_pairs_twin as twin
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.comparison.pair_measures import MeasuredTexts, Measures, RepeatedWords, measure_candidates
from dedup.corpus.informative_words import find_frequent_words
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import DEFAULT_SETTINGS
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts
from dedup.tokens.words import Words, tokenize

VOCABULARY = """
    the of and is in on that was said to from with a by at for
    Council harbour ferry quay engineers storm bridge vote mayor cargo pilots warned repairs closed reopened inspectors
    two seven zwei семь 三 3 17 1999 2026 4.5 May Monday updated comments share
    der die und nicht Hafen это не порт паром 港口 渡轮 关闭 เรือ ท่าเรือ القاهرة ميناء
"""
ENDS = [".\n", ". ", "\n", "\n\n", " ", "! ", '." ', ' "', "\n“", ".”\n\n“", "’ "]
MENU = ["Home", "World | Business | Sport", "Subscribe to our newsletter", "Updated 3 May 2026 10:32", "港口 新闻"]
STORY = [
    "The council of the harbour town voted on Monday to close the old bridge for repairs that may last until 2027",
    "Engineers had warned that the storm of 17 May could have damaged 3 of the piers, and that cargo was at risk",
    "Pilots of the ferry said that they had not been asked, and the mayor promised them an answer by Friday",
    "Der Hafen ist seit Montag nicht mehr zu sehen und die Boote liegen vor der Stadt auf dem Wasser fest",
    "Паром не может войти в порт и все ждут на берегу до утра",
    "港口因风暴关闭渡轮停运三天市长说维修需要更多时间",
    "เรือข้ามฟากหยุดวิ่งเพราะพายุ",
    "“We heard a sound like a barn door, and then nothing for a minute,” said the mate, who had the watch",
    '"We heard a sound", he said: "like a barn door ("and so on")" and the \'90s were not the officers\' best',
    "„Das Boot“, sagte der Kapitän, «liegt fest», et « il restera » ’ici’ ‘for the “time” being’",
    "市长说：“维修需要更多时间。”他又说「渡轮停运」",
]

loose_line = st.lists(st.sampled_from(VOCABULARY.split()), min_size=1, max_size=45).map(" ".join)
line = st.one_of(st.sampled_from(STORY), st.sampled_from(STORY), st.sampled_from(MENU), loose_line)


def printed(fewest: int, most: int) -> st.SearchStrategy[str]:
    """Lines, one after the other."""
    ended = st.tuples(line, st.sampled_from(ENDS))
    return st.lists(ended, min_size=fewest, max_size=most).map(lambda lines: "".join(line + end for line, end in lines))


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """A text with some of its words changed, left out or put in twice; or with other numbers."""
    random, share = Random(draw(st.integers(0, 1000))), draw(st.sampled_from([0.0, 0.02, 0.1, 0.3]))
    if draw(st.booleans()):
        return "".join(random.choice("123") if char.isdigit() and random.random() < 0.7 else char for char in text)
    edits = ["", "{0} {0}", random.choice(VOCABULARY.split()), "{0} 1999"]
    return " ".join(random.choice(edits).format(w) if random.random() < share else w for w in text.split(" "))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts: the one made of the other, each round a body of its own, or having nothing in common."""
    head, first, tail = (draw(printed(fewest, 6)) for fewest in (0, 2, 0))
    second = draw(st.one_of(printed(2, 6), edited(first)))
    odd = st.sampled_from(["", "rain", "港", "Rain fell", "\0", "\ud800"])
    framed = st.just((head + first + tail, head + second + draw(edited(tail))))
    return draw(st.one_of(framed, framed, st.just((first, head + second + tail)), st.tuples(odd, odd | st.just(head))))


@st.composite
def some_stretches(draw: st.DrawFn, words: int) -> list[tuple[int, int]]:
    """Stretches of words that stand repeated: in order, apart from each other."""
    edges = sorted(draw(st.sets(st.integers(0, words), max_size=6)))
    return [*zip(edges[::2], edges[1::2], strict=False)]


@st.composite
def knowledge(draw: st.DrawFn, left: Words, right: Words) -> twin.Known:
    """Some lines, words and anchors of the two, as if other articles had taught them."""
    random = Random(draw(st.integers(0, 1000)))
    share = draw(st.sampled_from([0.0, 0.2, 0.6, 1.0]))
    anchors = twin.text_of(left, [], twin.Known()).anchors | twin.text_of(right, [], twin.Known()).anchors

    def some(keys: set[int]) -> frozenset[int]:
        return frozenset(key for key in sorted(keys) if random.random() < share)

    return twin.Known(
        boilerplate=some({*left.lines.keys.tolist(), *right.lines.keys.tolist()}),
        frequent=some({*left.hashes.tolist(), *right.hashes.tolist()}),
        stock_phrases=some(anchors),
    )


def keys(known: frozenset[int]) -> np.ndarray:
    return np.array(sorted(known), np.uint64)


def corpus_of(known: twin.Known) -> CorpusStatistics:
    return CorpusStatistics(keys(known.boilerplate), keys(known.frequent), keys(known.stock_phrases))


def repeated_words(stretches: list[list[tuple[int, int]]]) -> RepeatedWords:
    edges = np.array([edge for own in stretches for edge in own], np.int32).reshape(-1, 2)
    return RepeatedWords(np.cumsum([len(own) for own in stretches], dtype=np.int64), edges[:, 0], edges[:, 1])


def measured(
    texts: Sequence[str], repeated: list[list[tuple[int, int]]] | None = None, titles: Sequence[str] | None = None
) -> MeasuredTexts:
    """What is measured of texts, which have no titles and no repeated words unless they are given."""
    packed_titles = pack_texts(titles or [""] * len(texts))
    return MeasuredTexts(pack_texts(texts), packed_titles, repeated_words(repeated or [[] for _ in texts]))


def counted(measures: Measures, pair: int) -> dict[str, int]:
    return {name: int(column[pair]) for name, column in measures._asdict().items()}


@settings(max_examples=400, deadline=None)
@given(st.data(), pairs())
def test_a_pair_is_measured_as_its_twin_measures_it(data: st.DataObject, texts: tuple[str, str]) -> None:
    """By names, so that the order of the kernel's rows is that of the fields too."""
    left, right = (tokenize(text) for text in texts)
    known = data.draw(knowledge(left, right))
    repeated = [data.draw(some_stretches(len(words))) for words in (left, right)]
    titles = [data.draw(loose_line | line | st.just("")) for _ in texts]
    measures = measure_candidates(
        measured(texts, repeated, titles), corpus_of(known), np.array([0]), np.array([1]), DEFAULT_SETTINGS
    )
    sides = [
        twin.text_of(words, own, known, tokenize(title))
        for words, own, title in zip((left, right), repeated, titles, strict=True)
    ]
    assert counted(measures, 0) == twin.measure(*sides)


@settings(max_examples=100, deadline=None)
@given(st.lists(printed(0, 8), min_size=1, max_size=5), st.data())
def test_many_pairs_are_measured_as_each_alone(texts: list[str], data: st.DataObject) -> None:
    """A left article is read once for all of its pairs: what one pair marked must not reach the next."""
    place = st.integers(0, len(texts) - 1)
    chosen = data.draw(st.lists(st.tuples(place, place), max_size=12))
    left, right = np.array(chosen, np.int64).reshape(-1, 2).T
    given_texts = measured(texts, titles=[text[:30] for text in texts])
    together = measure_candidates(given_texts, CorpusStatistics(), left, right, DEFAULT_SETTINGS)
    for pair, (one, other) in enumerate(chosen):
        alone = measure_candidates(
            given_texts, CorpusStatistics(), np.array([one]), np.array([other]), DEFAULT_SETTINGS
        )
        assert counted(together, pair) == counted(alone, 0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(loose_line | line, max_size=4).map("\n".join), min_size=1, max_size=40), st.integers(1, 30))
def test_frequent_words_are_those_of_more_than_twenty_articles(texts: list[str], numbered: int) -> None:
    """Each text several times, in lines that differ by a number: a line that is the same counts once."""
    many = [text.replace(" ", f" {n} ") for text in texts for n in range(numbered)]
    sketched, _ = sketch(pack_texts(many))
    by_identity = np.argsort(sketched.content_hashes, kind="stable").tolist()
    counts = twin.word_counts(tokenize(many[place]) for place in by_identity)
    found = find_frequent_words(sketched, np.arange(len(many)), DEFAULT_SETTINGS)
    assert found.tolist() == sorted(word for word, count in counts.items() if count > 20)


def test_repeated_words_stop_at_thirty_two_tries() -> None:
    """Of many places that begin alike only the first 32 are looked at: a bound on the work, which the twin shares."""
    opening = "the ferry to the island "
    left = opening + "is late again this morning said the harbour master"
    right = "".join(f"{opening}number{n} " for n in range(40)) + left
    sides = [twin.text_of(tokenize(text), [], twin.Known()) for text in (left, right)]
    measures = measure_candidates(
        measured([left, right]),
        CorpusStatistics(),
        np.array([0]),
        np.array([1]),
        DEFAULT_SETTINGS,
    )
    assert counted(measures, 0) == twin.measure(*sides)
    assert measures.longest_run[0] == 9


def test_the_shares_are_those_of_their_counts() -> None:
    measures = measure_candidates(
        measured(["one two three four five six", "zero one two three four"]),
        CorpusStatistics(),
        np.array([0]),
        np.array([1]),
        DEFAULT_SETTINGS,
    )
    assert (measures.jaccard[0], measures.left_containment[0], measures.right_containment[0]) == (2 / 5, 2 / 4, 2 / 3)
    assert (measures.left_coverage[0], measures.right_coverage[0]) == (0, 0)  # four words are no shared stretch
    mirrored = measures.mirrored(np.array([True]))
    assert (mirrored.left_containment[0], mirrored.right_containment[0], mirrored.longest_run[0]) == (2 / 3, 2 / 4, 4)


@pytest.mark.parametrize(("left", "right", "articles"), [([0], [], 1), ([0], [2], 2), ([-1], [0], 2), ([0], [0], 1)])
def test_what_does_not_fit_is_refused(left: list[int], right: list[int], articles: int) -> None:
    with pytest.raises(ValueError):
        measure_candidates(
            measured(["a", "b"], [[] for _ in range(articles)]),
            CorpusStatistics(),
            np.array(left, np.int64),
            np.array(right, np.int64),
            DEFAULT_SETTINGS,
        )
