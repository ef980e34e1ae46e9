"""What a signal leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = "from dedup.cli import main; main()"


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not asked to end there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_scan_that_is_told_to_end_leaves_no_temporary_files(tmp_path: Path, name: str) -> None:
    """Texts and keys that did not fit into memory fill gigabytes; the exit code is that of a process that was ended."""
    if signal.getsignal(getattr(signal, name)) is signal.SIG_IGN:
        pytest.skip(f"{name} is ignored here, as under nohup, and so it is by what is started")
    chance = np.random.default_rng(4)
    words = np.array([f"word{number}" for number in range(5000)])
    with (tmp_path / "made.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(1500):
            text = " ".join(words[chance.integers(0, words.size, 2000)].tolist())
            lines.write(json.dumps({"id": str(number), "text": text}) + "\n")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    scan = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "scan", tmp_path / "made.jsonl", "--memory", "256MB", "--quiet"],
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 120
        while not list(scratch.glob("dedup-*/*.arrow")) and scan.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        assert scan.poll() is None
        number = getattr(signal, name)
        scan.send_signal(number)
        assert scan.wait(120) == 128 + number
    finally:
        scan.kill()
        scan.wait()
    assert not list(scratch.iterdir())
