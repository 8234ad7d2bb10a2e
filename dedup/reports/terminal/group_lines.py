"""Clusters and stories as lines for a terminal.

In the table of a cluster, `own` is the share of an article's words that it shares with the reference article, which
stands first, and `other` the share of that one's words. An article that was never compared with the reference article
is measured by its closest match, which is named below it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rich.text import Text

from dedup.article import Article
from dedup.clusters.origin import Origin
from dedup.reports.formatting import count_of, origin_line, percent, utc_minute
from dedup.reports.group_view import ClusterView, MemberView, StoryView
from dedup.reports.sanitize import cut_end, escape_controls, one_line
from dedup.reports.terminal.columns import NO_WIDTH, Column, Cut, lay_out, prose_width

GROUP_INDENT = "   "

CLUSTER_COLUMNS = (
    Column("published (UTC)"),
    Column("relation", style="cyan"),
    Column("own", is_number=True),
    Column("other", is_number=True),
    Column("outlet", Cut.END),
    Column("article", Cut.START, style="bold"),
)
STORY_COLUMNS = (Column("published (UTC)"), Column("outlet", Cut.END), Column("article", Cut.START, style="bold"))


def cluster_lines(cluster: ClusterView, width: int) -> Iterator[Text]:
    """Draw one cluster; the number of the cluster belongs in front of the first line."""
    relations = ", ".join(f"{number:,} {relation}" for relation, number in cluster.relations)
    yield Text(f"{count_of(cluster.article_count, 'article')}: {relations}", "bold")
    yield from _headline_and_origin(cluster.headline, cluster.origin, width)
    rows = [_member_row(member) for member in cluster.members.shown]
    heading, *lines = lay_out(CLUSTER_COLUMNS, rows, width, GROUP_INDENT)
    yield heading
    for member, line in zip(cluster.members.shown, lines, strict=True):
        yield line
        if member.match is not None and member.match.right_id != cluster.reference_id:
            yield Text(f"{GROUP_INDENT * 2}measured by {escape_controls(member.match.right_id)}", "dim")
    yield from omitted_note(cluster.members.omitted, "article", GROUP_INDENT)


def story_lines(story: StoryView, width: int) -> Iterator[Text]:
    """Draw one story; the number of the story belongs in front of the first line."""
    clusters = count_of(story.cluster_count, "cluster of copies", "clusters of copies")
    yield Text(f"{count_of(story.article_count, 'article')}, {clusters}", "bold")
    yield from _wrapped("about: " + ", ".join(map(one_line, story.terms)), width)
    yield from _headline_and_origin(story.headline, story.origin, width)
    yield from lay_out(STORY_COLUMNS, [_article_row(each) for each in story.articles.shown], width, GROUP_INDENT)
    yield from omitted_note(story.articles.omitted, "article", GROUP_INDENT)


def omitted_note(omitted: int, singular: str, indent: str = "  ", plural: str | None = None) -> Iterator[Text]:
    """Say how many entries of a list are not shown, and how to show them; nothing if all are."""
    if omitted > 0:
        more = count_of(omitted, f"more {singular}", plural and f"more {plural}")
        yield Text(f"{indent}... and {more} (--limit 0 shows all)", "dim")


def _headline_and_origin(headline: str, origin: Origin | None, width: int) -> Iterator[Text]:
    if headline:
        yield Text(cut_end(f"{GROUP_INDENT}“{headline}”", width))
    yield from _wrapped(f"origin: {origin_line(origin)}", width)


def _wrapped(text: str, width: int) -> Iterator[Text]:
    wrapped = textwrap.wrap(
        text,
        prose_width(width),
        initial_indent=GROUP_INDENT,
        subsequent_indent=GROUP_INDENT * 2,
        break_on_hyphens=False,
        break_long_words=width < NO_WIDTH,  # a path in a file or a pipe stays whole
    )
    yield from map(Text, wrapped)


def _member_row(member: MemberView) -> tuple[str, ...]:
    match = member.match
    shares = (percent(match.left_coverage), percent(match.right_coverage)) if match else ("", "")
    published, outlet, article_id = _article_row(member.article)
    return (published, str(match.relation) if match else "", *shares, outlet, article_id)


def _article_row(article: Article) -> tuple[str, str, str]:
    return utc_minute(article.published), one_line(article.outlet or ""), escape_controls(article.id)
