"""A Markdown text with its block quotations blanked, for those who do not want quotations to count as reuse.

Characters become spaces and line breaks stay, so that every offset and line remains true. A quotation in a web page
bears no mark once it is text, and counts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.documents import Collection, batch_of

if TYPE_CHECKING:
    from collections.abc import Container

    from dedup.documents import Document

_QUOTED = re.compile(r"^ {0,3}>[^\n]*(?:\n(?!\s*$)(?! {0,3}(?:[-*_#>`~]|\d+[.)]\s))[^\n]+)*", re.MULTILINE)
"""A line that begins with ``>`` and the lines that lazily continue it (CommonMark 0.31, 5.1)."""


def without_quotes(document: Document) -> Document:
    """Return the document with its block quotations blanked."""
    if ">" not in document.text:
        return document
    return replace(document, text=_QUOTED.sub(lambda found: re.sub(r"[^\r\n]", " ", found[0]), document.text))


def unquoted(collection: Collection, which: Container[str] | None = None) -> Collection:
    """Return a collection in which the quotations of all documents, or of those with these ids, are blanked."""
    documents = [
        without_quotes(document) if which is None or document.id in which else document for document in collection
    ]
    return Collection((batch_of(documents),) if documents else (), bytes=collection.bytes)
