"""Draws `timeline.svg`: the one event of `samples/`, outlet by outlet, as `dedup.scan` sees it.

A bar is an article, as long as its text: blue is shared with the origin's article, grey is boilerplate, white is its
own. A solid line leads from the origin's article to a copy, a dashed one to a rewrite or translation. The share beside
a copy is that of its words that stand in the origin's article.

`python docs/pictures/timeline.py` writes the picture anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import dedup

ROOT = Path(__file__).parents[2]
PICTURE = Path(__file__).with_name("timeline.svg")

ROW_HEIGHT, TOP, LEFT, RIGHT, WIDTH = 34, 46, 200, 60, 900
BAR_HEIGHT = 14
CHARACTERS_PER_UNIT = 42  # of text, a unit of the picture
COPY, REWRITE, BOILERPLATE, OWN = "#2f6db3", "#c46a1b", "#b9bec4", "#ffffff"


def draw(report: dedup.Report) -> str:
    """The picture of the report's largest story as SVG."""
    story = report.stories[0]
    articles = sorted(
        (article for article in report.articles if article.published and article.id in story.article_ids),
        key=lambda article: moment(article),
    )
    origin = (story.origin and story.origin.article_id) or articles[0].id
    matches = {
        match.right_id if match.left_id == origin else match.left_id: match
        for match in report.matches
        if origin in (match.left_id, match.right_id)
    }
    rows = {article.id: TOP + ROW_HEIGHT * row for row, article in enumerate(articles)}
    start, end = moment(articles[0]), moment(articles[-1])
    longest = max(len(article.text) for article in articles) / CHARACTERS_PER_UNIT
    scale = (WIDTH - LEFT - RIGHT - longest) / (end - start).total_seconds()

    def x_of(article: dedup.Article) -> float:
        return LEFT + (moment(article) - start).total_seconds() * scale

    height = TOP + ROW_HEIGHT * len(articles) + 34
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif" '
        'font-size="12" role="img" aria-labelledby="title">',
        '<title id="title">One event in ten outlets: who carries the agency\'s report, and who retells it</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *_hours(start, end, scale, height),
    ]
    first = next(article for article in articles if article.id == origin)
    lines += [
        _link(matches[article.id], (x_of(first), rows[origin]), (x_of(article), rows[article.id]))
        for article in articles
        if article.id in matches
    ]
    for article in articles:
        lines += _bar(
            article, matches.get(article.id), report, (x_of(article), rows[article.id]), is_origin=article.id == origin
        )
    return "\n".join([*lines, *_legend(height), "</svg>", ""])


def moment(article: dedup.Article) -> datetime:
    """When an article was published, in UTC; the samples all say."""
    assert article.published is not None
    return article.published.astimezone(UTC)


def _hours(start: datetime, end: datetime, scale: float, height: float) -> Iterator[str]:
    hour = start.replace(minute=0) + timedelta(hours=1)
    while hour < end:
        if hour.hour % 3 == 0:
            x = LEFT + (hour - start).total_seconds() * scale
            yield f'<path d="M{x:.1f} 26V{height - 34}" stroke="#eceff2"/>'
            yield f'<text x="{x:.1f}" y="20" text-anchor="middle" fill="#7a838c">{hour:%H:%M}</text>'
        hour += timedelta(hours=1)


def _link(match: dedup.Match, start: tuple[float, float], end: tuple[float, float]) -> str:
    """A line from the origin's article to another."""
    is_copy = match.relation.is_copy
    colour, dashes = (COPY, "") if is_copy else (REWRITE, ' stroke-dasharray="5 4"')
    (x0, y0), (x1, y1) = start, end
    return (
        f'<path d="M{x0:.1f} {y0 + 9}C{x0:.1f} {y1:.1f} {x0:.1f} {y1:.1f} {x1 - 6:.1f} {y1:.1f}" fill="none" '
        f'stroke="{colour}" stroke-width="{2 if is_copy else 1.3}"{dashes}/>'
    )


def _bar(
    article: dedup.Article,
    match: dedup.Match | None,
    report: dedup.Report,
    place: tuple[float, float],
    *,
    is_origin: bool,
) -> Iterator[str]:
    """An outlet's name, and its article as a bar: shared, boilerplate and own parts."""
    x, y = place
    name = (article.outlet or article.id).removesuffix(".example")
    weight = ' font-weight="600"' if is_origin else ""
    yield f'<text x="{LEFT - 18}" y="{y + 4:.1f}" text-anchor="end" fill="#1b2b3d"{weight}>{escape(name)}</text>'
    if is_origin:
        yield f'<text x="{LEFT - 4}" y="{y + 5:.1f}" text-anchor="end" fill="#d29a00" font-size="15">★</text>'
    length = len(article.text) / CHARACTERS_PER_UNIT
    fill = COPY if is_origin else OWN
    edges = f'y="{y - BAR_HEIGHT / 2}" height="{BAR_HEIGHT}"'
    yield f'<rect x="{x:.1f}" width="{length:.1f}" {edges} fill="{fill}" stroke="#5b6670"/>'
    shared = []
    if match is not None and match.relation.is_copy:
        shared = [passage.left if match.left_id == article.id else passage.right for passage in match.passages]
    for repeat in report.repeats:
        if repeat.article_id == article.id:
            shared += repeat.spans
    if match is not None:
        share = match.left_coverage if match.left_id == article.id else match.right_coverage
        label, colour = (f"{match.relation} {share:.0%}", COPY) if match.relation.is_copy else (match.relation, REWRITE)
        yield f'<text x="{x + length + 8:.1f}" y="{y + 4:.1f}" fill="{colour}" font-size="11">{escape(label)}</text>'
    for spans, colour in ((shared, COPY), (report.boilerplate.get(article.id, ()), BOILERPLATE)):
        for span in spans:
            left, width = x + span.start / CHARACTERS_PER_UNIT, (span.end - span.start) / CHARACTERS_PER_UNIT
            yield f'<rect x="{left:.1f}" width="{width:.1f}" {edges} fill="{colour}"/>'


def _legend(height: float) -> Iterator[str]:
    x, y = LEFT, height - 12
    for colour, label in ((COPY, "shared with the origin"), (BOILERPLATE, "boilerplate"), (OWN, "its own")):
        yield f'<rect x="{x}" y="{y - 9}" width="14" height="10" fill="{colour}" stroke="#5b6670"/>'
        yield f'<text x="{x + 20}" y="{y}" fill="#4c5a68">{label}</text>'
        x += 165
    yield f'<text x="{x}" y="{y}" fill="#4c5a68"><tspan fill="#d29a00">★</tspan> likely origin; times in UTC</text>'


def scan_samples() -> dedup.Report:
    """What the picture shows."""
    return dedup.scan([ROOT / "samples"])


if __name__ == "__main__":
    PICTURE.write_text(draw(scan_samples()), encoding="utf-8")
