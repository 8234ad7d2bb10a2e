"""Fingerprints for everybody who works with datasketch, and theirs for us.

A row of `Sketches.signatures` holds the values of `datasketch.MinHash(128, seed=1, scheme="affine32")` over the upper
halves of an article's shingle hashes, so it can be put into a `MinHashLSH`, a `LeanMinHash` or a forest that stands
somewhere already, and what was stored there can be compared with ours. A MinHash that was made from other shingles has
the same form and means something else: it is comparable only with its own kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.sketch.fingerprints import SEED, VALUES, permutations

if TYPE_CHECKING:
    from datasketch import LeanMinHash, MinHash

SCHEME = "affine32"


def to_datasketch(signature: NDArray[np.uint32]) -> MinHash:
    """The `datasketch.MinHash` with these 128 values.

    >>> to_datasketch(np.full(128, 7, np.uint32)).jaccard(to_datasketch(np.full(128, 7, np.uint32)))
    1.0
    """
    from datasketch import MinHash

    if signature.shape != (VALUES,) or signature.dtype != np.uint32:
        raise InputError(f"a signature is {VALUES} values of uint32, not {signature.shape} of {signature.dtype}")
    return MinHash(
        seed=SEED, hashvalues=signature, permutations=np.array(permutations()), scheme=SCHEME, hashfunc=_upper_half
    )


def from_datasketch(minhash: MinHash | LeanMinHash) -> NDArray[np.uint32]:
    """The signature of a `MinHash` or `LeanMinHash`; InputError where it was made with other permutations."""
    found = (len(minhash), minhash.seed, minhash.scheme)
    if found != (VALUES, SEED, SCHEME):
        raise InputError(f"a MinHash of {VALUES} values, seed {SEED} and scheme {SCHEME!r} is needed, not of {found}")
    return np.array(minhash.hashvalues, np.uint32)


def _upper_half(shingle: int) -> int:
    """What datasketch is given of a 64-bit shingle hash, should the MinHash be updated with more of them."""
    return shingle >> 32
