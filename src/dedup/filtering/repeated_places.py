"""The places of a corpus that hold the same words: runs of words of one length, or whole paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.engine import KeyCounts, Keyed
from dedup.engines.groups import group_by_key
from dedup.reuse.candidates import fingerprint_places
from dedup.reuse.seeds import batches_by_text
from dedup.sketch.fingerprints import window_keys
from dedup.words import folding
from dedup.words.paragraphs import find_paragraphs
from dedup.words.text_buffers import text_buffers, text_pieces
from dedup.words.tokens import retokenise

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.settings import Settings
    from dedup.sketch.survey import Survey
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

_PLACES_PER_BATCH = 1 << 17
_COMPARED_AT_ONCE = 1 << 22
"""Words that are compared at a time."""


@dataclass(frozen=True, slots=True)
class RepeatedPlaces:
    """Places with the same words, one row a place, in the order of documents and words (int64 throughout).

    A place is the words ``first <= w < end`` of a document; places with the same `group` hold the same words.
    """

    document: Numbers
    first: Numbers
    end: Numbers
    group: Numbers

    def of(self, chosen: NDArray[np.bool_] | Numbers) -> RepeatedPlaces:
        """Return the chosen places."""
        return RepeatedPlaces(self.document[chosen], self.first[chosen], self.end[chosen], self.group[chosen])

    def in_order(self) -> RepeatedPlaces:
        """Return the places in the order of documents and words."""
        return self.of(np.lexsort((self.first, self.document)))


def repeated_runs(
    collection: Collection,
    survey: Survey,
    identical: IdenticalDocuments,
    takes_part: NDArray[np.bool_],
    settings: Settings,
    engine: Engine,
) -> tuple[RepeatedPlaces, WordTable]:
    """Return all runs of `min_run` words that stand in two places of distinct texts that take part.

    The words of the documents that hold any are returned too: each such run holds a fingerprint that stands in two
    places, and these documents are read.
    """
    groups, document = fingerprint_places(survey, identical)
    words = survey.words
    if words is None:
        holds_any = np.zeros(len(collection), bool)
        holds_any[document] = True
        words = retokenise(collection, holds_any, survey.word_counts, engine)
    positions = groups.rows + (words.offsets[:-1] - survey.offsets[:-1])[document]
    return _runs_at(positions[takes_part[document]], words, settings, engine), words


def _runs_at(positions: Numbers, words: WordTable, settings: Settings, engine: Engine) -> RepeatedPlaces:
    """Return the runs that stand in two places and hold the fingerprint at one of the positions."""
    meeting = engine.meet(
        partial(_keys_of_runs, words=words, settings=settings),
        batches_by_text(positions, words.offsets, _PLACES_PER_BATCH),
        KeyCounts(rows=positions.size * settings.window),
    )
    for _ in meeting.results():
        pass
    groups = meeting.rows.groups()
    heads = np.repeat(groups.rows[groups.bounds[:-1]], groups.sizes)
    same = _same_words(words, heads, groups.rows, settings.min_run)
    start, group = groups.rows[same], groups.numbers[same]
    document = kernels.texts_of_words(words.offsets, start)
    first = start - words.offsets[document]
    return RepeatedPlaces(document, first, first + settings.min_run, group).in_order()


def _keys_of_runs(positions: Numbers, words: WordTable, settings: Settings) -> Keyed[None]:
    keys, starts = window_keys(words.hashes, words.offsets, positions, settings)
    first = int(starts[0]) if starts.size else 0
    return Keyed(None, keys, starts - first, start=first)


def _same_words(words: WordTable, one: Numbers, other: Numbers, size: int) -> NDArray[np.bool_]:
    """Return whether the same words stand at each two places; equal keys are a hint only."""
    same = np.ones(one.size, bool)
    step = max(_COMPARED_AT_ONCE // size, 1)
    for low in range(0, one.size, step):
        places = (one[low : low + step], other[low : low + step])
        a, b = (words.hashes[place[:, None] + np.arange(size)[None, :]] for place in places)
        same[low : low + step] = (a == b).all(axis=1)
    return same


def repeated_paragraphs(
    collection: Collection, takes_part: NDArray[np.bool_], least: int, engine: Engine
) -> RepeatedPlaces:
    """Return all paragraphs of at least `least` words that stand in two places, of documents that take part."""
    work = partial(_paragraphs_of, least=least, text_bytes=collection.bytes)
    parts, documents = [], 0
    for piece, (document, first, end, digests) in zip(
        text_pieces(collection.batches), engine.stream(work, text_pieces(collection.batches)), strict=True
    ):
        parts.append((document + documents, first, end, digests))
        documents += len(piece)
    none = (np.zeros(0, np.int64),) * 3 + (np.zeros((0, 2), np.uint64),)
    document, first, end, digests = (np.concatenate(column) for column in zip(none, *parts, strict=True))
    chosen = takes_part[document]
    places = RepeatedPlaces(document, first, end, document).of(chosen)
    groups = group_by_key(np.ascontiguousarray(digests[chosen][:, 0]))
    same = digests[chosen][:, 1][groups.rows]
    heads = np.repeat(same[groups.bounds[:-1]], groups.sizes)
    rows, group = groups.rows[same == heads], groups.numbers[same == heads]
    return RepeatedPlaces(places.document[rows], places.first[rows], places.end[rows], group).in_order()


def _paragraphs_of(
    column: pa.LargeStringArray, least: int, text_bytes: int
) -> tuple[Numbers, Numbers, Numbers, NDArray[np.uint64]]:
    """Return document, first word and end of each paragraph of a column, and the digest of its words."""
    buffer, offsets = text_buffers(column)
    paragraphs = find_paragraphs(buffer, offsets, text_bytes)
    words = kernels.split_words(buffer, offsets, folding.load())
    document = np.repeat(np.arange(len(column)), np.diff(paragraphs.offsets))
    first = np.searchsorted(words.starts, paragraphs.starts)
    end = np.maximum(first, np.searchsorted(words.ends, paragraphs.ends, side="right"))
    chosen = end - first >= max(least, 1)
    document, first, end = document[chosen], first[chosen], end[chosen]
    if not first.size:
        return document, first, end, np.zeros((0, 2), np.uint64)
    digests = kernels.digest_words(words.hashes, np.stack([first, end], axis=1).ravel())[::2]
    base = words.offsets[document]
    return document, first - base, end - base, digests
