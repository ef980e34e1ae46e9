"""Verified pairs into links between documents: how alike two are, and which words of one the other holds.

A text that was changed all over shares only pieces of a text with another. Passages show the longer pieces; what stands
between them at the same distance is held as well, if `LEAST_WORDS` in a row are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.reuse.passages import stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.reuse.identical import Distinct
    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.passages import PassageTable
    from dedup.reuse.ranges import WordRanges
    from dedup.reuse.verify import VerifiedPairs
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    WordBits = int
    """A set of words of a document: the bit of word w is ``1 << w``."""

LEAST_WORDS = 3
"""Words in a row that must be the same outside of passages: one or two are so by chance."""

_LIKELY = 0.25
"""Share of either document's words in shared shingles from which a pair may be versions of one text."""

_LARGEST = 1 << 30
"""Pairs of words of two documents up to which the two are aligned: 128 MB."""


@dataclass(frozen=True, slots=True)
class Links:
    """Verified pairs of rows of a word table (int64, ``a < b``), and how alike they are (float64, 0 to 1).

    ``held[0][n]`` are the words of the first document of link n that count and that the second one holds too,
    ``held[1][n]`` those of the second one. `counting` (int64) has the words of each row that count.
    """

    a: Numbers
    b: Numbers
    similarity: NDArray[np.float64]
    held: tuple[list[WordBits], list[WordBits]]
    counting: Numbers


def find_links(
    verified: VerifiedPairs, distinct: Distinct, marks: WordMarks, settings: Settings, engine: Engine
) -> Links:
    """Return the pairs that may be versions of one text, in order.

    Only a run of `min_run` words in common makes two texts versions of one; pieces do not.
    """
    verified = verified.where(verified.longest_run >= (settings.min_run if settings.passages else 0))
    pairs = verified.pairs
    shared = np.where(pairs.counts > 0, marks.count(pairs)[0], verified.shared_words)
    sides = pairs.a, pairs.b
    documents = [distinct.members.firsts_of(side) for side in sides]
    marks.read(np.concatenate(documents))
    counting = np.zeros_like(distinct.words.counts)
    for side, each in zip(sides, documents, strict=True):
        counting[side] = marks.counting(each)
    likely = np.flatnonzero(np.maximum(verified.containment_a, verified.containment_b) >= _LIKELY)
    pieces = _pieces(pairs.take(likely), distinct, engine)
    held: tuple[list[WordBits], list[WordBits]] = [0] * len(pairs), [0] * len(pairs)
    done = 0
    left_out = marks.left_out
    for part in engine.map(lambda piece: _held(piece, distinct, left_out), pieces):
        for row, bits_a, bits_b in zip(likely[done:].tolist(), *part, strict=False):
            held[0][row], held[1][row] = bits_a, bits_b
            shared[row] = max(int(shared[row]), min(bits_a.bit_count(), bits_b.bit_count()))
        done += len(part[0])
    smaller = np.minimum(*(counting[side] for side in sides))
    return Links(*sides, np.minimum(1.0, shared / np.maximum(smaller, 1)), held, counting)


def words_held(document: int, other: int, distinct: Distinct, marks: WordMarks) -> WordBits:
    """Return which counting words of one row another one holds in the same order, `LEAST_WORDS` or more in a row.

    For rows between which there is no link; `marks` must have read both. None of very long ones.
    """
    if int(distinct.words.counts[document]) * int(distinct.words.counts[other]) > _LARGEST:
        return 0
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - few scans look for words between passages

    masks = [~marks.mask(row) for row in (document, other)]
    own, others = (distinct.words.of(row).tolist() for row in (document, other))
    held = np.zeros(masks[0].size, bool)
    for block in LCSseq.opcodes(own, others):
        if block.tag == "equal" and block.src_end - block.src_start >= LEAST_WORDS:
            same = slice(block.src_start, block.src_end)
            held[same] = masks[0][same] & masks[1][block.dest_start : block.dest_end]
    return _bits(held, np.array([0, held.size]))[0]


def _pieces(pairs: PassageTable, distinct: Distinct, engine: Engine) -> list[PassageTable]:
    """Return the pairs in pieces of about as many words as are best asked for together."""
    sizes = distinct.words.counts[pairs.a] + distinct.words.counts[pairs.b]
    piece = np.cumsum(sizes) // distinct.words.batch_words(engine)
    cuts = [0, *(1 + np.flatnonzero(np.diff(piece))).tolist(), len(pairs)]
    return [pairs.take(np.arange(low, high)) for low, high in pairwise(cuts) if low < high]


def _held(pairs: PassageTable, distinct: Distinct, left_out: WordRanges) -> list[list[WordBits]]:
    """Return what the other side holds of either side of pairs."""
    rows, place = np.unique(np.concatenate([pairs.a, pairs.b]), return_inverse=True)
    table = distinct.words.take(rows)
    count = np.ones(table.hashes.size, bool)
    asked = distinct.members.firsts_of(rows), np.zeros_like(rows), table.counts
    number, first, end = left_out.parts_within(*asked)
    count[stretches(table.offsets[number] + first, table.offsets[number] + end)[0]] = False
    sides = np.split(place, 2)
    pair = np.repeat(np.arange(len(pairs)), np.diff(pairs.runs))
    a, b = (table.offsets[side][pair] + runs for side, runs in zip(sides, (pairs.found.a, pairs.found.b), strict=True))
    length = pairs.found.length
    return [
        _held_of(table, count, sides, (pair, a, b, length)),
        _held_of(table, count, sides[::-1], (pair, b, a, length)),
    ]


def _held_of(
    table: WordTable, count: Flags, sides: Sequence[Numbers], runs: tuple[Numbers, Numbers, Numbers, Numbers]
) -> list[WordBits]:
    """Return what the second side holds of the first one.

    `count` says of each word whether it counts; `runs` are those of the passages: pair, places on both sides, length.
    """
    word, bounds = stretches(*(table.offsets[sides[0] + end] for end in (0, 1)))
    pair = np.repeat(np.arange(bounds.size - 1), np.diff(bounds))
    pair_of_run, own, other, length = (column[np.lexsort((runs[1], runs[0]))] for column in runs)
    begins = bounds[pair_of_run] + own - table.offsets[sides[0]][pair_of_run]
    after = np.cumsum(np.bincount(begins, minlength=word.size))  # the number of the first run that begins later
    pair_of_run, shift, end = (np.append(column, -1) for column in (pair_of_run, other - own, own + length))
    held = np.zeros(word.size, bool)
    for run in (after - 1, after):
        there = word + shift[run]
        low, high = (table.offsets[sides[1] + end][pair] for end in (0, 1))
        there = np.where((pair_of_run[run] == pair) & (there >= low) & (there < high), there, -1)
        same = (there >= 0) & (table.hashes[word] == table.hashes[there]) & count[word] & count[there]
        held |= _in_a_row(same, pair, shift[run])
        held |= same & (run < after) & (word < end[run])
    return _bits(held, bounds)


def _in_a_row(same: Flags, pair: Numbers, shift: Numbers) -> Flags:
    """Return which words are among `LEAST_WORDS` of a pair that are the same, one after the other on both sides."""
    size = LEAST_WORDS - 1
    begins = np.zeros(same.size, bool)
    if same.size > size:
        begins[:-size] = (pair[size:] == pair[:-size]) & (shift[size:] == shift[:-size])
        for step in range(LEAST_WORDS):
            begins[: same.size - step] &= same[step:] & (shift[step:] == shift[: same.size - step])
    found = begins.copy()
    for step in range(1, LEAST_WORDS):
        found[step:] |= begins[:-step]
    return found


def _bits(flags: Flags, bounds: Numbers) -> list[WordBits]:
    """Return the flags of each pair as a number."""
    sizes = np.diff(bounds)
    packed = -(-sizes // 8)
    ends = np.cumsum(packed)
    padded = np.zeros(8 * int(packed.sum()), bool)
    padded[stretches(8 * (ends - packed), 8 * (ends - packed) + sizes)[0]] = flags
    every = np.packbits(padded, bitorder="little").tobytes()
    return [int.from_bytes(every[low:high], "little") for low, high in pairwise([0, *ends.tolist()])]
