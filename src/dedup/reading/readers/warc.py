"""A web archive (WARC or ARC) becomes documents: one a response, with its address and the date of its capture.

Requests, metadata and pictures are passed over and counted, as are revisits, which say that a page was the same again.
`dedup.reading.readers.warc_responses` reads the responses.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from contextlib import closing
from io import RawIOBase
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError, NoTextError
from dedup.reading.content import joined
from dedup.reading.failures import failure_of
from dedup.reading.page_processes import PageProcesses, processes_of
from dedup.reading.readers.iso_dates import iso_date_of
from dedup.reading.readers.warc_responses import PAGES, SUFFIXES, Response, add_response, read_responses_apart

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)")
_CHUNK = 1 << 16
_OF_CRAWLERS = ("metadata:", "<metadata:", "urn:", "<urn:")
"""Addresses under which crawlers keep their own settings and logs."""
_READ_HERE = 40
"""Responses that this process reads before it starts others: an archive does not say how many it has."""
_HELD = ("response", "resource", "conversion")
_FOUND = "2"
"""What the status of an answer begins with that is what was asked for."""


def read_warc(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the responses of a web archive; one that cannot be read is recorded, and the next is read.

    The first ones are read here, and where there are many, the others by several processes, in their order.
    """
    before = builder.outcomes
    records = _Records(content)
    try:
        with closing(records.responses()) as responses:
            for response in islice(responses, _READ_HERE):
                add_response(response, options, builder)
            _read_others(responses, options, builder)
    finally:
        records.report(builder)
    if builder.outcomes == before:
        raise NoTextError(content.name, "there is no response with a text in it")


def _read_others(responses: Iterator[Response], options: ReadingOptions, builder: DocumentBuilder) -> None:
    following = next(responses, None)
    if following is None:
        return
    others = chain([following], responses)
    count = processes_of(options)
    if count == 1:
        for response in others:
            add_response(response, options, builder)
        return
    with PageProcesses(count, options, read_responses_apart) as processes, closing(processes.read(others)) as read:
        for outcome in read:
            builder.add_outcome(outcome)


class _Records:
    """Reads the records of one archive, and counts those that are no responses with texts."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._passed_over: Counter[str] = Counter()

    def responses(self) -> Generator[Response]:
        """Yield the responses that a reader takes; raises `InputError` where the archive is damaged."""
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra, and few inputs are web archives
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - see above

        logging.getLogger("warcio").addHandler(logging.NullHandler())  # otherwise Python prints its warnings

        class Records(ArchiveIterator):  # type: ignore[misc]  # warcio states no types
            INC_RECORD = ""  # it would be written to standard error

        number = 0
        try:
            for number, record in enumerate(Records(_Stream(self._content.chunks()), arc2warc=True), start=1):
                if self._may_be_read(record):
                    response = self._response(number, record)
                    if response is not None:
                        yield response
        except ArchiveLoadFailed as error:
            raise InputError(self._content.name, _damage(number, "no record begins where its length says")) from error
        except (ArithmeticError, AttributeError, LookupError, OSError, ValueError) as error:
            raise InputError(self._content.name, _damage(number, "a header cannot be read")) from error

    def _may_be_read(self, record: Any) -> bool:
        kind = record.rec_type
        headers = record.http_headers
        status = headers.get_statuscode() if headers is not None else ""
        reason = ""
        if kind not in _HELD:
            reason = f"{kind} records" if kind else "records of no type"
        elif status and status[:1] != _FOUND:
            reason = "responses that are redirects or errors"
        elif str(record.rec_headers.get_header("WARC-Target-URI") or "").startswith(_OF_CRAWLERS):
            reason = "records of the crawler"
        self._passed_over.update([reason] if reason else [])
        return not reason

    def _response(self, number: int, record: Any) -> Response | None:
        """Return the response of a record; None where no reader takes its type. What fails in it is its reason."""
        name = f"{self._content.name}#{number}"
        kind, charset, address, captured = "", None, None, None
        data: bytes | InputError
        try:
            address = record.rec_headers.get_header("WARC-Target-URI")
            stated, _, parameters = self._stated_type(record).lower().partition(";")
            kind, charset = stated.strip(), _CHARSET.search(parameters)
            if kind not in PAGES and kind not in SUFFIXES:
                self._passed_over[f"responses of the type {kind or 'that is not stated'}"] += 1
                return None
            stream = record.content_stream()
            content = self._content
            data = joined(name, iter(lambda: stream.read(_CHUNK), b""), content.most, content.packed)
            captured = iso_date_of(record.rec_headers.get_header("WARC-Date"))
        except Exception as error:  # noqa: BLE001 - the next record can be read, whatever this one does to a library
            data = failure_of(name, error)
        return Response(
            self._content.name,
            self._content.depth,
            number,
            kind,
            charset[1] if charset else None,
            address.strip("<>") if address else None,
            captured,
            data,
        )

    @staticmethod
    def _stated_type(record: Any) -> str:
        headers = record.http_headers if record.http_headers is not None else record.rec_headers
        return str(headers.get_header("Content-Type") or "")

    def report(self, builder: DocumentBuilder) -> None:
        """Note what was passed over."""
        if self._passed_over:
            counts = ", ".join(f"{kind} ({count:,})" for kind, count in sorted(self._passed_over.items()))
            builder.note(self._content.name, f"left out of it: {counts}")


def _damage(number: int, what: str) -> str:
    return f"damaged WARC: behind record {number:,}, {what}; what stands before was read"


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
