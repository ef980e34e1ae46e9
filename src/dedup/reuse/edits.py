"""The edits that lead from one document to another, by kinds that an editor knows.

Words are compared in their folded form, so that case and punctuation are no edits of a word. RapidFuzz aligns the words
of each passage by their longest common subsequence. Paragraphs outside of all passages were dropped or added.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Indel, Levenshtein

from dedup.matches import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.matches import EditKind, Passage
    from dedup.reuse.located_texts import LocatedText
    from dedup.spans import Span

_LEAST_WORDS = 5
"""Words of the shortest paragraph that counts as dropped or added; shorter ones are captions, bylines, crossheads."""
_MISSING_SHARE = 0.2
"""Share of a paragraph's words in passages up to which the other text does not have the paragraph."""
_LONGEST_EXAMPLE = 60
_LARGEST_ALIGNMENT = 1 << 30
"""Product of the lengths of a passage up to which its longest common subsequence is used: 128 MB.

The alignment of a longer passage has the fewest edits instead.
"""
_ORDER: tuple[EditKind, ...] = (
    "headline changed",
    "paragraphs dropped",
    "paragraphs added",
    "paragraphs moved",
    "numbers changed",
    "names changed",
    "words changed",
    "words dropped",
    "words added",
    "punctuation only",
)


@dataclass(frozen=True, slots=True)
class ComparedDocument:
    """One of two documents: its text with places, its title, and the spans that are no part of its text."""

    located: LocatedText
    title: str | None
    excluded: Sequence[Span]


def find_edits(a: ComparedDocument, b: ComparedDocument, passages: Sequence[Passage]) -> tuple[Edit, ...]:
    """Return the edits that lead from `a` to `b`, each kind once with its count and its first example.

    `passages` are those of the two, in the order of the first. Two texts whose words are all the same differ by
    *punctuation only*, or not at all.
    """
    examples: dict[EditKind, list[str]] = {}
    for kind, example in (
        *_headline_edit(a, b),
        *_paragraph_edits(a, b, passages),
        *_moved_texts(a, passages),
        *_word_edits(a, b, passages),
    ):
        examples.setdefault(kind, []).append(example)
    same_words = np.array_equal(a.located.words.hashes, b.located.words.hashes)
    if same_words and not examples and a.located.text != b.located.text:
        examples["punctuation only"] = [""]
    return tuple(Edit(kind, len(examples[kind]), _shortened(examples[kind][0])) for kind in _ORDER if kind in examples)


def _headline_edit(a: ComparedDocument, b: ComparedDocument) -> Iterator[tuple[EditKind, str]]:
    if a.title and b.title and not np.array_equal(a.located.hashes_of(a.title), b.located.hashes_of(b.title)):
        yield "headline changed", f"{a.title} → {b.title}"


def _paragraph_edits(
    a: ComparedDocument, b: ComparedDocument, passages: Sequence[Passage]
) -> Iterator[tuple[EditKind, str]]:
    sides: tuple[tuple[EditKind, ComparedDocument, list[tuple[int, int]]], ...] = (
        ("paragraphs dropped", a, [(passage.a.start, passage.a.end) for passage in passages]),
        ("paragraphs added", b, [(passage.b.start, passage.b.end) for passage in passages]),
    )
    for kind, document, places in sides:
        located = document.located
        kept = _words_in(located, places)
        excluded = _words_in(located, [(span.start, span.end) for span in document.excluded])
        for paragraph, (low, high) in zip(located.paragraphs, located.paragraph_words, strict=True):
            text = located.text[paragraph.start : paragraph.end]
            words = high - low
            is_excluded = 2 * np.count_nonzero(excluded[low:high]) > words or text == document.title
            if words >= _LEAST_WORDS and not is_excluded and np.count_nonzero(kept[low:high]) <= _MISSING_SHARE * words:
                yield kind, text


def _words_in(located: LocatedText, places: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    marked = np.zeros(located.words.hashes.size, bool)
    for start, end in places:
        low, high = located.words.between(start, end)
        marked[low:high] = True
    return marked


def moved_passages(passages: Sequence[Passage]) -> list[int]:
    """Return the numbers from 0 of the passages, in the order of the first text, that are out of order in the second.

    In order are those of a longest subsequence that rises in both texts.
    """
    last_starts: list[int] = []  # for each length, the smallest start of the last passage of a rising subsequence
    last_numbers: list[int] = []
    predecessors: list[int] = []
    for number, passage in enumerate(passages):
        length = bisect_left(last_starts, passage.b.start)
        predecessors.append(last_numbers[length - 1] if length else -1)
        last_starts[length : length + 1] = [passage.b.start]
        last_numbers[length : length + 1] = [number]
    in_order = set()
    number = last_numbers[-1] if last_numbers else -1
    while number >= 0:
        in_order.add(number)
        number = predecessors[number]
    return [number for number in range(len(passages)) if number not in in_order]


def _moved_texts(a: ComparedDocument, passages: Sequence[Passage]) -> Iterator[tuple[EditKind, str]]:
    for number in moved_passages(passages):
        place = passages[number].a
        yield "paragraphs moved", a.located.text[place.start : place.end]


def _word_edits(
    a: ComparedDocument, b: ComparedDocument, passages: Sequence[Passage]
) -> Iterator[tuple[EditKind, str]]:
    for passage in passages:
        first = a.located.words.between(passage.a.start, passage.a.end)
        second = b.located.words.between(passage.b.start, passage.b.end)
        one, other = a.located.words.hashes[slice(*first)], b.located.words.hashes[slice(*second)]
        for (a_start, a_end), (b_start, b_end) in _differing_stretches(one.tolist(), other.tolist()):
            dropped = a.located.text_of_words(first[0] + a_start, first[0] + a_end)
            added = b.located.text_of_words(second[0] + b_start, second[0] + b_end)
            yield _kind(dropped, added), " → ".join(filter(None, (dropped, added)))


def _differing_stretches(a: Sequence[int], b: Sequence[int]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the stretches of two sequences between their aligned equal words."""
    at_a = at_b = 0
    aligned = Indel.opcodes(a, b) if len(a) * len(b) <= _LARGEST_ALIGNMENT else Levenshtein.opcodes(a, b)
    for step in aligned:
        if step.tag == "equal":
            if (at_a, at_b) != (step.src_start, step.dest_start):
                yield (at_a, step.src_start), (at_b, step.dest_start)
            at_a, at_b = step.src_end, step.dest_end
    if (at_a, at_b) != (len(a), len(b)):
        yield (at_a, len(a)), (at_b, len(b))


def _kind(dropped: str, added: str) -> EditKind:
    if any(character.isdigit() for character in dropped + added):
        return "numbers changed"
    if dropped and added:
        return "names changed" if dropped[0].isupper() and added[0].isupper() else "words changed"
    return "words dropped" if dropped else "words added"


def _shortened(example: str) -> str:
    flat = " ".join(example.split())
    return flat if len(flat) <= _LONGEST_EXAMPLE else flat[: _LONGEST_EXAMPLE - 1].rstrip() + "…"
