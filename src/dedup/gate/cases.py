"""The result of a scan, sorted by the documents that are judged: a case each, with all that is known against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.gate.pairs import find_pairs
from dedup.gate.sources import says_it_is_from
from dedup.reuse.marked_words import SMALL_PART

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.gate.joining import Joined
    from dedup.gate.pairs import Pair
    from dedup.gate.rules import Rules
    from dedup.gate.shelf import Item, Shelf
    from dedup.matches import Mark, Repetition
    from dedup.origin.provenance import Provenance
    from dedup.results import ScanResult


@dataclass(frozen=True, slots=True)
class Case:
    """One document before the gate, with all that is known against it.

    `left_out` says of each word whether it is left out as marked (see `dedup.gate.rules.Rules`).
    `provenance` is where it says or is seen to come from, `least` how many words a pair must share to be judged,
    and `min_run` the shortest run that counts.
    `revision` is what its sources are named with; an earlier version of a judged document is a case too.
    """

    item: Item
    pairs: tuple[Pair, ...]
    repetitions: tuple[Repetition, ...]
    left_out: NDArray[np.bool_]
    provenance: Provenance | None
    least: int
    min_run: int
    revision: str | None
    is_earlier: bool


def make_cases(result: ScanResult, joined: Joined, shelf: Shelf, rules: Rules, *, least: int) -> tuple[list[Case], int]:
    """Return the cases in the order of the collection, and how many pairs were left out as outgoing.

    Those are pairs whose other text says that it was taken from the one that is judged.
    """
    provenance = {one.document: one for one in result.provenance}
    pairs: dict[str, list[Pair]] = {}
    outgoing = 0
    for pair in find_pairs(result, joined, shelf, within=rules.within):
        if says_it_is_from(provenance.get(pair.source), pair.document):
            outgoing += pair.document in joined.judged
        else:
            pairs.setdefault(pair.document, []).append(pair)
    repetitions: dict[str, list[Repetition]] = {}
    for repetition in result.repetitions:
        repetitions.setdefault(repetition.document, []).append(repetition)
    marks: dict[str, list[Mark]] = {}
    for mark in result.marks:
        marks.setdefault(mark.document, []).append(mark)
    cases = [
        Case(
            item=shelf[name],
            pairs=tuple(pairs.get(name, ())),
            repetitions=tuple(repetitions.get(name, ())),
            left_out=left_out(shelf[name], marks.get(name, ()), rules),
            provenance=provenance.get(name),
            least=least,
            min_run=result.settings.min_run,
            revision=joined.revision,
            is_earlier=name in joined.earlier,
        )
        for name in sorted({*joined.judged, *joined.earlier}, key=shelf.order)
    ]
    return cases, outgoing


def left_out(item: Item, marks: Iterable[Mark], rules: Rules) -> NDArray[np.bool_]:
    """Return for each word of a document whether it is left out, by the marks of the document.

    A footer under an article is left out; a text of which half is marked consists of what others carry, and counts.
    """
    marks = list(marks)
    if not marks:
        return np.zeros(item.words.hashes.size, bool)
    every = item.covered((mark.start, mark.end) for mark in marks)
    ignored = item.covered((mark.start, mark.end) for mark in marks if mark.kind in rules.ignore_kinds)
    is_small = np.count_nonzero(every) < SMALL_PART * every.size
    return every if is_small and not rules.count_marked else ignored
