"""The names of the parts of an article in languages beside English, in heads of texts and columns of tables."""

from __future__ import annotations

_NAMES = {
    "text": "inhalt artikel artikeltext volltext texte contenu corps texto contenido cuerpo conteúdo conteudo corpo"
    " testo contenuto tekst innehåll brödtext indhold innhold brødtekst inhoud artikeltekst treść tresc obsah"
    " celýtext teksti sisältö szöveg tartalom conținut conţinut metin içerik haber haberiçeriği текст содержание"
    " содержимое зміст вміст съдържание садржај sadržaj κείμενο περιεχόμενο 正文 内容 內容 全文 本文 본문 내용"
    " النص المحتوى תוכן טקסט nộidung",
    "title": "titel schlagzeile überschrift titre titulo título titular titolo rubrik otsikko overskrift tytuł tytul"
    " nadpis název nazev naslov cím titlu titluri başlık başlik baslik заголовок название заглавие τίτλος 标题 標題"
    " タイトル 제목 العنوان כותרת tiêuđề",
    "url": "adresse lien enlace adres adresa ссылка 链接 連結",
    "outlet": "quelle zeitung fuente fonte medio zdroj źródło zrodlo kilde källa lähde bron izvor forrás sursa kaynak"
    " источник джерело πηγή 来源 來源 出典 출처 المصدر מקור",
    "published": "datum veröffentlicht veröffentlichungsdatum erschienen erscheinungsdatum fecha dato päivä"
    " päivämäärä dátum dată tarih дата датапубликации опубликовано ημερομηνία 日期 日付 날짜 التاريخ תאריך ngày",
    "author": "autor autorin verfasser auteur autore författare forfatter kirjoittaja szerző yazar автор συγγραφέας"
    " 作者 著者 기자 الكاتب מחבר",
    "language": "sprache langue idioma lingua språk język jazyk язык 语言",
}
DATE_OR_DATA = "data"  # a date in Italian, Polish and Portuguese, in English whatever there is
FOREIGN_NAMES = {part: tuple(names.split()) for part, names in _NAMES.items()}
