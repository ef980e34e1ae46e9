"""The responses of a web archive, each by itself, become documents: in this process, or apart in another.

Pages are read for their main text; texts, PDFs and other responses as files of their type.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dedup.documents import Document
from dedup.errors import InputError
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.content import Content
from dedup.reading.decoding import as_utf8, decode
from dedup.reading.readers.parts import Parts
from dedup.reading.readers.saved_page import add_saved_page, add_saved_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.reading.options import ReadingOptions
    from dedup.reading.outcomes import Outcome

PAGES = ("text/html", "application/xhtml+xml")
SUFFIXES = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rtf": ".rtf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
"""Types of responses that other readers take, and the suffix of their format."""


@dataclass(frozen=True, slots=True)
class Response:
    """One response of an archive: what it is, where and when it was captured, and its bytes, or why there are none.

    `number` is that of its record in the archive of that name, which lies in `depth` archives and mails.
    """

    archive: str
    depth: int
    number: int
    kind: str
    charset: str | None
    address: str | None
    captured: str | None
    data: bytes | InputError

    @property
    def name(self) -> str:
        """What the response is called in results."""
        return f"{self.archive}#{self.number}"


def add_response(response: Response, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of a response, or record why there are none."""
    builder.attempt(response.name, _add, response, options, builder)


def read_responses_apart(responses: Sequence[Response], options: ReadingOptions) -> list[Outcome]:
    """Return what is read of each response, for a builder elsewhere."""
    builder = DocumentBuilder(replace(options, batch_bytes=sys.maxsize, in_memory=0), SILENT)
    outcomes = []
    for response in responses:
        add_response(response, options, builder)
        outcomes.append(builder.take_outcome())
    return outcomes


def _add(response: Response, options: ReadingOptions, builder: DocumentBuilder) -> None:
    data, name, number = response.data, response.name, response.number
    if isinstance(data, InputError):
        raise data
    known = Document(name, "", response.archive, url=response.address)
    if response.kind in PAGES:
        source, _ = decode(name, as_utf8(data, response.charset), options.encoding, markup=True)
        add_saved_page(known, source, response.captured, builder, number, extractor=options.extractor)
    elif response.kind == "text/plain":
        text, _ = decode(name, data, options.encoding)
        add_saved_text(known, text, response.captured, builder, number)
    else:
        archive = Content(
            response.archive,
            (),
            count=builder.count_bytes,
            most=options.max_document,
            depth=response.depth,
            packed=builder.packed,
        )
        Parts(archive, options, builder, len(data)).read(f"{number}{SUFFIXES[response.kind]}", iter([data]))
