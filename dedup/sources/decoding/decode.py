"""From bytes to text: byte order mark, UTF-8, the charset that the document declares, then charset-normalizer.

UTF-16 without a byte order mark is recognised by its NUL bytes, which stand at every other position in texts with Latin
letters, spaces or line feeds; without those it cannot be recognised. If nothing decodes all bytes, those that do not
fit become U+FFFD.
"""

from __future__ import annotations

import codecs
import re

from dedup.errors import InputError

_SAMPLE_BYTES = 1 << 16

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# The encoding that a declared name means in practice (https://encoding.spec.whatwg.org/#names-and-labels).
_DECLARED = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}

# The legacy encodings of the web. Of several that fit a text about equally well, the first is chosen: Western texts fit
# the encodings of Central Europe, Turkey and the Baltic too, and are commoner, so that texts from there may be decoded
# wrongly if no charset is declared. With all encodings of Python, short Russian texts are taken for Macintosh files.
_LEGACY = [
    *("cp1252", "cp1255", "cp1251", "cp932", "gb18030", "big5hkscs", "cp949", "euc_jp", "cp1250", "cp1254"),
    *("iso8859_2", "iso8859_15", "koi8_r", "koi8_u", "cp1253", "cp1256", "cp1257", "cp1258", "cp874", "cp866"),
]
_CHAOS_TOLERANCE = 0.06  # French with typographic apostrophes is .05 more chaotic in its own encoding than in another
_COHERENCE_TOLERANCE = 0.2

_DECLARATION = re.compile(
    rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\b\x1b"))


def decode(source: bytes, declared: str | None = None) -> str:
    """The text that the bytes of a document encode; InputError if they are no text."""
    encoding = unicode_encoding(source)
    if encoding is not None:
        return source.decode(encoding, errors="replace")
    refuse_binary(source)
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(source, _legacy_encoding(source, error.start, declared))


def declared_charset(page: bytes) -> str | None:
    """The encoding that the head of an HTML page or the declaration of an XML document names.

    >>> declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">')
    'windows-1251'
    """
    found = _DECLARATION.search(page[:4096])
    return found[1].decode("ascii", errors="replace") if found else None


class LineDecoder:
    """Decodes the lines of one file of records: UTF-8, else the encoding of the first line that is not UTF-8."""

    def __init__(self) -> None:
        self._legacy: str | None = None

    def decode(self, line: bytes) -> str:
        """The text of a line."""
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            self._legacy = _legacy_encoding(line, error.start, self._legacy)
            return _decode_legacy(line, self._legacy)


def unicode_encoding(source: bytes) -> str | None:
    """The encoding that a byte order mark names, or UTF-16 if every other byte is NUL; None for neither."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if source.startswith(mark):
            return encoding
    sample = source[:_SAMPLE_BYTES]
    if b"\0" not in sample:
        return None
    even_nuls, odd_nuls = sample[::2].count(0), sample[1::2].count(0)
    enough = max(2, len(sample) // 25)  # Russian has a space every 6 letters; a stray NUL or two are no UTF-16
    if odd_nuls >= enough and even_nuls * 20 < odd_nuls:
        return "utf-16-le"
    if even_nuls >= enough and odd_nuls * 20 < even_nuls:
        return "utf-16-be"
    return None


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


def _legacy_encoding(source: bytes, first_invalid: int, declared: str | None) -> str:
    """The encoding of bytes that are not UTF-8 throughout; `first_invalid` is the place of the first such byte."""
    if _is_damaged_utf8(source):
        return "utf-8"
    if declared is not None and _decodes(source, named := _DECLARED.get(declared.lower(), declared)):
        return named
    return _likely_encoding(source[max(0, first_invalid - _SAMPLE_BYTES // 2) :][:_SAMPLE_BYTES])


def _decode_legacy(source: bytes, encoding: str) -> str:
    return replace_lone_surrogates(source.decode(encoding, errors="replace"))  # UTF-7, for one, can encode them


def _is_damaged_utf8(source: bytes) -> bool:
    """Whether most of what is not ASCII is valid UTF-8; in other encodings such sequences are rare."""
    text = source.decode("utf-8", errors="replace")
    faults = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", errors="ignore")) > 2 * faults


def _decodes(source: bytes, encoding: str) -> bool:
    try:
        source.decode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def _likely_encoding(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=_LEGACY)
    best = matches.best()
    if best is None:
        return _LEGACY[0]
    equals = [
        match.encoding
        for match in matches
        if match.chaos <= best.chaos + _CHAOS_TOLERANCE and match.coherence >= best.coherence - _COHERENCE_TOLERANCE
    ]
    return min(equals, key=_LEGACY.index)
