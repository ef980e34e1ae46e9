"""The fuzzing program: its inputs are the same in every run, and a fault of any kind is found."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

import pytest

import fuzz
from lib import fuzz_targets
from lib.mutation import mutated, sound_inputs

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def test_a_number_stands_for_one_input() -> None:
    """Whoever is told a number can make the input again."""
    sound = sound_inputs()
    one, again, other = (mutated(sound["a.html"], sound, random.Random(number)) for number in (7, 7, 8))
    assert one == again != other


@pytest.mark.parametrize("target", fuzz_targets.TARGETS)
def test_each_target_takes_its_first_inputs(target: str) -> None:
    """Nothing is raised by them."""
    for number in range(5):
        fuzz_targets.run(target, number)


def test_sound_inputs_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any change, each input of a reader becomes documents, and every report of them is read back."""
    monkeypatch.setattr(fuzz_targets, "mutated", lambda sound, _others, _chance: sound)
    for number in range(6):
        fuzz_targets.run("readers", number)


@pytest.mark.parametrize("kind", ["raised", "ended the process", "gave no answer"])
def test_each_kind_of_fault_is_found(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """An exception, the end of the process and endless work; the next input is called as if nothing was."""
    monkeypatch.setattr(fuzz, "ENDLESS", 1.0 if kind == "gave no answer" else 300.0)
    monkeypatch.setattr(fuzz, "_work", {"raised": _raising, "ended the process": _ending}.get(kind, _endless))
    worker = fuzz.Worker()
    try:
        fault = worker.call("readers", 0)
    finally:
        worker.end()
    assert fault is not None
    assert fault.startswith(kind)


def _raising(pipe: Connection) -> None:
    pipe.recv()
    pipe.send("raised")


def _ending(pipe: Connection) -> None:
    pipe.recv()
    os._exit(3)


def _endless(pipe: Connection) -> None:
    pipe.recv()
    time.sleep(600)
