"""Short answers told apart by the score of their best chain of letters: how sure the least score is that counts.

The least score is chosen on one half of the answers and tried on the other, for many halves.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from dedup import Document
from dedup.documents import collection_of
from dedup.engines.local import LOCAL
from dedup.reuse.chains import REWORDED, find_letter_chains
from dedup.reuse.identical import IdenticalDocuments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lib.labelled import Answer

SCORES = range(40, 121)
HALVES = 100
SEED = 1


def best_score(one: str, other: str) -> int:
    """Return the highest of `SCORES` that a chain of letters of two texts reaches, 0 if none does."""
    pair = collection_of([Document("a", one), Document("b", other)])

    def is_missed(least: int) -> bool:
        rules = REWORDED._replace(least_score=least)
        return not find_letter_chains(pair, IdenticalDocuments(np.arange(2)), LOCAL, rules).a.size

    place = bisect_left(SCORES, True, key=is_missed)
    return SCORES[place - 1] if place else 0


def halves_accuracy(answers: Sequence[Answer], sources: dict[str, str]) -> float:
    """Return the share told rightly of answers that did not choose the least score, over many halves."""
    scores = np.array([best_score(answer.text, sources[answer.task]) for answer in answers])
    reuses = np.array([answer.reuses for answer in answers])
    generator = np.random.default_rng(SEED)
    right = []
    for _ in range(HALVES):
        order = generator.permutation(scores.size)
        for chosen in (order[::2], order[1::2]):
            others = np.setdiff1d(order, chosen)
            right.append(_right(scores[others], reuses[others], _choose(scores[chosen], reuses[chosen])))
    return float(np.mean(right))


def _choose(scores: NDArray[np.int64], reuses: NDArray[np.bool_]) -> int:
    """Return the least score that tells most answers rightly; of several, the one in the middle."""
    right = [_right(scores, reuses, least) for least in SCORES]
    best = [least for least, share in zip(SCORES, right, strict=True) if share == max(right)]
    return best[len(best) // 2]


def _right(scores: NDArray[np.int64], reuses: NDArray[np.bool_], least: int) -> float:
    return float(((scores >= least) == reuses).mean())
