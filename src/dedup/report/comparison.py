"""Two documents and what they share: the facts that both views of `dedup compare` show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.report.display_text import one_line
from dedup.report.number_format import counted, letters_alike, number, percent, similarity
from dedup.report.sections.rewrites import rests_on
from dedup.report.word_diff import align_rows, omit_same_rows
from dedup.reuse.edits import moved_passages
from dedup.spans import Lines, Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedup.documents import Document
    from dedup.matches import Match, MaterialEdit, Passage
    from dedup.report.word_diff import AlignedRow, OmittedRows
    from dedup.results import ScanResult


_OPENING = "\"'([{\u2018\u201c\u00ab\u201e"
"""Punctuation that belongs to the word after it; other punctuation before a word ends the sentence before it."""

_WORD = re.compile(r"\w")

REWORDED_SHARE = 0.05
"""Share of a text that is aligned with the other beyond the words that stand in it, from which it is told."""

EXTRA_OCCURRENCES = "once more in one of the two"
"""The heading above the extra occurrences: places at which one text has words of a passage once more."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of a scan of two documents, and the documents, because a result does not hold their texts."""

    a: Document
    b: Document
    result: ScanResult

    @property
    def match(self) -> Match | None:
        """The match of the two documents, or None if they share too little."""
        pairs = (match for match in self.result.copies if {match.a, match.b} == {self.a.id, self.b.id})
        return next(pairs, None)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that the two documents share."""
        return self.match.passages if self.match else ()

    @property
    def material_edits(self) -> tuple[MaterialEdit, ...]:
        """The material edits between the two documents."""
        return self.match.material_edits if self.match else ()

    def rows(self, passage: Passage, *, full: bool) -> Sequence[AlignedRow | OmittedRows]:
        """Return both versions of a passage, aligned; rows in which nothing differs are omitted unless `full`."""
        rows = align_rows(self.a.text[passage.a.start : passage.a.end], self.b.text[passage.b.start : passage.b.end])
        return rows if full else omit_same_rows(rows)


@dataclass(frozen=True, slots=True)
class UnsharedText:
    """A text between two passages, on one line, and the line on which it begins."""

    line: int
    text: str


def relation_sentence(comparison: Comparison) -> str:
    """Return in a sentence how the two texts are related."""
    match = comparison.match
    if match is None:
        min_run = comparison.result.settings.min_run
        return f"They share no run of {counted(min_run, 'word')} or more."
    shared = f"{match.relation}: {counted(match.shared_words, 'shared word')}"
    passages = f" in {counted(len(match.passages), 'passage')}" if match.passages else ""
    return f"{shared}{passages}, longest run {number(match.longest_run)}, Jaccard {similarity(match.jaccard)}."


def rewrite_sentence(comparison: Comparison) -> str:
    """Return in a sentence what two texts in other words have in the same order; empty if there is nothing to tell."""
    found = comparison.result.rewrites
    if not found:
        return ""
    examples = f": {one_line(found[0].examples)}" if found[0].examples else ""
    return f"They may be one text in other words. In the same order are {rests_on(found[0])}{examples}."


def edit_examples(comparison: Comparison) -> list[tuple[str, str]]:
    """Return each kind of edit from a to b with its number, and its first example."""
    match = comparison.match
    return [
        (edit.kind if edit.count == 1 else f"{edit.kind} ({number(edit.count)})", one_line(edit.example))
        for edit in (match.edits if match else ())
    ]


def shared_shares(comparison: Comparison) -> tuple[str, str]:
    """Return for each document how many words it has, and which shares of them stand in the other and beside it."""
    words = {row.id: row.words for row in comparison.result.documents}
    match = comparison.match
    contained = (match.containment_a, match.containment_b) if match else (0.0, 0.0)
    aligned = (match.aligned_a, match.aligned_b) if match else (None, None)
    a, b = (
        f"{counted(words.get(document.id, 0), 'word')}, {percent(share)} of them in the other{_reworded(share, beside)}"
        for document, share, beside in zip((comparison.a, comparison.b), contained, aligned, strict=True)
    )
    return a, b


def _reworded(contained: float, aligned: float | None) -> str:
    """Return which share of a text is aligned with the other; nothing where it is hardly more than stands in it."""
    if aligned is None or aligned < contained + REWORDED_SHARE:
        return ""
    return f", {percent(aligned)} with reworded ones"


def passage_captions(passages: Sequence[Passage]) -> list[str]:
    """Return the heading of each passage: its position among all, its lines, its words, and where it was moved to."""
    order_in_b = sorted(range(len(passages)), key=lambda place: passages[place].b.start)
    moved = set(moved_passages(passages))
    return [
        _caption(passage, place, len(passages)) + (_moved(place, order_in_b) if place in moved else "")
        for place, passage in enumerate(passages)
    ]


def _moved(place: int, order_in_b: Sequence[int]) -> str:
    """Return where a passage stands in b, if it is out of order there."""
    rank = order_in_b.index(place)
    direction = "up" if rank < place else "down"
    neighbour = f"after passage {order_in_b[rank - 1] + 1}" if rank else "before all others"
    return f", moved {direction}: in b it stands {neighbour}"


def _caption(passage: Passage, place: int, total: int) -> str:
    words = counted(passage.words, "word")
    words = words if passage.same_words == passage.words else f"{number(passage.same_words)} of {words} the same"
    words += letters_alike(passage.similarity)
    marked = f", marked as {passage.marked}" if passage.marked else ""
    return f"passage {place + 1} of {total}, lines {passage.a.line} ↔ {passage.b.line}, {words}{marked}"


def extra_occurrences(comparison: Comparison) -> list[str]:
    """Return the extra occurrences of the two texts, a line each."""
    match = comparison.match
    return [
        f"lines {passage.a.line} ↔ {passage.b.line}, {counted(passage.words, 'word')}"
        for passage in (match.again if match else ())
    ]


def unshared_texts(comparison: Comparison) -> tuple[tuple[str, list[UnsharedText]], tuple[str, list[UnsharedText]]]:
    """Return for a and for b what stands outside of all passages."""
    match = comparison.match
    passages = (*match.passages, *match.again) if match else ()
    return (
        ("a", _texts_outside(comparison.a.text, (Span(passage.a.start, passage.a.end) for passage in passages))),
        ("b", _texts_outside(comparison.b.text, (Span(passage.b.start, passage.b.end) for passage in passages))),
    )


def _texts_outside(text: str, covered: Iterable[Span]) -> list[UnsharedText]:
    """Return the texts between the covered spans that have a letter or digit in them."""
    lines = Lines(text)
    texts = []
    start = 0
    for span in [*merged(covered), Span(len(text), len(text))]:
        if word := _WORD.search(text, start, span.start):
            first = word.start() - (word.start() > start and text[word.start() - 1] in _OPENING)
            texts.append(UnsharedText(lines.line(first), one_line(text[first : span.start])))
        start = span.end
    return texts
