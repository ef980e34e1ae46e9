"""A PDF becomes one text, by PDFium: the lines of each page, joined to paragraphs; places in it are pages.

A PDF has no paragraphs, only lines with their places on a page. A process of its own finds these, within limits
(`dedup.reading.readers.pdf_worker`): one for all PDFs of a collection, and another when one has failed. What stands at
the edge of many pages is left out, and told: `dedup.reading.readers.running_heads`.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary, finalize

from dedup.documents import Document
from dedup.engines.worker_process import ProcessEndedError, WorkerProcess
from dedup.errors import InputError, NoTextError
from dedup.reading.content import size_of
from dedup.reading.readers.paragraphs import Paragraphs
from dedup.reading.readers.running_heads import without_running_heads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_SECONDS, _BYTES_A_SECOND = 3, 50_000
"""Seconds that PDFium may work on any PDF, and of how many of its bytes each gives it a second more. Usual PDFs take a
hundredth of that."""
_CHUNK = 1 << 20
_SENTENCE_END = re.compile("[.!?:;\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\xbb)\\]]*\\Z")
_BULLET = re.compile(r"(?:[\u2022\xb7\u25aa\u25e6\u2023\u2013\u2014*]|\(?\d{1,3}[.)]|[a-z]\))\s")
_SHORT, _FULL = 0.6, 0.85
"""Shares of the length of the page's long lines: below the first, a line is the last of its paragraph or a heading;
below the second, it is so where it ends a sentence."""
_WORD_TITLE = re.compile(r"Microsoft \w+ - ")
_processes: WeakKeyDictionary[DocumentBuilder, WorkerProcess] = WeakKeyDictionary()
"""The process of each collection that is being read and has PDFs."""
_NO_TEXT = "there is no text in this PDF: its pages are empty, or pictures, of which OCR makes text"


def read_pdf(content: Content, _options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of a PDF; raises `NoTextError` where its pages are empty, or pictures."""
    name = content.name
    pages, properties = _pages(content, builder)
    if not any(pages):
        raise NoTextError(name, _NO_TEXT)
    without = sum(not lines for lines in pages)
    if without:
        builder.note(name, f"{without:,} of its {len(pages):,} pages have no text")
    kept, left_out = without_running_heads(pages)
    if left_out:
        builder.note(name, left_out)
    paragraphs = Paragraphs()
    for number, lines in enumerate(kept, start=1):
        paragraphs.begin(f"page {number}")
        for paragraph in joined_lines(lines):
            paragraphs.add(paragraph)
    if not paragraphs.text:
        raise NoTextError(name, "its pages hold nothing but running heads")
    title = _WORD_TITLE.sub("", properties.get("Title", "")).strip()
    author = properties.get("Author", "").strip()
    builder.add_document(
        Document(name, paragraphs.text, name, title=title or None, author=author or None, markup=paragraphs.facts)
    )


def _pages(content: Content, builder: DocumentBuilder) -> tuple[list[list[str]], dict[str, str]]:
    """Return the lines of each page, and the properties of the document; raises `InputError` where it is not read."""
    with content.file() as file:
        size = size_of(file)
        path = content.path if file.name == content.path else None
        chunks = () if path else iter(lambda: file.read(_CHUNK), b"")
        question = chain([(content.name, path, content.most)], chunks, () if path else [b""])
        seconds = _SECONDS + size // _BYTES_A_SECOND
        process = _process_of(builder)
        try:
            found = cast("tuple[list[list[str]], dict[str, str]]", process.ask(question, seconds))
        except ProcessEndedError as error:
            del _processes[builder]
            raise InputError(content.name, _reason(process, seconds)) from error
    content.count(size)
    return found


def _process_of(builder: DocumentBuilder) -> WorkerProcess:
    """Return the process that reads the PDFs of a collection; it ends with its builder."""
    process = _processes.get(builder)
    if process is None:
        process = _processes[builder] = WorkerProcess("dedup.reading.readers.pdf_worker")
        finalize(builder, process.end)
    return process


def _reason(process: WorkerProcess, seconds: int) -> str:
    if not process.has_started:
        return "the process to read it in cannot be started"
    # Which of these it was depends on the machine; the reason does not.
    return f"PDFium fails on it, or needs more than {seconds:,} seconds or 1 GB of memory for it"


def joined_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of a page, by how long its lines are and how they end; their lines stay lines."""
    long = _usual_length(lines)
    paragraph: list[str] = []
    for place, line in enumerate(lines):
        paragraph.append(line)
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if not following or _ends(line, following, long):
            yield "\n".join(paragraph)
            paragraph = []


def _usual_length(lines: Sequence[str]) -> int:
    """Return the length of the page's long lines: nine in ten are no longer."""
    return sorted(map(len, lines))[len(lines) * 9 // 10] if lines else 0


def _ends(line: str, following: str, long: int) -> bool:
    if _BULLET.match(following):
        return True
    if following[:1].islower():
        return False
    if _SENTENCE_END.search(line):
        return len(line) < _FULL * long
    return len(line) < _SHORT * long
