"""Encodings: what bytes stand for, whether they say so or not."""

from __future__ import annotations

import pytest

from dedup.errors import InputError
from dedup.sources.decoding.decode import LineDecoder, declared_charset, decode

SPANISH = "El Niño llegará mañana a la península, según el director José Ibáñez, y traerá más lluvia."
FRENCH = "Le président a déclaré lundi que l’été serait très chaud à Paris, où les écoles ferment déjà."
GERMAN = "Der Fluss stieg über Nacht, die Brücke wurde gesperrt, und viele Straßen blieben naß."
RUSSIAN = "Река поднялась за ночь на метр, и мост был закрыт для движения до полудня."
GREEK = "Το ποτάμι ανέβηκε τη νύχτα κατά ένα μέτρο και η γέφυρα έκλεισε."
JAPANESE = "川の水位は夜のうちに一メートル上がり、橋は正午まで閉鎖された。"
CHINESE = "河水一夜之间上涨了一米，大桥关闭到中午。"
KOREAN = "강물이 밤새 일 미터 올랐고 다리는 정오까지 폐쇄되었다."
ARABIC = "ارتفع منسوب النهر مترا خلال الليل وأغلق الجسر حتى الظهر."
THAI = "น้ำในแม่น้ำสูงขึ้นหนึ่งเมตรในตอนกลางคืน และสะพานถูกปิดจนถึงเที่ยง"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *[
            (text, encoding)
            for text in (SPANISH, GREEK, CHINESE)
            for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")
        ],
        (SPANISH, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        (SPANISH, "cp1252"),
        (FRENCH, "cp1252"),
        (GERMAN, "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb2312"),
        (CHINESE, "gb18030"),
        (KOREAN, "euc_kr"),
        (ARABIC, "cp1256"),
        (THAI, "cp874"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_text_is_told_without_being_declared(text: str, encoding: str, times: int) -> None:
    whole = "\n".join([text] * times)
    assert decode(whole.encode(encoding)) == whole


def test_a_late_foreign_letter_is_told_from_what_stands_around_it() -> None:
    text = "The river rose by a metre. " * 10_000 + SPANISH
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252", "latin1"])
def test_a_declared_charset_counts_where_utf_8_does_not_fit(declared: str) -> None:
    assert decode("naïve".encode("cp1252"), declared) == "naïve"
    assert decode("naïve".encode(), declared) == "naïve"


@pytest.mark.parametrize("declared", ["no-such-charset", "utf-8", "base64"])
def test_a_wrong_declaration_is_passed_over(declared: str) -> None:
    assert decode(SPANISH.encode("cp1252"), declared) == SPANISH


def test_damaged_utf_8_stays_utf_8() -> None:
    source = RUSSIAN.encode()
    assert decode(source[:-2] + b".") == RUSSIAN[:-2] + "\ufffd."


@pytest.mark.parametrize(
    "source", [bytes(10), bytes(range(32)) * 10, b"%PDF-1.4\n", b"PK\x03\x04\x14\x00\x00\x00\x08\x00"]
)
def test_what_is_no_text_is_refused(source: bytes) -> None:
    with pytest.raises(InputError, match="binary, not text"):
        decode(source)


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<html><head><META CHARSET="Shift_JIS">', "Shift_JIS"),
        (b"<meta charset=utf-8>", "utf-8"),
        (b"<meta http-equiv='content-type' content='text/html; charset=euc-kr'>", "euc-kr"),
        (b'<?xml version="1.0" encoding="windows-1251"?>', "windows-1251"),
        (b"<p>charset=none</p>", None),
        (b" " * 5000 + b"<meta charset=utf-8>", None),
    ],
)
def test_declared_charset(head: bytes, charset: str | None) -> None:
    assert declared_charset(head) == charset


def test_lines_of_a_legacy_file_share_one_encoding() -> None:
    lines = ["id,text", RUSSIAN, "да", "end"]
    decoder = LineDecoder()
    assert [decoder.decode(line.encode("cp1251")) for line in lines] == lines
