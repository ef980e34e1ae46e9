"""Kills runs of ``dedup filter`` at random moments, resumes them, and compares what they wrote with a run at once.

The tests do so a few times; `benchmarks/kills.py` does so hundreds of times, with other commands too.
"""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from tests.filtering.corpora import made_corpus, write_lines

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

COMMAND = [sys.executable, "-c", "from dedup.cli import main; main()", "filter"]
ALL_KILLS = 3
"""How often a run is killed at most before it may come to its end."""
WRITING = 0.03
"""The share of a run in which it writes, about."""


def make_corpus(folder: Path) -> None:
    """Write a corpus of six shards in four formats to ``in``."""
    rows = made_corpus(21, families=40)
    for number in range(3):
        write_lines(folder / "in" / f"{number}.jsonl", rows[number::6])
    lines = "".join(json.dumps(row) + "\n" for row in rows[3::6])
    (folder / "in" / "3.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    pq.write_table(pa.Table.from_pylist(rows[4::6]), folder / "in" / "4.parquet")
    records = (f"{row['id']},{row['source']},{row['text']}\n" for row in rows[5::6])
    (folder / "in" / "5.csv").write_text("id,source,text\n" + "".join(records), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by their names."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Killer:
    """Runs a filter of a corpus at once, and then others that are killed; all have to write the same."""

    def __init__(self, folder: Path, options: Sequence[str] = ()) -> None:
        self._folder, self._options = folder, options
        output = "-".join(["at-once", *options])
        begun = time.monotonic()
        self._run(output)
        self._whole = time.monotonic() - begun
        self._expected = contents(folder / output)

    def _command(self, output: str) -> list[str]:
        return [*COMMAND, "in", "--output", output, "--quiet", *self._options]

    def _run(self, output: str, *more: str) -> None:
        done = subprocess.run(
            [*self._command(output), *more], cwd=self._folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def kill(self, output: str, chance: random.Random) -> str:
        """Kill a run one to three times at random moments, resume it, and return how far it was at the first kill."""
        reached = ""
        for number in range(chance.randint(1, ALL_KILLS)):
            resume = ["--resume"] if number else []
            with subprocess.Popen([*self._command(output), *resume], cwd=self._folder) as process:
                self._wait(process, output, chance)
                process.send_signal(signal.SIGKILL)
            reached = reached or self._reached(output)
        self._run(output, "--resume")
        assert contents(self._folder / output) == self._expected, f"{output} is not what a run at once writes"
        return reached

    def _wait(self, process: subprocess.Popen[bytes], output: str, chance: random.Random) -> None:
        """Wait for a random share of a run, or, every other time, a moment from when the first file is written."""
        if chance.random() < 0.5:
            time.sleep(chance.uniform(0.1, 1.0) * self._whole)
            return
        before = self._files(output)
        while process.poll() is None and self._files(output) == before:
            time.sleep(0.001)
        time.sleep(chance.uniform(0.0, WRITING) * self._whole)

    def _files(self, output: str) -> set[Path]:
        return set((self._folder / output).rglob("*"))

    def _reached(self, output: str) -> str:
        account = self._folder / output / "_account"
        if (account / "summary.json").exists():
            return "after its end"
        if (account / "plan.arrow").exists():
            return "while shards were written"
        return "while the account was written" if account.exists() else "before anything was written"
