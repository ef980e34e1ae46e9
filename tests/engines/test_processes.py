"""Work that is Python code runs in processes, and nobody sees it from the results."""

from __future__ import annotations

import os
import sys

import pytest

import dedup
from dedup.documents import Document
from dedup.engines.local import Local
from dedup.report.formats import RenderOptions, render
from dedup.reuse import differing_texts

PROCESS = "__import__('os').getpid()"
"""Code whose value is the process that evaluates it."""


def test_results_come_in_the_order_of_the_items() -> None:
    """Twenty numbers by two processes."""
    assert list(Local(2).stream_in_processes(abs, range(-20, 0))) == list(range(20, 0, -1))


@pytest.mark.parametrize(("workers", "items", "processes"), [(2, 9, 2), (2, 7, 0), (1, 9, 0)])
def test_many_items_go_to_processes(workers: int, items: int, processes: int) -> None:
    """One worker needs no process, and neither do seven items."""
    found = set(Local(workers).stream_in_processes(eval, [PROCESS] * items))
    assert found == {os.getpid()} if not processes else os.getpid() not in found and len(found) <= processes


def test_an_error_of_the_work_is_raised() -> None:
    """The eleventh item is no number."""
    with pytest.raises(ValueError, match="eleven"):
        list(Local(2).stream_in_processes(int, [*map(str, range(10)), "eleven"]))


def test_work_of_a_process_that_cannot_be_started_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no such Python."""
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert set(Local(2).stream_in_processes(eval, [PROCESS] * 9)) == {os.getpid()}


def test_work_of_a_process_that_ends_is_done_here() -> None:
    """Every process but this one ends."""
    ends = f"__import__('os').getpid() == {os.getpid()} or __import__('os')._exit(1)"
    assert list(Local(2).stream_in_processes(eval, [ends] * 9)) == [True] * 9


def test_processes_end_when_nobody_wants_more_results() -> None:
    """After the first result the caller stops; no child of this process is left."""
    results = Local(2).stream_in_processes(eval, [PROCESS] * 30)
    process = next(results)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_material_edits_are_the_same_from_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve versions of one text, each with a sum of its own: as JSON, the same bytes from one worker and from two."""
    monkeypatch.setattr(differing_texts, "_PLACES_AT_ONCE", 1)
    words = " ".join(f"word{number}" for number in range(60))
    documents = [Document(f"v{number}", f"{words} The sum is {number}00 euros. {words[::-1]}") for number in range(12)]
    results = (dedup.scan(documents, all_pairs=True, engine=Local(workers)) for workers in (1, 2))
    alone, together = (render(result, "json", RenderOptions()) for result in results)
    assert alone == together
    assert '"in_a": "100"' in alone
