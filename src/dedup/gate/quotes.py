"""A text with its block quotations blanked, for those who do not want quotations to count as reuse.

Characters become spaces and line breaks stay, so that every offset and line remains true. Quotations are those that
Markdown marks with ``>``, and those that are elements of a page.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.documents import Collection, batch_of
from dedup.reading.html import QUOTATION

if TYPE_CHECKING:
    from collections.abc import Container

    from dedup.documents import Document

_QUOTED = re.compile(r"^ {0,3}>[^\n]*(?:\n(?!\s*$)(?! {0,3}(?:[-*_#>`~]|\d+[.)]\s))[^\n]+)*", re.MULTILINE)
"""A line that begins with ``>`` and the lines that lazily continue it (CommonMark 0.31, 5.1)."""


def without_quotes(document: Document) -> Document:
    """Return the document with its block quotations blanked."""
    text = document.text
    spans = [found.span() for found in _QUOTED.finditer(text)] if ">" in text else []
    for fact in document.markup:
        if fact.kind == QUOTATION:
            low, _, high = fact.value.partition("-")
            spans.append((int(low), int(high)))
    for start, end in spans:
        text = text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]
    return document if not spans else replace(document, text=text)


def unquoted(collection: Collection, which: Container[str] | None = None) -> Collection:
    """Return a collection in which the quotations of all documents, or of those with these ids, are blanked."""
    documents = [
        without_quotes(document) if which is None or document.id in which else document for document in collection
    ]
    return Collection((batch_of(documents),) if documents else (), bytes=collection.bytes)
