"""One text and an index file → the texts that it meets there, and at which words.

The rules are those by which a scan lets documents meet: a key in few places gives each of them; one in many is looked
at more closely, and each run of `min_run` words around it meets its first holder only. So what is found here is what a
scan of all the documents, this one last, would find for it. Meetings are hints; nothing here judges them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.index.checks import check_mask
from dedup.index.segments import Gaps, Kind, find
from dedup.index.sketching import band_checks
from dedup.index.texts import Text, members, read_texts, text_at, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.index.segments import Found
    from dedup.index.sketching import Sketches
    from dedup.index.store import Store
    from dedup.settings import Settings

_HOLDERS_AT_ONCE = 16
"""Holders of a common key that are read together, until the first one of each run is found."""


class Seeds(NamedTuple):
    """Words that are probably the same: `own` counts in the text, `theirs` throughout the index (int64 each)."""

    own: NDArray[np.int64]
    theirs: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What one text met: words of texts, and whole texts by their signatures (by their starts).

    `linked` counts the keys of the text that stand in too many places to meet each of them.
    """

    seeds: Seeds
    alike: frozenset[int]
    linked: int


class Held(NamedTuple):
    """One text of the index with the document that stands for it and its words."""

    text: Text
    document: Document
    words: NDArray[np.uint64]


class Holdings:
    """The texts of an index as they are without some documents; texts that were read are kept.

    `apart` is the key of a document that is left out: what the index holds under the id that is looked up.
    """

    def __init__(self, store: Store, using: ModuleType, apart: int | None = None) -> None:
        self.store = store
        self.using = using
        self.apart = apart
        self._held: dict[int, Held] = {}
        self._gone: list[Text] = []
        self._moved = [
            Text(*row) for row in store.connection.execute("SELECT start, words, first FROM texts WHERE first <> start")
        ]
        self._gaps = Gaps(store.connection)
        if apart is not None:
            self._leave_out(apart)

    def _leave_out(self, key: int) -> None:
        row = self.store.connection.execute(
            "SELECT start, words, first FROM texts WHERE start = (SELECT text FROM documents WHERE key = ?)", (key,)
        ).fetchone()
        if row is None:
            return
        text = Text(*row)
        left = [member for member in members(self.store, text.start) if member != key]
        self._moved = [other for other in self._moved if other.start != text.start]
        if left:
            self._moved.append(replace(text, first=left[0]))
        else:
            self._gone.append(text)

    def without(self, text: Text) -> None:
        """Leave out one text too."""
        self._gone.append(text)

    def current(self, text: Text) -> Text | None:
        """Return a text as it is without what is left out."""
        if any(text.start == gone.start for gone in self._gone):
            return None
        return next((other for other in self._moved if other.start == text.start), text)

    def live(self, found: Found) -> Found:
        """Return the postings of texts that are there, in the order of the documents."""
        alive = self._gaps.live(found.words)
        for text in self._gone:
            alive &= (found.words < text.start) | (found.words >= text.start + text.words)
        found = found.take(alive)
        if not self._moved:
            return found
        order = found.words.copy()
        for text in self._moved:
            inside = (found.words >= text.start) & (found.words < text.start + text.words)
            order[inside] = text.first
        return found.take(np.lexsort((found.words, order)))

    def at(self, words: Iterable[int]) -> list[Text]:
        """Return the distinct texts to which words belong, in the order of the documents."""
        numbers = np.unique(np.fromiter(words, np.int64))
        texts = [self.current(text) for text in texts_of(self.store, numbers).values()]
        return sorted((text for text in texts if text is not None), key=lambda text: text.first)

    def held(self, texts: Iterable[Text]) -> list[Held]:
        """Return the texts with their documents and words."""
        listed = list(texts)
        missing = [text for text in listed if text.start not in self._held]
        if missing:
            documents, table = read_texts(self.store, missing, self.using)
            for row, (text, document) in enumerate(zip(missing, documents, strict=True)):
                self._held[text.start] = Held(text, document, table.of(row))
        return [self._held[text.start] for text in listed]

    def holding(self, word: int) -> Held | None:
        """Return the text to which one word belongs."""
        text = text_at(self.store, word)
        text = self.current(text) if text else None
        return self.held([text])[0] if text else None


def meet(holdings: Holdings, sketches: Sketches, row: int, settings: Settings) -> Meeting:
    """Return what one text of some sketches meets."""
    none = np.zeros(0, np.int64)
    seeds, linked = Seeds(none, none), 0
    alike = _alike(holdings, sketches.bands[row], settings)
    if settings.passages:
        seeds, linked = _seeds(holdings, sketches, row, settings)
    return Meeting(seeds, alike, linked)


def _most(settings: Settings) -> float:
    return float("inf") if settings.all_pairs else settings.pair_limit


def _alike(holdings: Holdings, keys: NDArray[np.uint64], settings: Settings) -> frozenset[int]:
    """Return the texts that share a band; of very many, the first and the last."""
    found = holdings.live(find(holdings.store.connection, Kind.BANDS, keys))
    same = found.checks == band_checks(keys)[found.query]
    starts: set[int] = set()
    for band in range(keys.size):
        holders = found.words[same & (found.query == band)]
        starts |= set(holders.tolist() if holders.size < _most(settings) else holders[[0, -1]].tolist())
    return frozenset(starts)


def _seeds(holdings: Holdings, sketches: Sketches, row: int, settings: Settings) -> tuple[Seeds, int]:
    low, high = sketches.words.offsets[row : row + 2]
    own = sketches.fingerprints.where((sketches.fingerprints.words >= low) & (sketches.fingerprints.words < high))
    positions = own.words - low
    keys, number, times = np.unique(own.keys, return_inverse=True, return_counts=True)
    found = holdings.live(find(holdings.store.connection, Kind.FINGERPRINTS, keys))
    sizes = np.bincount(found.query, minlength=keys.size) + times
    few = sizes <= _most(settings)
    chosen = few[found.query]
    parts = [_each_with_each(number, positions, found.query[chosen], found.words[chosen])]
    common = np.flatnonzero(~few & (sizes > times))
    if common.size:
        windows = _windows(own.keys, positions, int(high - low), settings)
        number_at = dict(zip(positions.tolist(), number.tolist(), strict=True))
        check_at = dict(zip(positions.tolist(), own.checks.tolist(), strict=True))
        runs = _Runs(holdings, sketches.words.of(row), settings)
        for key in common.tolist():
            holders = found.take(found.query == key)
            mine = [(start, place, check_at[place]) for start, place in windows if number_at[place] == key]
            parts.append(runs.first_holders(mine, holders))
    return Seeds(*(np.concatenate(side) for side in zip(*parts, strict=True))), int(np.count_nonzero(~few))


def _each_with_each(
    number: NDArray[np.int64], positions: NDArray[np.int64], query: NDArray[np.int64], words: NDArray[np.int64]
) -> Seeds:
    """Return every place of a key in the text with every place of it in the index."""
    order = np.argsort(number, kind="stable")
    low, high = (np.searchsorted(number[order], query, side=side) for side in ("left", "right"))
    times = high - low
    ends = np.cumsum(times)
    at = np.arange(int(ends[-1]) if ends.size else 0) + np.repeat(low - (ends - times), times)
    return Seeds(positions[order[at]], np.repeat(words, times))


def _windows(
    keys: NDArray[np.uint64], positions: NDArray[np.int64], words: int, settings: Settings
) -> list[tuple[int, int]]:
    """Return every run of `min_run` words (its start) with the place of the least fingerprint in it."""
    least: dict[int, tuple[int, int]] = {}
    for key, place in zip(keys.tolist(), positions.tolist(), strict=True):
        for start in range(max(place - settings.window + 1, 0), min(place, words - settings.min_run) + 1):
            if start not in least or key <= least[start][0]:
                least[start] = (key, place)
    return [(start, place) for start, (_, place) in sorted(least.items())]


class _Runs:
    """Looks for the first holder of each run of words among the holders of a common key."""

    def __init__(self, holdings: Holdings, words: NDArray[np.uint64], settings: Settings) -> None:
        self._holdings = holdings
        self._words = words
        self._size = settings.min_run
        self._key_size = settings.fingerprint_words

    def first_holders(self, windows: list[tuple[int, int, int]], holders: Found) -> Seeds:
        """Return the first holder of each of the windows: (start, place of the key, check of the key)."""
        own, theirs = [], []
        for start, place, check in windows:
            before, after = place - start, start + self._size - place - self._key_size
            mask = np.uint64(check_mask(before, after))
            likely = holders.words[(holders.checks ^ np.uint64(check)) & mask == 0]
            for at in range(0, likely.size, _HOLDERS_AT_ONCE):
                here = likely[at : at + _HOLDERS_AT_ONCE].tolist()
                self._holdings.held(self._holdings.at(here))
                holder = next((word - before for word in here if self._same(word - before, start)), None)
                if holder is not None:
                    own.append(start)
                    theirs.append(holder)
                    break
        return Seeds(np.array(own, np.int64), np.array(theirs, np.int64))

    def _same(self, word: int, start: int) -> bool:
        held = self._holdings.holding(word)
        if held is None:
            return False
        at = word - held.text.start
        return np.array_equal(held.words[at : at + self._size], self._words[start : start + self._size])
