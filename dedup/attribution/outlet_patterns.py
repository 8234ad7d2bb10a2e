"""Names that say themselves that they are an outlet's, though no registry holds them.

    oakdale.example.com      a domain
    Oakdale Gazette          a word that only newspapers are called by, behind a proper name
    Meridian News Agency     words that only agencies are called by, likewise; in some languages they stand in front

Such a name is as good as listed where it stands beside a phrase that credits it; on its own it is only a name.
"Post", "Press", "Observer" and "News Bureau" are left out (Deutsche Post, University Press), and so is "Press Service",
which is an office's own; an intelligence service is a Nachrichtendienst as well.
"""

from __future__ import annotations

import re

_COUNTRIES = "eu uk de at ch fr es it pt br nl be se dk no fi pl cz sk hu ro ru ua tr gr cn jp kr in id vn us ca au"
_TOP_LEVEL = "|".join(["com|net|org|news|info|io|tv|co|me|gg|xyz", *_COUNTRIES.split()])
DOMAIN_PATTERN = re.compile(rf"(?:[\w-]+\.)+(?:{_TOP_LEVEL})(?![\w.-]*\w)", re.IGNORECASE)

_NEWSPAPER_WORDS = (
    "Times|Tribune|Herald|Gazette|Chronicle|Telegraph|Inquirer|Examiner|Courier|Sentinel|Daily"
    "|(?:Daily|Evening|Morning) News|Zeitung|Nachrichten|Rundschau|Anzeiger|Tageblatt|Kurier"
)
NEWSPAPER_PATTERN = re.compile(rf"(?:[A-ZÀ-Þ][\w’'&.-]* ){{1,4}}(?:{_NEWSPAPER_WORDS})(?![\w-])(?! (?:of|[A-Z]))")

# What agencies are called by, by language: behind their proper name, and in front of it.
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
_PROPER = r"[^\W\d_a-zß-ÿа-яёіїєґα-ωά-ώ][\w’'&.-]*"  # no small letter in front; scripts without case pass
AGENCY_PATTERN = re.compile(
    rf"(?!The )(?:{_PROPER} ){{1,4}}(?:{'|'.join([*_last, *map(str.upper, _last)])})(?![\w-])"
    rf"|(?:{'|'.join(_first)})(?: {_PROPER}){{1,3}}"
    r"|[^\W\d_]{2,6}?(?:通讯社|通訊社|通信社|통신사)"
)
# In scripts with spaces every such name has one of these words, in one case: without them a text names none.
AGENCY_WORDS = frozenset(
    [*(phrase.split()[-1].casefold() for phrase in _last), *(phrase.split()[0].casefold() for phrase in _first)]
)


def looks_like_agency(name: str) -> bool:
    """Whether a name is an agency's by its form.

    >>> is_agency("Meridian News Agency"), is_agency("National Weather Service")
    (True, False)
    """
    return AGENCY_PATTERN.fullmatch(name) is not None
