"""What a plan decides, one article or one block at a time: the values of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from dedup.article import Span
from dedup.comparison.match import Relation

_DIGEST_BYTES = 16
_MAX_SHOWN_CHARACTERS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDecision:
    """An article is left out, because `kept_id` stands for the same text.

    `match` names the two articles whose match decided, and `relation`, `reason` and `coverage` (the share of the
    words of `article_id` that the other has) are those of that match. Of copies of copies, the match may be with
    another copy than the one that is kept. `path` and `record` are the place of the article, if it was read from a
    file; `words` and `bytes` are those of its text.
    """

    path: str | None
    record: int | None
    article_id: str
    relation: Relation
    kept_id: str
    match: tuple[str, str]
    reason: str
    coverage: float
    words: int
    bytes: int

    @property
    def kind(self) -> str:
        """Why something is left out, in one word."""
        return self.relation.value


@dataclass(frozen=True, slots=True, kw_only=True)
class CutDecision:
    """A stretch of a text is cut out: `kind` is that of a repeated block, or boilerplate.

    `span` counts in the text of `characters` code points whose `digest` is given. `begins` shows its first words.
    """

    path: str | None
    record: int | None
    article_id: str
    kind: str
    reason: str
    span: Span
    begins: str
    words: int
    bytes: int
    characters: int
    digest: str


Decision = DropDecision | CutDecision


def text_digest(text: str) -> str:
    """A checksum of a text, by which its field or its file is found again.

    >>> text_digest("It rained.")
    '5c9f067ee305237f91a194516513c1b4'
    """
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def beginning_of(text: str) -> str:
    """The first words of a text in one line, to be read in a plan."""
    line = " ".join(text[: 4 * _MAX_SHOWN_CHARACTERS].split())
    return line if len(line) <= _MAX_SHOWN_CHARACTERS else f"{line[: _MAX_SHOWN_CHARACTERS - 1].rstrip()}…"


def without_spans(text: str, spans: list[Span]) -> str:
    """The text without some stretches, which may overlap.

    >>> without_spans("It rained. It rained. It snowed.", [Span(10, 21)])
    'It rained. It snowed.'
    """
    pieces, end = [], 0
    for span in sorted(spans):
        pieces.append(text[end : span.start])
        end = max(end, span.end)
    return "".join([*pieces, text[end:]])
