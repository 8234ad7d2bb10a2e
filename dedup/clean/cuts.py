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
from dedup.clean.sentences import Sentence, cut_spans, sentences_of
from dedup.errors import InputError
from dedup.report import Report
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import encode_utf8, tokenize

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
        self._min_words = (report.settings or DEFAULT_SETTINGS).min_counted_words
        self._repeats: dict[str, list[Repeat]] = defaultdict(list)
        for repeat in report.repeats if DOUBLED in kinds else ():
            if repeat.kind.is_page_fault:
                self._repeats[repeat.article_id].append(repeat)
        self._boilerplate = report.boilerplate if BOILERPLATE in kinds else {}
        self._holders: Counter[bytes] = Counter()

    def decisions(self, dropped_ids: Collection[str]) -> list[CutDecision]:
        for article in self._report.articles:
            if article.id in self._boilerplate:
                self._count(article)
        reference = frozenset(self._report.reference_ids)
        found: list[CutDecision] = []
        for article in self._report.articles:
            has_any = article.id in self._repeats or article.id in self._boilerplate
            if has_any and article.id not in dropped_ids and article.id not in reference:
                found += self._of_article(article)
        return found

    def _count(self, article: Article) -> None:
        """Count the sentences of an article's boilerplate, each once."""
        sentences = sentences_of(tokenize(article.text))
        numbers = _within(sentences, self._boilerplate[article.id])
        self._holders.update({sentences[number].key for number in numbers})

    def _of_article(self, article: Article) -> Iterator[CutDecision]:
        text = article.text
        sentences = sentences_of(tokenize(text))
        reasons = _again_in(sentences, self._repeats.get(article.id, ()))
        boilerplate = self._recurring(article, sentences)
        rest = [each for number, each in enumerate(sentences) if number not in boilerplate | reasons.keys()]
        if sum(each.end_word - each.first_word for each in rest) >= self._min_words:
            reasons |= dict.fromkeys(boilerplate, (BOILERPLATE, _BOILERPLATE_REASON))
        digest = text_digest(text)
        for reason in sorted(set(reasons.values())):
            chosen = [number for number, each in reasons.items() if each == reason]
            for span, numbers in cut_spans(sentences, chosen, text):
                yield _decision(article, reason, span, [sentences[number] for number in numbers], digest)

    def _recurring(self, article: Article, sentences: Sequence[Sentence]) -> set[int]:
        """The sentences of boilerplate that stand in another article too, but for the article's headline."""
        title = {each.key for each in sentences_of(tokenize(article.title or ""))}
        numbers = _within(sentences, self._boilerplate.get(article.id, ()))
        keys = {number: sentences[number].key for number in numbers}
        return {number for number, key in keys.items() if self._holders[key] > 1 and key not in title}


def _within(sentences: Sequence[Sentence], spans: Iterable[Span]) -> list[int]:
    """The numbers of the sentences that lie within spans, but for the signs around them."""
    found = []
    waiting = sorted(spans, reverse=True)
    for number, sentence in enumerate(sentences):
        while waiting and waiting[-1].end <= sentence.words_span.start:
            waiting.pop()
        if waiting and waiting[-1].start <= sentence.words_span.start and sentence.words_span.end <= waiting[-1].end:
            found.append(number)
    return found


def _again_in(sentences: Sequence[Sentence], repeats: Sequence[Repeat]) -> dict[int, tuple[str, str]]:
    """The sentences of repeated blocks that are cut, and why: of those with the same words, one stays at least."""
    standing = Counter(sentence.key for sentence in sentences)
    reasons: dict[int, tuple[str, str]] = {}
    for repeat in sorted(repeats, key=lambda each: each.spans):
        is_teaser = repeat.kind is RepeatKind.TEASER
        for number in _within(sentences, repeat.spans[:-1] if is_teaser else repeat.spans[1:]):
            key = sentences[number].key
            if number not in reasons and standing[key] > 1:
                standing[key] -= 1
                reasons[number] = repeat.kind.value, repeat.reason
    return reasons


def _decision(
    article: Article, reason: tuple[str, str], span: Span, sentences: Sequence[Sentence], digest: str
) -> CutDecision:
    path, record = article.place or (None, None)
    cut = span.of(article.text)
    return CutDecision(
        path=path,
        record=record,
        article_id=article.id,
        kind=reason[0],
        reason=reason[1],
        span=span,
        begins=beginning_of(cut),
        words=sum(sentence.end_word - sentence.first_word for sentence in sentences),
        bytes=len(encode_utf8(cut)),
        characters=len(article.text),
        digest=digest,
    )
