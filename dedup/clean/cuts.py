"""What is cut out of the articles that are kept: blocks that a page doubles, and boilerplate.

Cuts are made of whole sentences. A sentence of a doubled block is cut only if another with the same words stays; of a
block that was edited, what differs stays in both places. A line of boilerplate is cut only if it stands elsewhere in
the collection word for word, and is not the article's headline, which other pages may announce; it stays where hardly
anything would remain without it (`min_counted_words`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from dedup.alignment.repeats.blocks import Repeat
from dedup.alignment.repeats.repeat_kind import RepeatKind
from dedup.article import Article, Span
from dedup.clean.decision import CutDecision, beginning_of, text_digest
from dedup.clean.sentences import Sentences, cut_spans
from dedup.errors import InputError
from dedup.report import Report
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import encode_utf8, tokenize_each

DOUBLED, BOILERPLATE = "doubled", "boilerplate"
CUTTABLE = (DOUBLED, BOILERPLATE)
_BOILERPLATE_REASON = "lines that recur around articles with nothing else in common"


def kinds_to_cut(names: Iterable[str]) -> frozenset[str]:
    """The kinds of stretches with these names, checked; InputError for another."""
    chosen = frozenset(names)
    if wrong := sorted(chosen - {*CUTTABLE}):
        raise InputError(f"{wrong[0]!r} is not cut: {' and '.join(CUTTABLE)} are")
    return chosen


def find_cuts(report: Report, dropped_ids: Collection[str], kinds: frozenset[str]) -> list[CutDecision]:
    """A decision for each stretch that is cut out of an article that is kept, by article and place."""
    return _CutSearch(report, kinds).decisions(dropped_ids)


class _CutSearch:
    """The repeats and the boilerplate of a report, and how often each sentence of boilerplate stands."""

    def __init__(self, report: Report, kinds: frozenset[str]) -> None:
        self._report = report
        self._settings = report.settings or DEFAULT_SETTINGS
        self._repeats: dict[str, list[Repeat]] = defaultdict(list)
        for repeat in report.repeats if DOUBLED in kinds else ():
            if repeat.kind.is_page_fault:
                self._repeats[repeat.article_id].append(repeat)
        self._boilerplate = report.boilerplate if BOILERPLATE in kinds else {}
        self._holders: Counter[bytes] = Counter()

    def decisions(self, dropped_ids: Collection[str]) -> list[CutDecision]:
        self._count([article for article in self._report.articles if article.id in self._boilerplate])
        reference = frozenset(self._report.reference_ids)
        chosen = [
            article
            for article in self._report.articles
            if (article.id in self._repeats or article.id in self._boilerplate)
            and article.id not in dropped_ids
            and article.id not in reference
        ]
        titles = self._sentences(article.title or "" for article in chosen)
        texts = self._sentences(article.text for article in chosen)
        return [
            decision
            for article, title, sentences in zip(chosen, titles, texts, strict=True)
            for decision in self._of_article(article, title, sentences)
        ]

    def _sentences(self, texts: Iterable[str]) -> Iterator[Sentences]:
        return map(Sentences, tokenize_each(texts, expand_umlauts=self._settings.expand_umlauts))

    def _count(self, articles: Sequence[Article]) -> None:
        """Count the sentences of the boilerplate of articles, each once an article."""
        texts = self._sentences(article.text for article in articles)
        for article, sentences in zip(articles, texts, strict=True):
            self._holders.update({sentences.key(number) for number in sentences.within(self._boilerplate[article.id])})

    def _of_article(self, article: Article, title: Sentences, sentences: Sentences) -> Iterator[CutDecision]:
        text = sentences.text
        reasons = _again_in(sentences, self._repeats.get(article.id, ()))
        boilerplate = self._recurring(article, title, sentences)
        rest = (number for number in range(len(sentences)) if number not in boilerplate and number not in reasons)
        if sum(map(sentences.words, rest)) >= self._settings.min_counted_words:
            reasons |= dict.fromkeys(boilerplate, (BOILERPLATE, _BOILERPLATE_REASON))
        digest = text_digest(text) if reasons else ""
        for reason in sorted(set(reasons.values())):
            chosen = [number for number, each in reasons.items() if each == reason]
            for span, numbers in cut_spans(sentences, chosen):
                yield _decision(article, text, reason, span, sum(map(sentences.words, numbers)), digest)

    def _recurring(self, article: Article, title: Sentences, sentences: Sentences) -> set[int]:
        """The sentences of boilerplate that stand in another article too, but for the article's headline."""
        if article.id not in self._boilerplate:
            return set()
        title_keys = {title.key(number) for number in range(len(title))}
        keys = {number: sentences.key(number) for number in sentences.within(self._boilerplate[article.id])}
        return {number for number, key in keys.items() if self._holders[key] > 1 and key not in title_keys}


def _again_in(sentences: Sentences, repeats: Sequence[Repeat]) -> dict[int, tuple[str, str]]:
    """The sentences of repeated blocks that are cut, and why: of those with the same words, one stays at least."""
    if not repeats:
        return {}
    standing = Counter(map(sentences.key, range(len(sentences))))
    reasons: dict[int, tuple[str, str]] = {}
    for repeat in sorted(repeats, key=lambda each: each.spans):
        is_teaser = repeat.kind is RepeatKind.TEASER
        for number in sentences.within(repeat.spans[:-1] if is_teaser else repeat.spans[1:]):
            key = sentences.key(number)
            if number not in reasons and standing[key] > 1:
                standing[key] -= 1
                reasons[number] = repeat.kind.value, repeat.reason
    return reasons


def _decision(article: Article, text: str, reason: tuple[str, str], span: Span, words: int, digest: str) -> CutDecision:
    path, record = article.place or (None, None)
    cut = span.of(text)
    return CutDecision(
        path=path,
        record=record,
        article_id=article.id,
        kind=reason[0],
        reason=reason[1],
        span=span,
        begins=beginning_of(cut),
        words=words,
        bytes=len(encode_utf8(cut)),
        characters=len(text),
        digest=digest,
    )
