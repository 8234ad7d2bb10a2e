"""Passages: what is found, how exactly, and what is not."""

from __future__ import annotations

import random

import numpy as np
import pytest
from alignment_texts import BEES, DESERT, HARBOUR, QUOTED, SUMMARY, TEACHING, TEACHING_REWORDED
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.alignment.alignment_text import AlignmentText, prepare_text
from dedup.alignment.background_rates import count_rates
from dedup.alignment.passage import Alignment, Passage, PassageKind
from dedup.alignment.passages import align
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import tokenize

# In each: an unrelated text, another, and a stretch that both get.
SCRIPTS = {
    "Latin": (BEES, DESERT, QUOTED),
    "Chinese": (
        "昨天傍晚，山谷里的老邮局重新开门，三十多位村民排队寄出了今年的第一批苹果干。",
        "研究人员在海边安装了新的潮汐仪器，渔民们说它像一只睡着的海龟。",
        "工程师发现七座桥墩中有两座出现裂缝，市政府决定从周一起禁止货车通行，直到秋季修复完成为止。",
    ),
    "Japanese": (
        "山の上の古い天文台で、子どもたちが手作りの望遠鏡を並べて冬の星座を観察した。",
        "港の市場では今年はじめての鰹が並び、威勢のよい声が朝の空気に響いている。",
        "技術者たちは橋脚のうち二本にひび割れを見つけ、市は月曜日から秋の修理が終わるまで大型車の通行を禁止すると発表した。",
    ),
    "Thai": (
        "ชาวสวนบนภูเขาเริ่มเก็บกาแฟเมล็ดแรกของปีเมื่อวานนี้ และเด็กนักเรียนช่วยกันตากเมล็ดกลางแดด",
        "พิพิธภัณฑ์เรือไม้เปิดห้องใหม่ให้เด็กเล็กเข้าชมฟรีทุกวันอาทิตย์ตลอดฤดูฝน",
        "วิศวกรพบรอยร้าวในเสาสะพานสองต้นจากเจ็ดต้น เทศบาลจึงห้ามรถบรรทุกผ่านตั้งแต่วันจันทร์ จนกว่าการซ่อมแซมจะเสร็จในปลายปีนี้ "
        "ผู้โดยสารต้องใช้เรือข้ามฟากแทน และโรงเรียนในเมืองเปลี่ยนเวลาเข้าเรียนเป็นเก้าโมงเช้า",
    ),
    "Arabic": (
        "افتتح أهالي القرية الجبلية مكتبة صغيرة في بيت قديم من الحجر، وتبرع كل تلميذ بكتاب يحبه.",
        "بدأ الصيادون موسم السردين مبكرا هذا العام بعد أن عادت المياه الدافئة إلى الخليج.",
        (
            "اكتشف المهندسون شقوقا في عمودين من أعمدة الجسر السبعة، وقررت البلدية منع مرور الشاحنات ابتداء من يوم "
            "الاثنين حتى انتهاء أعمال الترميم في الخريف المقبل."
        ),
    ),
    "Cyrillic": (
        "Жители горной деревни открыли маленькую библиотеку в старом каменном доме на берегу ручья.",
        "Рыбаки начали сезон сельди раньше обычного, потому что вода в заливе потеплела.",
        (
            "Инженеры обнаружили трещины в двух из семи опор моста, и город с понедельника закрыл среднюю полосу "
            "для грузовиков до окончания осеннего ремонта всех опор."
        ),
    ),
}


def prepared(text: str) -> AlignmentText:
    return prepare_text(tokenize(text), DEFAULT_SETTINGS)


def find(left: str, right: str) -> Alignment:
    return align(prepared(left), prepared(right), DEFAULT_SETTINGS)


def shuffled(text: str, seed: int) -> str:
    words = text.split()
    random.Random(seed).shuffle(words)
    return " ".join(words)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_copy_in_unrelated_text_is_exact_to_the_character(script: str) -> None:
    left, right, copied = SCRIPTS[script]
    [passage] = find(f"{left}\n\n{copied}\n\n{left[::-1]}", f"{right} {copied} {right[::-1]}").passages
    end = ".。"
    assert passage.left.of(f"{left}\n\n{copied}\n\n{left[::-1]}").strip(end) == copied.strip(end)
    assert passage.right.of(f"{right} {copied} {right[::-1]}").strip(end) == copied.strip(end)
    assert passage.kind is PassageKind.VERBATIM
    assert passage.similarity == passage.reuse_share == 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_unrelated_texts_share_nothing(script: str) -> None:
    left, right, _ = SCRIPTS[script]
    assert find(left, right) == Alignment()


def test_a_copy_in_the_middle_of_sentences_keeps_its_borders() -> None:
    words = QUOTED.split()[2:30]
    left = BEES.replace("a computer draws a map", f"a computer says {' '.join(words)} perhaps")
    right = DESERT.replace("tasted of hazelnut", f"tasted {' '.join(words)} indeed")
    [passage] = find(left, right).passages
    assert passage.left.of(left) == passage.right.of(right) == " ".join(words)
    assert passage.words == len(words)


def test_kinds_of_change() -> None:
    edited = QUOTED.replace("seven", "nine").replace("twenty minutes", "half an hour")
    kinds = {
        PassageKind.EDITED: (QUOTED, edited),
        PassageKind.REORDERED: (TEACHING, shuffled(TEACHING, 4)),
        PassageKind.REWORDED: (TEACHING, TEACHING_REWORDED),
    }
    for kind, (original, changed) in kinds.items():
        [passage] = find(f"{BEES}\n\n{original}", f"{DESERT}\n\n{changed}").passages
        assert passage.kind is kind
        assert passage.similarity < 1


def test_a_word_changed_is_no_longer_verbatim() -> None:
    [passage] = find(QUOTED, QUOTED.replace("seven", "nine")).passages
    words = len(QUOTED.split())
    assert passage.similarity == pytest.approx((words - 1) / words)
    assert passage.kind is PassageKind.EDITED


def test_case_and_accents_are_folded() -> None:
    [passage] = find(QUOTED, QUOTED.upper().replace("E", "É")).passages
    assert passage.kind is PassageKind.VERBATIM


def test_each_copied_part_is_a_passage_in_the_order_of_the_left_text() -> None:
    paragraphs = HARBOUR.split("\n\n")
    left = "\n\n".join([paragraphs[0], BEES, paragraphs[4]])
    right = "\n\n".join([paragraphs[4], DESERT, paragraphs[0]])
    assert [passage.left.of(left).strip(".") for passage in find(left, right).passages] == [
        paragraphs[0].strip("."),
        paragraphs[4].strip("."),
    ]


def test_the_same_words_are_one_passage_however_short() -> None:
    [passage] = find("Rain today!", "rain  today").passages
    assert (passage.words, passage.kind) == (2, PassageKind.VERBATIM)
    assert find("", "") == find("...", "Rain today.") == Alignment()


def test_a_summary_is_found_and_is_no_passage() -> None:
    alignment = find(f"{BEES}\n\n{SUMMARY}", HARBOUR)
    [summary] = alignment.summaries
    assert not alignment.passages
    found = summary.left.of(f"{BEES}\n\n{SUMMARY}")
    assert "1961" in found
    assert "truffle" not in found
    assert summary.right.of(HARBOUR) == HARBOUR


def test_words_that_do_not_count_are_neither_matched_nor_counted() -> None:
    text = f"{BEES}\n\n{QUOTED}\n\n{DESERT}\n\n{QUOTED}"
    words = tokenize(text)
    counts = np.ones(len(words), bool)
    counts[words.starts >= text.rindex(QUOTED)] = False
    quoted = prepared(QUOTED)
    [passage] = align(prepare_text(words, DEFAULT_SETTINGS, counts), quoted, DEFAULT_SETTINGS).passages
    assert passage.left.start == text.index(QUOTED)
    assert passage.words == len(quoted)
    assert (
        align(prepare_text(words, DEFAULT_SETTINGS, np.zeros(len(words), bool)), quoted, DEFAULT_SETTINGS)
        == Alignment()
    )


def test_a_mask_must_fit() -> None:
    with pytest.raises(ValueError, match="a mask over 2 words"):
        prepare_text(tokenize("Rain today"), DEFAULT_SETTINGS, np.ones(3, bool))


def test_what_a_corpus_keeps_saying_is_no_passage() -> None:
    notice = "Readers who want to comment can write to the editor, who regrets that not every letter can be printed."
    left, right = f"{BEES} {notice}", f"{DESERT} {notice}"
    assert find(left, right).passages
    rates = count_rates([tokenize(notice)], 400)
    one, other = (prepare_text(tokenize(side), DEFAULT_SETTINGS, background=rates) for side in (left, right))
    assert not align(one, other, DEFAULT_SETTINGS).passages


def test_a_long_edited_copy_is_one_passage() -> None:
    chosen = random.Random(3)
    vocabulary = ["".join(chosen.choices("abdeiklmnorstu", k=7)) for _ in range(4000)]
    text = [chosen.choice(vocabulary) for _ in range(20_000)]
    edited = [word if chosen.random() > 0.05 else "changed" for word in text]
    [passage] = find(" ".join(text), " ".join(edited)).passages
    assert passage.words > 19_900
    assert passage.similarity == pytest.approx(0.95, abs=0.01)


pieces = st.sampled_from(
    [part for texts in SCRIPTS.values() for part in texts] + HARBOUR.split("\n\n") + [SUMMARY, "12 3.", "\n", "é", "?"]
)
texts = st.lists(st.one_of(pieces, pieces.map(lambda piece: shuffled(piece, 1)), st.text(max_size=20)), max_size=6)


@pytest.mark.parametrize("left_out", range(20, 70, 6))
@pytest.mark.parametrize("place", [0.3, 0.45, 0.5, 0.55, 0.7])
def test_what_stands_on_both_sides_of_a_gap_is_found(place: float, left_out: int) -> None:
    """An editor's cut of a paragraph: neither side of it is lost, wherever it is."""
    words = HARBOUR.split(" ")
    first = int(place * len(words))
    found = find(HARBOUR, " ".join(words[:first] + words[first + left_out :])).passages
    assert sum(passage.left.end - passage.left.start for passage in found) > 0.8 * len(HARBOUR)


@settings(max_examples=150, deadline=None)
@given(texts, texts, st.sampled_from([" ", "\n\n", ""]))
def test_the_other_order_is_the_mirror(left: list[str], right: list[str], between: str) -> None:
    sides = between.join(left), between.join(right)
    assert find(*sides[::-1]) == find(*sides).mirrored()


@settings(max_examples=150, deadline=None)
@given(texts, texts)
def test_spans_slice_to_the_words_claimed(left: list[str], right: list[str]) -> None:
    left_text, right_text = " ".join(left), " ".join(right)
    for passage in find(left_text, right_text).passages:
        sides = tokenize(passage.left.of(left_text)), tokenize(passage.right.of(right_text))
        assert all(len(side) and side.starts[0] == 0 and side.ends[-1] == len(side.text) for side in sides)
        assert 0 <= passage.similarity <= 1
        assert 0 < passage.reuse_share <= 1
        assert 0 < passage.words <= min(map(len, sides))
        same = sides[0].hashes.tolist() == sides[1].hashes.tolist()
        assert same == (passage.similarity == 1) == (passage.kind is PassageKind.VERBATIM)


def test_mirroring_swaps_sides_and_keeps_order() -> None:
    passages = find(f"{QUOTED} {BEES}", f"{BEES} {DESERT} {QUOTED}").passages
    swapped = Alignment(passages).mirrored().passages
    assert {Passage(p.right, p.left, p.words, p.similarity, p.reuse_share, p.kind) for p in passages} == set(swapped)
    assert list(swapped) == sorted(swapped, key=lambda passage: passage.left)
