"""Passages within texts into pairs of paragraphs: what each paragraph shares with another, and how alike the two are.

A passage within a text is split where a paragraph ends on either side. A part that is too short for a repetition stays
with the part beside it, and both are shown by all paragraphs that they run through. Words are counted through all texts
of a batch, so that no two texts have a word number in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.relations import CONTAINED, RELATIONS
from dedup.reuse.verification import relate
from dedup.reuse.word_ranges import expand_ranges, segment_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.passages import Passages
    from dedup.settings import Settings
    from dedup.words.locations import LocatedTexts
    from dedup.words.paragraphs import Paragraphs

    Numbers = NDArray[np.int64]

TWICE = 2
"""Occurrences of every repetition but a tandem repeat."""
_OFFSET_BITS = 32
"""Bits for the offset of a cut in its run; the bits above are the number of the run."""
_END_BITS = 32
"""Bits for the end of a block; the bits above are its first word."""
_IDENTICAL = RELATIONS.index("identical")


class ParagraphPairs(NamedTuple):
    """Repeated words and the paragraphs in which they stand, one column each, int64.

    `blocks` (4 rows) are the two blocks that share the words: first word and end of the one, then of the other. A block
    is a paragraph, a part of one, or several paragraphs. `repeated` (4 rows) are the repeated words of the two blocks
    in the same way. `same_words` counts the words that are the same there, and `occurrences` how often they stand in
    the text: more than twice in a tandem repeat.
    """

    blocks: Numbers
    repeated: Numbers
    same_words: Numbers
    occurrences: Numbers

    def take(self, order: Numbers) -> ParagraphPairs:
        """Return the pairs with these numbers, in that order."""
        return ParagraphPairs(*(column[..., order] for column in self))

    def followed_by(self, other: ParagraphPairs) -> ParagraphPairs:
        """Return these pairs and then the others."""
        return ParagraphPairs(*(np.concatenate(both, axis=-1) for both in zip(self, other, strict=True)))


class ParagraphWords(NamedTuple):
    """The words of paragraphs, in order: those of paragraph p are ``starts[p] : ends[p]`` (int64), if it has any."""

    starts: Numbers
    ends: Numbers

    @classmethod
    def of(cls, texts: LocatedTexts, paragraphs: Paragraphs) -> ParagraphWords:
        """Return the words that lie wholly in each paragraph of the texts."""
        starts = np.searchsorted(texts.words.starts, paragraphs.starts)
        return cls(starts, np.maximum(starts, np.searchsorted(texts.words.ends, paragraphs.ends, side="right")))

    def paragraph_of(self, words: Numbers) -> Numbers:
        """Return the paragraph of each word, -1 for a word in none."""
        paragraph = np.searchsorted(self.starts, words, side="right") - 1
        inside = paragraph >= 0
        inside[inside] = words[inside] < self.ends[paragraph[inside]]
        return np.where(inside, paragraph, -1)


def split_by_paragraph(passages: Passages, paragraphs: ParagraphWords, least: int) -> ParagraphPairs:
    """Return what passages within texts repeat, by the paragraphs on both sides, in the order of the passages.

    Where a paragraph repeats a part of itself, the two blocks are these parts. What two paragraphs share in several
    passages is one pair, with the words between. A part of fewer than `least` words stays with the part beside it.
    """
    if not passages.a.size:
        return ParagraphPairs(*np.zeros((2, 4, 0), np.int64), *np.zeros((2, 0), np.int64))
    run, offset, size = _split_runs(passages, paragraphs)
    first, second = passages.a[run] + offset, passages.b[run] + offset
    passage = np.repeat(np.arange(passages.first.size - 1), np.diff(passages.first))[run]
    sides = paragraphs.paragraph_of(first), paragraphs.paragraph_of(second)
    heads = _heads(passage, *sides)
    tails = np.append(heads[1:], run.size) - 1
    starts_and_ends = [side[at] + shift for side in (first, second) for at, shift in ((heads, 0), (tails, size[tails]))]
    repeated = np.stack(starts_and_ends)
    one, other = (side[heads] for side in sides)
    different = np.flatnonzero((one != other) & (one >= 0) & (other >= 0))
    blocks = repeated.copy()
    blocks[:, different] = [edge[side[different]] for side in (one, other) for edge in paragraphs]
    same_words = np.add.reduceat(size, heads)
    return _merge_same_blocks(*merge_short_parts(blocks, repeated, same_words, passage[heads], least))


def _split_runs(passages: Passages, paragraphs: ParagraphWords) -> tuple[Numbers, Numbers, Numbers]:
    """Split each run where a paragraph begins or ends on either side: number of the run, offset in it, and words."""
    edges = unique(np.concatenate(paragraphs))
    cuts = [np.arange(passages.a.size) << _OFFSET_BITS]
    for start in (passages.a, passages.b):
        low, high = np.searchsorted(edges, start, side="right"), np.searchsorted(edges, start + passages.length)
        run = np.repeat(np.arange(start.size), np.maximum(high - low, 0))
        index = expand_ranges(low, np.maximum(high, low))[0]
        cuts.append((run << _OFFSET_BITS) + edges[index] - start[run])
    cut = unique(np.concatenate(cuts))
    run, offset = cut >> _OFFSET_BITS, cut & ((1 << _OFFSET_BITS) - 1)
    end = np.append(offset[1:], 0)
    is_last = np.append(run[1:] != run[:-1], True)
    return run, offset, np.where(is_last, passages.length[run], end) - offset


def merge_short_parts(
    blocks: Numbers, repeated: Numbers, same_words: Numbers, passage: Numbers, least: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Return blocks, repeated words and their number, as in `ParagraphPairs`, with short parts of a passage merged.

    The parts come passage after passage. A part that holds most of one of its blocks stays by itself if it has `least`
    words. Other parts that follow each other are separate only where `least` words stand before the cut and after it.
    """
    a_low, a_high, b_low, b_high = blocks
    is_short = same_words < least
    is_whole = ~is_short & (same_words >= CONTAINED * np.minimum(a_high - a_low, b_high - b_low))
    opens = np.ones(same_words.size, bool)
    opens[1:] = (passage[1:] != passage[:-1]) | is_whole[1:] | is_whole[:-1]
    heads = np.flatnonzero(opens)
    tails = np.append(heads[1:], same_words.size)
    with_short = np.add.reduceat(is_short, heads, dtype=np.int64) > 0
    opens[:] = True
    for head, tail in zip(heads[with_short].tolist(), tails[with_short].tolist(), strict=True):
        opens[head:tail] = _kept_cuts(same_words[head:tail].tolist(), least)
    if opens.all():
        return blocks, repeated, same_words
    heads = np.flatnonzero(opens)
    repeated, blocks = _hulls(repeated, heads), _hulls(blocks, heads)
    overlap = blocks[1] > blocks[2]  # the two blocks have a paragraph in common
    blocks[:, overlap] = repeated[:, overlap]
    return blocks, repeated, np.add.reduceat(same_words, heads)


def _kept_cuts(sizes: list[int], least: int) -> list[bool]:
    """Return of parts that follow each other whether each stays separate from the part before it."""
    cuts, before, after = [True], sizes[0], sum(sizes[1:])
    for size in sizes[1:]:
        cuts.append(before >= least and after >= least)
        before, after = (0 if cuts[-1] else before) + size, after - size
    return cuts


def _merge_same_blocks(blocks: Numbers, repeated: Numbers, same_words: Numbers) -> ParagraphPairs:
    """Return one pair for each two blocks, in the order in which they first come."""
    order = np.lexsort(blocks[::-1])
    heads = _heads(*blocks[:, order])
    occurrences = np.full(heads.size, TWICE)
    hulls, totals = _hulls(repeated[:, order], heads), np.add.reduceat(same_words[order], heads)
    pairs = ParagraphPairs(blocks[:, order][:, heads], hulls, totals, occurrences)
    return pairs.take(np.argsort(np.minimum.reduceat(order, heads)))


def _heads(*columns: Numbers) -> Numbers:
    """Return the rows that differ from the row before in any column."""
    is_new = np.ones(columns[0].size, bool)
    is_new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(is_new)


def _hulls(ranges: Numbers, heads: Numbers) -> Numbers:
    """Return the smallest ranges (first, end, and first, end of the other side) that hold those of each group."""
    low, high = (edge.reduceat(ranges, heads, axis=1) for edge in (np.minimum, np.maximum))
    return np.stack([low[0], high[1], low[2], high[3]])


class ParagraphFigures(NamedTuple):
    """Figures of the two blocks of each pair; `relation` are numbers of `RELATIONS`."""

    jaccard: NDArray[np.float64]
    containment: NDArray[np.float64]
    relation: NDArray[np.int8]


def compare_paragraphs(pairs: ParagraphPairs, words: NDArray[np.uint64], settings: Settings) -> ParagraphFigures:
    """Return how alike the two blocks of each pair are. The blocks of a tandem repeat count as identical."""
    is_tandem = pairs.occurrences > TWICE
    a, b = (high - low for low, high in (pairs.blocks[:2], pairs.blocks[2:]))
    jaccard = np.where(is_tandem, 1.0, _jaccard(pairs, words, settings))
    containment = np.where(is_tandem, 1.0, np.minimum(1.0, pairs.same_words / np.minimum(a, b)))
    relation = relate(jaccard, containment)
    relation[is_tandem | _are_equal(pairs, words)] = _IDENTICAL
    return ParagraphFigures(jaccard, containment, relation)


def _jaccard(pairs: ParagraphPairs, words: NDArray[np.uint64], settings: Settings) -> NDArray[np.float64]:
    blocks = np.concatenate([pairs.blocks[:2], pairs.blocks[2:]], axis=1)
    distinct, place = np.unique(blocks[0] << _END_BITS | blocks[1], return_inverse=True)
    index, bounds = expand_ranges(distinct >> _END_BITS, distinct & ((1 << _END_BITS) - 1))
    shingles = kernels.shingle_hashes(words[index], bounds, settings.words)
    a, b = place.reshape(2, -1)
    overlap = kernels.compare_sets(shingles, np.diff(bounds), (a, b), settings.words)
    jaccard: NDArray[np.float64] = overlap.shared / (overlap.distinct_a + overlap.distinct_b - overlap.shared)
    return jaccard


def _are_equal(pairs: ParagraphPairs, words: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return whether the two blocks of each pair have the same words in the same order."""
    a_low, a_high, b_low, b_high = pairs.blocks
    equal = a_high - a_low == b_high - b_low
    rows = np.flatnonzero(equal)
    first, bounds = expand_ranges(a_low[rows], a_high[rows])
    second, _ = expand_ranges(b_low[rows], b_high[rows])
    equal[rows] = segment_sums(words[first] == words[second], bounds) == np.diff(bounds)
    return np.asarray(equal)
