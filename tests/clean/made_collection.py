"""A small collection with every reason to clean: copies, versions, doubled blocks, boilerplate; in all forms."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import zstandard
from made_news import paragraphs, story

from dedup import Article

Record = dict[str, object]
MENU = ["Home | News | Sport | Weather", "Subscribe to the Example for one crown a week"]
FOOTER = ["Letters to the editor are welcome and may be shortened", "© The Example Press of Torvik"]


def day(number: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def framed(sentences: Sequence[str]) -> str:
    """A story in the page of one outlet."""
    return "\n".join([*MENU, "", paragraphs(sentences), "", *FOOTER])


def doubled(sentences: Sequence[str]) -> str:
    """A story whose page prints it twice."""
    return f"{paragraphs(sentences)}\n\n{paragraphs(sentences)}"


def articles() -> list[Article]:
    """Three copies of one story, two versions of another, a doubled one, four pages of one outlet, and others."""
    first, second, third = story(1, 9), story(2, 9), story(3, 9)
    updated = [*second[:-1], "The harbour master added on Friday that the second ferry had left on time after all."]
    address = "https://news.example/second"
    return [
        Article("a1", paragraphs(first), outlet="a.example", published=day(2)),
        Article("a2", paragraphs(first), outlet="b.example", published=day(1)),
        Article("a3", paragraphs([*first[:8], "Nothing else is known."]), outlet="c.example", published=day(3)),
        Article("b1", paragraphs(second), "Second", address, "news.example", published=day(4)),
        Article("b2", paragraphs(updated), "Second", f"{address}?page=1", "news.example", published=day(5)),
        Article("c1", doubled(third), outlet="d.example", published=day(6)),
        *(Article(f"p{n}", framed(story(10 + n, 9)), outlet="example.press", published=day(7)) for n in range(4)),
        *(Article(f"s{n}", paragraphs(story(20 + n, 9)), outlet=f"s{n}.example", published=day(8)) for n in range(3)),
    ]


def records() -> list[Record]:
    """The same as records, with fields that no article has."""
    found: list[Record] = []
    for number, article in enumerate(articles()):
        published = article.published.isoformat() if article.published else None
        found.append(
            {
                "id": article.id,
                "score": number / 7,
                "text": article.text,
                "title": article.title,
                "url": article.url,
                "outlet": article.outlet,
                "published": published,
                "tags": ["a", {"b": None}],
                "é\u2028": 'odd "name"',
            }
        )
    return found


def json_lines(rows: Sequence[Record]) -> bytes:
    """Records as people write them: some with escapes, some without, some with spaces."""
    return b"".join(
        json.dumps(row, ensure_ascii=n % 2 == 0, separators=(",", ":") if n % 3 else (", ", ": ")).encode() + b"\n"
        for n, row in enumerate(rows)
    )


def table(rows: Sequence[Record], delimiter: str = ",") -> bytes:
    """Records as a table, without what no table holds."""
    out = io.StringIO(newline="")
    names = [name for name in rows[0] if name not in ("tags", "é\u2028")]
    writer = csv.DictWriter(out, names, delimiter=delimiter, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def write_folder(folder: Path) -> None:
    """The articles as text files, in a folder for each outlet; and a page."""
    for article in articles():
        path = folder / str(article.outlet) / f"{article.id}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = {"Title": article.title, "URL": article.url, "Published": article.published}
        lines = [f"{name}: {value}" for name, value in head.items() if value is not None]
        path.write_text("\n".join([*lines, "", article.text, ""]), encoding="utf-8")
    body = "".join(f"<p>{sentence}</p>" for sentence in story(1, 9))
    page = f"<!DOCTYPE html><html><head><title>First</title></head><body><article>{body}</article></body></html>"
    (folder / "page.example").mkdir()
    (folder / "page.example" / "first.html").write_text(page, encoding="utf-8")


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": lambda data: zstandard.ZstdCompressor().compress(data),
}
