"""What a program found, beside the exact reference of the same documents: recall and precision, by one rule for all.

Pairs are scored by the exact Jaccard of their sets of five plain words (`plain_words`). Programs have rules of words of
their own, by which a pair may stand on the other side of the threshold: one that is reported and lies less than
`BORDER` below it is not called wrong, and how many there are is told. Nothing of the kind helps a pair that is missed.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from lib import common_runs, exact_join, plain_words, span_recall
from lib.reported_words import told_share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from peers.catalogue import Peer

THRESHOLD = 0.5
BORDER = 0.01


class Scorer:
    """The reference of one file, made when it is first needed; `labels` are pairs with their Jaccard, where given."""

    def __init__(self, source: Path, labels: Path | None = None) -> None:
        self._source = source
        self._labels = labels

    @cached_property
    def words(self) -> plain_words.PlainWords:
        """The documents as plain words."""
        return plain_words.read(self._source)

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """The pairs that reach the threshold: of the labels, or of an exact join."""
        if self._labels is not None:
            return labelled_pairs(self._labels)
        ids = self.words.ids
        return {_ordered(ids[a], ids[b]) for a, b in exact_join.join(self._shingles, THRESHOLD)}

    @cached_property
    def runs(self) -> list[common_runs.CommonRun]:
        """The runs of words that two documents have in common."""
        return common_runs.common_runs(self.words)

    @cached_property
    def _shingles(self) -> exact_join.ShingleSets:
        return exact_join.shingle_sets(self.words)

    def score(self, peer: Peer, rows: Sequence[Any]) -> dict[str, Any]:
        """Return the figures of what a peer found."""
        if peer.gives == "nothing":
            return {}
        if peer.gives == "passages":
            told = [row for row in rows if len(row) == 1]
            return self._passages([row for row in rows if len(row) > 1], peer.unit, [text for (text,) in told])
        if peer.gives == "documents":
            return self._documents({name for (name,) in rows})
        return self._pairs({_ordered(a, b) for a, b in rows})

    def _passages(self, rows: Sequence[Any], unit: str, texts: Sequence[str]) -> dict[str, Any]:
        """Score passages; `texts` are reported too, but of no pair."""
        score = span_recall.score(self.words, self.runs, rows, unit)
        return {
            "found": sum(len(in_a) for a, b, in_a, _ in rows if a != b),
            "recall": score.words,
            "recall_of_runs": score.runs,
            "precision": score.precision,
            "told": told_share(self.words, self.runs, rows, unit, texts),
        }

    def _pairs(self, found: set[tuple[str, str]]) -> dict[str, Any]:
        jaccards = [self._shingles.jaccard(self.words.row[a], self.words.row[b]) for a, b in found]
        right = sum(jaccard >= THRESHOLD - BORDER for jaccard in jaccards)
        return {
            "found": len(found),
            "recall": _share(len(found & self.pairs), len(self.pairs)),
            "precision": _share(right, len(found)),
            "borderline": sum(THRESHOLD - BORDER <= jaccard < THRESHOLD for jaccard in jaccards),
        }

    def _documents(self, flagged: set[str]) -> dict[str, Any]:
        """Score flags: what is sought is each document that forms a pair with an earlier one."""
        row = self.words.row
        later = {max(pair, key=row.__getitem__) for pair in self.pairs}
        right = len(flagged & later)
        return {"found": len(flagged), "recall": _share(right, len(later)), "precision": _share(right, len(flagged))}


def labelled_pairs(file: Path) -> set[tuple[str, str]]:
    """Return the pairs of a table with ids and Jaccard that reach the threshold."""
    _, *rows = file.read_text(encoding="utf-8").splitlines()
    cells = (row.split("\t") for row in rows)
    return {_ordered(a, b) for a, b, jaccard, *_ in cells if float(jaccard) >= THRESHOLD}


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
