"""One pass over the texts: all that is kept of each to find out what it has in common with others.

A piece of text becomes words; the words become a digest, band keys and fingerprints. They are kept where there is room
for them and passages are sought, and else forgotten: those documents in which something met are then split again
(`dedup.words.again`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.shuffle import Shuffle
from dedup.engines.storage import Shelf, through_files
from dedup.sketch.banding import Bands, choose_bands
from dedup.sketch.bandkeys import BandKeys
from dedup.sketch.fingerprints import fingerprint_piece, winnowed
from dedup.sketch.signatures import permutations
from dedup.words.keeping import KeptWords
from dedup.words.paragraphs import paragraph_counter
from dedup.words.pieces import numbered_pieces
from dedup.words.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.engines.shuffle import Parted
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

_WORD = 6
"""Bytes that a word takes in most languages, with what stands before the next."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass keeps of the texts of a collection, a row for each document.

    `counts` (int64) are words, `paragraphs` (int64) paragraphs, `winnowed` (int64) fingerprints of each; `digests`
    (uint64[documents, 2]) are equal for equal words in equal order. `cut` is how signatures were cut into bands. What
    does not fit into memory is on the `shelf`, if there is one. `words` are those of all documents, if they were kept.
    """

    counts: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    winnowed: NDArray[np.int64]
    digests: NDArray[np.uint64]
    cut: Bands
    bands: BandKeys
    fingerprints: Shuffle
    shelf: Shelf | None
    words: WordTable | None

    @property
    def offsets(self) -> NDArray[np.int64]:
        """Where each document's words begin among all words: int64[documents + 1]."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.counts)])


@dataclass(frozen=True, slots=True)
class _Piece:
    words: NDArray[np.uint64]
    bands: NDArray[np.uint64]
    fingerprints: Parted | None


def survey(
    collection: Collection,
    settings: Settings,
    engine: Engine,
    tell: Callable[[str], None] = lambda _message: None,
) -> Survey:
    """Return the survey of a collection; with too little memory for its keys, they lie in temporary files.

    `tell` is told so, unless the texts themselves lie in one: then it was told before.
    """
    shelf = Shelf() if collection.bytes > engine.most_text() else None
    cut = choose_bands(settings.threshold, settings.recall, settings.permutations)
    signing, documents = settings.only != "repetitions", len(collection)
    bands = BandKeys(cut.bands if signing else 0, documents, shelf)
    shuffle = Shuffle(shelf, _expected(collection, settings))
    if shelf is not None and not collection.stored:
        tell(through_files(shelf))
    by = permutations(settings.permutations, settings.seed)
    count_paragraphs = paragraph_counter(collection.bytes)
    counts, paragraphs, chosen = np.zeros((3, documents), np.int64)
    digests = np.zeros((documents, 2), np.uint64)

    def work(piece: tuple[int, pa.LargeStringArray]) -> _Piece:
        first, column = piece
        rows = slice(first, first + len(column))
        words = words_of(column)
        keys = bands.room(rows.start, rows.stop)
        if signing:
            signatures = kernels.sign_shingles(kernels.shingle_hashes(words.hashes, words.offsets, settings.words), *by)
            kernels.band_keys(signatures, cut.bands, cut.rows, keys)
        parted = None
        if settings.passages:
            found = fingerprint_piece(words, settings)
            parted = shuffle.parted(*found)
            chosen[rows] = winnowed(found.positions, words.offsets)
        counts[rows], paragraphs[rows] = words.counts, count_paragraphs(column)
        digests[rows] = kernels.digest_words(words.hashes, words.offsets)
        return _Piece(words.hashes, keys, parted)

    kept = KeptWords(collection.bytes) if settings.passages and shelf is None else None
    before = 0
    for piece in engine.stream(work, numbered_pieces(collection)):
        bands.add(piece.bands)
        if piece.fingerprints is not None:
            shuffle.add(piece.fingerprints, before)
        if kept:
            kept.add(piece.words)
        before += piece.words.size
    words = kept.table(counts) if kept else None
    return Survey(counts, paragraphs, chosen, digests, cut, bands, shuffle, shelf, words)


def _expected(collection: Collection, settings: Settings) -> int:
    """Return about how many fingerprints a collection has: two of all the words that fill a window and one more."""
    return collection.bytes // (_WORD * (settings.window + 1) // 2) if settings.passages else 0
