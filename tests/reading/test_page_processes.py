"""Several processes read pages, and what comes of it is the same as from one."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dedup.engines.worker_process import ProcessEndedError, WorkerProcess
from dedup.errors import NoTextError
from dedup.reading import inputs, page_processes
from dedup.reading.formats import format_of_name
from dedup.reading.inputs import read_apart, read_paths
from dedup.reading.options import ReadingOptions
from dedup.reading.page_processes import PageProcesses
from dedup.reading.walk import InputFile

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.documents import Collection
    from dedup.reading.outcomes import Outcome

OPTIONS = ReadingOptions(workers=2)


def page(number: int) -> str:
    sentence = f"Sentence {number} tells at some length what was decided on the bridge over the river that day. "
    return f"<html><head><title>Page {number}</title></head><body><p>{sentence * 3}</p></body></html>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Nine pages, one of them without a text, and a text between them."""
    for number in range(9):
        (tmp_path / f"{number}.html").write_text(page(number), "utf-8")
    (tmp_path / "3.html").write_text("<html></html>", "utf-8")
    (tmp_path / "4.txt").write_text("A text that is no page.", "utf-8")
    return tmp_path


def files_of(folder: Path) -> list[InputFile]:
    paths = sorted(folder.glob("*.html"))
    return [InputFile(str(path), None, path.stat().st_size, several=True) for path in paths]


def rows(collection: Collection) -> list[dict[str, object]]:
    return [row for batch in collection.batches for row in batch.to_pylist()]


def test_processes_give_what_one_process_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents in their order, unreadable inputs, notes and counted bytes."""
    alone = read_paths([folder], ReadingOptions(workers=1))
    monkeypatch.setattr(page_processes, "FEWEST", 9)
    entered: list[int] = []
    enter = PageProcesses.__enter__

    def counted(processes: PageProcesses[InputFile]) -> PageProcesses[InputFile]:
        entered.append(processes._count)
        return enter(processes)

    monkeypatch.setattr(PageProcesses, "__enter__", counted)
    shared = read_paths([folder], OPTIONS)
    assert entered == [2]
    assert len(shared) == 9
    assert rows(shared) == rows(alone)
    assert shared.unreadable == alone.unreadable
    assert [one.path[-6:] for one in shared.unreadable] == ["3.html"]
    assert (shared.notes, shared.bytes) == (alone.notes, alone.bytes)


def test_few_pages_start_no_process(folder: Path) -> None:
    """Nine pages are read before a process has started; with one worker, so are many."""
    files = [replace(file, format=format_of_name(file.path)) for file in files_of(folder)]
    assert inputs._processes_for(files, OPTIONS) == 0
    assert inputs._processes_for(files * 20, OPTIONS) == 2
    assert inputs._processes_for(files * 20, ReadingOptions(workers=1)) == 0


def test_processes_end_with_their_context(folder: Path) -> None:
    """An error, or Ctrl-C, in the program that started them leaves none behind."""

    def interrupted() -> None:
        with PageProcesses(2, OPTIONS, read_apart) as processes:
            started.extend(processes._started)
            next(processes.read(files_of(folder)))
            raise KeyboardInterrupt

    started: list[WorkerProcess] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    programs = [one._process for one in started if one._process is not None]
    assert programs
    assert all(program.returncode is not None for program in programs)


def test_files_of_a_killed_process_are_read_by_another(folder: Path) -> None:
    """The system kills what takes too much memory, whoever's fault it was."""
    files = files_of(folder)
    with PageProcesses(1, OPTIONS, read_apart) as processes:
        first = list(processes.read(files[:1]))
        program = processes._started[0]._process
        assert program is not None
        program.kill()
        again = list(processes.read(files[:1]))
    assert first == again
    assert first[0].documents[0][0].startswith(b"Sentence 0 tells")


def test_a_file_that_ends_every_process_is_unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other files of its part are read."""
    fatal, *_ = files = files_of(folder)[:2]
    ask = PageProcesses._ask

    def ends(processes: PageProcesses[InputFile], process: WorkerProcess, part: list[InputFile]) -> list[Outcome]:
        process.has_started = process.has_started or fatal in part
        if fatal in part:
            msg = "signal 9, SIGKILL"
            raise ProcessEndedError(msg)
        process.has_started = False
        return ask(processes, process, part)

    monkeypatch.setattr(PageProcesses, "_ask", ends)
    with PageProcesses(1, OPTIONS, read_apart) as processes:
        refused, taken = processes.read(files)
    assert [one.reason for one in refused.unreadable] == ["the process that read it ended (signal 9, SIGKILL)"]
    assert len(taken.documents) == 1


@pytest.mark.parametrize("executable", ["/usr/bin/false", "/nowhere/python"])
def test_pages_are_read_here_where_no_process_starts(
    executable: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where the program is no Python, nor where there is none."""
    monkeypatch.setattr("sys.executable", executable)
    with PageProcesses(1, OPTIONS, read_apart) as processes:
        assert [len(one.documents) for one in processes.read(files_of(folder)[:2])] == [1, 1]


def test_an_error_of_an_input_goes_from_one_process_to_another() -> None:
    """It is raised where the process was asked."""
    error = pickle.loads(pickle.dumps(NoTextError("a.html", "it is empty")))  # noqa: S301 - it is made here
    assert isinstance(error, NoTextError)
    assert (error.path, error.reason, str(error)) == ("a.html", "it is empty", "a.html: it is empty")
