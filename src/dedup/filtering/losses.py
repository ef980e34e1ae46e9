"""What each source and each shard of a corpus loses by a filter, and the guard that stops a run that takes too much."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.errors import GuardError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.filtering.decision import Decision
    from dedup.filtering.options import FilterOptions

_MOST_NAMED = 10
"""Sources that the message of the guard names."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a source or a shard has and loses, in documents and words."""

    name: str
    documents: int
    removed: int
    words: int
    removed_words: int

    @property
    def share(self) -> float:
        """The share of its documents that it loses."""
        return self.removed / self.documents if self.documents else 0.0

    def as_values(self) -> dict[str, Any]:
        """Return the values for ``summary.json``."""
        return {**asdict(self), "share": round(self.share, 4)}


def refuse_losses(decision: Decision, options: FilterOptions) -> None:
    """Raise `GuardError` where a source would lose more than the share `guard` of its documents."""
    if options.guard is None:
        return
    heavy = [loss for loss in losses_of_sources(decision) if loss.share > options.guard]
    if heavy:
        named = [f"{loss.name} ({loss.removed:,} of {loss.documents:,} documents)" for loss in heavy[:_MOST_NAMED]]
        more = f", and {len(heavy) - len(named):,} more sources" if len(heavy) > len(named) else ""
        msg = (
            f"nothing was written: more than {options.guard:.4g} (--guard) would be removed of {', '.join(named)}{more}"
        )
        raise GuardError(msg)


def losses_of_sources(decision: Decision) -> list[Loss]:
    """Return what each source loses, the heaviest loss first."""
    return _losses(decision.corpus.sources.names, decision.corpus.sources.numbers, decision)


def losses_of_shards(decision: Decision) -> list[Loss]:
    """Return what each shard loses, the heaviest loss first."""
    return _losses(decision.corpus.shards, decision.corpus.shard, decision)


def _losses(names: Sequence[str], numbers: NDArray[np.int32], decision: Decision) -> list[Loss]:
    """Return what each of the names loses; `numbers` are the name of each document, or -1."""
    own = np.flatnonzero(decision.corpus.own & (numbers >= 0))
    gone = own[decision.removals.kept_for[own] >= 0]
    counts = [np.bincount(numbers[documents], minlength=len(names)).tolist() for documents in (own, gone)]
    words = [
        np.bincount(numbers[own], count[own], len(names)).astype(np.int64).tolist()
        for count in (decision.words, decision.lost_words())
    ]
    rows = zip(names, *counts, *words, strict=True)
    found = [Loss(name, all_, lost, size, gone_) for name, all_, lost, size, gone_ in rows if all_]
    return sorted(found, key=lambda loss: (-loss.share, -loss.removed, loss.name))
