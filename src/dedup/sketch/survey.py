"""One pass over the texts of a collection: word counts, and the sketches by which documents are found to share words.

A piece of text becomes words; the words become a digest, band keys and fingerprints. The words themselves are kept if
they fit into memory and passages are wanted. If not, the documents that share a key are tokenised again
(`retokenise` of `dedup.words.tokens`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.engine import KeyCounts, Keyed
from dedup.engines.key_columns import KeyColumns
from dedup.engines.local import LOCAL
from dedup.engines.storage import new_array
from dedup.kernels.shingles import Fingerprints
from dedup.sketch.bands import LshParams, choose_bands, keys_of_batch
from dedup.sketch.fingerprints import count_fingerprints, fingerprint_batch
from dedup.sketch.signatures import permutations
from dedup.words.paragraphs import count_paragraphs
from dedup.words.text_buffers import text_pieces
from dedup.words.tokens import WordTableBuilder, tokenise

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine, MetColumns, MetRows
    from dedup.progress import Watch
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

_BYTES_PER_WORD = 6
"""Bytes that a word takes in most languages, with the separator behind it."""
_KEY_BYTES, _ROW_BYTES = 8, 16
"""Bytes of a key, and of one with its place."""
_NO_FINGERPRINTS = Fingerprints(np.zeros(0, np.uint64), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Survey:
    """The sketches and word counts of all documents of a collection, one row a document.

    `word_counts`, `paragraph_counts` and `fingerprint_counts` are int64; `digests` (uint64[documents, 2]) are equal
    for equal words in equal order. `words` are the words of all documents, or None if they were not kept.
    """

    word_counts: Numbers
    paragraph_counts: Numbers
    fingerprint_counts: Numbers
    digests: NDArray[np.uint64]
    lsh: LshParams
    band_keys: MetColumns
    fingerprints: MetRows
    words: WordTable | None

    @property
    def offsets(self) -> Numbers:
        """Where the words of each document begin among the words of all: int64[documents + 1]."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.word_counts)])

    def without_band_keys(self) -> Survey:
        """Return the survey without the keys of bands, which take 8 bytes for each band of each document."""
        return replace(self, band_keys=KeyColumns(0, 0, LOCAL))


@dataclass(frozen=True, slots=True)
class _Parameters:
    """What the work on a piece of text needs to know.

    `lsh` is None where no signatures are wanted. `text_bytes` are the bytes of all texts, and None where paragraphs are
    not to be counted.
    """

    settings: Settings
    lsh: LshParams | None
    keeps_words: bool
    text_bytes: int | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is kept of each document of a piece of text, and the words of the piece if all words are kept.

    `counts` (int64[3, documents]) are the words, paragraphs and fingerprints of each document.
    """

    words: NDArray[np.uint64] | None
    counts: Numbers
    digests: NDArray[np.uint64]


def tell_shortage(collection: Collection, settings: Settings, engine: Engine, watch: Watch) -> None:
    """Say beforehand if the keys of a collection have no room where they will lie."""
    if shortage := engine.shortage(_key_bytes(collection, settings)):
        watch.tell(shortage)


def _key_bytes(collection: Collection, settings: Settings) -> int:
    """Return about how many bytes the keys of a collection take: rows of a key and a place, and keys of bands."""
    bands = choose_bands(settings.threshold, settings.recall, settings.permutations).bands
    signing = settings.only != "repetitions"
    return _ROW_BYTES * _expected_fingerprints(collection, settings) + signing * _KEY_BYTES * bands * len(collection)


def survey_collection(collection: Collection, settings: Settings, engine: Engine, *, lean: bool = False) -> Survey:
    """Return the survey of a collection; where the engine has a spill folder, keys and counts lie in files.

    A `lean` survey keeps no words and counts no paragraphs, for walks that look at few texts again.
    """
    folder, size = engine.spill_folder, len(collection)
    lsh = choose_bands(settings.threshold, settings.recall, settings.permutations)
    signing = settings.only != "repetitions"
    kept = WordTableBuilder(collection.bytes) if settings.passages and folder is None and not lean else None
    text_bytes = None if lean else collection.bytes
    parameters = _Parameters(settings, lsh if signing else None, kept is not None, text_bytes)
    meeting = engine.meet(
        partial(_sketch_piece, parameters=parameters),
        text_pieces(collection.batches),
        KeyCounts(_expected_fingerprints(collection, settings), lsh.bands if signing else 0, size),
    )
    counts = [new_array(folder, size, np.int64) for _ in range(3)]
    digests = new_array(folder, 2 * size, np.uint64).reshape(size, 2)
    documents = 0
    for piece in meeting.results():
        rows = slice(documents, documents + piece.digests.shape[0])
        digests[rows] = piece.digests
        for column, of_piece in zip(counts, piece.counts, strict=True):
            column[rows] = of_piece
        if kept is not None and piece.words is not None:
            kept.add(piece.words)
        documents = rows.stop
    word_counts, paragraph_counts, fingerprint_counts = counts
    words = kept.table(word_counts) if kept is not None else None
    return Survey(
        word_counts,
        paragraph_counts,
        fingerprint_counts,
        digests,
        lsh,
        meeting.columns,
        meeting.rows,
        words,
    )


def _sketch_piece(column: pa.LargeStringArray, parameters: _Parameters) -> Keyed[_Piece]:
    settings = parameters.settings
    words = tokenise(column)
    band_keys, fingerprints = None, _NO_FINGERPRINTS
    counts = np.zeros((3, len(column)), np.int64)
    counts[0] = words.counts
    if parameters.text_bytes is not None:
        counts[1] = count_paragraphs(column, parameters.text_bytes)
    if parameters.lsh is not None:
        band_keys = keys_of_batch(_signatures(words, settings), parameters.lsh)
    if settings.passages:
        fingerprints = fingerprint_batch(words, settings)
        counts[2] = count_fingerprints(fingerprints.positions, words.offsets)
    digests = kernels.digest_words(words.hashes, words.offsets)
    piece = _Piece(words.hashes if parameters.keeps_words else None, counts, digests)
    return Keyed(piece, *fingerprints, span=words.hashes.size, columns=band_keys)


def _signatures(words: WordTable, settings: Settings) -> NDArray[np.uint32]:
    shingles = kernels.shingle_hashes(words.hashes, words.offsets, settings.words)
    return kernels.sign_shingles(shingles, *permutations(settings.permutations, settings.seed))


def _expected_fingerprints(collection: Collection, settings: Settings) -> int:
    """Return about how many fingerprints a collection has: two of the words that fill a window and one more."""
    return collection.bytes // (_BYTES_PER_WORD * (settings.window + 1) // 2) if settings.passages else 0
