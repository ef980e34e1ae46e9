"""An index survives what happens to files: killed writers, full disks, two writers, readers meanwhile, damage."""

from __future__ import annotations

import random
import resource
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dedup.documents import collection_of
from dedup.errors import OutputError, StoreError
from dedup.index import store as store_module
from dedup.index.inspection import faults
from dedup.index.store import open_store
from dedup.index.texts import read_documents
from dedup.index.update import add
from tests.index.crashing import KINDS, kill_once
from tests.index.made_news import index_of, news

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", KINDS)
def test_killed_writer_leaves_the_state_before_or_after(tmp_path: Path, kind: str) -> None:
    """Killed at random moments of an addition, a removal or a migration, the index is whole, and one of the two."""
    chance = random.Random(kind)
    for _ in range(8):
        kill_once(kind, tmp_path, chance.random() * KINDS[kind])


def test_full_disk_leaves_the_state_before(tmp_path: Path) -> None:
    """Where a file may not grow, the addition fails in a sentence, and the index is as it was."""
    path = tmp_path / "x.dedup"
    index_of(path, news(3, 5)).close()
    size = path.stat().st_size
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 60_000}, {size + 60_000})); "
        "from dedup.cli import main; import sys; main(sys.argv[1:])"
    )
    (tmp_path / "more.jsonl").write_text(
        "".join(f'{{"id": "{document.id}", "text": "{document.text}"}}\n' for document in news(4, 400)), "utf-8"
    )
    command = [sys.executable, "-c", program, "index", "add", str(path), str(tmp_path / "more.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert resource.RLIMIT_FSIZE is not None
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    with open_store(path) as store:
        assert [document for _, document in read_documents(store)] == news(3, 5)
        assert faults(store) == []


def test_full_database_is_told(tmp_path: Path) -> None:
    """Where SQLite has no page left, the change is undone and an `OutputError` says so."""
    with index_of(tmp_path / "x.dedup", news(3, 5)) as store:
        (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
        store.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(OutputError, match="it is as it was before"):
            add(store, collection_of(news(4, 300)))
        assert [document for _, document in read_documents(store)] == news(3, 5)


def test_second_writer_says_that_somebody_else_is_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that has waited in vain says why, and has changed nothing."""
    monkeypatch.setattr(store_module, "WAIT", 0.1)
    with index_of(tmp_path / "x.dedup", news(3, 5)) as first, first.changing():
        with open_store(tmp_path / "x.dedup", write=True) as second, pytest.raises(StoreError, match="else is writing"):
            add(second, collection_of(news(4, 8)))
        assert first.state["documents"] == 5


def test_second_writer_waits_its_turn(tmp_path: Path) -> None:
    """Two additions at once end with the documents of both."""
    path = tmp_path / "x.dedup"
    open_store(path, write=True).close()

    def task(part: slice) -> Callable[[], None]:
        return lambda: index_of(path, news(5, 40)[part], steps=5).close()

    writers = [threading.Thread(target=task(part)) for part in (slice(0, 20), slice(20, 40))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_store(path) as store:
        assert {document.id for _, document in read_documents(store)} == {document.id for document in news(5, 40)}
        assert faults(store) == []


def test_reader_reads_while_a_writer_writes(tmp_path: Path) -> None:
    """In the middle of a change a reader sees what was before it, without waiting."""
    with index_of(tmp_path / "x.dedup", news(3, 5)) as writer, writer.changing():
        writer.connection.execute("DELETE FROM documents")
        with open_store(tmp_path / "x.dedup") as reader:
            assert len(list(read_documents(reader))) == 5


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (
            "UPDATE texts SET signature = zeroblob(512) WHERE start = 0",
            "the signature of 'd0' is not that of its words",
        ),
        ("UPDATE documents SET body = zeroblob(40) WHERE id = 'd2'", "the text of 'd2' cannot be restored"),
        ("UPDATE documents SET digest = zeroblob(16) WHERE id = 'd3'", "the text of 'd3' is not what was added"),
        ("DELETE FROM postings WHERE key = (SELECT max(key) FROM postings)", "are not those of its texts"),
        ("DELETE FROM documents WHERE id = 'd1'", "the index counts 12 documents, but 11 are there"),
    ],
)
def test_damage_is_found(tmp_path: Path, damage: str, sentence: str) -> None:
    """Whatever is not as it was added is told."""
    path = tmp_path / "x.dedup"
    index_of(path, news(6, 12)).close()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(damage)
    connection.close()
    with open_store(path) as store:
        assert any(sentence in fault for fault in faults(store))


def test_torn_file_is_told(tmp_path: Path) -> None:
    """A file of which a part was overwritten is a sentence, not a traceback."""
    path = tmp_path / "x.dedup"
    index_of(path, news(6, 12)).close()
    content = bytearray(path.read_bytes())
    content[16_384 : 16_384 + 40_000] = bytes(40_000)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"), open_store(path) as store:
        raise StoreError("damaged: " + "; ".join(faults(store)))


def test_an_index_whose_first_addition_was_killed_is_no_other_database(tmp_path: Path) -> None:
    """Some of its pages were in the file without its mark: it was refused as another program's from then on."""
    path = tmp_path / "x.dedup"
    program = (
        "import os, signal, sys; from pathlib import Path; from dedup.index import connections, schema; "
        "made = connections.to_write(Path(sys.argv[1]), 1); made.execute('PRAGMA cache_size = 1'); "
        "made.execute('BEGIN IMMEDIATE'); schema.create(made, {}); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert path.stat().st_size
    assert Path(f"{path}-journal").stat().st_size
    with pytest.raises(StoreError, match="it is empty: nothing was ever added to it"):
        open_store(path)
    with index_of(path, news(3, 5)) as store:
        assert [document for _, document in read_documents(store)] == news(3, 5)


def test_another_programs_database_whose_writer_was_killed_is_refused(tmp_path: Path) -> None:
    """Nothing is added to it."""
    path = tmp_path / "other.dedup"
    program = (
        "import os, signal, sqlite3, sys; made = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "made.execute('CREATE TABLE a (b)'); made.execute('PRAGMA cache_size = 1'); made.execute('BEGIN IMMEDIATE'); "
        "[made.execute('INSERT INTO a VALUES (zeroblob(5000))') for _ in range(9)]; "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert Path(f"{path}-journal").stat().st_size
    for write in (False, True):
        with pytest.raises(StoreError, match="it is an SQLite database, but no index of dedup"):
            open_store(path, write=write)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT count(*) FROM a").fetchone() == (0,)
