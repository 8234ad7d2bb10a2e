"""Makes 62 pages in 15 languages and 23 layouts, each with its title, date, authors, outlet and address beside it.

    python benchmarks/made_pages.py FOLDER        then: python benchmarks/pages.py FOLDER

`made_articles.tsv` holds the articles, `made_paragraphs.json` four paragraphs in each language, `made_layouts.py` the
layouts. Written are `NAME.html`, and `NAME.json` for the metadata that are right.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from made_article import MadeArticle
from made_layouts import LAYOUTS

HERE = Path(__file__).parent


def made_articles() -> Iterator[MadeArticle]:
    """The articles of the table."""
    paragraphs = json.loads((HERE / "made_paragraphs.json").read_text(encoding="utf-8"))
    with (HERE / "made_articles.tsv").open(encoding="utf-8", newline="") as table:
        for number, row in enumerate(csv.DictReader(table, delimiter="\t"), 1):
            authors = tuple(row.pop("authors").split(", "))
            yield MadeArticle(**row, authors=authors, paragraphs=tuple(paragraphs[row["language"]]), number=number)


def gold(article: MadeArticle) -> dict[str, str | None]:
    """What is right."""
    has_address = article.domain != "-"
    return {
        "title": article.headline,
        "published": article.published,
        "author": ", ".join(article.authors),
        "outlet": article.domain if has_address else None,
        "url": article.url if has_address else None,
    }


def write_pages(folder: Path) -> int:
    """Write the pages and what is right; returns their number."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for number, article in enumerate(made_articles(), 1):
        path = folder / f"{number:02}-{article.layout}-{article.language}"
        path.with_suffix(".html").write_text(LAYOUTS[article.layout](article), encoding="utf-8")
        path.with_suffix(".json").write_text(json.dumps(gold(article), ensure_ascii=False, indent=1), encoding="utf-8")
    return number


if __name__ == "__main__":
    print(write_pages(Path(sys.argv[1])), "pages")
