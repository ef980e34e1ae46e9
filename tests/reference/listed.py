"""Texts into how many words of given lists stand in them, text by text, as a reference for the kernel."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.lists import WordLists


def count_listed(
    buffer: NDArray[np.uint8], offsets: NDArray[np.int64], lists: WordLists, sample: int
) -> NDArray[np.int64]:
    """Return how many different words of each list stand in each text: int64[texts, lists].

    Words are what stands between white space, in lower case. Of a text, the first and the last `sample` characters are
    looked at; a word that is cut there is what is left of it.
    """
    counts = np.zeros((offsets.size - 1, len(lists.words)), np.int64)
    for number, (low, high) in enumerate(pairwise(offsets.tolist())):
        text = buffer[low:high].tobytes().decode()
        words = set(f"{text[:sample]}\n{text[-sample:]}".lower().split())
        counts[number] = [len(listed & words) for listed in lists.words]
    return counts
