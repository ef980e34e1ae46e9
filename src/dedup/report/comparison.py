"""Two documents with what a comparison of them found: what `dedup compare` shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.report.phrases import counted, flat, number, share, similarity
from dedup.spans import Lines, Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.documents import Document
    from dedup.matches import Match, Passage
    from dedup.results import ScanResult


_OPENING = "\"'([{\u2018\u201c\u00ab\u201e"
"""What belongs to the word behind it; other punctuation at the start of a stretch ends the sentence before."""

_WORD = re.compile(r"\w")

AGAIN = "once more in one of the two"
"""What stands above the places at which one text has words of a passage again."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A result about two documents, and the documents, because a result holds no whole texts."""

    a: Document
    b: Document
    result: ScanResult

    @property
    def match(self) -> Match | None:
        """What the two share, or None if that is nothing."""
        pairs = (match for match in self.result.copies if {match.a, match.b} == {self.a.id, self.b.id})
        return next(pairs, None)

    def texts(self, passage: Passage) -> tuple[str, str]:
        """Return the passage as it stands in a and in b."""
        return self.a.text[passage.a.start : passage.a.end], self.b.text[passage.b.start : passage.b.end]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that no passage covers: where it begins, and itself on one line."""

    line: int
    text: str


def verdict(comparison: Comparison) -> str:
    """Return in a sentence how the two texts relate."""
    match = comparison.match
    if match is None:
        least = comparison.result.settings.min_run
        return f"They share no run of {counted(least, 'word')} or more."
    shared = f"{match.relation}: {counted(match.shared_words, 'shared word')}"
    passages = f" in {counted(len(match.passages), 'passage')}" if match.passages else ""
    return f"{shared}{passages}, longest run {number(match.longest_run)}, Jaccard {similarity(match.jaccard)}."


def edits(comparison: Comparison) -> list[tuple[str, str]]:
    """Return what was done to the text from a to b: each kind of edit with its number, and its first example."""
    match = comparison.match
    return [
        (edit.kind if edit.count == 1 else f"{edit.kind} ({number(edit.count)})", flat(edit.example))
        for edit in (match.edits if match else ())
    ]


def sides(comparison: Comparison) -> tuple[str, str]:
    """Return for each document how long it is and how much of it stands in the other."""
    words = {row.id: row.words for row in comparison.result.documents}
    match = comparison.match
    contained = (match.containment_a, match.containment_b) if match else (0.0, 0.0)
    first, second = (
        f"{counted(words.get(document.id, 0), 'word')}, {share(part)} of them in the other"
        for document, part in zip((comparison.a, comparison.b), contained, strict=True)
    )
    return first, second


def caption(passage: Passage, place: int, places: int) -> str:
    """Return what stands above a passage."""
    same = counted(passage.words, "word")
    same = same if passage.same_words == passage.words else f"{number(passage.same_words)} of {same} the same"
    marked = f", marked as {passage.marked}" if passage.marked else ""
    return f"passage {place} of {places}, lines {passage.a.line} ↔ {passage.b.line}, {same}{marked}"


def again(comparison: Comparison) -> list[str]:
    """Return where one text has words of a passage once more, a line each."""
    match = comparison.match
    return [
        f"lines {passage.a.line} ↔ {passage.b.line}, {counted(passage.words, 'word')}"
        for passage in (match.again if match else ())
    ]


def outside(comparison: Comparison) -> tuple[tuple[str, list[Stretch]], tuple[str, list[Stretch]]]:
    """Return for a and for b what only that text has, outside of all passages."""
    match = comparison.match
    passages = (*match.passages, *match.again) if match else ()
    return (
        ("a", _outside(comparison.a.text, (Span(passage.a.start, passage.a.end) for passage in passages))),
        ("b", _outside(comparison.b.text, (Span(passage.b.start, passage.b.end) for passage in passages))),
    )


def _outside(text: str, covered: Iterable[Span]) -> list[Stretch]:
    """Return the stretches between the covered ones that have a letter or digit in them."""
    lines = Lines(text)
    stretches = []
    start = 0
    for span in [*merged(covered), Span(len(text), len(text))]:
        if word := _WORD.search(text, start, span.start):
            first = word.start() - (word.start() > start and text[word.start() - 1] in _OPENING)
            stretches.append(Stretch(lines.line(first), flat(text[first : span.start])))
        start = span.end
    return stretches
