"""Writes the page of a report, or of one match, piece by piece: no more than a chunk of it is held at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO, Literal, NamedTuple

from dedup.alignment.repeats.blocks import repeats
from dedup.article import Article
from dedup.comparison.match import Match
from dedup.errors import InputError
from dedup.report import Report, ScanStats
from dedup.reports.page.assembling import page_frame
from dedup.reports.page.data_blocks import PAIRS_A_CHUNK, pack, text_chunks
from dedup.reports.page.page_columns import PageRows, index_columns, used_articles
from dedup.reports.page.page_evaluation import placed_evaluation
from dedup.reports.page.page_order import PageOrder, PagePair, as_given, order_articles, order_pairs
from dedup.reports.page.pair_choice import PairChoice, carried_rows, check_pairs, choose_pairs, source_rows
from dedup.reports.page.pair_rows import pair_row
from dedup.runtime.progress import Progress, Stage, no_progress

MAX_TEXT_CHARACTERS = 24_000_000  # of all texts on a page: 5 to 12 MB of it

Block = tuple[str, object]


class Contents(NamedTuple):
    """What a page is of: a report, its articles and pairs in their order, whose passages are shown; an evaluation."""

    report: Report
    order: PageOrder
    pairs: Sequence[PagePair]
    choice: PairChoice
    kind: Literal["report", "pair"]
    evaluation: Mapping[str, Any] | None = None


def write_page(
    report: Report,
    out: BinaryIO,
    *,
    pairs: PairChoice = "all",
    evaluation: Mapping[str, Any] | None = None,
    progress: Progress = no_progress,
) -> None:
    """Write a report as one HTML page in UTF-8; equal reports are written as equal bytes.

    `pairs` says whose passages are shown: those of all pairs, of each article with its closest earlier one ("source"),
    or of each article with its N closest. An `evaluation` by labels, as plain data, has a view of its own. InputError
    if the report holds no texts.
    """
    check_pairs(pairs)
    if report.articles and not any(article.text for article in report.articles):
        raise InputError("the report holds no texts: write it with to_json(texts=True, passages=True), or scan again")
    order = order_articles(report)
    found = order_pairs(report.matches, order)
    _write(Contents(report, order, found, pairs, "report", evaluation), out, progress)


def write_pair_page(match: Match, left: Article, right: Article, out: BinaryIO) -> None:
    """Write one match as an HTML page; `left` and `right` are its articles."""
    if left.id == right.id:
        right = replace(right, id=f"{right.id} (right)")
        match = replace(match, right_id=right.id)
    found = (*repeats(left), *repeats(right))
    report = Report((left, right), found, (match,), (), (), (), stats=ScanStats(articles=2))
    _write(Contents(report, as_given(left, right), [PagePair(0, 1, match)], "all", "pair"), out, no_progress)


def _write(contents: Contents, out: BinaryIO, progress: Progress) -> None:
    frame = page_frame()
    out.write(frame.head.encode())
    for name, value in _blocks(contents, progress):
        out.write(f'<script type="text/plain" id="data-{name}">{pack(value)}</script>\n'.encode())
    out.write(frame.tail.encode())


def _blocks(contents: Contents, progress: Progress) -> Iterator[Block]:
    """The data of a page by name: chunks of texts and of passages, and the index, which knows of all of them."""
    report, order, pairs, choice, kind, evaluation = contents
    texts = _texts(contents)
    firsts, first = list[int](), 0
    for number, chunk in enumerate(text_chunks(texts)):
        yield f"text-{number}", chunk
        firsts.append(first)
        first += len(chunk)
    sources = source_rows(pairs, order)
    counts: list[Counter[str] | None] = [None] * len(pairs)
    yield from _pair_chunks(pairs, choose_pairs(pairs, sources, choice), counts, progress)
    rows = PageRows(sources, carried_rows(pairs, order), counts, [text is not None for text in texts])
    index = index_columns(report, order, pairs, rows)
    placed = placed_evaluation(evaluation, order)
    yield "index", {**index, "kind": kind, "evaluation": placed, "textChunks": firsts, "pairsInChunk": PAIRS_A_CHUNK}


def _pair_chunks(
    pairs: Sequence[PagePair], chosen: Sequence[int], counts: list[Counter[str] | None], progress: Progress
) -> Iterator[Block]:
    """The passages of the chosen pairs in chunks; what their edits change is noted in `counts`."""
    for start in range(0, len(chosen), PAIRS_A_CHUNK):
        progress(Stage.ALIGN, start, len(chosen))
        found = {row: pair_row(pairs[row].match) for row in chosen[start : start + PAIRS_A_CHUNK]}
        for row, each in found.items():
            counts[row] = each.counts
        yield f"pairs-{start // PAIRS_A_CHUNK}", [each.row for each in found.values()]
    progress(Stage.ALIGN, len(chosen), len(chosen))


def _texts(contents: Contents) -> list[str | None]:
    """The texts of a page, those of articles with a match or a repeated block before others; None beyond the limit."""
    report, order, pairs, *_ = contents
    used = used_articles(report, order, pairs)
    texts: list[str | None] = [None] * len(order.articles)
    size = 0
    for place in sorted(range(len(texts)), key=lambda place: place not in used):
        text = order.articles[place].text
        size += len(text)
        if size <= MAX_TEXT_CHARACTERS:
            texts[place] = text
    return texts
