"""The result of a scan: what was read, what is doubled, who copied whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dedup.alignment.repeats import Repeat
from dedup.article import Article, Skipped, Span
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.serialization import from_json, to_json
from dedup.stories.story_value import Story


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a scan found. Groups stand largest first, then by id; matches and repeats by id.

    `furniture` holds, for each article that has any, the stretches that recur in its outlet's pages or across otherwise
    unlike articles. `stats` are counts by name: "articles", "candidates", "pairs not formed"...

    Of a scan against a reference, `reference` holds the ids of those of its articles that something new has to do with;
    they stand among `articles`, and every match, cluster and story has an article of either side.
    """

    articles: Sequence[Article]
    repeats: Sequence[Repeat]
    matches: Sequence[Match]
    clusters: Sequence[Cluster]
    stories: Sequence[Story]
    skipped: Sequence[Skipped]
    boilerplate: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    stats: Mapping[str, int] = field(default_factory=dict)
    reference_ids: Sequence[str] = ()

    def to_json(self, *, texts: bool = False, passages: bool = False) -> str:
        """The report as one line of JSON; `texts` adds the articles' texts, `passages` those of every match."""
        return to_json(self, texts=texts, passages=passages)

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """The report that `to_json` wrote; InputError for anything else.

        >>> report = Report((), (), (), (), (), ())
        >>> Report.from_json(report.to_json()) == report
        True
        """
        return from_json(cls, text)
