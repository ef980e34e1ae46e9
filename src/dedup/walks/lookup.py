"""The walk of a look-up: one new document and an index, to the matches that a scan of everything would find for it.

Words → candidates in the index → the neighbourhood of the document → runs → verified pairs → matches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.local import LOCAL
from dedup.index.candidates import find_candidates, find_equal_text
from dedup.index.sketches import sketch
from dedup.index.texts import find_document
from dedup.index.view import IndexView
from dedup.reuse.candidates import select_candidates
from dedup.reuse.passage_table import NO_PAIRS
from dedup.reuse.passages import NO_RUNS, build_passages, pairs_to_compare
from dedup.reuse.seeds import find_seeds
from dedup.sketch.fingerprints import fingerprint, group_positions
from dedup.walks.neighbourhood import Neighbourhood
from dedup.words.tokens import read_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.documents import Collection, Document
    from dedup.index.candidates import Candidates
    from dedup.index.sketches import Sketches
    from dedup.index.store import Store
    from dedup.matches import Match
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.passages import PairRuns
    from dedup.settings import Settings


@dataclass(frozen=True, slots=True)
class Lookup:
    """What an index holds of one document.

    `matches` have the index's document first (`a`) and this one second (`b`). `linked` counts the keys of this document
    that stand in so many places that only the first holder of each run around them was compared.
    """

    document: str
    matches: tuple[Match, ...]
    linked: int


def lookup(store: Store, collection: Collection, settings: Settings | None = None) -> list[Lookup]:
    """Return what the index holds of each document, each looked up as if it came alone.

    The matches are those that a scan of all documents of the index, and this one after them, finds for this one. What
    the index holds under the document's own id is left out: a new version of a text is no copy of the old one.
    Settings that do not fit the index are a `StoreError`.
    """
    settings = store.header.settings() if settings is None else settings
    store.header.refuse(settings)
    if not len(collection):
        return []
    sketches = sketch(read_words(collection.batches, LOCAL), store.header)
    with store.reading():
        return [_look_up(store, document, sketches, row, settings) for row, document in enumerate(collection)]


def meets(store: Store, collection: Collection, settings: Settings) -> bool:
    """Return whether any document can have a match in the index: without a run in common, or a signature, none has."""
    sketches = sketch(read_words(collection.batches, LOCAL), store.header)
    return any(_meets(store, document, sketches, row, settings) for row, document in enumerate(collection))


def _meets(store: Store, document: Document, sketches: Sketches, row: int, settings: Settings) -> bool:
    words = sketches.words.of(row)
    if not words.size:
        return False
    before = find_document(store, document.id)
    view = IndexView(store, before)
    found = find_candidates(view, sketches, row, settings)
    if found.alike:
        return True
    neighbourhood = Neighbourhood(view, document, words, view.texts_at(found.seeds.theirs.tolist()), None, settings)
    return bool(len(_evidence(neighbourhood, found, settings)[0]))


def _look_up(store: Store, document: Document, sketches: Sketches, row: int, settings: Settings) -> Lookup:
    words = sketches.words.of(row)
    if not words.size:
        return Lookup(document.id, (), 0)
    before = find_document(store, document.id)
    view = IndexView(store, before)
    equal = find_equal_text(view, sketches, row)
    if equal is not None:
        if not settings.all_pairs:
            neighbourhood = Neighbourhood(view, document, words, [], equal, settings)
            return Lookup(document.id, _matches(neighbourhood, settings), 0)
        view.exclude(equal)
    found = find_candidates(view, sketches, row, settings)
    texts = view.texts_at([*found.seeds.theirs.tolist(), *found.alike])
    neighbourhood = Neighbourhood(view, document, words, texts, equal, settings)
    matches = _matches(neighbourhood, settings, found) if texts or equal else ()
    return Lookup(document.id, matches, found.linked)


def _matches(neighbourhood: Neighbourhood, settings: Settings, found: Candidates | None = None) -> tuple[Match, ...]:
    """Return the matches of the document, verified on the texts."""
    none = NO_PAIRS, (NO_PAIRS.a, NO_PAIRS.b), NO_RUNS
    across, alike, uncovered_runs = _evidence(neighbourhood, found, settings) if found else none
    chosen = _with_own(neighbourhood, select_candidates(across, alike, settings), own=True)
    if not len(chosen) and len(neighbourhood.distinct.members[neighbourhood.own]) == 1:
        return ()
    from dedup.walks.lookup_matches import verified_matches  # noqa: PLC0415 - slow to import, and often nothing is found

    return verified_matches(neighbourhood, chosen, uncovered_runs, settings)


def _evidence(
    neighbourhood: Neighbourhood, found: Candidates, settings: Settings
) -> tuple[PassageTable, tuple[NDArray[np.int64], NDArray[np.int64]], PairRuns]:
    """Return the passages of the pairs of rows, the pairs that are alike by signature, as a scan has them.

    The third value holds the runs with the document that are in no passage.
    """
    offsets, own = neighbourhood.words.offsets, neighbourhood.own
    starts = np.array([text.start for text in neighbourhood.texts], np.int64)
    rows = neighbourhood.row_of(found.seeds.theirs)
    theirs = offsets[rows] + found.seeds.theirs - starts[rows]
    mine = offsets[own] + found.seeds.own
    across, uncovered_runs = _passages(neighbourhood, np.minimum(theirs, mine), np.maximum(theirs, mine), settings)
    alike = neighbourhood.row_of(np.array(sorted(found.alike), np.int64))
    pairs = np.minimum(alike, own), np.maximum(alike, own)
    by_signature_only = not np.isin(alike, np.concatenate([across.a, across.b])).all()
    if by_signature_only and not settings.all_pairs:
        across |= _among_others(neighbourhood, settings)
    return across, pairs, uncovered_runs


def _passages(
    neighbourhood: Neighbourhood, first: NDArray[np.int64], second: NDArray[np.int64], settings: Settings
) -> tuple[PassageTable, PairRuns]:
    words = neighbourhood.words
    runs = kernels.extend_seeds(words.hashes, words.offsets, (first, second), settings.fingerprint_words)
    return build_passages(pairs_to_compare(runs, words, settings), words, settings, LOCAL)[1:]


def _among_others(neighbourhood: Neighbourhood, settings: Settings) -> PassageTable:
    """Return the passages between the candidates: what is alike may be so by way of a third text."""
    found = fingerprint(neighbourhood.words, settings)
    seeds = find_seeds(neighbourhood.words, group_positions(found), settings, LOCAL)
    return _with_own(neighbourhood, _passages(neighbourhood, seeds.first, seeds.second, settings)[0], own=False)


def _with_own(neighbourhood: Neighbourhood, pairs: PassageTable, *, own: bool) -> PassageTable:
    """Return the pairs that the document is in, or those that it is not in."""
    return pairs.where(((pairs.a == neighbourhood.own) | (pairs.b == neighbourhood.own)) == own)
