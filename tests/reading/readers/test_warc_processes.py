"""Several processes read the responses of a large web archive, and what comes of it is the same as from one."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dedup.reading.inputs import read_contents
from dedup.reading.options import ReadingOptions
from dedup.reading.page_processes import Named, PageProcesses
from dedup.reading.readers import warc
from tests.reading.readers.samples import SAMPLES

if TYPE_CHECKING:
    from dedup.documents import Collection

_HTML = "text/html; charset=utf-8"


def page(number: int) -> bytes:
    sentence = f"Sentence {number} tells at some length what was decided on the bridge over the river that day. "
    return f"<html><head><title>Page {number}</title></head><body><p>{sentence * 3}</p></body></html>".encode()


def archive(responses: list[tuple[str, str, bytes]]) -> bytes:
    """Return an archive of responses: the status, the type and the body of each."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for number, (status, kind, body) in enumerate(responses, start=1):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        address = f"http://a.example/{number}"
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers)
        )
    return out.getvalue()


def told(found: Collection) -> tuple[object, ...]:
    """Return all that was read, and what was said of it."""
    rows = [row for batch in found.batches for row in batch.to_pylist()]
    return rows, found.unreadable, found.notes, found.bytes, str(found.rows)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """From the third response on, processes read; the list has how many, each time that some are started."""
    started: list[int] = []
    enter = PageProcesses.__enter__

    def counted(processes: PageProcesses[Named]) -> PageProcesses[Named]:
        started.append(processes._count)
        return enter(processes)

    monkeypatch.setattr(PageProcesses, "__enter__", counted)
    monkeypatch.setattr(warc, "_READ_HERE", 2)
    return started


def test_processes_give_what_one_process_gives(shared: list[int]) -> None:
    """Pages, texts, files and what cannot be read, in their order, up to where the archive is damaged."""
    responses = [("200 OK", _HTML, page(number)) for number in range(11)]
    responses[3] = ("200 OK", _HTML, b"<html></html>")
    responses[5:8] = [
        ("200 OK", "text/plain", b"A text that is no page."),
        ("200 OK", "application/pdf", SAMPLES["a.pdf"]),
        ("404 Not Found", _HTML, page(99)),
    ]
    whole = archive(responses)
    last = whole.rindex(b"WARC-Type: response")
    data = whole[:last] + re.sub(rb"\nContent-Length: \d+", rb"\nContent-Length: 3", whole[last:], count=1)
    alone = read_contents([("a.warc", data)], ReadingOptions(workers=1))
    assert shared == []
    several = read_contents([("a.warc", data)], ReadingOptions(workers=2))
    assert shared == [2]
    assert told(several) == told(alone)
    assert [document.id for document in several] == [f"a.warc#{one}" for one in (1, 2, 3, 5, 6, "7.pdf", 9, 10)]
    assert [one.path for one in several.unreadable] == ["a.warc#4", "a.warc"]


def test_an_archive_with_few_responses_starts_no_process(shared: list[int]) -> None:
    """Two are read here."""
    found = read_contents([("a.warc", archive([("200 OK", _HTML, page(1))] * 2))], ReadingOptions(workers=2))
    assert len(found) == 2
    assert shared == []
