"""Reports made by hand and by hypothesis, for the tests of everything that shows or writes one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from itertools import combinations
from typing import Any, TypeVar

from hypothesis import strategies as st

from dedup.alignment.passage import (
    Alignment,
    Edit,
    EditKind,
    Evidence,
    EvidenceKind,
    Passage,
    PassageKind,
    SensitiveChange,
)
from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article, ReadWarning, Skipped, Span
from dedup.clusters.origin import Clue, ClueKind, Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match, Relation
from dedup.report import Report, ScanStats
from dedup.runtime.lazy import Lazy
from dedup.settings import Settings
from dedup.stories.series.series import Series
from dedup.stories.story import Story

# Lone surrogates among them: ids come from file names, texts from broken records.
texts = st.text(st.characters(), max_size=12)
shares = st.floats(0, 1)
counts = st.integers(0, 2**40)
spans = st.tuples(st.integers(0, 999), st.integers(0, 999)).map(lambda ends: Span(min(ends), max(ends)))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=zones)


Value = TypeVar("Value")


def _same(value: Value) -> Value:
    return value


def known(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value | None]:
    """The values, or None for not known."""
    return st.none() | values


def few(values: st.SearchStrategy[Value], least: int = 0) -> st.SearchStrategy[Sequence[Value]]:
    return st.lists(values, min_size=least, max_size=3).map(tuple)


def articles(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Article]:
    known_texts = known(texts)
    return st.builds(
        Article,
        ids,
        texts,
        known_texts,
        known_texts,
        known_texts,
        known(moments),
        known(st.sampled_from(["en", "pt-BR", "Bokmål"])),
        known_texts,
        known_texts,
        few(texts),
    )


edits = st.builds(Edit, st.sampled_from(EditKind), spans, spans, few(st.sampled_from(SensitiveChange)))
passages = st.builds(Passage, spans, spans, counts, shares, shares, st.sampled_from(PassageKind), few(edits))
evidence = st.builds(Evidence, st.sampled_from(EvidenceKind), texts, known(spans), known(spans), shares)
alignments = st.builds(Alignment, few(passages), few(passages), evidence=few(evidence))
clues = st.builds(Clue, st.sampled_from(ClueKind), texts, shares, texts, known(spans))
origins = st.builds(Origin, texts, known(texts), shares, few(clues))


def matches(left_id: str, right_id: str) -> st.SearchStrategy[Match]:
    return st.builds(
        lambda alignment, *measured: replace(Match(left_id, right_id, *measured), _align=Lazy.of(alignment)),
        alignments,
        st.sampled_from(Relation),
        *[shares] * 5,
        known(shares),
        texts,
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports whose clusters and stories are made of their own matches and clusters."""
    ids = sorted(draw(st.lists(texts, max_size=4, unique=True)))
    found = tuple(draw(matches(left, right)) for left, right in combinations(ids, 2))
    clusters = tuple(
        Cluster((match.left_id, match.right_id), (match,), partial(_same, draw(known(origins))))
        for match in found
        if draw(st.booleans())
    )
    stories = tuple(
        Story(tuple(ids), clusters[:end], tuple(draw(few(texts))), partial(_same, draw(known(origins))))
        for end in range(len(clusters))
    )
    return Report(
        articles=tuple(draw(articles(st.just(name))) for name in ids),
        repeats=draw(few(st.builds(Repeat, texts, few(spans, least=2), counts, shares))),
        matches=found,
        clusters=clusters,
        stories=stories,
        skipped=draw(few(st.builds(Skipped, texts, known(counts), texts))),
        warnings=draw(few(st.builds(ReadWarning, texts, known(counts), texts))),
        boilerplate=draw(st.dictionaries(texts, few(spans), max_size=3)),
        series=draw(few(st.builds(Series, few(texts), texts, known(texts), known(moments)))),
        stats=draw(st.builds(ScanStats, articles=counts, candidates=counts)),
        settings=draw(known(st.builds(Settings, min_core_coverage=shares))),
    )


def make_match(
    left_id: str,
    right_id: str,
    relation: Relation = Relation.NEAR,
    *,
    alignment: Alignment = Alignment(),  # noqa: B008 - a frozen value
    **measured: Any,
) -> Match:
    """A match with plausible measures, any of which can be given."""
    measures: dict[str, Any] = {
        "jaccard": 0.75,
        "left_containment": 0.9,
        "right_containment": 0.85,
        "left_coverage": 0.95,
        "right_coverage": 0.912,
        "title_similarity": None,
        "reason": "at least 60 % of both articles stands in shared stretches",
    }
    return Match(left_id, right_id, relation, **(measures | measured), _align=Lazy.of(alignment))


def harbour_report() -> Report:
    """A small report that holds one of everything."""
    morning = datetime(2026, 5, 3, 6, 30, tzinfo=UTC)
    wire = Article("wire/harbour.txt", "The harbour is closed.", "Harbour closed", None, "northwire.example", morning)
    copy = Article(
        "post/harbour.html", "The harbour is closed.", None, None, "post.example", morning + timedelta(hours=2)
    )
    edited = Article(
        "post/harbour-later.html", "The harbour stays closed.", "Harbour stays closed", None, "post.example"
    )
    quoting = Article(
        "daily/week.txt", "A week at sea.", "The week", None, "daily.example", morning + timedelta(days=2)
    )
    exact = make_match(
        copy.id, wire.id, Relation.EXACT, jaccard=1.0, left_coverage=1.0, right_coverage=1.0, reason="the same words"
    )
    near = make_match(edited.id, copy.id)
    excerpt = make_match(
        quoting.id, wire.id, Relation.EXCERPT, left_coverage=0.08, right_coverage=0.9999, reason="30 words in a row"
    )
    clue = Clue(ClueKind.FIRST_APPEARED, "northwire.example", 0.9, copy.id, Span(3, 20))
    origin = Origin(
        "northwire.example", wire.id, 0.92, (clue, Clue(ClueKind.EARLIEST, "northwire.example", 0.4, wire.id))
    )
    cluster = Cluster((edited.id, copy.id, wire.id), (exact, near), partial(_same, origin))
    return Report(
        articles=(quoting, edited, copy, wire),
        repeats=(
            Repeat("daily/week.txt", (Span(0, 40), Span(80, 120)), 9, 1.0, excerpt="The harbour stays closed."),
            Repeat("x.txt", (Span(0, 1),) * 25_000, 8, 1.0),
        ),
        matches=(excerpt, near, exact),
        clusters=(cluster,),
        stories=(Story((quoting.id, *cluster.article_ids), (cluster,), ("harbour", "ferry")),),
        skipped=(Skipped("feed.jsonl", 12, "no text"), Skipped("broken.gz", None, "the gzip stream ends early")),
        boilerplate={copy.id: (Span(0, 10),)},
        stats=ScanStats(articles=4, candidates=5),
        settings=Settings(),
    )
