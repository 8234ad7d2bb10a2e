from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash, MinHashLSH, MinHashLSHEnsemble, MinHashLSHForest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedup
from dedup import Article, Fingerprint, InputError
from dedup.sketch.fingerprints import KEYS, permutations

STORY = "The harbour was closed on Monday after a crane fell across the quay, and two ferries were sent back to sea."
EDITED = STORY.replace("Monday", "Monday morning")
OTHER = "Snow is expected in the hills from Thursday, forecasters said, with winds rising through the weekend."


def test_permutations_are_those_of_datasketch() -> None:
    assert (np.array(permutations()) == MinHash(128, seed=1, scheme="affine32").permutations).all()


@settings(deadline=None)
@given(st.binary(min_size=512, max_size=512))
def test_there_and_back(data: bytes) -> None:
    made = Fingerprint(data)
    minhash = made.to_datasketch()
    assert dedup.from_datasketch(minhash) == dedup.from_datasketch(LeanMinHash(minhash)) == made
    assert minhash.hashvalues.tolist() == made.values.tolist()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_similarity_is_that_of_datasketch(left: str, right: str) -> None:
    one, other = dedup.fingerprint(left), dedup.fingerprint(right)
    assert one.similarity(other) == other.similarity(one)
    if not one.is_empty:
        assert one.similarity(other) == one.to_datasketch().jaccard(other.to_datasketch())
        assert one.similarity(one) == 1


def test_texts_without_words_are_like_no_other() -> None:
    nothing, marks = dedup.fingerprint(""), dedup.fingerprint("... !")
    assert nothing == marks
    assert nothing.is_empty
    assert nothing.to_datasketch().is_empty()
    assert nothing.similarity(marks) == dedup.fingerprint(STORY).similarity(nothing) == 0


def test_only_the_text_of_an_article_counts() -> None:
    assert dedup.fingerprint(Article("a", STORY, title="Harbour closed")) == dedup.fingerprint(STORY)
    assert len({dedup.fingerprint(STORY), dedup.fingerprint(STORY.upper()), dedup.fingerprint(EDITED)}) == 2


def test_fingerprints_work_in_every_index_of_datasketch() -> None:
    story, edited, other = (dedup.fingerprint(text).to_datasketch() for text in (STORY, EDITED, OTHER))
    index = MinHashLSH(threshold=0.5, num_perm=128)
    forest = MinHashLSHForest(num_perm=128)
    ensemble = MinHashLSHEnsemble(threshold=0.5, num_perm=128)
    index.insert("story", story)
    index.insert("other", LeanMinHash(other))
    forest.add("story", story)
    forest.add("other", LeanMinHash(other))
    forest.index()
    ensemble.index([("story", story, round(story.count())), ("other", other, round(other.count()))])
    assert index.query(edited) == ["story"]
    assert forest.query(edited, 1) == ["story"]
    assert list(ensemble.query(edited, round(edited.count()))) == ["story"]
    assert story.jaccard(edited) > 0.6 > 0.1 > story.jaccard(other)


def test_a_minhash_made_of_a_fingerprint_can_grow() -> None:
    found = dedup.fingerprint(STORY)
    minhash = found.to_datasketch()
    minhash.update(7 << 32)
    minhash.merge(dedup.fingerprint(OTHER).to_datasketch())
    assert minhash.hashvalues.dtype == np.uint32
    assert 0.2 < dedup.from_datasketch(minhash).similarity(found) < 0.8
    assert found == dedup.fingerprint(STORY)


@pytest.mark.parametrize(
    ("made", "fault"), [({"num_perm": 64}, "64 and 'affine32'"), ({"scheme": "legacy"}, "128 and 'l")]
)
def test_a_minhash_of_other_permutations_is_refused(made: dict[str, object], fault: str) -> None:
    with pytest.raises(InputError, match=f"MinHash of 128 values and scheme 'affine32' is needed, not of {fault}"):
        dedup.from_datasketch(MinHash(**{"scheme": "affine32", "seed": KEYS, **made}))


@pytest.mark.parametrize("form", [MinHash.copy, LeanMinHash])
def test_a_minhash_of_words_folded_otherwise_is_refused(form: Callable[[MinHash], MinHash]) -> None:
    earlier, now = MinHash(seed=KEYS - 1, scheme="affine32"), dedup.fingerprint(STORY).to_datasketch()
    with pytest.raises(InputError, match=f"keys {KEYS - 1} .its seed., where those made here are of keys {KEYS}"):
        dedup.from_datasketch(form(earlier))
    with pytest.raises(ValueError, match="different seeds"):
        now.jaccard(earlier)


def test_fingerprints_of_expanded_umlauts_are_of_another_kind() -> None:
    marked, plain = "Der Müller fällt über die Brücke", "Der Mueller faellt ueber die Bruecke"
    one, other = (dedup.fingerprint(text, expand_umlauts=True) for text in (marked, plain))
    assert one == other != dedup.fingerprint(marked)
    assert np.array_equal(one.values, dedup.signatures_of_texts([plain], expand_umlauts=True)[0])
    assert dedup.from_datasketch(LeanMinHash(one.to_datasketch())) == one
    with pytest.raises(ValueError, match="different seeds"):
        one.to_datasketch().jaccard(dedup.fingerprint(marked).to_datasketch())
    with pytest.raises(InputError, match="with expand_umlauts and one without"):
        one.similarity(dedup.fingerprint(marked))


@pytest.mark.parametrize(("data", "fault"), [(b"abc", "not 3"), (None, "not NoneType")])
def test_data_of_another_form_is_refused(data: bytes, fault: str) -> None:
    with pytest.raises(InputError, match=f"a fingerprint is 512 bytes, {fault}"):
        Fingerprint(data)
