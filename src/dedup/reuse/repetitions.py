"""Self matches into repetitions: what documents say twice, with the places, quotes and figures that a result shows.

Extractors of web pages have been seen to print the paragraphs of a page as p1 p2 p1 p2, or each of them twice. No
author does so. Such repetitions are marked as possible artefacts, and the reader decides. A pulled quote, a short
paragraph that shows a sentence of the text near it once more, is marked too.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.engines.groups import unique
from dedup.lazy_sequences import Columns
from dedup.matches import PULLED_QUOTE, RepeatedPlace, Repetition
from dedup.relations import RELATIONS
from dedup.reuse.paragraph_pairs import TWICE, ParagraphWords, compare_paragraphs
from dedup.reuse.self_matches import SelfMatches
from dedup.reuse.weights import by_weight, weigh_repetitions
from dedup.words.paragraphs import find_paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.reuse.identical import Members
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.paragraph_pairs import ParagraphFigures, ParagraphPairs
    from dedup.reuse.passages import PairRuns
    from dedup.settings import Settings
    from dedup.words.locations import LocatedTexts
    from dedup.words.paragraphs import Paragraphs
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

ARTEFACT = "extraction artefact?"
_FEWEST_BLOCKS = 2
"""Paragraphs in a row that must be repeated for an artefact."""
_LONGEST_QUOTE = 60
"""The most words of a pulled quote."""
_FARTHEST_QUOTE = 5
"""The most paragraphs between a pulled quote and the paragraph that it is pulled from."""


def find_repetitions(
    self_runs: PairRuns,
    words: WordTable,
    members: Members,
    ids: Sequence[str],
    locator: TextLocator,
    settings: Settings,
) -> tuple[Sequence[Repetition], dict[int, int]]:
    """Return the repetitions, the heaviest first, and the number of repeated words by document.

    `self_runs` are the runs of each distinct document with itself, counted in `words`.
    """
    matches = SelfMatches.of_runs(self_runs, words, settings, locator.engine)
    listed = [(document, index) for index, row in enumerate(self_runs.a.tolist()) for document in members[row]]
    documents, text = np.array(sorted(listed), np.int64).reshape(-1, 2).T

    text_bytes = locator.text_bytes

    def repetitions_of(texts: LocatedTexts) -> _RepetitionColumns:
        rows, bases = text[np.searchsorted(documents, texts.documents)], texts.words.offsets[:-1]
        paragraphs = find_paragraphs(texts.buffer, texts.offsets, text_bytes)
        paragraph_words = ParagraphWords.of(texts, paragraphs)
        pairs = matches.paragraph_pairs(rows, bases, paragraph_words, settings)
        figures = compare_paragraphs(pairs, texts.words.hashes, settings)
        halves = np.split(pairs.repeated, 2)
        return _columns(texts, pairs, figures, [_side(texts, paragraphs, paragraph_words, half) for half in halves])

    counts = dict(zip(documents.tolist(), matches.count_repeated_words()[text].tolist(), strict=True))
    batches = locator.read(documents, repetitions_of)
    if not batches:
        return (), counts
    columns = _concatenate(batches)
    document_words = words.counts[self_runs.a[text[np.searchsorted(documents, columns.documents)]]]
    return _repetitions(columns, ids, document_words), counts


class _Side(NamedTuple):
    """One side of repetitions: `rows` of the texts, four rows of places as in `RepeatedPlace`, and the words there."""

    rows: Numbers
    places: Numbers
    quotes: list[str]


def _side(texts: LocatedTexts, paragraphs: Paragraphs, words: ParagraphWords, repeated: Numbers) -> _Side:
    first, end = repeated
    rows = np.searchsorted(texts.words.offsets, first, side="right") - 1
    low, high = texts.words.starts[first], texts.words.ends[end - 1]
    number = words.paragraph_of(first)
    number = np.where(number < 0, 0, number - paragraphs.offsets[rows] + 1)
    columns = texts.characters(rows, low), texts.characters(rows, high), texts.lines(rows, low), number
    return _Side(rows, np.stack(columns), list(map(texts.text, low.tolist(), high.tolist())))


class _RepetitionColumns(NamedTuple):
    """Repetitions of texts, one row each: numbers as in `Repetition`, and quotes."""

    documents: Numbers
    relation: NDArray[np.int8]
    jaccard: NDArray[np.float64]
    containment: NDArray[np.float64]
    same_words: Numbers
    occurrences: Numbers
    first_is_smaller: NDArray[np.bool_]
    is_artefact: NDArray[np.bool_]
    is_pulled_quote: NDArray[np.bool_]
    first: Numbers
    second: Numbers
    quotes: list[str]
    second_quotes: list[str | None]


def _columns(
    texts: LocatedTexts, pairs: ParagraphPairs, figures: ParagraphFigures, sides: Sequence[_Side]
) -> _RepetitionColumns:
    """Return the repetitions; the second quote only where it differs from the first, and not of a tandem repeat."""
    first, second = sides
    a_low, a_high, b_low, b_high = pairs.blocks
    identical = figures.relation == RELATIONS.index("identical")
    quotes = zip(first.quotes, second.quotes, (pairs.occurrences == TWICE).tolist(), strict=True)
    return _RepetitionColumns(
        texts.documents[first.rows],
        figures.relation,
        figures.jaccard,
        figures.containment,
        pairs.same_words,
        pairs.occurrences,
        a_high - a_low <= b_high - b_low,
        are_artefacts(first.rows, identical, first.places[-1], second.places[-1]),
        (pairs.occurrences == TWICE)
        & are_pulled_quotes(
            figures.relation, np.minimum(a_high - a_low, b_high - b_low), second.places[-1] - first.places[-1]
        ),
        first.places,
        second.places,
        first.quotes,
        [other if twice and other != quote else None for quote, other, twice in quotes],
    )


def _concatenate(parts: Sequence[_RepetitionColumns]) -> _RepetitionColumns:
    columns: tuple[Any, ...] = tuple(
        list(chain.from_iterable(column)) if isinstance(column[0], list) else np.concatenate(column, axis=-1)
        for column in zip(*parts, strict=True)
    )
    return _RepetitionColumns(*columns)


def _repetitions(columns: _RepetitionColumns, ids: Sequence[str], document_words: Numbers) -> Sequence[Repetition]:
    weights = weigh_repetitions(
        columns.relation, columns.same_words, columns.occurrences, document_words, columns.quotes
    )
    repetitions = Columns(
        Repetition,
        [ids[document] for document in columns.documents.tolist()],
        [RELATIONS[number] for number in columns.relation.tolist()],
        columns.jaccard,
        columns.containment,
        columns.same_words,
        Columns(RepeatedPlace, *columns.first),
        Columns(RepeatedPlace, *columns.second),
        columns.quotes,
        columns.occurrences,
        ["first" if is_smaller else "second" for is_smaller in columns.first_is_smaller.tolist()],
        columns.second_quotes,
        list(map(_verdict, columns.is_artefact.tolist(), columns.is_pulled_quote.tolist())),
        weights,
    )
    return repetitions.take(by_weight(weights))


def _verdict(is_artefact: bool, is_pulled_quote: bool) -> str | None:
    return ARTEFACT if is_artefact else PULLED_QUOTE if is_pulled_quote else None


def are_pulled_quotes(relation: NDArray[np.int8], words: Numbers, distance: Numbers) -> NDArray[np.bool_]:
    """Return whether each repetition looks like a pulled quote: a short paragraph that stands in a longer one near it.

    `words` is the length of the smaller paragraph, `distance` how many paragraphs lie from the first to the second.
    """
    contained = relation == RELATIONS.index("contained")
    near = (distance != 0) & (np.abs(distance) <= _FARTHEST_QUOTE)
    return np.asarray(contained & near & (words <= _LONGEST_QUOTE))


def are_artefacts(texts: Numbers, identical: NDArray[np.bool_], first: Numbers, second: Numbers) -> NDArray[np.bool_]:
    """Return whether each repetition looks like the work of an extractor, one row a repetition of some text.

    `first` and `second` are the numbers of the paragraphs, from 0. An artefact is two or more identical paragraphs,
    each repeated at the same distance, where the second series begins right after the first (p1 p2 p1 p2) or each
    paragraph is followed by its repetition (p1 p1 p2 p2).
    """
    numbers = 1 + int(np.max([first, second], initial=0))
    code = (texts * 2 * numbers + second - first + numbers) * numbers + first
    codes = unique(code[identical & (first != second)])
    series = codes // numbers  # repetitions of one text at one distance
    distance = series % (2 * numbers) - numbers
    step = np.where(distance == 1, 2, 1)  # in p1 p1 p2 p2 the next repeated paragraph stands two further on
    opens = np.ones(codes.size, bool)
    opens[1:] = (series[1:] != series[:-1]) | (np.diff(codes) != step[1:])
    block = np.cumsum(opens) - 1
    needed = np.where(distance == 1, _FEWEST_BLOCKS, np.maximum(_FEWEST_BLOCKS, distance))
    return np.isin(code, codes[np.bincount(block)[block] >= needed])
