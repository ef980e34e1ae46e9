"""Memory: a scan stays below what it may take, gives back what it can, and says so where that is not enough."""

from __future__ import annotations

import gc
import json
import mmap
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from dedup import errors
from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.engines.memory import LEAST, Limit
from dedup.engines.relief import AROUND, RELIEF, Relief, Taken, release, taken
from dedup.engines.storage import BatchStore, Shelf
from dedup.kernels import compiled
from dedup.matching import candidates, growing
from dedup.report import json as report
from dedup.scanning import scan

DOCUMENTS, WORDS, VOCABULARY = 50_000, 200, 20_000
MODES: dict[str, dict[str, Any]] = {"pairs": {"only": "copies", "passages": False}, "everything": {}}
PROGRAM = """
import hashlib, json, sys
from pathlib import Path
from dedup.api import scan
from dedup.report.json import encoded

result = scan(sys.argv[1], memory=int(sys.argv[2]), **json.loads(sys.argv[3]))
told = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(json.dumps([int(told) << 10, hashlib.sha256(encoded(result)).hexdigest()]))
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
    """Return the most memory that a scan in a process of its own had, and the hash of its result."""
    command = [sys.executable, "-c", PROGRAM, str(file), str(memory), json.dumps(MODES[mode])]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    most, made = json.loads(printed)
    return most, made


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="nothing tells how much memory a process had")
@pytest.mark.parametrize("mode", MODES)
def test_a_scan_stays_below_its_limit_and_finds_the_same(collection: Path, mode: str) -> None:
    """Where it takes more if it may, it keeps to less, and its result is the same, byte for byte."""
    compiled.warm(lambda _message: None)
    free, expected = scanned(collection, 64 << 30, mode)
    limit = max(free * 2 // 3, LEAST)
    assert free > limit
    most, found = scanned(collection, limit, mode)
    assert found == expected
    assert most <= limit


def test_beyond_a_firm_limit_work_ends_with_a_sentence() -> None:
    """Three hundred megabytes are more than 256; the sentence names both and what to do."""
    relief, holder = Relief(lambda: Taken(300 << 20, 0)), Holder()
    relief.hold(holder, Limit(LEAST, firm=True))
    with pytest.raises(
        errors.LimitError, match=r"256 MB of memory \(--memory\) do not suffice: .*300 MB .* give it more"
    ):
        relief.look()


def test_beyond_a_limit_that_nobody_gave_work_goes_on() -> None:
    """Half of what is free is a choice of the program's own."""
    relief, holder = Relief(lambda: Taken(300 << 20, 0)), Holder()
    relief.hold(holder, Limit(LEAST, firm=False))
    relief.look()
    del holder


def test_nobody_is_held_to_the_limit_of_a_scan_that_is_over() -> None:
    """A limit goes with its last holder."""
    relief, holder = Relief(lambda: Taken(300 << 20, 0)), Holder()
    relief.hold(holder, Limit(400 << 20, firm=True))
    relief.look()
    del holder
    gc.collect()
    relief.hold(late := Holder(), Limit(LEAST, firm=False))
    relief.look()
    del late


def test_a_size_too_small_to_be_kept_is_no_firm_limit() -> None:
    """A limit of a byte sends all through files, and is broken at once."""
    assert Local(memory=LEAST).ceiling() == Limit(LEAST, firm=True)
    assert not Local(memory=1).ceiling().firm


def test_numbers_on_a_shelf_outlast_their_pages(tmp_path: Path) -> None:
    """What was written is there when its memory was given back; a shelf has room for none too."""
    numbers = Shelf().numbers(100_000, np.int64)
    numbers[:] = np.arange(100_000)
    with (tmp_path / "file").open("w+b") as file:
        file.write(b"kept" * 1024)
        file.flush()
        pages = mmap.mmap(file.fileno(), 4096)
    pages[:4] = b"seen"
    release(pages)
    assert pages[:8] == b"seenkept"
    RELIEF.release()
    assert numbers.tolist() == list(range(100_000))
    assert Shelf().numbers(0, np.int64).size == 0


@pytest.mark.skipif(sys.platform != "linux", reason="pages of files are counted by Linux alone")
def test_a_look_at_a_number_on_a_shelf_brings_in_few_around_it() -> None:
    """Newer versions of Linux bring in two megabytes with each look where files are written without saying that."""
    numbers = Shelf().numbers(8 << 20, np.int64)
    numbers[:] = 1
    RELIEF.release()
    empty = taken()
    looked = int(numbers[:: 1 << 20].sum())
    after = taken()
    assert empty is not None
    assert after is not None
    assert looked == 8
    assert after.files - empty.files <= looked * 2 * AROUND


@pytest.mark.skipif(sys.platform != "linux", reason="pages of files are counted by Linux alone")
def test_a_look_at_stored_texts_brings_in_few_around_them() -> None:
    """Texts are written in small pieces, whole, and lie in the file as they came."""
    texts = [f"{number:05d}" * 2000 for number in range(3000)]
    schema = pa.schema([pa.field("text", pa.large_string())])
    store = BatchStore(schema, 1, lambda _message: None)
    store.add(pa.record_batch([pa.array(texts, pa.large_string())], schema=schema))
    (batch,) = store.batches()
    RELIEF.release()
    empty = taken()
    looked = [str(batch.column("text")[number]) for number in (0, 1500, 2999)]
    after = taken()
    assert empty is not None
    assert after is not None
    assert looked == [texts[0], texts[1500], texts[2999]]
    assert after.files - empty.files <= 2 * (len(looked) + 1) * 2 * AROUND
    assert batch.column("text").to_pylist() == texts


def test_pages_are_given_back_at_once_only_near_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three quarters of it are near; where nobody set a limit, none is."""
    given: list[int] = []
    for size in (100, 190, 200):
        relief, holder = Relief(partial(Taken, size << 20, 0)), Holder()
        monkeypatch.setattr(relief, "release", partial(given.append, size))
        relief.ease()
        assert not given
        relief.hold(holder, Limit(LEAST, firm=False))
        relief.ease()
        assert given == [200] * (size == 200)


def test_places_are_taken_by_whole_texts() -> None:
    """Two at a time at least, and none of a text is left for later: 0 to 4, 5 to 9, 10 to 14 are texts."""
    offsets = np.array([0, 5, 5, 10, 15])
    found = candidates.by_text(np.array([14, 3, 0, 4, 6, 10, 7, 3]), offsets, 2)
    assert [part.tolist() for part in found] == [[0, 3, 3, 4], [6, 7], [10, 14]]


def test_runs_are_the_same_however_many_seeds_are_looked_at_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A collection whose texts share much, all seeds at once and three at a time."""
    documents = collection_of([Document(str(n), " ".join(f"w{n * 20 + k}" for k in range(90))) for n in range(30)])
    expected = report.dumps(scan(documents))
    monkeypatch.setattr(growing, "_TOGETHER", 3)
    monkeypatch.setattr(candidates, "_AT_ONCE", 3)
    assert report.dumps(scan(documents)) == expected


class Holder:
    """Somebody who keeps a limit."""
