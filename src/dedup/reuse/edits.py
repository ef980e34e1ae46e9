"""What was done to a text on its way from one document to the other, by kinds that an editor knows.

Words are compared as words fold, so that case and punctuation are no edit of a word; RapidFuzz aligns them within each
passage, so that as many as can be are the same. What stands outside all passages was dropped or added, paragraph by
paragraph.
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

_FEWEST_WORDS = 5
"""Words of a paragraph that is missed when it is dropped; shorter ones are captions, bylines, crossheads."""
_GONE = 0.2
"""Share of a paragraph's words up to which it counts as gone from the other text."""
_LONGEST_EXAMPLE = 60
_LARGEST = 1 << 30
"""Pairs of words of a passage up to which as many as can be are aligned: 128 MB. Beyond, the fewest edits are told."""
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
class Version:
    """One of two documents: its text with places, its title, and the spans that are not its text."""

    shown: LocatedText
    title: str | None
    aside: Sequence[Span]


def find_edits(a: Version, b: Version, passages: Sequence[Passage]) -> tuple[Edit, ...]:
    """Return the edits that lead from `a` to `b`, each kind once with its count and its first example.

    `passages` are those of the two, in the order of the first. Two texts whose words are all the same differ by
    *punctuation only*, or not at all.
    """
    found: dict[EditKind, list[str]] = {}
    for kind, example in (
        *_headline(a, b),
        *_paragraphs(a, b, passages),
        *_moved(a, passages),
        *_words(a, b, passages),
    ):
        found.setdefault(kind, []).append(example)
    same_words = np.array_equal(a.shown.words.hashes, b.shown.words.hashes)
    if same_words and not found and a.shown.text != b.shown.text:
        found["punctuation only"] = [""]
    return tuple(Edit(kind, len(found[kind]), _short(found[kind][0])) for kind in _ORDER if kind in found)


def _headline(a: Version, b: Version) -> Iterator[tuple[EditKind, str]]:
    if a.title and b.title and not np.array_equal(a.shown.hashes_of(a.title), b.shown.hashes_of(b.title)):
        yield "headline changed", f"{a.title} → {b.title}"


def _paragraphs(a: Version, b: Version, passages: Sequence[Passage]) -> Iterator[tuple[EditKind, str]]:
    sides: tuple[tuple[EditKind, Version, list[tuple[int, int]]], ...] = (
        ("paragraphs dropped", a, [(passage.a.start, passage.a.end) for passage in passages]),
        ("paragraphs added", b, [(passage.b.start, passage.b.end) for passage in passages]),
    )
    for kind, version, places in sides:
        shown = version.shown
        kept = _marked(shown, places)
        aside = _marked(shown, [(span.start, span.end) for span in version.aside])
        for paragraph, (low, high) in zip(shown.paragraphs, shown.paragraph_words, strict=True):
            text = shown.text[paragraph.start : paragraph.end]
            words = high - low
            furniture = 2 * np.count_nonzero(aside[low:high]) > words or text == version.title
            if words >= _FEWEST_WORDS and not furniture and np.count_nonzero(kept[low:high]) <= _GONE * words:
                yield kind, text


def _marked(shown: LocatedText, places: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    marked = np.zeros(shown.words.hashes.size, bool)
    for start, end in places:
        low, high = shown.words.between(start, end)
        marked[low:high] = True
    return marked


def _moved(a: Version, passages: Sequence[Passage]) -> Iterator[tuple[EditKind, str]]:
    """Yield the passages that are out of order: all but a longest series that rises in both texts."""
    tails: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for number, passage in enumerate(passages):
        at = bisect_left(tails, passage.b.start)
        before.append(places[at - 1] if at else -1)
        tails[at : at + 1] = [passage.b.start]
        places[at : at + 1] = [number]
    kept = set()
    number = places[-1] if places else -1
    while number >= 0:
        kept.add(number)
        number = before[number]
    for number, passage in enumerate(passages):
        if number not in kept:
            yield "paragraphs moved", a.shown.text[passage.a.start : passage.a.end]


def _words(a: Version, b: Version, passages: Sequence[Passage]) -> Iterator[tuple[EditKind, str]]:
    for passage in passages:
        first = a.shown.words.between(passage.a.start, passage.a.end)
        second = b.shown.words.between(passage.b.start, passage.b.end)
        one, other = a.shown.words.hashes[slice(*first)], b.shown.words.hashes[slice(*second)]
        for (a_start, a_end), (b_start, b_end) in _apart(one.tolist(), other.tolist()):
            dropped = a.shown.text_of_words(first[0] + a_start, first[0] + a_end)
            added = b.shown.text_of_words(second[0] + b_start, second[0] + b_end)
            yield _kind(dropped, added), " → ".join(filter(None, (dropped, added)))


def _apart(a: Sequence[int], b: Sequence[int]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the stretches of two sequences between the words that are the same, as many as can be."""
    at_a = at_b = 0
    aligned = Indel.opcodes(a, b) if len(a) * len(b) <= _LARGEST else Levenshtein.opcodes(a, b)
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


def _short(example: str) -> str:
    flat = " ".join(example.split())
    return flat if len(flat) <= _LONGEST_EXAMPLE else flat[: _LONGEST_EXAMPLE - 1].rstrip() + "…"
