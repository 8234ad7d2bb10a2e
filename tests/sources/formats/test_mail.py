"""Messages: the subject is the title, the sender the author; newsletters and saved pages are read as pages."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from made_files import RAIN, SNOW, mailbox, message, page

from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.sources.reader import read_articles

MARCH_5 = datetime(2024, 3, 5, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(name: str, content: bytes) -> list[ReadItem]:
    Path(name).write_bytes(content)
    return list(read_articles(name))


def newsletter(plain: str | None, html: bytes | None, attached: bool = False) -> bytes:
    made = EmailMessage()
    made["From"] = "Hafen Größe <post@harbour.example>"
    made["To"] = "bo@example.org"
    made["Subject"] = "Überschwemmung im Tal"
    made["Date"] = "Tue, 05 Mar 2024 09:30:00 +0100"
    if plain is not None:
        made.set_content(plain)
    if html is not None:
        (made.add_alternative if plain is not None else made.set_content)(html.decode(), subtype="html")
    if attached:
        made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    return made.as_bytes()


@pytest.mark.parametrize("name", ["a.eml", "49960", "1709627400.M1P1.host:2,S", "rain.copy"])
def test_a_message_is_an_article_whatever_the_file_is_called(name: str) -> None:
    assert read(name, message()) == [Article(name, RAIN, title="Rain", published=MARCH_5, author="Ada Rill")]


def test_the_plain_text_counts_unless_it_is_a_stub() -> None:
    (article,) = read("a.eml", newsletter(f"{RAIN} {SNOW} " * 3, page("Another text. " * 9)))
    assert isinstance(article, Article)
    assert article.text.startswith(RAIN)
    (article,) = read("b.eml", newsletter("Read this in your browser: https://x.example", page(f"{RAIN} {SNOW}")))
    assert isinstance(article, Article)
    assert RAIN in article.text
    (article,) = read("c.eml", newsletter("The ferry is late.", b"<html><p>The ferry is late.</p></html>"))
    assert isinstance(article, Article)
    assert article.text == "The ferry is late."


def test_a_newsletter_in_html_has_the_title_and_date_of_its_message() -> None:
    article, warning = read("a.eml", newsletter(None, page(title="Another title"), attached=True))
    assert isinstance(article, Article)
    assert (article.title, article.author, article.published) == ("Überschwemmung im Tal", "Hafen Größe", MARCH_5)
    assert RAIN in article.text
    assert warning == ReadWarning("a.eml", None, "what is attached is not read: .pdf 1")


def test_a_message_without_a_text_is_skipped_with_its_reason() -> None:
    assert read("a.eml", newsletter(None, None, attached=True)) == [
        Skipped("a.eml", None, "no text in the message, but multipart/mixed")
    ]


def test_headers_that_are_damaged_cost_themselves() -> None:
    head = "From: =?x?B?!!?= <a@b>\nTo: c\nSubject: =?utf-8?B?w?=\nDate: soon\nContent-Type: text/plain; charset=no\n"
    article, warning = read("a.eml", f"{head}\n{RAIN}".encode())
    assert isinstance(article, Article)
    assert (article.text, article.published) == (RAIN, None)
    assert isinstance(warning, ReadWarning)
    assert "soon" in warning.reason


@pytest.mark.parametrize("name", ["a.mbox", "Inbox", "all.mbox.1"])
def test_each_message_of_a_mailbox_is_an_article(name: str) -> None:
    found = read(name, mailbox(message(subject="1"), message(f">From the harbour. {RAIN}"), message(subject="3")))
    assert [(item.id, item.title) for item in found if isinstance(item, Article)] == [
        (f"{name}:1", "1"),
        (f"{name}:2", "Rain"),
        (f"{name}:3", "3"),
    ]
    assert isinstance(found[1], Article)
    assert found[1].text == f"From the harbour. {RAIN}"


def test_a_text_that_begins_with_from_is_no_mailbox() -> None:
    text = f"From Monday the bridge is closed until 10:30 in the morning.\n\n{RAIN}"
    assert read("a.txt", text.encode()) == [Article("a.txt", text)]
    assert read("b.mbox", text.encode()) == [
        Skipped("b.mbox", None, "not a mailbox: no line 'From ...' before the first message")
    ]


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.html", "saved"])
def test_a_saved_page_is_one_article_with_its_address(name: str) -> None:
    parts = [
        "Content-Type: text/html; charset=utf-8\r\nContent-Location: https://harbour.example/rain\r\n\r\n"
        + page().decode(),
        "Content-Type: text/html\r\nContent-Location: cid:frame\r\n\r\n<html><p>An advertisement</p></html>",
        "Content-Type: text/css\r\n\r\np {}",
    ]
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/rain\r\nSubject: Rain\r\n"
        "Date: Wed, 6 Mar 2024 08:30:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    )
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    (article,) = read(name, (head + body).encode())
    assert isinstance(article, Article)
    assert (article.title, article.url, article.published) == ("Rain", "https://harbour.example/rain", None)
    assert RAIN in article.text
    assert "advertisement" not in article.text
