"""Listed pairs → the places at which their texts differ, with the words around, and the material edits there.

Looked at are pairs that are versions of one text: *near-identical*, *contained* and *noisy copy*. Two texts differ
between the runs of a passage. Near-identical ones differ outside of passages too, unless these are in another order.
Misread texts differ everywhere, so of these only places are looked at that no misreading explains.
Where there are many places, processes look for the edits: that is Python code, which takes most of the time of JSON.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.lazy_sequences import LazySequence
from dedup.matches import MaterialEdit
from dedup.relations import RELATIONS
from dedup.reuse.material_edits import DifferingTexts, material_edits, may_be_misreadings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from dedup.lazy_sequences import Kind
    from dedup.relations import Relation
    from dedup.reuse.edit_kinds import EditWords
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.verification import VerifiedPairs

    Numbers = NDArray[np.int64]

LOOKED_AT: tuple[Relation, ...] = ("near-identical", "contained", "noisy copy")
"""The relations whose texts are versions of one another, with edits between them."""
_CONTEXT = 8
"""Words on either side of a place: enough to see a date, a version or a language."""
_FEWEST_BETWEEN = 4
"""Words that are the same between two places; with fewer between them, they are one place."""
_MOST_MISREAD = 3
"""Words of either misread text at a place; of more, nobody can say which is which."""

_PAIRS_AT_ONCE = 1 << 11
"""Pairs that are looked at together: each text that they are of is split into words once for all of them."""
_PLACES_AT_ONCE = 1 << 9
"""Places that a process is given at a time: they take it about a tenth of a second."""
_MOST_PAIRS = 1 << 16
"""Pairs that a process is given at a time, however few places they have."""


class _Places(NamedTuple):
    """Places of pairs: their pair, the words on both sides (first, end), and how many around them are the same.

    `by_letters`: the place is in a passage that was found by its letters.
    """

    pair: Numbers
    first_a: Numbers
    end_a: Numbers
    first_b: Numbers
    end_b: Numbers
    same_before: Numbers
    same_after: Numbers
    by_letters: NDArray[np.bool_]

    def take(self, rows: Numbers) -> _Places:
        """Return some places, in the order of the rows."""
        pair, first_a, end_a, first_b, end_b, before, after = (column[rows] for column in self[:-1])
        return _Places(pair, first_a, end_a, first_b, end_b, before, after, self.by_letters[rows])

    def with_words_around(self) -> _Places:
        """Return the places with some of the words around them that are the same."""
        before, after = np.minimum(self.same_before, _CONTEXT), np.minimum(self.same_after, _CONTEXT)
        return self._replace(
            first_a=self.first_a - before,
            end_a=self.end_a + after,
            first_b=self.first_b - before,
            end_b=self.end_b + after,
        )

    def are_read_well(self) -> NDArray[np.bool_]:
        """Return which places have few words in either text, and around them enough words that are the same."""
        words = np.maximum(self.end_a - self.first_a, self.end_b - self.first_b)
        around = np.minimum(self.same_before, self.same_after)
        are: NDArray[np.bool_] = (words <= _MOST_MISREAD) & (around >= _FEWEST_BETWEEN)
        return are


class DifferingPairs(NamedTuple):
    """What pairs have at the places where they differ: pair p at the places ``bounds[p] : bounds[p + 1]``."""

    bounds: list[int]
    a: list[str]
    b: list[str]
    is_misread: list[bool]


def _in_parts(blocks: Iterable[DifferingPairs]) -> Iterator[DifferingPairs]:
    """Yield the pairs of blocks in parts that have enough places for a process, or very many pairs."""
    part = DifferingPairs([0], [], [], [])
    for block in blocks:
        for low, high in pairwise(block.bounds):
            part.bounds.append(part.bounds[-1] + high - low)
            if low < high:
                part.a.extend(block.a[low:high])
                part.b.extend(block.b[low:high])
                part.is_misread.extend(block.is_misread[low:high])
            if part.bounds[-1] >= _PLACES_AT_ONCE or len(part.bounds) > _MOST_PAIRS:
                yield part
                part = DifferingPairs([0], [], [], [])
    if len(part.bounds) > 1:
        yield part


def edits_of_pairs(words_of: Callable[[str], EditWords], pairs: DifferingPairs) -> list[tuple[MaterialEdit, ...]]:
    """Return the material edits of each pair; `words_of` is that of `PairEdits`."""
    edits = []
    for low, high in pairwise(pairs.bounds):
        places = list(map(DifferingTexts, pairs.a[low:high], pairs.b[low:high], pairs.is_misread[low:high]))
        edits.append(material_edits(places, words_of("\n".join(pairs.a[low:high]))) if places else ())
    return edits


class PairEdits(LazySequence[tuple[MaterialEdit, ...]]):
    """The material edits of listed pairs, looked for when somebody asks for them.

    `counts` (int64) are the words of all documents. `words_of`, a function of a module, returns the words that tell an
    edit in a text, in the languages that the text seems to be in. `rows` (int64) are the pairs, by default all that are
    listed. Passages that were found by their letters are taken for misread, and all if `words_are_misread`.
    """

    def __init__(
        self,
        listed: VerifiedPairs,
        counts: Numbers,
        locator: TextLocator,
        words_of: Callable[[str], EditWords],
        rows: Numbers | None = None,
        *,
        words_are_misread: bool = False,
    ) -> None:
        self._listed = listed
        self._rows = np.arange(len(listed)) if rows is None else rows
        self._counts = counts
        self._locator = locator
        self._words_of = words_of
        self._words_are_misread = words_are_misread

    def __len__(self) -> int:
        return int(self._rows.size)

    def made(self, place: int) -> tuple[MaterialEdit, ...]:
        """Return the material edits of one pair."""
        return edits_of_pairs(self._words_of, self._differing(self._rows[[place]]))[0]

    def each(self, kind: Kind) -> Iterator[Any]:
        """Return the material edits of all pairs."""
        make = kind(MaterialEdit)
        blocks = (self._rows[first : first + _PAIRS_AT_ONCE] for first in range(0, len(self), _PAIRS_AT_ONCE))
        parts = _in_parts(map(self._differing, blocks))
        found = self._locator.engine.stream_in_processes(partial(edits_of_pairs, self._words_of), parts)
        for edits in (edits for some in found for edits in some):
            yield tuple(make(edit.kind, edit.count, edit.in_a, edit.in_b) for edit in edits)

    def take(self, places: NDArray[np.int64]) -> PairEdits:
        """Return the material edits of these pairs, in the order of `places`."""
        rows, misread = self._rows[places], self._words_are_misread
        return PairEdits(self._listed, self._counts, self._locator, self._words_of, rows, words_are_misread=misread)

    def _differing(self, pairs: Numbers) -> DifferingPairs:
        """Return what pairs have at the places where they differ; none where the pair is not looked at."""
        relations = self._listed.relation[pairs]
        rows = np.flatnonzero(np.isin(relations, [RELATIONS.index(relation) for relation in LOOKED_AT]))
        table = self._listed.pairs.take(pairs[rows])
        places = _places(table, self._counts, relations[rows] == RELATIONS.index("near-identical"))
        places = self._told(table, places)
        a, b = self._texts_at(table, places.with_words_around())
        bounds = np.searchsorted(rows[places.pair], np.arange(pairs.size + 1))
        return DifferingPairs(bounds.tolist(), a, b, self._are_misread(places).tolist())

    def _are_misread(self, places: _Places) -> NDArray[np.bool_]:
        return places.by_letters | self._words_are_misread

    def _told(self, table: PassageTable, places: _Places) -> _Places:
        """Return the places that are looked at: in misread texts those that no misreading explains."""
        doubtful = self._are_misread(places)
        read = np.flatnonzero(doubtful & places.are_read_well())
        may_be_misread = map(may_be_misreadings, *self._texts_at(table, places.take(read)))
        chosen = ~doubtful
        chosen[read] = [not is_one for is_one in may_be_misread]
        return places.take(np.flatnonzero(chosen))

    def _texts_at(self, table: PassageTable, places: _Places) -> list[list[str]]:
        """Return the texts of both documents at each place."""
        documents = np.concatenate([table.a[places.pair], table.b[places.pair]])
        first, end = np.concatenate([places.first_a, places.first_b]), np.concatenate([places.end_a, places.end_b])
        texts = np.full(documents.size, "", object)
        is_text = np.flatnonzero(first < end)
        texts[is_text] = self._locator.quotes(documents[is_text], first[is_text], end[is_text])
        return [side.tolist() for side in np.split(texts, 2)]


def _places(table: PassageTable, counts: Numbers, is_near_identical: NDArray[np.bool_]) -> _Places:
    """Return the places at which the texts of each pair differ, in the order of the pairs.

    They are between two runs of a passage. A near-identical pair whose runs are in the same order on both sides is
    looked at as one passage, from the beginning of its texts to their ends.
    """
    passages, bounds = table.passages, table.run_bounds
    a, b, length = passages.a, passages.b, passages.length
    pair = np.repeat(np.arange(len(table)), np.diff(bounds))
    group = np.repeat(np.arange(passages.first.size - 1), np.diff(passages.first))
    by_letters = ~np.isnan(table.similarity[group])
    turns_back = (np.diff(pair) == 0) & ((np.diff(a) <= 0) | (np.diff(b) <= 0))
    is_whole = is_near_identical & (table.passage_counts > 0)
    is_whole[pair[:-1][turns_back]] = False
    whole = np.flatnonzero(is_whole)
    group = np.where(is_whole[pair], passages.pairs[pair], group)

    edges = np.stack([bounds[whole], bounds[whole + 1]], axis=1).ravel()  # before the first run, behind the last one
    nearest = edges - np.tile([0, 1], whole.size)
    sizes_a, sizes_b = (
        np.stack([np.zeros_like(whole), counts[side[whole]]], axis=1).ravel() for side in (table.a, table.b)
    )
    pair, group, by_letters = (np.insert(column, edges, column[nearest]) for column in (pair, group, by_letters))
    a, b, length = np.insert(a, edges, sizes_a), np.insert(b, edges, sizes_b), np.insert(length, edges, 0)

    is_edge = np.diff(group, prepend=-1, append=-1) != 0
    kept = np.flatnonzero((length >= _FEWEST_BETWEEN) | is_edge[:-1] | is_edge[1:])
    inner = np.flatnonzero(np.diff(group[kept]) == 0)
    before, after = kept[inner], kept[inner + 1]
    of_a, of_b = ((side[before] + length[before], side[after]) for side in (a, b))
    return _Places(pair[before], *of_a, *of_b, length[before], length[after], by_letters[before])
