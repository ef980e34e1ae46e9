"""Words into all that two documents, or one document with itself, might have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.shapes import Fingerprints, Runs
from dedup.matching.candidates import find_pairs, find_seeds
from dedup.sketch.banding import Bands, band_keys, choose_bands
from dedup.sketch.fingerprints import fingerprint
from dedup.sketch.signatures import sign_words

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.engines.local import Local
    from dedup.settings import Settings
    from dedup.text.words import WordTable


@dataclass(frozen=True, slots=True)
class Evidence:
    """What met on some key.

    `runs` are the maximal runs of equal words that hold a fingerprint; `pairs` are documents (two int64 arrays of
    rows, ``a < b``) that shared a band of their signatures. `linked` counts the keys that stood in too many places
    to be paired.
    """

    runs: Runs
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]]
    cut: Bands
    fingerprints: Fingerprints
    linked: int


def gather_evidence(words: WordTable, settings: Settings, using: ModuleType, engine: Local) -> Evidence:
    """Return the runs and the candidate pairs of a word table."""
    cut = choose_bands(settings.threshold, settings.recall, settings.permutations)
    none = np.zeros(0, np.int64)
    pairs, runs, linked = (none, none), Runs(none, none, none), 0
    found = Fingerprints(np.zeros(0, np.uint64), none)
    if settings.only != "repetitions":
        signatures = sign_words(words, settings.words, settings.permutations, settings.seed, using, engine)
        # A text without words has met nothing: the signature of the empty set says nothing about it.
        pairs = find_pairs(band_keys(signatures, cut, using, engine), settings, using)
    if settings.passages:
        found = fingerprint(words, settings, using, engine)
        seeds = find_seeds(words, found, settings, using)
        runs = using.equal_runs(words.hashes, words.offsets, (seeds.first, seeds.second), settings.fingerprint_words)
        linked = seeds.linked
    return Evidence(runs, pairs, cut, found, linked)
