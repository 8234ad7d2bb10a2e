"""Kernels give the same results in every mode: compiled, with every index checked, and as ordinary Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAMS = {
    "prepare": """
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import PackedTexts, pack_texts
from dedup.tokens.words import tokenize
from pairing import pair_sketches

texts = ["", "a", "中国", "Žena\\nže 3. May 2026 \u00ad", "a b c d e. " * 12 + "\\n", "\\n\\n.", "x" * 40, "é" * 30]
texts += ["😀 ﷺ 한글 เมื่อ" * 3]
print([tokenize(text).hashes.sum() for text in texts], tokenize(texts[3]).lines)
damaged = np.random.default_rng(1).integers(0, 256, 300).astype(np.uint8)
many, one = PackedTexts(damaged, np.arange(0, 301, 50)), PackedTexts(damaged[:131], np.array([0, 131]))
for part in (pack_texts(texts), many, one, pack_texts([texts[4]] * 3)):
    sketched, (signatures, anchors) = sketch(part)
    print(signatures.sum(), anchors.values.sum(), sketched.lines.keys.sum(), sketched.may_repeat.tolist())
    print(pair_sketches(sketched, (signatures, anchors)).candidates.left.tolist())
""",
    "learn": """
from dedup.corpus.statistics import learn_corpus
from dedup.corpus.stock_phrases import possible_phrases
from dedup.settings import Settings
from pairing import pair_texts

stories = ["Then " + " ".join(f"word{story * 60 + place} of" for place in range(60)) + "." for story in range(6)]
letter = "The letter of the day is sent to all who ask for it."
settings = Settings(min_stock_phrase_groups=2)
texts, _, postings, found = pair_texts([f"Home | News\\n{story}\\n{letter}" for story in stories] + [""], settings)
corpus = learn_corpus(texts, np.full(7, -1), found.representatives, possible_phrases(postings, settings), settings)
lines, phrases = corpus.boilerplate_lines, corpus.stock_phrases
print(len(lines), lines.sum(), len(phrases), phrases.sum())
""",
    "verify": """
from dedup.comparison.pair_measures import MeasuredTexts, RepeatedWords, measure_candidates
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import DEFAULT_SETTINGS
from dedup.sketch.anchors import anchor_keys
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts

texts = ["", "a", "港口", "a b c d e. " * 9, "\\n\\n.", "x\\n" * 30, "é" * 9, "Home\\nWorld\\n" * 9, "3 4 5 6 7 8\\n"]
texts += ["The ferry ran aground off the island on Monday. " * 2, "On Monday the ferry ran aground again."]
packed, n = pack_texts(texts), len(texts)
sketched, (_, anchors) = sketch(packed)
left, right = np.divmod(np.arange(n * n), n)
lines, phrases = np.unique(sketched.lines.keys[::2]), np.unique(anchor_keys(anchors.values))
known = CorpusStatistics(lines, np.empty(0, np.uint64), phrases)
for part, lefts, rights in ((texts, left, right), (texts[3:4], left[:1], right[:1])):
    none = RepeatedWords(np.zeros(len(part), np.int64), np.empty(0, np.int32), np.empty(0, np.int32))
    measured = MeasuredTexts(pack_texts(part), pack_texts([text[:9] for text in part]), none)
    print(np.sum(measure_candidates(measured, known, lefts, rights, DEFAULT_SETTINGS), axis=1).tolist())
""",
    "align": """
import dedup

news = "The ferry Aurora ran aground off Hiddensee on Monday with 212 people on board, the coast guard said. "
more = "Nobody was hurt, and a tug pulled it free at noon; the harbour master blamed fog and a broken buoy. "
other = "Council members will vote next week on the price of the new quay, which has doubled since last spring. "
match = dedup.compare(news + more + other, other + news.replace("Monday", "Tuesday") + "Something else. " * 5)
print(match.relation, [(p.left.start, p.left.end, p.right.start, p.right.end, p.words) for p in match.passages])
print([(repeat.spans, repeat.words) for repeat in dedup.repeats(news + more + news)])
""",
    "relate": """
from dedup.article import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.story import find_stories
from dedup.tokens import word_frequencies

word_frequencies._list_path = lambda language: None  # to fold 300,000 words takes minutes where nothing is compiled

news = "Ferry Aurora ran aground off Hiddensee on Monday with 212 people. “We never saw the sandbank,” said Ines Moll. "
texts = ["", "...", "雨", "日本銀行が発表した。" * 2, "14.3 billion 3% 3rd 4x4 9", news * 2, news.upper()]
texts.append(news + "Fog was blamed. " * 9)
articles = [
    Article(f"{number:02}", text, title=title, language="xx")
    for number, (text, title) in enumerate((text, title) for text in texts for title in (None, "Ferry Aurora aground"))
]
stories, pairs, *_ = find_stories(articles, DEFAULT_SETTINGS)
print([story.article_ids for story in stories], [round(pair.same_story_probability, 6) for pair in pairs])
""",
    "translate": """
from dedup.translations.keys import key_tables
from dedup.translations.keys.text_keys import read_text_keys
from dedup.translations.translation_candidates import translation_candidates
from dedup.translations.translation_measures import measure_keys

listed = {"places": {"New York": "New York", "Germany": "DE"}, "months": {"May": 5}}
key_tables._listed_names = lambda language: listed if language == "en" else {"places": {}, "months": {}}
texts = ["", "x", "Ingrid Solvang of New York saw 34,000 boats, 65.9 million in all, and L'Oréal.", "3rd May " * 9]
texts += ["Ингрид Солванг видела 34 тыс. лодок, 65,9 млн", "カーター 3億5000万 ５月3日", "והבית الغد ντζε 扎莱维奇"]
keys = read_text_keys(texts, ["en", "en", "en", "en", "ru", "ja", "zh"])
print(keys.ids.tolist(), keys.places.tolist(), keys.ends.tolist(), translation_candidates(keys).tolist())
print(np.round(measure_keys(keys, np.array([2, 0, 2]), np.array([4, 1, 3])), 9).tolist())
""",
}


def run(program: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", f"import numpy as np\n{program}"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("stage", PROGRAMS)
def test_kernels_are_ordinary_python(stage: str) -> None:
    """What is compiled and what a debugger steps through print the same."""
    plain, compiled = (run(PROGRAMS[stage], {"NUMBA_DISABLE_JIT": value}) for value in "10")
    assert plain == compiled != ""


@pytest.mark.takes_minutes
def test_no_index_is_outside_its_array(tmp_path: Path) -> None:
    """All in one process: with checks, every kernel is compiled anew."""
    program = "\n".join(PROGRAMS.values())
    checked = run(program, {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)})
    assert checked == "".join(run(each, {}) for each in PROGRAMS.values())
