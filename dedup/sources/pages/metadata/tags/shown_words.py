"""Words by which pages say of a date that it is of publication or of a change, and of a name that it is an author's."""

from __future__ import annotations

# Beginnings of words, in lower case.
CHANGED_WORDS = (
    *("updat", "modif", "last edit", "revised", "corrected"),
    *("aktualis", "geändert", "stand:", "bijgewerkt", "gewijzigd", "oppdater", "uppdater", "opdater", "ändrad"),
    *("mis à jour", "mise à jour", "actualiz", "atualiz", "aggiornat", "actualitz", "actualizat"),
    *("aktualiz", "zmian", "ažurirano", "frissít", "güncel"),
    *("обновл", "изменен", "оновлен", "ενημέρωση", "päivitetty"),
    *("更新", "修正", "수정", "업데이트", "تحديث", "עודכן", "cập nhật", "diperbarui", "अपडेट"),
)
PUBLISHED_WORDS = (
    *("publi", "posted", "first p", "created", "erstellt", "veröffentlich", "erschien", "gepubliceerd", "geplaatst"),
    *("oprettet", "utgitt", "julkaistu", "créé", "creado", "creato", "pubblic", "opublik", "dodano", "vydáno"),
    *(
        "yayın",
        "giriş",
        "опублик",
        "создан",
        "発行",
        "公開",
        "配信",
        "掲載",
        "发布",
        "發布",
        "입력",
        "등록",
        "نشر",
        "פורסם",
    ),
)
CHANGED_BEHIND = ("更新", "修正", "수정")  # words that stand behind their date

# What stands before a name, in lower case; a colon may follow.
BY_WORDS = (
    *("by", "written by", "story by", "words by", "door", "tekst", "text", "av", "af", "foto", "par", "por"),
    *("a cura di", "autor", "autora", "autorin", "auteur", "autore", "przez", "yazan", "haber"),
    *(
        "автор",
        "автор текста",
        "текст",
        "記者",
        "作者",
        "记者",
        "文",
        "執筆",
        "取材",
        "글",
        "기자",
        "بقلم",
        "كتب",
        "كتبت",
    ),
    *("oleh", "tác giả"),
)
PARTICLES = ("von", "di")  # stand before a name as well, and begin one: of three words, the first is no name
# Of those, what begins a line that names its author, and nothing else.
BYLINE_WORDS = (
    *(
        "by",
        "written by",
        "story by",
        "words by",
        "von",
        "di",
        "av",
        "af",
        "text",
        "foto",
        "door",
        "tekst",
        "par",
        "por",
        "autor",
        "autora",
        "autorin",
        "yazan",
        "автор",
    ),
    *("автор текста", "記者", "作者", "记者", "執筆", "بقلم", "كتب", "كتبت", "oleh"),
)
AND_WORDS = ("and", "und", "et", "y", "och", "og", "en", "e", "i", "ve", "и", "та", "with", "mit", "con", "avec")
# Names of nobody, squeezed and in lower case.
NO_NAMES = frozenset(
    (
        *("admin", "administrator", "unknown", "none", "null", "undefined", "author", "staff", "editor", "guest"),
        *("root", "webmaster", "user", "anonymous", "na", "email", "bio", "follow", "viewall", "share", "print"),
    )
)
# What stands behind a name, with or without a space.
NAME_ENDS = ("기자", "특파원", "記者", "记者", "特派員")
