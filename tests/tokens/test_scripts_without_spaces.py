"""Scripts without spaces between words: copies with words changed are near, and doubled sentences are found."""

from __future__ import annotations

from random import Random

import pytest

import dedup

# Words of the same meanings: government, announces, builds, bridge, new, river...
WORDS = {
    "th": "รัฐบาล ประกาศ จะ สร้าง สะพาน ใหม่ ข้าม แม่น้ำ ปี หน้า ประชาชน เมือง ดีใจ เพราะ การ เดินทาง สะดวก กว่า เดิม",
    "lo": "ລັດຖະບານ ປະກາດ ຈະ ສ້າງ ຂົວ ໃໝ່ ຂ້າມ ແມ່ນ້ຳ ປີ ໜ້າ ປະຊາຊົນ ເມືອງ ດີໃຈ ເພາະ ການ ເດີນທາງ ສະດວກ ກວ່າ ເກົ່າ",
    "km": "រដ្ឋាភិបាល ប្រកាស ថា នឹង សាងសង់ ស្ពាន ថ្មី ឆ្លង ទន្លេ នៅ ឆ្នាំ ក្រោយ ប្រជាជន ទីក្រុង សប្បាយ ព្រោះ ងាយស្រួល ជាង មុន",
    "my": "အစိုးရ ကြေညာ သည် မြစ် ကူး တံတား အသစ် ကို လာမည့် နှစ် တွင် ဆောက်လုပ် မည် ပြည်သူ များ ဝမ်းသာ ခရီး ပို လွယ်ကူ စေ",
    "bo": "སྲིད་ གཞུང་ གིས་ ཟམ་ པ་ གསར་ ཞིག་ ལོ་ རྗེས་ རྒྱག་ བསྒྲགས་ མི་ དམངས་ དགའ་ ཡོད་ གྲོང་ ཁྱེར་ འགྲོ་ ལམ་ བདེ་",
}
STOP = {"th": " ", "lo": ". ", "km": "។ ", "my": "။ ", "bo": "། "}
languages = pytest.mark.parametrize("language", WORDS)


def made_words(language: str, random: Random, count: int) -> list[str]:
    return random.choices(WORDS[language].split(), k=count)


def as_text(language: str, words: list[str]) -> str:
    """Sentences of twelve words, without a space inside."""
    return "".join("".join(words[at : at + 12]) + STOP[language] for at in range(0, len(words), 12))


@languages
def test_a_copy_with_three_of_sixty_words_changed_is_near(language: str) -> None:
    random = Random(1)
    words = made_words(language, random, 60)
    edited = [made_words(language, random, 1)[0] if at in (7, 29, 50) else word for at, word in enumerate(words)]
    assert dedup.compare(as_text(language, words), as_text(language, edited)).relation == "near"


@languages
def test_other_words_of_the_same_letters_are_no_copy(language: str) -> None:
    random, words = Random(2), WORDS[language].split()
    one, other = (as_text(language, random.choices(half, k=60)) for half in (words[:12], words[8:]))
    assert dedup.compare(one, other).relation not in ("exact", "near", "syndicated", "excerpt")


@languages
def test_a_sentence_that_stands_twice_is_found(language: str) -> None:
    random, words = Random(3), WORDS[language].split()
    sentence = as_text(language, random.sample(words[:12], 12)).strip()
    part = as_text(language, random.sample(words[12:], 7)).strip()
    text = f"{sentence}\n\n{part}\n\n{sentence}"
    (repeat,) = dedup.repeats(text)
    assert [span.of(text) for span in repeat.spans] == [sentence, sentence]


@languages
def test_its_language_is_known_by_its_script(language: str) -> None:
    text = as_text(language, made_words(language, Random(4), 30))
    assert dedup.compare(text, text).relation == "exact"
    assert language_of_text(text) == language


def language_of_text(text: str) -> str:
    from dedup.settings import DEFAULT_SETTINGS
    from dedup.tokens.language import language_of
    from dedup.tokens.words import tokenize

    return language_of(dedup.Article("a", text), tokenize(text), DEFAULT_SETTINGS)
