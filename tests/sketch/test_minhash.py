from __future__ import annotations

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash, MinHashLSH

from dedup.errors import InputError
from dedup.sketch.fingerprints import permutations, sketch
from dedup.sketch.minhash import from_datasketch, to_datasketch
from dedup.sketch.texts import pack

STORY = "The harbour was closed on Monday after a crane fell across the quay, and two ferries were sent back to sea."
EDITED = STORY.replace("Monday", "Monday morning")
OTHER = "Snow is expected in the hills from Thursday, forecasters said, with winds rising through the weekend."


def test_permutations_are_those_of_datasketch() -> None:
    assert (np.array(permutations()) == MinHash(128, seed=1, scheme="affine32").permutations).all()


def test_a_signature_there_and_back() -> None:
    signature = sketch(pack([STORY])).signatures[0]
    minhash = to_datasketch(signature)
    assert (from_datasketch(minhash) == signature).all()
    assert (from_datasketch(LeanMinHash(minhash)) == signature).all()


def test_signatures_work_in_the_index_of_datasketch() -> None:
    story, edited, other = map(to_datasketch, sketch(pack([STORY, EDITED, OTHER])).signatures)
    index = MinHashLSH(threshold=0.5, num_perm=128)
    index.insert("story", story)
    index.insert("other", LeanMinHash(other))
    assert index.query(edited) == ["story"]
    assert story.jaccard(edited) > 0.6 > 0.1 > story.jaccard(other)


def test_an_updated_minhash_is_the_signature_of_both() -> None:
    story, other = map(to_datasketch, sketch(pack([STORY, OTHER])).signatures)
    assert story.union(story, other).jaccard(story) < 1
    story.update(7 << 32)
    assert story.hashvalues.dtype == np.uint32


@pytest.mark.parametrize("made", [{"num_perm": 64}, {"seed": 2}, {"scheme": "legacy"}])
def test_a_minhash_of_other_permutations_is_refused(made: dict[str, object]) -> None:
    with pytest.raises(InputError, match="MinHash of 128 values, seed 1 and scheme 'affine32' is needed"):
        from_datasketch(MinHash(**{"scheme": "affine32", **made}))


def test_a_signature_of_another_form_is_refused() -> None:
    with pytest.raises(InputError, match="128 values of uint32"):
        to_datasketch(np.zeros(128, np.int64))
