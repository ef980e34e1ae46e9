"""Candidate pairs into verified ones: exact figures of the texts themselves, and the relation that they bear out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.matching.aside import Asides, counting_words
from dedup.matching.relations import Figures, relate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.kernels.shapes import Overlap
    from dedup.matches import Relation
    from dedup.matching.passages import WordPassage
    from dedup.settings import Settings
    from dedup.text.words import WordTable

    AsidesOf = Callable[[int], Asides]

_NOBODY: frozenset[int] = frozenset()

IN_PIECES = 0.3
"""Share of the smaller document's shingles from which a pair counts although no passage is long enough to show."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two rows of a word table, ``a < b``, with the passages that they share (none if only their signatures met)."""

    a: int
    b: int
    passages: tuple[WordPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """A candidate with its exact figures; `longest_run` is 0 where passages were not asked for."""

    a: int
    b: int
    relation: Relation
    figures: Figures
    shared_words: int
    longest_run: int
    passages: tuple[WordPassage, ...]


def candidates(
    passages: dict[tuple[int, int], list[WordPassage]],
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    settings: Settings,
) -> list[Candidate]:
    """Return the candidates in order: pairs whose passages might suffice, or that have none but met otherwise.

    Two documents that met by signature only, but each have passages with a third, are two of a group of copies that
    were linked to its first holder; they are compared only when all pairs are wanted.
    """
    met = set(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))
    if not settings.all_pairs:
        partners: dict[int, set[int]] = {}
        for a, b in passages:
            partners.setdefault(a, set()).add(b)
            partners.setdefault(b, set()).add(a)
        met = {(a, b) for a, b in met if partners.get(a, _NOBODY).isdisjoint(partners.get(b, _NOBODY))}
    enough = {
        pair
        for pair, found in passages.items()
        if settings.all_pairs or not found or sum(passage.same_words for passage in found) >= settings.min_shared
    }
    return [Candidate(a, b, tuple(passages.get((a, b), ()))) for a, b in sorted(met | enough)]


def verify(
    chosen: Sequence[Candidate],
    words: WordTable,
    asides: AsidesOf,
    settings: Settings,
    using: ModuleType,
    done: Callable[[int], None] = lambda _units: None,
) -> Iterator[Verified]:
    """Yield the candidates that share `min_shared` words with their exact figures and relation, in order.

    What they share may turn out to be set aside; then the relation says so. A pair without passages is kept only if
    its Jaccard reaches the threshold, or it shares `IN_PIECES` of the smaller one's shingles. Where all pairs are
    wanted, such pairs are kept even if they share fewer words, because their texts have no more.
    """
    overlap = _overlap(chosen, words, settings, using)
    counts = words.counts
    for row, pair in enumerate(chosen):
        done(1)
        shared, distinct_a, distinct_b, covered_a, covered_b = (int(column[row]) for column in overlap)
        jaccard = shared / (distinct_a + distinct_b - shared)
        alike = jaccard >= settings.threshold or shared >= IN_PIECES * min(distinct_a, distinct_b)
        together = sum(passage.same_words for passage in pair.passages) or min(covered_a, covered_b)
        short = together < settings.min_shared
        if (short and not (settings.all_pairs and alike)) or not (pair.passages or alike):
            continue
        if pair.passages:
            aside_a, aside_b = asides(pair.a), asides(pair.b)
            sharing = sum(counting_words(passage, aside_a, aside_b) for passage in pair.passages)
            smaller = min(aside_a.counting, aside_b.counting)
            sharing = min(sharing, smaller)
        else:
            sharing, smaller = together, int(min(counts[pair.a], counts[pair.b]))
        figures = Figures(
            jaccard=jaccard,
            containment_a=covered_a / int(counts[pair.a]),
            containment_b=covered_b / int(counts[pair.b]),
            body_containment=sharing / smaller if smaller else 0.0,
            same_order=False,
        )
        relation = relate(figures, shared_words=sharing, least=together // 2 if short else settings.min_shared)
        longest = _longest_run(pair, words, settings, using) if settings.passages else 0
        yield Verified(pair.a, pair.b, relation, figures, sharing, longest, pair.passages)


def _longest_run(pair: Candidate, words: WordTable, settings: Settings, using: ModuleType) -> int:
    found = max((passage.longest_run for passage in pair.passages), default=0)
    if found >= settings.min_run:
        return found  # no run of that length is missed, so no longer one is either
    return longest_common_run(words.of(pair.a), words.of(pair.b), settings.min_run - 1, using)


def longest_common_run(a: NDArray[np.uint64], b: NDArray[np.uint64], most: int, using: ModuleType) -> int:
    """Return the length of the longest run of equal words of two texts, up to `most`."""
    for size in range(min(most, a.size, b.size), 0, -1):
        if np.intersect1d(using.rolling(a, size), using.rolling(b, size)).size:
            return size
    return 0


def _overlap(chosen: Sequence[Candidate], words: WordTable, settings: Settings, using: ModuleType) -> Overlap:
    shingles = using.shingle_hashes(words.hashes, words.offsets, settings.words)
    pairs = tuple(np.array([getattr(pair, side) for pair in chosen], np.int64) for side in ("a", "b"))
    found: Overlap = using.compare_sets(shingles, words.counts, pairs, settings.words)
    return found


def share_words(
    a: NDArray[np.uint64], b: NDArray[np.uint64], asides: tuple[Asides, Asides], settings: Settings, using: ModuleType
) -> bool:
    """Return whether two texts share a run of `min_run` words, and `min_shared` words in such runs, that count."""
    size = settings.min_run
    if min(a.size, b.size) < size:
        return False
    keys = [using.rolling(text, size) for text in (a, b)]
    free = [~_touching(aside.all, size) for aside in asides]
    common = np.intersect1d(keys[0][free[0]], keys[1][free[1]])
    starts = np.flatnonzero(np.isin(keys[0], common) & free[0])
    covered = np.zeros(a.size + 1, np.int64)
    np.add.at(covered, starts, 1)
    np.add.at(covered, starts + size, -1)
    return int(np.count_nonzero(np.cumsum(covered[:-1]))) >= settings.min_shared


def _touching(aside: NDArray[np.bool_], size: int) -> NDArray[np.bool_]:
    """Return for each run of `size` words whether one of them is set aside."""
    total = np.concatenate([[0], np.cumsum(aside)])
    return np.asarray(total[size:] - total[:-size] > 0)
