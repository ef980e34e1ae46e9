"""Texts → counts of the stop words of several languages, text by text, as a reference for the kernel."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.stopwords import StopwordTable


def count_stopwords(
    buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: StopwordTable, sample: int
) -> NDArray[np.int64]:
    """Return how many different stop words of each list each text contains: int64[texts, lists]."""
    counts = np.zeros((offsets.size - 1, len(table.words)), np.int64)
    for number, (low, high) in enumerate(pairwise(offsets.tolist())):
        text = buffer[low:high].tobytes().decode()
        found = set(f"{text[:sample]}\n{text[-sample:]}".lower().split())
        counts[number] = [len(words & found) for words in table.words]
    return counts
