"""Chains of letters, and of what rewrites keep, into pairs of texts of which one may be the other in other words.

A pair is told where much of the smaller text is aligned with the larger one, by chains of letters, or where most of
what a rewrite would keep of it stands there. A report that comes each week is aligned with that of the week before; so
aligned texts must state the same numbers and names. Two reports of one event name the same people and figures, each in
its own order, so the order must be the same, and it must be much. Two statements of one office have its address, its
titles and the year in the same order. So some of it must be rare, and it must not stand in one place, as a list of
counties does. Tables are left out. What the finding rests on is counted; no words are called shared.
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
from dedup.reuse.aligned_words import find_aligned_pairs
from dedup.reuse.chains import REWORDED, find_kept_chains
from dedup.sketch.kept_by_rewrites import KINDS, NAME, NUMBER, common_keys, find_kept
from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.progress import Watch
    from dedup.reuse.chains import DocumentChains
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.passage_table import PassageTable
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]
    Range = tuple[int, int]

LEAST_ALIGNED = 0.5
"""Share of the words of the smaller text that are aligned from which a pair is told, whatever else it has."""
LEAST_STATED = 0.7
"""Share of the numbers, and of the numbers and names, of one that stand in the other where two texts are aligned.

Those of a report that comes week by week are others each time, in the same sentences.
"""
FEWEST_STATED = 3
"""Different ones of the text with fewer of them from which their share is looked at."""
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
_NO_KEYS = np.zeros(0, np.uint64)


class _Text(NamedTuple):
    """What a rewrite keeps of one text, as `Kept` has it; and whether it is rare."""

    keys: list[int]
    words: list[int]
    sizes: list[int]
    kinds: list[int]
    is_rare: list[bool]

    def keys_of(self, kind: int) -> set[int]:
        """Return the keys of one kind."""
        return {key for key, of_kind in zip(self.keys, self.kinds, strict=True) if of_kind == kind}


class _Pair(NamedTuple):
    """Two documents, what of the best chain between them a rewrite keeps, and their aligned words.

    `kept_a` and `kept_b` are half-open ranges of what is kept of either, empty where there is no chain. `aligned` is
    the share of the smaller one's words that are aligned, from the first to the last of `words_a` and `words_b`.
    """

    a: int
    b: int
    kept_a: Range = (0, 0)
    kept_b: Range = (0, 0)
    aligned: float = 0.0
    words_a: Range = (0, 0)
    words_b: Range = (0, 0)


class _Batch(NamedTuple):
    pairs: list[_Pair]
    documents: Numbers
    texts: pa.LargeStringArray


class _Found(NamedTuple):
    """What two texts have in the same order: how many things of each kind, how many rare, their share of the smaller.

    `aligned` is the share of aligned words. `words_a` and `words_b` are the words from the first to the last of all
    this, `examples` those of some things in a; all are half-open.
    """

    a: int
    b: int
    aligned: float
    words_a: Range
    words_b: Range
    counts: list[int]
    rare: int = 0
    share: float = 0.0
    examples: Sequence[Range] = ()


class _Judged(NamedTuple):
    """The pairs of a batch that are told, and how many are not: for lack of evidence, and because one is a table."""

    told: list[_Found]
    weak: int
    tables: int


class Rewrites(NamedTuple):
    """The pairs that are told, and how many pairs are not.

    `weak` have something in the same order, but not enough of it; `tables` are of a table. `common` counts runs of what
    rewrites keep that stand in too many places to be paired.
    """

    told: tuple[Rewrite, ...] = ()
    weak: int = 0
    tables: int = 0
    common: int = 0

    def message(self) -> str:
        """Return in a sentence how many pairs are not told; empty if there are none."""
        reasons = {
            "too little in the same order, too common, in one place, or with other numbers and names": self.weak,
            "one is a table": self.tables,
        }
        left_out = [f"{count:,} ({reason})" for reason, count in reasons.items() if count]
        return f"pairs that are not told as rewrites: {', '.join(left_out)}" if left_out else ""


NO_REWRITES = Rewrites()


def find_rewrites(
    collection: Collection,
    identical: IdenticalDocuments,
    letters: DocumentChains,
    verified: PassageTable,
    counts: Numbers,
    locator: TextLocator,
    settings: Settings,
    watch: Watch,
) -> Rewrites:
    """Return the pairs of documents that may be rewrites, those with most aligned words first.

    `letters` are the chains of letters, `counts` (int64) the words of all documents. Pairs that are verified, or that
    share `min_shared` words in runs of `min_run`, are copies, and told as such. `watch` is told what is left out.
    """
    known = set(zip(verified.a.tolist(), verified.b.tolist(), strict=True))
    kept = find_kept_chains(collection, identical, locator.engine)
    met = _kept_pairs(kept, known)
    aligned = _aligned_pairs(letters, known, counts, locator, settings.min_shared)
    judged_pairs = {*met, *(pair for pair, found in aligned.items() if found.aligned >= LEAST_ALIGNED)}
    pairs = [_joined(met.get(pair), aligned.get(pair)) for pair in sorted(judged_pairs)]
    weak = len(aligned.keys() - judged_pairs)
    common = common_keys(collection, identical.distinct, locator.engine) if pairs else _NO_KEYS
    judge = partial(_judge, common=common, run=settings.min_run, most=settings.min_shared)
    judged = list(locator.engine.map(judge, list(_batches(pairs, collection))))
    told = [pair for part in judged for pair in part.told]
    told.sort(key=lambda pair: (-pair.aligned, -sum(pair.counts), pair.a, pair.b))
    found = Rewrites(
        tuple(_located(told, collection.ids(), locator)) if told else (),
        weak + sum(part.weak for part in judged),
        sum(part.tables for part in judged),
        kept.common,
    )
    if message := found.message():
        watch.tell(message)
    return found


def _kept_pairs(chains: DocumentChains, known: set[tuple[int, int]]) -> dict[tuple[int, int], _Pair]:
    pairs: dict[tuple[int, int], _Pair] = {}
    columns = (chains.a, chains.b, chains.start_a, chains.end_a, chains.start_b, chains.end_b)
    for a, b, *ranges in zip(*(column.tolist() for column in columns), strict=True):
        if (a, b) not in known:  # the best chain of a pair is its first one
            pairs.setdefault((a, b), _Pair(a, b, (ranges[0], ranges[1]), (ranges[2], ranges[3])))
    return pairs


def _aligned_pairs(
    letters: DocumentChains, known: set[tuple[int, int]], counts: Numbers, locator: TextLocator, least: int
) -> dict[tuple[int, int], _Pair]:
    """Return the pairs with aligned words; the share is 0 where the smaller text has fewer than `least` of them."""
    found = find_aligned_pairs(letters.from_score(REWORDED), locator)
    a_is_smaller = counts[found.a] <= counts[found.b]
    words = np.where(a_is_smaller, found.words_a, found.words_b)
    share = np.where(words >= least, words / np.where(a_is_smaller, counts[found.a], counts[found.b]), 0.0)
    columns = (found.a, found.b, share, found.first_a, found.end_a, found.first_b, found.end_b)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {
        (a, b): _Pair(a, b, aligned=aligned, words_a=(first_a, end_a), words_b=(first_b, end_b))
        for a, b, aligned, first_a, end_a, first_b, end_b in rows
        if (a, b) not in known
    }


def _joined(kept: _Pair | None, aligned: _Pair | None) -> _Pair:
    """Return what is known of one pair; few aligned words are no part of where its evidence stands."""
    if kept is None or aligned is None:
        return kept or aligned or _Pair(0, 0)
    if aligned.aligned < LEAST_ALIGNED:
        return kept._replace(aligned=aligned.aligned)
    return aligned._replace(kept_a=kept.kept_a, kept_b=kept.kept_b)


def _batches(pairs: Sequence[_Pair], collection: Collection) -> Iterator[_Batch]:
    for low in range(0, len(pairs), _PAIRS_PER_BATCH):
        batch = list(pairs[low : low + _PAIRS_PER_BATCH])
        documents = unique(np.array([document for pair in batch for document in pair[:2]], np.int64))
        yield _Batch(batch, documents, pa.chunked_array(list(collection.texts_of(documents))).combine_chunks())


def _judge(batch: _Batch, common: NDArray[np.uint64], run: int, most: int) -> _Judged:
    """Return the pairs of a batch that are told; copies share `most` words in runs of `run` words, and are not."""
    texts = dict(zip(batch.documents.tolist(), _texts(batch.texts, common), strict=True))
    words = tokenise(batch.texts)
    counts = dict(zip(batch.documents.tolist(), words.counts.tolist(), strict=True))
    is_prose = {document: len(text.keys) <= MOST_KEPT * counts[document] for document, text in texts.items()}
    pairs = [pair for pair in batch.pairs if is_prose[pair.a] and is_prose[pair.b]]
    every = [_compare(texts[pair.a], texts[pair.b], pair) for pair in pairs]
    found = [pair for pair in every if _is_evidence(pair, texts, counts)]
    a, b = (np.searchsorted(batch.documents, side) for side in ([pair.a for pair in found], [pair.b for pair in found]))
    overlap = kernels.compare_sets(kernels.shingle_hashes(words.hashes, words.offsets, run), words.counts, (a, b), run)
    are_copies = np.minimum(overlap.covered_a, overlap.covered_b) >= most
    told = [pair for pair, is_copy in zip(found, are_copies.tolist(), strict=True) if not is_copy]
    return _Judged(told, len(every) - len(found), len(batch.pairs) - len(pairs))


def _is_evidence(pair: _Found, texts: Mapping[int, _Text], counts: Mapping[int, int]) -> bool:
    if pair.aligned >= LEAST_ALIGNED and _state_the_same(texts[pair.a], texts[pair.b]):
        return True
    is_much = sum(pair.counts) >= FEWEST_KEPT and pair.rare >= FEWEST_RARE and pair.share >= LEAST_SHARE
    return is_much and _spread(pair, counts) >= LEAST_SPREAD


def _state_the_same(a: _Text, b: _Text) -> bool:
    """Return whether most numbers and names of one of two texts stand in the other, as far as it has any."""
    shared = fewest = 0
    for kind in (NUMBER, NAME):
        of_a, of_b = a.keys_of(kind), b.keys_of(kind)
        shared, fewest = shared + len(of_a & of_b), fewest + min(len(of_a), len(of_b))
        if fewest >= FEWEST_STATED and shared < LEAST_STATED * fewest:
            return False
    return True


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
    """Return what stands in the same order in both texts: within the chain of the pair, and its aligned words."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - few scans look for rewrites

    (low_a, high_a), (low_b, high_b) = pair.kept_a, pair.kept_b
    blocks = LCSseq.opcodes(a.keys[low_a:high_a], b.keys[low_b:high_b])
    same = [block for block in blocks if block.tag == "equal"]
    if not same:
        return _Found(pair.a, pair.b, pair.aligned, pair.words_a, pair.words_b, [0] * len(KINDS))
    rows_a = [low_a + row for block in same for row in range(block.src_start, block.src_end)]
    rows_b = [low_b + same[0].dest_start, low_b + same[-1].dest_end - 1]
    smaller = min(len(set(a.keys)), len(set(b.keys)))
    things = list(_different_things(a, rows_a))
    return _Found(
        pair.a,
        pair.b,
        pair.aligned,
        _words_from_to(a, rows_a[0], rows_a[-1], pair.words_a),
        _words_from_to(b, rows_b[0], rows_b[-1], pair.words_b),
        [sum(a.kinds[first] == kind for first, _ in things) for kind in range(len(KINDS))],
        sum(any(a.is_rare[first : last + 1]) for first, last in things),
        len({a.keys[row] for row in rows_a}) / smaller,
        [_shown_words(a, *thing) for thing in things[:_MOST_EXAMPLES]],
    )


def _words_from_to(text: _Text, first: int, last: int, aligned: Range) -> Range:
    """Return the words from the first to the last of two things that are kept, and of a range of words if any."""
    start, end = text.words[first], text.words[last] + text.sizes[last]
    return (start, end) if aligned == (0, 0) else (min(start, aligned[0]), max(end, aligned[1]))


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
    first, end = np.array([example for pair in found for example in pair.examples], np.int64).reshape(-1, 2).T.copy()
    quotes = iter(locator.quotes(np.repeat(a, sizes), first, end))
    for pair, in_a, in_b, size in zip(found, *places, sizes, strict=True):
        examples = "; ".join(next(quotes) for _ in range(size))
        numbers, names, quotations, links = pair.counts
        shares = rounded(pair.share), in_a, in_b, examples, rounded(pair.aligned)
        yield Rewrite(ids[pair.a], ids[pair.b], numbers, names, quotations, links, *shares)
