"""Memory: a scan keeps to what it may take for itself, and says so where that is not enough."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dedup.documents import Document, collection_of
from dedup.engines.storage import SpillFolder
from dedup.report import saved_results
from dedup.reuse import candidates, growing
from dedup.walks.scan import scan

DOCUMENTS, WORDS, VOCABULARY = 50_000, 200, 20_000
MODES: dict[str, dict[str, Any]] = {"pairs": {"only": "copies", "passages": False}, "everything": {}}
PROGRAM = """
import hashlib, json, sys, threading, time
from dedup.api import scan
from dedup.engines.memory import private_memory
from dedup.report.saved_results import json_chunks

seen = [0]

def watch():
    while True:
        seen.append(private_memory())
        time.sleep(0.002)

threading.Thread(target=watch, daemon=True).start()
result = scan(sys.argv[1], memory=int(sys.argv[2]), **json.loads(sys.argv[3]))
print(json.dumps([max(seen), hashlib.sha256(b"".join(json_chunks(result))).hexdigest()]))
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty thousand documents of two hundred words drawn by chance, every tenth the one before with a new end."""
    file = tmp_path_factory.mktemp("made") / "made.jsonl"
    chance = np.random.default_rng(20260)
    words = np.array([f"word{number}" for number in range(VOCABULARY)])
    before = chance.integers(0, VOCABULARY, WORDS)
    with file.open("w", encoding="utf-8") as lines:
        for number in range(DOCUMENTS):
            new = chance.integers(0, VOCABULARY, WORDS)
            if number % 10 == 9:
                new[:170] = before[:170]
            before = new
            lines.write(json.dumps({"id": str(number), "text": " ".join(words[new].tolist())}) + "\n")
    return file


def scanned(file: Path, memory: int, mode: str) -> tuple[int, str]:
    """Return the most memory that a scan in a process of its own had for itself, and the hash of its result."""
    command = [sys.executable, "-c", PROGRAM, str(file), str(memory), json.dumps(MODES[mode])]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    most, made = json.loads(printed)
    return most, made


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="nothing tells how much memory a process has")
def test_pages_of_files_are_not_counted(tmp_path: Path) -> None:
    """A file of 64 MB that is mapped and read adds little to what the process has for itself; an array adds all.

    In a process of its own: one that ran other tests has freed memory to give to the array.
    """
    (tmp_path / "file").write_bytes(bytes(64 << 20))
    code = """
import sys
import numpy as np
from dedup.engines.memory import private_memory
before = private_memory()
pages = np.memmap(sys.argv[1], np.uint8, "r")
total = int(pages[:: 1 << 12].sum())
mapped = private_memory() - before
own = np.ones(64 << 20, np.uint8)
print(total, mapped, private_memory() - before, own[0])
"""
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "file"], capture_output=True, text=True, check=True)
    total, mapped, both, one = map(int, done.stdout.split())
    assert (total, one) == (0, 1)
    assert mapped < 16 << 20
    assert both > 48 << 20


def test_an_array_in_a_spill_folder_may_have_any_size() -> None:
    """Also none."""
    numbers = SpillFolder().new_array(100_000, np.int64)
    numbers[:] = np.arange(100_000)
    assert numbers.tolist() == list(range(100_000))
    assert SpillFolder().new_array(0, np.int64).size == 0


def test_places_are_taken_by_whole_texts() -> None:
    """Two at a time at least, and none of a text is left for later: 0 to 4, 5 to 9, 10 to 14 are texts."""
    offsets = np.array([0, 5, 5, 10, 15])
    found = candidates.by_text(np.array([14, 3, 0, 4, 6, 10, 7, 3]), offsets, 2)
    assert [part.tolist() for part in found] == [[0, 3, 3, 4], [6, 7], [10, 14]]


def test_runs_are_the_same_however_many_seeds_are_looked_at_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A collection whose texts share much, all seeds at once and three at a time."""
    documents = collection_of([Document(str(n), " ".join(f"w{n * 20 + k}" for k in range(90))) for n in range(30)])
    expected = saved_results.dumps(scan(documents))
    monkeypatch.setattr(growing, "_TOGETHER", 3)
    monkeypatch.setattr(candidates, "_AT_ONCE", 3)
    assert saved_results.dumps(scan(documents)) == expected
