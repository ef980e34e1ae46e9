"""A survey into candidates: runs that two places have in common, and pairs of documents with alike signatures.

Candidates are hints. `dedup.reuse.verification` decides on the texts themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import (
    NO_GROUPS,
    Groups,
    concatenate_groups,
    links_within,
    neighbours_within,
    pairs_within,
    unique,
)
from dedup.kernels.passages import Runs
from dedup.reuse.seeds import NO_SEEDS, extend_seeds, find_seeds, paired_groups
from dedup.reuse.word_ranges import expand_ranges
from dedup.words.tokens import retokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.reuse.passage_table import PassageTable
    from dedup.settings import Settings
    from dedup.sketch.survey import Survey
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]
    DocumentPairs = tuple[Numbers, Numbers]

RETOKENISE_ALL_SHARE = 0.9
"""Share of all words from which all documents are tokenised again, because choosing some of them costs more."""
_ROWS_PER_BATCH = 1 << 17
"""Rows of bands that are paired at a time: most bands have few groups."""
_PAIRS_KEPT = 1 << 22
"""Pairs by signature that are kept, 8 bytes each, until the same ones are looked for among them."""


@dataclass(frozen=True, slots=True)
class ScanCandidates:
    """What documents of a scan may have in common.

    `words` are the words of the documents with candidates, if runs are to be found in them, or those of all documents.
    `runs` are the maximal runs of equal words that hold a common fingerprint. `pairs` are the documents that share a
    band of their signatures (two int64 arrays of rows, ``a < b``). `groups` are the places (indexes of words) that hold
    the same fingerprint. `linked` counts the keys that stand in too many places to be paired.
    """

    words: WordTable
    runs: Runs
    pairs: DocumentPairs
    groups: Groups
    linked: int

    def without_runs(self) -> ScanCandidates:
        """Return the candidates without their runs."""
        none = np.zeros(0, np.int64)
        return replace(self, runs=Runs(none, none, none))


def collect_candidates(
    collection: Collection,
    survey: Survey,
    identical: IdenticalDocuments,
    settings: Settings,
    engine: Engine,
    needed: Numbers,
) -> ScanCandidates:
    """Return the common runs and the candidate pairs of the distinct documents of a collection.

    `needed` are documents of which the words are needed, whatever they have in common.
    """
    pairs = pairs_by_signature(survey.band_keys.groups(identical.distinct), survey.word_counts.size, settings, engine)
    groups, document = fingerprint_places(survey, identical)
    words = survey.words
    if words is None:
        chosen = (*pairs, document, identical.repeated_rows(), needed) if settings.passages else ()
        words = retokenise(collection, _to_retokenise(chosen, survey.word_counts), survey.word_counts, engine)
    groups = Groups(groups.rows + (words.offsets[:-1] - survey.offsets[:-1])[document], groups.bounds)
    seeds = find_seeds(words, groups, settings, engine) if settings.passages else NO_SEEDS
    runs = extend_seeds(words, seeds, settings.fingerprint_words, engine)
    return ScanCandidates(words, runs, pairs, groups, seeds.linked)


def _to_retokenise(needed: Iterable[Numbers | list[int]], counts: Numbers) -> NDArray[np.bool_]:
    """Return whether each document is to be tokenised again: the needed documents, or all if these are most."""
    chosen = np.zeros(counts.size, bool)
    for documents in needed:
        chosen[documents] = True
    if counts[chosen].sum() > RETOKENISE_ALL_SHARE * counts.sum():
        chosen[:] = True
    return chosen


def fingerprint_places(survey: Survey, identical: IdenticalDocuments) -> tuple[Groups, Numbers]:
    """Return the places in distinct documents that hold the same fingerprint, and the document of each place."""
    groups = survey.fingerprints.groups()
    if not groups.rows.size:
        return NO_GROUPS, NO_GROUPS.rows
    document = kernels.texts_of_words(survey.offsets, groups.rows)
    is_repeat = identical.first[document] != document
    if is_repeat.any():
        groups = groups.without(is_repeat)
        document = kernels.texts_of_words(survey.offsets, groups.rows)
    return groups, document


def pairs_by_signature(bands: Iterable[Groups], documents: int, settings: Settings, engine: Engine) -> DocumentPairs:
    """Return the pairs of documents that share a band key, each once and in order: two int64 arrays, ``a < b``.

    `bands` are, for each band, the documents that share a key; `documents` is the number of all documents. In a group
    of very many documents, each is paired with the first document and with the one before it. Raises `LimitError`
    where all pairs are wanted and take more memory than there is.
    """
    codes, added = np.zeros(0, np.int64), 0
    parts: list[Numbers] = []
    for groups, is_paired in _band_batches(bands, settings, engine):
        for pairs_of, chosen in (
            (pairs_within, is_paired),
            (links_within, ~is_paired),
            (neighbours_within, ~is_paired),
        ):
            if chosen.any():
                first, second = pairs_of(groups.where(chosen))
                parts.append(first * documents + second)
                added += first.size
        if added > max(codes.size, _PAIRS_KEPT):  # copies share most bands: the same pairs come with each
            codes, parts, added = unique(np.concatenate([codes, *parts])), [], 0
    codes = unique(np.concatenate([codes, *parts]))
    return codes // max(documents, 1), codes % max(documents, 1)


def _band_batches(
    bands: Iterable[Groups], settings: Settings, engine: Engine
) -> Iterator[tuple[Groups, NDArray[np.bool_]]]:
    """Yield bands in batches of about `_ROWS_PER_BATCH` rows or pairs, and which groups are expanded to all pairs."""
    batch: list[Groups] = []
    paired: list[NDArray[np.bool_]] = []
    size = 0
    for groups in bands:
        batch.append(groups)
        paired.append(paired_groups(groups, settings, engine))
        sizes = groups.sizes
        size += groups.rows.size
        if settings.all_pairs:
            size += int((sizes * (sizes - 1) // 2)[paired[-1]].sum())
        if size >= _ROWS_PER_BATCH:
            yield concatenate_groups(batch), np.concatenate(paired)
            batch, paired, size = [], [], 0
    if batch:
        yield concatenate_groups(batch), np.concatenate(paired)


def select_candidates(passages: PassageTable, by_signature: DocumentPairs, settings: Settings) -> PassageTable:
    """Return the pairs to verify, in order: pairs with enough words in passages, and pairs without any passage.

    Two documents that are alike by signature only, but have passages with the same third document, belong to a group of
    copies that were linked to its first document. Such a pair is selected only when all pairs are wanted.
    """
    first, second = by_signature
    is_selected = np.ones(len(passages), bool)
    if not settings.all_pairs:
        is_new = ~_have_common_partner(passages, first, second)
        first, second = first[is_new], second[is_new]
        is_selected = (passages.passage_counts == 0) | (
            np.maximum(passages.same_words, passages.aligned_words) >= settings.min_shared
        )
    a, b = passages.a[is_selected], passages.b[is_selected]
    return passages.for_pairs(np.concatenate([first, a]), np.concatenate([second, b]))


def _have_common_partner(passages: PassageTable, first: Numbers, second: Numbers) -> NDArray[np.bool_]:
    """Return whether both documents of each pair stand in pairs of the table with the same third document."""
    rows = 1 + int(np.max(np.concatenate([passages.b, first, second]), initial=0))
    known = np.sort(np.concatenate([passages.a * rows + passages.b, passages.b * rows + passages.a]))
    low, high = (np.searchsorted(known, (np.stack([first, second]) + end) * rows) for end in (0, 1))
    # Partners of the document that has fewer are looked up among those of the other document.
    fewer, pairs = np.argmin(high - low, axis=0), np.arange(first.size)
    index, bounds = expand_ranges(low[fewer, pairs], high[fewer, pairs])
    pair = np.repeat(pairs, np.diff(bounds))
    wanted = np.where(fewer, first, second)[pair] * rows + known[index] % rows
    place = np.searchsorted(known, wanted)
    is_common = known[np.minimum(place, known.size - 1)] == wanted if known.size else np.zeros(0, bool)
    return np.bincount(pair[is_common], minlength=first.size) > 0
