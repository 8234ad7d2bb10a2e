"""Patterns of names that show themselves that they are an outlet's, though the registry does not list them.

    oakdale.example.com      a domain
    Oakdale Gazette          a proper name and a word that only newspapers are called by
    Meridian News Agency     a proper name and words that only agencies are called by; in some languages they precede it

Such a name is as good as a listed one beside a phrase that credits it. Elsewhere it is only a name. Some words are left
out because others are called by them: "Post", "Press", "Observer" and "News Bureau" (Deutsche Post, University Press),
"Press Service" (of an office); an intelligence service is a Nachrichtendienst as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import chain

from dedup.runtime.patterns import lazy_pattern

# Scripts that are written without spaces, and Hangul, whose particles are written together with the name.
UNSPACED = "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
# With those of Thai, Lao, Burmese and Khmer, whose words are longer than a sign.
RUN_TOGETHER = f"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff{UNSPACED}"
SENTENCE_ENDS = ".!?…。！？।॥؟۔։።။។"

_COUNTRIES = "eu uk de at ch fr es it pt br nl be se dk no fi pl cz sk hu ro ru ua tr gr cn jp kr in id vn us ca au"
_TOP_LEVEL = "|".join(["com|net|org|news|info|io|tv|co|me|gg|xyz", *_COUNTRIES.split()])
DOMAIN_PATTERN = lazy_pattern(rf"(?:[\w-]+\.)+(?:{_TOP_LEVEL})(?![\w.-]*\w)", re.IGNORECASE)
_MAX_DOMAIN_CHARACTERS = 253
_DOMAIN_BEGINNING = lazy_pattern(rf"[\w-]{{1,{_MAX_DOMAIN_CHARACTERS}}}+\.")
_DOMAIN_CHARACTERS = lazy_pattern(rf"[\w.-]{{1,{_MAX_DOMAIN_CHARACTERS + 1}}}+")
_MAX_WORD_CHARACTERS = 60  # of a name; longer ones are no words
_REST = rf"[\w’'&.-]{{0,{_MAX_WORD_CHARACTERS}}}+"

_NEWSPAPER_WORDS = (
    "Times|Tribune|Herald|Gazette|Chronicle|Telegraph|Inquirer|Examiner|Courier|Sentinel|Daily"
    "|(?:Daily|Evening|Morning) News|Zeitung|Nachrichten|Rundschau|Anzeiger|Tageblatt|Kurier"
)
NEWSPAPER_ENDINGS = tuple(_NEWSPAPER_WORDS.replace("(?:Daily|Evening|Morning) ", "").split("|"))
NEWSPAPER_PATTERN = lazy_pattern(rf"(?:[A-ZÀ-Þ]{_REST} ){{1,4}}(?:{_NEWSPAPER_WORDS})(?![\w-])(?! (?:of|[A-Z]))")

# Words that agencies are called by, by language: after their proper name (_LAST), or before it (_FIRST).
_LAST = {
    "en": "News Agency, Press Agency, News Service, Press Association, Telegraph Agency, Wire Service, Newswire",
    "de": "Nachrichtenagentur, Presseagentur, Presse-Agentur, Pressedienst",
    "nl": "Persbureau, Nieuwsdienst",
    "sv": "Nyhetsbyrå, Nyhetsbyrån, Telegrambyrå",
    "da": "Nyhedsbureau",
    "nb": "Nyhetsbyrå, Telegrambyrå",
    "fi": "uutistoimisto, Uutistoimisto, Tietotoimisto",
    "pl": "Agencja Prasowa, Agencja Informacyjna",
    "cs": "tisková kancelář, tisková agentura",
    "hu": "Távirati Iroda, hírügynökség, Hírügynökség",
    "el": "Πρακτορείο Ειδήσεων",
    "ru": "информационное агентство, телеграфное агентство",
    "uk": "інформаційне агентство, телеграфне агентство",
    "tr": "Haber Ajansı, Ajansı",
    "hi": "समाचार एजेंसी",
}
_FIRST = {
    "fr": "Agence de presse, Agence de Presse",
    "es": "Agencia de noticias, Agencia de Noticias",
    "it": "Agenzia di stampa, Agenzia Stampa",
    "pt": "Agência de notícias, Agência de Notícias",
    "ro": "Agenția de presă, Agenția de știri, Agenția de Presă, Agenția de Știri",
    "ar": "وكالة أنباء, وكالة الأنباء",
    "vi": "Thông tấn xã",
    "id": "Kantor Berita",
}
_last, _first = (sorted({phrase for row in rows.values() for phrase in row.split(", ")}) for rows in (_LAST, _FIRST))
_PROPER = rf"[^\W\d_a-zß-ÿа-яёіїєґα-ωά-ώ]{_REST}"  # does not begin in lower case; scripts without case match
_UNSPACED_LAST = "通讯社|通訊社|通信社|통신사"
AGENCY = (
    rf"(?!The )(?:{_PROPER} ){{1,4}}(?:{'|'.join([*_last, *map(str.upper, _last)])})(?![\w-])"
    rf"|(?:{'|'.join(_first)})(?: {_PROPER}){{1,3}}"
    rf"|[^\W\d_]{{2,6}}?(?:{_UNSPACED_LAST})"
)
AGENCY_PATTERN = lazy_pattern(AGENCY)
# What every name has that matches the pattern; ten times as fast to look for.
AGENCY_SIGN = lazy_pattern(f"{'|'.join([*_last, *map(str.upper, _last), *_first])}|{_UNSPACED_LAST}")


def _bounds(ranges: str) -> tuple[str, ...]:
    """The first character of each range, and the first behind it."""
    ends = zip(ranges[::3], ranges[2::3], strict=True)
    return tuple(chain.from_iterable((first, chr(ord(last) + 1)) for first, last in ends))


_UNSPACED_BOUNDS, _RUN_TOGETHER_BOUNDS = _bounds(UNSPACED), _bounds(RUN_TOGETHER)


def is_unspaced(sign: str) -> bool:
    """Whether a character is of a script without spaces, or Hangul: a pattern would take milliseconds to compile.

    >>> is_unspaced("中"), is_unspaced("é"), is_unspaced("")
    (True, False, False)
    """
    return bisect_right(_UNSPACED_BOUNDS, sign) % 2 == 1


def holds_unspaced(text: str) -> bool:
    """Whether a short text holds such a character.

    >>> holds_unspaced("据新华社 12"), holds_unspaced("“Señal”")
    (True, False)
    """
    return max(text, default="") >= _UNSPACED_BOUNDS[0] and any(map(is_unspaced, text))


def is_run_together(sign: str) -> bool:
    """Whether a character is of a script that writes words together.

    >>> is_run_together("ก"), is_run_together("中"), is_run_together("é")
    (True, True, False)
    """
    return bisect_right(_RUN_TOGETHER_BOUNDS, sign) % 2 == 1


def domain_at(text: str, start: int) -> re.Match[str] | None:
    """The domain that begins at a place, in time that no text can make long.

    >>> domain_at("See oakdale.example.com/news", 4).group()
    'oakdale.example.com'
    """
    if not _DOMAIN_BEGINNING.match(text, start):
        return None
    characters = _DOMAIN_CHARACTERS.match(text, start)
    is_short = characters is not None and characters.end() - start <= _MAX_DOMAIN_CHARACTERS
    return DOMAIN_PATTERN.match(text, start, start + _MAX_DOMAIN_CHARACTERS + 1) if is_short else None


def looks_like_agency(name: str) -> bool:
    """Whether the form of a name shows that it is an agency's.

    >>> looks_like_agency("Meridian News Agency"), looks_like_agency("National Weather Service")
    (True, False)
    """
    return AGENCY_PATTERN.fullmatch(name) is not None
