"""A collection's texts → what each of them may claim of its origin, and the languages in which it is read.

Columns are searched as they lie in memory, by kernels and in threads, so that only those texts, and those of their
parts, are read line by line in which there is something to be read. What may be there is told by `sieves`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.engines.groups import unique
from dedup.kernels.lists import word_lists
from dedup.kernels.shapes import EdgeRules
from dedup.origin.headers import PARAGRAPH, SENTENCE
from dedup.origin.language import FEW_COMMON_WORDS, SAMPLE, languages
from dedup.origin.lines import HEAD_LINES
from dedup.origin.marks import ALL, EVERY_LINE, Marks
from dedup.origin.sieves import sieve
from dedup.origin.tails import BODY_LINES_IN_TAIL, TAIL_LINES
from dedup.origin.telling import what_says
from dedup.words.pieces import pieces_of
from dedup.words.tokens import text_buffers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.local import Local
    from dedup.kernels.lists import WordLists
    from dedup.kernels.searches import Search
    from dedup.kernels.shapes import Edges
    from dedup.origin.language import Language
    from dedup.origin.sieves import Sieve

_EDGES = EdgeRules(PARAGRAPH, SENTENCE, HEAD_LINES, TAIL_LINES, BODY_LINES_IN_TAIL)


@dataclass(frozen=True, slots=True)
class Sift:
    """What one text may hold, as bits (`HEAD` …), and which of its lines may be what: all others say nothing.

    `spoken` are the languages that the text is read in, None where nobody looked. `headless` says that nothing stands
    before its first paragraph.
    """

    holds: int
    marks: Marks = EVERY_LINE
    spoken: tuple[Language, ...] | None = None
    headless: bool = False

    def may_hold(self, kinds: int) -> bool:
        """Return whether the text may hold lines of some kinds."""
        return bool(self.holds & kinds)


EVERYTHING = Sift(ALL)
"""Of a text that was not searched: anything may stand in it."""


class _Piece(NamedTuple):
    texts: NDArray[np.int64]
    starts: NDArray[np.int64]
    says: NDArray[np.int64]
    spoken: NDArray[np.uint64]
    headless: NDArray[np.bool_]


class Sifted:
    """What all texts of a collection may hold, by document index: `holds` are the bits (uint8) of all their lines."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        first = np.cumsum([0, *(piece.spoken.size for piece in pieces)])
        texts = np.concatenate([_NONE, *(piece.texts + at for piece, at in zip(pieces, first, strict=False))])
        self._starts = np.concatenate([_NONE, *(piece.starts for piece in pieces)])
        self._says = np.concatenate([_NONE, *(piece.says for piece in pieces)])
        self._spoken = np.concatenate([_NONE.astype(np.uint64), *(piece.spoken for piece in pieces)])
        self._headless = np.concatenate([_NONE.astype(bool), *(piece.headless for piece in pieces)])
        self.holds = np.zeros(self._spoken.size, np.uint8)
        np.bitwise_or.at(self.holds, texts, self._says.astype(np.uint8))
        self._first = np.searchsorted(texts, np.arange(self._spoken.size + 1))

    def of(self, document: int, raw: bytes) -> Sift:
        """Return what the text of one document may hold, given in UTF-8: only lines that say something there."""
        low, high = self._first[document : document + 2].tolist()
        spoken = _spoken(int(self._spoken[document]), languages())
        lines = zip(self._starts[low:high].tolist(), self._says[low:high].tolist(), strict=True)
        telling = [(begin, says) for begin, bits in lines if (says := what_says(_line(raw, begin), bits, spoken))]
        marks = {_characters(raw, begin): says for begin, says in telling}
        holds = reduce(or_, marks.values(), 0)
        return Sift(holds, Marks(marks) if marks else _NO_LINE, spoken, bool(self._headless[document]))


def _line(raw: bytes, begin: int) -> bytes:
    end = raw.find(b"\n", begin)
    return raw[begin:] if end < 0 else raw[begin:end]


def _characters(raw: bytes, at: int) -> int:
    """Return how many characters stand before a place: most lines that are asked for stand near an end."""
    return at if raw[:at].isascii() else len(raw[:at].decode())


_NO_LINE = Marks({})
_NONE = np.zeros(0, np.int64)


def sift(collection: Collection, using: ModuleType, engine: Local, done: Callable[[int], None]) -> Sifted:
    """Return what the texts of a collection may hold, telling of those that were searched."""
    lists = word_lists([() if language.assumed else language.common for language in languages()])

    def work(column: pa.LargeStringArray) -> _Piece:
        return _sift(column, lists, using)

    pieces = []
    for piece in engine.stream(work, pieces_of(collection.batches)):
        pieces.append(piece)
        done(piece.spoken.size)
    return Sifted(pieces)


def _sift(column: pa.LargeStringArray, lists: WordLists, using: ModuleType) -> _Piece:
    buffer, offsets = text_buffers(column)
    low, high = np.ascontiguousarray(offsets[:-1]), np.ascontiguousarray(offsets[1:])
    edges = using.edges(buffer, offsets, _EDGES)
    spoken = _masks(using.count_listed(buffer, offsets, lists, SAMPLE))
    texts, starts, says = [_NONE], [_NONE], [_NONE]
    for mask in unique(spoken).tolist():
        rows = np.flatnonzero(spoken == mask)
        for sought, begin, end in _searches(sieve(_spoken(mask, languages())), low, high, edges):
            found = using.signs(buffer, begin[rows], end[rows], sought)
            texts.append(rows[found.texts])
            starts.append(found.starts)
            says.append(found.says)
    return _Piece(
        *_merged(np.concatenate(texts), np.concatenate(starts), np.concatenate(says), low), spoken, edges.before == 0
    )


def _searches(
    known: Sieve, low: NDArray[np.int64], high: NDArray[np.int64], edges: Edges
) -> Iterator[tuple[Search, NDArray[np.int64], NDArray[np.int64]]]:
    """Yield what is searched for, and in which parts of the texts."""
    yield known.heads, low, edges.body
    yield known.openings, low, edges.head
    yield known.tails, edges.tail, high
    yield known.closings, edges.above, high
    yield known.credits, low, high


def _merged(
    texts: NDArray[np.int64], starts: NDArray[np.int64], says: NDArray[np.int64], low: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return lines in order, each once with all that it says, and where they begin in their texts."""
    if not texts.size:
        return _NONE, _NONE, _NONE
    order = np.argsort(starts, kind="stable")
    texts, starts, says = texts[order], starts[order], says[order]
    first = np.flatnonzero(np.diff(starts, prepend=-1))
    return texts[first], starts[first] - low[texts[first]], np.bitwise_or.reduceat(says, first)


def _masks(counts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return which languages each text is in, of those that are not assumed of every text, one bit each."""
    powers = np.uint64(1) << np.arange(counts.shape[1], dtype=np.uint64)
    masks: NDArray[np.uint64] = ((counts >= FEW_COMMON_WORDS) * powers).sum(axis=1, dtype=np.uint64)
    return masks


@cache
def _spoken(mask: int, known: tuple[Language, ...]) -> tuple[Language, ...]:
    """Return those of the known languages that a text is read in."""
    return tuple(language for number, language in enumerate(known) if language.assumed or mask >> number & 1)
