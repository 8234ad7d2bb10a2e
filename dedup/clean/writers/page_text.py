"""An HTML page as the text of its article, for who wants no pages: the text that was read, without what is cut."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from dedup.article import Article
from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError, cut_value, is_text_of
from dedup.settings.limit_settings import DEFAULT_LIMITS
from dedup.sources.decoding.compression import open_decompressed
from dedup.sources.formats import format_of_file
from dedup.sources.reader import read_articles


def is_page_file(path: Path) -> bool:
    """Whether a file is an HTML page."""
    with open_decompressed(path, DEFAULT_LIMITS) as stream:
        form = format_of_file(path.name, stream.peek())
    return form is not None and form.name == "html"


def write_page_text(path: Path, out: BinaryIO, decisions: FileDecisions) -> None:
    """Write the text of the article in a page; NotWrittenError for a page that holds none."""
    found = [item for item in read_articles([path]) if isinstance(item, Article)]
    if not found:
        raise NotWrittenError("the page holds no article")
    text, cuts = found[0].text, decisions.cuts.get(None)
    if cuts and is_text_of(text, cuts):
        text = cut_value(text, cuts)
    elif cuts:
        decisions.leave(None)
    out.write(text.encode("utf-8", "replace"))
    out.write(b"" if text.endswith("\n") else b"\n")
