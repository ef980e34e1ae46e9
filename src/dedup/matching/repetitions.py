"""What documents say twice: passages within them, told by the paragraphs in which they stand."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from dedup.matches import RepeatedPlace, Repetition
from dedup.matching.artefacts import judge
from dedup.matching.cutting import ParagraphWords
from dedup.matching.relations import RELATIONS
from dedup.matching.said import Said
from dedup.matching.units import TWICE, compare_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.matching.cutting import Parts
    from dedup.matching.identical import Members
    from dedup.matching.pairs import PairRuns
    from dedup.matching.shown import Showcase
    from dedup.matching.units import Figures
    from dedup.settings import Settings
    from dedup.text.paragraphs import Paragraphs
    from dedup.text.places import PlacedTexts
    from dedup.text.words import WordTable

    Numbers = NDArray[np.int64]


def repetitions_of_all(
    within: PairRuns,
    words: WordTable,
    members: Members,
    ids: Sequence[str],
    showcase: Showcase,
    settings: Settings,
) -> tuple[list[Repetition], dict[int, int]]:
    """Return what each document says twice, in the order of the documents, and the number of such words by document.

    `within` are the runs of each distinct document with itself, counted in `words`.
    """
    using = showcase.using
    said = Said.within(within, words, settings, using, showcase.engine)
    places = [(document, place) for place, row in enumerate(within.a.tolist()) for document in members[row]]
    documents, place = np.array(sorted(places), np.int64).reshape(-1, 2).T

    def tell(texts: PlacedTexts) -> list[Repetition]:
        rows, bases = place[np.searchsorted(documents, texts.documents)], texts.words.offsets[:-1]
        paragraphs = showcase.paragraphs(texts)
        parts = said.parts_of(rows, bases, ParagraphWords.of(texts, paragraphs), settings)
        figures = compare_units(parts, texts.words.hashes, settings, using)
        return _judged(_shown(texts, paragraphs, parts, figures, ids))

    found = showcase.read(documents, tell)
    repeated = dict(zip(documents.tolist(), said.words()[place].tolist(), strict=True))
    return [repetition for part in found for repetition in part], repeated


def _shown(
    texts: PlacedTexts, paragraphs: Paragraphs, parts: Parts, figures: Figures, ids: Sequence[str]
) -> Iterator[Repetition]:
    """Yield what texts say again, with places and words."""
    rows = np.searchsorted(texts.words.offsets, parts.places[0], side="right") - 1
    a_low, a_high, b_low, b_high = parts.units
    times = parts.times.tolist()
    first, second = (_side(texts, rows, paragraphs, side) for side in (parts.places[:2], parts.places[2:]))
    quotes = zip(first[1], second[1], times, strict=True)
    return map(
        Repetition,
        [ids[document] for document in texts.documents[rows].tolist()],
        [RELATIONS[number] for number in figures.relation.tolist()],
        figures.jaccard.tolist(),
        figures.containment.tolist(),
        parts.same.tolist(),
        first[0],
        second[0],
        first[1],
        times,
        np.where(a_high - a_low <= b_high - b_low, "first", "second").tolist(),
        [other if other != quote and often == TWICE else None for quote, other, often in quotes],
    )


def _side(
    texts: PlacedTexts, rows: Numbers, paragraphs: Paragraphs, places: Numbers
) -> tuple[list[RepeatedPlace], list[str]]:
    """Return one side of what is said again: where it stands, and its words."""
    low, high = texts.words.starts[places[0]], texts.words.ends[places[1] - 1]
    number = ParagraphWords.of(texts, paragraphs).holding(places[0])
    number = np.where(number < 0, 0, number - paragraphs.offsets[rows] + 1)
    columns = texts.characters(rows, low), texts.characters(rows, high), texts.lines(rows, low), number
    quotes = [texts.text(*each) for each in zip(low.tolist(), high.tolist(), strict=True)]
    return list(map(RepeatedPlace, *(column.tolist() for column in columns))), quotes


def _judged(repetitions: Iterable[Repetition]) -> list[Repetition]:
    """Return the repetitions of several documents, those of each judged together."""
    by_document = groupby(repetitions, key=attrgetter("document"))
    return [repetition for _, group in by_document for repetition in judge(list(group))]
