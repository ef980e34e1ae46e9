"""The engine: batches in order whatever the number of workers, equal keys together."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import dedup
from dedup import Document
from dedup.documents import SCHEMA, Collection, collection_of
from dedup.engines.groups import (
    Groups,
    count_equal,
    group_by_key,
    links_across,
    links_within,
    neighbours_within,
    pairs_within,
    stable_order,
)
from dedup.engines.local import Local
from dedup.engines.memory import free_memory, parse_size
from dedup.engines.shuffle import Shuffle, partition_rows
from dedup.engines.storage import BatchStore, MappedBatches, SpillFolder, with_replaced
from dedup.errors import UsageError
from dedup.progress import Silence
from dedup.report import saved_results
from dedup.reuse import differing_texts
from dedup.settings import Settings
from dedup.walks.scan import scan
from tests.pickling_engine import PicklingEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = np.array([7, 3, 7, 9, 3, 7], np.uint64)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    """However many threads there are."""
    assert Local(workers).map(lambda n: n * n, list(range(20))) == [n * n for n in range(20)]


def test_keys_that_stand_once_meet_nothing() -> None:
    """3 stands in rows 1 and 4, 7 in 0, 2 and 5; 9 is gone."""
    groups = group_by_key(KEYS)
    assert groups.rows.tolist() == [1, 4, 0, 2, 5]
    assert groups.sizes.tolist() == [2, 3]


def test_rows_of_a_group_are_paired_linked_or_chained() -> None:
    """Each two of three rows; each with the first; each with the one before."""
    groups = group_by_key(KEYS)
    assert sorted(zip(*(side.tolist() for side in pairs_within(groups)), strict=True)) == [
        (0, 2),
        (0, 5),
        (1, 4),
        (2, 5),
    ]
    assert sorted(zip(*(side.tolist() for side in links_within(groups)), strict=True)) == [(0, 2), (0, 5), (1, 4)]
    assert sorted(zip(*(side.tolist() for side in neighbours_within(groups)), strict=True)) == [(0, 2), (1, 4), (2, 5)]


@pytest.mark.parametrize("most", [9, 1 << 62])
def test_equal_numbers_keep_the_order_of_their_rows(most: int) -> None:
    """Numbers beside which no row fits in 64 bits too."""
    assert stable_order(np.array([most, 3, most, 0, 3])).tolist() == [3, 1, 4, 0, 2]
    assert stable_order(np.zeros(0, np.int64)).tolist() == []


def test_rows_are_linked_to_the_first_row_of_another_owner() -> None:
    """Of five rows of owners 0, 0, 1, 0, 2 the first of 1 stands for others of 0, and the first of 0 for all others."""
    groups = Groups(np.array([10, 11, 12, 13, 14, 20, 21]), np.array([0, 5, 7]))
    first, second = links_across(groups, np.array([0, 0, 1, 0, 2, 3, 3]))
    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == [(10, 12), (10, 14), (12, 11), (12, 13)]


def test_one_worker_and_three_give_the_same_bytes() -> None:
    """The result of a scan does not depend on how many threads made it, nor on how texts were batched."""
    words = [f"word{n}" for n in range(900)]
    documents = [Document(f"d{n}", " ".join(words[n * 10 : n * 10 + 400])) for n in range(40)]
    expected = saved_results.dumps(scan(collection_of(documents), engine=Local(1)))
    assert saved_results.dumps(scan(collection_of(documents), engine=Local(3))) == expected
    batches = tuple(collection_of(documents[n : n + 7]).batches[0] for n in range(0, 40, 7))
    split = dedup.Collection(batches, bytes=collection_of(documents).bytes)
    assert saved_results.dumps(scan(split, engine=Local(3))) == expected


def made_documents() -> list[Document]:
    """Return forty texts of which neighbours overlap, with copies, repetitions, a footer, claims and an empty text."""
    words = [f"word{n}" for n in range(900)]
    footer = "Subscribe to our newsletter and never miss a story from the harbour, the market or the town hall again."
    documents = [
        Document(f"d{n}", f"By Ada Field\n\n{' '.join(words[n * 10 : n * 10 + 400])}\n\n{footer}", publisher="Gazette")
        for n in range(40)
    ]
    documents[7] = Document("d7", f"{documents[7].text}\n\n{documents[7].text}", publisher="Courier")
    documents.append(Document("cited", f"This article first appeared in the Gazette.\n\n{documents[9].text}"))
    return [*documents, Document("twin", documents[3].text), Document("empty", "")]


@pytest.mark.parametrize("spills", [False, True])
@pytest.mark.parametrize("changes", [{}, {"passages": False}, {"all_pairs": True, "min_shared": 5}])
def test_a_scan_on_another_engine_gives_the_same_bytes(spills: bool, changes: dict[str, Any]) -> None:
    """Work returns what it makes: it runs on read-only copies here, and nothing that it changed would come back."""
    collection, settings = collection_of(made_documents()), Settings.of(changes)
    batches = tuple(collection.batches[0].slice(start, 9) for start in range(0, len(collection), 9))
    collection = Collection(batches, bytes=collection.bytes)
    engine = PicklingEngine(spills=spills)
    assert saved_results.dumps(scan(collection, settings, engine=engine)) == saved_results.dumps(
        scan(collection, settings)
    )
    assert engine.pickled > 5


def test_material_edits_are_looked_for_by_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pairs of a result, a block of pairs at a time: four copies with another number make ten pairs."""
    words = [f"w{place}" for place in range(80)]
    texts = [" ".join([*words[:40], str(number), *words[40:]]) for number in range(30, 35)]
    documents = [Document(f"d{number}", text) for number, text in enumerate(texts)]
    monkeypatch.setattr(differing_texts, "_PAIRS_AT_ONCE", 4)
    monkeypatch.setattr(differing_texts, "_MOST_PAIRS", 4)
    engine, worked = PicklingEngine(), []
    run = engine._run

    def noting(work: Any, item: Any) -> Any:
        worked.append(getattr(work, "func", work).__name__)
        return run(work, item)

    monkeypatch.setattr(engine, "_run", noting)
    result = scan(collection_of(documents), engine=engine)
    assert [edit.kind for match in result.copies for edit in match.material_edits] == ["number"] * 10
    worked.clear()
    dumped = saved_results.dumps(result)
    assert worked.count("edits_of_pairs") == 3
    assert dumped == saved_results.dumps(scan(collection_of(documents)))


def test_work_on_another_engine_cannot_change_an_array_of_its_caller() -> None:
    """The engine of the test above would find it out."""
    counts = np.zeros(3)

    def work(number: int) -> None:
        counts[number] = 1

    with pytest.raises(ValueError, match="read-only"):
        PicklingEngine().map(work, [0, 1, 2])


def test_threads_are_kept_from_one_stage_to_the_next() -> None:
    """To start them takes as long as some stages; and none is left when two stages have been worked on by two."""
    used = [set(Local(2).map(lambda _number: threading.get_ident(), list(range(40)))) for _ in range(3)]
    assert len(set[int]().union(*used)) <= 2


def test_work_that_has_work_done_does_not_wait_for_itself() -> None:
    """Both of two threads may ask for two threads."""
    engine = Local(2)
    found = engine.map(lambda n: sum(engine.map(lambda m: n * m, [1, 2, 3])), [1, 10, 100])
    assert found == [6, 60, 600]


def test_nothing_is_worked_on_when_nobody_awaits_it_any_more() -> None:
    """What was begun has ended when the error is told, and nothing else begins."""
    begun, ended = list[int](), list[int]()

    def work(number: int) -> float:
        begun.append(number)
        if number == 0:
            raise ZeroDivisionError
        time.sleep(0.05)
        ended.append(number)
        return 1 / number

    with pytest.raises(ZeroDivisionError):
        list(Local(2).stream(work, range(20)))
    told = sorted(begun)
    assert [0, *sorted(ended)] == told
    time.sleep(0.1)
    assert sorted(begun) == told


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_process_has_threads_of_its_own() -> None:
    """Those of the process that forked are not there, and would be waited for without end."""
    code = (
        "import os, sys; from dedup.engines.local import Local;"
        "work = lambda: Local(2).map(lambda n: n + 1, [1, 2, 3]);"
        "work();"
        "child = os.fork();"
        "sys.exit(0) if child == 0 and work() == [2, 3, 4] else None;"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, timeout=60)


def test_results_are_awaited_only_a_few_items_ahead() -> None:
    """A stream of batches is never held whole: of 100 items, few are taken before the first result is."""
    taken = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = Local(2).stream(lambda number: number, items())
    assert next(results) == 0
    assert len(taken) <= 6
    assert list(results) == list(range(1, 100))


def test_an_error_in_a_thread_reaches_the_caller() -> None:
    """It is raised where the result is awaited, and the rest is dropped."""
    with pytest.raises(ZeroDivisionError):
        list(Local(2).stream(lambda number: 1 // number, [2, 1, 0, 5]))


@pytest.mark.parametrize("memory", [1, 1 << 30])
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("expected_rows", [0, 1 << 20])
def test_rows_are_grouped_by_key_in_memory_and_through_files(memory: int, workers: int, expected_rows: int) -> None:
    """The values of a key come together in the order in which they were added, keys in rising order."""
    chance = np.random.RandomState(7)
    keys = chance.randint(0, 4000, 6000).astype(np.uint64) * np.uint64(2**52 + 12345)
    engine = Local(workers, memory).for_texts(1000)
    assert (engine.spill_folder is None) == (memory > 1)
    shuffle = Shuffle(engine, expected_rows)
    for low in range(0, keys.size, 1000):
        shuffle.add(partition_rows(keys[low : low + 1000], np.arange(1000), shuffle.bits), low)
    groups = shuffle.groups()
    places: dict[int, list[int]] = {}
    for place, key in enumerate(keys.tolist()):
        places.setdefault(key, []).append(place)
    expected = [found for _, found in sorted(places.items()) if len(found) > 1]
    assert [groups.rows[low:high].tolist() for low, high in pairwise(groups.bounds.tolist())] == expected


def test_files_take_about_as_many_rows_of_keys_that_are_small_mostly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of keys that are the least of eight, an eighth lies below a sixtieth of the range: no file has thrice its share.

    One of the first files held so many rows that the memory of a filter grew with its corpus.
    """
    monkeypatch.setattr("dedup.engines.shuffle._BLOCK_ROWS", 10_000)
    keys = np.random.RandomState(3).randint(0, 2**63, (100_000, 8)).astype(np.uint64).min(axis=1) * np.uint64(2)
    shuffle = Shuffle(Local(1, 1).for_texts(1000), keys.size)
    for low in range(0, keys.size, 1000):
        shuffle.add(partition_rows(np.tile(keys[low : low + 1000], 2), np.arange(2000), shuffle.bits), 2 * low)
    sizes = [groups.rows.size for groups in shuffle.partitions()]
    assert sum(sizes) == 2 * keys.size
    assert max(sizes) < 3 * sum(sizes) / len(sizes)


def test_equal_numbers_are_counted() -> None:
    """Each number once, in order, with how often it stands there; of no numbers there are none."""
    numbers, counts = count_equal(np.array([7, 2, 7, -1, 7, 2]))
    assert (numbers.tolist(), counts.tolist()) == ([-1, 2, 7], [1, 2, 3])
    assert [column.size for column in count_equal(np.zeros(0, np.int64))] == [0, 0]


def test_groups_lose_rows_and_those_that_are_left_alone() -> None:
    """Without row 4, row 1 has nobody with its key; without row 0, rows 2 and 5 still have each other."""
    groups = group_by_key(KEYS)
    left = groups.without(np.isin(groups.rows, [4, 0]))
    assert left.rows.tolist() == [2, 5]
    assert left.bounds.tolist() == [0, 2]


def test_what_does_not_fit_into_memory_is_found_all_the_same() -> None:
    """A scan that may use one byte goes through files, and its result is that of any other, byte for byte."""
    words = [f"word{n}" for n in range(900)]
    documents = [Document(f"d{n}", " ".join(words[n * 10 : n * 10 + 400])) for n in range(40)]
    documents += [Document("twin", documents[3].text), Document("empty", "")]
    told: list[str] = []
    watch = Listener(told)
    assert saved_results.dumps(
        scan(collection_of(documents), engine=Local(2, memory=1), watch=watch)
    ) == saved_results.dumps(scan(collection_of(documents)))
    assert len(told) == 1
    folder = told[0].rpartition(" ")[2]
    assert "--memory" in told[0]
    assert not Path(folder).exists()


def test_a_disk_that_is_too_small_for_the_keys_is_told_before_the_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two texts of 3,087 bytes have about 257 fingerprints of 16 bytes, and 84 band keys of 8: 4,784 bytes."""
    usage = shutil.disk_usage("/")
    documents = [Document(name, f"{name} word " * 343) for name in ("abc", "def")]
    for free, is_told in ((3000, True), (5000, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: usage._replace(free=free))
        told: list[str] = []
        scan(collection_of(documents), engine=Local(1, memory=1), watch=Listener(told))
        assert ["--engine spark" in message for message in told[1:]] == [True] * is_told


def test_batches_beyond_the_limit_go_to_a_file_and_come_back() -> None:
    """Three batches of two documents; the limit is passed by the second."""
    batches = [collection_of([Document(f"{n}{m}", f"text {n} {m}") for m in "ab"]).batches[0] for n in range(3)]
    told: list[str] = []
    store = BatchStore(SCHEMA, batches[0].nbytes + 1, told.append)
    for batch in batches:
        store.add(batch)
    collection = Collection(store.batches())
    assert len(told) == 1
    assert len(collection) == 6
    assert collection.text(5) == "text 2 b"
    assert collection.column("id") == ["0a", "0b", "1a", "1b", "2a", "2b"]
    assert collection.ids() == ["0a", "0b", "1a", "1b", "2a", "2b"]
    assert (collection.ids()[-1], len(collection.ids())) == ("2b", 6)


def test_batches_of_files_that_others_wrote_come_in_their_place() -> None:
    """Two batches, a file of two, one more: all in files, in order, and one can be replaced."""
    batches = [collection_of([Document(f"{n}{m}", f"text {n} {m}") for m in "ab"]).batches[0] for n in range(5)]
    folder = SpillFolder()
    other = BatchStore(SCHEMA, 0, lambda _message: None, folder.new_file())
    for batch in batches[2:4]:
        other.add(batch)
    written = other.batches()
    assert isinstance(written, MappedBatches)
    store = BatchStore(SCHEMA, 1 << 30, lambda _message: None)
    for batch in batches[:2]:
        store.add(batch)
    store.add_file(folder, Path(written.path), written.rows)
    store.add(batches[4])
    collection = Collection(store.batches())
    assert collection.stored
    assert collection.column("id") == [f"{n}{m}" for n in range(5) for m in "ab"]
    assert [batch.num_rows for batch in collection.batches[1:4]] == [2, 2, 2]
    assert with_replaced(collection.batches, {3: batches[0]})[3] == batches[0]
    assert collection.text(6) == "text 0 a"


@pytest.mark.parametrize(
    ("written", "size"),
    [("4GB", 4 << 30), ("800M", 800 << 20), ("1.5 GiB", 3 << 29), ("536870912", 512 << 20), ("1t", 1 << 40)],
)
def test_sizes_are_read_as_people_write_them(written: str, size: int) -> None:
    """Units count by 1024; letter case and a space do not matter."""
    assert parse_size(written) == size


@pytest.mark.parametrize("written", ["much", "4XB", "-4GB", "", "100MB"])
def test_what_is_no_size_or_too_little_is_refused(written: str) -> None:
    """The message says how to write one, or what the least is."""
    with pytest.raises(UsageError, match=r"800MB or 4GB|at least 256 MB"):
        parse_size(written)


def test_free_memory_is_what_the_machine_or_its_group_leaves() -> None:
    """It is more than nothing and no more than an address space."""
    assert 0 < free_memory() < 1 << 48


class Listener(Silence):
    """Keeps what it is told."""

    def __init__(self, told: list[str]) -> None:
        self._told = told

    def tell(self, message: str) -> None:
        """Keep the message."""
        self._told.append(message)
