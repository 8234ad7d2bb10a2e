"""One contender in a process of its own: `contenders.py NAME FOLDER`, run by `throughput.py`.

Reads the corpus of the folder (`news.py`), which is not timed, runs one contender, writes the pairs that it reports to
`FOLDER/pairs.npz`, and prints one line of JSON: CPU seconds by stage and in all, wall seconds, and the memory that it
took beyond the corpus. Warming up (importing, loading compiled kernels) is not timed either.

Every peer gets word 5-grams, 128 values and 16 bands of 8 (half of the pairs with a Jaccard similarity of .7 or so
become candidates), and keeps pairs whose estimated similarity is .7 or more, if it estimates any. What each is given
beyond that is the quickest way its documentation offers to get pairs.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from news import News
from numpy.typing import NDArray

VALUES, BANDS, ROWS, THRESHOLD, GRAM_WORDS = 128, 16, 8, 0.7, 5
WARM_UP = 200  # articles
PAIRS, LINES = "pairs.npz", "news.jsonl"

Pairs = Iterable[tuple[int, int]]


@dataclass(slots=True)
class Clock:
    """CPU seconds of all threads, by stage."""

    stages: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.process_time)

    def mark(self, stage: str) -> None:
        """End a stage."""
        now = time.process_time()
        self.stages[stage] = now - self._last
        self._last = now


@dataclass(frozen=True, slots=True)
class Corpus:
    """What contenders are given."""

    folder: Path
    texts: Sequence[str]


Contender = Callable[[Corpus, Clock], Pairs]


def scan_texts(corpus: Corpus, clock: Clock) -> Pairs:
    """`dedup.scan` over texts in memory: repeats, bands, anchors, exact measures, relations, clusters."""
    import dedup

    report = dedup.scan(texts=corpus.texts, stories=False)
    clock.mark("all")
    return _copies(report.matches)


def scan_default(corpus: Corpus, clock: Clock) -> Pairs:
    """The default job: stories, rewrites and series as well. Its pairs are the copies, as above."""
    import dedup

    report = dedup.scan(texts=corpus.texts)
    clock.mark("all")
    return _copies(report.matches)


def scan_threads(corpus: Corpus, clock: Clock) -> Pairs:
    """The same on every core."""
    import dedup

    report = dedup.scan(texts=corpus.texts, stories=False, threads=os.cpu_count() or 1)
    clock.mark("all")
    return _copies(report.matches)


def scan_file(corpus: Corpus, clock: Clock) -> Pairs:
    """The same from a file of JSON lines."""
    import dedup

    report = dedup.scan(corpus.folder / LINES, stories=False)
    clock.mark("all")
    return _copies(report.matches)


def parse_file(corpus: Corpus, clock: Clock) -> Pairs:
    """Only `orjson.loads` over the lines of that file: what reading costs at least."""
    import orjson

    with (corpus.folder / LINES).open("rb") as lines:
        for line in lines:
            orjson.loads(line)
    clock.mark("all")
    return ()


def fingerprint(corpus: Corpus, clock: Clock) -> Pairs:
    """What a peer does: signatures, then pairs by their bands; no anchors, no units, nothing measured."""
    from dedup.sketch.candidates import pairs_by_band
    from dedup.sketch.fingerprints import minhash_signatures
    from dedup.sketch.packed_texts import StringTexts
    from dedup.sketch.sorted_keys import unpack_pairs

    signed = minhash_signatures(StringTexts(corpus.texts))
    clock.mark("signatures")
    articles = np.arange(len(signed))
    found, _ = pairs_by_band(signed, articles, articles, max_band_neighbours=50)
    left, right = unpack_pairs(found)
    clock.mark("candidates")
    return zip(left.tolist(), right.tolist(), strict=True)


def gaoya(corpus: Corpus, clock: Clock) -> Pairs:
    """Gaoya tokenises, hashes and bands in Rust; insert all, then query each."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=THRESHOLD,
        num_bands=BANDS,
        band_size=ROWS,
        analyzer="word",
        lowercase=True,
        ngram_range=(GRAM_WORDS, GRAM_WORDS),
        id_container="smallvec",
    )
    index.par_bulk_insert_docs(list(range(len(corpus.texts))), list(corpus.texts))
    clock.mark("signatures")
    found = index.par_bulk_query(list(corpus.texts))
    clock.mark("candidates")
    return _from_lists(found)


def datasketch(corpus: Corpus, clock: Clock) -> Pairs:
    """Datasketch with `generator` (numpy) and Python's own hash of a tuple of words: no hash function is quicker."""
    from datasketch import MinHash, MinHashLSH

    def low_half(gram: tuple[str, ...]) -> int:
        return hash(gram) & 0xFFFFFFFF

    grams = map(_grams, corpus.texts)
    hashes = list(MinHash.generator(grams, num_perm=VALUES, hashfunc=low_half))
    clock.mark("signatures")
    index = MinHashLSH(num_perm=VALUES, params=(BANDS, ROWS))
    with index.insertion_session() as session:
        for article, minhash in enumerate(hashes):
            session.insert(article, minhash, check_duplication=False)
    near = [[other for other in index.query(own) if own.jaccard(hashes[other]) >= THRESHOLD] for own in hashes]
    clock.mark("candidates")
    return _from_lists(near)


def rensa(corpus: Corpus, clock: Clock) -> Pairs:
    """Rensa's R-MinHash over all tokens in bulk (its "rho" samples them: a quarter of the recall)."""
    from rensa import RMinHash, RMinHashLSH

    grams = [[" ".join(gram) for gram in _grams(text)] for text in corpus.texts]
    hashes = RMinHash.from_token_sets(grams, num_perm=VALUES, seed=1)
    clock.mark("signatures")
    index = RMinHashLSH(THRESHOLD, VALUES, BANDS)
    index.insert_many(hashes)
    near = [
        [other for other in others if own.jaccard(hashes[other]) >= THRESHOLD]
        for own, others in zip(hashes, index.query_all(hashes), strict=True)
    ]
    clock.mark("candidates")
    return _from_lists(near)


def text_dedup(corpus: Corpus, clock: Clock) -> Pairs:
    """What text-dedup's MinHash does, by its own function of a text: buckets, each paired with its first; no estimates.

    Its command reads and writes data sets between the steps, which is left out here.
    """
    from text_dedup.minhash import RNG, embed_func
    from text_dedup.utils import xxh3_32hash

    prime, kind = np.uint64((1 << 61) - 1), np.uint64  # its default of 64 bits
    given: dict[str, object] = {
        "num_perm": VALUES,
        "ngram_size": GRAM_WORDS,
        "min_length": GRAM_WORDS,
        "hashranges": [(band * ROWS, (band + 1) * ROWS) for band in range(BANDS)],
        "permutations": [RNG.randint(least, prime, size=(VALUES,), dtype=kind) for least in (1, 0)],
        "hash_func": xxh3_32hash,
        "dtype": kind,
        "max_hash": np.uint32((1 << 32) - 1),
        "modulo_prime": prime,
    }
    signed = [embed_func(text, article, **given)["__signatures__"] for article, text in enumerate(corpus.texts)]
    clock.mark("signatures")
    found: set[tuple[int, int]] = set()
    for band in range(BANDS):
        first_of: dict[bytes, int] = {}
        for article, keys in enumerate(signed):
            found.add((first_of.setdefault(keys[band], article), article))
    clock.mark("candidates")
    return ((first, article) for first, article in found if first < article)


CONTENDERS: dict[str, Contender] = {
    "dedup": scan_texts,
    "dedup, default job": scan_default,
    "dedup, all cores": scan_threads,
    "dedup, from a file": scan_file,
    "orjson alone": parse_file,
    "dedup, bands alone": fingerprint,
    "gaoya": gaoya,
    "datasketch": datasketch,
    "rensa": rensa,
    "text_dedup": text_dedup,
}
PEERS = ("gaoya", "datasketch", "rensa", "text_dedup")
NEEDS_LINES = ("dedup, from a file", "orjson alone")


def _grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(*(words[first:] for first in range(GRAM_WORDS)), strict=False))


def _copies(matches: Sequence[object]) -> Iterator[tuple[int, int]]:
    from dedup import Match

    for match in matches:
        assert isinstance(match, Match)
        if match.relation.is_copy:
            left, right = sorted(int(name.rpartition("-")[2]) for name in (match.left_id, match.right_id))
            yield left, right


def _from_lists(near: Iterable[Iterable[int]]) -> Iterator[tuple[int, int]]:
    return ((article, other) for article, others in enumerate(near) for other in others if article < other)


def _write_lines(news: Corpus) -> None:
    """The corpus as JSON lines, with ids as texts in memory get them."""
    with (news.folder / LINES).open("w", encoding="utf-8") as lines:
        for number, text in enumerate(news.texts):
            lines.write(json.dumps({"id": f"text-{number}", "text": text}, ensure_ascii=False) + "\n")


def _memory(label: str) -> int:
    """A number of bytes from this process's status; 0 where there is none."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{label}:"))


def _forget_peak() -> None:
    """Let the peak of resident memory start anew (Linux)."""
    switch = Path("/proc/self/clear_refs")
    if switch.exists():
        switch.write_text("5")


def main() -> None:
    """Run the contender that the command line names."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    news = News.load(folder)
    corpus = Corpus(folder, news.texts())
    if name in NEEDS_LINES and not (folder / LINES).exists():
        _write_lines(corpus)
    contender = CONTENDERS[name]
    few = Corpus(folder, corpus.texts[:WARM_UP])
    if name in PEERS:
        contender(few, Clock())
    elif name.startswith("dedup"):
        scan_default(few, Clock())
        fingerprint(few, Clock())
    _forget_peak()
    before, wall, clock = _memory("VmRSS"), time.perf_counter(), Clock()
    pairs = contender(corpus, clock)
    wall = time.perf_counter() - wall
    peak = _memory("VmHWM") - before
    _save(pairs, folder)
    print(json.dumps({"stages": clock.stages, "wall": wall, "peak_bytes": peak}))


def _save(pairs: Pairs, folder: Path) -> None:
    found: NDArray[np.int64] = np.array(list(pairs), np.int64).reshape(-1, 2)
    np.savez(folder / PAIRS, left=found[:, 0], right=found[:, 1])


if __name__ == "__main__":
    main()
