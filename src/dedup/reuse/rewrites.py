"""Chains of what rewrites keep into pairs of texts of which one may be the other in other words.

Two reports of one event name the same people and figures, each in its own order. So a pair is told only where most of
what a rewrite would keep of the smaller text stands in the larger one, in the same order, and where that is much. Two
statements of one office have its address, its titles and the year in the same order. So some of it must be rare, and it
must not stand in one place, as a list of counties does. Tables are left out. What the finding rests on is counted; no
words are called shared.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.engines.groups import unique
from dedup.lazy_sequences import rounded
from dedup.matches import Place, Rewrite
from dedup.reuse.chains import find_kept_chains
from dedup.sketch.kept_by_rewrites import KINDS, NAME, common_keys, find_kept
from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.reuse.chains import DocumentChains
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.passage_table import PassageTable
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]

FEWEST_KEPT = 8
"""Different numbers, names, quotations and links in the same order from which a pair is told."""
LEAST_SHARE = 0.5
"""Share of those of the smaller text that stand in the larger one, in the same order."""
FEWEST_RARE = 4
"""Of those, how many must be rare in the collection."""
LEAST_SPREAD = 0.5
"""Share of the words of the smaller text that stand between the first and the last of them."""
MOST_KEPT = 0.5
"""Share of the words of a text that a rewrite would keep, from which there is little to put into other words."""
_MOST_EXAMPLES, _MOST_SHOWN = 6, 8
"""Examples of a finding, and the words of each."""
_PAIRS_PER_BATCH = 1024


class _Text(NamedTuple):
    """What a rewrite keeps of one text, as `Kept` has it; and whether it is rare."""

    keys: list[int]
    words: list[int]
    sizes: list[int]
    kinds: list[int]
    is_rare: list[bool]


class _Pair(NamedTuple):
    """Two documents, and the best chain between them: half-open ranges of what a rewrite keeps of either."""

    a: int
    b: int
    range_a: tuple[int, int]
    range_b: tuple[int, int]


class _Batch(NamedTuple):
    pairs: list[_Pair]
    documents: Numbers
    texts: pa.LargeStringArray


class _Found(NamedTuple):
    """What is in the same order in a pair: how many of each kind, how many rare ones, their share of the smaller text.

    `words_a` and `words_b` are the words from the first of them to the last one, `examples` those of some in a; all
    are half-open.
    """

    a: int
    b: int
    counts: list[int]
    rare: int
    share: float
    words_a: tuple[int, int]
    words_b: tuple[int, int]
    examples: list[tuple[int, int]]


def find_rewrites(
    collection: Collection,
    identical: IdenticalDocuments,
    verified: PassageTable,
    ids: Sequence[str],
    locator: TextLocator,
    settings: Settings,
) -> tuple[Rewrite, ...]:
    """Return the pairs of documents that may be rewrites, those with most in the same order first.

    Pairs that are verified, or that share `min_shared` words in runs of `min_run`, are copies, and told as such.
    """
    chains = find_kept_chains(collection, identical, locator.engine)
    known = set(zip(verified.a.tolist(), verified.b.tolist(), strict=True))
    batches = list(_batches(chains, known, collection))
    if not batches:
        return ()
    common = common_keys(collection, identical.distinct, locator.engine)
    judge = partial(_judge, common=common, run=settings.min_run, most=settings.min_shared)
    found = [pair for pairs in locator.engine.map(judge, batches) for pair in pairs]
    found.sort(key=lambda pair: (-sum(pair.counts), pair.a, pair.b))
    return tuple(_located(found, ids, locator)) if found else ()


def _batches(chains: DocumentChains, known: set[tuple[int, int]], collection: Collection) -> Iterator[_Batch]:
    pairs: dict[tuple[int, int], _Pair] = {}
    columns = (chains.a, chains.b, chains.start_a, chains.end_a, chains.start_b, chains.end_b)
    for a, b, *ranges in zip(*(column.tolist() for column in columns), strict=True):
        if (a, b) not in known:  # the best chain of a pair is its first one
            pairs.setdefault((a, b), _Pair(a, b, (ranges[0], ranges[1]), (ranges[2], ranges[3])))
    listed = list(pairs.values())
    for low in range(0, len(listed), _PAIRS_PER_BATCH):
        batch = listed[low : low + _PAIRS_PER_BATCH]
        documents = unique(np.array([document for pair in batch for document in pair[:2]], np.int64))
        yield _Batch(batch, documents, pa.chunked_array(list(collection.texts_of(documents))).combine_chunks())


def _judge(batch: _Batch, common: NDArray[np.uint64], run: int, most: int) -> list[_Found]:
    """Return the pairs of a batch that are told; copies share `most` words in runs of `run` words, and are not."""
    texts = dict(zip(batch.documents.tolist(), _texts(batch.texts, common), strict=True))
    words = tokenise(batch.texts)
    counts = dict(zip(batch.documents.tolist(), words.counts.tolist(), strict=True))
    is_prose = {document: len(text.keys) <= MOST_KEPT * counts[document] for document, text in texts.items()}
    pairs = (pair for pair in batch.pairs if is_prose[pair.a] and is_prose[pair.b])
    every = (_compare(texts[pair.a], texts[pair.b], pair) for pair in pairs)
    found = [pair for pair in every if _is_evidence(pair) and _spread(pair, counts) >= LEAST_SPREAD]
    a, b = (np.searchsorted(batch.documents, side) for side in ([pair.a for pair in found], [pair.b for pair in found]))
    overlap = kernels.compare_sets(kernels.shingle_hashes(words.hashes, words.offsets, run), words.counts, (a, b), run)
    are_copies = np.minimum(overlap.covered_a, overlap.covered_b) >= most
    return [pair for pair, is_copy in zip(found, are_copies.tolist(), strict=True) if not is_copy]


def _is_evidence(pair: _Found) -> bool:
    return sum(pair.counts) >= FEWEST_KEPT and pair.rare >= FEWEST_RARE and pair.share >= LEAST_SHARE


def _spread(pair: _Found, counts: Mapping[int, int]) -> float:
    """Return the share of the words of the smaller text that lie between the first and the last kept thing."""
    count, (first, end) = min((counts[pair.a], pair.words_a), (counts[pair.b], pair.words_b))
    return (end - first) / count


def _texts(column: pa.LargeStringArray, common: NDArray[np.uint64]) -> Iterator[_Text]:
    kept = find_kept(column)
    is_rare = ~np.isin(kept.keys, common)
    for low, high in zip(kept.offsets[:-1].tolist(), kept.offsets[1:].tolist(), strict=True):
        yield _Text(*(column[low:high].tolist() for column in (*kept[:-1], is_rare)))


def _compare(a: _Text, b: _Text, pair: _Pair) -> _Found:
    """Return what stands in the same order in both texts, within the chain of the pair."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - few scans look for rewrites

    (low_a, high_a), (low_b, high_b) = pair.range_a, pair.range_b
    blocks = LCSseq.opcodes(a.keys[low_a:high_a], b.keys[low_b:high_b])
    same = [block for block in blocks if block.tag == "equal"]
    rows_a = [low_a + row for block in same for row in range(block.src_start, block.src_end)]
    last_b = low_b + same[-1].dest_end - 1
    smaller = min(len(set(a.keys)), len(set(b.keys)))
    things = list(_different_things(a, rows_a))
    return _Found(
        pair.a,
        pair.b,
        [sum(a.kinds[first] == kind for first, _ in things) for kind in range(len(KINDS))],
        sum(any(a.is_rare[first : last + 1]) for first, last in things),
        len({a.keys[row] for row in rows_a}) / smaller,
        (a.words[rows_a[0]], a.words[rows_a[-1]] + a.sizes[rows_a[-1]]),
        (b.words[low_b + same[0].dest_start], b.words[last_b] + b.sizes[last_b]),
        [_shown_words(a, *thing) for thing in things[:_MOST_EXAMPLES]],
    )


def _different_things(text: _Text, rows: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last row of each number, name, quotation and link that has not stood before.

    A name of several words, or a number with marks in it, is one; so it is where only the last of its words is new.
    """
    seen: set[int] = set()
    place = 0
    while place < len(rows):
        end = place + 1
        while end < len(rows) and _goes_on(text, rows[end - 1], rows[end]):
            end += 1
        keys = {text.keys[row] for row in rows[place:end]}
        if not keys <= seen:
            yield rows[place], rows[end - 1]
        seen |= keys
        place = end


def _shown_words(text: _Text, first: int, last: int) -> tuple[int, int]:
    """Return the words of a thing, from its first to its last row; of a long one the first words."""
    start = text.words[first]
    return start, min(text.words[last] + text.sizes[last], start + _MOST_SHOWN)


def _goes_on(text: _Text, row: int, following: int) -> bool:
    """Return whether a row belongs to the name or number of the row before it."""
    is_same_kind = text.kinds[following] == text.kinds[row] <= NAME
    return is_same_kind and text.words[following] == text.words[row] + 1


def _located(found: Sequence[_Found], ids: Sequence[str], locator: TextLocator) -> Iterator[Rewrite]:
    """Yield the pairs with the places and examples of what they rest on."""
    a, b = (np.array(side, np.int64) for side in zip(*((pair.a, pair.b) for pair in found), strict=True))
    places = []
    for documents, words in ((a, [pair.words_a for pair in found]), (b, [pair.words_b for pair in found])):
        located = locator.places(documents, *np.array(words, np.int64).T.copy())
        places.append([Place(*row) for row in zip(*(column.tolist() for column in located), strict=True)])
    sizes = [len(pair.examples) for pair in found]
    first, end = np.array([example for pair in found for example in pair.examples], np.int64).T.copy()
    quotes = iter(locator.quotes(np.repeat(a, sizes), first, end))
    for pair, in_a, in_b, size in zip(found, *places, sizes, strict=True):
        examples = "; ".join(next(quotes) for _ in range(size))
        numbers, names, quotations, links = pair.counts
        share = rounded(pair.share)
        yield Rewrite(ids[pair.a], ids[pair.b], numbers, names, quotations, links, share, in_a, in_b, examples)
