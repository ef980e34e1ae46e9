"""The walk of a look-up: one new document and an index, to the matches that a scan of everything would find for it.

Words → what they meet in the index → the few documents that were met → runs → verified pairs → matches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.local import LOCAL
from dedup.index.meeting import Holdings, meet
from dedup.index.sketching import sketch
from dedup.index.texts import known, same_text
from dedup.kernels import choose
from dedup.lookup.around import Around
from dedup.reuse.candidates import find_seeds
from dedup.reuse.pairs import NO_RUNS, sort_runs
from dedup.reuse.passages import NO_PAIRS
from dedup.reuse.verify import candidates
from dedup.sketch.fingerprints import fingerprint, places
from dedup.words.tokens import read_words

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.documents import Collection, Document
    from dedup.index.meeting import Meeting
    from dedup.index.sketching import Sketches
    from dedup.index.store import Store
    from dedup.matches import Match
    from dedup.reuse.pairs import PairRuns
    from dedup.reuse.passages import PassageTable
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
    using = choose()
    sketches = sketch(read_words(collection.batches, using, LOCAL), store.header, using)
    with store.reading():
        return [_look_up(store, document, sketches, row, settings, using) for row, document in enumerate(collection)]


def _look_up(
    store: Store, document: Document, sketches: Sketches, row: int, settings: Settings, using: ModuleType
) -> Lookup:
    words = sketches.words.of(row)
    if not words.size:
        return Lookup(document.id, (), 0)
    before = known(store, document.id)
    holdings = Holdings(store, using, before.key if before else None)
    twin = same_text(store, words, using)
    twin = holdings.current(twin) if twin else None
    if twin is not None:
        if not settings.all_pairs:
            return Lookup(document.id, _certify(Around(holdings, document, words, [], twin, settings), settings), 0)
        holdings.without(twin)
    meeting = meet(holdings, sketches, row, settings)
    met = holdings.at([*meeting.seeds.theirs.tolist(), *meeting.alike])
    around = Around(holdings, document, words, met, twin, settings)
    matches = _certify(around, settings, meeting) if met or twin else ()
    return Lookup(document.id, matches, meeting.linked)


def _certify(around: Around, settings: Settings, meeting: Meeting | None = None) -> tuple[Match, ...]:
    """Return the matches of the document, verified on the texts."""
    none = NO_PAIRS, (NO_PAIRS.a, NO_PAIRS.b), NO_RUNS
    across, alike, over = _evidence(around, meeting, settings) if meeting else none
    chosen = _with_own(around, candidates(across, alike, settings), own=True)
    if not len(chosen) and len(around.distinct.members[around.own]) == 1:
        return ()
    from dedup.lookup.judging import judge  # noqa: PLC0415 - a text that nobody has need not wait for what judges it

    return judge(around, chosen, over, settings)


def _evidence(
    around: Around, meeting: Meeting, settings: Settings
) -> tuple[PassageTable, tuple[NDArray[np.int64], NDArray[np.int64]], PairRuns]:
    """Return the passages of the pairs of rows, the pairs that are alike by signature, as a scan has them.

    And what passages leave of the runs with the document.
    """
    offsets, own = around.words.offsets, around.own
    starts = np.array([text.start for text in around.texts], np.int64)
    rows = around.row_of(meeting.seeds.theirs)
    theirs = offsets[rows] + meeting.seeds.theirs - starts[rows]
    mine = offsets[own] + meeting.seeds.own
    across, over = _passages(around, np.minimum(theirs, mine), np.maximum(theirs, mine), settings)
    alike = around.row_of(np.array(sorted(meeting.alike), np.int64))
    pairs = np.minimum(alike, own), np.maximum(alike, own)
    by_signature_only = not np.isin(alike, np.concatenate([across.a, across.b])).all()
    if by_signature_only and not settings.all_pairs:
        across |= _among_others(around, settings)
    return across, pairs, over


def _passages(
    around: Around, first: NDArray[np.int64], second: NDArray[np.int64], settings: Settings
) -> tuple[PassageTable, PairRuns]:
    words = around.words
    runs = around.using.equal_runs(words.hashes, words.offsets, (first, second), settings.fingerprint_words)
    return sort_runs(runs, words, settings, around.using, LOCAL)[1:]


def _among_others(around: Around, settings: Settings) -> PassageTable:
    """Return the passages between the texts that were met: what is alike may be so by way of a third text."""
    found = fingerprint(around.words, settings, around.using)
    seeds = find_seeds(around.words, places(found, around.using), settings, around.using, LOCAL)
    return _with_own(around, _passages(around, seeds.first, seeds.second, settings)[0], own=False)


def _with_own(around: Around, pairs: PassageTable, *, own: bool) -> PassageTable:
    """Return the pairs that the document is in, or those that it is not in."""
    return pairs.where(((pairs.a == around.own) | (pairs.b == around.own)) == own)
