"""Texts into all that an index keeps of their words: signatures, band keys, fingerprints with their checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.index.checks import check_bits
from dedup.index.postings import CHECK_BITS, KEY_BITS, Postings
from dedup.sketch.banding import band_keys
from dedup.sketch.fingerprints import fingerprint
from dedup.sketch.signatures import sign_words

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.index.header import Header
    from dedup.words.tokens import WordTable

_PRIME = np.uint64(0x9E3779B185EBCA87)


@dataclass(frozen=True, slots=True)
class Sketches:
    """The sketches of the texts of a word table.

    `signatures` are uint32[texts, permutations]; `bands` uint64[texts, bands], no two bands with keys in common;
    `fingerprints` are postings whose words count through the table.
    """

    words: WordTable
    signatures: NDArray[np.uint32]
    bands: NDArray[np.uint64]
    fingerprints: Postings

    def band_postings(self, rows: NDArray[np.int64], starts: NDArray[np.int64]) -> Postings:
        """Return the band postings of some rows, each at the number of its text's first word."""
        keys = self.bands[rows].ravel()
        return Postings(keys, band_checks(keys), np.repeat(starts, self.bands.shape[1]))

    def fingerprint_postings(self, rows: NDArray[np.int64], starts: NDArray[np.int64]) -> Postings:
        """Return the fingerprints of some rows (in rising order), numbered from the starts of their texts."""
        offsets = self.words.offsets
        wanted = np.zeros(offsets.size - 1, bool)
        wanted[rows] = True
        shift = np.zeros(offsets.size - 1, np.int64)
        shift[rows] = starts - offsets[rows]
        owner = np.searchsorted(offsets, self.fingerprints.words, side="right") - 1
        keys, checks, words = self.fingerprints
        return Postings(keys, checks, words + shift[owner]).where(wanted[owner])


def sketch(words: WordTable, header: Header, using: ModuleType) -> Sketches:
    """Return the sketches of the texts of a word table."""
    signatures = sign_words(words, header.words, header.permutations, header.seed, using)
    keys, positions = fingerprint(words, header.settings(), using)
    checks = check_bits(words.hashes, words.offsets, positions, header.fingerprint_words)
    return Sketches(words, signatures, _bands(signatures, header, using), Postings(keys, checks, positions))


def _bands(signatures: NDArray[np.uint32], header: Header, using: ModuleType) -> NDArray[np.uint64]:
    """Return the band keys of each signature, made different from band to band: uint64[texts, bands]."""
    keys = band_keys(signatures, header.cut(), using)
    numbers = np.arange(keys.shape[0], dtype=np.uint64)[:, None]
    keys = (keys ^ (numbers * _PRIME)) * _PRIME
    return np.ascontiguousarray((keys ^ (keys >> np.uint64(32))).T)


def band_checks(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what stands in the place of a check: a band has no neighbours, so more of its key is kept."""
    return (keys >> np.uint64(64 - KEY_BITS - CHECK_BITS)) & np.uint64((1 << CHECK_BITS) - 1)
