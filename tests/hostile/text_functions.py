"""Every function and stage that is given a text of a stranger, each as a function of one text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import orjson
from hostile_texts import PROSE

from dedup.alignment.quotations import quotations_of_paragraphs
from dedup.alignment.repeats.blocks import repeats
from dedup.alignment.repeats.glued_words import find_glued_places
from dedup.article import Article
from dedup.attribution.credits import CreditReader, whole_text
from dedup.attribution.names.outlets import name_key, publisher_key
from dedup.clean.plan import plan
from dedup.comparison.titles import name_other_numbers, name_other_versions, title_similarity
from dedup.detector import compare, scan
from dedup.errors import InputError
from dedup.index.index import Index
from dedup.reports.formats.csv import csv_line
from dedup.reports.formatting import headline
from dedup.reports.sanitize import cut_end, cut_start, one_line
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.settings.limit_settings import DEFAULT_LIMITS
from dedup.sketch.datasketch_exchange import fingerprint
from dedup.sources.dates.read_date import read_date
from dedup.sources.decoding.bounded_reading import as_stream
from dedup.sources.decoding.decode import decode_document
from dedup.sources.decoding.mojibake import mend_mojibake
from dedup.sources.fields.field_values import author_of, one_line_of
from dedup.sources.fields.record_parts import DEFAULT_FIELD_NAMES
from dedup.sources.formats import input_formats
from dedup.sources.formats.format import OpenFile, ReadOptions
from dedup.sources.heads.database_exports import read_export
from dedup.sources.heads.front_matter import split_front_matter
from dedup.sources.heads.split_head import split_head
from dedup.sources.languages import language_tag
from dedup.sources.markup.entities import unescape
from dedup.sources.markup.html_evidence import is_page
from dedup.sources.markup.html_fragment import read_fragment
from dedup.sources.markup.markdown_text import is_markdown, read_markdown
from dedup.sources.markup.shown_text import shown_line, shown_text
from dedup.sources.notices.notice_kind import notice_warnings
from dedup.sources.pages.extraction import extract_page
from dedup.sources.urls.canonical_url import canonical_url, host_of
from dedup.sources.urls.site_outlet import outlet_of
from dedup.stories.terms import read_terms
from dedup.tokens.look_alikes import in_one_script
from dedup.tokens.words import tokenize
from dedup.translations.keys.text_keys import keys_of
from dedup.translations.sentence_pairs import sentence_spans

TextFunction = Callable[[str], object]


def _refused(function: TextFunction) -> TextFunction:
    """The same, which may refuse a text."""

    def call(text: str) -> object:
        try:
            return function(text)
        except InputError as error:
            return error

    return call


@cache
def _credits(language: str | None) -> TextFunction:
    reader = CreditReader([Article("a", PROSE, language=language)], whole_text, DEFAULT_SETTINGS)
    return lambda text: reader(Article("a", text, language=language), language or "")


def _file(kind: str, head: str, encode: Callable[[str], str] = str, tail: str = "") -> TextFunction:
    """Reads a file of a kind that holds the text."""

    def read(text: str) -> object:
        content = as_stream(head + encode(text) + tail)
        return [
            *input_formats()[kind].read(
                OpenFile(Path(f"a.{kind}"), content, False),
                ReadOptions(DEFAULT_FIELD_NAMES, DEFAULT_LIMITS, None, (), ()),
            )
        ]

    return _refused(read)


def _json_string(text: str) -> str:
    return orjson.dumps(text).decode()


def _bad_latin_1(text: str) -> object:
    return decode_document(text.encode("cp1252", "replace") + b"\xe9\x81\x8d " * (len(text) // 8))


def _page(text: str) -> object:
    return extract_page(f"<html><body><article><h1>Rain</h1><p>{text}</p></article></body></html>".encode())


def _head(text: str) -> object:
    page = f'<html><head><title>{text}</title><meta name="author" content="{text[:20_000]}"></head><body><p>{PROSE}'
    return extract_page(page.encode())


def _against_its_reverse(text: str) -> object:
    return compare(text, text[::-1])


def _against_itself_cut(text: str) -> object:
    match = compare(text, f"{PROSE}{text[len(text) // 5 :]}")
    return [passage.edits for passage in match.passages]


def _among_others(text: str) -> object:
    articles = [
        Article("a", text, title="Rain"),
        Article("b", text[: len(text) * 3 // 4] + PROSE, title="Rain again"),
        Article("c", PROSE * 3, title="Rain"),
    ]
    return scan(articles).to_json()


def _reports(text: str) -> list[Article]:
    """Reports of several days and outlets that share the text, or parts of it, among words of their own."""
    body, half = f"{PROSE * 2}\n\n{text}", len(text) // 2
    texts = (
        body,
        f"{PROSE * 3}The ministry said:\n\n{text}",
        f"It snowed on Monday.\n\n{text[:half]}\n\n{PROSE * 2}",
        f"Nobody knows why it snowed.\n\n{text[half:]}",
        f"{text}\n\nThe river fell again on Friday, said Ben Oak.",
    )
    return [
        Article(
            str(number), each, outlet=f"o{number % 3}.example", published=datetime(2024, 3, 1 + 2 * number, tzinfo=UTC)
        )
        for number, each in enumerate(texts)
    ]


def _on_several_days(text: str) -> object:
    return scan(_reports(text), settings=Settings(expand_umlauts=True)).to_html()


def _planned(text: str) -> object:
    return plan(scan(_reports(text)[:3])).decisions


def _stored(text: str) -> object:
    with Index("memory:") as index:
        list(index.add_many(_reports(text)[:3]))
        index.regroup()
        index.search(text[:1_000])
        return index.query(Article("?", text)).matches


def _explained(text: str) -> object:
    return compare(f"{PROSE}{text}", f"{text[len(text) // 3 :]}{PROSE}").to_html()


def _translated(text: str) -> object:
    articles = [Article("a", f"{PROSE}{text}", language="en"), Article("b", f"{text}{PROSE}", language="de")]
    return scan(articles).matches


def _keys(language: str) -> TextFunction:
    return lambda text: keys_of(text, language)


def _as_title(text: str) -> object:
    return scan([Article("a", PROSE * 3, title=text), Article("b", PROSE * 2 + "It went on.", title=text[1:])]).matches


FUNCTIONS: dict[str, TextFunction] = {
    "tokenize": tokenize,
    "fingerprint": fingerprint,
    "repeats": lambda text: repeats(text),
    "terms": lambda text: read_terms([Article("a", text)], DEFAULT_SETTINGS),
    "one script": in_one_script,
    "credits in English": _credits("en"),
    "credits in Chinese": _credits("zh"),
    "credits in any language": _credits(None),
    "name of an outlet": lambda text: (name_key(text), publisher_key(Article("a", PROSE, outlet=text))),
    "address": canonical_url,
    "host": host_of,
    "outlet": lambda text: outlet_of(text, text, text),
    "date": read_date,
    "language": language_tag,
    "titles": lambda text: title_similarity(text, text[::-1]),
    "numbers of titles": lambda text: (name_other_versions(text, text[::-1]), name_other_numbers(text, text[::-1])),
    "entities": unescape,
    "shown text": shown_text,
    "shown line": shown_line,
    "Markdown": lambda text: (is_markdown(text), _refused(read_markdown)(text)),
    "fragment": _refused(read_fragment),
    "is a page": is_page,
    "head": _refused(split_head),
    "front matter": _refused(lambda text: split_front_matter(f"---\n{text}\n---\n{PROSE}")),
    "database export": _refused(read_export),
    "notice": lambda text: notice_warnings(text, text[:200]),
    "mojibake": mend_mojibake,
    "Latin-1 with bad bytes": _refused(_bad_latin_1),
    "author": author_of,
    "line of a field": one_line_of,
    "terminal": lambda text: (
        one_line(text),
        cut_end(text, 40),
        cut_start(text, 40),
        headline(Article("a", text or "-")),
    ),
    "CSV written": lambda text: csv_line((text, 0.5)),
    "page": _refused(_page),
    "head of a page": _refused(_head),
    "file: text": _file("text", ""),
    "file: Markdown": _file("markdown", ""),
    "file: CSV": _file("csv", "text,title\n", tail="\n"),
    "file: quoted CSV": _file("csv", 'text,title\n"', tail="\n"),
    "file: JSON": _file("json", '{"text":', _json_string, "}"),
    "file: bad JSON": _file("json", '{"text":'),
    "file: JSON lines": _file("jsonl", '{"text":"Rain."}\n'),
    "file: feed": _file("feed", '<?xml version="1.0"?><rss version="2.0"><channel><item><description>'),
    "file: message": _file("eml", "From: a@b.example\nSubject: Rain\n\n"),
    "file: head of a message": _file("eml", "From: a@b.example\nSubject: "),
    "file: mailbox": _file("mbox", "From a@b.example Tue Mar  5 08:30:00 2024\nSubject: Rain\n\n"),
    "against its reverse": _against_its_reverse,
    "against itself, cut": _against_itself_cut,
    "among others": _among_others,
    "as a title": _as_title,
    "with umlauts in full": lambda text: tokenize(text, expand_umlauts=True),
    "quotations": quotations_of_paragraphs,
    "glued words": find_glued_places,
    "sentences": sentence_spans,
    "keys in English": _keys("en"),
    "keys in German": _keys("de"),
    "keys in Chinese": _keys("zh"),
}

# Stages of several articles.
STAGES: dict[str, TextFunction] = {
    "on several days": _on_several_days,
    "planned": _planned,
    "stored": _stored,
    "explained": _explained,
    "translated": _translated,
}
