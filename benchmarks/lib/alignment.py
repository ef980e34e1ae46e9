"""Labelled spans against reported passages: how many spans are covered, in how many pieces, and what lies outside.

Spans and passages are compared as characters. A span counts as found when `FOUND` of its characters, but for
`TOLERANCE` at either end, are covered on both sides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from dedup.spans import Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dedup.matches import Passage
    from lib.labelled import Label

FOUND = 0.99
TOLERANCE = 60
_DRIFT = 800
"""Characters around a label in which its text is looked for."""
_BLOCK = 4
"""Equal words in a row that count as the label's text and not as chance."""
_GAP = 8
"""Words that may differ between two such blocks."""
_LENGTH = 0.2
"""Share by which a label's text may be shorter or longer than the label says, beyond the tolerance: runs of white space
were made one in these copies."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scored:
    """One label with what was reported of it: the share of each side that is covered, and in how many passages."""

    label: Label
    in_a: float
    in_b: float
    passages: int

    @property
    def covered(self) -> float:
        """The share of the side that is covered less."""
        return min(self.in_a, self.in_b)

    @property
    def found(self) -> bool:
        """Whether the span counts as found."""
        return self.covered >= FOUND

    def as_row(self) -> dict[str, Any]:
        """Return the label and its figures, as numbers."""
        label = self.label
        return {
            "suspicious": label.a,
            "source": label.b,
            "suspicious_span": [label.in_a.start, label.in_a.end],
            "source_span": [label.in_b.start, label.in_b.end],
            "covered": [round(self.in_a, 4), round(self.in_b, 4)],
            "passages": self.passages,
        }


@dataclass(frozen=True, slots=True)
class Alignment:
    """The scores of all labels, and the characters that were reported, in labelled spans and outside of any."""

    scored: tuple[Scored, ...]
    reported: int
    outside: int
    pairs_outside: tuple[tuple[str, str, int], ...]

    @property
    def found(self) -> float:
        """The share of labels that were found."""
        return sum(one.found for one in self.scored) / len(self.scored)

    @property
    def granularity(self) -> float:
        """Passages per found span (PAN's granularity)."""
        pieces = [one.passages for one in self.scored if one.found]
        return sum(pieces) / len(pieces) if pieces else 0.0

    @property
    def outside_share(self) -> float:
        """The share of the reported characters that no label holds."""
        return self.outside / self.reported if self.reported else 0.0


def score(labels: Iterable[Label], passages: Mapping[Pair, Sequence[Passage]], tolerance: int = TOLERANCE) -> Alignment:
    """Return how the passages of each labelled pair cover its labels."""
    by_pair: dict[Pair, list[Label]] = defaultdict(list)
    for label in labels:
        by_pair[label.a, label.b].append(label)
    scored: list[Scored] = []
    stray: list[tuple[str, str, int]] = []
    reported = 0
    for pair, wanted in by_pair.items():
        found = passages.get(pair, ())
        scored += [_score(label, found, tolerance) for label in wanted]
        lost = 0
        for got, spans in (
            ([_span(passage.a) for passage in found], [label.in_a for label in wanted]),
            ([_span(passage.b) for passage in found], [label.in_b for label in wanted]),
        ):
            size, inside = _inside(got, spans, tolerance)
            reported += size
            lost += size - inside
        if lost:
            stray.append((*pair, lost))
    stray.sort(key=lambda row: (-row[2], row))
    return Alignment(tuple(scored), reported, sum(row[2] for row in stray), tuple(stray))


def _score(label: Label, passages: Sequence[Passage], tolerance: int) -> Scored:
    touching = [
        passage
        for passage in passages
        if _span(passage.a).overlaps(label.in_a) and _span(passage.b).overlaps(label.in_b)
    ]
    in_a = _cover(label.in_a, [_span(passage.a) for passage in touching], tolerance)
    in_b = _cover(label.in_b, [_span(passage.b) for passage in touching], tolerance)
    return Scored(label, in_a, in_b, len(touching))


def _span(place: Any) -> Span:
    return Span(place.start, place.end)


def _cover(label: Span, spans: list[Span], tolerance: int) -> float:
    """Return the share of a label that the spans cover, the tolerated characters at its ends left out."""
    middle = (label.start + label.end) // 2
    core = Span(min(label.start + tolerance, middle), max(label.end - tolerance, middle + 1))
    return _inside([core], spans, 0)[1] / len(core)


def _inside(got: list[Span], spans: list[Span], tolerance: int) -> tuple[int, int]:
    """Return the size of `got`, and how much of it lies in `spans`, each taken larger by the tolerance."""
    wide = merged(Span(max(0, span.start - tolerance), span.end + tolerance) for span in spans)
    chosen = merged(got)
    inside = sum(max(0, min(one.end, span.end) - max(one.start, span.start)) for one in chosen for span in wide)
    return sum(map(len, chosen)), inside


def placed(labels: Iterable[Label], texts: Mapping[str, str]) -> tuple[list[Label], int]:
    """Return the labels moved to where their text stands in these copies of the documents, and how many were found.

    For texts whose white space was altered after labelling. The words around both sides of a label are matched by
    difflib; where the matching part is as long as the label, the label is moved there. All others stay as they were.
    """
    moved = [_place(label, texts[label.a], texts[label.b]) for label in labels]
    return [label for label, _ in moved], sum(found for _, found in moved)


def _place(label: Label, a: str, b: str) -> tuple[Label, bool]:
    words_a, words_b = _words_near(a, label.in_a), _words_near(b, label.in_b)
    matcher = SequenceMatcher(None, [word for word, _ in words_a], [word for word, _ in words_b], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= _BLOCK]
    for first, last in _chains([(block.a, block.b, block.size) for block in blocks]):
        in_a = Span(words_a[first[0]][1].start, words_a[last[0] + last[2] - 1][1].end)
        in_b = Span(words_b[first[1]][1].start, words_b[last[1] + last[2] - 1][1].end)
        if _as_long(in_a, label.in_a) and _as_long(in_b, label.in_b):
            return replace(label, in_a=in_a, in_b=in_b), True
    return label, False


def _as_long(now: Span, was: Span) -> bool:
    return abs(len(now) - len(was)) <= max(TOLERANCE, _LENGTH * len(was))


def _words_near(text: str, span: Span) -> list[tuple[str, Span]]:
    start = max(0, span.start - _DRIFT)
    near = re.finditer(r"\w+", text[start : span.end + _DRIFT])
    return [(found[0].lower(), Span(start + found.start(), start + found.end())) for found in near]


def _chains(blocks: list[tuple[int, int, int]]) -> list[tuple[tuple[int, int, int], tuple[int, int, int]]]:
    """Return the first and last block of each series of blocks that follow each other closely on both sides."""
    chains: list[tuple[tuple[int, int, int], tuple[int, int, int]]] = []
    for block in blocks:
        if chains:
            a, b, size = chains[-1][1]
            if max(block[0] - a - size, block[1] - b - size) <= _GAP:
                chains[-1] = (chains[-1][0], block)
                continue
        chains.append((block, block))
    return chains
