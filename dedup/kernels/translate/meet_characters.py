"""What kinds of characters texts hold: most need nothing but to be read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel
from dedup.kernels.scalars import signed
from dedup.kernels.translate.key_parts import UNKNOWN


@kernel
def classes_met(codes: NDArray[np.uint32], classes: NDArray[np.uint16]) -> int:
    """Return the classes that any of some code points has, and UNKNOWN where one has none yet."""
    met = 0
    for k in range(len(codes)):
        held = signed(classes[codes[k]])
        met |= held if held else UNKNOWN
    return met
