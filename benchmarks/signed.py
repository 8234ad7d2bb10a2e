"""Score the origins of clusters whose copies sign off with an agency: "(dpa)", "(AFP, dpa)", "Reuters" on a last line.

    python benchmarks/signed.py --corpus DIR            fang-november.jsonl.gz (id, outlet, title, published, url, text)
    python benchmarks/signed.py --corpus DIR --failed   and each group whose origin is not one of its agencies

Sign-offs are found by one expression of this file, which shares nothing with `dedup`. A group is right if its origin is
an agency that one of its articles signs off with, wrong if it is anything else, unknown if it has none. Three figures:
the articles that sign off, each read alone; the clusters; and the stories with such an article, whose other texts may
be right to name another source.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import dedup
from dedup import Article
from dedup.attribution.credit import TEXT_LEVEL_KINDS
from dedup.attribution.credits import CreditReader, whole_text
from dedup.settings import DEFAULT_SETTINGS

FILE_NAME = "fang-november.jsonl.gz"
# Names as they are signed, in lower case, and as reports write them.
AGENCIES = {
    "dpa": "dpa",
    "afp": "Agence France-Presse",
    "sid": "Agence France-Presse",
    "ap": "Associated Press",
    "reuters": "Reuters",
    "rtr": "Reuters",
    "epd": "epd",
    "kna": "KNA",
    "apa": "APA",
    "sda": "Keystone-SDA",
}
_NAMES = "|".join(AGENCIES)
SIGN_OFF = re.compile(rf"(?:[(]|\n)\s*((?:[\w.]+\s*[/,\s]\s*)*?(?:{_NAMES})\b(?:\s*[/,\s]\s*\w+)*)\s*[)]?\s*$", re.I)
TAIL_CHARACTERS, MAX_WORDS = 80, 6


def signed_agencies(text: str) -> set[str]:
    """The agencies that a text signs off with."""
    found = SIGN_OFF.search(text.rstrip()[-TAIL_CHARACTERS:])
    words = re.findall(r"\w+", found[1].lower()) if found else []
    return {AGENCIES[word] for word in words if word in AGENCIES} if len(words) <= MAX_WORDS else set()


def outcome(origin: str | None, agencies: set[str]) -> str:
    """What became of a group."""
    return "unknown" if origin is None else "right" if origin in agencies else "wrong"


def article_outcomes(signed: Mapping[str, set[str]], articles: Iterable[Article]) -> Counter[str]:
    """The outcomes of signed articles, each read alone: right if it credits these agencies, wrong if others, too."""
    counts: Counter[str] = Counter()
    for article in articles:
        if agencies := signed.get(article.id):
            read = CreditReader([article], whole_text, DEFAULT_SETTINGS)
            names = {credit.name for credit in read(article) if credit.kind in TEXT_LEVEL_KINDS}
            counts["right" if names == agencies else "wrong" if names - agencies else "unknown"] += 1
    return counts


def main() -> None:
    """Scan the corpus and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--failed", action="store_true")
    options = parser.parse_args()
    articles = [each for each in dedup.read_articles(options.corpus / FILE_NAME) if isinstance(each, Article)]
    signed = {article.id: agencies for article in articles if (agencies := signed_agencies(article.text))}
    report = dedup.scan(articles)
    counts = {"articles": article_outcomes(signed, articles), "clusters": Counter[str](), "stories": Counter[str]()}
    groups = [("clusters", each.article_ids, each.origin) for each in report.clusters]
    groups += [("stories", each.article_ids, each.origin) for each in report.stories]
    for kind, ids, origin in groups:
        agencies = set().union(*(signed.get(each, set()) for each in ids))
        if agencies:
            result = outcome(origin.name if origin else None, agencies)
            counts[kind][result] += 1
            if options.failed and result != "right":
                print(f"{result} {kind}: {', '.join(ids)} sign {', '.join(sorted(agencies))}: {origin and origin.name}")
    for kind, outcomes in counts.items():
        shares = ", ".join(f"{result} {count}" for result, count in sorted(outcomes.items()))
        print(f"{kind} that sign off: {shares}, of {sum(outcomes.values())}")


if __name__ == "__main__":
    main()
