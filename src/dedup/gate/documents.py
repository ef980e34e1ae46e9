"""The documents of a check by their ids: their words, lines and claims, and hashes that identify shared words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from dedup import kernels
from dedup.gate.findings import Where
from dedup.origin.extraction import read_claims
from dedup.reading.formats import COMPRESSED, format_of_name
from dedup.reuse.located_texts import LocatedText
from dedup.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.gate.corpus import Corpus
    from dedup.origin.claims import Claim
    from dedup.words.locations import LocatedWords

_ITEM = re.compile(r"^[ \t]*(?:[-*+•|]|\d{1,9}[.)])", re.MULTILINE)
"""What a list item or a table row begins with, in Markdown, reStructuredText and AsciiDoc."""

LEAST_PIECE = 6
"""Words of a paragraph below which they do not identify a finding: neighbours that agree by chance come and go."""

_LINES_OF_THE_FILE = frozenset({"text", "markdown"})
_EXCERPT = 100
"""Characters after which an excerpt is cut."""


class GateDocument:
    """One document of a check; `name` is what it is called in the findings."""

    def __init__(self, document: Document, name: str) -> None:
        self.original = document
        self.name = name
        self._shown = LocatedText(document.text)

    @property
    def words(self) -> LocatedWords:
        """The words with their places."""
        return self._shown.words

    @cached_property
    def claims(self) -> list[Claim]:
        """What the document says of its origin."""
        return read_claims(self.original)

    @property
    def in_file(self) -> bool:
        """Whether the lines of the text are those of its file."""
        path = self.original.path
        if path is None or path != self.name or path.endswith(COMPRESSED):
            return False
        named = format_of_name(path)
        return named is None or named.name in _LINES_OF_THE_FILE

    def where(self, start: int, end: int) -> Where:
        """Return a place for a reader."""
        line = self._shown.lines.line
        lines = (line(start), line(max(start, end - 1)))
        return Where(self.name, self.original.path, start, end, lines, self.in_file)

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
        ranges = self._units
        counts = [(int(np.count_nonzero(covered[low:high])), low, high) for low, high in ranges]
        least = LEAST_PIECE if any(count >= LEAST_PIECE for count, _, _ in counts) else 1
        return tuple(self._hash(range(low, high)) for count, low, high in counts if count >= least)

    @cached_property
    def _units(self) -> list[tuple[int, int]]:
        """The first word and the end of each paragraph, or of the list items and table rows in it."""
        items = [found.start() for found in _ITEM.finditer(self.original.text)]
        starts = sorted(set(np.searchsorted(self.words.starts, items).tolist()))
        units: list[tuple[int, int]] = []
        for low, high in self._shown.paragraph_words:
            units += pairwise([low, *starts[bisect_right(starts, low) : bisect_left(starts, high)], high])
        return units

    def _hash(self, numbers: Sequence[int]) -> str:
        return xxhash.xxh64_hexdigest(self.words.hashes[numbers[0] : numbers[-1] + 1].tobytes())


def _runs(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    if words.size < size:
        return np.zeros(0, np.uint64)
    found: NDArray[np.uint64] = kernels.rolling_hashes(words, size)
    return found


class GateDocuments:
    """The documents of a check by their ids in the corpus collection; each is made once, when it is asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self._joined = corpus
        self._index = {name: number for number, name in enumerate(corpus.collection.column("id"))}
        self._made: dict[str, GateDocument] = {}

    def __getitem__(self, document: str) -> GateDocument:
        if document not in self._made:
            found = self._joined.collection[self._index[document]]
            self._made[document] = GateDocument(found, self._joined.name(document))
        return self._made[document]

    def order(self, document: str) -> int:
        """Return where in the collection a document stands."""
        return self._index[document]
