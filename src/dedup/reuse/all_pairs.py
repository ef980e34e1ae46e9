"""Pairs of distinct texts that have words in common → how many pairs of documents `--all-pairs` lists, and their size.

That is known as soon as common runs are: before passages are made, texts verified and places looked up, which takes
nearly all of the time and memory of such a scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.memory import PROGRAM_BYTES, format_size
from dedup.errors import LimitError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.reuse.identical import Members
    from dedup.reuse.passages import PairRuns

    Numbers = NDArray[np.int64]

MANY = 1_000_000
"""Pairs from which it is told beforehand how many there are: a minute of work."""
_PAIR_BYTES, _RUN_BYTES = 250, 300
"""Memory that a pair and each of its common runs take until they are reported: measured with 1,000 licences."""
_JSON_BYTES = 1_100
"""Bytes of a pair in JSON, which is written as it is made: from 1,000 to 1,500, with licences and press releases."""
_PLACE_BYTES = 100
"""Memory that a pair of places takes while places with one key are expanded to all their pairs: from 49 to 99."""


@dataclass(frozen=True, slots=True)
class AllPairs:
    """How many pairs of documents there are, and how many runs of words these have in common."""

    pairs: int
    runs: int

    @property
    def memory(self) -> int:
        """The bytes of memory that the pairs take, about."""
        return self.pairs * _PAIR_BYTES + self.runs * _RUN_BYTES

    def message(self) -> str:
        """Return what is told before the work begins."""
        return (
            f"--all-pairs lists about {self.pairs:,} pairs, which take some {format_size(self.memory)} of memory, and "
            f"{format_size(self.pairs * _JSON_BYTES)} as JSON"
        )

    def refuse_beyond(self, limit: int) -> None:
        """Raise `LimitError` where the pairs take more than `limit` bytes of memory."""
        if self.memory > limit:
            msg = (
                f"{self.message()}; there are {format_size(limit)} (--memory). Without --all-pairs, texts in many "
                "documents are told by the first"
            )
            raise LimitError(msg)


def refuse_expansion(pairs: int, limit: int) -> None:
    """Raise `LimitError` where so many pairs of places with one key do not fit into `limit` bytes with the program."""
    needed = PROGRAM_BYTES + pairs * _PLACE_BYTES
    if needed > limit:
        msg = (
            f"--all-pairs compares {pairs:,} pairs of places that hold the same words, which takes some "
            f"{format_size(needed)} of memory; there are {format_size(limit)} (--memory). Without --all-pairs, texts "
            "in many documents are told by the first"
        )
        raise LimitError(msg)


def count_all_pairs(members: Members, pairs: PairRuns) -> AllPairs:
    """Return how many pairs of documents the `pairs` of distinct texts stand for, pairs of identical ones among them.

    Each document of a text is in the pairs of that text.
    """
    repeated = members.repeated_rows()
    sizes = np.ones(1 + max([*repeated, int(pairs.b.max(initial=0))], default=0), np.int64)
    sizes[repeated] = [len(members[row]) for row in repeated]
    identical = int((sizes * (sizes - 1) // 2).sum())
    is_across = pairs.a != pairs.b
    documents = (sizes[pairs.a] * sizes[pairs.b])[is_across]
    runs = int((documents * np.diff(pairs.bounds)[is_across]).sum())
    return AllPairs(identical + int(documents.sum()), identical + runs)
