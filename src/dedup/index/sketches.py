"""Texts into all that an index keeps of their words: signatures, band keys, fingerprints with their check bits.

A key that very many texts hold ("in the united states of") says little. What matters is which texts hold the whole run
of `min_run` words around the key, and to find out, all these texts would have to be read. The check bits keep a few
bits of the two words on each side of a fingerprint, most of the nearer one, so that nearly all holders are passed over
unread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.index.postings import CHECK_BITS, KEY_BITS, Postings
from dedup.sketch.bands import band_keys
from dedup.sketch.fingerprints import fingerprint
from dedup.sketch.signatures import sign_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.index.header import Header
    from dedup.words.tokens import WordTable

_PRIME = np.uint64(0x9E3779B185EBCA87)
_SIDE_BITS = ((4, 0), (2, 4))
"""For each of the words beside a fingerprint, nearest first: how many bits are kept, and where."""
_SIDE = 6


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


def sketch(words: WordTable, header: Header) -> Sketches:
    """Return the sketches of the texts of a word table."""
    signatures = sign_words(words, header.words, header.permutations, header.seed)
    keys, positions = fingerprint(words, header.settings())
    checks = check_bits(words.hashes, words.offsets, positions, header.fingerprint_words)
    return Sketches(words, signatures, _bands(signatures, header), Postings(keys, checks, positions))


def _bands(signatures: NDArray[np.uint32], header: Header) -> NDArray[np.uint64]:
    """Return the band keys of each signature, made different from band to band: uint64[texts, bands]."""
    keys = band_keys(signatures, header.lsh())
    numbers = np.arange(keys.shape[0], dtype=np.uint64)[:, None]
    keys = (keys ^ (numbers * _PRIME)) * _PRIME
    return np.ascontiguousarray((keys ^ (keys >> np.uint64(32))).T)


def band_checks(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what stands in the place of a check: a band has no neighbours, so more of its key is kept."""
    return (keys >> np.uint64(64 - KEY_BITS - CHECK_BITS)) & np.uint64((1 << CHECK_BITS) - 1)


def check_bits(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], positions: NDArray[np.int64], size: int
) -> NDArray[np.uint64]:
    """Return the check of the fingerprint of `size` words at each position; words beyond a text's ends count as 0."""
    text = np.searchsorted(offsets, positions, side="right") - 1
    checks = np.zeros(positions.size, np.uint64)
    for distance, (bits, shift) in enumerate(_SIDE_BITS):
        before, after = positions - 1 - distance, positions + size + distance
        for at, inside, side in (
            (before, before >= offsets[text], 0),
            (after, after < offsets[text + 1], _SIDE),
        ):
            kept = np.zeros(positions.size, np.uint64)
            kept[inside] = words[at[inside]] & np.uint64((1 << bits) - 1)
            checks |= kept << np.uint64(shift + side)
    return checks


def check_mask(before: int, after: int) -> int:
    """Return the bits of a check that must agree where `before` words on the left and `after` on the right do."""
    return sum(
        ((1 << bits) - 1) << (shift + side)
        for side, reach in ((0, before), (_SIDE, after))
        for bits, shift in _SIDE_BITS[:reach]
    )
