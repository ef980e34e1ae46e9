"""Which repeated places are cut out: each stands once more in words that stay.

Documents are gone through in the order of preference. A place goes if its words stand in a document before it, or
earlier in the same document, in a place that stays whole. What is left of a document is then what later places are held
against, unless so little is left that the document goes as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from dedup.filtering.repeated_places import RepeatedPlaces

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cuts:
    """Words that are cut out: ``first <= w < end`` of a `document`, and the document `kept` in which they stay.

    All are int64, one row a cut, in the order of documents and words. Cuts of one document do not overlap, but may
    touch where their words stay in different documents. `gone` are documents of which too little is left, and
    `gone_for` the document in which most of the words of each stay.
    """

    document: Numbers
    first: Numbers
    end: Numbers
    kept: Numbers
    gone: Numbers
    gone_for: Numbers

    def of_staying_documents(self) -> NDArray[np.bool_]:
        """Return whether the document of each cut stays."""
        return ~np.isin(self.document, self.gone)


def choose_cuts(
    places: RepeatedPlaces, rank: Numbers, word_counts: Numbers, fixed: NDArray[np.bool_], least: int
) -> Cuts:
    """Return the cuts; documents with less than `least` words left go. `rank` is the lower the more one is preferred.

    Documents that are `fixed` are not cut.
    """
    stays: dict[int, int] = {}
    found: list[tuple[int, int, int, int]] = []
    gone: list[tuple[int, int]] = []
    for document, own in _by_document(places, rank):
        if fixed[document]:
            stays.update((group, document) for _, _, group in own if group not in stays)
            continue
        cuts = _cuts(document, own, stays)
        found += [(document, *cut) for cut in cuts]
        left = int(word_counts[document]) - sum(end - first for first, end, _ in cuts)
        source = _main_source(document, cuts)
        if source is not None and left < max(least, 1):
            gone.append((document, source))
        else:
            covered = [(first, end) for first, end, _ in cuts]
            stays.update((group, document) for first, end, group in _outside(own, covered) if group not in stays)
    columns = np.array(sorted(found), np.int64).reshape(-1, 4).T
    return Cuts(*columns, *np.array(sorted(gone), np.int64).reshape(-1, 2).T)


def _by_document(places: RepeatedPlaces, rank: Numbers) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    """Yield each document, the preferred ones first, with its places: first word, end and group, in order."""
    documents, starts = np.unique(places.document, return_index=True)
    bounds = np.append(starts, places.document.size)
    for number in np.argsort(rank[documents], kind="stable").tolist():
        rows = slice(int(bounds[number]), int(bounds[number + 1]))
        columns = (places.first[rows].tolist(), places.end[rows].tolist(), places.group[rows].tolist())
        yield int(documents[number]), list(zip(*columns, strict=True))


def _cuts(document: int, own: list[tuple[int, int, int]], stays: dict[int, int]) -> list[tuple[int, int, int]]:
    """Return the cuts of one document: first word, end, and the document in which the words stay."""
    cuts: list[tuple[int, int, int]] = []
    for first, end, group in own:
        if group in stays:
            _extend(cuts, first, end, stays[group])
    here: dict[int, int] = {}
    recent: list[tuple[int, int]] = []
    again: list[tuple[int, int, int]] = []
    for first, end, group in _outside(own, [(first, end) for first, end, _ in cuts]):
        known = here.get(group)
        if known is None:
            if not again or again[-1][1] <= first:
                here[group] = end
                recent.append((end, group))
        elif known <= first:
            _extend(again, first, end, document)
            while recent and recent[-1][0] > first:  # a place that is cut in part is no source of others
                here.pop(recent.pop()[1], None)
    return sorted([*cuts, *again])


def _extend(cuts: list[tuple[int, int, int]], first: int, end: int, kept: int) -> None:
    """Add a cut behind others; what is cut already is left to them."""
    if cuts and cuts[-1][1] >= first and cuts[-1][2] == kept:
        cuts[-1] = (cuts[-1][0], max(end, cuts[-1][1]), kept)
        return
    first = max(first, cuts[-1][1]) if cuts else first
    if first < end:
        cuts.append((first, end, kept))


def _outside(own: Iterable[tuple[int, int, int]], cuts: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield the places that no cut touches; both come in order."""
    at = 0
    for first, end, group in own:
        while at < len(cuts) and cuts[at][1] <= first:
            at += 1
        if at == len(cuts) or end <= cuts[at][0]:
            yield first, end, group


def _main_source(document: int, cuts: list[tuple[int, int, int]]) -> int | None:
    """Return the other document in which most of the cut words stay, if any."""
    words: dict[int, int] = {}
    for first, end, kept in cuts:
        if kept != document:
            words[kept] = words.get(kept, 0) + end - first
    return max(words, key=lambda kept: (words[kept], -kept), default=None)
