"""One text and an index file → the candidates: texts of the index that share keys with it, and the words of each key.

The rules are those of a scan. A key in few places leads to each of them. Of a key in many places, each run of `min_run`
words around it leads to its first holder only. So the candidates are those that a scan of all the documents, this one
last, would find for this one. Nothing here verifies them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.index.checksums import digest_of_words
from dedup.index.segments import Kind, find_postings
from dedup.index.sketches import band_checks, check_mask

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.index.segments import Hits
    from dedup.index.sketches import Sketches
    from dedup.index.texts import Text
    from dedup.index.view import IndexView
    from dedup.settings import Settings

_HOLDERS_AT_ONCE = 16
"""Holders of a common key that are read together, until the first one of each run is found."""


class Seeds(NamedTuple):
    """Words that are probably the same: `own` counts in the text, `theirs` throughout the index (int64 each)."""

    own: NDArray[np.int64]
    theirs: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one text: `seeds` from its fingerprints, `alike` from its bands (the starts of texts).

    `linked` counts the fingerprints of the text that stand in too many places to lead to each of them.
    """

    seeds: Seeds
    alike: frozenset[int]
    linked: int


def find_candidates(view: IndexView, sketches: Sketches, row: int, settings: Settings) -> Candidates:
    """Return the candidates of one text, a row of some sketches."""
    none = np.zeros(0, np.int64)
    seeds, linked = Seeds(none, none), 0
    alike = _alike(view, sketches.bands[row], settings)
    if settings.passages:
        seeds, linked = _seeds(view, sketches, row, settings)
    return Candidates(seeds, alike, linked)


def find_equal_text(view: IndexView, sketches: Sketches, row: int) -> Text | None:
    """Return the text of the index that has exactly the words of one text, a row of some sketches.

    Equal texts have all bands in common.
    """
    words, keys = sketches.words.of(row), sketches.bands[row]
    starts, times = np.unique(_holders_of_bands(view, keys).words, return_counts=True)
    for text in view.texts_at(starts[times == keys.size].tolist()):
        if (text.words, text.digest) == (words.size, digest_of_words(words)):
            (loaded,) = view.load([text])
            if np.array_equal(loaded.words, words):
                return text
    return None


def _holders_of_bands(view: IndexView, keys: NDArray[np.uint64]) -> Hits:
    hits = view.bands(keys)
    return hits.take(hits.checks == band_checks(keys)[hits.query])


def _pair_limit(settings: Settings) -> float:
    """Return the most places of a key that lead to all of them."""
    return float("inf") if settings.all_pairs else settings.pair_limit


def _alike(view: IndexView, keys: NDArray[np.uint64], settings: Settings) -> frozenset[int]:
    """Return the texts that share a band; of very many, the first and the last."""
    hits = _holders_of_bands(view, keys)
    starts: set[int] = set()
    for band in range(keys.size):
        holders = hits.words[hits.query == band]
        starts |= set(holders.tolist() if holders.size < _pair_limit(settings) else holders[[0, -1]].tolist())
    return frozenset(starts)


def _seeds(view: IndexView, sketches: Sketches, row: int, settings: Settings) -> tuple[Seeds, int]:
    low, high = sketches.words.offsets[row : row + 2]
    own = sketches.fingerprints.where((sketches.fingerprints.words >= low) & (sketches.fingerprints.words < high))
    positions = own.words - low
    keys, number, times = np.unique(own.keys, return_inverse=True, return_counts=True)
    hits = view.live(find_postings(view.store.connection, Kind.FINGERPRINTS, keys))
    sizes = np.bincount(hits.query, minlength=keys.size) + times
    few = sizes <= _pair_limit(settings)
    chosen = few[hits.query]
    parts = [_each_with_each(number, positions, hits.query[chosen], hits.words[chosen])]
    common = np.flatnonzero(~few & (sizes > times))
    if common.size:
        windows = _windows(own.keys, positions, int(high - low), settings)
        number_at = dict(zip(positions.tolist(), number.tolist(), strict=True))
        check_at = dict(zip(positions.tolist(), own.checks.tolist(), strict=True))
        finder = _FirstHolders(view, sketches.words.of(row), settings)
        for key in common.tolist():
            holders = hits.take(hits.query == key)
            mine = [(start, place, check_at[place]) for start, place in windows if number_at[place] == key]
            parts.append(finder.find(mine, holders))
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


class _FirstHolders:
    """Finds the first holder of each run of words among the holders of a common key."""

    def __init__(self, view: IndexView, words: NDArray[np.uint64], settings: Settings) -> None:
        self._view = view
        self._words = words
        self._size = settings.min_run
        self._key_size = settings.fingerprint_words

    def find(self, windows: list[tuple[int, int, int]], holders: Hits) -> Seeds:
        """Return the first holder of each of the windows: (start, place of the key, check of the key)."""
        own, theirs = [], []
        for start, place, check in windows:
            before, after = place - start, start + self._size - place - self._key_size
            mask = np.uint64(check_mask(before, after))
            likely = holders.words[(holders.checks ^ np.uint64(check)) & mask == 0]
            for at in range(0, likely.size, _HOLDERS_AT_ONCE):
                here = likely[at : at + _HOLDERS_AT_ONCE].tolist()
                self._view.load(self._view.texts_at(here))
                holder = next((word - before for word in here if self._same(word, before, start)), None)
                if holder is not None:
                    own.append(start)
                    theirs.append(holder)
                    break
        return Seeds(np.array(own, np.int64), np.array(theirs, np.int64))

    def _same(self, word: int, before: int, start: int) -> bool:
        loaded = self._view.load_at(word)
        at = word - loaded.text.start - before if loaded else -1
        if loaded is None or at < 0:
            return False
        return np.array_equal(loaded.words[at : at + self._size], self._words[start : start + self._size])
