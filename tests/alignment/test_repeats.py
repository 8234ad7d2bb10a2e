"""Blocks that stand again in an article: every way of doubling, to the character; what is none; what always holds."""

from __future__ import annotations

import json
import os
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from dedup.alignment.quotations import Quotations, quotations_of_paragraphs
from dedup.alignment.repeats.blocks import find_repeats, repeats
from dedup.article import Article, Span
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import tokenize

SEEDS = Path(os.environ.get("DEDUP_CORPORA", "")) / "seeds"

LEAD = (
    "The ferry between the two islands will sail again from Monday, the harbour office said, after engineers had "
    "replaced a shaft that broke in heavy seas last month."
)
QUOTE = (
    "“We know what this has cost the people who live here,” said Ingrid Solheim, who runs the line. “Nobody should "
    "have to plan a visit to the dentist around the weather.”"
)
BACKGROUND = (
    "Two older vessels had carried passengers in the meantime, but neither takes lorries, and farmers complained that "
    "milk had to be poured away."
)
MONEY = (
    "Repairs came to four million crowns, most of which an insurer is expected to pay. A court will decide in autumn "
    "whether the yard that built the shaft owes the rest."
)
OUTLOOK = "A second ship, now being fitted out in Gdansk, should join the route before the holidays begin next summer."
PARAGRAPHS = [LEAD, QUOTE, BACKGROUND, MONEY, OUTLOOK]
STORY = "\n\n".join(PARAGRAPHS)


def blocks(text: str) -> list[list[str]]:
    """The text of every occurrence of every block."""
    return [[span.of(text) for span in repeat.spans] for repeat in repeats(text)]


def places(text: str) -> list[list[tuple[int, int]]]:
    return [[(span.start, span.end) for span in repeat.spans] for repeat in repeats(text)]


class TestEveryKindOfDoubling:
    def test_none(self) -> None:
        assert repeats(STORY) == []

    def test_a_paragraph_twice_in_a_row(self) -> None:
        assert blocks("\n\n".join([LEAD, QUOTE, QUOTE, MONEY])) == [[QUOTE, QUOTE]]

    def test_a_block_again_later(self) -> None:
        block = f"{QUOTE}\n\n{BACKGROUND}"
        assert blocks("\n\n".join([LEAD, block, MONEY, OUTLOOK, block])) == [[block, block]]

    @pytest.mark.parametrize("times", [2, 3, 4, 9])
    @pytest.mark.parametrize("between", ["\n\n", "\n", " ", "\n\n* * *\n\n"])
    def test_the_whole_article_several_times(self, times: int, between: str) -> None:
        assert blocks(between.join([STORY] * times)) == [[STORY] * times]

    def test_one_line_without_breaks(self) -> None:
        line = " ".join(PARAGRAPHS)
        assert blocks(f"{line} {line}") == [[line, line]]

    @pytest.mark.parametrize(
        "last", ["Written by the Coast Desk", "Photo: NTB SCANPIX", "He retired in 1998", "The end."]
    )
    def test_one_line_glued(self, last: str) -> None:
        line = " ".join([*PARAGRAPHS, last])
        assert blocks(line * 3) == [[line] * 3]

    def test_glue_in_decomposed_letters(self) -> None:
        line = f"{BACKGROUND} Reported from the café\u0301"[:-1] + "e\u0301"
        assert blocks(f"Ålesund: {line}" * 2) == [[f"Ålesund: {line}"] * 2]

    def test_two_paragraphs_taken_together(self) -> None:
        pair = f"{LEAD}\n\n{QUOTE}"
        assert blocks("\n\n".join([pair, pair, MONEY])) == [[pair, pair]]

    def test_every_paragraph_twice(self) -> None:
        text = "\n\n".join(paragraph for paragraph in PARAGRAPHS for _ in range(2))
        assert blocks(text) == [[paragraph] * 2 for paragraph in PARAGRAPHS]

    def test_paragraphs_again_in_another_order(self) -> None:
        text = "\n\n".join([LEAD, QUOTE, BACKGROUND, QUOTE, LEAD, BACKGROUND])
        assert blocks(text) == [[LEAD, LEAD], [QUOTE, QUOTE], [BACKGROUND, BACKGROUND]]

    def test_a_copy_without_a_heading(self) -> None:
        headed = "\n\n".join([LEAD, QUOTE, "What it means for the farms ashore", BACKGROUND, MONEY])
        bare = "\n\n".join([LEAD, QUOTE, BACKGROUND, MONEY])
        text = "\n\n".join([headed, headed, OUTLOOK, bare])
        assert blocks(text) == [[headed, headed, bare]]
        words, bare_words = len(tokenize(headed)), len(tokenize(bare))
        assert [(repeat.words, repeat.similarity) for repeat in repeats(text)] == [
            (words, 2 * bare_words / (words + bare_words))
        ]

    def test_a_copy_with_other_line_breaks(self) -> None:
        words = STORY.split()
        reflowed = "\n".join(" ".join(words[start : start + 8]) for start in range(0, len(words), 8))
        assert blocks(f"{STORY}\n\n{reflowed}") == [[STORY, reflowed]]

    def test_a_copy_in_other_type(self) -> None:
        plain = STORY.replace("“", '"').replace("”", '"').replace(MONEY, MONEY.upper())
        assert blocks(f"{STORY}\n\n{plain}") == [[STORY, plain]]
        assert repeats(f"{STORY}\n\n{plain}")[0].similarity == 1.0

    @pytest.mark.parametrize("draw", range(20))
    def test_a_copy_with_three_words_in_a_hundred_edited(self, draw: int) -> None:
        random, words = Random(draw), STORY.split(" ")
        inside = range(4, len(words) - 4)
        for place in random.sample(inside, len(words) * 3 // 100):
            words[place] = random.choice(["", "harbour", f"{words[place]} quietly"])
        edited = " ".join(words)
        assert blocks(f"{STORY}\n\n{edited}") == [[STORY, edited]]
        assert 0.9 < repeats(f"{STORY}\n\n{edited}")[0].similarity < 1

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("The ferry", "Our ferry"),
            ("The ferry", "Ferry"),
            ("last month.", "last week."),
            ("last month.", "last summer month."),
        ],
    )
    def test_an_edit_at_the_edge_stays_inside(self, old: str, new: str) -> None:
        edited = LEAD.replace(old, new)
        assert blocks("\n\n".join([LEAD, MONEY, edited, OUTLOOK])) == [[LEAD, edited]]

    def test_a_teaser_of_the_lead_then_all_twice(self) -> None:
        assert blocks("\n\n".join([LEAD, STORY, STORY])) == [[LEAD, LEAD], [STORY, STORY]]

    def test_a_short_sentence_again(self) -> None:
        sentence = "Nobody on board was hurt when the engine stopped."
        assert blocks(" ".join([LEAD, sentence, QUOTE, MONEY, sentence, OUTLOOK])) == [[sentence, sentence]]

    def test_blocks_that_follow_the_words_that_end_them(self) -> None:
        block = f"{BACKGROUND[:-1]}, he said."
        text = f"The talks went well, he said. {block} {block} Nobody else, he said. {block}"
        assert blocks(text) == [[block] * 3]

    def test_a_copy_of_a_changed_copy_is_measured_against_the_first(self) -> None:
        changed = STORY.replace("the harbour office said", "a spokesman told this paper")
        (repeat,) = repeats("\n\n".join([STORY, changed, changed]))
        assert [span.of("\n\n".join([STORY, changed, changed])) for span in repeat.spans] == [STORY, changed, changed]
        assert repeat.similarity < 1

    def test_an_article_gives_its_id(self) -> None:
        assert [repeat.article_id for repeat in repeats(Article("feed.jsonl:7", f"{STORY}\n{STORY}"))] == [
            "feed.jsonl:7"
        ]


class TestPunctuation:
    @pytest.mark.parametrize(
        "block",
        [
            f"“{BACKGROUND}”",
            f"({BACKGROUND})",
            f"<Nordic Lines ASA> {BACKGROUND} <NLA.OL>.",
            f"¿{BACKGROUND[:-1]}?",
            f"* {BACKGROUND}",
            f"$4 a share: {BACKGROUND}..",
            f"« {BACKGROUND[:-1]} ! »",
        ],
    )
    def test_signs_belong_to_the_block(self, block: str) -> None:
        assert blocks(f"{LEAD}\n{block}\n{MONEY}\n{block}\n{OUTLOOK}") == [[block, block]]

    def test_signs_between_glued_blocks_are_shared_out_once(self) -> None:
        block = f'"{BACKGROUND}"'
        ((_, end), (start, _)) = places(block * 2)[0]
        assert end == start


class TestOtherScripts:
    @pytest.mark.parametrize(
        "block",
        [
            "港口办公室周一表示，两岛之间的渡轮将恢复航行，工程师已更换上月断裂的传动轴。",
            "港の事務所は月曜日に、先月の嵐で壊れた軸を取り替えたため、二つの島を結ぶ船が再び走ると発表した。",
            "เรือข้ามฟากระหว่างสองเกาะจะกลับมาแล่นอีกครั้งตั้งแต่วันจันทร์หลังจากช่างเปลี่ยนเพลาที่หัก",
            "قال مكتب الميناء إن العبارة بين الجزيرتين ستبحر من جديد يوم الاثنين بعد إصلاح المحرك المعطل.",
            "Паром между двумя островами снова выйдет в море в понедельник, сообщили в управлении порта.",
            "Το πλοίο ανάμεσα στα δύο νησιά θα ταξιδέψει ξανά από τη Δευτέρα, είπε το γραφείο του λιμανιού.",
        ],
    )
    def test_a_block_in_any_script(self, block: str) -> None:
        assert blocks(f"{LEAD}\n{block}\n{MONEY}\n{block}\n{OUTLOOK}") == [[block, block]]


class TestWhatIsNoRepeat:
    def test_nothing_in_nothing(self) -> None:
        assert [repeats(text) for text in ("", " ", "...", "word", "word " * 8)] == [[]] * 5

    def test_furniture_under_eight_words(self) -> None:
        line = "Advertise with us on this page"
        assert repeats("\n\n".join([LEAD, line, QUOTE, line, BACKGROUND, line])) == []

    def test_eight_words_are_enough_and_numbers_do_not_count(self) -> None:
        seven, eight = "Sign up for our free morning letter", "Sign up here for our free morning letter"
        assert repeats(f"{seven}\n{LEAD}\n{seven}") == []
        assert blocks(f"{eight}\n{LEAD}\n{eight}") == [[eight, eight]]
        assert repeats(f"{seven} 2024\n{LEAD}\n{seven} 2024") == []

    def test_a_table_of_forms_with_other_numbers(self) -> None:
        form = "In the {} quarter the company made a profit of {} crowns a share on sales of {} million."
        rows = [form.format(*row) for row in (("1st", 12, 840), ("2nd", 31, 977), ("3rd", 27, 1042), ("4th", 45, 1200))]
        assert repeats("\n".join(rows)) == []

    def test_a_phrase_inside_sentences(self) -> None:
        phrase = "the oldest wooden ferry still sailing anywhere in northern Europe"
        assert repeats(f"They love {phrase} like a friend. Yesterday {phrase} ran aground near the town.") == []

    def test_a_refrain_counts_when_it_is_long_enough(self) -> None:
        refrain = "Haul away, haul away, the night is long and the harbour is far"
        verses = [
            "The wind came up from the southern shore",
            "My love she waits by an open door",
            "And the bells ring out",
        ]
        assert blocks("\n".join(line for verse in verses for line in (verse, refrain))) == [[refrain] * 3]
        assert repeats("\n".join(line for verse in verses for line in (verse, "Haul away, boys, haul away"))) == []


class TestHostileTexts:
    def test_one_word_over_and_over(self) -> None:
        (repeat,) = repeats("word " * 200_000)
        assert (len(repeat.spans), repeat.words, repeat.similarity) == (25_000, 8, 1.0)

    def test_a_long_period(self) -> None:
        period = " ".join(f"w{n:b}".replace("0", "a").replace("1", "b") for n in range(1000))
        (repeat,) = repeats(" ".join([period] * 100))
        assert [len(repeat.spans), repeat.words] == [100, 1000]

    def test_random_words_of_few_kinds_run_out_of_budget(self) -> None:
        random = Random(1)
        found = find_repeats(tokenize(" ".join(random.choice("abcd") for _ in range(300_000))), DEFAULT_SETTINGS)
        assert not found.is_complete

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("0 " * 300_000, id="numbers"),
            pytest.param(f"{LEAD} " + "0 " * 300_000, id="numbers after words"),
            pytest.param("aB" * 300_000, id="glue"),
            pytest.param("“(" * 300_000 + LEAD + "”)" * 300_000 + LEAD, id="punctuation"),
            pytest.param("\n".join(["Net profit 12 against 14 a year before"] * 20_000), id="forms"),
        ],
    )
    def test_an_end_is_reached(self, text: str) -> None:
        assert all(repeat.spans[-1].end <= len(text) for repeat in repeats(text))

    def test_a_fibonacci_word(self) -> None:
        short, long = "a", "ab"
        while len(long) < 200_000:
            short, long = long, long + short
        assert find_repeats(tokenize(" ".join(long)), DEFAULT_SETTINGS).is_complete


VOCABULARY = [
    *["the", "of", "and", "to", "in", "a", "is", "on"],
    "ferry",
    "harbour",
    "Storm",
    "milk",
    "ÉTÉ",
    "2024",
    "港",
    "เรือ",
    "порт",
]
JOINTS = st.sampled_from([" ", " ", " ", ". ", ", ", "\n", "\n\n", " “", "” "])


@st.composite
def repetitive_texts(draw: st.DrawFn) -> str:
    """Some sentences in some order, with small edits: blocks of every size."""
    sentence = st.lists(st.sampled_from(VOCABULARY), min_size=5, max_size=14)
    sentences = draw(st.lists(sentence, min_size=1, max_size=4))
    words: list[str] = []
    for number in draw(st.lists(st.integers(0, len(sentences) - 1), min_size=1, max_size=8)):
        copy = list(sentences[number])
        if draw(st.booleans()):
            copy[draw(st.integers(0, len(copy) - 1))] = draw(st.sampled_from(VOCABULARY))
        words += copy
    return "".join(word + draw(JOINTS) for word in words)


@settings(max_examples=200, deadline=None)
@given(st.one_of(repetitive_texts(), st.text(max_size=300)))
def test_spans_are_in_order_and_apart(text: str) -> None:
    redundant: list[Span] = []
    for repeat in repeats(text):
        assert len(repeat.spans) >= 2
        assert repeat.spans[-1].end <= len(text)
        assert all(left.end <= right.start for left, right in pairwise(repeat.spans))
        assert all(span.of(text) == span.of(text).strip() != "" for span in repeat.spans)
        redundant += repeat.spans[1:]
    redundant.sort()
    assert all(left.end <= right.start for left, right in pairwise(redundant))


@settings(max_examples=200, deadline=None)
@given(repetitive_texts())
def test_occurrences_are_as_similar_as_claimed(text: str) -> None:
    for repeat in repeats(text):
        first, *others = [tokenize(span.of(text)).hashes.tolist() for span in repeat.spans]
        likeness = min(Indel.normalized_similarity(first, other) for other in others)
        assert len(first) == repeat.words
        assert 0 < repeat.similarity <= likeness + 1e-9


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 10_000), min_size=8, max_size=60, unique=True), st.sampled_from([" ", "\n", "\n\n", ". "])
)
def test_any_text_doubled_is_one_repeat(numbers: list[int], joint: str) -> None:
    text = " ".join(f"x{number:b}".replace("0", "a").replace("1", "b") for number in numbers)
    assert places(text + joint + text)[0] == [
        (0, len(text + joint.strip())),
        (len(text + joint), len(text + joint + text)),
    ]


@settings(max_examples=100, deadline=None)
@given(repetitive_texts())
def test_without_five_words_that_recur_there_is_no_repeat(text: str) -> None:
    words = tokenize(text).hashes.tolist()
    fives = [tuple(words[start : start + 5]) for start in range(len(words) - 4)]
    assume(len(fives) == len(set(fives)))
    assert repeats(text) == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="DEDUP_CORPORA names no folder that holds seeds/gold.json")
class TestSeeds:
    GOLD = json.loads((SEEDS / "gold.json").read_text())["articles"] if SEEDS.is_dir() else {}

    @pytest.mark.parametrize("name", sorted(GOLD))
    def test_every_block_to_the_character(self, name: str) -> None:
        text, gold = (SEEDS / name).read_bytes().decode(), self.GOLD[name]
        found = places(text)
        assert all([tuple(span) for span in block["spans"]] in found for block in gold["repeats"])

        def characters(spans: list[list[int]]) -> set[int]:
            return {at for start, end in spans for at in range(start, end) if text[at].isalnum()}

        told = characters([[*span] for block in found for span in block[1:]]) - characters(gold["optional"])
        assert told == characters(gold["redundant"])


def test_spans_are_values() -> None:
    assert repeats(f"{OUTLOOK}\n{OUTLOOK}")[0].spans == (
        Span(0, len(OUTLOOK)),
        Span(len(OUTLOOK) + 1, 2 * len(OUTLOOK) + 1),
    )


def test_a_notice_filled_in_for_another_person_is_no_repeat() -> None:
    form = (
        "{} passed away {}. Friends may call at the chapel on Mill Lane on {} at "
        "{} o'clock, and the urn will be laid to rest afterwards."
    )
    notices = [
        form.format("Ines Moll", "in March", "Monday", "nine"),
        form.format("Karl Rho", "abroad", "Friday", "two"),
    ]
    assert repeats("\n\n".join(notices)) == []
    assert len(repeats("\n\n".join([notices[0], notices[0]]))) == 1


def test_quotations_of_a_text_are_looked_for_once_whatever_its_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """An equal text beside it was compared with for every place of a block: 40 s for 69 copies of a megabyte."""
    asked: list[str] = []

    def noted(text: str) -> Quotations:
        asked.append(text)
        return quotations_of_paragraphs(text)

    monkeypatch.setattr("dedup.alignment.repeats.blocks.quotations_of_paragraphs", noted)
    text = f"{LEAD} {BACKGROUND} {MONEY} {LEAD} {OUTLOOK} {BACKGROUND} {LEAD}"
    for words in (tokenize(text), tokenize(text[:1] + text[1:])):
        assert len(find_repeats(words, DEFAULT_SETTINGS).blocks) == 2
    assert len(asked) <= 2
