"""Fit and score the passage aligner on the training split of the PAN 2013 text alignment corpus.

    python benchmarks/passages.py --corpus DIR            2-fold cross-validation, figures a subset
    python benchmarks/passages.py --corpus DIR --write    the same, then fit on everything and write the model files

DIR holds `pan13-train-documents.jsonl.gz` (id, text) and `pan13-train-pairs.jsonl.gz` (subset, suspicious, source,
cases: offset, length, source offset, source length in code points), made from the corpus at
https://doi.org/10.5281/zenodo.3715999.

A model is fitted on the pairs of one half of the suspicious documents and scored on the other's. Plagdet as defined
by Potthast et al. (An Evaluation Framework for Plagiarism Detection, COLING 2010): F1 of macro-averaged precision and
recall of characters, over log2(1 + granularity). Summarys count as passages here, their other side being the whole
text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from dedup.alignment import passage_model
from dedup.alignment.alignment_text import AlignmentText, prepare_text, shared_terms
from dedup.alignment.background_rates import BackgroundRates, count_rates
from dedup.alignment.passage_model import (
    PASSAGE_MEASURES,
    SUMMARY_MEASURES,
    LogisticModel,
    PassageModels,
    measure_segment_pair,
    weight_names,
    with_products,
)
from dedup.alignment.passages import candidate_segments, candidate_summaries, select_passages
from dedup.alignment.segment_pair import SegmentPair
from dedup.alignment.summaries import Summary
from dedup.article import Span
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import Words, tokenize

SUBSETS = {
    "02": "verbatim (none)",
    "03": "shuffled",
    "04": "translated",
    "05": "summaries",
    "": "entire",
}
CLEAN, SUMMARIES = "01", "05"
LISTED_STEMS = 400  # of the table of frequencies: rarer ones have the least rate, give or take a factor of three
TRUE_OVERLAP = 0.15  # of a candidate and a case, both sides: from here on it is an example of a passage
PASSAGE_THRESHOLD, SUMMARY_THRESHOLD = 0.45, 0.4
PASSAGE_FREEDOM, SUMMARY_FREEDOM = 1.0, 0.1  # inverse strength of the models' regularisation


@dataclass(frozen=True, slots=True)
class Region:
    """A segment of each text: a case of the corpus, or a finding."""

    left: Span
    right: Span

    def meets(self, other: Region) -> bool:
        """Whether the two overlap on both sides."""
        return _overlap(self.left, other.left) > 0 and _overlap(self.right, other.right) > 0

    def likeness(self, other: Region) -> float:
        """Jaccard similarity of the characters, 0 when they do not overlap on both sides."""
        if not self.meets(other):
            return 0.0
        shared = _overlap(self.left, other.left) + _overlap(self.right, other.right)
        return shared / (self.size + other.size - shared)

    @property
    def size(self) -> int:
        """Characters of both sides."""
        return _length(self.left) + _length(self.right)

    def share_in(self, others: Sequence[Region]) -> float:
        """The share of its characters that some others cover."""
        covered = _covered(self.left, (other.left for other in others))
        return (covered + _covered(self.right, (other.right for other in others))) / self.size


@dataclass(frozen=True, slots=True)
class Trial:
    """A pair of the corpus with all that alignment might report."""

    subset: str
    half: int
    cases: tuple[Region, ...]
    left: AlignmentText
    right: AlignmentText
    segments: list[SegmentPair]
    summaries: tuple[Summary | None, Summary | None]

    def region(self, segment: SegmentPair) -> Region:
        """Where a segment lies."""
        return Region(
            self.left.span(segment.left_first, segment.left_end),
            self.right.span(segment.right_first, segment.right_end),
        )

    def summary_region(self, summary: Summary, of_left: bool) -> Region:
        """Where a summary lies; its other side is the whole text."""
        side, other = (self.left, self.right) if of_left else (self.right, self.left)
        own, whole = side.span(summary.first, summary.end), Span(0, len(other.words.text))
        return Region(own, whole) if of_left else Region(whole, own)

    def found(self, models: PassageModels) -> list[Region]:
        """What the models accept."""
        segments, (left_summary, right_summary) = select_passages(
            self.segments, self.summaries, self.left, self.right, models, DEFAULT_SETTINGS
        )
        regions = [self.region(segment) for segment in segments]
        regions += [self.summary_region(left_summary, True)] if left_summary else []
        return regions + ([self.summary_region(right_summary, False)] if right_summary else [])


@dataclass(frozen=True, slots=True)
class Score:
    """How well findings meet the cases."""

    plagdet: float
    recall: float
    precision: float
    granularity: float


def main() -> None:
    """Read the corpus, print the figures, write the models when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, metavar="DIR")
    parser.add_argument("--write", action="store_true", help="fit on everything and write the model files")
    options = parser.parse_args()
    documents = {row["id"]: tokenize(row["text"]) for row in _rows(options.corpus / "pan13-train-documents.jsonl.gz")}
    chance = count_rates(documents.values(), LISTED_STEMS)
    if options.write:
        _write_common_words(documents.values(), chance)
    started = process_time()
    trials = read_trials(documents, _rows(options.corpus / "pan13-train-pairs.jsonl.gz"), chance)
    print(f"{len(trials)} pairs aligned in {process_time() - started:.1f} s of CPU time, preparation included")
    figures = report(trials, cross_validate(trials))
    if options.write:
        _write_models(fit(trials), figures)


def read_trials(documents: dict[str, Words], pairs: Iterable[dict[str, Any]], chance: BackgroundRates) -> list[Trial]:
    """Align all pairs, as far as that goes without a model."""
    prepared = {name: prepare_text(words, DEFAULT_SETTINGS, background=chance) for name, words in documents.items()}
    trials = []
    for pair in pairs:
        left, right = prepared[pair["suspicious"]], prepared[pair["source"]]
        common = shared_terms(left, right)
        cases = tuple(
            Region(Span(first, first + length), Span(other, other + other_length))
            for first, length, other, other_length in pair["cases"]
        )
        half = zlib.crc32(pair["suspicious"].encode()) % 2
        candidates = candidate_segments(left, right, common, DEFAULT_SETTINGS)
        summaries = candidate_summaries(left, right, common, DEFAULT_SETTINGS)
        trials.append(Trial(pair["subset"][:2], half, cases, left, right, candidates, summaries))
    return trials


def cross_validate(trials: Sequence[Trial]) -> list[list[Region]]:
    """What is found in each pair by models fitted on the other half."""
    models = [fit([trial for trial in trials if trial.half != half]) for half in (0, 1)]
    return [trial.found(models[trial.half]) for trial in trials]


def fit(trials: Iterable[Trial]) -> PassageModels:
    """The two models that tell true candidates from chance."""
    passages, passage_labels, summaries, summary_labels = [], [], [], []
    for trial in trials:
        for segment in trial.segments:
            region = trial.region(segment)
            passages.append(measure_segment_pair(segment, trial.left, trial.right))
            passage_labels.append(max(map(region.likeness, trial.cases), default=0) >= TRUE_OVERLAP)
        for of_left, summary in zip((True, False), trial.summaries, strict=True):
            if summary:
                region = trial.summary_region(summary, of_left)
                summaries.append(summary.measures(_side(trial.segments, of_left)))
                summary_labels.append(
                    trial.subset == SUMMARIES and any(_is_summary(region, case) for case in trial.cases)
                )
    return PassageModels(
        _fit(passages, passage_labels, PASSAGE_FREEDOM, PASSAGE_THRESHOLD),
        _fit(summaries, summary_labels, SUMMARY_FREEDOM, SUMMARY_THRESHOLD),
    )


def score(cases: Sequence[Sequence[Region]], findings: Sequence[Sequence[Region]]) -> Score:
    """Plagdet and its parts over pairs of texts: the cases and the findings of each."""
    recalls, precisions, pieces = [], [], []
    for pair_cases, pair_findings in zip(cases, findings, strict=True):
        for case in pair_cases:
            meeting = [finding for finding in pair_findings if finding.meets(case)]
            recalls.append(case.share_in(meeting))
            pieces += [len(meeting)] if meeting else []
        precisions += [
            finding.share_in([case for case in pair_cases if case.meets(finding)]) for finding in pair_findings
        ]
    recall, precision = fmean(recalls or [0.0]), fmean(precisions or [0.0])
    granularity = fmean(pieces or [1])
    harmonic = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(harmonic / log2(1 + granularity), recall, precision, granularity)


def report(trials: Sequence[Trial], findings: Sequence[Sequence[Region]]) -> dict[str, float]:
    """Print the figures a subset; give plagdets by name, and the clean pairs hit."""
    figures = {}
    print(f"{'subset':<18}{'plagdet':>9}{'recall':>9}{'precision':>11}{'granularity':>13}")
    for prefix, name in SUBSETS.items():
        chosen = [index for index, trial in enumerate(trials) if trial.subset.startswith(prefix)]
        subset = score([trials[index].cases for index in chosen], [findings[index] for index in chosen])
        print(
            f"{name:<18}{subset.plagdet:>9.4f}{subset.recall:>9.4f}{subset.precision:>11.4f}{subset.granularity:>13.4f}"
        )
        figures[name] = round(subset.plagdet, 4)
    clean = [bool(found) for trial, found in zip(trials, findings, strict=True) if trial.subset == CLEAN]
    print(f"clean pairs with any finding: {sum(clean)} of {len(clean)}")
    return figures | {"clean pairs hit": sum(clean)}


def _fit(measures: list[list[float]], labels: list[bool], freedom: float, threshold: float) -> LogisticModel:
    table = np.array(measures)
    means, scales = table.mean(axis=0), table.std(axis=0)
    blank = LogisticModel(means, scales, np.empty(0), 0.0, threshold)
    fitted = LogisticRegression(C=freedom, max_iter=5000).fit(
        with_products(blank.standardised(table)), np.array(labels)
    )
    return replace(blank, weights=fitted.coef_[0], bias=float(fitted.intercept_[0]))


def _is_summary(region: Region, case: Region) -> bool:
    """Whether a segment of the left text is the summary that the corpus marks."""
    reach = max(region.left.end, case.left.end) - min(region.left.start, case.left.start)
    return _length(region.right) > _length(region.left) and _overlap(region.left, case.left) > 0.3 * reach


def _side(segments: Iterable[SegmentPair], of_left: bool) -> list[tuple[int, int]]:
    if of_left:
        return [(segment.left_first, segment.left_end) for segment in segments]
    return [(segment.right_first, segment.right_end) for segment in segments]


def _length(span: Span) -> int:
    return span.end - span.start


def _overlap(span: Span, other: Span) -> int:
    return max(0, min(span.end, other.end) - max(span.start, other.start))


def _covered(span: Span, others: Iterable[Span]) -> int:
    covered, reached = 0, span.start
    for other in sorted(others):
        first, end = max(reached, other.start), min(span.end, other.end)
        covered += max(0, end - first)
        reached = max(reached, end)
    return covered


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _write_common_words(texts: Iterable[Words], chance: BackgroundRates) -> None:
    wanted = set(chance.stems.tolist())
    stems: dict[int, Counter[str]] = {term: Counter() for term in wanted}
    for words in texts:
        for place in np.flatnonzero(np.isin(words.stems, chance.stems)).tolist():
            term = int(words.stems[place])
            stems[term][words.span(place, place + 1).of(words.text).lower()[:7]] += 1
    order = np.argsort(-chance.rates, kind="stable")
    frequencies = {
        stems[int(chance.stems[index])].most_common(1)[0][0]: float(f"{chance.rates[index]:.3g}") for index in order
    }
    counted = f"Frequencies of the {LISTED_STEMS} commonest stems (first seven letters)"
    about = f"{counted}, counted on the training pages of PAN 2013."
    _write("common_words.json", {"about": about, "frequencies": {"en": frequencies}})


def _write_models(models: PassageModels, figures: dict[str, float]) -> None:
    about = "Fitted by benchmarks/passages.py on the training split of PAN 2013; plagdet by 2-fold cross-validation."
    _write(
        "passage_models.json",
        {
            "about": about,
            "figures": figures,
            "passage": _as_data(models.passage, PASSAGE_MEASURES),
            "summary": _as_data(models.summary, SUMMARY_MEASURES),
        },
    )


def _as_data(model: LogisticModel, names: Sequence[str]) -> dict[str, dict[str, float]]:
    def named(keys: Sequence[str], values: NDArray[np.float64]) -> dict[str, float]:
        return {key: float(f"{value:.6g}") for key, value in zip(keys, values, strict=True)}

    return {
        "decision": {"bias": float(f"{model.bias:.6g}"), "threshold": model.threshold},
        "means": named(names, model.means),
        "scales": named(names, model.scales),
        "weights": named(weight_names(names), model.weights),
    }


def _write(name: str, data: dict[str, Any]) -> None:
    path = Path(passage_model.__file__).with_name(name)
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"written: {path}")


if __name__ == "__main__":
    main()
