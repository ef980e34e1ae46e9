"""Memory: a scan keeps to what it may take for itself, and says so where that is not enough."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from dedup import api
from dedup.cli.options import options_of
from dedup.documents import Document, collection_of
from dedup.engines import local
from dedup.engines.local import Local
from dedup.engines.memory import LEAST_MEMORY, document_limit
from dedup.engines.storage import SpillFolder
from dedup.errors import LimitError
from dedup.report import saved_results
from dedup.reuse import candidates, seeds
from dedup.walks.scan import scan
from tests.drawn_documents import write_drawn

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS = 50_000
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
    write_drawn(file, DOCUMENTS, 170)
    return file


def scanned(file: Path, memory: int, mode: str) -> tuple[int, str]:
    """Return the most memory that a scan in a process of its own had for itself, and the hash of its result."""
    command = [sys.executable, "-c", PROGRAM, str(file), str(memory), json.dumps(MODES[mode])]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    most, made = json.loads(printed)
    return most, made


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="nothing tells how much memory a process had")
@pytest.mark.parametrize("mode", MODES)
def test_a_scan_stays_below_its_limit_and_finds_the_same(collection: Path, mode: str) -> None:
    """Where it takes more if it may, it keeps to less, and its result is the same, byte for byte."""
    free, expected = scanned(collection, 64 << 30, mode)
    limit = max(free * 2 // 3, LEAST_MEMORY)
    assert free > limit
    most, found = scanned(collection, limit, mode)
    assert found == expected
    assert most <= limit


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return what makes the process seem to have so many bytes for itself."""
    return lambda size: monkeypatch.setattr(local, "private_memory", lambda: size)


def test_beyond_a_limit_work_ends_with_a_sentence(use: Callable[[int], None]) -> None:
    """Three hundred megabytes are more than 256; the sentence names both and what to do."""
    engine = Local(memory=LEAST_MEMORY)
    use(200 << 20)
    assert engine.map(str, [1, 2]) == ["1", "2"]
    use(300 << 20)
    with pytest.raises(LimitError, match=r"256 MB of memory \(--memory\) do not suffice: 300 MB .* give it more"):
        engine.map(str, [1, 2])


def test_what_is_known_to_be_needed_is_counted_beforehand(use: Callable[[int], None]) -> None:
    """Forty of the 256 megabytes that two hundred leave fit, and sixty do not."""
    engine = Local(memory=LEAST_MEMORY)
    use(200 << 20)
    engine.check(40 << 20)
    with pytest.raises(LimitError, match="200 MB are taken by now, and about 60 MB is needed"):
        engine.check(60 << 20)


def test_a_table_of_equal_rows_ends_before_it_takes_more_than_it_may(use: Callable[[int], None]) -> None:
    """150,000 equal rows went a fifth beyond the limit before they were told to be too many."""
    documents = collection_of([Document(str(number), "some words that are equal") for number in range(3000)])
    use(LEAST_MEMORY - (6 << 20))
    with pytest.raises(LimitError, match=r"about 6\.44 MB is needed"):
        scan(documents, engine=Local(1, LEAST_MEMORY))


@pytest.mark.parametrize("memory", [0, 1])
def test_work_goes_on_beyond_a_limit_that_cannot_be_kept(use: Callable[[int], None], memory: int) -> None:
    """Half of what is free is a choice of the program's own, and one byte sends all through files."""
    use(300 << 20)
    assert list(Local(1, memory).stream(str, [1, 2])) == ["1", "2"]


def test_memory_that_the_process_had_before_does_not_count(use: Callable[[int], None]) -> None:
    """Of 600 megabytes that were there before, the program itself takes 200, and the rest is somebody else's."""
    use(650 << 20)
    Local(memory=LEAST_MEMORY, beside=600 << 20).check()
    use(660 << 20)
    with pytest.raises(LimitError):
        Local(memory=LEAST_MEMORY, beside=600 << 20).check()


def test_batches_are_a_share_of_the_memory_within_bounds() -> None:
    """A gigabyte gives 2**30 / 2**11 words a batch and 2**30 / 2**7 a step; a byte the least, a terabyte the most."""
    sizes = [(Local(1, memory).batch_words(), Local(1, memory).step_words()) for memory in (1, 1 << 30, 1 << 40)]
    assert sizes == [(1 << 19, 1 << 20), (1 << 19, 1 << 23), (1 << 22, 1 << 24)]


@pytest.mark.parametrize(
    ("memory", "limit"),
    [(0, 64 << 20), (1, 64 << 20), (500 << 20, 4_915_200), (4296 << 20, 64 << 20), (1 << 40, 64 << 20)],
)
def test_a_document_has_a_64th_of_the_memory_beside_the_program(memory: int, limit: int) -> None:
    """Of 500 MB, 200 are for the program; a text of 20 MB that was a million times *a* took a gigabyte of them."""
    assert document_limit(memory) == limit


def test_a_document_that_does_not_fit_into_the_memory_costs_one_line(tmp_path: Path) -> None:
    """Another limit may be given."""
    (tmp_path / "a.txt").write_text("Some words. " * 420_000, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Some other words.", encoding="utf-8")
    found = api.scan(tmp_path, only="copies", memory="500MB")
    assert [document.id for document in found.documents] == [str(tmp_path / "b.txt")]
    assert [one.reason for one in found.unreadable] == ["it has more than 4.69 MB (--max-document)"]
    assert options_of({"memory": "500MB"}, {}).reading().max_document == 4_915_200
    assert options_of({"memory": "500MB", "max_document": "9MB"}, {}).reading().max_document == 9 << 20


def test_only_texts_beyond_the_limit_have_a_spill_folder() -> None:
    """Of 600 MB, 200 are for the program, and a byte of text takes four of the others: 100 MB of text fit."""
    engine = Local(1, 600 << 20)
    assert engine.for_texts(100 << 20).spill_folder is None
    folder = engine.for_texts((100 << 20) + 1).spill_folder
    assert folder is not None
    assert Path(folder.path).is_dir()
    assert engine.spill_folder is None


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
    found = seeds.batches_by_text(np.array([14, 3, 0, 4, 6, 10, 7, 3]), offsets, 2)
    assert [part.tolist() for part in found] == [[0, 3, 3, 4], [6, 7], [10, 14]]


def test_runs_are_the_same_however_many_seeds_are_looked_at_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A collection whose texts share much, all seeds at once and three at a time."""
    documents = collection_of([Document(str(n), " ".join(f"w{n * 20 + k}" for k in range(90))) for n in range(30)])
    expected = saved_results.dumps(scan(documents))
    monkeypatch.setattr(seeds, "_SEEDS_PER_BATCH", 3)
    monkeypatch.setattr(seeds, "_POSITIONS_PER_BATCH", 3)
    monkeypatch.setattr(candidates, "_ROWS_PER_BATCH", 3)
    assert saved_results.dumps(scan(documents)) == expected
