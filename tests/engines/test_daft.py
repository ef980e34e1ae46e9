"""What is Daft's own: kernels of several rows in batch functions, and what Daft says when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from dedup.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("daft")
pytest.importorskip("cloudpickle")


def spread(batches: Iterator[pa.RecordBatch], copies: int) -> Iterator[pa.RecordBatch]:
    """Yield each number so many times as often as it says, with its remainder by two as its part."""
    for batch in batches:
        for number in batch.column("number").to_pylist():
            for _ in range(number * copies):
                yield pa.record_batch([pa.array([number % 2]), pa.array([b"x" * number])], ["part", "cell"])


def counted(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield how many rows and bytes each part has."""
    for batch in batches:
        bytes_ = sum(map(len, batch.column("cell").to_pylist()))
        yield pa.record_batch(
            [pa.array([batch.column("part")[0].as_py()]), pa.array([batch.num_rows]), pa.array([bytes_])],
            ["part", "rows", "bytes"],
        )


@pytest.mark.parametrize("at_once", [1, 3, 10])
def test_a_kernel_makes_any_number_of_rows_and_parts_come_together(at_once: int) -> None:
    """Twice as many rows as a number says: of the even ones 4 of two bytes and 8 of four, of the odd ones 2 and 6."""
    from dedup.engines.daft import DaftExecutors  # noqa: PLC0415 - Daft may be missing

    tasks = [
        pa.record_batch([pa.array(numbers), pa.array([b""] * len(numbers))], ["number", "item"])
        for numbers in ([0, 1, 2, 3, 4][start : start + at_once] for start in range(0, 5, at_once))
    ]
    rows = DaftExecutors().rows(tasks).map(partial(spread, copies=2), "part long, cell binary").keep()
    assert rows.select("cell").table().num_rows == 20
    made = rows.map_parts(counted, "part long, rows long, bytes long", 2).table().sort_by("part").to_pylist()
    assert made == [{"part": 0, "rows": 12, "bytes": 40}, {"part": 1, "rows": 8, "bytes": 20}]


@pytest.mark.spark
@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
@pytest.mark.parametrize(
    ("killed", "outcome"),
    [
        ("worker", "the same bytes"),
        ("runner", "Daft could not do it: The actor died unexpectedly before finishing this task."),
    ],
)
def test_a_process_of_ray_that_is_killed_changes_nothing_or_is_a_sentence(killed: str, outcome: str) -> None:
    """Killed (-9) while rows are shuffled: what a worker did is done again, but not what hands out all work."""
    pytest.importorskip("ray")
    command = [sys.executable, "-m", "tests.engines.killed_on_ray", killed]
    environment = {**os.environ, "RAY_AUTH_MODE": "disabled", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if not line.startswith("\x1b")] == ["killed", outcome]


def test_what_daft_cannot_do_is_a_sentence() -> None:
    """And no traceback of Rust."""
    from daft.exceptions import DaftCoreException  # noqa: PLC0415 - as above

    from dedup.engines.daft import DaftRows  # noqa: PLC0415 - as above

    class Failing:
        def to_arrow(self) -> None:
            msg = "DaftError::External the store is full\n  at line 12"
            raise DaftCoreException(msg)

    frame: object = Failing()
    with pytest.raises(ClusterError, match=r"^Daft could not do it: DaftError::External the store is full$"):
        DaftRows(frame, "", 1).table()
