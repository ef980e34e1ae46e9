"""PDFs are read in a process of their own: what PDFium cannot stand costs one document, and a limited time."""

from __future__ import annotations

import gc
import gzip
import os
import signal
from typing import TYPE_CHECKING

import pytest

from dedup.engines.worker_process import WorkerProcess
from dedup.reading.inputs import read_contents, read_paths
from dedup.reading.readers import pdf as pdf_reader
from tests.reading.readers.hostile_pdfs import drawing_each_other, drawing_itself, drawing_the_next, unpacking
from tests.reading.readers.samples import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SOUND = SAMPLES["a.pdf"]
FAILS = "PDFium fails on it, or needs more than 1 seconds or 1 GB of memory for it"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[WorkerProcess]:
    """Return the processes that are started, of which each PDF has a second."""
    monkeypatch.setattr(pdf_reader, "_SECONDS", 1)
    processes: list[WorkerProcess] = []

    class Recorded(WorkerProcess):
        def __init__(self, module: str) -> None:
            super().__init__(module)
            processes.append(self)

    monkeypatch.setattr(pdf_reader, "WorkerProcess", Recorded)
    return processes


def has_ended(process: WorkerProcess) -> bool:
    return process._process is not None and process._process.returncode is not None


@pytest.mark.parametrize("hostile", [drawing_itself, drawing_each_other, drawing_the_next, unpacking])
def test_pdf_without_end_is_unreadable_and_the_next_is_read(
    hostile: Callable[[], bytes], started: list[WorkerProcess]
) -> None:
    """A form of 600 bytes that draws itself twice kept a scan busy until somebody ended it."""
    data = hostile()
    assert len(data) < 5000
    found = read_contents([("a.pdf", data), ("b.pdf", SOUND)])
    assert [(one.path, one.reason) for one in found.unreadable] == [("a.pdf", FAILS)]
    assert found.column("id") == ["b.pdf"]
    assert len(started) == 2


def test_one_process_reads_all_pdfs_and_ends_with_the_collection(started: list[WorkerProcess]) -> None:
    """A process takes longer to start than a PDF to read."""
    found = read_contents([("a.pdf", SOUND), ("b.pdf", b"%PDF-1.7 damaged"), ("c.pdf", SOUND)])
    assert found.column("id") == ["a.pdf", "c.pdf"]
    assert found.column("text")[0] == found.column("text")[1]
    assert "damaged PDF" in found.unreadable[0].reason
    (process,) = started
    gc.collect()
    assert has_ended(process)


def test_pdf_at_a_path_is_read_there_and_a_compressed_one_is_sent(tmp_path: Path, started: list[WorkerProcess]) -> None:
    """Both have the same text, and their bytes are counted."""
    (tmp_path / "a.pdf").write_bytes(SOUND)
    (tmp_path / "b.pdf.gz").write_bytes(gzip.compress(SOUND))
    found = read_paths([tmp_path])
    first, second = found.column("text")
    assert first == second
    assert "\n\nChapter 1 of the story\n\n" in first
    assert found.bytes == 2 * len(SOUND)
    assert len(started) == 1


def test_process_that_crashes_costs_one_document(started: list[WorkerProcess], monkeypatch: pytest.MonkeyPatch) -> None:
    """Machine code may end its process with a signal."""
    ask = WorkerProcess.ask

    def crash(process: WorkerProcess, question: Iterable[object], seconds: int = 0) -> object:
        parts = list(question)
        answer = ask(process, parts, seconds)
        name = parts[0][0] if isinstance(parts[0], tuple) else ""
        if name == "a.pdf":
            assert process._process is not None
            os.kill(process._process.pid, signal.SIGSEGV)
            process._process.wait()
            return ask(process, parts, seconds)
        return answer

    monkeypatch.setattr(WorkerProcess, "ask", crash)
    found = read_contents([("a.pdf", SOUND), ("b.pdf", SOUND)])
    assert [(one.path, one.reason) for one in found.unreadable] == [("a.pdf", FAILS)]
    assert found.column("id") == ["b.pdf"]
    assert has_ended(started[0])


def test_pdf_that_no_process_can_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it is not read: no limit would hold."""
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    found = read_contents([("a.pdf", SOUND), ("a.txt", b"Some words of a text.")])
    assert [one.reason for one in found.unreadable] == ["the process to read it in cannot be started"]
    assert found.column("id") == ["a.txt"]
