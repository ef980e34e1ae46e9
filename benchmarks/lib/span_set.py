"""The alignment set (pan13) into a report: each labelled pair compared, its passages held against its labels."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import dedup
from lib.alignment import TOLERANCE, placed, score
from lib.exactness import check_matches
from lib.figures import Figure
from lib.labelled import read_alignment

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.matches import Match
    from lib.alignment import Alignment
    from lib.labelled import Label

FOUND, GRANULARITY, OUTSIDE = 0.99, 1.05, 0.05
_EXAMPLES = 12


def run_spans(folder: Path) -> dict[str, Any]:
    """Return the report: by the offsets as they were labelled, and by where their text stands in this copy."""
    texts, labels = read_alignment(folder)
    matches = _matches(texts, sorted({(label.a, label.b) for label in labels}))
    passages = {(match.a, match.b): match.passages for match in matches}
    moved, located = placed(labels, texts)
    as_labelled, as_placed = score(labels, passages), score(moved, passages)
    strict = score(moved, passages, tolerance=0)
    best = score(labels, _as_passages(moved))
    deviations = check_matches(matches, texts.__getitem__, 0.5)
    figures = [
        *_figures(as_labelled, "offsets as labelled", held=False),
        *_figures(as_placed, "labels placed in this copy", held=True),
        Figure("pan13: characters outside, no tolerance", strict.outside_share, of="labels placed in this copy"),
        Figure("pan13: the most that offsets as labelled allow", best.found, of="the placed labels themselves, scored"),
        Figure(
            "pan13: reported figures that deviate",
            float(len(deviations.figures)),
            0.0,
            least=False,
            of=f"{deviations.pairs} pairs",
        ),
        Figure("pan13: faulty passages", float(len(deviations.passage_faults)), 0.0, least=False),
    ]
    return {
        "set": "pan13",
        "labels": len(labels),
        "labels_placed": located,
        "tolerance": TOLERANCE,
        "figures": [figure.as_row() for figure in figures],
        "coverage": {"as labelled": _coverage(as_labelled), "placed": _coverage(as_placed)},
        "missed": [one.as_row() for one in as_placed.scored if not one.found][:_EXAMPLES],
        "missed_as_labelled": [one.as_row() for one in as_labelled.scored if not one.found][:_EXAMPLES],
        "outside": [
            {"suspicious": a, "source": b, "characters": lost} for a, b, lost in as_placed.pairs_outside[:_EXAMPLES]
        ],
        "deviations": deviations.as_row(),
    }


def _matches(texts: dict[str, str], pairs: list[tuple[str, str]]) -> list[Match]:
    """Return the match of each pair that has one."""
    found: list[Match] = []
    for a, b in pairs:
        found += dedup.compare(dedup.Document(a, texts[a]), dedup.Document(b, texts[b])).copies
    return found


def _as_passages(labels: list[Label]) -> dict[tuple[str, str], list[Any]]:
    """Return the labels as the passages of a program that makes no mistake."""
    perfect: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for label in labels:
        perfect[label.a, label.b].append(SimpleNamespace(a=label.in_a, b=label.in_b))
    return perfect


def _figures(aligned: Alignment, how: str, *, held: bool) -> list[Figure]:
    of = f"{len(aligned.scored)} spans, {how}"
    bounds = (FOUND, GRANULARITY, OUTSIDE) if held else (None, None, None)
    return [
        Figure("pan13: spans found", aligned.found, bounds[0], of=of),
        Figure("pan13: passages per found span", aligned.granularity, bounds[1], least=False, of=of),
        Figure("pan13: characters outside any label", aligned.outside_share, bounds[2], least=False, of=of),
    ]


def _coverage(aligned: Alignment) -> list[float]:
    return sorted(round(one.covered, 4) for one in aligned.scored)
