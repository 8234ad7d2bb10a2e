"""MinHash fingerprints of single texts, exchanged with datasketch.

The values are those of `datasketch.MinHash(128, seed=1, scheme="affine32")` over the upper halves of the text's shingle
hashes. So a fingerprint can be added to an existing `MinHashLSH`, `MinHashLSHForest`, `MinHashLSHEnsemble` or
`LeanMinHash`, and compared with what is stored there. A MinHash of other shingles has the same form, but another
meaning: it can only be compared with others of its kind. Shingles change when folding changes (`fingerprints.KEYS`, or
`expand_umlauts`), and of a `LeanMinHash` nothing is stored but values and seed. So what is handed out bears the number
of the keys as its seed, with the permutations themselves beside it: datasketch refuses to compare two seeds, and
`from_datasketch` refuses one that is none of the two of this version.

Repeated blocks count once, since shingles are a set. Boilerplate counts, since one text alone does not show what is
boilerplate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.errors import InputError, check_type
from dedup.sketch.fingerprints import KEYS, NUM_PERMUTATIONS, minhash_signatures, permutations
from dedup.sketch.packed_texts import StringTexts, pack_texts

if TYPE_CHECKING:
    from datasketch import LeanMinHash, MinHash

SCHEME = "affine32"
KEYS_EXPANDED = KEYS + (1 << 16)  # of texts whose umlauts are expanded
STORED_DTYPE = np.dtype("<u4")  # the same bytes on every machine
EMPTY_DATA = b"\xff" * NUM_PERMUTATIONS * STORED_DTYPE.itemsize  # of a text without words


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The 128 minima of a text's word 3-shingles, in `data`: 512 bytes, little-endian.

    `data` can be stored anywhere; `Fingerprint(data)` restores the fingerprint, with `expand_umlauts` as it was made.
    InputError for another length.

    >>> Fingerprint(bytes(512)).similarity(fingerprint("Rain is expected."))
    0.0
    """

    data: bytes = field(repr=False)
    expand_umlauts: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.data, bytes) or len(self.data) != len(EMPTY_DATA):
            size = len(self.data) if isinstance(self.data, bytes) else type(self.data).__name__
            raise InputError(f"a fingerprint is {len(EMPTY_DATA)} bytes, not {size}")

    @property
    def values(self) -> NDArray[np.uint32]:
        """The minima, (128,)."""
        return np.frombuffer(self.data, STORED_DTYPE).astype(np.uint32, copy=False)

    @property
    def is_empty(self) -> bool:
        """Whether the text had no words; such a text has no similarity to any text."""
        return self.data == EMPTY_DATA

    def similarity(self, other: Fingerprint) -> float:
        """The estimated Jaccard similarity of the two texts' shingles, with a standard error of at most .044.

        InputError for a fingerprint of words that were folded otherwise.

        >>> text = "The ferry ran aground off the old harbour on Monday"
        >>> fingerprint(text).similarity(fingerprint(text.upper()))
        1.0
        """
        if self.expand_umlauts != other.expand_umlauts:
            raise InputError("a fingerprint with expand_umlauts and one without: make both alike, from the texts")
        return 0.0 if self.is_empty else float((self.values == other.values).mean())

    def to_datasketch(self) -> MinHash:
        """The `datasketch.MinHash` with these values, for its indexes; `LeanMinHash` makes it small.

        >>> minhash = fingerprint("The ferry ran aground off the old harbour on Monday").to_datasketch()
        >>> len(minhash), minhash.scheme
        (128, 'affine32')
        """
        from datasketch import MinHash

        return MinHash(
            seed=KEYS_EXPANDED if self.expand_umlauts else KEYS,
            hashvalues=self.values.copy(),
            permutations=np.array(permutations()),
            scheme=SCHEME,
            hashfunc=_upper_half,
        )


def fingerprint(article: Article | str, *, expand_umlauts: bool = False) -> Fingerprint:
    """The MinHash fingerprint of one text; `expand_umlauts` is the setting of that name.

    >>> fingerprint("Rain is expected.") == fingerprint("RAIN IS EXPECTED")
    True
    """
    text = article.text if isinstance(article, Article) else article
    check_type(text, str, "fingerprint: an article or a text")
    (signature,) = minhash_signatures(pack_texts([text], expand_umlauts=expand_umlauts))
    return Fingerprint(signature.astype(STORED_DTYPE).tobytes(), expand_umlauts)


def signatures_of_texts(texts: Sequence[str], threads: int = 1, *, expand_umlauts: bool = False) -> NDArray[np.uint32]:
    """The MinHash signatures of many texts, (n, 128): row i is `fingerprint(texts[i]).values`.

    >>> signatures_of_texts(["Rain is expected.", "RAIN IS EXPECTED"]).shape
    (2, 128)
    """
    check_type(threads, int, "threads: a number of threads")
    for text in texts:
        check_type(text, str, "signatures_of_texts: texts, strings")
    return minhash_signatures(StringTexts(texts, expand_umlauts=expand_umlauts), threads)


def from_datasketch(minhash: MinHash | LeanMinHash) -> Fingerprint:
    """The fingerprint in a `MinHash` or `LeanMinHash`; InputError if it was made with other permutations or of
    words folded otherwise.

    >>> rain = fingerprint("Rain is expected.")
    >>> from_datasketch(rain.to_datasketch()) == rain
    True
    """
    if not all(hasattr(minhash, name) for name in ("scheme", "seed", "hashvalues")):
        check_type(minhash, (), "from_datasketch: a MinHash or LeanMinHash")
    if (len(minhash), minhash.scheme) != (NUM_PERMUTATIONS, SCHEME):
        raise InputError(
            f"a MinHash of {NUM_PERMUTATIONS} values and scheme {SCHEME!r} is needed, "
            f"not of {len(minhash)} and {minhash.scheme!r}: no two with other permutations can be compared"
        )
    if minhash.seed not in (KEYS, KEYS_EXPANDED):
        raise InputError(
            f"a MinHash of keys {minhash.seed} (its seed), where those made here are of keys {KEYS}, "
            f"with expand_umlauts {KEYS_EXPANDED}: its words were folded otherwise; make it again from the text"
        )
    data = np.asarray(minhash.hashvalues).astype(STORED_DTYPE).tobytes()
    return Fingerprint(data, expand_umlauts=minhash.seed == KEYS_EXPANDED)


def _upper_half(shingle: int) -> int:
    """The part of a 64-bit shingle hash that datasketch permutes, for updates of the MinHash."""
    return shingle >> 32
