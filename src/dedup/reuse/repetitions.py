"""What documents say twice: passages within them, told by the paragraphs in which they stand."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.columns import Columns
from dedup.matches import RepeatedPlace, Repetition
from dedup.reuse.artefacts import VERDICT, are_artefacts
from dedup.reuse.cutting import ParagraphWords
from dedup.reuse.relations import RELATIONS
from dedup.reuse.said import Said
from dedup.reuse.units import TWICE, compare_units
from dedup.words.paragraphs import find_paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.reuse.cutting import Parts
    from dedup.reuse.identical import Members
    from dedup.reuse.pairs import PairRuns
    from dedup.reuse.shown import Showcase
    from dedup.reuse.units import Figures
    from dedup.settings import Settings
    from dedup.words.locations import LocatedTexts
    from dedup.words.paragraphs import Paragraphs
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]


def repetitions_of_all(
    within: PairRuns,
    words: WordTable,
    members: Members,
    ids: Sequence[str],
    showcase: Showcase,
    settings: Settings,
) -> tuple[Sequence[Repetition], dict[int, int]]:
    """Return what each document says twice, in the order of the documents, and the number of such words by document.

    `within` are the runs of each distinct document with itself, counted in `words`.
    """
    said = Said.within(within, words, settings, showcase.engine)
    places = [(document, place) for place, row in enumerate(within.a.tolist()) for document in members[row]]
    documents, place = np.array(sorted(places), np.int64).reshape(-1, 2).T

    text_bytes = showcase.text_bytes

    def tell(texts: LocatedTexts) -> _Told:
        rows, bases = place[np.searchsorted(documents, texts.documents)], texts.words.offsets[:-1]
        paragraphs = find_paragraphs(texts.buffer, texts.offsets, text_bytes)
        words = ParagraphWords.of(texts, paragraphs)
        parts = said.parts_of(rows, bases, words, settings)
        figures = compare_units(parts, texts.words.hashes, settings)
        return _told(
            texts, parts, figures, [_side(texts, paragraphs, words, each) for each in np.split(parts.places, 2)]
        )

    repeated = dict(zip(documents.tolist(), said.words()[place].tolist(), strict=True))
    told = showcase.read(documents, tell)
    return _repetitions(_joined(told), ids) if told else (), repeated


class _Side(NamedTuple):
    """One side of what texts say again: `rows` of the texts, four rows as in `RepeatedPlace`, and the words there."""

    rows: Numbers
    places: Numbers
    quotes: list[str]


def _side(texts: LocatedTexts, paragraphs: Paragraphs, words: ParagraphWords, places: Numbers) -> _Side:
    first, end = places
    rows = np.searchsorted(texts.words.offsets, first, side="right") - 1
    low, high = texts.words.starts[first], texts.words.ends[end - 1]
    number = words.holding(first)
    number = np.where(number < 0, 0, number - paragraphs.offsets[rows] + 1)
    columns = texts.characters(rows, low), texts.characters(rows, high), texts.lines(rows, low), number
    return _Side(rows, np.stack(columns), list(map(texts.text, low.tolist(), high.tolist())))


class _Told(NamedTuple):
    """What texts say again, one row each: numbers as in `Repetition`, and quotes."""

    documents: Numbers
    relation: NDArray[np.int8]
    jaccard: NDArray[np.float64]
    containment: NDArray[np.float64]
    same: Numbers
    times: Numbers
    first_is_smaller: NDArray[np.bool_]
    artefact: NDArray[np.bool_]
    first: Numbers
    second: Numbers
    quotes: list[str]
    others: list[str | None]


def _told(texts: LocatedTexts, parts: Parts, figures: Figures, sides: Sequence[_Side]) -> _Told:
    """Return what texts say again; the second quote only where it is not the first, and no pattern."""
    first, second = sides
    a_low, a_high, b_low, b_high = parts.units
    identical = figures.relation == RELATIONS.index("identical")
    quotes = zip(first.quotes, second.quotes, (parts.times == TWICE).tolist(), strict=True)
    return _Told(
        texts.documents[first.rows],
        figures.relation,
        figures.jaccard,
        figures.containment,
        parts.same,
        parts.times,
        a_high - a_low <= b_high - b_low,
        are_artefacts(first.rows, identical, first.places[-1], second.places[-1]),
        first.places,
        second.places,
        first.quotes,
        [other if twice and other != quote else None for quote, other, twice in quotes],
    )


def _joined(parts: Sequence[_Told]) -> _Told:
    columns: tuple[Any, ...] = tuple(
        list(chain.from_iterable(column)) if isinstance(column[0], list) else np.concatenate(column, axis=-1)
        for column in zip(*parts, strict=True)
    )
    return _Told(*columns)


def _repetitions(told: _Told, ids: Sequence[str]) -> Sequence[Repetition]:
    return Columns(
        Repetition,
        [ids[document] for document in told.documents.tolist()],
        [RELATIONS[number] for number in told.relation.tolist()],
        told.jaccard,
        told.containment,
        told.same,
        Columns(RepeatedPlace, *told.first),
        Columns(RepeatedPlace, *told.second),
        told.quotes,
        told.times,
        ["first" if is_smaller else "second" for is_smaller in told.first_is_smaller.tolist()],
        told.others,
        [VERDICT if is_artefact else None for is_artefact in told.artefact.tolist()],
    )
