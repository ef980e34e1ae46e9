"""Numbers → their prefix sums: of sizes of parts that follow each other, where each part begins and the last ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def prefix_sums(values: ArrayLike) -> NDArray[np.int64]:
    """Return the sums of the first 0, 1, 2, … of some whole numbers or flags: int64[values + 1]."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)])
