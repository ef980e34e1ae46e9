"""Paragraphs of a document, as its reader finds them, become one text with the places of its parts and quotations.

Paragraphs are separated by blank lines. A part is what people look a place up by: a page of a PDF, a chapter, a cell of
a notebook, the time of a subtitle.
"""

from __future__ import annotations

import re

from dedup.documents import PARTS, Document, MarkupFact
from dedup.errors import NoTextError
from dedup.reading.content import EMPTY
from dedup.reading.html import QUOTATION

_GAP = "\n\n"
_QUOTATION_STYLE = re.compile(r"quot|zitat|citat|citaz|cita\b|block(?:_20_| )?text", re.IGNORECASE)
_BULLET = re.compile("\uf0b7|(?<!\\S)[\ue000-\uf8ff](?!\\S)")
"""A bullet of word processors: the one of the font Symbol, or another character that only such a font has, alone."""


def is_for_quotations(style: str) -> bool:
    """Return whether a style of a word processor is one for quotations, by its name: Quote, Zitat, Block Text."""
    return bool(_QUOTATION_STYLE.search(style))


class Paragraphs:
    """Collects the paragraphs of one document, in order."""

    def __init__(self, gap: str = _GAP) -> None:
        self._gap = gap
        self._paragraphs: list[str] = []
        self._size = 0
        self._quotations: list[tuple[int, int]] = []
        self._parts: list[tuple[int, str]] = []
        self._part: str | None = None

    def begin(self, part: str) -> None:
        """Say of which part the next paragraphs are."""
        self._part = part

    def add(self, paragraph: str, *, quotation: bool = False) -> None:
        """Add a paragraph; white space around its lines is dropped, and nothing is added where no text is left."""
        lines = (" ".join(line.split()) for line in _BULLET.sub("\u2022", paragraph).split("\n"))
        text = "\n".join(filter(None, lines))
        if not text:
            return
        start = self._size + len(self._gap) * bool(self._paragraphs)
        self._size = start + len(text)
        self._paragraphs.append(text)
        if quotation:
            self._quotations.append((start, self._size))
        if self._part is not None:
            self._parts.append((start if self._parts else 0, self._part))
            self._part = None

    def __len__(self) -> int:
        """Return how many characters there are so far."""
        return self._size

    @property
    def text(self) -> str:
        """The paragraphs so far as one text."""
        return self._gap.join(self._paragraphs)

    @property
    def facts(self) -> tuple[MarkupFact, ...]:
        """The places of parts and quotations in the text."""
        quotations = [MarkupFact(QUOTATION, f"{start}-{end}") for start, end in self._quotations]
        parts = "\n".join(f"{start}:{name}" for start, name in self._parts)
        return (*([MarkupFact(PARTS, parts)] if parts else []), *quotations)

    def document(self, name: str) -> Document:
        """Return the document of an input, whose text is the paragraphs; raises `NoTextError` where there are none."""
        if not self._paragraphs:
            raise NoTextError(name, EMPTY)
        return Document(name, self.text, name, markup=self.facts)
