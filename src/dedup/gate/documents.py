"""The documents of a check by their ids: their words, lines and claims, and hashes that identify shared words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from dedup import kernels
from dedup.documents import PAGE_LINES
from dedup.gate.findings import Where
from dedup.gate.prose import markup_of, not_prose
from dedup.gate.site_paths import is_changelog
from dedup.origin.extraction import read_claims
from dedup.prefix_sums import prefix_sums
from dedup.reading.formats import COMPRESSED, format_of_name
from dedup.reuse.located_texts import LocatedText
from dedup.spans import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.gate.corpus import Corpus
    from dedup.matches import Place
    from dedup.origin.claims import Claim
    from dedup.words.locations import LocatedWords

_ITEM = re.compile(r"^[ \t]*(?:[-*+•|]|\d{1,9}[.)])", re.MULTILINE)
"""What a list item or a table row begins with, in Markdown, reStructuredText and AsciiDoc."""

LEAST_PIECE = 6
"""Words of a paragraph below which they do not identify a finding: neighbours that agree by chance come and go."""

_LINES_OF_THE_FILE = frozenset({"text", "markdown", "mdx", "rst", "asciidoc", "template"})
_EXCERPT = 100
"""Characters after which an excerpt is cut."""


class GateDocument:
    """One document of a check; `name` is what it is called in the findings, `judge` what of it is judged but prose."""

    def __init__(self, document: Document, name: str, judge: Collection[str] = ()) -> None:
        self.original = document
        self.name = name
        self._judge = judge
        self._shown = LocatedText(document.text)

    @property
    def words(self) -> LocatedWords:
        """The words with their places."""
        return self._shown.words

    @cached_property
    def claims(self) -> list[Claim]:
        """What the document says of its origin."""
        return read_claims(self.original)

    @cached_property
    def prose(self) -> NDArray[np.bool_]:
        """For each word whether it is prose, or of a kind that is judged as prose is."""
        parts = [part for part in not_prose(self.original) if part.kind not in self._judge]
        return ~self.covered((part.start, part.end) for part in parts)

    @cached_property
    def is_changelog(self) -> bool:
        """Whether the document is a page of a site that lists changes."""
        path = self.original.path
        return markup_of(path) is not None and is_changelog(path or "", self.original.text)

    @cached_property
    def _lines_in_file(self) -> tuple[list[int], list[int]]:
        """Places in the text of a page, and the lines of the file on which the words from there on stand."""
        noted = next((fact.value for fact in self.original.markup if fact.kind == PAGE_LINES), "")
        pairs = [tuple(map(int, pair.split(":"))) for pair in noted.split()]
        return [place for place, _ in pairs], [line for _, line in pairs]

    @property
    def in_file(self) -> bool:
        """Whether the lines of the text are those of its file."""
        path = self.original.path
        if path is None or path != self.name or path.endswith(COMPRESSED):
            return False
        named = format_of_name(path, site=True)
        return named is None or named.name in _LINES_OF_THE_FILE or bool(self._lines_in_file[0])

    def where(self, start: int, end: int) -> Where:
        """Return a place for a reader."""
        lines = (self.line(start), self.line(max(start, end - 1)))
        return Where(self.name, self.original.path, start, end, lines, self.in_file)

    def line(self, offset: int) -> int:
        """Return the line on which a character stands: of the file where that is known, else of the text."""
        places, lines = self._lines_in_file
        return lines[max(0, bisect_right(places, offset) - 1)] if places else self._shown.lines.line(offset)

    def in_lines(self, place: Place) -> Place:
        """Return a place with the line of the file, where that is known."""
        return replace(place, line=self.line(place.start)) if self._lines_in_file[0] else place

    def excerpt(self, start: int, end: int) -> str:
        """Return the text of a place on one line, cut where it is long."""
        text = " ".join(self.original.text[start : min(end, start + 2 * _EXCERPT)].split())
        return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + "…"

    def covered(self, spans: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
        """Return for each word whether it stands in one of the spans."""
        covered = np.zeros(self.words.hashes.size, bool)
        for start, end in spans:
            low, high = self.words.within(Span(start, end))
            covered[low:high] = True
        return covered

    def runs_of(self, other: GateDocument, size: int) -> NDArray[np.bool_]:
        """Return for each word whether it stands in a run of `size` words that the other document has too.

        Passages of a pair do not overlap, so a second copy of words of the other one is in no passage.
        """
        mine, theirs = (_runs(document.words.hashes, size) for document in (self, other))
        covered = np.zeros(self.words.hashes.size + 1, np.int64)
        starts = np.flatnonzero(np.isin(mine, theirs))
        np.add.at(covered, starts, 1)
        np.add.at(covered, starts + size, -1)
        return np.cumsum(covered[:-1]) > 0

    def pieces(self, covered: NDArray[np.bool_]) -> tuple[str, ...]:
        """Return what identifies the words that are `covered`: a hash for each paragraph's part of them, in order.

        Where they stand makes no difference, nor what stands beside them. A few words at the edge of a paragraph
        count only where there is nothing else.
        """
        numbers = np.flatnonzero(covered)
        owner = self._shown.paragraph_of_word
        breaks = np.cumsum(np.diff(numbers, prepend=numbers[:1]) > 1) if numbers.size else numbers
        runs = zip(numbers.tolist(), owner[numbers].tolist(), breaks.tolist(), strict=True)
        parts = [[number for number, _, _ in group] for _, group in groupby(runs, key=lambda run: run[1:])]
        long = [part for part in parts if len(part) >= LEAST_PIECE] or parts
        return tuple(self._hash(part) for part in long)

    def paragraphs(self, covered: NDArray[np.bool_]) -> tuple[str, ...]:
        """Return what identifies the paragraphs in which words are `covered`: a hash of all words of each, in order.

        Items of a list and rows of a table are paragraphs here, although no blank line is between them.
        """
        low, high = self._units
        before = prefix_sums(covered)
        counts = before[high] - before[low]
        chosen = counts >= (LEAST_PIECE if (counts >= LEAST_PIECE).any() else 1)
        return tuple(self._hash(unit) for unit in zip(low[chosen].tolist(), (high[chosen] - 1).tolist(), strict=True))

    @cached_property
    def _units(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first words and the ends of the paragraphs, or of the list items and table rows in them."""
        items = [found.start() for found in _ITEM.finditer(self.original.text)]
        starts = sorted(set(np.searchsorted(self.words.starts, items).tolist()))
        units: list[tuple[int, int]] = []
        for low, high in self._shown.paragraph_words:
            units += pairwise([low, *starts[bisect_right(starts, low) : bisect_left(starts, high)], high])
        first, end = np.array(units, np.int64).reshape(-1, 2).T
        return first, end

    def _hash(self, numbers: Sequence[int]) -> str:
        return xxhash.xxh64_hexdigest(self.words.hashes[numbers[0] : numbers[-1] + 1].tobytes())


def _runs(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    if words.size < size:
        return np.zeros(0, np.uint64)
    found: NDArray[np.uint64] = kernels.rolling_hashes(words, size)
    return found


class GateDocuments:
    """The documents of a check by their ids in the corpus collection; each is made once, when it is asked for."""

    def __init__(self, corpus: Corpus, judge: Collection[str] = ()) -> None:
        self._judge = judge
        self._joined = corpus
        self._index = {name: number for number, name in enumerate(corpus.collection.column("id"))}
        self._made: dict[str, GateDocument] = {}

    def __getitem__(self, document: str) -> GateDocument:
        if document not in self._made:
            found = self._joined.collection[self._index[document]]
            self._made[document] = GateDocument(found, self._joined.name(document), self._judge)
        return self._made[document]

    def order(self, document: str) -> int:
        """Return where in the collection a document stands."""
        return self._index[document]
