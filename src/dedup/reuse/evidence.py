"""A survey into all that two documents, or one document with itself, might have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import NO_GROUPS, Groups
from dedup.reuse.candidates import NO_SEEDS, find_pairs, find_seeds
from dedup.reuse.growing import grow_runs
from dedup.words.tokens import retokenise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.kernels.passages import Runs
    from dedup.reuse.identical import Identical
    from dedup.settings import Settings
    from dedup.sketch.survey import Survey
    from dedup.words.tokens import WordTable


@dataclass(frozen=True, slots=True)
class Evidence:
    """What met on some key.

    `words` are those of the documents in which something met, if runs are to be found in them, or those of all. `runs`
    are the maximal runs of equal words that hold a fingerprint; `pairs` are documents (two int64 arrays of rows,
    ``a < b``) that shared a band of their signatures. `groups` are the places (indexes of words) that hold the same
    fingerprint. `linked` counts the keys that stood in too many places to be paired.
    """

    words: WordTable
    runs: Runs
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]]
    groups: Groups
    linked: int


def gather_evidence(
    collection: Collection, survey: Survey, members: Identical, settings: Settings, engine: Engine
) -> Evidence:
    """Return the runs and the candidate pairs of the distinct documents of a collection."""
    pairs = find_pairs(survey.band_keys.groups(members.distinct), survey.word_counts.size, settings)
    groups, owner = _places(survey, members)
    words = survey.words
    if words is None:
        met = _met((*pairs, owner, members.repeated()) if settings.passages else (), survey.word_counts)
        words = retokenise(collection, met, survey.word_counts, engine)
    groups = Groups(groups.rows + (words.offsets[:-1] - survey.offsets[:-1])[owner], groups.bounds)
    seeds = find_seeds(words, groups, settings, engine) if settings.passages else NO_SEEDS
    runs = grow_runs(words, seeds, settings.fingerprint_words, engine)
    return Evidence(words, runs, pairs, groups, seeds.linked)


ALL = 0.9
"""Share of the words from which those of all documents are split again, which spares picking them out."""


def _met(parts: Iterable[NDArray[np.int64] | list[int]], counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which documents have to be split again, so many words each: the listed ones, or all if these are most."""
    met = np.zeros(counts.size, bool)
    for documents in parts:
        met[documents] = True
    if counts[met].sum() > ALL * counts.sum():
        met[:] = True
    return met


def _places(survey: Survey, members: Identical) -> tuple[Groups, NDArray[np.int64]]:
    """Return the places in distinct documents that hold the same fingerprint, and in which document each place lies."""
    groups = survey.fingerprints.groups()
    if not groups.rows.size:
        return NO_GROUPS, NO_GROUPS.rows
    owner = kernels.texts_of_words(survey.offsets, groups.rows)
    repeats = members.first[owner] != owner
    if repeats.any():
        groups = groups.without(repeats)
        owner = kernels.texts_of_words(survey.offsets, groups.rows)
    return groups, owner
