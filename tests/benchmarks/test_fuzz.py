"""The fuzzing program: its inputs are the same in every run, and a fault of any kind is found."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from dedup.errors import InputError
from dedup.reading.inputs import read_contents
from dedup.reading.options import ReadingOptions
from lib import fuzz_targets, fuzz_worker
from lib.mutation import mutated
from lib.sound_inputs import sound_inputs

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection


def test_a_number_stands_for_one_input() -> None:
    """Whoever is told a number can make the input again."""
    sound = sound_inputs()
    one, again, other = (mutated(sound["a.html"], sound, random.Random(number)) for number in (7, 7, 8))
    assert one == again != other


@pytest.mark.parametrize("target", fuzz_targets.TARGETS)
def test_each_target_takes_its_first_inputs(target: str) -> None:
    """Nothing is raised by them."""
    fuzz_targets.run(target, range(5))


def test_sound_inputs_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any change, each input of a reader becomes documents, and reports of them are read back."""
    monkeypatch.setattr(fuzz_targets, "mutated", lambda sound, _others, _chance: sound)
    fuzz_targets.run("readers", range(fuzz_targets.BATCH))


@pytest.mark.parametrize("variant", [0, 1, 19])
def test_every_variant_of_a_sound_input_is_sound(variant: int) -> None:
    """Other words of the same length leave lengths, sums and tables of contents right."""
    found = read_contents(sound_inputs(variant).items(), ReadingOptions(note_shared_ids=True))
    assert not found.unreadable
    assert len(found) > len(sound_inputs(variant))


def test_an_input_that_raises_is_found_among_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The halves of a batch are called again, down to one."""
    worker = _worker(monkeypatch, _raising_at_17)
    try:
        assert worker.faults("readers", range(60)) == ["readers 17: raised"]
    finally:
        worker.end()


def test_inputs_that_raise_only_together_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them does so alone."""
    worker = _worker(monkeypatch, _raising_for_two)
    try:
        assert worker.faults("readers", range(2)) == ["readers 0 to 1 together (--count 2): raised"]
    finally:
        worker.end()


def test_work_without_end_is_broken_off_and_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """What handles the errors of inputs does not handle this."""
    monkeypatch.setattr(fuzz_worker, "MOST_WORK", 0.2)
    monkeypatch.setattr(fuzz_worker, "run", _busy)
    before = signal.signal(signal.SIGPROF, fuzz_worker._break_off)
    try:
        fault = fuzz_worker.fault_of("readers", range(1))
    finally:
        signal.signal(signal.SIGPROF, before)
    assert fault is not None
    assert "in _busy" in fault


def test_time_and_memory_of_an_input_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limits is a fault; the program's own errors are none."""
    monkeypatch.setattr(fuzz_worker, "run", lambda _target, _numbers: None)
    assert fuzz_worker.fault_of("readers", range(1)) is None
    assert fuzz_worker.fault_of("readers", range(1), slow=-1.0) == "took 0.0 seconds"
    monkeypatch.setattr(fuzz_worker, "LARGE", -1)
    assert fuzz_worker.fault_of("readers", range(1)) == "took 0 MB"


def test_errors_of_the_program_are_no_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other ones are."""
    monkeypatch.setitem(fuzz_targets.TARGETS, "readers", _raise(InputError("a", "b")))
    fuzz_targets.run("readers", range(1))
    monkeypatch.setitem(fuzz_targets.TARGETS, "readers", _raise(KeyError("a")))
    with pytest.raises(KeyError):
        fuzz_targets.run("readers", range(1))


@pytest.mark.parametrize("kind", ["ended the process", "gave no answer"])
def test_the_end_of_the_process_and_silence_are_faults(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """The next input is called as if nothing was."""
    monkeypatch.setattr(fuzz_worker, "ENDLESS", 1.0 if kind == "gave no answer" else 300.0)
    worker = _worker(monkeypatch, _silent if kind == "gave no answer" else _ending)
    try:
        fault = worker.call("readers", range(1))
    finally:
        worker.end()
    assert fault is not None
    assert fault.startswith(kind)


def _worker(monkeypatch: pytest.MonkeyPatch, work: Callable[[Connection, float], None]) -> fuzz_worker.Worker:
    monkeypatch.setattr(fuzz_worker, "work", work)
    return fuzz_worker.Worker()


def _raising_at_17(pipe: Connection, _slow: float) -> None:
    while True:
        _target, numbers = pipe.recv()
        pipe.send("raised" if 17 in numbers else None)


def _raising_for_two(pipe: Connection, _slow: float) -> None:
    while True:
        _target, numbers = pipe.recv()
        pipe.send("raised" if len(numbers) == 2 else None)


def _ending(pipe: Connection, _slow: float) -> None:
    pipe.recv()
    os._exit(3)


def _silent(pipe: Connection, _slow: float) -> None:
    pipe.recv()
    time.sleep(600)


def _busy(_target: str, _numbers: range) -> None:
    while True:
        with suppress(Exception):
            sum(range(1000))


def _raise(error: Exception) -> Callable[[object], None]:
    def raising(_numbers: object) -> None:
        raise error

    return raising
