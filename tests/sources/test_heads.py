"""Heads of text files: what they state is read and taken out; a text that merely begins as heads do stays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sources.formats.documents.markdown import parts_of_markdown
from dedup.sources.heads.database_exports import read_export
from dedup.sources.heads.front_matter import split_front_matter
from dedup.sources.heads.head_lines import split_head_lines
from dedup.sources.heads.head_names import parts_stated
from dedup.sources.heads.split_head import split_head

TEXT = "The weir was opened at noon.\n\nThe water fell by a metre."
MARCH_5 = datetime(2024, 3, 5, tzinfo=UTC)

HEADS = [
    "Title: Weir opened\nSection: Local\nBy: By Ann Lee\nDate: 2024-03-05\nURL: https://example.org/w\n\n",
    "Headline: Weir opened\r\nByline: Ann Lee\r\nSource: https://example.org/w\r\nDate: 5 March 2024\r\n\r\n",
    "TITLE: Weir opened\nAUTHOR: Ann Lee\nPUBLICATION-DATE: 2024-03-05\nLINK: https://example.org/w\nWORDS: 11\n\n",
    "Titel: Weir opened\nAutorin: Ann Lee\nDatum: 2024-03-05\nAdresse: https://example.org/w\nRessort: Lokales\n\n",
    "Titre : Weir opened\nAuteur : Ann Lee\nDate : 2024-03-05\nLien : https://example.org/w\n\n",
    "标题：Weir opened\n作者：Ann Lee\n日期：2024-03-05\n链接：https://example.org/w\n\n",
    "Subject: Weir\n opened\nFrom: Ann Lee <ann@example.org>\nTo: desk@example.org\n"
    "Date: Tue, 05 Mar 2024 00:00:00 +0000\nURL: https://example.org/w\n\n",
    "Title: Weir opened\n\nURL Source: https://example.org/w\n\nPublished Time: 2024-03-05T00:00:00Z\n\n"
    "Author: Ann Lee\n\nMarkdown Content:\n",
    "**Title:** Weir opened\n**Author:** Ann Lee\n**Date:** 2024-03-05\n**URL:** https://example.org/w\n\n---\n",
    "\n\nTitle: Weir opened\nAuthor: Ann Lee\nDate: 2024-03-05\nURL: https://example.org/w\nText: ",
    "---\ntitle: 'Weir opened'\nauthor: [Ann Lee]\nurl: https://example.org/w\ndate: 2024-03-05\ntags:\n  - a\n---\n\n",
    "---\ntitle: >\n  Weir\n  opened\nauthors:\n  - name: Ann Lee\nlink: https://example.org/w\npubDate: 2024-03-05\n...\n",  # noqa: E501
    "---\nsubtitle: No: YAML\ntitle: Weir opened\nauthor: Ann Lee\nurl: https://example.org/w\ndate: 2024-03-05\n---\n",
    "---\nx: &x [1]\ny: *x\ntitle: Weir opened\nauthor: Ann Lee\nurl: https://example.org/w\ndate: 2024-03-05\n---\n",
    '+++\ntitle = "Weir opened"\nauthor = "Ann Lee"\nurl = "https://example.org/w"\ndate = 2024-03-05\n+++\n\n',
    '{"title": "Weir opened", "author": "Ann Lee",\n"url": "https://example.org/w", "date": "2024-03-05"}\n\n',
]

TEXTS = [
    "Note: this was written before the vote.\n\n" + TEXT,
    "Update: the minister has said no since.\n\n" + TEXT,
    "Author: Have you counted them?\nStudent: All of them, twice.\nAuthor: And then?\n\n" + TEXT,
    "Author: Have you counted them?\n\nStudent: All of them, twice.\n\n" + TEXT,
    "Reporter: It was late.\nWriter: So it was, as I remember well.\n\n" + TEXT,
    "Serves: 4\nTime: 40 minutes\n\n" + TEXT,
    "Q: Is it open?\nA: It is.\n\n" + TEXT,
    "Title: no empty line follows\n" + TEXT.replace("\n\n", " "),
    "12:30: The weir opens.\n13:00: It closes.\n\n" + TEXT,
    "https://example.org/a\n\n" + TEXT,
    "---\n\nAfter nine years: a weir.\n\n---\n\n" + TEXT,
    "---\n" + TEXT + "\n---\n",
    '{"a": 1}\n\n' + TEXT,
    "Monday: rain\nTuesday: snow\n\n" + TEXT,
]


@pytest.mark.parametrize("head", HEADS)
def test_a_head_is_read_and_taken_out(head: str) -> None:
    parts = split_head(head + TEXT)
    assert (parts.title, parts.author, parts.url) == ("Weir opened", "Ann Lee", "https://example.org/w")
    assert (parts.published, parts.text.lstrip("\n")) == (MARCH_5, TEXT)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_begins_as_heads_do_stays(text: str) -> None:
    assert split_head(text).text == text


@pytest.mark.parametrize(
    "head",
    [
        '+++\npath = "inside/2024/03/05/weir"\ntitle = "Weir opened"\n+++\n',
        "---\ntitle: Weir opened\npermalink: /2024/03/05/weir.html\n---\n",
        "---\ntitle: Weir opened\ndate: soon\nslug: 2024-03-05-weir\n---\n",
    ],
)
def test_a_head_without_a_date_has_that_of_its_address(head: str) -> None:
    assert split_head(f"{head}{TEXT}").published == MARCH_5


@pytest.mark.parametrize(
    "head",
    [
        pytest.param('+++\npath = "2024/02/31/weir"\ntitle = "Weir"\n+++\n', id="no day of the calendar"),
        pytest.param('+++\npath = "docs/12/2024/03/05"\ntitle = "Weir"\n+++\n', id="nothing behind it"),
    ],
)
def test_an_address_without_a_day_gives_no_date(head: str) -> None:
    assert split_head(f"{head}{TEXT}").published is None


def test_a_head_may_lack_values() -> None:
    assert split_head("Title:\nPublished:\n\nIt rained.").text == "It rained."


def test_an_address_as_source_is_an_address() -> None:
    assert parts_stated({"Source": "https://example.org/a", "Site": "The Crier"}) == {
        "url": "https://example.org/a",
        "outlet": "The Crier",
    }


def test_a_file_is_not_named_by_its_head() -> None:
    assert split_head("---\nid: 7\ntitle: Rain\n---\nIt rained.").id is None


def test_markdown_has_its_title_from_its_first_heading() -> None:
    parts = parts_of_markdown("# Weir *opened*\n\n**Source:** https://example.org/w\n\n---\n\nSee [more](/more).")
    assert (parts.title, parts.url) == ("Weir opened", "https://example.org/w")
    assert (parts.text, parts.links) == ("Weir opened\n\nSee more.", ("https://example.org/more",))


def test_markdown_may_have_the_menu_of_its_site_above_its_title() -> None:
    assert parts_of_markdown("[Home](/)\n\n![](/logo.png)\n\n# Weir opened\n\nIt rained.").title == "Weir opened"
    assert parts_of_markdown("Run this:\n\n```\n# no title\n```\n").title is None


def test_a_rule_above_markdown_is_no_front_matter() -> None:
    assert parts_of_markdown("---\n\nAfter nine years.\n\n---\n\nIt rained.").text == "After nine years.\n\nIt rained."


@given(st.text(st.sampled_from("Title:Author \n-+{}\"'[]&*ab1.:é\r\t")))
def test_nothing_but_a_head_is_taken_out(text: str) -> None:
    assert text.endswith(split_head(text).text)
    split_front_matter(f"---\n{text}\n---\n")
    split_head_lines(text)
    parts_of_markdown(text)


LEXIS = """
                               1 of 2 DOCUMENTS


                              The Orre Crier

                            March 5, 2024 Tuesday
                              Late Edition - Final

Weir opened

BYLINE: By ANN LEE

SECTION: Section A; Pg. 12

LENGTH: 11 words

BODY:

   The weir was opened at noon.

   The water fell by a metre.

LOAD-DATE: March 6, 2024

LANGUAGE: ENGLISH

Copyright 2024 The Orre Crier
                               2 of 2 DOCUMENTS

                              The Orre Crier

                            March 6, 2024 Wednesday

Ferry late

LENGTH: 4 words

BODY:
The ferry was late.

LANGUAGE: ENGLISH
"""

FACTIVA = """SE News
HD
Weir opened
BY Ann Lee
WC 11 words
PD 5 March 2024
SN The Orre Crier
LA English
CY (c) 2024
LP
The weir was opened at noon.
TD
The water fell by a metre.
CO orre : Orre Weirs
AN Document ORRE000020240305
"""

PROQUEST = """____________________________________________________________

Title: Weir opened

Publication title: The Orre Crier

Author: Ann Lee

Publication date: Mar 5, 2024

Full text: The weir was opened at noon.

The water fell by a metre.

Subject: Weirs; Water

Database: Newsstand
____________________________________________________________
"""


NEXIS_UNI = """Weir opened

The Orre Crier

March 5, 2024 Tuesday

Copyright 2024 The Orre Crier All Rights Reserved

Section: LOCAL; Pg. 3

Length: 11 words

Byline: Ann Lee

Body

The weir was opened at noon.

The water fell by a metre.

Load-Date: March 6, 2024

End of Document
"""


@pytest.mark.parametrize("source", [LEXIS, LEXIS.replace("BODY:\n", ""), NEXIS_UNI, FACTIVA, PROQUEST])
def test_articles_of_newspaper_databases_are_read(source: str) -> None:
    first, *_ = read_export(source)
    assert (first.title, (first.author or "").lower(), first.outlet) == ("Weir opened", "ann lee", "The Orre Crier")
    assert first.published == MARCH_5
    assert first.text.split() == TEXT.split()


def test_an_export_holds_many_articles() -> None:
    assert [article.title for article in read_export(LEXIS)] == ["Weir opened", "Ferry late"]
    assert [article.title for article in read_export(LEXIS.replace("BODY:\n", ""))] == ["Weir opened", "Ferry late"]
    assert len(read_export(NEXIS_UNI * 2)) == 2


@pytest.mark.parametrize(
    "text", [*TEXTS, TEXT, "BODY:\nIt rained.", "LP records\nHD video\nSN 4\nPD 5\nLP 3\n", LEXIS[:200]]
)
def test_what_is_no_export_is_not_read_as_one(text: str) -> None:
    assert read_export(text) == []
