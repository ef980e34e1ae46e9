"""Where the main text of a page stands in its source: the lines of the file, and which parts are code or tables.

An extractor gives a text and no places. The words of the text stand in the source in the same order, apart from what
the extractor moved, so that the two are aligned by short runs of words.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from dedup.documents import PAGE_LINES, PAGE_PART, MarkupFact
from dedup.spans import Lines, Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"\w+")
_NEAR, _FAR = 2, 5
"""Words in a row that must be the same for the alignment to go on nearby, and anywhere else."""
_NEARBY = 60
"""Words of the source that are nearby."""

_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<name>script|style|head|template|svg)\b.*?</(?P=name)\s*>"
    r"|<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]\w+);", re.IGNORECASE)
_ELEMENTS = re.compile(r"<(?P<name>pre|code|kbd|samp|table)\b.*?(?:</(?P=name)\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_MOST_WORDS = 25
"""Words of a cell, on average: a table of longer cells lays out a page."""


_RunsBySize: TypeAlias = "dict[int, dict[tuple[str, ...], list[int]]]"


@dataclass(frozen=True, slots=True)
class _Words:
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> _Words:
        found = list(_WORD.finditer(text))
        return cls([word[0] for word in found], [word.start() for word in found], [word.end() for word in found])


def places_of_page(source: str, text: str) -> list[MarkupFact]:
    """Return facts on a page's text: the lines of its words in the source, and the spans that are code and tables.

    The value of the first kind is a list of places in the text and lines from there on, as ``0:12 57:14``; that of the
    others is a span, as ``12-340``.
    """
    shown, said = _Words.of(_visible(source)), _Words.of(text)
    aligned = list(_align(said.words, shown.words))
    if not aligned:
        return []
    lines = Lines(source)
    breaks: list[str] = []
    last = 0
    for word, place in aligned:
        line = lines.line(shown.starts[place])
        if line != last:
            breaks.append(f"{said.starts[word] if breaks else 0}:{line}")
            last = line
    facts = [MarkupFact(PAGE_LINES, " ".join(breaks))]
    for kind, regions in _regions(source).items():
        inside = [(word, _within(regions, shown.starts[place])) for word, place in aligned]
        for region, group in groupby(inside, key=lambda pair: pair[1]):
            if region >= 0:
                numbers = [word for word, _ in group]
                span = f"{said.starts[numbers[0]]}-{said.ends[numbers[-1]]}"
                facts.append(MarkupFact(PAGE_PART + kind, span))
    return facts


def _visible(source: str) -> str:
    """Return a source of the same length in which tags are spaces, and an entity its character and spaces."""
    bare = _HIDDEN.sub(lambda found: " " * len(found[0]), source)
    return _ENTITY.sub(lambda found: html.unescape(found[0])[:1].ljust(len(found[0])), bare)


def _regions(source: str) -> dict[str, list[Span]]:
    regions: dict[str, list[Span]] = {"code": [], "tables": []}
    for found in _ELEMENTS.finditer(source):
        if found["name"].lower() != "table":
            regions["code"].append(Span(*found.span()))
        elif len(_WORD.findall(_visible(found[0]))) <= _MOST_WORDS * len(_CELL.findall(found[0])):
            regions["tables"].append(Span(*found.span()))
        else:
            inner = (each.span() for each in _ELEMENTS.finditer(found[0], 1))
            regions["code"] += [Span(found.start() + start, found.start() + end) for start, end in inner]
    return {kind: merged(spans) for kind, spans in regions.items()}


def _within(regions: Sequence[Span], place: int) -> int:
    """Return the index of the region in which a place lies, or -1."""
    index = bisect_right(regions, place, key=lambda region: region.start) - 1
    return index if index >= 0 and place < regions[index].end else -1


def _align(said: Sequence[str], shown: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield for each word of a text that is found in the source its index, and that of the word there."""
    runs = {size: _runs(shown, size) for size in (_NEAR, _FAR)}
    at = 0
    for word, text in enumerate(said):
        if at >= len(shown) or shown[at] != text:
            found = _continued(said, word, at, runs)
            if found is None:
                continue
            at = found
        yield word, at
        at += 1


def _continued(said: Sequence[str], word: int, at: int, runs: _RunsBySize) -> int | None:
    """Return where in the source a text goes on from a word that is not the next one there; None if that is unclear."""
    near = runs[_NEAR].get(tuple(said[word : word + _NEAR]), [])
    next_near = bisect_left(near, at)
    if next_near < len(near) and near[next_near] < at + _NEARBY:
        return near[next_near]
    far = runs[_FAR].get(tuple(said[word : word + _FAR]), [])
    if not far:
        return None
    following = bisect_left(far, at)
    return far[following] if following < len(far) else far[-1]


def _runs(words: Sequence[str], size: int) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(words) - size + 1):
        places.setdefault(tuple(words[place : place + size]), []).append(place)
    return places
