"""What an index says of itself, for people: what it holds, what regrouping changed, what is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from dedup.index.integrity import Fault
from dedup.index.compatibility import BUILT
from dedup.index.index import Stats
from dedup.reports.group_view import more
from dedup.reports.formatting import count
from dedup.reports.sanitize import head, visible

Groups = Mapping[int, Sequence[str]]
NAME_WIDTH = 20
UNITS = ("bytes", "kB", "MB", "GB", "TB")


def stats_lines(stats: Stats) -> Iterator[Text]:
    """What an index holds, and what it was built with."""
    each = f" ({size(stats.size_bytes // stats.articles)} an article)" if stats.articles else ""
    rows = (
        ("articles", f"{stats.articles:,}"),
        ("clusters of copies", f"{stats.clusters:,}"),
        ("stories", f"{stats.stories:,}"),
        ("not yet regrouped", count(stats.changes, "article added or removed", "articles added or removed")),
        ("size on disk", size(stats.size_bytes) + each),
        ("built with", ", ".join(f"{name} {value}" for name, value in BUILT.items())),
    )
    yield from (Text(f"{name:<{NAME_WIDTH}}{value}") for name, value in rows)


def size(size_bytes: int) -> str:
    """Show a size on disk.

    >>> size(512), size(2_750_000)
    ('512 bytes', '2.8 MB')
    """
    shown, unit = float(size_bytes), 0
    while shown >= 1000 and unit < len(UNITS) - 1:
        shown, unit = shown / 1000, unit + 1
    return f"{shown:.0f} {UNITS[unit]}" if unit == 0 or shown >= 100 else f"{shown:.1f} {UNITS[unit]}"


@dataclass(frozen=True, slots=True)
class Change:
    """A group, before and after."""

    group: int
    before: frozenset[str]
    after: frozenset[str]


def changes(before: Groups, after: Groups) -> list[Change]:
    """The groups that are not what they were, those that are there first.

    >>> [change.group for change in changes({1: "ab", 2: "cd"}, {1: "ab", 3: "xy"})]
    [3, 2]
    """
    groups = [*after, *(group for group in before if group not in after)]
    found = (Change(group, frozenset(before.get(group, ())), frozenset(after.get(group, ()))) for group in groups)
    return [change for change in found if change.before != change.after]


def change_lines(names: tuple[str, str], before: Groups, after: Groups, width: int, limit: int) -> Iterator[Text]:
    """What became of the groups of one kind (one of them, many): counts, and what changed, a line each."""
    changed = changes(before, after)
    new = sum(not change.before for change in changed)
    gone = sum(not change.after for change in changed)
    others = f"{new:,} new, {len(changed) - new - gone:,} changed, {gone:,} gone"
    yield Text(f"{count(len(after), *names)}: {others}", "bold")
    for change in changed[:limit]:
        yield Text(head(f"  {change.group:,}  {_became(change)}", width))
    yield from more(len(changed) - len(changed[:limit]), "group")


def _became(change: Change) -> str:
    if not change.after:
        return f"gone: {_named(change.before)}"
    articles = count(len(change.after), "article")
    if not change.before:
        return f"new, {articles}: {_named(change.after)}"
    came, went = change.after - change.before, change.before - change.after
    told = [f"with {_named(came)}"] * bool(came) + [f"without {_named(went)}"] * bool(went)
    return f"changed, {articles}: {'; '.join(told)}"


def _named(ids: frozenset[str]) -> str:
    return ", ".join(map(visible, sorted(ids)))


def fault_line(fault: Fault) -> Text:
    """What is damaged, and of which article."""
    return Text(f"{visible(fault.article_id)}: {fault.what}" if fault.article_id is not None else fault.what)
