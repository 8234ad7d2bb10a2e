"""Score how the agencies that an article credits are read, on forms of crediting and on traps.

    python benchmarks/credits.py --corpus DIR            counts a kind of form
    python benchmarks/credits.py --corpus DIR --failed   and every form that was read otherwise

DIR holds `agencies.tsv` (id, name, aliases, ..., services; lists parted by a bar), `credit-bodies.json` (bodies by
language) and `credit-forms.jsonl` (language, form, credits, kind). In a form `…` stands for the body; where it stands
twice, the first paragraph goes to the first. A form is right if the credits of the whole text (not those of a fact in
it) name the agencies of `credits` and no others; a trap names none.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dedup.article import Article
from dedup.attribution.credit import TEXT_LEVEL_KINDS
from dedup.attribution.credits import CreditReader, whole_text
from dedup.attribution.names.outlets import name_key, shipped_outlets
from dedup.settings import DEFAULT_SETTINGS

OWN_OUTLET = "one.example"


def agency_ids(table: Path) -> Mapping[str, set[str]]:
    """The ids of agencies by every key of their names."""
    ids: dict[str, set[str]] = defaultdict(set)
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        agency, name, aliases, _, _, services, *_ = [*line.split("\t"), *[""] * 6]
        for each in (name, *aliases.split("|"), *services.split("|")):
            if each:
                ids[name_key(each)].add(agency)
    return ids


def filled(form: str, body: str) -> str:
    """The text of a form."""
    if form.count("…") == 1:
        return form.replace("…", body)
    first, _, rest = body.partition("\n\n")
    return form.replace("…", first, 1).replace("…", rest, 1)


def credited_names(text: str, language: str) -> set[str]:
    """The outlets that the whole text is credited to."""
    article = Article("a", text, language=language, outlet=OWN_OUTLET)
    read = CreditReader([article], whole_text, DEFAULT_SETTINGS)
    return {credit.name for credit in read(article) if credit.kind in TEXT_LEVEL_KINDS}


def credited_ids(names: set[str], expected: set[str], ids: Mapping[str, set[str]]) -> set[str]:
    """The ids of the agencies of these names; of several agencies with one name, the expected one."""
    found: set[str] = set()
    for name in names:
        outlet = shipped_outlets().by_name(name)
        written = (name, *(outlet.aliases if outlet else ()))
        meant = set().union(*(ids.get(name_key(each), set()) for each in written))
        found |= (meant & expected) or {min(meant, default=f"unknown: {name}")}
    return found


def verdict(found: set[str], expected: set[str]) -> str:
    """What became of a form."""
    if found == expected:
        return "right"
    if found - expected:
        return "wrong"
    return "part" if found else "nothing"


def main() -> None:
    """Read all forms and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--failed", action="store_true")
    options = parser.parse_args()
    ids = agency_ids(options.corpus / "agencies.tsv")
    bodies: dict[str, list[str]] = json.loads((options.corpus / "credit-bodies.json").read_text(encoding="utf-8"))
    counts: Counter[tuple[str, str]] = Counter()
    for line in (options.corpus / "credit-forms.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        names = credited_names(filled(row["form"], bodies[row["language"]][0]), row["language"])
        expected = set(row["credits"])
        outcome = verdict(credited_ids(names, expected, ids), expected)
        counts["credited" if expected else "traps", outcome] += 1
        if options.failed and outcome != "right":
            print(f"{outcome:8} {row['language']:3} {row['kind']}: {row['form']!r}: {', '.join(sorted(names))}")
    for group in ("credited", "traps"):
        of_group = {outcome: count for (each, outcome), count in counts.items() if each == group}
        shares = ", ".join(f"{outcome} {count}" for outcome, count in sorted(of_group.items()))
        print(f"{group}: {shares}, of {sum(of_group.values())}")


if __name__ == "__main__":
    main()
