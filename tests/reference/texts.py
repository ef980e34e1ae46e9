"""Words into the texts they belong to, in NumPy, as a reference for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def texts_of(offsets: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the text (int64) of each word index: text i has the words ``offsets[i] : offsets[i + 1]``."""
    return np.searchsorted(offsets, words, side="right") - 1
