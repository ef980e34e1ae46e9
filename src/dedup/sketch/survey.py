"""One pass over the texts: all that is kept of each to find out what it has in common with others.

A piece of text becomes words; the words become a digest, band keys and fingerprints, and are forgotten. They are
split again for those documents in which something met (`dedup.text.again`), which are few, and cheaper than to keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.engines.groups import NO_GROUPS, Groups, group_by_key
from dedup.engines.shuffle import Shuffle
from dedup.engines.storage import Shelf, StoredNumbers, through_files
from dedup.kernels.shapes import Fingerprints
from dedup.sketch.banding import Bands, band_keys, choose_bands
from dedup.sketch.fingerprints import fingerprint_piece, winnowed
from dedup.sketch.signatures import permutations
from dedup.text.paragraphs import paragraph_counter
from dedup.text.pieces import pieces_of
from dedup.text.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.local import Local
    from dedup.settings import Settings


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass keeps of the texts of a collection, a row for each document.

    `counts` (int64) are words, `paragraphs` (int64) paragraphs, `winnowed` (int64) fingerprints of each; `digests`
    (uint64[documents, 2]) are equal for equal words in equal order. `cut` is how signatures were cut into bands.
    """

    counts: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    winnowed: NDArray[np.int64]
    digests: NDArray[np.uint64]
    cut: Bands
    bands: BandKeys
    fingerprints: Shuffle

    @property
    def offsets(self) -> NDArray[np.int64]:
        """Where each document's words begin among all words: int64[documents + 1]."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.counts)])


class BandKeys:
    """The band keys of signatures, band after band: uint64, one for each document."""

    def __init__(self, bands: int, shelf: Shelf | None) -> None:
        self._files = [StoredNumbers(shelf, {"key": pa.uint64()}) for _ in range(bands)] if shelf else []
        self._parts: list[NDArray[np.uint64]] = []
        self.bands = bands

    def add(self, keys: NDArray[np.uint64]) -> None:
        """Take the keys of the next documents in: uint64[bands, documents]."""
        if self._files:
            for file, band in zip(self._files, keys, strict=True):
                file.append(band)
        else:
            self._parts.append(keys)

    def band(self, number: int) -> NDArray[np.uint64]:
        """Return the keys of one band, in the order of the documents."""
        if self._files:
            return np.asarray(self._files[number].read()[0], np.uint64)
        return np.concatenate([np.zeros(0, np.uint64), *(part[number] for part in self._parts)])

    def groups(self, documents: NDArray[np.int64], using: ModuleType, engine: Local) -> Iterator[Groups]:
        """Yield, band by band, the groups of those of the `documents` that share a key."""

        def work(number: int) -> Groups:
            keys = self.band(number)
            every = documents.size == keys.size
            groups = group_by_key(keys if every else keys[documents], using)
            return groups if every else Groups(documents[groups.rows], groups.bounds)

        return engine.stream(work, range(self.bands)) if documents.size else iter([NO_GROUPS])


_NO_FINGERPRINTS = Fingerprints(np.zeros(0, np.uint64), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class _Piece:
    counts: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    digests: NDArray[np.uint64]
    bands: NDArray[np.uint64]
    found: Fingerprints
    winnowed: NDArray[np.int64]


def survey(
    collection: Collection,
    settings: Settings,
    using: ModuleType,
    engine: Local,
    tell: Callable[[str], None] = lambda _message: None,
) -> Survey:
    """Return the survey of a collection; with too little memory for its keys, they lie in temporary files.

    `tell` is told so, unless the texts themselves lie in one: then it was told before.
    """
    shelf = Shelf() if collection.bytes > engine.most_text() else None
    if shelf is not None and not collection.stored:
        tell(through_files(shelf))
    cut = choose_bands(settings.threshold, settings.recall, settings.permutations)
    signing = settings.only != "repetitions"
    bands, shuffle = BandKeys(cut.bands if signing else 0, shelf), Shuffle(shelf)
    by = permutations(settings.permutations, settings.seed)
    count_paragraphs = paragraph_counter(collection.bytes, using)

    def work(column: pa.LargeStringArray) -> _Piece:
        words = words_of(column, using)
        keys = np.zeros((0, len(column)), np.uint64)
        if signing:
            signatures = using.signatures(using.shingle_hashes(words.hashes, words.offsets, settings.words), *by)
            keys = band_keys(signatures, cut, using)
        found = fingerprint_piece(words, settings, using) if settings.passages else _NO_FINGERPRINTS
        digests = using.digests(words.hashes, words.offsets)
        paragraphs = count_paragraphs(column)
        collection.release()
        return _Piece(words.counts, paragraphs, digests, keys, found, winnowed(found.positions, words.offsets))

    rows: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]] = []
    before = 0
    for piece in engine.stream(work, pieces_of(collection.batches)):
        rows.append((piece.counts, piece.paragraphs, piece.winnowed, piece.digests))
        if signing:
            bands.add(piece.bands)
        shuffle.add(piece.found.keys, piece.found.positions + before)
        before += int(piece.counts.sum())
    none = np.zeros(0, np.int64)
    counts, paragraphs, chosen = (np.concatenate([none, *(row[column] for row in rows)]) for column in range(3))
    digests = np.concatenate([np.zeros((0, 2), np.uint64), *(row[3] for row in rows)])
    return Survey(counts, paragraphs, chosen, digests, cut, bands, shuffle)
