"""Texts that were encoded twice (`DÃ©jÃ `): mended by ftfy where the whole text agrees, else left, with a warning.

ftfy takes a millisecond for an article, so a text must first have the mark of such a fault: a letter that begins a
character in UTF-8, before signs that go on with it. English costs nothing, languages of Latin letters 1 ns for a
character, others 10.
"""

from __future__ import annotations

import re

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.decode import DecodedText, decode_document

_CODE_PAGES = ("cp1252", "cp1250", "cp1251")
_CONTINUED = "".join(
    sorted({bytes([byte]).decode(page, errors="ignore") for page in _CODE_PAGES for byte in range(0x80, 0xC0)})
).replace("\xa0", "")  # a fixed space stands behind any letter
_CONTROLS = "".join(map(chr, range(0x80, 0xA0)))
_SIGN = f"[{re.escape(_CONTINUED)}{_CONTROLS}]"
_OF_TWO, _OF_THREE, _OF_MAC = "ÂÃÄÅÆÎÏÐÑ×ØÙĂĹÐРС", "àâãåæçèéêëìíð", "├√"
# All begin with one set of letters, which the search skips to.
_MARK = lazy_pattern(
    rf"[{_OF_TWO}{_OF_THREE}{_OF_MAC}]"
    rf"(?:(?<=[{_OF_TWO}{_OF_MAC}]){_SIGN}|(?<=[{_OF_THREE}]){_SIGN}{{2}}|(?<=[{_OF_MAC}]).)"
)
# Every mark but those of a Mac holds two of these letters and signs in a row: looked for in Latin-1, where they and all
# that Latin-1 does not have are question marks.
_MAY_BE_OF_MARK = (_OF_TWO + _CONTINUED + _CONTROLS).encode("latin-1", "replace")
_AS_QUESTION_MARKS = bytes(ord("?") if byte in _MAY_BE_OF_MARK else ord(" ") for byte in range(256))
_SEARCHED_CHARACTERS = 2000  # at the beginning; a text that was encoded twice shows it there
_MIN_MENDED = 3  # characters that all prove to be UTF-8 are no chance
_UNSURE_STEPS = ("decode_inconsistent_utf8", "replace_lossy_sequences")


def decode_mended(source: bytes, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a document, in this encoding if it is known, and what of it is doubtful; InputError if it is none.

    >>> decode_mended("DÃ©jÃ  vu".encode())
    ('Déjà vu', ())
    """
    decoded = decode_document(source, given=encoding)
    mended = mend_mojibake(decoded.text)
    return mended.text, tuple(doubt for doubt in (decoded.doubt, mended.doubt) if doubt is not None)


def mend_mojibake(text: str) -> DecodedText:
    """The text as it was before it was encoded twice; the same text, with a doubt, if only some of it was.

    >>> mend_mojibake("DÃ©jÃ  vu").text, mend_mojibake("Déjà vu").text
    ('Déjà vu', 'Déjà vu')
    """
    if text.isascii() or not _has_mark(text[:_SEARCHED_CHARACTERS]):
        return DecodedText(text)
    import ftfy

    mended, steps = ftfy.fix_encoding_and_explain(text)
    if mended == text:
        return DecodedText(_decoded_again(text) or text)
    if any(step.parameter in _UNSURE_STEPS for step in steps or ()):
        return DecodedText(text, "some of the text seems to have been encoded twice: it was left as it is")
    return DecodedText(mended)


def _has_mark(text: str) -> bool:
    signs = text.encode("latin-1", "replace").translate(_AS_QUESTION_MARKS)
    if b"??" not in signs and _OF_MAC[0] not in text and _OF_MAC[1] not in text:
        return False
    return _MARK.search(text) is not None


def _decoded_again(text: str) -> str | None:
    """The text whose UTF-8, read in another encoding, is all of this text; ftfy knows such signs of few languages."""
    for page in _CODE_PAGES:
        try:
            mended = text.encode(f"sloppy-windows-{page[2:]}").decode("utf-8")  # ftfy's encodings, without gaps
        except UnicodeError:
            continue
        if len(mended) - len(mended.encode("ascii", errors="ignore")) >= _MIN_MENDED:
            return mended
    return None
