"""What one document says twice: passages within it, told by the paragraphs in which they stand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from dedup.matches import Repetition
from dedup.matching.artefacts import judge
from dedup.matching.passages import Run, make_passages
from dedup.matching.relations import Figures, relate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from dedup.matching.identical import Distinct
    from dedup.matching.shown import Showcase, Shown
    from dedup.settings import Settings

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A repeated stretch between two units (paragraphs, or parts of one): word ranges and what they share."""

    units: tuple[Range, Range]
    first: Range
    second: Range
    same: int
    times: int


def repetitions_of_all(
    within: Mapping[int, Sequence[Run]],
    distinct: Distinct,
    ids: Sequence[str],
    showcase: Showcase,
    settings: Settings,
    using: ModuleType,
) -> tuple[list[Repetition], dict[int, int]]:
    """Return what each document says twice, in the order of the documents, and the number of such words by document.

    `within` are the runs of each distinct document with itself, by row.
    """
    repetitions: list[Repetition] = []
    repeated: dict[int, int] = {}
    documents = sorted((document, row) for row in within for document in distinct.members[row])
    for document, row in documents:
        found, repeated[document] = find_repetitions(ids[document], showcase[document], within[row], settings, using)
        repetitions += judge(found)
    return repetitions, repeated


def find_repetitions(
    document: str, shown: Shown, runs: Sequence[Run], settings: Settings, using: ModuleType
) -> tuple[list[Repetition], int]:
    """Return what a document repeats of itself, and how many of its words say something a second time.

    `runs` are the runs of the document with itself. One that overlaps itself is a pattern that runs on (a b a b a b);
    it is told once, with the number of times.
    """
    words = shown.words.hashes
    patterns = _patterns([run for run in runs if run.b < run.a_end])
    plain = [run for run in runs if run.b >= run.a_end and not _inside(run, patterns)]
    passages = make_passages(plain, words, words, settings, within_one=True) if plain else []
    pieces = [_pattern_piece(low, high, period, settings) for low, high, period in patterns]
    by_units: dict[tuple[Range, Range], list[tuple[Range, Range, int]]] = {}
    for passage in passages:
        for units, first, second, same in _cut(passage.runs, shown):
            by_units.setdefault(units, []).append((first, second, same))
    for units, parts in by_units.items():
        first, second = (_hull([part[0] for part in parts]), _hull([part[1] for part in parts]))
        pieces.append(_Piece(units, first, second, sum(part[2] for part in parts), 2))
    repeated = np.zeros(words.size, bool)
    for passage in passages:
        for run in passage.runs:
            repeated[run.b : run.b_end] = True
    for low, high, period in patterns:
        repeated[low + period : high] = True
    kept = sorted((p for p in pieces if p.same >= settings.min_repeated), key=lambda p: (p.first, p.second))
    return [_tell(document, shown, piece, settings, using) for piece in kept], int(np.count_nonzero(repeated))


def _patterns(runs: Sequence[Run]) -> list[tuple[int, int, int]]:
    """Return the stretches (first word, end, period) in which words repeat at once, none inside another."""
    found: list[tuple[int, int, int]] = []
    for run in sorted(runs, key=lambda run: (run.a - run.b_end, run.b - run.a, run.a)):
        if not _inside(run, found):
            found.append((run.a, run.b_end, run.b - run.a))
    return sorted(found)


def _inside(run: Run, patterns: Sequence[tuple[int, int, int]]) -> bool:
    return any(low <= run.a and run.b_end <= high for low, high, _ in patterns)


def _pattern_piece(low: int, high: int, period: int, settings: Settings) -> _Piece:
    """Return a pattern as its first part and the rest: the part is whole periods, of `min_repeated` words if it can."""
    periods = max(1, min(-(-settings.min_repeated // period), (high - low) // (2 * period)))
    first, second = (low, low + periods * period), (low + periods * period, high)
    return _Piece((first, second), first, second, high - low - period, (high - low) // period)


def _cut(runs: Sequence[Run], shown: Shown) -> Iterator[tuple[tuple[Range, Range], Range, Range, int]]:
    """Cut a passage where a paragraph ends on either side; a paragraph repeated within itself is its own two units."""
    owner, bounds = shown.paragraph_of_word, shown.paragraph_words
    rows = [
        (int(owner[run.a + i]), int(owner[run.b + i]), run.a + i, run.b + i) for run in runs for i in range(run.length)
    ]
    for (p, q), group in groupby(rows, key=lambda row: row[:2]):
        part = list(group)
        first, second = (part[0][2], part[-1][2] + 1), (part[0][3], part[-1][3] + 1)
        units = (first, second) if p == q or min(p, q) < 0 else (bounds[p], bounds[q])
        yield units, first, second, len(part)


def _hull(ranges: Sequence[Range]) -> Range:
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def _tell(document: str, shown: Shown, piece: _Piece, settings: Settings, using: ModuleType) -> Repetition:
    words = shown.words.hashes
    a, b = (words[low:high] for low, high in piece.units)
    offsets = np.array([0, a.size, a.size + b.size], np.int64)
    shingles = using.shingle_hashes(np.concatenate([a, b]), offsets, settings.words)
    pair = (np.zeros(1, np.int64), np.ones(1, np.int64))
    overlap = using.compare_sets(shingles, np.diff(offsets), pair, settings.words)
    shared, distinct_a, distinct_b = (int(column[0]) for column in overlap[:3])
    if piece.times > 2:  # noqa: PLR2004 - a pattern is what it is; its parts have no relation of their own
        containment, jaccard = 1.0, 1.0
    else:
        containment = min(1.0, piece.same / min(a.size, b.size))
        jaccard = shared / (distinct_a + distinct_b - shared)
    figures = Figures(jaccard, containment, containment, containment, piece.times > 2 or np.array_equal(a, b))  # noqa: PLR2004
    first, second = (shown.repeated_place(part) for part in (piece.first, piece.second))
    text, second_text = (shown.text[place.start : place.end] for place in (first, second))
    return Repetition(
        document=document,
        relation=relate(figures, shared_words=piece.same, least=settings.min_repeated),
        jaccard=jaccard,
        containment=containment,
        shared_words=piece.same,
        first=first,
        second=second,
        text=text,
        times=piece.times,
        smaller="first" if a.size <= b.size else "second",
        second_text=second_text if second_text != text and piece.times == 2 else None,  # noqa: PLR2004
    )
