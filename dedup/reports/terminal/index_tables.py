"""What an index contains, what regrouping changed and what is damaged, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from rich.text import Text

from dedup.index.maintenance.compatibility import BUILD_PARAMETERS
from dedup.index.maintenance.integrity import Fault
from dedup.index.maintenance.stats import IndexStats
from dedup.reports.formatting import count_of
from dedup.reports.sanitize import cut_end, escape_controls
from dedup.reports.terminal.group_lines import omitted_note
from dedup.settings import DEFAULT_SETTINGS

GroupMembers = Mapping[int, Sequence[str]]
NAME_WIDTH = 20
SIZE_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def stats_lines(stats: IndexStats) -> Iterator[Text]:
    """Draw what an index contains, and what it was built with."""
    each = f" ({human_size(stats.size_bytes // stats.articles)} an article)" if stats.articles else ""
    rows = (
        ("articles", f"{stats.articles:,}"),
        ("clusters of copies", f"{stats.clusters:,}"),
        ("stories", f"{stats.stories:,}"),
        ("not yet regrouped", count_of(stats.changes, "article added or removed", "articles added or removed")),
        *([("regrouped with", _settings_line(stats.settings))] if stats.settings is not None else []),
        ("size on disk", human_size(stats.size_bytes) + each),
        ("built with", ", ".join(f"{name} {value}" for name, value in BUILD_PARAMETERS.items())),
    )
    yield from (Text(f"{name:<{NAME_WIDTH}}{value}") for name, value in rows)


def _settings_line(settings: Mapping[str, object]) -> str:
    """Format the settings of the last regrouping that are not the defaults."""
    defaults = asdict(DEFAULT_SETTINGS)
    others = [f"{name} {value}" for name, value in settings.items() if value != defaults.get(name, value)]
    return ", ".join(others) or "the default settings"


def human_size(size_bytes: int) -> str:
    """Format a size on disk.

    >>> human_size(512), human_size(2_750_000)
    ('512 bytes', '2.8 MB')
    """
    shown, unit = float(size_bytes), 0
    while shown >= 1000 and unit < len(SIZE_UNITS) - 1:
        shown, unit = shown / 1000, unit + 1
    return f"{shown:.0f} {SIZE_UNITS[unit]}" if unit == 0 or shown >= 100 else f"{shown:.1f} {SIZE_UNITS[unit]}"


@dataclass(frozen=True, slots=True)
class GroupChange:
    """The members of a group before and after regrouping."""

    group: int
    before: frozenset[str]
    after: frozenset[str]


def group_changes(before: GroupMembers, after: GroupMembers) -> list[GroupChange]:
    """Return the groups whose members changed: groups that exist first, then groups that are gone.

    >>> [change.group for change in group_changes({1: "ab", 2: "cd"}, {1: "ab", 3: "xy"})]
    [3, 2]
    """
    groups = [*after, *(group for group in before if group not in after)]
    compared = (
        GroupChange(group, frozenset(before.get(group, ())), frozenset(after.get(group, ()))) for group in groups
    )
    return [change for change in compared if change.before != change.after]


def group_change_lines(
    names: tuple[str, str], before: GroupMembers, after: GroupMembers, width: int, limit: int
) -> Iterator[Text]:
    """Draw what changed among the groups of one kind (its name for one, and for many): counts, then a line a group."""
    changed = group_changes(before, after)
    new = sum(not change.before for change in changed)
    gone = sum(not change.after for change in changed)
    others = f"{new:,} new, {len(changed) - new - gone:,} changed, {gone:,} gone"
    yield Text(f"{count_of(len(after), *names)}: {others}", "bold")
    for change in changed[:limit]:
        yield Text(cut_end(f"  {change.group:,}  {_describe_change(change)}", width))
    yield from omitted_note(len(changed) - len(changed[:limit]), "group")


def _describe_change(change: GroupChange) -> str:
    if not change.after:
        return f"gone: {_listed_ids(change.before)}"
    articles = count_of(len(change.after), "article")
    if not change.before:
        return f"new, {articles}: {_listed_ids(change.after)}"
    joined, left = change.after - change.before, change.before - change.after
    differences = [f"with {_listed_ids(joined)}"] * bool(joined) + [f"without {_listed_ids(left)}"] * bool(left)
    return f"changed, {articles}: {'; '.join(differences)}"


def _listed_ids(ids: frozenset[str]) -> str:
    return ", ".join(map(escape_controls, sorted(ids)))


def fault_line(fault: Fault) -> Text:
    """Draw what is damaged, and in which article."""
    if fault.article_id is None:
        return Text(fault.description)
    return Text(f"{escape_controls(fault.article_id)}: {fault.description}")
