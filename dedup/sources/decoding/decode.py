"""From bytes to text: byte order mark, the encoding that is given, UTF-8, the charset declared, then the likely one.

UTF-16 without a byte order mark is recognised by its NUL bytes, which stand at every other position in texts with Latin
letters, spaces or line feeds; without those, by letters of East Asia. If nothing decodes all bytes, those that do not
fit become U+FFFD. What was read with a doubt is said.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from typing import NamedTuple

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.likely_encoding import guess_encoding

_SAMPLE_BYTES = 1 << 16

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# The encoding that a name means in practice (https://encoding.spec.whatwg.org/#names-and-labels), by Python's names.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
_ISO_2022_JP = "iso2022_jp_2"  # Japanese in ASCII alone, behind escapes
_ESCAPE_OF_JAPANESE = lazy_pattern(rb"\x1b\$[@B]")
_EAST_ASIAN = lazy_pattern("[\t\n\r -~\u0e01-\u0e5b\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]")
_MIN_EAST_ASIAN_BYTES = 8
_MIN_NOT_ASCII = 0.25  # of the bytes; pairs of Latin letters would be Chinese signs
_KANA, _MIN_KANA = 0x30, 0.1  # the byte that all kana have in UTF-16, a zero in others; and its share
_MAX_OTHERS_OF_EAST_ASIAN = 0.05  # typographic signs; as UTF-16, other bytes have 45 % and more

_DECLARATION = lazy_pattern(
    rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_MAX_SHOWN_LINES = 10
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\b\x1b"))
_PRINTABLE = bytes(range(32, 127))
_NOT_CONTROLS = bytes(set(range(256)) - set(_CONTROLS))


class DecodedText(NamedTuple):
    """A text, and why it may not be what was written, if there is a doubt."""

    text: str
    doubt: str | None = None


def decode(source: bytes, declared: str | None = None) -> str:
    """The text that the bytes of a document encode; InputError if they are no text."""
    return decode_document(source, declared).text


def as_utf_8(page: bytes, declared: str | None = None) -> bytes:
    """The text that the bytes of a page encode, in UTF-8, in which nearly all are; InputError if they are no text.

    The charset that the page declares counts where its container `declared` none.
    """
    if unicode_encoding(page) is None and not _is_iso_2022_jp(page) and is_utf_8(page):
        refuse_binary(page)
        return page
    return decode(page, declared or declared_charset(page)).encode("utf-8", errors="replace")


def decode_document(source: bytes, declared: str | None = None, given: str | None = None) -> DecodedText:
    """The text that the bytes of a document encode, and what of it is a guess; InputError if they are no text.

    The encoding that is `given` is believed, against all but a byte order mark; the one that the document `declared`
    counts where it is no UTF-8.

    >>> decode_document("Łódź".encode("cp1250"), given="cp1250")
    DecodedText(text='Łódź', doubt=None)
    """
    encoding = unicode_encoding(source)
    if encoding is not None:
        return DecodedText(source.decode(encoding, errors="replace"))
    if given is not None:
        return _decode_given(source, given)
    refuse_binary(source)
    if _is_iso_2022_jp(source):
        return DecodedText(source.decode(_ISO_2022_JP))
    try:
        return DecodedText(source.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_legacy(source, declared)


def check_encoding(name: str | None) -> None:
    """InputError if a name is given that is not that of an encoding of texts."""
    try:
        if name is not None:
            if not codecs.lookup(name)._is_text_encoding:
                raise LookupError(name)
            b"a".decode(name, "replace")  # which a few refuse, such as that of host names
    except (LookupError, ValueError) as error:
        raise InputError(f"{name!r} is no encoding of texts; such are utf-8, cp1250, iso8859-2, koi8-r") from error


def declared_charset(page: bytes) -> str | None:
    """The encoding that the head of an HTML page or the declaration of an XML document names.

    >>> declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">')
    'windows-1251'
    """
    found = _DECLARATION.search(page[:4096])
    return found[1].decode("ascii", errors="replace") if found else None


def unicode_encoding(source: bytes) -> str | None:
    """The encoding that a byte order mark names, or UTF-16 if every other byte is NUL; None for neither."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if source.startswith(mark):
            return encoding
    sample = source[:_SAMPLE_BYTES]
    if b"\0" not in sample:
        return _east_asian_encoding(sample)
    even_nuls, odd_nuls = sample[::2].count(0), sample[1::2].count(0)
    enough = max(2, len(sample) // 25)  # Russian has a space every 6 letters; a stray NUL or two are no UTF-16
    if odd_nuls >= enough and even_nuls * 20 < odd_nuls:
        return "utf-16-le"
    if even_nuls >= enough and odd_nuls * 20 < even_nuls:
        return "utf-16-be"
    return _east_asian_encoding(sample)


def refuse_binary(source: bytes) -> None:
    """InputError for bytes with more control characters than damage explains, 1 in 100 and a few: an image..."""
    sample = source[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > min(len(sample) // 2, 4 + len(sample) // 100) or source.startswith(b"%PDF-"):
        raise InputError("binary, not text")


def replace_lone_surrogates(text: str) -> str:
    r"""The text with U+FFFD for each half of a surrogate pair, which JSON and file names can hold and UTF-8 cannot.

    >>> replace_lone_surrogates("a\ud800b")
    'a\ufffdb'
    """
    if text.isascii():
        return text
    try:
        text.encode("utf-16")  # refuses what UTF-8 refuses, in half the time
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def is_mostly_utf_8(source: bytes) -> bool:
    """Whether most of what is not ASCII is valid UTF-8; in other encodings such sequences are rare."""
    text = source.decode("utf-8", errors="replace")
    faults = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", errors="ignore")) > 2 * faults


def decode_as(source: bytes, encoding: str) -> str:
    """The text in an encoding, with U+FFFD for what does not fit."""
    return replace_lone_surrogates(source.decode(encoding, errors="replace"))  # UTF-7, for one, can encode them


def encoding_meant(name: str) -> str:
    """The encoding that a name means in practice; a name that Python does not know means nothing else.

    >>> encoding_meant("ISO-8859-1"), encoding_meant("koi8-r")
    ('cp1252', 'koi8-r')
    """
    try:
        return _MEANT.get(codecs.lookup(name).name, name)
    except (LookupError, ValueError):
        return name


def _decode_given(source: bytes, given: str) -> DecodedText:
    text = decode_as(source, encoding_meant(given))
    faults = text.count("\ufffd")
    return DecodedText(
        text, f"{faults:,} characters do not fit the encoding {given}: each is U+FFFD" if faults else None
    )


def _decode_legacy(source: bytes, declared: str | None) -> DecodedText:
    if is_mostly_utf_8(source):
        return _decode_damaged(source)
    if declared is not None and _decodes(source, named := encoding_meant(declared)):
        return DecodedText(decode_as(source, named))
    guess = guess_encoding(source)
    return DecodedText(decode_as(source, guess.encoding), guess.doubt)


def _decode_damaged(source: bytes) -> DecodedText:
    """UTF-8 with faults: lines that have no UTF-8 at all are in another encoding, the others are damaged."""
    lines = source.split(b"\n")
    foreign = [number for number, line in enumerate(lines) if not is_utf_8(line) and not is_mostly_utf_8(line)]
    if not foreign:
        text = source.decode("utf-8", errors="replace")
        return DecodedText(text, f"not in UTF-8, and read as U+FFFD: {text.count(chr(0xFFFD)):,} characters")
    encoding = guess_encoding(b"\n".join(lines[number] for number in foreign)).encoding
    texts = [line.decode("utf-8", errors="replace") for line in lines]
    for number in foreign:
        texts[number] = decode_as(lines[number], encoding)
    return DecodedText("\n".join(texts), foreign_lines([number + 1 for number in foreign], encoding))


def foreign_lines(numbers: Sequence[int], encoding: str) -> str:
    """What is said of lines that are not in the encoding of their file.

    >>> foreign_lines([3, 8], "cp1252")
    'not in the encoding of the file, and read as cp1252: lines 3, 8'
    """
    return f"not in the encoding of the file, and read as {encoding}: {line_numbers(numbers)}"


def line_numbers(numbers: Sequence[int]) -> str:
    """The first of some lines, and how many there are.

    >>> line_numbers([3]), line_numbers(range(2, 100))
    ('line 3', 'lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11... (98)')
    """
    shown = ", ".join(map(str, numbers[:_MAX_SHOWN_LINES]))
    rest = f"... ({len(numbers):,})" if len(numbers) > _MAX_SHOWN_LINES else ""
    return f"line{'s' if len(numbers) > 1 else ''} {shown}{rest}"


def is_utf_8(source: bytes) -> bool:
    """Whether the bytes are valid UTF-8."""
    return _decodes(source, "utf-8")


def _is_iso_2022_jp(source: bytes) -> bool:
    return b"\x1b" in source and _ESCAPE_OF_JAPANESE.search(source) is not None and _decodes(source, _ISO_2022_JP)


def _decodes(source: bytes, encoding: str) -> bool:
    try:
        source.decode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def _east_asian_encoding(sample: bytes) -> str | None:
    """UTF-16 without NUL bytes: by control characters or the byte of kana, and letters of East Asia."""
    not_ascii = len(sample.translate(None, _PRINTABLE))
    if len(sample) < _MIN_EAST_ASIAN_BYTES or not_ascii < _MIN_NOT_ASCII * len(sample):
        return None
    has_controls = bool(sample.translate(None, _NOT_CONTROLS))
    if not has_controls and max(sample[::2].count(_KANA), sample[1::2].count(_KANA)) < _MIN_KANA * len(sample):
        return None
    even = sample[: len(sample) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = even.decode(encoding, errors="replace")
        if len(_EAST_ASIAN.sub("", text)) <= _MAX_OTHERS_OF_EAST_ASIAN * len(text):
            return encoding
    return None
