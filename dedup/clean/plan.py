"""A plan: what is left out of a collection and why, before anything is written."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dedup.clean.cuts import CUTTABLE, find_cuts, kinds_to_cut
from dedup.clean.decision import CutDecision, Decision, DropDecision
from dedup.clean.drops import DEFAULT_DROP, DROPPABLE, find_drops, relations_to_drop
from dedup.clean.input_file import InputFile, input_file, stored_path
from dedup.clean.keep_policy import DEFAULT_KEEP, KeepPolicy
from dedup.errors import InputError, check_type
from dedup.report import Report
from dedup.runtime.progress import Progress, no_progress
from dedup.settings import DEFAULT_SETTINGS, Settings, numbers_of
from dedup.sources.fields.record_parts import DEFAULT_FIELD_NAMES, FieldNames

if TYPE_CHECKING:
    from dedup.clean.apply_plan import CleanResult


class CleanAmount(NamedTuple):
    """How much is left out: articles (or those that something is cut out of), words, bytes of text in UTF-8."""

    articles: int = 0
    words: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class Plan:
    """What is left out of a collection, in the order of files and records.

    `keep`, `drop` and `cut` are what was asked for; `settings` are those of the report that differ from the defaults,
    `fields` the names of fields that were given.
    `files` are the inputs with their checksums: what is written keeps the layout that they have below `root`.

    InputError if an article is to be dropped for one that is dropped itself: a group must keep one.
    """

    keep: tuple[str, ...]
    drop: tuple[str, ...]
    cut: tuple[str, ...]
    settings: Mapping[str, float]
    fields: Mapping[str, str]
    root: str
    files: tuple[InputFile, ...]
    decisions: tuple[Decision, ...]

    def __post_init__(self) -> None:
        for each in self.decisions:
            if isinstance(each, DropDecision) and each.kept_id in self.dropped_ids:
                raise InputError(
                    f"{each.article_id} is dropped for {each.kept_id}, which is dropped itself: "
                    "one article of each group is kept"
                )

    @cached_property
    def dropped_ids(self) -> frozenset[str]:
        """The ids of the articles that are left out."""
        return frozenset(each.article_id for each in self.decisions if isinstance(each, DropDecision))

    def amounts(self) -> dict[str, CleanAmount]:
        """How much is left out by reason, in order of the reasons' names."""
        return amounts_of(self.decisions)

    def apply(
        self, output: str | Path, *, pages_as_text: bool = False, threads: int = 1, progress: Progress = no_progress
    ) -> CleanResult:
        """Write copies of the input files into a folder, less what the plan leaves out.

        InputError if an input changed since the plan was made, if the folder holds anything else, or cannot be written.
        With `pages_as_text`, each HTML page is written as the text of its article, cleaned, as `.txt`. Several files
        are written at a time, and a large one is packed, in `threads`; the bytes do not depend on it. What was begun
        and interrupted goes on where it stopped; a plan that was applied before changes nothing.
        """
        from dedup.clean.apply_plan import apply_plan

        return apply_plan(self, Path(output), pages_as_text=pages_as_text, threads=threads, progress=progress)

    def save(self, path: str | Path) -> None:
        """Write the plan as JSON lines, which may be edited: a decision whose line is deleted is not carried out."""
        from dedup.clean.plan_file import write_plan

        write_plan(self, Path(path))

    @classmethod
    def load(cls, path: str | Path) -> Plan:
        """The plan that `save` wrote, as edited; InputError that names the line that is none."""
        from dedup.clean.plan_file import read_plan

        return read_plan(Path(path))


def plan(
    report: Report,
    *,
    keep: str | Iterable[str] = DEFAULT_KEEP,
    drop: Iterable[str] = DEFAULT_DROP,
    cut: Iterable[str] = CUTTABLE,
    root: str | Path | None = None,
    fields: FieldNames = DEFAULT_FIELD_NAMES,
) -> Plan:
    """Plan what to leave out of the articles of a report: copies of one that is kept, doubled blocks, boilerplate.

    `keep` says which of several copies: earliest, longest, canonical, origin, outlets=A,B, languages=A,B or
    FIELD=VALUE; several with `;` between them, or as a list, the first counts most. `drop` are relations (exact, near,
    syndicated; excerpt; translation, which only a scan with stories finds), and `cut` are doubled and boilerplate.
    Articles of a reference collection are kept, and not written. `root` is the folder whose layout the output keeps;
    without it, the one that holds all files. `fields` are those that the articles were read by. InputError for what is
    no policy and no copy.

    >>> from dedup.detector import scan
    >>> texts = {"a": "The ferry is late again.", "b": "THE FERRY IS LATE AGAIN"}
    >>> [(each.kind, each.article_id, each.kept_id) for each in plan(scan(texts=texts)).decisions]
    [('exact', 'b', 'a')]
    """
    check_type(report, Report, "plan: the report of a scan")
    check_type(fields, FieldNames, "fields: FieldNames()")
    policy, relations, kinds = KeepPolicy.of(keep), relations_to_drop(drop), kinds_to_cut(cut)
    drops = _whole_records(find_drops(report, policy, relations), report)
    cuts = find_cuts(report, {each.article_id for each in drops}, kinds)
    reference = frozenset(report.reference_ids)
    read = (article.place for article in report.articles if article.id not in reference)
    files = sorted({stored_path(path) for path in {place.path for place in read if place is not None}})
    return Plan(
        keep=policy.criteria,
        drop=tuple(relation.value for relation in DROPPABLE if relation in relations),
        cut=tuple(sorted(kinds)),
        settings=changed_settings(report.settings or DEFAULT_SETTINGS),
        fields={name: value for name, value in fields._asdict().items() if value is not None},
        root=_root_of(files) if root is None else Path(root).as_posix(),
        files=tuple(input_file(path) for path in files),
        decisions=tuple(sorted([*drops, *cuts], key=_place)),
    )


def amounts_of(decisions: Iterable[Decision]) -> dict[str, CleanAmount]:
    """How much some decisions leave out by reason, in order of the reasons' names."""
    articles: dict[str, set[str]] = defaultdict(set)
    words: Counter[str] = Counter()
    text_bytes: Counter[str] = Counter()
    for each in decisions:
        articles[each.kind].add(each.article_id)
        words[each.kind] += each.words
        text_bytes[each.kind] += each.bytes
    return {kind: CleanAmount(len(articles[kind]), words[kind], text_bytes[kind]) for kind in sorted(articles)}


def changed_settings(settings: Settings) -> dict[str, float]:
    """The settings that differ from the defaults, by name."""
    values = {number.name: getattr(settings, number.name) for number in numbers_of(Settings)}
    return {name: value for name, value in values.items() if value != getattr(DEFAULT_SETTINGS, name)}


def _whole_records(drops: list[DropDecision], report: Report) -> list[DropDecision]:
    """The decisions that a file can follow: of several articles in one record, all are dropped or none."""
    dropped = {each.article_id for each in drops}
    kept = {article.place for article in report.articles if article.place is not None and article.id not in dropped}
    return [each for each in drops if each.path is None or (each.path, each.record) not in kept]


def _root_of(files: list[str]) -> str:
    """The folder that holds all files."""
    folders = [Path(path).parent.as_posix() for path in files]
    try:
        return os.path.commonpath(folders) if folders else "."
    except ValueError as error:  # some are absolute, or on several drives
        raise InputError(f"the inputs have no folder in common, and no `root` is given: {error}") from error


def _place(decision: Decision) -> tuple[str, int, str, int]:
    start = decision.span.start if isinstance(decision, CutDecision) else 0
    return decision.path or "", decision.record or 0, decision.article_id, start
