"""A web archive (WARC or ARC) becomes documents: one a response, with its address and the date of its capture.

Pages are read for their main text; texts, PDFs and other responses as files of their type. Requests, metadata and
pictures are passed over and counted, as are revisits, which say that a page was the same again.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from io import RawIOBase
from typing import TYPE_CHECKING, Any

from dedup.documents import Document
from dedup.errors import InputError, NoTextError
from dedup.reading.content import joined
from dedup.reading.decoding import as_utf8, decode
from dedup.reading.readers.iso_dates import iso_date_of
from dedup.reading.readers.parts import Parts
from dedup.reading.readers.saved_page import add_saved_page, add_saved_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_PAGES = ("text/html", "application/xhtml+xml")
_SUFFIXES = {
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
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)")
_CHUNK = 1 << 16
_OF_CRAWLERS = ("metadata:", "<metadata:", "urn:", "<urn:")
"""Addresses under which crawlers keep their own settings and logs."""
_HELD = ("response", "resource", "conversion")
_FOUND = "2"
"""What the status of an answer begins with that is what was asked for."""


def read_warc(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the responses of a web archive; one that cannot be read is recorded, and the next is read."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra, and few inputs are web archives
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - see above

    logging.getLogger("warcio").addHandler(logging.NullHandler())  # otherwise Python prints its warnings

    class Records(ArchiveIterator):  # type: ignore[misc]  # warcio states no types
        INC_RECORD = ""  # it would be written to standard error

    reader = _Responses(content, options, builder)
    number, before = 0, builder.outcomes
    try:
        for number, record in enumerate(Records(_Stream(content.chunks()), arc2warc=True), start=1):
            reader.read(number, record)
    except ArchiveLoadFailed as error:
        raise InputError(content.name, _damage(number, "no record begins where its length says")) from error
    except (ArithmeticError, AttributeError, LookupError, OSError, ValueError) as error:
        raise InputError(content.name, _damage(number, "a header cannot be read")) from error
    finally:
        reader.report()
    if builder.outcomes == before:
        raise NoTextError(content.name, "there is no response with a text in it")


def _damage(number: int, what: str) -> str:
    return f"damaged WARC: behind record {number:,}, {what}; what stands before was read"


class _Responses:
    """Reads the records of one archive, and counts those that are no responses with texts."""

    def __init__(self, content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
        self._content = content
        self._options = options
        self._builder = builder
        self._passed_over: Counter[str] = Counter()

    def read(self, number: int, record: Any) -> None:
        kind = record.rec_type
        if kind not in _HELD:
            self._passed_over[f"{kind} records" if kind else "records of no type"] += 1
            return
        headers = record.http_headers
        status = headers.get_statuscode() if headers is not None else ""
        if status and status[:1] != _FOUND:
            self._passed_over["responses that are redirects or errors"] += 1
            return
        if str(record.rec_headers.get_header("WARC-Target-URI") or "").startswith(_OF_CRAWLERS):
            self._passed_over["records of the crawler"] += 1
            return
        self._builder.attempt(f"{self._content.name}#{number}", self._read_response, number, record)

    def _read_response(self, number: int, record: Any) -> None:
        name, address = f"{self._content.name}#{number}", record.rec_headers.get_header("WARC-Target-URI")
        stated = self._stated_type(record)
        kind, _, parameters = stated.lower().partition(";")
        kind = kind.strip()
        if kind not in _PAGES and kind not in _SUFFIXES:
            self._passed_over[f"responses of the type {kind or 'that is not stated'}"] += 1
            return
        data = self._data(name, record)
        known = Document(name, "", self._content.name, url=address.strip("<>") if address else None)
        captured = iso_date_of(record.rec_headers.get_header("WARC-Date"))
        if kind in _PAGES:
            charset = _CHARSET.search(parameters)
            page = as_utf8(data, charset[1] if charset else None)
            source, _ = decode(name, page, self._options.encoding, markup=True)
            add_saved_page(known, source, captured, self._builder, number, extractor=self._options.extractor)
        elif kind == "text/plain":
            text, _ = decode(name, data, self._options.encoding)
            add_saved_text(known, text, captured, self._builder, number)
        else:
            Parts(self._content, self._options, self._builder, len(data)).read(
                f"{number}{_SUFFIXES[kind]}", iter([data])
            )

    @staticmethod
    def _stated_type(record: Any) -> str:
        headers = record.http_headers if record.http_headers is not None else record.rec_headers
        return str(headers.get_header("Content-Type") or "")

    def _data(self, name: str, record: Any) -> bytes:
        stream = record.content_stream()
        return joined(name, iter(lambda: stream.read(_CHUNK), b""), self._content.most)

    def report(self) -> None:
        """Note what was passed over."""
        if self._passed_over:
            counts = ", ".join(f"{kind} ({count:,})" for kind, count in sorted(self._passed_over.items()))
            self._builder.note(self._content.name, f"left out of it: {counts}")


class _Stream(RawIOBase):
    """Chunks of bytes as a file that is read from its beginning to its end."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes, and none at the end only."""
        if not self._held:
            self._held = memoryview(next(self._chunks, b""))
        size = len(self._held) if size < 0 else size
        taken, self._held = self._held[:size], self._held[size:]
        return bytes(taken)

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what is there."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
