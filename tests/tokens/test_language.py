"""Which language a text is in."""

from __future__ import annotations

import pytest

from dedup.article import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.language import language_of
from dedup.tokens.words import tokenize

TEXTS = {
    "en": "The river rose over its banks in the night, and the water stood in the cellars of the old town.",
    "de": "Der Fluss ist in der Nacht über die Ufer getreten, und das Wasser stand in den Kellern der Altstadt.",
    "fr": "La rivière est sortie de son lit dans la nuit, et l'eau a envahi les caves de la vieille ville.",
    "es": "El río se desbordó por la noche y el agua entró en los sótanos de la parte vieja de la ciudad.",
    "ru": "Ночью река вышла из берегов, и вода стояла в подвалах старого города, но никто не пострадал.",
    "tr": "Nehir gece taştı ve su eski şehrin bodrumlarına kadar geldi, ama kimse bu olayda yaralanmadı.",
    "th": "เมื่อคืนแม่น้ำล้นตลิ่งและน้ำท่วมห้องใต้ดินของเมืองเก่าแต่ไม่มีใครได้รับบาดเจ็บ",
    "zh": "夜里河水漫过堤岸，老城的地下室都进了水，所幸没有人受伤。",
    "ja": "夜のうちに川があふれ、古い町の地下室に水が入ったが、けが人はいなかった。",
    "ko": "밤사이 강물이 넘쳐 구시가지 지하실에 물이 찼지만 다친 사람은 없었다.",
    "": "12 34 56",
}


MORE_TEXTS = {
    "is": "Áin flæddi yfir bakka sína um nóttina og vatnið stóð í kjöllurum bæjarins, en það hefur ekki gerst áður.",
    "hr": "Rijeka se noću izlila iz korita i voda je ušla u podrume staroga grada, ali nitko nije bio ozlijeđen.",
    "sl": "Reka je ponoči prestopila bregove in voda je zalila kleti v starem delu mesta, ranjen pa ni bil nihče.",
    "lt": "Naktį upė išsiliejo iš krantų ir vanduo užliejo senamiesčio rūsius, bet per tai niekas nebuvo sužeistas.",
    "lv": "Naktī upe izgāja no krastiem un ūdens ieplūda pagrabos, bet neviens nav cietis, kā arī ēkas ir veselas.",
    "et": "Jõgi tõusis öösel üle kallaste ja vesi oli vanalinna keldrites, aga keegi ei saanud viga ning see on hea.",
    "ga": "Chuaigh an abhainn thar bruach agus bhí an t-uisce sna siléir sa seanbhaile ach níor gortaíodh aon duine.",
    "mt": "Ix-xmara għarqet matul il-lejl u l-ilma daħal fil-kantini tal-belt il-qadima, iżda ħadd ma weġġa' fil-belt.",
    "ca": "El riu es va desbordar a la nit i l'aigua va entrar als soterranis de la ciutat, però no hi ha ferits.",
    "eu": "Ibaiak gainezka egin zuen gauean eta ura alde zaharreko sotoetara sartu zen, baina ez da inor zauritu.",
    "gl": "O río desbordouse pola noite e auga entrou nos sotos, pero non hai unha soa persoa ferida.",
    "sw": "Mto ulifurika usiku na maji yakaingia katika nyumba za mji wa zamani, lakini hakuna mtu aliyeumia kwa hiyo.",
    "ha": "Kogin ya cika da dare kuma ruwa ya shiga cikin gidajen tsohon gari, amma ba wanda ya ji rauni daga cikinsu.",
    "bg": "През нощта реката преля и водата влезе в мазетата на стария град, но няма хора, които да са пострадали.",
    "sr": "Река се ноћу излила из корита и вода је ушла у подруме старог града, али нико није био повређен.",
    "mk": "Реката се излеа во текот на ноќта и водата влезе во подрумите на стариот град, но не е повреден никој.",
    "sq": "Lumi doli nga shtrati gjatë natës dhe uji hyri në bodrumet e qytetit, por askush nuk është lënduar.",
    "af": "Die rivier het in die nag oorstroom en die water was in die kelders van die stad, maar nie lank nie.",
    "am": "ወንዙ በሌሊት ሞልቶ ፈሰሰ፤ ውሃውም ወደ አሮጌው ከተማ ምድር ቤቶች ገባ፤ ነገር ግን ማንም አልተጎዳም።",
    "ta": "இரவில் ஆறு கரை புரண்டு ஓடியது; பழைய நகரத்தின் நிலவறைகளில் நீர் புகுந்தது.",
    "ka": "ღამით მდინარე ნაპირებიდან გადმოვიდა და წყალი ძველი ქალაქის სარდაფებში შევიდა.",
}


def identify(text: str, language: str | None = None) -> str:
    return language_of(Article("a", text, language=language), tokenize(text), DEFAULT_SETTINGS)


@pytest.mark.parametrize(("language", "text"), [*TEXTS.items(), *MORE_TEXTS.items()])
def test_the_words_of_a_text_show_its_language(language: str, text: str) -> None:
    assert identify(text) == language


def test_chinese_that_quotes_one_kana_stays_chinese() -> None:
    assert identify(TEXTS["zh"] * 2 + "の") == "zh"


def test_a_declared_language_precedes_what_few_words_show() -> None:
    assert identify("Die Fähre ist spät.", language="EN-gb") == "en"
    assert identify("Il vino, la storia, il mare.", language="pt_BR") == "pt"
    assert identify(TEXTS["en"], language="English (UK)") == "en"
    assert identify(TEXTS["zh"], language="yue") == "yue"
    assert identify("Havnefogden sagde op mandag efter en strid.", language="Norwegian") == "nb"


@pytest.mark.parametrize("language", [name for name in TEXTS if name])
def test_a_label_that_the_text_contradicts_is_not_believed(language: str) -> None:
    text = TEXTS[language] * 2
    assert {identify(text, label) for label in ("en", "German", "ja", "ko-KR", "pt_BR", "ru")} == {language}


def test_a_label_of_a_language_without_known_words_is_believed() -> None:
    assert identify(TEXTS["es"] * 2, language="oc") == "oc"
    assert identify(TEXTS["en"] * 2, language="Elvish") == "en"
