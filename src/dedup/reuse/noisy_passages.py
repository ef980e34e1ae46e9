"""Chains of letters into passages: which words of two documents stand beside each other, whatever became of them.

A chain says which letters correspond. It is extended while the letters that follow are alike, and its words are
aligned: the words that are the same in the same order are the runs of the passage. Passages that were found by their
words stay, unless one that was found by its letters holds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.engines.groups import unique
from dedup.kernels.passages import Passages
from dedup.reuse.cluster_links import LARGEST_ALIGNMENT
from dedup.reuse.passage_table import PassageTable
from dedup.words import folding
from dedup.words.text_buffers import text_buffers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.reuse.chains import DocumentChains
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]
    Range = tuple[int, int]

KNOWN_SHARE = 0.9
"""Share of the smaller document's words in passages from which letters have nothing to add."""
LEAST_SIMILARITY = 0.6
"""Similarity of the letters of a passage. Receipts and forms that have a few phrases in common reach 0.58."""
_ALIKE = 0.5
"""Similarity of the letters by which a chain is extended; that of texts without relation is 0.2 to 0.3."""
SHORT_SHARE = 0.2
"""Share of the smaller document's words in passages, too few to be listed, from which these are extended by letters."""
_ROUNDING = 1e-3
_STEP = 40
"""Letters by which a chain is extended at a time."""
_PAIRS_PER_BATCH = 256


class AlignedPassage(NamedTuple):
    """A passage of two documents: its runs (first words in either, lengths), how alike its letters are, and its words.

    `similarity` is NaN for a passage that was found by its words.
    """

    runs: Sequence[tuple[int, int, int]]
    similarity: float
    same_words: int

    @property
    def words(self) -> int:
        """The words of the shorter side."""
        return min(end - first for first, end in map(self.range_of, (0, 1)))

    def range_of(self, side: int) -> Range:
        """Return the words of one side, half-open."""
        return self.runs[0][side], self.runs[-1][side] + self.runs[-1][2]


@dataclass(frozen=True, slots=True)
class _LetterText:
    """One document: its letters, the number of letters up to the end of each word, and the hashes of its words."""

    letters: str
    word_ends: Numbers
    words: list[int]

    def words_of(self, letters: Range) -> Range:
        """Return the words in which a range of letters stands."""
        first, last = np.searchsorted(self.word_ends, [letters[0], letters[1] - 1], side="right").tolist()
        return first, last + 1

    def letters_of(self, words: Range) -> Range:
        """Return the letters of a range of words."""
        first, end = words
        return int(self.word_ends[first - 1]) if first else 0, int(self.word_ends[end - 1])


class _Beginnings(NamedTuple):
    """What is extended in a pair: chains (first letters and ends on both sides), and passages found by their words."""

    chains: list[tuple[int, int, int, int]]
    passages: list[AlignedPassage]


class _Batch(NamedTuple):
    """Pairs of documents with their chains and short passages, and the texts of the documents."""

    pairs: list[tuple[int, int, _Beginnings]]
    documents: Numbers
    texts: pa.LargeStringArray


def add_noisy_passages(
    table: PassageTable,
    chains: DocumentChains,
    collection: Collection,
    counts: Numbers,
    settings: Settings,
    engine: Engine,
) -> tuple[PassageTable, int]:
    """Return the pairs of a table and of the chains, with the passages of both, and how many chains were not aligned.

    `counts` (int64) are the words of all documents. A chain is not aligned if it is too long for that.
    """
    smaller, same = np.minimum(counts[table.a], counts[table.b]), table.same_words
    known = set(_pairs(table.where(same >= KNOWN_SHARE * smaller)))
    short = table.where((same > 0) & (same < settings.min_shared) & (same >= SHORT_SHARE * smaller))
    batches = list(_batches(chains, known, short, collection))
    least = settings.min_run
    aligned = engine.map(lambda batch: _align_batch(batch, least), batches)
    found, too_long = [pair for pairs, _ in aligned for pair in pairs], sum(count for _, count in aligned)
    rows = {pair: row for row, pair in enumerate(_pairs(table))}
    is_kept = np.ones(len(table), bool)
    merged = []
    for a, b, passages in found:
        row = rows.get((a, b))
        known_passages = [] if row is None else _passages_of(table, row)
        both = _merge(known_passages, passages, least)
        if both != known_passages:
            merged.append((a, b, both))
            if row is not None:
                is_kept[row] = False
    return table.where(is_kept) | _table_of(merged) if merged else table, too_long


def _pairs(table: PassageTable) -> Iterator[tuple[int, int]]:
    return zip(table.a.tolist(), table.b.tolist(), strict=True)


def _batches(
    chains: DocumentChains, known: set[tuple[int, int]], short: PassageTable, collection: Collection
) -> Iterator[_Batch]:
    pairs: dict[tuple[int, int], _Beginnings] = {}
    columns = (chains.start_a, chains.end_a, chains.start_b, chains.end_b)
    ranges = zip(*(column.tolist() for column in columns), strict=True)
    for pair, of_chain in zip(zip(chains.a.tolist(), chains.b.tolist(), strict=True), ranges, strict=True):
        if pair not in known:
            pairs.setdefault(pair, _Beginnings([], [])).chains.append(of_chain)
    for row, pair in enumerate(_pairs(short)):
        if pair not in known:
            pairs.setdefault(pair, _Beginnings([], [])).passages.extend(_passages_of(short, row))
    listed = [(*pair, pairs[pair]) for pair in sorted(pairs)]
    for low in range(0, len(listed), _PAIRS_PER_BATCH):
        batch = listed[low : low + _PAIRS_PER_BATCH]
        documents = unique(np.array([document for pair in batch for document in pair[:2]], np.int64))
        texts = pa.chunked_array(list(collection.texts_of(documents))).combine_chunks()
        yield _Batch(batch, documents, texts)


def _align_batch(batch: _Batch, least: int) -> tuple[list[tuple[int, int, list[AlignedPassage]]], int]:
    """Return the pairs that have passages, with these, and how many chains were too long to be aligned."""
    texts = dict(zip(batch.documents.tolist(), _letter_texts(batch.texts), strict=True))
    pairs, too_long = [], 0
    for a, b, begun in batch.pairs:
        of_passages = [
            (*texts[a].letters_of(passage.range_of(0)), *texts[b].letters_of(passage.range_of(1)))
            for passage in begun.passages
        ]
        found = [_extended(texts[a], texts[b], chain) for chain in (*begun.chains, *of_passages)]
        short = [stretch for stretch in found if _can_be_aligned(texts[a], texts[b], stretch)]
        too_long += len(found) - len(short)
        passages = list(_passages(texts[a], texts[b], short, least))
        if passages:
            pairs.append((a, b, passages))
    return pairs, too_long


def _letter_texts(column: pa.LargeStringArray) -> Iterator[_LetterText]:
    buffer, offsets = text_buffers(column)
    table = folding.load()
    words, bounds = kernels.hash_words(buffer, offsets, table)
    letters = kernels.fold_letters(buffer, offsets, table, words.size)
    text = letters.codes.astype("<u4").tobytes().decode("utf-32-le")
    for (low, high), (first, end) in zip(pairwise(letters.offsets.tolist()), pairwise(bounds.tolist()), strict=True):
        yield _LetterText(text[low:high], letters.word_ends[first:end] - low, words[first:end].tolist())


def _extended(one: _LetterText, other: _LetterText, chain: tuple[int, int, int, int]) -> tuple[Range, Range]:
    """Return the letters of a chain on both sides, with those before and after it that are alike."""
    start_a, end_a, start_b, end_b = chain
    before = _alike_letters(one.letters, start_a, other.letters, start_b, -_STEP)
    after = _alike_letters(one.letters, end_a, other.letters, end_b, _STEP)
    return (
        (max(start_a - before, 0), min(end_a + after, len(one.letters))),
        (max(start_b - before, 0), min(end_b + after, len(other.letters))),
    )


def _alike_letters(one: str, at: int, other: str, other_at: int, step: int) -> int:
    """Return how many letters from two places on are alike, in whole steps; a negative step goes backwards."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - clean texts have no noisy passages

    reached = 0
    while True:
        letters = [
            text[max(min(start, start + step), 0) : max(start, start + step, 0)]
            for text, start in ((one, at + reached), (other, other_at + reached))
        ]
        if not all(letters) or Levenshtein.normalized_similarity(*letters) < _ALIKE:
            return abs(reached)
        reached += step


def _can_be_aligned(one: _LetterText, other: _LetterText, letters: tuple[Range, Range]) -> bool:
    (low, high), (other_low, other_high) = one.words_of(letters[0]), other.words_of(letters[1])
    return (high - low) * (other_high - other_low) <= LARGEST_ALIGNMENT


def _passages(
    one: _LetterText, other: _LetterText, stretches: Sequence[tuple[Range, Range]], least: int
) -> Iterator[AlignedPassage]:
    """Yield the passages of two documents, the best chain first; no two of them have words in common on either side."""
    taken: list[AlignedPassage] = []
    for letters in stretches:
        passage = _align(one, other, letters, least)
        if passage and not any(_overlap(passage, earlier) for earlier in taken):
            taken.append(passage)
            yield passage


def _align(one: _LetterText, other: _LetterText, letters: tuple[Range, Range], least: int) -> AlignedPassage | None:
    """Return the passage of two ranges of letters, none if few words or letters of theirs correspond."""
    from rapidfuzz.distance import LCSseq, Levenshtein  # noqa: PLC0415

    sides = one.letters[slice(*letters[0])], other.letters[slice(*letters[1])]
    # RapidFuzz gives up early below the cutoff, which is a little lower, as it rounds
    similarity = Levenshtein.normalized_similarity(*sides, score_cutoff=LEAST_SIMILARITY - _ROUNDING)
    if similarity < LEAST_SIMILARITY:
        return None
    (low, high), (other_low, other_high) = one.words_of(letters[0]), other.words_of(letters[1])
    blocks = LCSseq.opcodes(one.words[low:high], other.words[other_low:other_high])
    runs = [
        (low + block.src_start, other_low + block.dest_start, block.src_end - block.src_start)
        for block in blocks
        if block.tag == "equal"
    ]
    if not runs:
        return None
    passage = AlignedPassage(runs, similarity, sum(length for *_, length in runs))
    first, end = passage.range_of(0)
    return passage if passage.words >= least and len(set(one.words[first:end])) >= least else None


def _overlap(one: AlignedPassage, other: AlignedPassage) -> bool:
    ranges = ((one.range_of(side), other.range_of(side)) for side in (0, 1))
    return any(low < other_high and other_low < high for (low, high), (other_low, other_high) in ranges)


def _holds(one: AlignedPassage, other: AlignedPassage) -> bool:
    ranges = ((one.range_of(side), other.range_of(side)) for side in (0, 1))
    return all(low <= other_low and other_high <= high for (low, high), (other_low, other_high) in ranges)


def _merge(known: list[AlignedPassage], found: list[AlignedPassage], least: int) -> list[AlignedPassage]:
    """Return the passages of a pair: a new one takes the place of those that it holds, if it adds something.

    One that cuts a known passage is left out.
    """
    for passage in found:
        met = [earlier for earlier in known if _overlap(passage, earlier)]
        if all(_holds(passage, earlier) for earlier in met) and _adds(passage, met, least):
            known = [*(earlier for earlier in known if earlier not in met), passage]
    return sorted(known, key=lambda passage: passage.runs[0])


def _adds(passage: AlignedPassage, held: Sequence[AlignedPassage], least: int) -> bool:
    """Return whether a passage has `least` more words than those that it holds, and the letters of these are alike."""
    added = passage.words - sum(earlier.words for earlier in held)
    return added >= least and (1 - passage.similarity) * passage.words <= (1 - _ALIKE) * added


def _passages_of(table: PassageTable, row: int) -> list[AlignedPassage]:
    """Return the passages that a pair of a table has."""
    passages = table.passages
    numbers = range(int(passages.pairs[row]), int(passages.pairs[row + 1]))
    listed = []
    for number in numbers:
        runs = slice(int(passages.first[number]), int(passages.first[number + 1]))
        columns = (column[runs].tolist() for column in (passages.a, passages.b, passages.length))
        figures = float(table.similarity[number]), int(table.same_per_passage[number])
        listed.append(AlignedPassage(list(zip(*columns, strict=True)), *figures))
    return listed


def _table_of(pairs: Sequence[tuple[int, int, list[AlignedPassage]]]) -> PassageTable:
    """Return the table of pairs, in order, with their passages."""
    passages = [passage for *_, of_pair in pairs for passage in sorted(of_pair, key=lambda each: each.runs[0])]
    a, b, length = np.array([run for passage in passages for run in passage.runs], np.int64).T.copy()
    first = np.concatenate([[0], np.cumsum([len(passage.runs) for passage in passages])])
    bounds = np.concatenate([[0], np.cumsum([len(of_pair) for *_, of_pair in pairs])])
    sides = np.array([pair[:2] for pair in pairs], np.int64).T.copy()
    same = np.array([passage.same_words for passage in passages], np.int64)
    similarity = np.array([passage.similarity for passage in passages])
    return PassageTable(sides[0], sides[1], Passages(a, b, length, first, bounds), same, similarity)
